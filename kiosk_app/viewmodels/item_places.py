"""Where and by whom a matter can be applied for: this kiosk, which windows, online; suspended where it is (A10)."""

from __future__ import annotations

from collections.abc import Iterator

from kiosk_app.words.fields import shown_date
from kiosk_app.words.say import QT_TRANSLATE_NOOP, listed, say
from shared.catalogue.model import Catalogue, Subject
from shared.domain.items import Audience, Channel, ItemKind, ItemState

_OUTLET, _GUIDANCE = "outlet", "guidance"


def where_text(subject: Subject, catalogue: Catalogue) -> str:
    """Return every way to apply, empty where there is nothing to apply for."""
    if subject.kind is not ItemKind.APPLIED or subject.is_over:
        return ""
    return say(QT_TRANSLATE_NOOP("Kiosk", "；")).join(_ways(subject, catalogue))


def audience_text(subject: Subject) -> str:
    """Return who may apply."""
    if subject.audience is Audience.PERSONAL:
        return say(QT_TRANSLATE_NOOP("Kiosk", "个人"))
    return say(QT_TRANSLATE_NOOP("Kiosk", "企业、个体工商户和其他组织"))


def elsewhere_title(subject: Subject) -> str:
    """Say why it is not taken at this kiosk."""
    if subject.is_over:
        return say(QT_TRANSLATE_NOOP("Kiosk", "这件事已经截止"))
    if subject.kind is ItemKind.CHECKED:
        return say(QT_TRANSLATE_NOOP("Kiosk", "这一项不用您办"))
    return {
        ItemState.ONLINE_ONLY: say(QT_TRANSLATE_NOOP("Kiosk", "这件事在网上办")),
        ItemState.PAUSED: say(QT_TRANSLATE_NOOP("Kiosk", "这件事在自助机上暂停办理")),
        ItemState.ELSEWHERE: say(QT_TRANSLATE_NOOP("Kiosk", "这件事在别的地点办")),
    }.get(subject.state_at(Channel.KIOSK), say(QT_TRANSLATE_NOOP("Kiosk", "这件事要到窗口办")))


def elsewhere_note(subject: Subject) -> str:
    """Say more about why it is not taken at this kiosk, empty where there is nothing to add."""
    if subject.is_over and subject.last_day is not None:
        sentence = QT_TRANSLATE_NOOP("Kiosk", "{day}已经截止，不再受理。有疑问，可以问这里。")
        return say(sentence, day=shown_date(subject.last_day.isoformat()))
    return subject.channels[Channel.KIOSK].note


def _ways(subject: Subject, catalogue: Catalogue) -> Iterator[str]:
    if subject.channels[Channel.KIOSK].takes:
        yield say(QT_TRANSLATE_NOOP("Kiosk", "这台自助机"))
    elif subject.state_at(Channel.KIOSK) is ItemState.PAUSED:
        yield say(QT_TRANSLATE_NOOP("Kiosk", "自助机暂停办理"))
    if subject.channels[Channel.COUNTER].takes:
        yield _windows(subject, catalogue) or say(QT_TRANSLATE_NOOP("Kiosk", "窗口"))
    elif subject.state_at(Channel.COUNTER) is ItemState.PAUSED:
        yield say(QT_TRANSLATE_NOOP("Kiosk", "窗口暂停办理"))
    if any(catalogue.extras_of(code).online for code in _codes(subject)):
        yield say(QT_TRANSLATE_NOOP("Kiosk", "网上"))


def _windows(subject: Subject, catalogue: Catalogue) -> str:
    """Return the windows that take it, without those that only hand out or guide."""
    named = dict.fromkeys(window for code in _codes(subject) for window in catalogue.extras_of(code).windows)
    windows = (catalogue.extras.windows[window] for window in named)
    names = (one.name for one in windows if one.kind not in {_OUTLET, _GUIDANCE})
    return listed(names)


def _codes(subject: Subject) -> tuple[str, ...]:
    return tuple(dict.fromkeys((subject.code, *(item.code for item in subject.items))))
