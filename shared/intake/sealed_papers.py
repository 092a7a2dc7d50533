"""The papers of a sealed case as its terminal knows them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from shared.catalogue.model import Catalogue, Subject
from shared.store import outbox
from shared.store.cases import CaseIndexEntry
from shared.store.outbox import OutboxState
from shared.store.store import Store

_FELL_THROUGH: Final = frozenset({OutboxState.RETURNED, OutboxState.CLOSED})


def subject_of(catalogue: Catalogue, case: CaseIndexEntry) -> Subject:
    """Return what a case is judged by: the items that it applies for, not all that its subject may have."""
    return catalogue.subject_of_case(case.details.subject_code, [item.code for item in case.details.items])


def open_promises(store: Store, catalogue: Catalogue, case: CaseIndexEntry) -> Mapping[str, frozenset[str]]:
    """Return which papers of each item, by its code, were promised and not brought from here, or came back (C7)."""
    rows = outbox.of_cases(store, [case.case_id])
    standing = {row.submission_id.hex for row in rows if row.state not in _FELL_THROUGH}
    lines = case.details.materials
    waited_for = frozenset(line.code for line in lines if line.promised_until and line.kept_by not in standing)
    papers = subject_of(catalogue, case).item_papers
    return {code: waited_for.intersection(own) for code, own in papers.items()}
