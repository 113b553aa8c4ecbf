"""Parts of corpora that no training may see."""

from pathlib import Path

from tiny_models import tiny_sentences

from engine.measure.held_out import development_sets, part


def write(path: Path, n: int) -> None:
    with path.open("w", encoding="utf-8") as stream:
        for sentence in tiny_sentences(n):
            rows = zip(sentence.tokens, sentence.tags, strict=True)
            stream.write("".join(f"{token}\t{tag}\n" for token, tag in rows) + "\n")


def test_what_is_held_out_and_what_is_kept_are_the_whole(tmp_path: Path) -> None:
    for name, n in {"en_train_gum": 960, "en_train_wnut17": 1100, "en_train_btc": 40, "en_dev_x": 7}.items():
        write(tmp_path / f"{name}.conll", n)
    kept, held = part(tmp_path / "en_train_gum.conll")
    assert (len(kept), len(held)) == (480, 480)
    kept, held = part(tmp_path / "en_train_wnut17.conll")
    assert (len(kept), len(held)) == (91, 1009)
    assert part(tmp_path / "en_train_btc.conll")[1] == []
    assert {name: len(sentences) for name, sentences in development_sets(tmp_path).items()} == {
        "en_dev_gum": 480, "en_dev_wnut17": 1009, "en_dev_x": 7,
    }  # fmt: skip
