"""Where fields go."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counter_app.work.grid import Place, columns_for, place, rows_of


@pytest.mark.parametrize(("width", "columns"), [(1014, 5), (672, 3), (300, 1), (40, 1), (4000, 6)])
def test_columns_fit_an_18_digit_number(width: int, columns: int) -> None:
    assert columns_for(width) == columns


def test_a_wide_field_begins_the_next_row_when_it_does_not_fit() -> None:
    assert place([1, 1, 2, 1], 3) == (Place(0, 0, 1), Place(0, 1, 1), Place(1, 0, 2), Place(1, 2, 1))


@given(st.lists(st.integers(1, 4), max_size=40), st.integers(1, 6))
def test_fields_never_overlap_and_keep_their_order(spans: list[int], columns: int) -> None:
    places = place(spans, columns)
    taken = [(one.row, column) for one in places for column in range(one.column, one.column + one.span)]
    assert len(taken) == len(set(taken))
    assert taken == sorted(taken)
    assert all(column < columns for _, column in taken)
    assert rows_of(places) == (places[-1].row + 1 if places else 0)
