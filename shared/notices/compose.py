"""Composes a notice: title, numbers, salutation, paragraphs, tables, signatures and foot, in one or two languages."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from shared.catalogue.notice_words import SignedBy
from shared.domain.clock import CHINA_TIME
from shared.domain.numbers import NoticeKind
from shared.notices.amounts import capital_amount, yuan
from shared.notices.dates import english_date, official_date, spoken_time
from shared.notices.notice import Notice
from shared.notices.sheet import Block, Foot, Paragraph, Sheet, Signatures, Words
from shared.notices.tables import attachments_of, parts_of
from shared.notices.wording import ENGLISH, Wording

_TAKEN_ALONG: Final = frozenset({NoticeKind.QUEUE_TICKET, NoticeKind.APPOINTMENT, NoticeKind.ALL_AT_ONCE})
"""Kinds that nobody signs and that bear no seal."""
_SIGNERS: Final[Mapping[NoticeKind, tuple[str, ...]]] = {
    NoticeKind.TRANSFER_SLIP: (),
    NoticeKind.PAYMENT: (),
    NoticeKind.SERVICE_RECEIPT: ("sign_recipient", "sign_server", "sign_witness"),
    NoticeKind.AUTHORIZATION: ("sign_principal", "sign_agent"),
    NoticeKind.RECEIPT: ("sign_received", "sign_clerk"),
    NoticeKind.RETURNED_PAPERS: ("sign_received", "sign_clerk"),
}


_ENDS: Final = ("。", "！", "？", "；", "：", ".", "!", "?", ":")
_CLOSING: Final = "”’」』）)"


def compose(notice: Notice, wording: Wording) -> Sheet:
    """Return a notice as a sheet.

    Raises:
        NoticeWordingMissingError: the catalogue has no paragraphs for this kind.
    """
    said = wording.wording(notice.kind)
    values = _values(notice, wording)
    filled = (wording.filled(wording.say(text), values) for text in said.body)
    paragraphs = [ended(words, wording.language) if words else None for words in filled]
    first, *others = (Paragraph(words) if words else None for words in paragraphs)
    blocks: list[Block | None] = [first, *parts_of(notice, wording), *others, *attachments_of(notice, wording)]
    closing = [wording.sentence(key) for key in said.closing]
    if not notice.time_proven:
        closing.append(wording.sentence("time_unproven"))
    return Sheet(
        head=_head(notice, said.signed_by),
        title=wording.title(notice.kind, notice.item_type),
        numbers=tuple(_numbers(notice, wording)),
        to="" if said.signed_by is SignedBy.APPLICANT else _salutation(notice),
        marks=tuple(_marks(notice, wording)),
        blocks=(*(block for block in blocks if block is not None), *_signatures(notice, said.signed_by, wording)),
        closing=tuple(closing),
        foot=_foot(notice, said.signed_by, wording),
        code=notice.code,
        caption=wording.label("verify"),
        contact=_contact(notice, wording),
        page=wording.titles.labels["page"],
        language=wording.language if wording.translations else "",
    )


def ended(words: Words, language: str) -> Words:
    """Return a paragraph with its full stop, which what was filled in at its end may lack."""
    second = _stopped(words.second, "." if language == ENGLISH else "。")
    return Words(_stopped(words.text, "。"), second)


def _stopped(text: str, stop: str) -> str:
    return text if not text or text.rstrip(_CLOSING).endswith(_ENDS) else f"{text}{stop}"


def _values(notice: Notice, wording: Wording) -> dict[str, Words]:
    details = notice.details
    cents = sum(fee.cents for fee in details.fees)
    applied_at = notice.applied_at or notice.at
    time = spoken_time(applied_at)
    local = applied_at.astimezone(CHINA_TIME)
    second_time = f"{english_date(local.date())}, {local:%H:%M}" if wording.language == ENGLISH else time
    texts = ("reason", "basis", "procedure", "result", "authority", "collector", "account", "giver", "taker", "scope")
    return {
        **{name: wording.say(getattr(details, name)) for name in texts},
        "time": Words(time, second_time if wording.language else ""),
        "subject": wording.say(notice.subject),
        "place": wording.say(details.place or notice.place),
        "due": wording.day(details.due, provisional=details.due_provisional),
        "days": wording.counted("working_days", "days", details.days) if details.days is not None else Words(""),
        "amount": Words(f"{capital_amount(cents)}（¥{yuan(cents)}）", f"¥{yuan(cents)}") if details.fees else Words(""),
    }


def _head(notice: Notice, signed_by: SignedBy) -> str:
    if signed_by is SignedBy.APPLICANT:
        return ""
    return notice.issuer if signed_by is SignedBy.DEPARTMENT else notice.letterhead.hall


def _numbers(notice: Notice, wording: Wording) -> Iterator[tuple[Words, str]]:
    number = notice.number
    if number is not None and notice.kind is not NoticeKind.ALL_AT_ONCE:
        yield wording.label("case_number"), number.case.grouped
    if number is not None:
        yield wording.label("number"), f"{number.case.grouped} {number.kind.value}{number.running:02d}"


def _salutation(notice: Notice) -> str:
    several = len(notice.parties) > 1
    names = (f"{party.name}（{party.label}）" if several else party.name for party in notice.parties)
    return "、".join(names) + "：" if notice.parties else ""


def _marks(notice: Notice, wording: Wording) -> Iterator[Words]:
    if notice.specimen:
        yield wording.label("specimen")
    if notice.reprint is not None:
        yield wording.counted("copy", "copy", notice.reprint)


def _signatures(notice: Notice, signed_by: SignedBy, wording: Wording) -> Iterator[Signatures]:
    if notice.kind in _TAKEN_ALONG or not notice.attended:
        return
    usual = ("sign_applicant",) if signed_by is SignedBy.APPLICANT else ("sign_received",)
    who = [wording.label(key) for key in _SIGNERS.get(notice.kind, usual)]
    if len(notice.parties) > 1 and notice.kind not in _SIGNERS:
        who = [_of(words, wording.say(party.label)) for words in who for party in notice.parties]
    if who:
        yield Signatures(tuple(who), wording.label("sign_date"))


def _of(words: Words, label: Words) -> Words:
    second = f"{words.second} ({label.second or label.text})" if words.second else ""
    return Words(f"{words.text}（{label.text}）", second)


def _foot(notice: Notice, signed_by: SignedBy, wording: Wording) -> Foot:
    day = official_date(notice.at.astimezone(CHINA_TIME).date())
    if signed_by is SignedBy.APPLICANT:
        return Foot("", day, None)
    sealed = notice.attended and notice.kind not in _TAKEN_ALONG
    return Foot(_head(notice, signed_by), day, wording.label("seal") if sealed else None)


def _contact(notice: Notice, wording: Wording) -> tuple[str, ...]:
    head = notice.letterhead
    lines = (f"{wording.label('complaint').text} {head.phone}", head.address, head.hours, notice.place)
    return tuple(line for line in lines if line.strip())
