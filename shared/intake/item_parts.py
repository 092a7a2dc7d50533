"""What each item's department gets of an intake: the fields, papers and people of its own item, and no more (C2)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from shared.catalogue.model import Catalogue, Subject
from shared.contract.submissions import SealedPart
from shared.forms.joined import JoinedForm, item_applications
from shared.intake.draft import QUESTION_PREFIX, Draft


def item_parts(catalogue: Catalogue, subject: Subject, form: JoinedForm, draft: Draft) -> dict[str, SealedPart]:
    """Return the part of each item that is applied for, by item code.

    An answer to the questionnaire goes to the items that would have asked it singly; one that only tells which items
    belong to the matter goes to no department.

    Args:
        draft: with what counts only.
    """
    values = draft.values()
    return {item.code: _part(catalogue, subject, form, values, item.code) for item in subject.items}


def _part(
    catalogue: Catalogue, subject: Subject, form: JoinedForm, values: Mapping[str, str], item_code: str
) -> SealedPart:
    applications = item_applications(form, item_code, values)
    own = (*(QUESTION_PREFIX + code for code in catalogue.extras_of(item_code).questions), *form.parts[item_code])
    return SealedPart(
        fields=tuple(field for field in own if field in values),
        applications=tuple({mine: joined for mine, joined in one.items() if joined in values} for one in applications),
        applicants=tuple(dict.fromkeys(_roles(form, item_code, values))),
        materials=subject.item_papers[item_code],
    )


def _roles(form: JoinedForm, item_code: str, values: Mapping[str, str]) -> Iterator[str]:
    casting = form.castings[item_code]
    for cast in casting.chosen(values):
        yield from cast.roles.values()
