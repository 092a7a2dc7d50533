"""The kiosk's part: 就业创业证申领 by 陈样例, from the first touch to goodbye."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QAbstractItemModel
from PySide6.QtQuick import QQuickItem

from demo.dock.hand import Hand
from demo.playing.options import Ending
from demo.playing.pilot import Pilot, PlayError
from demo.playing.quick import QuickHands
from kiosk_app.face import Models

_MATTER: Final = "7.1"
_PHONE: Final = "13800000001"
_CHOICES: Final = {"applicant.education": "20", "employment.situation": "1", "result.collection": "1"}
_PAGES: Final = {"户口簿": "household_register", "证件照": "id_photo"}
_PRINT_S: Final = 90.0
_DELIVERY_S: Final = 90.0
_CAMERA_S: Final = 90.0
_MOST_PAGES: Final = 20
_FIELD: Final = "field-"
_WAITS: Final = "待上传"


class KioskCase:
    """Plays the case, step by step."""

    def __init__(self, pilot: Pilot, hands: QuickHands, models: Models, dock: Hand, card: str) -> None:
        self._pilot = pilot
        self._card = card
        self._hands = hands
        self._models = models
        self._dock = dock

    def play(self, ending: Ending) -> None:
        """Play to the ending. Raises PlayError for the first thing that does not come."""
        for name, act in (
            ("attract", lambda: self._hands.wait_for("wake")),
            ("home", self._wake),
            ("guide", self._choose_matter),
            ("where the card goes", self._start),
            ("card read", self._lay_card),
        ):
            with self._pilot.step(name):
                act()
        with self._pilot.step("accept person", picture=False):
            self._accept_person()
        self._fill_form()
        self._give_materials()
        for name, act in (
            ("review", lambda: self._hands.wait_for("toConfirm")),
            ("confirm", self._to_confirm),
            ("agree", self._agree),
            ("sealed", self._submit),
            ("printed", self._wait_until_printed),
        ):
            with self._pilot.step(name):
                act()
        if ending is not Ending.PRINTED:
            self._end(ending)

    def _end(self, ending: Ending) -> None:
        with self._pilot.step(ending.value):
            if ending is Ending.DELIVERED:
                self._pilot.wait("the case is there", lambda: self._delivery_tone() == "good", _DELIVERY_S)
            else:
                self._pilot.wait("it says that the case waits", lambda: _WAITS in self._hands.text("delivery"))
        with self._pilot.step("goodbye"):
            self._finish()

    def _wake(self) -> None:
        self._hands.tap("wake")
        self._hands.wait_for(f"matter-{_MATTER}")

    def _choose_matter(self) -> None:
        self._hands.tap(f"matter-{_MATTER}")
        self._hands.wait_for("start")

    def _start(self) -> None:
        self._hands.tap("start")
        self._wait_for_screen("identify")

    def _lay_card(self) -> None:
        self._dock.change(card=self._card)
        self._pilot.wait("the card is read", lambda: self._hands.find("person") is not None)
        # Not above: the session after this one must not know the citizen, not even from us.
        from devices.id_card.specimens import SPECIMENS

        if self._hands.text("person") != SPECIMENS[self._card].name:
            detail = "another name than the card's"
            raise PlayError(detail)

    def _accept_person(self) -> None:
        self._hands.tap("acceptPerson")
        self._hands.wait_for("formTitle")
        self._dock.change(card=None)
        self._pilot.wait("the card is lifted", lambda: self._dock.applied().card is None)

    def _fill_form(self) -> None:
        for page in range(1, _MOST_PAGES):
            with self._pilot.step(f"form {page}"):
                self._answer_all()
            self._go_on()
            if self._screen() != "form":
                return
        detail = "the form never ends"
        raise PlayError(detail)

    def _go_on(self) -> None:
        key = self._key_of_page()
        self._hands.tap("nextFormPage")
        self._pilot.wait("the next page", lambda: self._screen() != "form" or self._key_of_page() != key)

    def _answer_all(self) -> None:
        for item in self._questions():
            field = item.objectName().removeprefix(_FIELD)
            if field in _CHOICES:
                self._choose(f"choice-{field}-{_CHOICES[field]}")
            elif field.endswith(".phone"):
                self._type_phone(f"digits-{field}")
            else:
                detail = f"asked for {field}, which nobody prepared"
                raise PlayError(detail)
        self._pilot.wait("everything is answered", lambda: self._can_tap("nextFormPage"))

    def _questions(self) -> tuple[QQuickItem, ...]:
        """Wait until every question of the page is on the screen; a page of known answers has none."""
        rows = self._models.form.property("fields")
        asked = rows.rowCount() if isinstance(rows, QAbstractItemModel) else 0

        def shown() -> tuple[bool, tuple[QQuickItem, ...]] | None:
            items = self._hands.all(lambda name: name.startswith(_FIELD))
            return (True, items) if len(items) == asked else None

        return self._pilot.wait(f"{asked} questions are shown", shown)[1]

    def _choose(self, name: str) -> None:
        self._hands.tap(name)
        self._pilot.wait(f"{name} is picked", lambda: self._hands.wait_for(name).property("picked"))

    def _type_phone(self, name: str) -> None:
        for digit in _PHONE:
            self._hands.tap(f"digit-{digit}")
        self._pilot.wait("the number is whole", lambda: self._hands.text(name).replace(" ", "") == _PHONE)

    def _give_materials(self) -> None:
        self._wait_for_screen("materials")
        for words, page in _PAGES.items():
            with self._pilot.step(f"scan {page}"):
                self._scan(words, page)
            self._dock.change(page=None)
            self._pilot.wait("the page is taken away", lambda: self._dock.applied().page is None)
            self._hands.tap("nextMaterial")

    def _scan(self, words: str, page: str) -> None:
        self._pilot.wait(f"{words} is asked for", lambda: words in self._hands.text("materialTitle"))
        self._dock.change(page=page)
        self._pilot.wait("the page lies there", lambda: self._dock.applied().page == page)
        # Nothing is pressed: the camera takes the page by itself once it lies still.
        self._pilot.wait("the page is good", lambda: self._can_tap("nextMaterial"), _CAMERA_S)

    def _to_confirm(self) -> None:
        self._hands.tap("toConfirm")
        self._hands.wait_for("agree")

    def _agree(self) -> None:
        self._hands.tap("agree")
        self._pilot.wait("it may be handed in", lambda: self._can_tap("submit"))

    def _submit(self) -> None:
        self._hands.tap("submit")
        self._wait_for_screen("receipt")
        self._pilot.fact("case_number", self._hands.text("caseNumber"))

    def _wait_until_printed(self) -> None:
        self._pilot.wait("the receipt is printed", lambda: self._print_tone() == "good", _PRINT_S)

    def _print_tone(self) -> object:
        return self._models.receipt.property("printTone")

    def _delivery_tone(self) -> object:
        return self._models.receipt.property("deliveryTone")

    def _finish(self) -> None:
        self._hands.tap("finish")
        self._hands.wait_for("goodbyeTitle")

    def _wait_for_screen(self, name: str) -> None:
        self._pilot.wait(f"screen {name}", lambda: self._screen() == name)

    def _screen(self) -> str:
        return str(self._models.shell.property("screen"))

    def _key_of_page(self) -> str:
        return str(self._models.form.property("pageKey"))

    def _can_tap(self, name: str) -> bool:
        item = self._hands.find(name)
        return item is not None and item.isEnabled()
