"""Write labelled texts in any of the formats that are read, whole or not at all."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

from engine.errors import FileUnwritable
from engine.teaching import LabelledText
from engine.training.material.corpora import brat, conll, doccano, label_studio, spacy, table

_WRITERS: Mapping[str, Callable[[Iterable[LabelledText], Path], None]] = {
    "conll": conll.write,
    "spacy": spacy.write,
    "doccano": doccano.write,
    "label_studio": label_studio.write,
    "brat": brat.write,
    "table": table.write,
}


def write_texts(texts: Iterable[LabelledText], path: Path, *, form: str) -> None:
    """Write ``texts`` to ``path``, a file or for brat a new folder.

    A file that is there is replaced, but only once all is written; what ``texts``
    raises leaves everything as it was. So ``path`` may be the file they come from.

    Args:
        texts: Consumed once.
        path: Its ending chooses between the two spaCy forms and between CSV and TSV.
        form: One of ``read.FORMS``.

    Raises:
        FileUnwritable: The folder cannot be written to, the disk is full, or for brat ``path`` is
            there and not an empty folder.
    """
    try:
        # Beside the target, so that the last step is a rename and never a copy.
        with TemporaryDirectory(prefix=".corpus-", dir=path.parent) as folder:
            draft = Path(folder) / path.name
            _WRITERS[form](texts, draft)
            draft.replace(path)
    except OSError as error:
        raise FileUnwritable(path=str(path), detail=error.strerror or str(error)) from error
