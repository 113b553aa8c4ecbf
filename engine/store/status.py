"""Counts of what the library holds and how far its stages are."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from apsw import Connection

from engine.records import FileStatus, LibraryStatus, Stage, StageProgress
from engine.store import ledger, ocr
from engine.store.rows import count


def stages(db: Connection, *, tagger: str = "") -> dict[str, StageProgress]:
    """Return how far each stage is; where ``tagger`` is its id, what another one read waits."""
    return _stages(db, ledger.file_counts(db), tagger)


def library_status(db: Connection, *, path: Path, models: Mapping[str, str]) -> LibraryStatus:
    """Return everything that the status line and ``satchel status`` tell; ``models`` are ids by kind."""
    files = ledger.file_counts(db)
    counts = {
        table: count(db, f"SELECT count(*) FROM {table}")
        for table in ("document", "passage", "mention", "entity", "relation")
    }
    return LibraryStatus(
        path=str(path),
        size_bytes=sum(part.stat().st_size for part in (path, Path(f"{path}-wal")) if part.exists()),
        files=files,
        documents=counts["document"],
        passages=counts["passage"],
        mentions=counts["mention"],
        entities=counts["entity"],
        relations=counts["relation"],
        stages=_stages(db, files, models["tagger"]),
        folders=tuple(ledger.folders(db)),
        models=dict(models),
    )


def _stages(db: Connection, files: Mapping[str, int], tagger: str) -> dict[str, StageProgress]:
    n_files = sum(files.values())
    n_passages = count(db, "SELECT count(*) FROM passage")
    n_unembedded = count(db, "SELECT count(*) FROM passage WHERE vector_stamp IS NULL")
    n_documents = count(db, "SELECT count(*) FROM document")
    # A stamp begins with the tagger's id and "/"; "0" is the character after that.
    n_understood = count(
        db,
        """SELECT count(*) FROM document WHERE knowledge_stamp IS NOT NULL
           AND (?1 = '' OR (knowledge_stamp > ?1 || '/' AND knowledge_stamp < ?1 || '0'))""",
        (tagger,),
    )
    return {
        Stage.NAMES.value: StageProgress(done=n_files, total=n_files),
        Stage.TEXT.value: StageProgress(done=n_files - files[FileStatus.WAITING], total=n_files),
        Stage.OCR.value: ocr.progress(db),
        Stage.VECTORS.value: StageProgress(done=n_passages - n_unembedded, total=n_passages),
        Stage.KNOWLEDGE.value: StageProgress(done=n_understood, total=n_documents),
    }
