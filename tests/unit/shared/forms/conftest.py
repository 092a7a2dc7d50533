"""The shipped catalogue, its forms, and specimen values that fit their fields."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from shared.catalogue.checker import read_source
from shared.catalogue.model import Catalogue
from shared.catalogue.sources import default_source
from shared.forms.joined import JoinedForm, join_forms

SAMPLES = {
    "person.name": ("陈样例", "欧阳样例", "李样例"),
    "person.number": ("441900199003070016", "44190019900228352X", "810000199408230021"),
    "person.birth": ("1990-03-07", "1990-02-28"),
    "person.address": ("东莞市南城街道样例路1号", "广州市越秀区样例街2号3栋401"),
    "person.phone": ("13800000000", "19912345678"),
    "person.household_number": ("440000123",),
    "marriage.registered_on": ("2026-11-20", "2020-02-02"),
    "marriage.certificate_number": ("J441900-2026-000001",),
    "move.to_address": ("东莞市南城街道样例路1号3栋401",),
    "move.householder_name": ("陈样例", "陈老样例"),
    "move.householder_number": ("441900199003070016",),
    "insurance.start_month": ("2026-11-01",),
    "business.name": ("东莞市样例小吃店",),
    "business.credit_code": ("92441900MA4Y00013A",),
    "business.registered_on": ("2025-05-20",),
    "subsidy.employees": ("1", "12"),
    "bank.name": ("东莞农村商业银行南城支行",),
    "bank.account": ("6222020000000000000", "4111111111111111"),
}


@pytest.fixture(scope="session")
def shipped() -> Catalogue:
    return read_source(default_source())


@pytest.fixture(scope="session")
def form_of(shipped: Catalogue) -> Callable[[str], JoinedForm]:
    return lambda code: join_forms(shipped, shipped.subject(code))


@pytest.fixture(scope="session")
def samples() -> dict[str, tuple[str, ...]]:
    return SAMPLES
