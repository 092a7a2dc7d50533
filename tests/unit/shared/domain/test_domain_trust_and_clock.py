"""Trust levels of materials, and times that can be relied on."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.domain.clock import CHINA_TIME, TimeReading, judge_clock, legal_date
from shared.domain.materials import MaterialSource
from shared.domain.trust import TrustLevel, trust_of

BUILD = datetime(2026, 1, 1, tzinfo=UTC)
LAST = datetime(2026, 3, 2, 9, tzinfo=CHINA_TIME)
moments = st.integers(1_577_836_800, 1_893_456_000).map(lambda seconds: datetime.fromtimestamp(seconds, UTC))


@pytest.mark.parametrize(
    ("source", "seen", "level"),
    [
        (MaterialSource.E_LICENCE, False, TrustLevel.A),
        (MaterialSource.SHARED_SOURCE, False, TrustLevel.A),
        (MaterialSource.CARD_READ, True, TrustLevel.A),
        (MaterialSource.SCAN, False, TrustLevel.C),
        (MaterialSource.SCAN, True, TrustLevel.B),
        (MaterialSource.UPLOAD, False, TrustLevel.C),
        (MaterialSource.UPLOAD, True, TrustLevel.B),
        (MaterialSource.FORM, True, TrustLevel.D),
        (MaterialSource.COMMITMENT, False, TrustLevel.D),
        (MaterialSource.EARLIER, False, TrustLevel.C),
    ],
)
def test_a_level_follows_from_the_source_and_the_original(
    source: MaterialSource, seen: bool, level: TrustLevel
) -> None:
    assert trust_of(source, original_seen=seen) is level


@pytest.mark.parametrize("level", list(TrustLevel))
def test_a_reused_material_keeps_its_level(level: TrustLevel) -> None:
    assert trust_of(MaterialSource.EARLIER, earlier=level) is level


def test_every_source_has_a_level() -> None:
    assert {trust_of(source) for source in MaterialSource} == {TrustLevel.A, TrustLevel.C, TrustLevel.D}


def test_what_the_levels_mean() -> None:
    assert [level for level in TrustLevel if level.reusable] == [TrustLevel.A, TrustLevel.B]
    assert [level for level in TrustLevel if level.needs_original] == [TrustLevel.C]


@pytest.mark.parametrize(
    ("now", "last", "proven"),
    [
        (LAST, LAST, True),
        (LAST + timedelta(seconds=1), LAST, True),
        (LAST - timedelta(seconds=1), LAST, False),
        (LAST, None, True),
        (BUILD - timedelta(seconds=1), None, False),
        (BUILD, None, True),
    ],
)
def test_a_clock_that_went_back_is_not_believed(now: datetime, last: datetime | None, proven: bool) -> None:
    assert judge_clock(now, last, BUILD) == TimeReading(now, proven)


@given(now=moments, last=st.none() | moments, build=moments)
def test_a_time_is_proven_when_nothing_recorded_lies_after_it(
    now: datetime, last: datetime | None, build: datetime
) -> None:
    assert judge_clock(now, last, build).proven is (now >= max(build, last or build))


def test_the_legal_date_is_the_date_in_beijing() -> None:
    late = datetime(2026, 3, 1, 16, tzinfo=UTC)
    assert legal_date(late) == date(2026, 3, 2)
    assert TimeReading(late, proven=True).legal_date == date(2026, 3, 2)


def test_times_without_an_offset_are_refused() -> None:
    naive = LAST.replace(tzinfo=None)
    with pytest.raises(ValueError, match="offset"):
        TimeReading(naive, proven=True)
    with pytest.raises(ValueError, match="offset"):
        judge_clock(LAST, naive, BUILD)
    with pytest.raises(ValueError, match="offset"):
        legal_date(naive)
