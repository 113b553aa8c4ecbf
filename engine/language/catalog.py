"""Model folders: what each holds, under which licence, and whether its files are whole.

A model is a folder with ``card.json`` beside its files. Nothing in it is ever
executed: weights are ONNX or safetensors, the rest is JSON and text.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

from engine.errors import ModelCorrupt, ModelMissing

CARD = "card.json"
LEXICON = "lexicon.txt.xz"
HEAD = "head.safetensors"
"""What a relater reads pairs with; see ``engine.annotate.relater``."""
_FOREIGN = ("tags", "architecture", "reads_case", "simplifies", "pooling", "special")
_MODELS = Path(__file__).resolve().parents[2] / "resources" / "models"


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelCard:
    """What a model folder says of itself.

    Attributes:
        id: Changes whenever the weights do; stored beside what the model made.
        dimension: Width of its vectors, 0 for other kinds.
        max_tokens: Longest window it reads, special tokens included.
        labels: What a tagger recognises, in the order of its output; the predicates of a relater.
        tags: The tags that a tagger gives, in the order of its output, where they are not
            ``O, B-first, I-first, B-second, ...`` of ``labels``; see ``engine.annotate.schemes``.
        architecture: The body of its network, a ``model_type`` of transformers.
        reads_case: Whether a tagger is told the case class of each word by its token type.
        simplifies: Whether it reads traditional Chinese as simplified.
        pooling: What an encoder's vector is made of: the mean over all subwords, or the start token.
        special: Ids of padding, start and end; None = those its tokenizer calls so.
        files: SHA-256 of each file by name.
        metrics: Measured figures, named as in MODEL_CARD.md.
    """

    id: str
    name: str
    kind: Literal["encoder", "tagger", "relater"]
    licence: str
    languages: tuple[str, ...]
    max_tokens: int
    folder: Path
    dimension: int = 0
    labels: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    architecture: str = "bert"
    reads_case: bool = True
    simplifies: bool = True
    pooling: Literal["mean", "cls"] = "mean"
    special: tuple[int, int, int] | None = None
    files: Mapping[str, str] = field(default_factory=dict)
    metrics: Mapping[str, Any] = field(default_factory=dict)

    @property
    def onnx(self) -> Path:
        """The graph that runs on a CPU."""
        return self._file(".onnx")

    @property
    def weights(self) -> Path | None:
        """The half-precision weights for a GPU and for training; None where the graph has to serve."""
        names = (name for name in self.files if name.endswith(".safetensors") and name != HEAD)
        return next((self.folder / name for name in names), None)

    @property
    def head(self) -> Path:
        """What a relater reads pairs with."""
        return self._file(HEAD)

    @property
    def tokenizer(self) -> Path:
        """The tokenizer."""
        return self.folder / "tokenizer.json"

    @property
    def lexicon(self) -> Path | None:
        """The lexicon that it reads beside the text, if any; see ``engine.language.lexicon``."""
        return self._file_or_none(LEXICON)

    def _file(self, suffix: str) -> Path:
        found = self._file_or_none(suffix)
        if found is None:
            raise ModelMissing(name=self.name, file=f"*{suffix}")
        return found

    def _file_or_none(self, suffix: str) -> Path | None:
        return next((self.folder / name for name in self.files if name.endswith(suffix)), None)


def list_models(root: Path) -> tuple[ModelCard, ...]:
    """Return the sound models under ``root``, by name.

    Raises:
        ModelCorrupt: One of them is not what its card says.
    """
    return tuple(find_model(path.parent.name, root=root) for path in sorted(root.glob(f"*/{CARD}")))


def find_model(name: str, *, root: Path | None = None) -> ModelCard:
    """Return the card of the model in folder ``name``, its files checked against their checksums.

    Raises:
        ModelMissing: There is no such folder, no card in it, or a file of it is gone.
        ModelCorrupt: The card cannot be read, or a file is not what it says.
    """
    folder = (root or _MODELS) / name
    try:
        stored = json.loads((folder / CARD).read_text("utf-8"))
        card = _to_card(stored, folder)
    except FileNotFoundError as error:
        raise ModelMissing(name=name, file=CARD) from error
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise ModelCorrupt(name=name, file=CARD) from error
    for file, expected in card.files.items():
        if _checksum(name, folder / file) != expected:
            raise ModelCorrupt(name=name, file=file)
    return card


def write_card(card: ModelCard) -> None:
    """Write ``card`` into its folder; what is as in our own models is left out."""
    foreign = {
        item.name: getattr(card, item.name)
        for item in fields(card)
        if item.name in _FOREIGN and getattr(card, item.name) != item.default
    }
    stored = {
        "id": card.id,
        "kind": card.kind,
        "licence": card.licence,
        "languages": list(card.languages),
        "dimension": card.dimension,
        "max_tokens": card.max_tokens,
        "labels": list(card.labels),
        **foreign,
        "files": dict(card.files),
        "metrics": dict(card.metrics),
    }
    text = json.dumps(stored, indent=2, ensure_ascii=False) + "\n"
    (card.folder / CARD).write_text(text, encoding="utf-8", newline="\n")


def _to_card(stored: Mapping[str, Any], folder: Path) -> ModelCard:
    if stored["kind"] not in ("encoder", "tagger", "relater"):
        raise ValueError(stored["kind"])
    if any(Path(file).name != file for file in stored["files"]):
        raise ValueError("a file outside the folder")
    return ModelCard(
        id=str(stored["id"]),
        name=folder.name,
        kind=stored["kind"],
        licence=str(stored["licence"]),
        languages=tuple(stored["languages"]),
        dimension=int(stored["dimension"]),
        max_tokens=int(stored["max_tokens"]),
        labels=tuple(stored["labels"]),
        **_foreign(stored),
        files={str(file): str(digest) for file, digest in stored["files"].items()},
        metrics=dict(stored["metrics"]),
        folder=folder,
    )


def _foreign(stored: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a card says of a model that is not built like ours."""
    given = {name: stored[name] for name in _FOREIGN if name in stored}
    if given.get("pooling", "mean") not in ("mean", "cls"):
        raise ValueError(given["pooling"])
    if "special" in given and len(given["special"]) != 3:
        raise ValueError(given["special"])
    return {name: tuple(value) if isinstance(value, list) else value for name, value in given.items()}


def _checksum(name: str, path: Path) -> str:
    try:
        status = path.stat()
        return _hash_file(path, status.st_size, status.st_mtime_ns)
    except FileNotFoundError as error:
        raise ModelMissing(name=name, file=path.name) from error
    except OSError as error:
        raise ModelCorrupt(name=name, file=path.name) from error


@lru_cache(maxsize=64)
def _hash_file(path: Path, size_bytes: int, modified_ns: int) -> str:
    """Hash a file once for each size and time it is seen with."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
