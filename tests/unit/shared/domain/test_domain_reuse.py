"""A material is used again only when it is the same, trusted, valid, and its holder agreed to this purpose."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from shared.domain.reuse import (
    EarlierMaterial,
    EarlierValue,
    ReuseConsent,
    ReuseVerdict,
    may_fetch,
    may_reuse,
    offered_values,
)
from shared.domain.trust import TrustLevel

TODAY = date(2026, 11, 27)
BOOK = EarlierMaterial("m-1", "household_register", TrustLevel.B, date(2026, 5, 1), date(2027, 5, 1))
CONSENT = ReuseConsent(frozenset({"8.2"}), date(2026, 12, 31))


@pytest.mark.parametrize(
    ("earlier", "code", "purpose", "consent", "verdict"),
    [
        (BOOK, "household_register", "8.2", CONSENT, ReuseVerdict.ALLOWED),
        (BOOK, "household_register.wife", "8.2", CONSENT, ReuseVerdict.ALLOWED),
        (BOOK, "id_photo", "8.2", CONSENT, ReuseVerdict.OTHER_MATERIAL),
        (replace(BOOK, level=TrustLevel.C), "household_register", "8.2", CONSENT, ReuseVerdict.NOT_TRUSTED),
        (replace(BOOK, level=TrustLevel.D), "household_register", "8.2", CONSENT, ReuseVerdict.NOT_TRUSTED),
        (replace(BOOK, level=TrustLevel.A), "household_register", "8.2", CONSENT, ReuseVerdict.ALLOWED),
        (replace(BOOK, expires_on=TODAY), "household_register", "8.2", CONSENT, ReuseVerdict.ALLOWED),
        (replace(BOOK, expires_on=date(2026, 11, 26)), "household_register", "8.2", CONSENT, ReuseVerdict.EXPIRED),
        (replace(BOOK, expires_on=None), "household_register", "8.2", CONSENT, ReuseVerdict.ALLOWED),
        (BOOK, "household_register", "8.2", None, ReuseVerdict.CONSENT_MISSING),
        (BOOK, "household_register", "8.2", replace(CONSENT, valid_to=date(2026, 1, 1)), ReuseVerdict.CONSENT_MISSING),
        (BOOK, "household_register", "8.3", CONSENT, ReuseVerdict.OTHER_PURPOSE),
    ],
)
def test_a_material_may_be_used_again_or_not(
    earlier: EarlierMaterial, code: str, purpose: str, consent: ReuseConsent | None, verdict: ReuseVerdict
) -> None:
    assert may_reuse(earlier, code=code, purpose=purpose, consent=consent, today=TODAY) is verdict


def test_earlier_answers_are_offered_with_date_and_source_and_only_by_consent() -> None:
    earlier = (
        EarlierValue("phone", "13800000001", "typed", date(2025, 1, 1)),
        EarlierValue("phone", "13800000002", "card", date(2026, 1, 1)),
        EarlierValue("address", "样例路1号", "card", date(2026, 1, 1)),
    )
    offers = offered_values(earlier, ("phone", "education"), consent=CONSENT, purpose="8.2", today=TODAY)
    assert {meaning: (one.value, one.source, one.given_on) for meaning, one in offers.items()} == {
        "phone": ("13800000002", "card", date(2026, 1, 1))
    }
    for consent, purpose in ((None, "8.2"), (CONSENT, "8.3"), (replace(CONSENT, valid_to=date(2026, 1, 1)), "8.2")):
        assert offered_values(earlier, ("phone",), consent=consent, purpose=purpose, today=TODAY) == {}
        assert not may_fetch(consent, purpose, TODAY)
    assert may_fetch(CONSENT, "8.2", TODAY)
    assert "13800000002" not in repr(earlier)
