"""The slip of a draft that goes on elsewhere: what it is, what it is not, until when, how to go on. It names nobody."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime

from shared.domain.clock import CHINA_TIME
from shared.notices.dates import english_date, official_time
from shared.notices.notice import Letterhead
from shared.notices.sheet import Block, Facts, Foot, Heading, Large, Paragraph, Sheet, Words
from shared.notices.wording import ENGLISH, Wording


@dataclass(frozen=True, slots=True)
class DraftSlip:
    """What the slip of a draft is told.

    Attributes:
        subject: name of the item or one-matter service.
        items: names of the items that it is about, where they are several.
        until: aware; the draft is erased then.
        typed: the slip's code in groups.
        code: text of the QR code.
        place: the terminal that it was left at.
        has_pages: something was photographed, which a code can't carry.
        specimen: mark it 样例, for demonstrations.
    """

    letterhead: Letterhead
    subject: str
    items: tuple[str, ...]
    until: datetime
    typed: str = field(repr=False)
    code: str = field(repr=False)
    place: str = ""
    has_pages: bool = False
    specimen: bool = False


def compose_draft_slip(slip: DraftSlip, wording: Wording) -> Sheet:
    """Return the slip as a sheet."""
    head = slip.letterhead
    contact = (f"{wording.label('complaint').text} {head.phone}", head.address, head.hours, slip.place)
    return Sheet(
        head=head.hall,
        title=wording.label("draft_title"),
        numbers=((wording.label("draft_code"), slip.typed),),
        to="",
        marks=(wording.label("specimen"),) if slip.specimen else (),
        blocks=tuple(_blocks(slip, wording)),
        closing=(wording.sentence("draft_ends"), wording.sentence("draft_keep")),
        foot=Foot("", "", None),
        code=slip.code,
        caption=wording.label("draft_scan"),
        contact=tuple(line for line in contact if line.strip()),
        page=wording.titles.labels["page"],
        language=wording.language if wording.translations else "",
    )


def _blocks(slip: DraftSlip, wording: Wording) -> Iterator[Block]:
    no_receipt = wording.sentence("draft_is_no_receipt")
    yield Large(Words("", no_receipt.second), no_receipt.text)
    yield Paragraph(wording.sentence("draft_not_handed_in"))
    yield Facts(
        (
            (wording.label("draft_until"), _until(slip.until, wording)),
            (wording.label("subject"), wording.say(slip.subject)),
        )
    )
    names = slip.items if len(slip.items) > 1 else ()
    yield from (Paragraph(_counted(place, wording.say(name))) for place, name in enumerate(names, start=1))
    yield Heading(wording.label("draft_go_on"))
    steps = [wording.sentence(key) for key in ("draft_bring", "draft_where", "draft_how")]
    yield from (Paragraph(_counted(place, words)) for place, words in enumerate(steps, start=1))
    if slip.has_pages:
        yield Paragraph(wording.sentence("draft_pages_again"))


def _counted(place: int, words: Words) -> Words:
    return Words(f"{place} {words.text}", f"{place} {words.second}" if words.second else "")


def _until(until: datetime, wording: Wording) -> Words:
    local = until.astimezone(CHINA_TIME)
    said = official_time(until)
    if wording.language == ENGLISH:
        return Words(said, f"{english_date(local.date())}, {local:%H:%M}")
    return Words(said, said if wording.language else "")
