"""A storm over two folders: everything that people and programs do to files, one act at a time.

Each act is chosen by numbers from outside, so that a property test may shrink it and
a soak test may replay it by its seed. Nothing here knows of libraries.
"""

from __future__ import annotations

import gzip
import os
import shutil
import zipfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

NAMES = ("a.txt", "b.md", "c.html", "d.csv", "资料.txt", "e.bin", ".hidden.txt", "f.tmp", "g.zip", "h.txt.gz")
FOLDERS = ("", "sub", "sub/deep", "目录")
TEXTS = (
    "Ada met Charles Babbage in London.",
    "Grace Hopper of Acme Corp went to Paris in 1843.",
    "张伟在北京为清华大学工作。",
    "<p>王小明 met Ada in <b>New York</b>.</p>",
    "# Globex\n\nGlobex opened an office in London in 2024.\n",
    "name,place\nAda,London\nCharles Babbage,Paris\n",
    "",
)
INSIDE = ("a.txt", "b.md", "d/c.txt", "资料.txt", ".hidden.txt", "e.bin", "g.zip")
RULES = ("*.md\n", "sub/\n", "!.hidden.txt\n", "")


class Storm:
    """Two watched folders and the acts; ``act(n)`` does the nth of them, as far as it can be done.

    Args:
        home: Where the folders are made, with a place beside them for drives that are unplugged.
        choose: Returns a number below its argument.
        names: What files may be called.
        most_repeats: How long a text may be.
    """

    def __init__(
        self,
        home: Path,
        choose: Callable[[int], int],
        *,
        names: Sequence[str] = NAMES,
        most_repeats: int = 1,
    ) -> None:
        self._names = names
        self._most_repeats = most_repeats
        self.roots = (home / "one", home / "two")
        self._away = home / "away"
        self._choose = choose
        self._unplugged: Path | None = None
        self._n_writes = 0
        for root in self.roots:
            root.mkdir(parents=True)
        self._away.mkdir()
        self.acts: Sequence[Callable[[], None]] = (
            self.write, self.write, self.edit, self.edit_unnoticed, self.save_atomically, self.rename,
            self.move, self.move, self.copy, self.change_case, self.delete, self.touch, self.link_in_a_loop,
            self.rename_folder, self.delete_folder, self.copy_folder, self.swap, self.replace_by_folder,
            self.set_rules, self.forbid, self.permit, self.unplug, self.plug_in, self.pack, self.pack_files,
            self.compress,
        )  # fmt: skip

    @property
    def unplugged(self) -> Path | None:
        """The root whose drive is not there, if any."""
        return self._unplugged

    def act(self, number: int) -> str:
        """Do one act; return its name."""
        act = self.acts[number % len(self.acts)]
        try:
            act()
        except OSError:
            return f"{act.__name__} (in vain)"
        return act.__name__

    def files(self) -> list[Path]:
        """Return all files there are, links aside."""
        found = [path for root in self.roots for path in root.rglob("*") if path.is_file()]
        return sorted(path for path in found if not path.is_symlink())

    def write(self) -> None:
        path = self._new_path()
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(self._text(), "utf-8")

    def edit(self) -> None:
        path = self._file()
        path.write_bytes(path.read_bytes() + f"\n\nParis {self._n_writes}.".encode())
        self._n_writes += 1

    def edit_unnoticed(self) -> None:
        """Keep size and modification time, as some tools do."""
        path = self._file()
        before, data = path.stat(), path.read_bytes()
        with path.open("r+b") as stream:
            stream.write(data.replace(b"London", b"Londen").replace(b"Ada", b"Adi")[: len(data)])
        os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))

    def save_atomically(self) -> None:
        path = self._file()
        draft = path.with_name(f"draft of {path.name}")
        draft.write_bytes(self._text().encode() + b"\n" + path.read_bytes())
        draft.replace(path)

    def pack(self) -> None:
        """Write an archive of a few files, in place of another one perhaps."""
        path = self._new_path().with_name("g.zip")
        path.parent.mkdir(parents=True, exist_ok=True)
        self._zip(path, {INSIDE[self._choose(len(INSIDE))]: self._text().encode() for _ in range(3)})

    def pack_files(self) -> None:
        """Pack files that are there, archives too."""
        path = self._plugged_root() / ("g.zip", "archive 2.zip")[self._choose(2)]
        self._zip(path, {file.name: file.read_bytes() for file in (self._file(), self._file())})

    def compress(self) -> None:
        path = self._file()
        path.with_name(f"{path.name}.gz").write_bytes(gzip.compress(path.read_bytes(), mtime=0))

    @staticmethod
    def _zip(path: Path, files: Mapping[str, bytes]) -> None:
        draft = path.with_name("draft.tmp")
        with zipfile.ZipFile(draft, "w") as made:
            for name, data in files.items():
                made.writestr(zipfile.ZipInfo(name), data)
        draft.replace(path)

    def rename(self) -> None:
        path = self._file()
        path.rename(path.with_name(self._names[self._choose(len(self._names))]))

    def move(self) -> None:
        path, target = self._file(), self._new_path()
        target.parent.mkdir(parents=True, exist_ok=True)
        path.replace(target)

    def copy(self) -> None:
        path, target = self._file(), self._new_path()
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(path, target)

    def change_case(self) -> None:
        path = self._file()
        path.rename(path.with_name(path.name.swapcase()))

    def delete(self) -> None:
        self._file().unlink()

    def touch(self) -> None:
        self._file().touch()

    def link_in_a_loop(self) -> None:
        folder = self._folder()
        (folder / "loop").symlink_to(folder, target_is_directory=True)
        (folder / "link.txt").symlink_to(self._file())

    def rename_folder(self) -> None:
        folder = self._folder(is_inner=True)
        folder.rename(folder.with_name(f"{folder.name[:1]}{self._n_writes}"))
        self._n_writes += 1

    def delete_folder(self) -> None:
        shutil.rmtree(self._folder(is_inner=True))

    def copy_folder(self) -> None:
        folder = self._folder(is_inner=True)
        shutil.copytree(folder, self._plugged_root() / f"copy {self._n_writes}", symlinks=True)
        self._n_writes += 1

    def swap(self) -> None:
        one, other = self._file(), self._file()
        draft = one.with_name("swap.tmp")
        one.rename(draft)
        other.rename(one)
        draft.rename(other)

    def replace_by_folder(self) -> None:
        path = self._file()
        path.unlink()
        path.mkdir()
        (path / "inner.txt").write_text(self._text(), "utf-8")

    def set_rules(self) -> None:
        rules = RULES[self._choose(len(RULES))]
        path = self._folder() / (".satchelignore" if "!" in rules else ".gitignore")
        path.write_text(rules, "utf-8") if rules else path.unlink(missing_ok=True)

    def forbid(self) -> None:
        self._file().chmod(0)

    def permit(self) -> None:
        for path in self.files():
            path.chmod(0o644)

    def unplug(self) -> None:
        """Take a drive away; its mount point stays, empty."""
        if self._unplugged is None:
            self._unplugged = self._root()
            self._unplugged.rename(self._away / self._unplugged.name)
            self._unplugged.mkdir()

    def plug_in(self) -> None:
        """Bring the drive back."""
        if self._unplugged is not None:
            shutil.rmtree(self._unplugged)  # something may have been put there meanwhile
            (self._away / self._unplugged.name).rename(self._unplugged)
            self._unplugged = None

    def _root(self) -> Path:
        return self.roots[self._choose(2)]

    def _plugged_root(self) -> Path:
        roots = [root for root in self.roots if root != self._unplugged]
        return roots[self._choose(len(roots))]

    def _folder(self, *, is_inner: bool = False) -> Path:
        root = self._plugged_root()
        inner = sorted(path for path in root.rglob("*") if path.is_dir() and not path.is_symlink())
        folders = inner if is_inner else [root, *inner]
        if not folders:
            raise FileNotFoundError
        return folders[self._choose(len(folders))]

    def _file(self) -> Path:
        files = self.files()
        if not files:
            raise FileNotFoundError
        return files[self._choose(len(files))]

    def _new_path(self) -> Path:
        folder = self._plugged_root() / FOLDERS[self._choose(len(FOLDERS))]
        return folder / self._names[self._choose(len(self._names))]

    def _text(self) -> str:
        text = TEXTS[self._choose(len(TEXTS))]
        return "\n\n".join(f"{text} {self._choose(1000)}" if n else text for n in range(self._repeats()))

    def _repeats(self) -> int:
        return 1 + (self._choose(self._most_repeats) if self._most_repeats > 1 else 0)
