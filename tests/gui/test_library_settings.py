"""The library's settings in the window: in units people use, changed at once, with a way back."""

from __future__ import annotations

from dataclasses import replace

import pytest
from fake_bridge import FakeBridge
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication, QCheckBox, QComboBox, QDoubleSpinBox
from pytestqt.qtbot import QtBot

from engine.errors import EngineError, FileUnwritable, ModelMissing
from engine.requests import ChangeSetting, ListSettings
from engine.settings import Settings, rows, table
from gui.panels.library_settings import GROUPS
from gui.panels.settings import SettingsPanel
from gui.preferences import Preferences
from gui.setting_texts import in_words
from gui.widgets.language import speak
from gui.widgets.navigator import Navigator
from gui.widgets.setting_row import SettingLine

TEXTS = {name: text for group in GROUPS.values() for name, text in group.items()}


@pytest.fixture
def panel(qtbot: QtBot, bridge: FakeBridge, navigator: Navigator, preferences: Preferences) -> SettingsPanel:
    made = SettingsPanel(bridge, navigator, preferences=preferences)
    qtbot.addWidget(made)
    made.resize(900, 2000)
    made.show()
    return made


def number_box(panel: SettingsPanel, name: str) -> QDoubleSpinBox:
    box = panel.library.lines[name].control
    assert isinstance(box, QDoubleSpinBox)
    return box


def test_every_setting_that_is_shown_is_one_of_the_engines(panel: SettingsPanel) -> None:
    known = {name: item for name, _, item in rows(Settings())}
    assert set(TEXTS) <= set(known)
    assert set(panel.library.lines) == set(TEXTS)
    for name, text in TEXTS.items():
        assert set(text.choices) == set(known[name].metadata.get("choices", ()))


def test_numbers_are_in_units_people_use(panel: SettingsPanel) -> None:
    assert number_box(panel, "indexing.max_file_bytes").text() == "500 MB"
    assert number_box(panel, "indexing.rescan_every_s").text() == "10 min"
    assert number_box(panel, "resources.busy_percent").text() == "50 %"
    assert number_box(panel, "resources.hot_celsius").text() == "88 °C"
    assert number_box(panel, "indexing.max_file_bytes").toolTip() == "From 1 to 10,000 MB"


def test_a_number_is_told_in_the_engines_unit_once_it_is_typed(
    panel: SettingsPanel, bridge: FakeBridge, qtbot: QtBot
) -> None:
    box = number_box(panel, "indexing.max_file_bytes")
    box.setFocus()
    box.selectAll()
    qtbot.keyClicks(box, "750")
    assert bridge.asked_of(ChangeSetting) == []
    qtbot.keyClick(box, Qt.Key.Key_Return)
    assert bridge.asked_of(ChangeSetting) == [
        ChangeSetting(name="indexing.max_file_bytes", value=750_000_000)
    ]
    assert bridge.settings.indexing.max_file_bytes == 750_000_000


def test_nothing_out_of_bounds_can_be_typed(panel: SettingsPanel, qtbot: QtBot) -> None:
    box = number_box(panel, "resources.busy_percent")
    for typed, taken in (("500", 50), ("2", 5)):  # a third digit is not taken; too little becomes the least
        box.setFocus()
        box.selectAll()
        qtbot.keyClicks(box, typed)
        qtbot.keyClick(box, Qt.Key.Key_Return)
        assert box.value() == taken


def test_no_battery_limit_is_said_in_words(panel: SettingsPanel, bridge: FakeBridge) -> None:
    box = number_box(panel, "resources.battery_percent")
    box.setValue(0)
    assert box.text() == "Never"
    assert bridge.settings.resources.battery_percent == 0


def test_a_choice_and_a_switch_are_told(panel: SettingsPanel, bridge: FakeBridge) -> None:
    choice = panel.library.lines["resources.on_battery"].control
    switch = panel.library.lines["indexing.includes_hidden"].control
    assert isinstance(choice, QComboBox)
    assert isinstance(switch, QCheckBox)
    assert [choice.itemText(i) for i in range(choice.count())] == ["Full speed", "Slower", "Pause"]
    choice.setCurrentIndex(2)
    switch.click()
    assert bridge.settings.resources.on_battery == "pause"
    assert bridge.settings.indexing.includes_hidden


