# make run [FOLDER=path]   install into .venv and start Satchel
# make test                every test
# make check               format, lint, types, layers
# make bench               measurements, as ratios within one run

PYTHON ?= python3
BIN := .venv/bin
SYSTEM_LIBRARIES := libegl1 libgl1 libxkbcommon0 libdbus-1-3 libfontconfig1 libfreetype6 libglib2.0-0 libx11-6 \
	libxkbcommon-x11-0 libxcb-cursor0 libxcb-icccm4 libxcb-image0 libxcb-keysyms1 libxcb-randr0 libxcb-render-util0 \
	libxcb-render0 libxcb-shape0 libxcb-shm0 libxcb-sync1 libxcb-util1 libxcb-xfixes0 libxcb-xkb1 libx11-xcb1 \
	libxcb-glx0 fonts-noto-cjk
LUPDATE := -no-obsolete -locations none -extensions py
PIP := $(BIN)/python -m pip --disable-pip-version-check -q install

.PHONY: run test check bench format translations system clean

run: .venv/app system
	@$(BIN)/python main.py $(if $(FOLDER),--folder "$(FOLDER)")

test: .venv/dev system
	@$(BIN)/python -m pytest

check: .venv/dev
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports

bench: .venv/dev system
	@$(BIN)/python main.py bench

format: .venv/dev
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --fix .

translations: .venv/dev
	@$(BIN)/pyside6-lupdate $(LUPDATE) gui -ts resources/i18n/app_zh_CN.ts
	@$(BIN)/pyside6-lupdate -pluralonly $(LUPDATE) gui -ts resources/i18n/app_en.ts
	@for name in app_zh_CN app_en; do \
		$(BIN)/pyside6-lrelease resources/i18n/$$name.ts -qm resources/i18n/$$name.qm; done

.venv/app: pyproject.toml
	@echo "Installing Satchel into .venv (once)"
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@$(PIP) .
	@touch $@

.venv/dev: .venv/app
	@echo "Installing what training and tests need into .venv (once)"
	@$(PIP) ".[train,dev]"
	@touch $@

# Qt needs some system libraries that a bare Debian or Ubuntu lacks, and a font for Chinese.
system:
	@if command -v dpkg-query >/dev/null; then \
		missing=""; \
		for name in $(SYSTEM_LIBRARIES); do \
			dpkg-query -W -f='$${Status}' $$name 2>/dev/null | grep -q "ok installed" || missing="$$missing $$name"; \
		done; \
		if [ -n "$$missing" ]; then \
			if [ "$$(id -u)" = 0 ]; then \
				echo "Installing system libraries:$$missing"; \
				apt-get -qq update && DEBIAN_FRONTEND=noninteractive apt-get -qq -y --no-install-recommends install $$missing >/dev/null; \
			else \
				echo "Some system libraries are missing. Please run:"; \
				echo "  sudo apt-get install$$missing"; \
			fi; \
		fi; \
	fi

clean:
	@rm -rf .venv build *.egg-info .mypy_cache .ruff_cache .pytest_cache .import_linter_cache
