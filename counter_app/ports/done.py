"""A sealed case: what was done, what was printed, its notice and its way to the platform."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from PySide6.QtCore import SignalInstance
from PySide6.QtGui import QImage

from counter_app.ports.tone import Tone


@dataclass(frozen=True, slots=True)
class ItemLine:
    """One item application of the case."""

    number: str
    name: str
    department: str
    state: str
    due: str


@dataclass(frozen=True, slots=True)
class PrintLine:
    """One slip and what became of it.

    Attributes:
        document: receipt or acceptance.
        remedy: what to do now, empty when nothing is to be done.
        button: what pressing it does: 打印, 补打 or 重打.
        asks: nobody knows whether it came out; the clerk looks and says so.
    """

    document: str
    title: str
    words: str
    remedy: str
    tone: Tone
    button: str
    can_print: bool = True
    asks: bool = False


@dataclass(frozen=True, slots=True)
class DoneState:
    """The page of a sealed case.

    Attributes:
        materials: name and how each was given.
        can_accept: the case was only collected, and this clerk may accept it.
    """

    headline: str = ""
    line: str = ""
    emblem: str = ""
    colour: str = "teal"
    number: str = ""
    delivery: str = ""
    delivery_detail: str = ""
    delivery_tone: Tone = Tone.WAITING
    items: tuple[ItemLine, ...] = ()
    materials: tuple[tuple[str, str], ...] = ()
    materials_sum: str = ""
    prints: tuple[PrintLine, ...] = ()
    can_accept: bool = False
    busy: bool = False


@dataclass(frozen=True, slots=True)
class NoticeState:
    """An A4 notice in its preview.

    Attributes:
        papers: the notices on offer, each its kind and title; chosen: the kind of the one that is shown.
        languages: on offer beside Chinese, each its code and name; language: the one chosen, empty for none.
        large: in large print.
        message: stands in where there is no page.
        result: what became of printing or saving it, or how printing goes.
        printing: it is on its way to the page printer; the button takes it back.
        slip_under_way: it is on its way to the receipt printer, from which nothing is taken back.
        can_slip: it can be had as a slip, too.
        suggested_path: where a file would go.
    """

    papers: tuple[tuple[str, str], ...] = ()
    chosen: str = ""
    languages: tuple[tuple[str, str], ...] = ()
    language: str = ""
    large: bool = False
    message: str = ""
    pages: tuple[QImage, ...] = ()
    result: str = ""
    tone: Tone = Tone.NEUTRAL
    can_print: bool = False
    printing: bool = False
    slip_under_way: bool = False
    can_slip: bool = False
    can_save: bool = False
    suggested_path: str = ""


class DoneViewPort(Protocol):
    """The page of a sealed case."""

    @property
    def printAsked(self) -> SignalInstance:
        """Carries the document."""

    @property
    def settleAsked(self) -> SignalInstance:
        """Carries the document, and whether the clerk saw it come out whole."""

    @property
    def acceptAsked(self) -> SignalInstance:
        """Accept a case that was only collected."""

    def set_state(self, state: DoneState) -> None:
        """Show a state."""


class NoticeViewPort(Protocol):
    """The preview of a notice."""

    @property
    def paperChosen(self) -> SignalInstance:
        """Show another notice of the case. Carries its kind."""

    @property
    def styleChosen(self) -> SignalInstance:
        """Set it for another reader. Carries the language beside Chinese, and whether in large print."""

    @property
    def printAsked(self) -> SignalInstance:
        """Print it on the page printer, or take it back while that goes on."""

    @property
    def slipAsked(self) -> SignalInstance:
        """Print it as a slip."""

    @property
    def closeAsked(self) -> SignalInstance:
        """Put the papers away."""

    @property
    def saveAsked(self) -> SignalInstance:
        """Save it as a file; the view has asked where. Carries the path."""

    def set_state(self, state: NoticeState) -> None:
        """Show a state."""
