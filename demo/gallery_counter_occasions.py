"""Pictures of what is done about a sealed case beside accepting it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from counter_app.presenters.occasion import OccasionFacts, derive_occasion
from counter_app.views.window import CounterWindow
from counter_app.words.occasion import OccasionWords
from demo.gallery_counter_around import done, done_collected
from demo.gallery_counter_case import Scene
from demo.gallery_counter_samples import begin, sample_record, sample_row
from shared.intake.errors import OccasionRefusedError
from shared.intake.occasions import CorrectionPoint, Occasion, OccasionOffer
from shared.store.outbox import OutboxState
from shared.store.overview import delivery_of

_POINTS: Final = (
    CorrectionPoint("household_register.wife", "缺页：只有首页，没有本人页", "带原件重拍"),
    CorrectionPoint("housing_proof", "看不清", "带原件重拍"),
)


def _offer(*occasions: Occasion) -> OccasionOffer:
    record, sample = sample_record(delivery_of(sample_row(OutboxState.DELIVERED)), accepted=False), begin()
    guides = [sample.catalogue.guide(item.code) for item in sample.facts.subject.items]
    return OccasionOffer(
        record.entry,
        dict.fromkeys(occasions, record.entry.details.items),
        tuple((line.code, line.name) for line in sample.facts.subject.materials),
        tuple(dict.fromkeys(str(basis) for guide in guides for basis in guide.legal_basis)),
        tuple(dict.fromkeys(guide.department.full_name for guide in guides)),
    )


_BEFORE: Final = (Occasion.CORRECTION, Occasion.REFUSAL, Occasion.WITHDRAWAL)


def _show(window: CounterWindow, facts: OccasionFacts) -> None:
    window.done.occasions.set_state(derive_occasion(facts, OccasionWords()))


def _facts(occasion: Occasion, *offered: Occasion, **said: str) -> OccasionFacts:
    offer = _offer(*(offered or _BEFORE))
    begun = {
        "item": "all",
        "days": "10",
        "material": offer.materials[0][0],
        "basis": offer.bases[0],
        "receiver": "self",
    }
    return OccasionFacts(offer, occasion, {occasion: {**begun, **said}})


def offered(window: CounterWindow) -> None:
    """A case that was only collected, with all that may be done."""
    done_collected(window)
    _show(window, replace(_facts(Occasion.CORRECTION), occasion=None))


def correction(window: CounterWindow) -> None:
    """Two points so far, and the third is being written."""
    done_collected(window)
    facts = _facts(Occasion.CORRECTION, material="joining_application", problem="没有签名", remedy="签名后再交")
    _show(window, replace(facts, points=_POINTS))


def correction_empty(window: CounterWindow) -> None:
    """Nothing was written, and it was to be sent."""
    done_collected(window)
    words = OccasionWords().refused(OccasionRefusedError.NO_POINTS)
    _show(window, replace(_facts(Occasion.CORRECTION), problem=words))


def correction_asked(window: CounterWindow) -> None:
    """The question before it is sealed."""
    done_collected(window)
    _show(window, replace(_facts(Occasion.CORRECTION), points=_POINTS, asking=True))


def refusal(window: CounterWindow) -> None:
    """A refusal with its rule."""
    done_collected(window)
    _show(window, _refused())


def refusal_asked(window: CounterWindow) -> None:
    """The question before it is sealed: nothing of it can be changed."""
    done_collected(window)
    _show(window, replace(_refused(), asking=True))


def _refused() -> OccasionFacts:
    return _facts(Occasion.REFUSAL, reason="申请事项依法不属于本机关职权范围。", authority="配偶户口所在地的派出所")


def withdrawal(window: CounterWindow) -> None:
    """The applicant takes the case back."""
    done(window)
    _show(window, _facts(Occasion.WITHDRAWAL, Occasion.WITHDRAWAL, reason="申请人改期办理。"))


def handover(window: CounterWindow) -> None:
    """Somebody collects; the number is wrong."""
    done(window)
    facts = _facts(Occasion.HANDOVER, Occasion.HANDOVER, name="陈样例", number="110101199003070012")
    _show(window, replace(facts, problem=OccasionWords().refused(OccasionRefusedError.NUMBER_INVALID)))


OCCASION_SCENES: Final[Mapping[str, Scene]] = {
    "occasion-offered": offered,
    "occasion-correction": correction,
    "occasion-correction-empty": correction_empty,
    "occasion-correction-asked": correction_asked,
    "occasion-refusal": refusal,
    "occasion-refusal-asked": refusal_asked,
    "occasion-withdrawal": withdrawal,
    "occasion-handover": handover,
}
