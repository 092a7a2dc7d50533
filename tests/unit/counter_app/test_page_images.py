"""Pictures of pages: fetched once, and none of a case that is closed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from uuid import UUID, uuid4

from PySide6.QtGui import QImage

from counter_app.work.page_images import PageImages
from shared.domain.trust import TrustLevel
from shared.intake.draft import DraftPage

PAGE = DraftPage(
    page_id=uuid4(),
    width=1,
    height=1,
    dpi=150,
    size=1,
    sha256="0" * 64,
    trust=TrustLevel.C,
    taken_at=datetime(2026, 11, 1, tzinfo=UTC),
)


def test_a_picture_that_comes_after_its_case_was_closed_is_dropped() -> None:
    asked: list[tuple[UUID, Callable[[QImage], None]]] = []
    arrived: list[bool] = []
    images = PageImages(lambda page, give, _: asked.append((page, give)), lambda: arrived.append(True))
    images.want([PAGE])
    images.want([PAGE])
    ((page_id, give),) = asked
    assert page_id == PAGE.page_id
    images.clear()
    give(QImage(1, 1, QImage.Format.Format_RGB32))
    assert (images.known, arrived) == ({}, []), "somebody else sits there by now"
    images.want([PAGE])
    asked[-1][1](QImage(1, 1, QImage.Format.Format_RGB32))
    assert [image.width() for image in images.known.values()] == [1]
    assert arrived == [True]


def test_a_picture_that_could_not_be_fetched_is_fetched_again_only_when_that_is_asked_for() -> None:
    failures: list[Callable[[], None]] = []
    images = PageImages(lambda _page, _give, failed: failures.append(failed), lambda: None)
    images.want([PAGE])
    images.try_again()
    images.want([PAGE])
    assert len(failures) == 1, "it may still come"
    failures[0]()
    images.want([PAGE])
    assert len(failures) == 1, "a page that is broken is not asked for with everything that happens"
    images.try_again()
    images.want([PAGE])
    assert len(failures) == 2
