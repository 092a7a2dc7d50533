"""What the screen of going on with a draft shows: the card, the code, what was found, and every reason why not."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from kiosk_app.viewmodels.confirm import PromiseRow
from kiosk_app.viewmodels.home import MatterRow, matter_row
from kiosk_app.viewmodels.resume import ResumeProps
from kiosk_app.words.card import card_remedy
from kiosk_app.words.changes import change_sentences
from kiosk_app.words.resuming import resume_remedy
from kiosk_app.words.say import QT_TRANSLATE_NOOP, Remedy, listed, say, together
from kiosk_app.work.draft_state import ResumePhase, ResumeState
from kiosk_app.work.identifying import reader_is_down
from kiosk_app.work.state import CardPhase, SessionState
from shared.catalogue.model import Catalogue, Subject, UnknownSubjectError
from shared.handoff.code import TYPED_DIGITS, grouped
from shared.handoff.errors import HandoffFault
from shared.handoff.port import FoundDraft, Way
from shared.notices.dates import official_time

_OTHER_CARD: Final = frozenset({HandoffFault.HOLDER_WRONG, HandoffFault.HOLDER_NEEDED})
_FINAL: Final = frozenset(
    {
        HandoffFault.CODE_EXPIRED,
        HandoffFault.CODE_USED,
        HandoffFault.DRAFT_BEGUN_ELSEWHERE,
        HandoffFault.DRAFT_SEALED_ELSEWHERE,
        HandoffFault.DRAFT_UNKNOWN,
        HandoffFault.TOO_MANY_TRIES,
        HandoffFault.CATALOGUE_NOT_HERE,
        HandoffFault.CHANNEL_CLOSED,
        HandoffFault.TERMINAL_REFUSED,
    }
)
"""Faults that another try does not mend."""


@dataclass(frozen=True, slots=True)
class ResumeInputs:
    """What the screen depends on."""

    state: SessionState
    resume: ResumeState
    catalogue: Catalogue


def derive_resume_props(inputs: ResumeInputs) -> ResumeProps:
    """Return the screen as it stands."""
    derive = {
        ResumePhase.CARD: _card,
        ResumePhase.CODE: _code,
        ResumePhase.LOOKING: _looking,
        ResumePhase.CHOOSE: _choose,
        ResumePhase.NOTHING: _nothing,
        ResumePhase.FAILED: _failed,
        ResumePhase.ASK_FORM: _ask_form,
        ResumePhase.FOUND: _found,
        ResumePhase.VERSION: _version,
        ResumePhase.NOT_NEWEST: _not_newest,
    }
    return derive[inputs.resume.phase](inputs)


def _card(inputs: ResumeInputs) -> ResumeProps:
    state, hall = inputs.state, inputs.catalogue.hall
    down = reader_is_down(state)
    failed = state.card_phase is CardPhase.FAILED
    remedy = Remedy("", "")
    if down or failed:
        code = "" if down else state.card_code
        remedy = card_remedy(code, place=hall.name, hours=hall.hours, phone=hall.phone, role="")
    scanned = inputs.resume.code is not None
    first = QT_TRANSLATE_NOOP("Kiosk", "条扫好了。请把存草稿时用的身份证放到读卡区")
    asked = QT_TRANSLATE_NOOP("Kiosk", "请把存草稿时用的身份证放到读卡区")
    reading = state.card_phase is CardPhase.READING
    chip = QT_TRANSLATE_NOOP("Kiosk", "正在读，请别拿开") if reading else QT_TRANSLATE_NOOP("Kiosk", "等您放身份证")
    return ResumeProps(
        phase="card",
        title=say(first if scanned else asked),
        note=say(QT_TRANSLATE_NOOP("Kiosk", "放平就行，读好之前别拿开。")),
        card_phase="out" if down else state.card_phase.value,
        chip="" if down else say(chip),
        fault=remedy.title,
        text=remedy.text,
        code=_unreadable(inputs.resume),
    )


def _code(inputs: ResumeInputs) -> ResumeProps:
    resume, state = inputs.resume, inputs.state
    name = state.card.name if state.card else ""
    offline = QT_TRANSLATE_NOOP("Kiosk", "网络断着：输提取码，只能取这台机器上存的草稿；别处存的，要扫条上的码。")
    scan = QT_TRANSLATE_NOOP("Kiosk", "{name}，请扫草稿条上的码")
    scan_or_type = QT_TRANSLATE_NOOP("Kiosk", "扫不出来，就输入条上的 12 位提取码。")
    type_it = QT_TRANSLATE_NOOP("Kiosk", "{name}，请输入草稿条上的提取码")
    where = QT_TRANSLATE_NOOP("Kiosk", "草稿条最上面，12 位数字。")
    return ResumeProps(
        phase="code",
        title=say(scan if state.has_gun else type_it, name=name),
        note=say(scan_or_type if state.has_gun else where),
        digits=resume.digits,
        shown=grouped(resume.digits),
        placeholder=say(QT_TRANSLATE_NOOP("Kiosk", "12 位提取码")),
        fault=_code_fault(resume),
        network=say(offline) if state.around.online is False else "",
        act="look",
        act_label=say(QT_TRANSLATE_NOOP("Kiosk", "取草稿")),
        can_act=len(resume.digits) == TYPED_DIGITS and not state.busy,
    )


def _code_fault(resume: ResumeState) -> str:
    if resume.unreadable:
        return _unreadable(resume)
    if resume.mistyped:
        return say(QT_TRANSLATE_NOOP("Kiosk", "有数字输错了，请对照条上再看一遍。这次不算次数。"))
    if resume.fault is None:
        return ""
    remedy = resume_remedy(resume.fault)
    return together(say(QT_TRANSLATE_NOOP("Kiosk", "{name}。"), name=remedy.title), remedy.text, _tries(resume))


def _tries(resume: ResumeState) -> str:
    """Say how many tries are left, or when the next one counts; empty where nobody tells."""
    last = QT_TRANSLATE_NOOP("Kiosk", "还能试最后 1 次。拿不准的，请先到窗口问一下。")
    left = QT_TRANSLATE_NOOP("Kiosk", "还能试 {count} 次。")
    wait = QT_TRANSLATE_NOOP("Kiosk", "过 {count} 分钟，也可以在这里再试。")
    if resume.tries_left is not None:
        return say(last) if resume.tries_left == 1 else say(left, count=resume.tries_left)
    return say(wait, count=resume.wait_min) if resume.wait_min else ""


def _unreadable(resume: ResumeState) -> str:
    if not resume.unreadable:
        return ""
    return say(QT_TRANSLATE_NOOP("Kiosk", "码没有扫清楚。请把条放平再扫一次，或者输入提取码。"))


def _looking(inputs: ResumeInputs) -> ResumeProps:
    del inputs
    return ResumeProps(
        phase="looking",
        title=say(QT_TRANSLATE_NOOP("Kiosk", "正在取您的草稿…")),
        text=say(QT_TRANSLATE_NOOP("Kiosk", "最多等二十秒。")),
    )


def _choose(inputs: ResumeInputs) -> ResumeProps:
    return ResumeProps(
        phase="choose",
        title=say(QT_TRANSLATE_NOOP("Kiosk", "接着办哪一件？")),
        note=say(QT_TRANSLATE_NOOP("Kiosk", "您存着 {count} 件。"), count=len(inputs.resume.found)),
        drafts=tuple(_draft_row(inputs.catalogue, one) for one in inputs.resume.found),
    )


def _draft_row(catalogue: Catalogue, found: FoundDraft) -> MatterRow:
    note = say(
        QT_TRANSLATE_NOOP("Kiosk", "{time} 存在{holder}"), time=official_time(found.shared_at), holder=found.holder
    )
    subject = _subject(catalogue, found.subject_code)
    if subject is None:
        return MatterRow(str(found.case_id), say(QT_TRANSLATE_NOOP("Kiosk", "一份草稿")), note, "稿", "teal")
    row = matter_row(subject)
    return MatterRow(str(found.case_id), row.name, note, row.emblem, row.colour)


def _subject(catalogue: Catalogue, code: str) -> Subject | None:
    try:
        return catalogue.subject(code)
    except UnknownSubjectError:
        return None


def _nothing(inputs: ResumeInputs) -> ResumeProps:
    hall = inputs.catalogue.hall
    return ResumeProps(
        phase="message",
        title=say(QT_TRANSLATE_NOOP("Kiosk", "没有找到您的草稿")),
        text=say(
            QT_TRANSLATE_NOOP(
                "Kiosk",
                "可能是：过期自动清除了；已经在别处接着办了；条是用另一张身份证存的。"
                "有条的，扫一下条上的码再试；也可以到窗口问一下：{place}。",
            ),
            place=hall.name,
        ),
        tone="warn",
        act="again",
        act_label=say(QT_TRANSLATE_NOOP("Kiosk", "再试一次")),
        can_act=True,
    )


def _failed(inputs: ResumeInputs) -> ResumeProps:
    resume, hall = inputs.resume, inputs.catalogue.hall
    remedy = resume_remedy(resume.fault, place=hall.name, phone=hall.phone, where=resume.where)
    act, label = _next_act(resume)
    return ResumeProps(
        phase="message",
        title=remedy.title,
        text="\n\n".join(filter(None, (together(remedy.text, _tries(resume)), _stayed(resume)))),
        tone="good" if resume.fault is HandoffFault.DRAFT_SEALED_ELSEWHERE else "warn",
        code=resume.fault.value if resume.fault else resume.trouble,
        act=act,
        act_label=label,
        can_act=True,
    )


def _stayed(resume: ResumeState) -> str:
    """Say what was entered here and did not go with a draft that went; empty for nothing."""
    said = QT_TRANSLATE_NOOP("Kiosk", "后来在这台机器上又填的、拍的，没有转过去：{names}。请到那里补上。")
    return say(said, names=listed(resume.stayed)) if resume.stayed else ""


def _next_act(resume: ResumeState) -> tuple[str, str]:
    if resume.fault in _OTHER_CARD:
        return "card", say(QT_TRANSLATE_NOOP("Kiosk", "换一张身份证"))
    if resume.fault in _FINAL:
        return "home", say(QT_TRANSLATE_NOOP("Kiosk", "回首页"))
    return "again", say(QT_TRANSLATE_NOOP("Kiosk", "再试一次"))


def _ask_form(inputs: ResumeInputs) -> ResumeProps:
    del inputs
    return ResumeProps(
        phase="message",
        title=say(QT_TRANSLATE_NOOP("Kiosk", "只能取回填的内容")),
        text=say(
            QT_TRANSLATE_NOOP(
                "Kiosk",
                "网络断着，存草稿的那台机器也连不上。填的内容就在条上的码里，现在可以接着办；"
                "拍过的材料取不过来，要重新拍。也可以过一会儿，等网络恢复了再办。",
            )
        ),
        kept=say(QT_TRANSLATE_NOOP("Kiosk", "原来存的那一份还在，没有丢。")),
        tone="warn",
        act="form",
        act_label=say(QT_TRANSLATE_NOOP("Kiosk", "取回填的，接着办")),
        can_act=True,
    )


def _found(inputs: ResumeInputs) -> ResumeProps:
    resume, state = inputs.resume, inputs.state
    kept = QT_TRANSLATE_NOOP("Kiosk", "填的、拍的都在，从上次停下的地方接着办。")
    form = QT_TRANSLATE_NOOP("Kiosk", "填的都在。下面这些材料没有跟过来，要重新拍：")
    here_too = QT_TRANSLATE_NOOP("Kiosk", "存了以后在这台机器上又填的、拍的，也都在。")
    no_pages = QT_TRANSLATE_NOOP("Kiosk", "填的都在，从上次停下的地方接着办。")
    again = resume.again
    text = form if again else no_pages if resume.way is Way.FORM else kept
    return ResumeProps(
        phase="found",
        title=say(QT_TRANSLATE_NOOP("Kiosk", "找到了，接着办")),
        text=together(say(text), say(here_too) if resume.kept else ""),
        tone="good",
        subject=state.subject.name if state.subject else "",
        points_title=_points_title(resume),
        points=tuple(PromiseRow(str(place), name) for place, name in enumerate(again or resume.differing, start=1)),
        note=say(QT_TRANSLATE_NOOP("Kiosk", "草稿现在转到这台机器上，原来的那张条用过了，不用留。")),
        act="go_on",
        act_label=say(QT_TRANSLATE_NOOP("Kiosk", "接着办")),
        can_act=not state.busy,
    )


def _points_title(resume: ResumeState) -> str:
    if resume.again:
        return say(QT_TRANSLATE_NOOP("Kiosk", "要重新拍的"))
    return say(QT_TRANSLATE_NOOP("Kiosk", "两边都改过的，请核对")) if resume.differing else ""


def _version(inputs: ResumeInputs) -> ResumeProps:
    """Ask by which rules a draft goes on whose matter is asked for otherwise since."""
    told = change_sentences(inputs.resume.changes)
    return ResumeProps(
        phase="version",
        title=say(QT_TRANSLATE_NOOP("Kiosk", "要求有更新，按哪种办？")),
        note=say(QT_TRANSLATE_NOOP("Kiosk", "两种都行。填过的、拍过的都留着。")),
        points_title=say(QT_TRANSLATE_NOOP("Kiosk", "新的要求，这些不一样")),
        points=tuple(PromiseRow(str(place), text) for place, text in enumerate(told, start=1)),
        act="newest",
        act_label=say(QT_TRANSLATE_NOOP("Kiosk", "按新的要求办")),
        can_act=not inputs.state.busy,
        other_label=say(QT_TRANSLATE_NOOP("Kiosk", "照原来的办")),
    )


def _not_newest(inputs: ResumeInputs) -> ResumeProps:
    return ResumeProps(
        phase="message",
        title=say(QT_TRANSLATE_NOOP("Kiosk", "新要求在这里办不了")),
        text=say(QT_TRANSLATE_NOOP("Kiosk", "请照您开始时的要求接着办。")),
        kept=say(QT_TRANSLATE_NOOP("Kiosk", "填过的、拍过的都在。")),
        tone="warn",
        code=inputs.resume.trouble,
        act="go_on",
        act_label=say(QT_TRANSLATE_NOOP("Kiosk", "照原来的办")),
        can_act=not inputs.state.busy,
    )
