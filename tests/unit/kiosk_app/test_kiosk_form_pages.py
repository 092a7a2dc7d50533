"""The form cut into pages: known first, then one question or a calm few."""

from __future__ import annotations

from datetime import date

import pytest

from devices.id_card.specimens import CHEN
from kiosk_app.work.form_pages import KNOWN, form_pages, page_of, stored_value, suggested
from shared.forms.joined import join_forms
from shared.store.terminal import Terminal
from tests.unit.kiosk_app.citizen import Citizen
from tests.unit.shared.intake.desks import desk_of


def test_the_first_page_shows_what_the_card_said(citizen: Citizen) -> None:
    citizen.begins()
    citizen.shows_card()
    pages = citizen.flow.filling.pages()
    assert pages[0].key == KNOWN
    assert "applicant.number" in pages[0].fields
    assert [page.fields for page in pages[1:]] == [
        ("applicant.phone",),
        ("applicant.education",),
        ("employment.situation",),
        ("result.collection",),
    ]


@pytest.mark.parametrize("code", ["7.1", "7.2", "7.3", "8.2", "8.3"])
def test_every_field_is_on_exactly_one_page_and_few_share_one(terminal: Terminal, code: str) -> None:
    desk = desk_of(terminal)
    draft = desk.begin(code, "kiosk")
    role = desk.subject(draft).roles[0].code
    draft = desk.identify(draft, role, CHEN)
    form = desk.form(draft)
    pages = form_pages(form, draft)
    shown = [field for page in pages for field in page.fields]
    assert sorted(shown) == sorted(form.fields)
    assert all(len(page.fields) <= 2 for page in pages if not page.is_known)
    for field in form.fields:
        assert field in pages[page_of(pages, field)].fields


def test_without_a_card_everything_is_asked(terminal: Terminal) -> None:
    desk = desk_of(terminal)
    draft = desk.begin("7.1", "kiosk")
    assert form_pages(desk.form(draft), draft)[0].key != KNOWN


@pytest.mark.parametrize(
    ("field", "typed", "stored"),
    [
        ("marriage.registered_on", "20260105", "2026-01-05"),
        ("marriage.registered_on", "2026010", "2026010"),
        ("marriage.registered_on", "2026-01-05", "2026-01-05"),
        ("applicant.phone", " 13800138000 ", "13800138000"),
        ("move.householder_number", "441900 19920820002x", "44190019920820002X"),
        ("move.to_address", "  东莞市   样例路1号 ", "东莞市 样例路1号"),
    ],
)
def test_what_is_typed_is_stored_in_its_form(terminal: Terminal, field: str, typed: str, stored: str) -> None:
    catalogue = desk_of(terminal).catalogue
    form = join_forms(catalogue, catalogue.subject("8.3"))
    assert stored_value(form.fields[field], typed) == stored


def test_only_what_is_known_is_on_offer(terminal: Terminal) -> None:
    desk = desk_of(terminal)
    draft = desk.identify(desk.begin("8.3", "kiosk"), "applicant", CHEN)
    form = desk.form(draft)
    today = date(2026, 11, 23)
    assert suggested(form, draft, "marriage.registered_on", today) == (("今天", "2026-11-23"),)
    offers = dict(suggested(form, draft, "move.householder_name", today))
    assert CHEN.name in offers.values()
    assert all(offers.values())
