"""The gallery's kiosk where a draft is kept for later and where it goes on. Invented people, marked 样例."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from typing import Final
from uuid import UUID

from demo.gallery_kiosk_filling import FORM_CHOICE
from demo.gallery_kiosk_frame import ILL, Scene, on
from demo.gallery_kiosk_spoken import OFFLINE, begun, form_scene, resume_scene
from devices.core.printing import PrintState
from kiosk_app.pictures import address
from kiosk_app.viewmodels.keep import KeepInputs, KeepProps, derive_keep_props
from kiosk_app.work.draft_state import KeepPhase, KeepState, ResumePhase, ResumeState
from kiosk_app.work.state import CardPhase, Screen, SessionState
from shared.catalogue.changes import ChangeKind, DraftChange
from shared.handoff.errors import HandoffFault
from shared.handoff.port import FoundDraft, Way
from shared.intake.draft import FieldSource, FieldValue, OtherValue
from shared.intake.gaps import Gap, GapKind
from shared.qt.languages import Language

_UNTIL: Final = datetime(2026, 11, 28, 9, 30, tzinfo=UTC)
_COUNTER: Final = "南城街道政务服务中心综合窗口 3 号（样例）"
_KEPT: Final = KeepState(
    KeepPhase.KEPT, "就业创业证申领", "4079 4886 1032", _UNTIL, printing=False, end=PrintState.PRINTED
)


def _kept(state: KeepState, *, online: bool = True) -> KeepProps:
    return replace(derive_keep_props(KeepInputs(state, online)), qr=address("qr"))


_ASKED: Final = KeepState(subject="企业开办一件事（登记、公章、税务、社保、公积金、银行开户）")
ASK = derive_keep_props(KeepInputs(_ASKED, online=True))
_FAULTS: Final = {
    "expired": ResumeState(fault=HandoffFault.CODE_EXPIRED),
    "used": ResumeState(fault=HandoffFault.CODE_USED, where=_COUNTER),
    "used-stayed": ResumeState(
        fault=HandoffFault.CODE_USED, where=_COUNTER, stayed=("手机号码", "学历", "户口簿本人页", "近期免冠证件照")
    ),
    "other-card": ResumeState(fault=HandoffFault.HOLDER_WRONG),
    "too-many-tries": ResumeState(fault=HandoffFault.TOO_MANY_TRIES, wait_min=15),
    "sealed": ResumeState(fault=HandoffFault.DRAFT_SEALED_ELSEWHERE),
    "unreachable": ResumeState(fault=HandoffFault.ELSEWHERE_UNREACHABLE),
    "not-here": ResumeState(fault=HandoffFault.CATALOGUE_NOT_HERE),
}
_CHANGES: Final = (
    DraftChange(ChangeKind.MATERIAL_ADDED, "education_certificate", "最高学位证书"),
    DraftChange(ChangeKind.LIMIT, "7.1", "就业创业证申领", "5", "3"),
    DraftChange(ChangeKind.ITEM_ADDED, "7.9", "科技查新"),
    DraftChange(ChangeKind.MATERIAL_CHANGED, "household_register", "户口簿本人页"),
    DraftChange(ChangeKind.FIELD_REMOVED, "applicant.phone", "手机号码"),
    DraftChange(ChangeKind.FEE, "14.1", "科技查新", "按委托的查新机构公布的价格，由申请单位与查新机构约定", "不收费"),
)


def _found(place: int, code: str, holder: str) -> FoundDraft:
    shared = datetime(2026, 11, 27, 8, 5, tzinfo=UTC)
    return FoundDraft(UUID(int=place), code, "", holder, False, False, shared, _UNTIL, 2, 1)


def _resumes() -> Iterator[tuple[str, SessionState, ResumeState]]:
    """Yield the end of each scene's name, the session and how far going on is."""
    known = replace(begun("7.1"), screen=Screen.RESUME, has_gun=True)
    unknown = replace(known, card=None, card_phase=CardPhase.WAITING, draft=None, subject=None)
    offline = replace(known, around=OFFLINE)
    yield "card", unknown, ResumeState()
    yield "card-failed", replace(unknown, card_phase=CardPhase.FAILED, card_code="card_removed"), ResumeState()
    asked = ResumeState(phase=ResumePhase.CODE)
    yield "code", known, asked
    yield "code-typed", known, replace(asked, digits="407948861032")
    wrong = replace(asked, fault=HandoffFault.DRAFT_CODE_WRONG, tries_left=3)
    yield "code-wrong", known, wrong
    yield "code-offline", offline, replace(asked, digits="40794886")
    yield "looking", known, ResumeState(phase=ResumePhase.LOOKING)
    drafts = (_found(1, "7.1", "自助机03（样例）"), _found(2, "8", "南城街道政务服务中心自助机（样例）"))
    yield "choose", known, ResumeState(phase=ResumePhase.CHOOSE, found=drafts)
    yield "nothing", known, ResumeState(phase=ResumePhase.NOTHING)
    for name, resume in _FAULTS.items():
        yield name, known, replace(resume, phase=ResumePhase.FAILED)
    yield "form-only", offline, ResumeState(phase=ResumePhase.ASK_FORM)
    found = ResumeState(phase=ResumePhase.FOUND, way=Way.PLATFORM)
    yield "found", known, found
    yield "found-form", offline, replace(found, way=Way.FORM, again=("户口簿本人页", "近期免冠证件照"))
    yield "both", known, replace(found, kept=True, differing=("手机号码", "户口簿本人页"))
    yield "version", known, replace(found, phase=ResumePhase.VERSION, changes=_CHANGES[:2])
    yield "version-many", known, replace(found, phase=ResumePhase.VERSION, changes=_CHANGES)
    yield "version-closed", known, replace(found, phase=ResumePhase.NOT_NEWEST)