def test_a_changed_value_has_a_way_back_to_the_default(panel: SettingsPanel, bridge: FakeBridge) -> None:
    line = panel.library.lines["indexing.max_pages"]
    assert not line.reset.isVisible()
    number_box(panel, "indexing.max_pages").setValue(300)
    assert line.reset.isVisible()
    assert line.reset.toolTip() == "Back to the default: 20,000 pages"
    line.reset.click()
    assert bridge.asked_of(ChangeSetting)[-1] == ChangeSetting(name="indexing.max_pages", value=None)
    assert number_box(panel, "indexing.max_pages").value() == 20_000
    assert not line.reset.isVisible()


def test_what_counts_from_the_next_start_on_says_so(panel: SettingsPanel, bridge: FakeBridge) -> None:
    kept = Settings(indexing=replace(Settings().indexing, n_readers=4))
    bridge.answers[ListSettings] = lambda _request: table(kept, Settings())
    panel.library.reload()
    assert panel.library.lines["indexing.n_readers"].notes == "Takes effect at the next start of Satchel."
    assert panel.library.lines["indexing.max_pages"].notes == ""


def test_a_refused_value_is_told_and_goes_back(panel: SettingsPanel, bridge: FakeBridge) -> None:
    def refuse(_request: ChangeSetting) -> None:
        raise FileUnwritable(path="/x", detail="read-only")

    bridge.answers[ChangeSetting] = refuse
    told: list[EngineError] = []
    bridge.faulted.connect(told.append)
    number_box(panel, "indexing.max_pages").setValue(300)
    assert [error.code for error in told] == ["request.file_unwritable"]
    assert number_box(panel, "indexing.max_pages").value() == 20_000


def test_a_model_that_is_not_made_yet_says_how_to_make_it(
    panel: SettingsPanel, bridge: FakeBridge, app: QApplication
) -> None:
    def refuse(request: ChangeSetting) -> None:
        if request.value == "best":
            raise ModelMissing(name="ner-best")

    bridge.answers[ChangeSetting] = refuse
    line = panel.library.lines["models.profile"]
    choice = line.control
    assert isinstance(choice, QComboBox)
    choice.setCurrentIndex(choice.findData("best"))
    assert "--make-best" in line.notes
    assert choice.currentData() == "balanced"
    speak(app, "zh_CN")
    app.processEvents()
    assert "终端" in line.notes
    choice.setCurrentIndex(choice.findData("fast"))
    assert line.notes == ""


def test_the_wheel_scrolls_the_page_and_changes_nothing(panel: SettingsPanel, bridge: FakeBridge) -> None:
    for name in ("indexing.max_pages", "resources.on_battery"):
        control = panel.library.lines[name].control
        control.clearFocus()
        wheel = QWheelEvent(
            QPointF(5, 5), QPointF(5, 5), QPoint(0, -120), QPoint(0, -120), Qt.MouseButton.NoButton,
            Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
        )  # fmt: skip
        QApplication.sendEvent(control, wheel)
    assert bridge.asked_of(ChangeSetting) == []


def test_every_word_follows_the_language(panel: SettingsPanel, app: QApplication) -> None:
    speak(app, "zh_CN")
    app.processEvents()
    for name, text in TEXTS.items():
        line: SettingLine = panel.library.lines[name]
        words = [text.title, text.line, *text.choices.values()]
        assert all(in_words(word) != word for word in words), name
        assert line.control.accessibleName() == in_words(text.title)
    assert number_box(panel, "indexing.rescan_every_s").text() == "10 分钟"


def test_every_control_has_a_name_and_a_hint_for_those_who_cannot_see_it(panel: SettingsPanel) -> None:
    for line in panel.library.lines.values():
        assert line.control.accessibleName()
        assert line.control.accessibleDescription()
        assert line.reset.accessibleName().startswith(line.control.accessibleName())
