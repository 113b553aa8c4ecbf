"""Any part of a packed text comes back, without unpacking the rest."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from engine.store.framed import FRAME_CHARS, FrameReader, pack, unpack

edges = st.sampled_from([0, 1, FRAME_CHARS - 1, FRAME_CHARS, FRAME_CHARS + 1, 2 * FRAME_CHARS, 80_000])


@given(text=st.text(max_size=60), size=edges, start=edges, length=edges)
def test_parts_and_whole_come_back(text: str, size: int, start: int, length: int) -> None:
    text = (text * (1 + size // max(1, len(text))))[:size]
    blob = pack(text)
    assert unpack(blob) == text
    reader = FrameReader(lambda offset, n: blob[offset : offset + n])
    assert reader.cut(start, start + length) == text[start : start + length]


def test_a_passage_of_a_long_text_reads_little() -> None:
    text = "知识图谱与实体 knowledge " * 200_000
    blob = pack(text)
    n_read = 0

    def read(offset: int, size: int) -> bytes:
        nonlocal n_read
        n_read += size
        return blob[offset : offset + size]

    assert FrameReader(read).cut(3_000_000, 3_000_900) == text[3_000_000:3_000_900]
    assert n_read < len(blob) / 20
