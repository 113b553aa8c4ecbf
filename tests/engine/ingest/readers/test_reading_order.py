"""Lines on a page are put into the order in which people read them."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from engine.ingest.readers.reading_order import Region, rows_in_order


def _regions(*boxes: tuple[float, float, float, float]) -> list[Region]:
    return [Region(*box, number) for number, box in enumerate(boxes)]


@given(
    st.lists(
        st.tuples(st.floats(0, 100), st.floats(0, 100), st.floats(0.1, 60), st.floats(0.1, 20)), max_size=40
    )
)
def test_every_line_comes_once(boxes: list[tuple[float, float, float, float]]) -> None:
    regions = _regions(*((x, y, x + width, y + height) for x, y, width, height in boxes))
    found = [number for row in rows_in_order(regions) for number in row]
    assert sorted(found) == list(range(len(boxes)))


def test_a_heading_stands_before_the_columns_below_it() -> None:
    heading = (0.0, 0.0, 210.0, 10.0)
    left = [(0.0, 30.0 + 14 * i, 100.0, 40.0 + 14 * i) for i in range(4)]
    right = [(110.0, 30.0 + 14 * i, 210.0, 40.0 + 14 * i) for i in range(4)]
    interleaved = [box for pair in zip(left, right, strict=True) for box in pair]
    rows = rows_in_order(_regions(heading, *interleaved))
    assert rows == [[0], [1], [3], [5], [7], [2], [4], [6], [8]]


def test_cells_of_a_table_are_read_across() -> None:
    cells = [(x, 20.0 * y, x + 20.0, 20.0 * y + 10.0) for y in range(4) for x in (0.0, 60.0, 120.0)]
    assert rows_in_order(_regions(*cells)) == [[0, 1, 2], [3, 4, 5], [6, 7, 8], [9, 10, 11]]


def test_a_slightly_slanted_row_is_one_row() -> None:
    assert rows_in_order(_regions((100, 3, 180, 13), (0, 0, 80, 10))) == [[1, 0]]
