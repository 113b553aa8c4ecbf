"""A small folder of real files in several formats, some of which cannot be read."""

from __future__ import annotations

from pathlib import Path

import docx

ROOT = Path(__file__).resolve().parents[1]


def write_files(folder: Path, *, n_notes: int = 6) -> None:
    """Fill ``folder`` with text, Markdown, HTML, DOCX, an encoding, a copy, and some that cannot be read."""
    (folder / "notes").mkdir(parents=True)
    (folder / "资料").mkdir()
    (folder / "ada.md").write_text(
        "# Ada Lovelace\n\nAda Lovelace worked with Charles Babbage in London.\n\n"
        "She wrote notes on the Analytical Engine.\n",
        "utf-8",
    )
    (folder / "资料" / "钱学森.txt").write_text(
        "钱学森出生于上海。他毕业于上海交通大学，后来在加州理工学院任教。请先完成API配置，再启动服务。\n",
        "gb18030",
    )
    (folder / "page.html").write_text(
        "<html><head><title>Bletchley</title></head>"
        "<body><p>Alan Turing worked at Bletchley Park.</p></body></html>",
        "utf-8",
    )
    letter = docx.Document()
    letter.add_paragraph("Grace Hopper served in the Navy and wrote a compiler in Philadelphia.")
    letter.save(str(folder / "letter.docx"))
    (folder / "copy of ada.md").write_bytes((folder / "ada.md").read_bytes())
    (folder / "broken.pdf").write_bytes(b"%PDF-1.4\nthis is not a real one")
    (folder / "program.exe").write_bytes(b"MZ" + bytes(64))
    (folder / "empty.txt").touch()
    for number in range(n_notes):
        (folder / "notes" / f"note {number}.txt").write_text(
            f"Note {number}. Marie Curie met Paul Langevin in Paris, {1900 + number}.\n"
            f"王小明第{number}次访问北京大学。\n" * 4,
            "utf-8",
        )
