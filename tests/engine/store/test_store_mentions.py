"""A mention is quoted exactly, with the rest of its sentence beside it."""

from __future__ import annotations

from pathlib import Path

from engine.library import Library


def test_a_mention_comes_with_its_sentence(tmp_path: Path, tiny_models: Path) -> None:
    text = "It rained. In 1843 Ada Lovelace wrote to Babbage. 他说钱学森来了。然后下雨。"
    (tmp_path / "files").mkdir()
    (tmp_path / "files" / "a.txt").write_text(text, "utf-8")
    with Library.open(tmp_path / "x.satchel", models_root=tiny_models) as library:
        library.add_folder(tmp_path / "files")
        library.index()
        quotes = [
            mention
            for row in library.graph.entities()
            for mention in library.graph.entity(row.entity_id).mentions
        ]
    assert quotes
    for quote in quotes:
        assert text[quote.start : quote.end] == quote.text
        sentence = quote.before + quote.text + quote.after
        assert sentence in text
        assert sentence in {
            "In 1843 Ada Lovelace wrote to Babbage.",
            "他说钱学森来了。",
            "It rained.",
            "然后下雨。",
        }