_BOTH: Final = (
    ("numbers", "applicant.phone", ("13800138000", "13900139000")),
    ("choices", "applicant.education", ("20", "30")),
)


def _differing(field: str, first: str, second: str) -> SessionState:
    """Return a session in which two terminals were told different things."""
    state = begun("7.1")
    later = OtherValue(value=second, source=FieldSource.TYPED, later=True)
    told = FieldValue(value=first, source=FieldSource.TYPED, others=(later,))
    draft = state.draft.with_fields({field: told}) if state.draft else None
    return replace(state, draft=draft, faults={field: Gap(GapKind.FIELD, field, "sources_differ", "")})


@cache
def resume_scenes(language: Language = Language.SIMPLIFIED) -> tuple[Scene, ...]:
    """Return going on with a draft; the language has to be spoken by then."""
    differing = tuple(
        form_scene(f"both-{name}", _differing(field, *values), field, language) for name, field, values in _BOTH
    )
    return (*(resume_scene(name, state, resume, language) for name, state, resume in _resumes()), *differing)


_ASKS = replace(on("keep", 2, 0.5), can_leave=False)
_IS_KEPT = replace(on("keep"), can_go_back=False, can_leave=False)
DRAFTS = (
    Scene("keep-ask", "keep", ASK, _ASKS),
    Scene("keep-waits", "keep", derive_keep_props(KeepInputs(_ASKED, online=True, taking=True)), _ASKS),
    Scene("keep-saving", "keep", replace(ASK, phase="saving", can_keep=False), _ASKS),
    Scene("keep-printing", "keep", _kept(replace(_KEPT, printing=True, end=None)), _IS_KEPT),
    Scene("keep-printed", "keep", _kept(_KEPT), _IS_KEPT),
    Scene("keep-unsure", "keep", _kept(replace(_KEPT, end=PrintState.SENT)), _IS_KEPT),
    Scene(
        "keep-no-paper",
        "keep",
        _kept(replace(_KEPT, end=PrintState.FAILED, cause="paper_end"), online=False),
        replace(_IS_KEPT, devices=ILL, all_well=False),
    ),
    Scene("overlay-leave-keep", "form", FORM_CHOICE, on("form", 1, 0.6, overlay="leave", can_keep=True)),
    Scene(
        "overlay-idle-kept", "form", FORM_CHOICE, on("form", 1, 0.4, overlay="idle", idle_seconds=14, stays_kept=True)
    ),
)
