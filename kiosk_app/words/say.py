"""Sentences with a translation; Chinese is the source language, QT_TRANSLATE_NOOP("Kiosk", …) marks each."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication

CONTEXT = "Kiosk"
_LATIN_ENDS = frozenset(".!?:;")


def QT_TRANSLATE_NOOP(context: str, text: str) -> str:
    """Mark a sentence for lupdate, which knows this name; unlike Qt's own it tells type checkers what comes back."""
    del context
    return text


@dataclass(frozen=True, slots=True)
class Remedy:
    """What happened, and what to do now."""

    title: str
    text: str


def say(text: str, **values: object) -> str:
    """Return a marked sentence in the language of the session, with its values filled in."""
    spoken = QCoreApplication.translate(CONTEXT, text)
    return spoken.format(**values) if values else spoken


def listed(names: Iterable[str]) -> str:
    """Return names one after another, each once."""
    return say(QT_TRANSLATE_NOOP("Kiosk", "、")).join(dict.fromkeys(names))


def together(*sentences: str) -> str:
    """Return sentences as one text: where they end in Latin marks a space parts them."""
    text = ""
    for sentence in filter(None, sentences):
        text += f" {sentence}" if text[-1:] in _LATIN_ENDS else sentence
    return text


def spoken(remedy: Remedy, **values: object) -> Remedy:
    """Return a remedy in the language of the session."""
    return Remedy(say(remedy.title, **values), say(remedy.text, **values))
