"""The counter's part: 结婚落户 for both spouses, from the clerk's sign-in to the A4 notice."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from PySide6.QtCore import QItemSelectionModel, QModelIndex, Qt
from PySide6.QtWidgets import QLabel, QLineEdit, QListView, QPushButton, QWidget

from counter_app.models.materials import MaterialsModel
from counter_app.parts.editors import FieldEditor
from counter_app.ports.materials import MaterialRow
from counter_app.ports.tone import Tone
from demo.dock.hand import Hand
from demo.playing.options import Ending
from demo.playing.pilot import Pilot
from demo.playing.widgets import WidgetHands, click_at
from devices.id_card.specimens import CHEN, OUYANG

_SUBJECT: Final = "结婚落户"
_SUBJECT_CODE: Final = "8"
_PRINTED: Final = "已打印"
_DELIVERED: Final = "已送达"
_WAITS: Final = "待上传"
_PRINT_S: Final = 90.0
_DELIVERY_S: Final = 90.0


@dataclass(frozen=True, slots=True)
class Spouse:
    """A spouse: the role, the card in the dock, the name on it, and what only they can say."""

    role: str
    card: str
    name: str
    phone: str


SPOUSES: Final = (
    Spouse("husband", "chen", CHEN.name, "13800000001"),
    Spouse("wife", "ouyang", OUYANG.name, "13800000002"),
)
SAID: Final = {"education": "大学本科教育", "employment": "专业技术人员", "marital_status": "未婚"}
CHOSEN: Final = {
    "marriage.declaration": "是，我已看清并承诺属实",
    "move.mover": "女方迁到男方的户口",
    "move.housing_kind": "自己或配偶的房屋",
    "move.household_kind": "家庭户",
    "move.relation_to_householder": "配偶",
    "result.collection": "到统一出件窗口自取",
}
TAKEN: Final = {
    "marriage.registered_on": "今天",
    "move.to_address": "男方",
    "move.householder_name": "男方",
    "move.householder_number": "男方",
}
PAGES: Final = {
    "marriage_declaration": "marriage_declaration",
    "household_register.husband": "household_register",
    "household_register.wife": "household_register_ouyang",
    "housing_proof": "housing_proof",
    "joining_application": "joining_application",
}


@dataclass(frozen=True, slots=True)
class Login:
    """What the clerk types."""

    clerk_id: str
    password: str


class CounterCase:
    """Plays the case, step by step."""

    def __init__(self, pilot: Pilot, hands: WidgetHands, dock: Hand, login: Login, out: Path) -> None:
        self._pilot = pilot
        self._hands = hands
        self._dock = dock
        self._login = login
        self._out = out

    def play(self, ending: Ending) -> None:
        """Play to the ending. Raises PlayError for the first thing that does not come."""
        for name, act in (
            ("sign in", self._sign_in),
            ("search", self._search),
            ("open case", self._open_case),
            ("husband's card", lambda: self._read_card(SPOUSES[0])),
            ("wife's card", lambda: self._read_card(SPOUSES[1])),
            ("form", self._fill_form),
            *((f"scan {material}", lambda code=material: self._scan(code)) for material in PAGES),
            ("nothing missing", self._wait_until_complete),
            ("accept", self._accept),
            ("slips printed", self._wait_for_slips),
        ):
            with self._pilot.step(name):
                act()
        if ending is not Ending.PRINTED:
            self._end(ending)

    def _end(self, ending: Ending) -> None:
        words = _DELIVERED if ending is Ending.DELIVERED else _WAITS
        with self._pilot.step("notice saved"):
            self._save_notice()
        with self._pilot.step("notice printed"):
            self._print_notice()
        with self._pilot.step(ending.value):
            self._pilot.wait(f"the case is {ending}", lambda: words in self._text("done_delivery"), _DELIVERY_S)
        with self._pilot.step("sign out"):
            self._sign_out()

    def _sign_in(self) -> None:
        self._hands.type_into(self._hands.wait_enabled("sign_in_clerk", QLineEdit), self._login.clerk_id)
        self._hands.type_into(self._hands.wait_enabled("sign_in_password", QLineEdit), self._login.password)
        self._pilot.picture("door")
        self._hands.click("sign_in_button")
        self._hands.wait_for(f"tile_{_SUBJECT_CODE}", QWidget)

    def _search(self) -> None:
        field = self._hands.wait_enabled("search_field", QLineEdit)
        self._hands.type_into(field, _SUBJECT)
        hits = self._hands.wait_for("search_hits", QListView)
        self._pilot.wait("a hit", lambda: hits.model().rowCount() > 0)

    def _open_case(self) -> None:
        self._hands.key(self._hands.wait_for("search_field", QLineEdit), Qt.Key.Key_Return)
        self._hands.wait_for("applicant_husband_name", QLabel)

    def _read_card(self, spouse: Spouse) -> None:
        self._dock.change(card=spouse.card)
        name = f"applicant_{spouse.role}_name"
        self._pilot.wait(f"{spouse.role} is read", lambda: self._text(name) == spouse.name)
        self._dock.change(card=None)
        self._pilot.wait("the card is lifted", lambda: self._dock.applied().card is None)

    def _fill_form(self) -> None:
        for spouse in SPOUSES:
            self._enter(f"{spouse.role}.phone", spouse.phone)
            for field, label in SAID.items():
                self._choose(f"{spouse.role}.{field}", label)
        for field, label in CHOSEN.items():
            if field == "move.relation_to_householder":
                self._take_suggestions()
            self._choose(field, label)
        self._pilot.wait("no field is missing", lambda: not self._missing_fields())

    def _missing_fields(self) -> list[str]:
        editors = self._hands.window.findChildren(FieldEditor)
        return [each.objectName() for each in editors if each.isVisible() and each.property("state") == "missing"]

    def _take_suggestions(self) -> None:
        for field, words in TAKEN.items():
            self._take_suggestion(field, words)

    def _take_suggestion(self, field: str, words: str) -> None:
        editor = self._editor(field)
        click_at(editor)
        click_at(self._pilot.wait(f"a suggestion for {field}", lambda: self._suggestion(words)))
        self._pilot.wait(f"{field} is filled", editor.text)

    def _suggestion(self, words: str) -> QPushButton | None:
        buttons = self._hands.window.findChildren(QPushButton)
        offered = (each for each in buttons if each.objectName().startswith("suggestion_") and each.isVisible())
        return next((each for each in offered if words in each.accessibleName() or words in each.text()), None)

    def _enter(self, field: str, text: str) -> None:
        editor = self._editor(field)
        self._hands.type_into(editor, text)
        self._hands.key(editor, Qt.Key.Key_Tab)

    def _choose(self, field: str, label: str) -> None:
        editor = self._editor(field)
        self._hands.type_into(editor, label)
        self._hands.key(editor, Qt.Key.Key_Return)
        self._pilot.wait(f"{field} is chosen", lambda: editor.text() == label)

    def _editor(self, field: str) -> FieldEditor:
        return self._hands.wait_enabled(f"field_{field}", FieldEditor)

    def _scan(self, material: str) -> None:
        rows = self._hands.wait_for("materials_list", QListView)
        index = self._pilot.wait(f"{material} is listed", lambda: _index_of(rows, material))
        click_at(rows.viewport(), rows.visualRect(index).center())
        rows.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.NoUpdate)
        self._dock.change(page=PAGES[material])
        self._pilot.wait("the page lies there", lambda: self._dock.applied().page == PAGES[material])
        self._hands.click("scan_button")
        self._pilot.wait(f"{material} is good", lambda: _row(rows, material).tone is Tone.GOOD)

    def _wait_until_complete(self) -> None:
        self._hands.wait_enabled("accept_button", QPushButton)

    def _accept(self) -> None:
        self._hands.click("accept_button")
        number = self._hands.wait_for("done_number", QLabel)
        self._pilot.wait("a number", number.text)
        self._pilot.fact("case_number", number.text())

    def _wait_for_slips(self) -> None:
        self._pilot.wait("the receipt is printed", lambda: self._text("print_receipt_words") == _PRINTED, _PRINT_S)
        self._pilot.wait(
            "the acceptance is printed", lambda: self._text("print_acceptance_words") == _PRINTED, _PRINT_S
        )

    def _save_notice(self) -> None:
        self._hands.click("notice_save", _PRINT_S)
        path = self._out / "notice-acceptance.pdf"
        line = self._hands.wait_enabled("notice_path", QLineEdit)
        self._hands.type_into(line, str(path))
        self._hands.key(line, Qt.Key.Key_Return)
        self._pilot.wait("the notice is saved", path.exists)
        self._pilot.fact("notice", path.name)

    def _print_notice(self) -> None:
        before = len(self._dock.status().pages)
        self._hands.click("notice_print", _PRINT_S)
        self._pilot.wait("the notice lies in the tray", lambda: len(self._dock.status().pages) > before, _PRINT_S)

    def _sign_out(self) -> None:
        self._hands.click("sign_out")
        self._hands.wait_for("sign_in_clerk", QLineEdit)

    def _text(self, name: str) -> str:
        label = self._hands.find(name, QLabel)
        return "" if label is None else label.text()


def _index_of(rows: QListView, material: str) -> QModelIndex | None:
    model = rows.model()
    return next(
        (index for index in (model.index(at, 0) for at in range(model.rowCount())) if _at(index).code == material), None
    )


def _row(rows: QListView, material: str) -> MaterialRow:
    index = _index_of(rows, material)
    return MaterialRow(material, "", "", "", "", "", Tone.BAD) if index is None else _at(index)


def _at(index: QModelIndex) -> MaterialRow:
    row: MaterialRow = index.data(MaterialsModel.RowRole)
    return row
