"""Sentences with a translation; Chinese is the source language, QT_TRANSLATE_NOOP("Kiosk", …) marks each."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication

CONTEXT = "Kiosk"


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


def spoken(remedy: Remedy, **values: object) -> Remedy:
    """Return a remedy in the language of the session."""
    return Remedy(say(remedy.title, **values), say(remedy.text, **values))
