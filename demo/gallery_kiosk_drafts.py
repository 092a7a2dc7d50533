"""The gallery's kiosk where a draft is kept for later and where it goes on. Invented people, marked 样例."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Final
from uuid import UUID

from demo.gallery_kiosk_filling import FORM_CHOICE, MATERIAL
from demo.gallery_kiosk_frame import ILL, QUIET, Scene, on
from devices.core.printing import PrintState
from kiosk_app.pictures import address
from kiosk_app.viewmodels.confirm import PromiseRow
from kiosk_app.viewmodels.home import MatterRow
from kiosk_app.viewmodels.keep import KeepProps, derive_keep_props
from kiosk_app.viewmodels.resume import ResumeProps
from kiosk_app.viewmodels.shell import ShellProps
from kiosk_app.words.resuming import resume_remedy
from kiosk_app.work.draft_state import KeepPhase, KeepState
from shared.handoff.errors import HandoffFault

_UNTIL: Final = datetime(2026, 11, 28, 9, 30, tzinfo=UTC)
_PLACE: Final = "东莞市政务服务中心"
_KEPT: Final = KeepState(
    KeepPhase.KEPT, "就业创业证申领", "4079 4886 1032", _UNTIL, printing=False, end=PrintState.PRINTED
)


def _kept(state: KeepState, *, online: bool = True) -> KeepProps:
    return replace(derive_keep_props(state, online=online), qr=address("qr"))


ASK = derive_keep_props(KeepState(subject="企业开办一件事（登记、公章、税务、社保、公积金、银行开户）"), online=True)
CARD = ResumeProps(
    phase="card",
    title="请把存草稿时用的身份证放到读卡区",
    note="放平就行，读好之前别拿开。",
    chip="等您放身份证",
)
CODE = ResumeProps(
    phase="code",
    title="陈样例，请扫草稿条上的码",
    note="扫不出来，就输入条上的 12 位提取码。",
    placeholder="12 位提取码",
    act="look",
    act_label="取草稿",
)
WRONG = replace(
    CODE,
    fault="提取码对不上。请对照条上的数字，再输一次。条和身份证要是同一个人的。还能试 3 次。",
)
OFFLINE = replace(
    CODE,
    digits="40794886",
    shown="4079 4886",
    network="网络断着：输提取码，只能取这台机器上存的草稿；别处存的，要扫条上的码。",
)
LOOKING = ResumeProps(phase="looking", title="正在取您的草稿…", text="最多等二十秒。")
CHOOSE = ResumeProps(
    phase="choose",
    title="接着办哪一件？",
    note="您存着 2 件。",
    drafts=(
        MatterRow(str(UUID(int=1)), "就业创业证申领", "2026年11月27日 16:05 存在自助机03（样例）", "工", "ochre"),
        MatterRow(
            str(UUID(int=2)),
            "结婚落户",
            "2026年11月26日 09:41 存在南城街道政务服务中心自助机（样例）",
            "喜",
            "vermilion",
        ),
    ),
)
NOTHING = ResumeProps(
    phase="message",
    title="没有找到您的草稿",
    text="可能是：过期自动清除了；已经在别处接着办了；条是用另一张身份证存的。有条的，扫一下条上的码再试；"
    "也可以到窗口问一下：东莞市政务服务中心。",
    act="again",
    act_label="再试一次",
    can_act=True,
)
ASK_FORM = ResumeProps(
    phase="message",
    title="只能取回填的内容",
    text="网络断着，存草稿的那台机器也连不上。填的内容就在条上的码里，现在可以接着办；拍过的材料取不过来，要重新拍。"
    "也可以过一会儿，等网络恢复了再办。",
    kept="原来存的那一份还在，没有丢。",
    act="form",
    act_label="取回填的，接着办",
    can_act=True,
)
FOUND = ResumeProps(
    phase="found",
    title="找到了，接着办",
    text="填的、拍的都在，从上次停下的地方接着办。",
    tone="good",
    subject="就业创业证申领",
    note="草稿现在转到这台机器上，原来的那张条用过了，不用留。",
    act="go_on",
    act_label="接着办",
    can_act=True,
)


_CHANGES: Final = (
    "多一项：职业技能培训补贴申领（演示）。",
    "要多交：学历证书（最高学历）。",
    "要求变了：户口簿本人页和户主页。",
    "不用再填：户口所在地的详细地址。",
    "就业创业证申领：原来 5 个工作日办完，现在 3 个。",
    "科技查新的收费：原来“按委托的查新机构公布的价格，由申请单位与查新机构约定”，现在“不收费”。",
)
VERSION = ResumeProps(
    phase="version",
    title="要求有更新，按哪种办？",
    note="两种都行。填过的、拍过的都留着。",
    points_title="新的要求，这些不一样",
    points=tuple(PromiseRow(str(place), text) for place, text in enumerate(_CHANGES[1:2] + _CHANGES[4:5], start=1)),
    act="newest",
    act_label="按新的要求办",
    can_act=True,
    other_label="照原来的办",
)
MANY_CHANGES = replace(
    VERSION, points=tuple(PromiseRow(str(place), text) for place, text in enumerate(_CHANGES * 2, start=1))
)
NOT_NEWEST = ResumeProps(
    phase="message",
    title="新要求在这里办不了",
    text="请照您开始时的要求接着办。",
    kept="填过的、拍过的都在。",
    act="go_on",
    act_label="照原来的办",
    can_act=True,
)


BOTH = replace(
    FOUND,
    text="填的、拍的都在，从上次停下的地方接着办。存了以后在这台机器上又填的、拍的，也都在。",
    points_title="两边都改过的，请核对",
    points=(PromiseRow("1", "手机号码"), PromiseRow("2", "户口簿本人页和户主页")),
)


def _failed(fault: HandoffFault, act: str, label: str) -> ResumeProps:
    remedy = resume_remedy(fault, place=_PLACE, phone="12345", where="南城街道政务服务中心综合窗口 3 号（样例）")
    tone = "good" if fault is HandoffFault.DRAFT_SEALED_ELSEWHERE else "warn"
    return ResumeProps(
        "message", remedy.title, text=remedy.text, tone=tone, code=fault.value, act=act, act_label=label, can_act=True
    )


def _resume(*, down: bool = False) -> ShellProps:
    shown = replace(QUIET, screen="resume", can_go_back=True, can_leave=True)
    return replace(shown, devices=ILL, all_well=False) if down else shown


_ASKS = replace(on("keep", 2, 0.5), can_leave=False)
_IS_KEPT = replace(on("keep"), can_go_back=False, can_leave=False)
DRAFTS = (
    Scene("keep-ask", "keep", ASK, _ASKS),
    Scene("keep-saving", "keep", replace(ASK, phase="saving"), _ASKS),
    Scene("keep-printing", "keep", _kept(replace(_KEPT, printing=True, end=None)), _IS_KEPT),
    Scene("keep-printed", "keep", _kept(_KEPT), _IS_KEPT),
    Scene("keep-unsure", "keep", _kept(replace(_KEPT, end=PrintState.SENT)), _IS_KEPT),
    Scene(
        "keep-no-paper",
        "keep",
        _kept(replace(_KEPT, end=PrintState.FAILED, cause="paper_end"), online=False),
        replace(_IS_KEPT, devices=ILL, all_well=False),
    ),
    Scene("resume-card", "resume", CARD, _resume()),
    Scene(
        "resume-card-failed",
        "resume",
        replace(
            CARD,
            card_phase="failed",
            fault="没读出来",
            text="可能放得早了，或者拿得快了。请拿起来，再平放一次，听到提示再拿走。",
        ),
        _resume(),
    ),
    Scene("resume-code", "resume", CODE, _resume()),
    Scene(
        "resume-code-typed",
        "resume",
        replace(CODE, digits="407948861032", shown="4079 4886 1032", can_act=True),
        _resume(),
    ),
    Scene("resume-code-wrong", "resume", WRONG, _resume()),
    Scene("resume-code-offline", "resume", OFFLINE, _resume(down=True)),
    Scene("resume-looking", "resume", LOOKING, replace(_resume(), can_go_back=False, can_leave=False)),
    Scene("resume-choose", "resume", CHOOSE, _resume()),
    Scene("resume-nothing", "resume", NOTHING, _resume()),
    Scene("resume-both", "resume", BOTH, _resume()),
    Scene("resume-expired", "resume", _failed(HandoffFault.CODE_EXPIRED, "home", "回首页"), _resume()),
    Scene("resume-used", "resume", _failed(HandoffFault.CODE_USED, "home", "回首页"), _resume()),
    Scene("resume-other-card", "resume", _failed(HandoffFault.HOLDER_WRONG, "card", "换一张身份证"), _resume()),
    Scene("resume-too-many-tries", "resume", _failed(HandoffFault.TOO_MANY_TRIES, "home", "回首页"), _resume()),
    Scene("resume-sealed", "resume", _failed(HandoffFault.DRAFT_SEALED_ELSEWHERE, "home", "回首页"), _resume()),
    Scene(
        "resume-unreachable",
        "resume",
        _failed(HandoffFault.ELSEWHERE_UNREACHABLE, "again", "再试一次"),
        _resume(down=True),
    ),
    Scene("resume-form-only", "resume", ASK_FORM, _resume(down=True)),
    Scene("resume-found", "resume", FOUND, replace(_resume(), can_go_back=False)),
    Scene(
        "resume-found-form",
        "resume",
        replace(
            FOUND,
            text="填的都在。下面这些材料没有跟过来，要重新拍：",
            points_title="要重新拍的",
            points=tuple(
                PromiseRow(str(place), name)
                for place, name in enumerate(("户口簿本人页", "证件照", "学历证书（最高学历）"), start=1)
            ),
        ),
        replace(_resume(down=True), can_go_back=False),
    ),
    Scene("resume-version", "resume", VERSION, _resume()),
    Scene("resume-version-many", "resume", MANY_CHANGES, _resume()),
    Scene("resume-version-closed", "resume", NOT_NEWEST, _resume()),
    Scene("overlay-leave-keep", "form", FORM_CHOICE, on("form", 1, 0.6, overlay="leave", can_keep=True)),
    Scene(
        "overlay-idle-kept", "form", FORM_CHOICE, on("form", 1, 0.4, overlay="idle", idle_seconds=14, stays_kept=True)
    ),
    Scene(
        "materials-missing-keep",
        "materials",
        replace(MATERIAL, missing_open=True),
        on("materials", 2, 0.4, can_keep=True),
    ),
)
