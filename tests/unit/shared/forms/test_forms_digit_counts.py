"""A pad of digits takes as many as the number may have."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from shared.catalogue.model import Catalogue
from shared.forms.definition import Widget
from shared.forms.digit_counts import most_digits
from shared.forms.joined import JoinedForm

FormOf = Callable[[str], JoinedForm]


@pytest.mark.parametrize(
    ("subject", "field", "most"),
    [
        ("7.1", "applicant.phone", 11),
        ("7.3", "bank.account", 19),
        ("5.1", "vehicle.invoice_number", 20),
        ("8.3", "marriage.registered_on", 8),
        ("8.2", "applicant.household_number", 12),
    ],
)
def test_a_number_has_the_room_that_its_rule_gives_it(form_of: FormOf, subject: str, field: str, most: int) -> None:
    assert most_digits(form_of(subject).fields[field]) == most


def test_no_shipped_number_is_longer_than_the_room_for_it(shipped: Catalogue) -> None:
    numbers = [field for field in shipped.fields.values() if field.widget in {Widget.DIGITS, Widget.PHONE}]
    assert len(numbers) > 20
    for field in numbers:
        assert len(field.example) <= most_digits(field), field.id
        assert most_digits(field) < most_digits(replace(field, schema={"type": "string"})), field.id


def test_the_least_of_all_demands_counts(form_of: FormOf) -> None:
    account = form_of("7.3").fields["bank.account"]
    narrowed = replace(account, schema={"allOf": [account.schema, {"maxLength": 17}, {"pattern": "^62[0-9]{14,16}$"}]})
    assert most_digits(narrowed) == 17
    assert most_digits(replace(account, schema={"allOf": [account.schema, {"pattern": "^62[0-9]*$"}]})) == 19
