# ruff: noqa: N815 - signals are named as Qt names them
"""Views without widgets: they keep what they were told and have the signals of the real ones."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QObject, Signal

from counter_app.ports.shell import BannerState
from counter_app.ports.window import Page


class FakeView(QObject):
    """Keeps the last argument of each call by the call's name, and all calls in order."""

    def __init__(self) -> None:
        super().__init__()
        self.calls: list[tuple[str, Any]] = []

    def last(self, name: str) -> Any:
        """Return the argument of the last call of a name; None when there was none."""
        return next((argument for called, argument in reversed(self.calls) if called == name), None)

    def __getattr__(self, name: str) -> Any:
        if name.startswith(("set_", "show_", "clear_", "close_", "open_", "focus_", "commit")):
            return lambda *arguments: self.calls.append((name, arguments[0] if len(arguments) == 1 else arguments))
        raise AttributeError(name)


class FakeSignIn(FakeView):
    submitted = Signal(str, str)


class FakeApplicants(FakeView):
    roleChosen = Signal(str)
    typingAsked = Signal(str)
    typed = Signal(str, str, str)
    typingLeft = Signal()


class FakeForm(FakeView):
    fieldEdited = Signal(str, str)
    fieldFocused = Signal(str)
    undoAsked = Signal()
    suggestionTaken = Signal(str, int)


class FakeMaterials(FakeView):
    materialSelected = Signal(str)
    scanAsked = Signal(str)
    demanded = Signal(str)


class FakeStage(FakeView):
    scanAsked = Signal()
    cancelAsked = Signal()
    retakeAsked = Signal()
    removeAsked = Signal()
    overrideAsked = Signal()
    overrideGiven = Signal(str)
    overrideLeft = Signal()
    pageChosen = Signal(str)
    joinAsked = Signal()
    partAsked = Signal()
    wholeKept = Signal()
    uniteAsked = Signal()
    sourceAsked = Signal()
    readingTaken = Signal(str)
    readingRefused = Signal(str)
    readingsTaken = Signal()
    readingsLeft = Signal()
    cornersAsked = Signal()
    cornerGrabbed = Signal(int)
    cornerMoved = Signal(int, float, float)
    cornerNudged = Signal(int, int, int)
    cornersUndone = Signal()
    cornersReset = Signal()
    cornersTaken = Signal()
    cornersLeft = Signal()


class FakeGaps(FakeView):
    gapChosen = Signal(str, str)
    acceptAsked = Signal()
    collectAsked = Signal()
    discardAsked = Signal()
    discardConfirmed = Signal()
    discardLeft = Signal()


class FakeToday(FakeView):
    caseChosen = Signal(object)
    draftChosen = Signal(object)


class FakeDone(FakeView):
    printAsked = Signal(str)
    settleAsked = Signal(str, bool)
    acceptAsked = Signal()


class FakeOccasion(FakeView):
    chosen = Signal(str)
    said = Signal(str, str)
    addAsked = Signal()
    removeAsked = Signal(int)
    goAsked = Signal()
    backAsked = Signal()


class FakeNotice(FakeView):
    paperChosen = Signal(str)
    styleChosen = Signal(str, bool)
    slipAsked = Signal()
    closeAsked = Signal()
    printAsked = Signal()
    saveAsked = Signal(str)


class FakeHeader(FakeView):
    searchEdited = Signal(str)
    subjectChosen = Signal(str)


class FakeDrafts(FakeView):
    lookAsked = Signal(str)
    confirmAsked = Signal()
    cancelAsked = Signal()
    foundChosen = Signal(object)
    messageActed = Signal(str)
    mineActed = Signal(object, str)
    printAsked = Signal()
    offerClosed = Signal()


class FakeWelcome(FakeView):
    subjectChosen = Signal(str)
    cardLeft = Signal()


class FakeWindow(FakeView):
    newCaseAsked = Signal()
    draftsAsked = Signal()
    handOverAsked = Signal()
    signOutAsked = Signal()
    bannerClosed = Signal(object)
    bannerActed = Signal(str)

    @property
    def page(self) -> Page:
        """The page that was shown last."""
        return self.last("show_page") or Page.SIGN_IN

    @property
    def said(self) -> BannerState:
        """What stands above the work after all that was shown and taken away."""
        said = BannerState()
        for called, state in self.calls:
            if called == "set_banner" or (called == "clear_banner" and state == said):
                said = state if called == "set_banner" else BannerState()
        return said


class FakeStandIn(FakeView):
    promiseAsked = Signal()
    commitAsked = Signal()
    takeBackAsked = Signal()
