"""Numbers and dates are kept one way only."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from devices.id_card.specimens import OUYANG
from shared.forms.joined import JoinedForm
from shared.forms.plain_values import plain_value

FormOf = Callable[[str], JoinedForm]
NUMBER = OUYANG.number


@pytest.mark.parametrize(
    ("subject", "field", "typed", "kept"),
    [
        ("8.3", "move.householder_number", f"{NUMBER[:6]} {NUMBER[6:]}", NUMBER),
        ("8.3", "move.householder_number", "".join(chr(ord(one) + 0xFEE0) for one in NUMBER), NUMBER),
        ("8.3", "move.householder_number", "11010519491231002x", "11010519491231002X"),
        ("7.3", "business.credit_code", "92441900ma0000001w", "92441900MA0000001W"),
        ("7.3", "bank.account", "6210 0000 0000 0000 009", "6210000000000000009"),
        ("7.1", "applicant.phone", "１３８ 0013-8000", "13800138000"),
        ("5.1", "vehicle.vin", "lsvaa4182e2123456", "LSVAA4182E2123456"),
        ("9.1", "foreigner.passport", "e00000001", "E00000001"),
        ("8.3", "marriage.registered_on", "２０２４年３月１日", "2024-03-01"),
        ("8.3", "marriage.registered_on", "２０２４０３０１", "2024-03-01"),
        ("8.3", "marriage.registered_on", "2024.3.1", "2024-03-01"),
        ("8.3", "marriage.registered_on", "202411", "202411"),
        ("8.3", "marriage.registered_on", "2024115", "2024115"),
        ("8.3", "move.to_address", " 样例路１号 a座 ", "样例路１号 a座"),
    ],
)
def test_a_value_is_kept_in_its_plain_form(form_of: FormOf, subject: str, field: str, typed: str, kept: str) -> None:
    definition = form_of(subject).fields[field]
    assert plain_value(definition, typed) == kept
    assert plain_value(definition, kept) == kept


@given(st.text(max_size=30))
def test_what_is_plain_stays_as_it_is(form_of: FormOf, text: str) -> None:
    for definition in form_of("7.3").fields.values():
        once = plain_value(definition, text)
        assert plain_value(definition, once) == once
