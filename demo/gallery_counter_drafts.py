"""Pictures of the counter's page of drafts. Invented people, marked 样例."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from typing import Final
from uuid import UUID

from counter_app.ports.shell import BannerAct, BannerState
from counter_app.ports.tone import Tone
from counter_app.ports.window import Page
from counter_app.presenters.drafts_state import DraftsFacts, Told, derive_drafts
from counter_app.views.window import CounterWindow
from counter_app.words.drafts import DraftWords
from counter_app.work.draft_room import MyDraft, OfferedDraft, qr_image
from demo.draft_slip_samples import CODE
from demo.gallery_counter_case import Scene, both, show_case, surround
from demo.gallery_counter_samples import begin, fill
from devices.id_card.specimens import CHEN
from shared.handoff.code import encode
from shared.handoff.errors import HandoffFault
from shared.handoff.port import DraftStanding, FoundDraft, Way
from shared.intake.draft import FieldSource, OtherValue
from shared.notices.draft_slip import DraftSlip
from shared.notices.notice import Letterhead

_AT: Final = datetime(2026, 11, 27, 1, 41, tzinfo=UTC)


@cache
def _mine() -> tuple[MyDraft, ...]:
    draft = begin().facts.draft
    standings = (
        DraftStanding.HERE,
        DraftStanding.OFFERED,
        DraftStanding.LEAVING,
        DraftStanding.HANDED_OVER,
        DraftStanding.CONTESTED,
    )
    return tuple(
        MyDraft(
            draft.model_copy(update={"case_id": UUID(int=place)}),
            name,
            ("居民身份证", "户口簿本人页"),
            standing,
            "南城街道政务服务中心综合窗口 3 号（样例）",
        )
        for place, (name, standing) in enumerate(
            zip(
                ("结婚落户", "就业创业证申领", "企业开办一件事", "工程建设项目开工一件事", "居住证"),
                standings,
                strict=True,
            ),
            start=1,
        )
    )


def _found(place: int, holder: str) -> FoundDraft:
    return FoundDraft(UUID(int=place), "7.1", "1", holder, False, False, _AT, _AT, 3 * place, 1)


def _offered() -> OfferedDraft:
    slip = DraftSlip(Letterhead("", "", "", ""), "就业创业证申领", (), CODE.expires_at, "", "")
    return OfferedDraft(UUID(int=2), "就业创业证申领", CODE, slip, qr_image(encode(CODE)))


def _show(window: CounterWindow, facts: DraftsFacts, *, online: bool = True) -> None:
    surround(window, online=online, case_open=False)
    window.set_banner(BannerState())
    window.show_page(Page.DRAFTS)
    window.drafts.set_state(derive_drafts(facts, DraftWords()))


def drafts(window: CounterWindow) -> None:
    """The page as it opens."""
    _show(window, DraftsFacts(mine=_mine()))
    window.drafts.focus_code()


def drafts_empty(window: CounterWindow) -> None:
    """Nothing unfinished, and a card was read."""
    _show(window, DraftsFacts(card=CHEN))


def drafts_taking(window: CounterWindow) -> None:
    """A draft is on its way."""
    _show(window, DraftsFacts(card=CHEN, busy=DraftWords().taking(), mine=_mine()))


def drafts_found(window: CounterWindow) -> None:
    """Two drafts of the person."""
    found = (
        (_found(1, "自助机03（样例）"), "就业创业证申领"),
        (_found(2, "南城街道政务服务中心自助机（样例）"), "结婚落户"),
    )
    _show(window, DraftsFacts(card=CHEN, found=found, mine=_mine()))


def drafts_wrong(window: CounterWindow) -> None:
    """A wrong code."""
    told = Told(*DraftWords().failed(HandoffFault.DRAFT_CODE_WRONG, "3"), Tone.WARN)
    _show(window, DraftsFacts(card=CHEN, told=told, mine=_mine()))


def drafts_unreachable(window: CounterWindow) -> None:
    """Neither platform nor source: the form alone is left."""
    words = DraftWords()
    told = Told(*words.failed(HandoffFault.ELSEWHERE_UNREACHABLE, ""), Tone.WARN, (words.form_only(),))
    _show(window, DraftsFacts(card=CHEN, told=told, mine=_mine()), online=False)


def drafts_offer(window: CounterWindow) -> None:
    """A draft is handed over: its code."""
    facts = DraftsFacts(mine=_mine(), offered=_offered(), paper="草稿条打好了")
    _show(window, facts)
    state = derive_drafts(facts, DraftWords())
    if state.offer is not None:
        window.applicant_screen.fill(state.offer)


def drafts_asking(window: CounterWindow) -> None:
    """An offered draft is to be opened: the platform is asked first whether it was taken."""
    words = DraftWords()
    _show(window, DraftsFacts(mine=_mine()))
    act = BannerAct("open_now", *words.open_now())
    window.set_banner(BannerState(*words.asking(), Tone.ACTIVE, acts=(act,)))


def drafts_gone(window: CounterWindow) -> None:
    """It was taken."""
    _show(window, DraftsFacts(mine=_mine()))
    window.set_banner(BannerState(*DraftWords().gone("南城街道政务服务中心综合窗口 3 号（样例）"), Tone.WARN))


def drafts_read_only(window: CounterWindow) -> None:
    """A draft that went elsewhere."""
    _show(window, DraftsFacts(mine=_mine(), looked_at=replace(_mine()[3], stayed=("手机号码", "户口簿本人页"))))


def arrived_form(window: CounterWindow) -> None:
    """What is told after the form alone came."""
    told = Told(*DraftWords().arrived(Way.FORM, ("户口簿本人页", "证件照")), Tone.WARN)
    _show(window, DraftsFacts(card=CHEN, told=told, mine=_mine()), online=False)


def differing(window: CounterWindow) -> None:
    """A draft that two places worked on: both choices to choose from."""
    _differ(window, "wife.education", "20", "30")


def differing_long(window: CounterWindow) -> None:
    """The same of two addresses."""
    address = "广东省东莞市莞城街道样例路1号样例花园2栋301房"
    _differ(window, "move.to_address", address, f"{address}（与门牌不同，住在三楼东侧套间）")


def _differ(window: CounterWindow, field: str, first: str, second: str) -> None:
    sample = fill(both())
    later = OtherValue(value=second, source=FieldSource.TYPED, later=True)
    told = sample.draft.fields[field].model_copy(update={"value": first, "others": (later,)})
    show_case(window, replace(sample, draft=sample.draft.with_fields({field: told})), focus=field)


DRAFT_SCENES: Final[Mapping[str, Scene]] = {
    "drafts": drafts,
    "drafts-empty": drafts_empty,
    "drafts-taking": drafts_taking,
    "drafts-found": drafts_found,
    "drafts-wrong": drafts_wrong,
    "drafts-unreachable": drafts_unreachable,
    "drafts-asking": drafts_asking,
    "drafts-gone": drafts_gone,
    "drafts-offer": drafts_offer,
    "drafts-read-only": drafts_read_only,
    "drafts-form-only": arrived_form,
    "case-differing": differing,
    "case-differing-long": differing_long,
}
