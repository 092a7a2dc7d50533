"""What may be shown of a value follows from its field's data class, and no sensitive value stays readable."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.catalogue.model import Catalogue
from shared.forms.definition import DataClass
from shared.forms.masking import masked_value


@pytest.mark.parametrize(
    ("field", "value", "shown"),
    [
        ("person.name", "陈样例", "陈**"),
        ("person.number", "441900199003070016", "441***********0016"),
        ("person.phone", "13800000000", "138****0000"),
        ("person.address", "广东省东莞市南城街道样例路1号3栋401", "广东省东莞市南城街道****"),
        ("person.address", "样例路1号", "****"),
        ("bank.account", "6222020000000000000", "***************0000"),
        ("business.name", "东莞市样例小吃店", "东莞市样例小吃店"),
        ("person.sex", "1", "*"),
        ("person.phone", "", ""),
    ],
)
def test_a_value_is_masked_by_its_field(shipped: Catalogue, field: str, value: str, shown: str) -> None:
    definition = shipped.fields[field]
    if definition.data_class is DataClass.PUBLIC:
        shown = value
    assert masked_value(definition, value) == shown


@given(value=st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5), min_size=3, max_size=40))
def test_no_sensitive_value_stays_whole(shipped: Catalogue, value: str) -> None:
    for definition in shipped.fields.values():
        if definition.data_class is DataClass.SENSITIVE:
            assert masked_value(definition, value) != value
