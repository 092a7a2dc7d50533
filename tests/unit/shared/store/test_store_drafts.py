"""Drafts of a store: kept under a key of their own, and gone with it."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from shared.store import drafts
from shared.store.errors import (
    DraftDamagedError,
    DraftMissingError,
    DraftPageMissingError,
)
from shared.store.sealing import seal_submission
from shared.store.store import Store
from tests.unit.shared.store.specimen_terminal import NOW, PAGE, SpecimenTerminal, intake


def _key_of(store: Store, case_id: UUID) -> bytes:
    with store.read() as connection:
        return bytes(connection.execute(drafts.drafts.select().filter_by(case_id=case_id)).one().key)


def test_a_draft_is_kept_and_discarded(terminal: SpecimenTerminal) -> None:
    store, case_id = terminal.store, uuid4()
    with pytest.raises(DraftMissingError):
        drafts.put_page(store, case_id, "a", PAGE)
    drafts.begin(store, case_id, "样例".encode(), now=NOW)
    first_key = _key_of(store, case_id)
    drafts.save(store, case_id, b"second", now=NOW + timedelta(minutes=1))
    assert _key_of(store, case_id) == first_key
    drafts.put_page(store, case_id, "a", PAGE)
    drafts.put_page(store, case_id, "b", PAGE * 2)
    assert drafts.get_page(store, case_id, "a") == PAGE
    (summary,) = drafts.summaries(store)
    assert (summary.case_id, summary.created_at, summary.size) == (case_id, NOW, 6)

    on_disk = b"".join(path.read_bytes() for path in terminal.profile.draft_folder(case_id).iterdir())
    assert PAGE[:40] not in on_disk

    drafts.delete_page(store, case_id, "b")
    drafts.delete_page(store, case_id, "b")
    with pytest.raises(DraftPageMissingError):
        drafts.get_page(store, case_id, "b")
    drafts.discard(store, case_id)
    drafts.discard(store, case_id)
    assert not terminal.profile.draft_folder(case_id).exists()
    with pytest.raises(DraftMissingError):
        drafts.get_page(store, case_id, "a")


def test_a_page_belongs_to_its_place(terminal: SpecimenTerminal) -> None:
    store, case_id = terminal.store, uuid4()
    drafts.begin(store, case_id, b"{}")
    drafts.put_page(store, case_id, "a", PAGE)
    folder = terminal.profile.draft_folder(case_id)
    (folder / "b").write_bytes((folder / "a").read_bytes())
    with pytest.raises(DraftDamagedError):
        drafts.get_page(store, case_id, "b")
    (folder / "a").write_bytes(b"")
    with pytest.raises(DraftDamagedError):
        drafts.get_page(store, case_id, "a")


@pytest.mark.parametrize("page_id", ["", "..", "a/b", "/etc/passwd", "a.part", "x" * 65, "页"])
def test_a_page_id_is_no_path(terminal: SpecimenTerminal, page_id: str) -> None:
    case_id = uuid4()
    drafts.begin(terminal.store, case_id, b"{}")
    with pytest.raises(ValueError, match="page id"):
        drafts.put_page(terminal.store, case_id, page_id, b"")


def test_a_late_save_does_not_bring_a_sealed_draft_back(terminal: SpecimenTerminal) -> None:
    request = intake(terminal)
    seal_submission(terminal.store, terminal.keys, request)
    with pytest.raises(DraftMissingError):
        drafts.save(terminal.store, request.case_id, b"{}")
    assert drafts.summaries(terminal.store) == ()


def test_after_sealing_nothing_of_the_person_is_in_the_profile(terminal: SpecimenTerminal) -> None:
    name = "陈样例"
    request = intake(terminal, body=f'{{"name": "{name}", "number": "441900199003070018"}}'.encode())
    seal_submission(terminal.store, terminal.keys, request)
    sought = [name.encode(encoding) for encoding in ("utf-8", "utf-16-le", "gb18030")]
    sought += [b"441900199003070018", PAGE[:40]]
    for path in terminal.profile.folder.rglob("*"):
        if path.is_file():
            data = path.read_bytes()
            assert not [word for word in sought if word in data], path.name
