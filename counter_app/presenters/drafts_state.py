"""What the page of drafts shows, derived from what is known."""

from __future__ import annotations

from dataclasses import dataclass

from counter_app.ports.drafts import DraftsState, FoundLine, MineLine, OfferState
from counter_app.ports.shell import BannerAct
from counter_app.ports.tone import Tone
from counter_app.presenters.clock import hour_and_minute
from counter_app.words.drafts import DraftWords
from counter_app.work.draft_room import MyDraft, OfferedDraft
from devices.core.cards import IdCard
from shared.domain.masking import masked_number
from shared.handoff.code import grouped
from shared.handoff.port import DraftStanding, FoundDraft
from shared.notices.dates import official_time

_ACTS = {
    DraftStanding.HERE: ("open", "offer"),
    DraftStanding.OFFERED: ("open", "offer", "back"),
    DraftStanding.LEAVING: ("look", "back"),
    DraftStanding.HANDED_OVER: ("look", "back"),
    DraftStanding.UNCONFIRMED: ("open",),
    DraftStanding.CONTESTED: ("open",),
}


@dataclass(frozen=True, slots=True)
class Told:
    """A message: what happened, what to do now."""

    text: str = ""
    detail: str = ""
    tone: Tone = Tone.NEUTRAL
    acts: tuple[BannerAct, ...] = ()


@dataclass(frozen=True, slots=True)
class DraftsFacts:
    """What the page depends on.

    Attributes:
        card: of the person who stands there.
        found: with the name of each subject.
        looked_at: the draft that is only looked at.
    """

    card: IdCard | None = None
    busy: str = ""
    told: Told = Told()
    found: tuple[tuple[FoundDraft, str], ...] = ()
    mine: tuple[MyDraft, ...] = ()
    offered: OfferedDraft | None = None
    paper: str = ""
    printing: bool = False
    looked_at: MyDraft | None = None


def derive_drafts(facts: DraftsFacts, words: DraftWords) -> DraftsState:
    """Return the page."""
    card, free = facts.card, not facts.busy
    return DraftsState(
        person=words.person(card.name, masked_number(card.number)) if card else words.nobody(),
        can_look=card is not None and free,
        can_confirm=card is not None and free,
        busy=facts.busy,
        text=facts.told.text,
        detail=facts.told.detail,
        tone=facts.told.tone,
        acts=facts.told.acts if free else (),
        found=tuple(_found(found, name, words) for found, name in facts.found),
        mine=tuple(_mine(each, words) for each in facts.mine),
        offer=_offer(facts) if facts.offered else None,
        read_only=_read_only(facts.looked_at, words) if facts.looked_at else (),
    )


def _found(found: FoundDraft, name: str, words: DraftWords) -> FoundLine:
    return FoundLine(found.case_id, name, words.found(official_time(found.shared_at), found.holder, found.pages))


def _mine(mine: MyDraft, words: DraftWords) -> MineLine:
    said, tone = words.standing(mine.standing, mine.where)
    said += words.stayed(len(mine.stayed)) if mine.stayed else ""
    return MineLine(
        case_id=mine.draft.case_id,
        subject=mine.subject,
        person="、".join(person.name for person in mine.draft.applicants) or words.nobody_yet(),
        detail=f"{hour_and_minute(mine.draft.updated_at)} · {said}",
        tone=tone,
        acts=tuple(words.act(key) for key in _ACTS[mine.standing]),
    )


def _offer(facts: DraftsFacts) -> OfferState | None:
    offered = facts.offered
    if offered is None:
        return None
    return OfferState(
        subject=offered.subject,
        until=official_time(offered.code.expires_at),
        qr=offered.qr,
        typed=grouped(offered.code.typed),
        paper=facts.paper,
        can_print=not facts.printing,
    )


def _read_only(mine: MyDraft, words: DraftWords) -> tuple[tuple[str, str], ...]:
    subject, people, answers, papers = words.summary()
    return (
        (subject, mine.subject),
        (people, "、".join(person.name for person in mine.draft.applicants) or words.nobody_yet()),
        (answers, words.count_of_answers(len(mine.draft.fields))),
        (papers, "、".join(mine.papers) or words.nothing_given()),
        *(((words.stayed_here(), "、".join(mine.stayed)),) if mine.stayed else ()),
    )
