"""What a newer catalogue asks otherwise of a draft, in the citizen's words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from kiosk_app.words.say import QT_TRANSLATE_NOOP, say
from shared.catalogue.changes import ChangeKind, DraftChange
from shared.catalogue.translating import Translation

_SENTENCES: Final = {
    ChangeKind.GONE: QT_TRANSLATE_NOOP("Kiosk", "“{name}”不再办理了。"),
    ChangeKind.STATE: QT_TRANSLATE_NOOP("Kiosk", "“{name}”能不能在这里办变了。"),
    ChangeKind.ITEM_ADDED: QT_TRANSLATE_NOOP("Kiosk", "多一项：{name}。"),
    ChangeKind.ITEM_REMOVED: QT_TRANSLATE_NOOP("Kiosk", "少一项：{name}。"),
    ChangeKind.MATERIAL_ADDED: QT_TRANSLATE_NOOP("Kiosk", "要多交：{name}。"),
    ChangeKind.MATERIAL_REMOVED: QT_TRANSLATE_NOOP("Kiosk", "不用再交：{name}。"),
    ChangeKind.MATERIAL_CHANGED: QT_TRANSLATE_NOOP("Kiosk", "要求变了：{name}。"),
    ChangeKind.FIELD_ADDED: QT_TRANSLATE_NOOP("Kiosk", "要多填：{name}。"),
    ChangeKind.FIELD_REMOVED: QT_TRANSLATE_NOOP("Kiosk", "不用再填：{name}。"),
    ChangeKind.QUESTION_ADDED: QT_TRANSLATE_NOOP("Kiosk", "多问一句：{name}"),
    ChangeKind.QUESTION_REMOVED: QT_TRANSLATE_NOOP("Kiosk", "不再问：{name}"),
    ChangeKind.LIMIT: QT_TRANSLATE_NOOP("Kiosk", "{name}：原来 {old} 个工作日办完，现在 {new} 个。"),
    ChangeKind.FEE: QT_TRANSLATE_NOOP("Kiosk", "{name}的收费：原来“{old}”，现在“{new}”。"),
}


def change_sentences(changes: Iterable[DraftChange]) -> tuple[str, ...]:
    """Return each change in one sentence, the same one once."""
    said = (say(_SENTENCES[one.kind], name=one.name, old=one.old, new=one.new) for one in changes)
    return tuple(dict.fromkeys(said))


def translated_changes(changes: Iterable[DraftChange], translation: Translation) -> tuple[DraftChange, ...]:
    """Return changes with the catalogue's own texts in the language of a translation."""
    said = translation.say
    return tuple(replace(one, name=said(one.name), old=said(one.old), new=said(one.new)) for one in changes)
