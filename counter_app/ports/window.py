"""The window as the shell's presenter knows it."""

from __future__ import annotations

from enum import Enum, auto
from typing import Protocol

from PySide6.QtCore import SignalInstance

from counter_app.ports.shell import BannerState, FooterState, HeaderState


class Page(Enum):
    """What fills the window."""

    SIGN_IN = auto()
    WELCOME = auto()
    INTAKE = auto()
    DONE = auto()
    DRAFTS = auto()


class WindowPort(Protocol):
    """Pages, band, foot and banner."""

    @property
    def newCaseAsked(self) -> SignalInstance:
        """Begin another case."""

    @property
    def signOutAsked(self) -> SignalInstance:
        """The clerk leaves."""

    @property
    def draftsAsked(self) -> SignalInstance:
        """Show the page of drafts."""

    @property
    def handOverAsked(self) -> SignalInstance:
        """Hand the open case over."""

    @property
    def bannerClosed(self) -> SignalInstance:
        """The banner was read; carries its BannerState."""

    @property
    def bannerActed(self) -> SignalInstance:
        """Carries the key of what is to be done about the banner's message."""

    @property
    def page(self) -> Page:
        """What fills the window now."""

    @property
    def said(self) -> BannerState:
        """The message that is shown now; an empty one for none."""

    def show_page(self, page: Page) -> None:
        """Show a page."""

    def set_header(self, state: HeaderState) -> None:
        """Show figures and names."""

    def set_footer(self, state: FooterState) -> None:
        """Show devices."""

    def set_banner(self, state: BannerState) -> None:
        """Show a message, or nothing for an empty text."""

    def clear_banner(self, state: BannerState) -> None:
        """Take a message away, if it is the one that is shown."""

    def open_search(self) -> None:
        """Put the cursor into the search."""
