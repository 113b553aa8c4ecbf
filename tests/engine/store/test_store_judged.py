"""What a relater saw is kept whole, for that relater, as long as its document."""

from store_makers import make_document

from engine.judgements import Judgement
from engine.records import Span
from engine.store import judged
from engine.store.connection import Store

SEEN = {"0f": (Judgement(Span(0, 3), "born_in", Span(10, 16), 0.812),), "1a": ()}


def test_judgements_come_back_as_they_were(store: Store) -> None:
    with store.write() as db:
        document_id = make_document(db, ["Ada was in London."])
        judged.put(db, document_id, {"2b": ()}, stamp="relater-1")
        judged.put(db, document_id, SEEN, stamp="relater-1")
        assert judged.get(db, document_id, stamp="relater-1") == SEEN
        assert judged.get(db, document_id, stamp="relater-2") == {}
        assert judged.get(db, document_id + 1, stamp="relater-1") == {}


def test_they_go_with_their_document(store: Store) -> None:
    with store.write() as db:
        document_id = make_document(db, ["Ada was in London."])
        judged.put(db, document_id, SEEN, stamp="relater-1")
        db.execute("DELETE FROM document WHERE id = ?", (document_id,))
        assert db.execute("SELECT count(*) FROM judgement").get == 0
