"""The papers of a sealed case as its terminal knows them."""

from __future__ import annotations

from shared.catalogue.model import Catalogue, Subject
from shared.store.cases import CaseIndexEntry


def subject_of(catalogue: Catalogue, case: CaseIndexEntry) -> Subject:
    """Return what a case is judged by: the items that it applies for, not all that its subject may have."""
    return catalogue.subject_of_case(case.details.subject_code, [item.code for item in case.details.items])
