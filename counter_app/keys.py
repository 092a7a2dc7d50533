"""The keys of the counter: one table for shortcuts, keycaps and the list behind F1."""

from __future__ import annotations

from enum import StrEnum, unique
from typing import Final


@unique
class Act(StrEnum):
    """What a key does."""

    KEYS = "keys"
    NEW_CASE = "new_case"
    SEARCH = "search"
    NEXT_GAP = "next_gap"
    TYPE_APPLICANT = "type_applicant"
    SUGGEST = "suggest"
    SCAN = "scan"
    RETAKE = "retake"
    REMOVE_PAGE = "remove_page"
    OVERRIDE = "override"
    CORNERS = "corners"
    SOURCE = "source"
    JOIN_SIDES = "join_sides"
    APART = "apart"
    TAKE_READINGS = "take_readings"
    PAPERS = "papers"
    DEMAND = "demand"
    PROMISE = "promise"
    COMMIT = "commit"
    TAKE_BACK = "take_back"
    UNDO = "undo"
    KNOWN = "known"
    COLLECT = "collect"
    ACCEPT = "accept"
    DISCARD = "discard"
    PRINT_INTAKE = "print_intake"
    PRINT_ACCEPTANCE = "print_acceptance"
    ASK_CORRECTION = "ask_correction"
    REFUSE = "refuse"
    WITHDRAW = "withdraw"
    HAND_OVER = "hand_over"
    ADD_POINT = "add_point"
    GO_ON = "go_on"
    PRINT_NOTICE = "print_notice"
    SAVE_NOTICE = "save_notice"
    TODAY = "today"
    DRAFTS = "drafts"
    SEND_ON = "send_on"
    SIGN_OUT = "sign_out"


SEQUENCES: Final = {
    Act.KEYS: "F1",
    Act.NEW_CASE: "F2",
    Act.NEXT_GAP: "F3",
    Act.TYPE_APPLICANT: "F4",
    Act.SUGGEST: "F5",
    Act.SCAN: "F6",
    Act.RETAKE: "F7",
    Act.COLLECT: "F8",
    Act.ACCEPT: "F9",
    Act.PRINT_NOTICE: "F10",
    Act.SEARCH: "Ctrl+K",
    Act.TODAY: "Ctrl+T",
    Act.DRAFTS: "Ctrl+O",
    Act.SEND_ON: "Ctrl+H",
    Act.UNDO: "Ctrl+Z",
    Act.KNOWN: "Ctrl+D",
    Act.PAPERS: "Ctrl+P",
    Act.DEMAND: "Ctrl+U",
    Act.PROMISE: "Ctrl+R",
    Act.COMMIT: "Ctrl+G",
    Act.TAKE_BACK: "Ctrl+B",
    Act.OVERRIDE: "Ctrl+J",
    Act.CORNERS: "Ctrl+E",
    Act.SOURCE: "F11",
    Act.JOIN_SIDES: "Ctrl+I",
    Act.APART: "Ctrl+F",
    Act.TAKE_READINGS: "Ctrl+Y",
    Act.REMOVE_PAGE: "F12",
    Act.DISCARD: "Ctrl+W",
    Act.PRINT_INTAKE: "Ctrl+1",
    Act.PRINT_ACCEPTANCE: "Ctrl+2",
    Act.ASK_CORRECTION: "Ctrl+3",
    Act.REFUSE: "Ctrl+4",
    Act.WITHDRAW: "Ctrl+5",
    Act.HAND_OVER: "Ctrl+6",
    Act.ADD_POINT: "Ctrl+M",
    Act.GO_ON: "Ctrl+Return",
    Act.SAVE_NOTICE: "Ctrl+S",
    Act.SIGN_OUT: "Ctrl+L",
}
MATERIAL_KEYS: Final = tuple(f"Alt+{number}" for number in range(1, 10))


def cap(act: Act) -> str:
    """Return what stands on the keycap of an act."""
    return SEQUENCES[act].replace("+", " ")
