"""The scenes of the counter's pictures."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final
from uuid import UUID

from counter_app.ports.applicants import ApplicantsState, RoleChoice
from counter_app.ports.shell import DeviceLine, FooterState, HeaderState
from counter_app.ports.sign_in import SignInState
from counter_app.ports.today import DraftRow, TodayRow, TodayState
from counter_app.ports.tone import Tone
from counter_app.presenters import applicants, form, gaps, materials
from counter_app.presenters.stage_state import StageFacts, derive_stage
from counter_app.views.window import CounterWindow, Page
from counter_app.words.case import FieldWords, IdentityWords, MaterialWords
from counter_app.words.gaps import GapWords
from counter_app.words.scanning import ScanWords
from demo.gallery_counter_samples import Sample, begin, fill, page_image

Scene = Callable[[CounterWindow], None]
HALL = "东莞市政务服务中心"


def surround(window: CounterWindow, *, online: bool = True) -> None:
    """Fill header, column of today and footer."""
    window.header.set_header(HeaderState("07", HALL, 5, 0 if online else 3, online, "李样例 · 受理岗"))
    rows = (
        TodayRow(UUID(int=11), "09:36", "就业创业证申领", "欧阳**", "已受理", "上传中 40%", Tone.ACTIVE),
        TodayRow(UUID(int=12), "09:20", "结婚落户", "陈**", "已受理", "已送达 09:20", Tone.GOOD),
        TodayRow(UUID(int=13), "09:08", "户口婚姻状况变更", "梁**", "已收件", "待上传（没有网络）", Tone.WAITING),
        TodayRow(UUID(int=14), "08:57", "夫妻投靠落户", "李***", "已受理", "被退回：办件编号重复", Tone.BAD),
        TodayRow(UUID(int=15), "08:44", "创业补贴申领", "张**", "已受理", "已送达 08:45", Tone.GOOD),
    )
    drafts = (DraftRow(UUID(int=21), "09:37", "结婚落户", "欧阳样例 陈样例", current=True),)
    window.today.set_state(TodayState(rows, drafts))
    window.footer.set_state(
        FooterState(
            (
                DeviceLine("card", "读卡", "正常", Tone.GOOD),
                DeviceLine("scanner", "扫描", "正常", Tone.GOOD),
                DeviceLine("printer", "打印", "纸快用完", Tone.WARN),
                DeviceLine("platform", "平台", "已连接" if online else "没有网络", Tone.GOOD if online else Tone.WARN),
            ),
            demo=True,
        )
    )


def show_case(window: CounterWindow, sample: Sample, *, focus: str = "") -> None:
    """Show an open case."""
    surround(window)
    facts = sample.facts
    window.show_page(Page.INTAKE)
    subject = facts.subject
    words = IdentityWords()
    window.applicants.set_state(
        ApplicantsState(
            subject.short_name,
            words.items(len(subject.items)),
            subject.emblem,
            subject.theme.colour,
            applicants.derive_slots(facts, words),
        )
    )
    fields = FieldWords()
    window.form.set_shape(subject.short_name, form.derive_shape(facts))
    window.form.set_cells(form.derive_cells(facts, fields))
    window.form.set_summary(form.derive_summary(facts, fields))
    window.form.set_note(form.derive_note(facts, focus, fields))
    window.form.set_can_undo(facts.can_undo)
    papers = MaterialWords()
    window.materials.set_rows(materials.derive_rows(facts, papers), "housing_proof")
    window.materials.set_summary(materials.derive_summary(facts, papers))
    window.gaps.set_state(gaps.derive_gaps(facts, GapWords(), may_accept=True, discarding=False, busy=False))
    window.gaps.set_elapsed(GapWords().elapsed(4, 12))
    window.stage.set_state(derive_stage(StageFacts(material="迁入地房产证明"), ScanWords()))
    if focus:
        window.form.focus_field(focus)


def sign_in(window: CounterWindow) -> None:
    """Signing in."""
    window.sign_in.set_state(SignInState(HALL))


def both() -> Sample:
    """Both spouses read."""
    return begin().identified("husband", "chen").identified("wife", "ouyang")


def begun(window: CounterWindow) -> None:
    """A case without anybody."""
    show_case(window, begin())


def one_card(window: CounterWindow) -> None:
    """One spouse read, the form open."""
    show_case(window, begin().identified("husband", "chen"), focus="husband.phone")


def nearly(window: CounterWindow) -> None:
    """Two gaps left, a page on the stage."""
    sample = fill(both(), frozenset({"move.relation_to_householder"}))
    for code in ("marriage_declaration", "household_register.husband", "household_register.wife", "housing_proof"):
        sample = sample.scanned(code)
    show_case(window, sample, focus="move.relation_to_householder")
    given = sample.draft.materials["housing_proof"]
    image = page_image()
    key = given.pages[0].page_id.hex
    facts = StageFacts("迁入地房产证明", given, {key: image}, None, key)
    window.stage.set_state(derive_stage(facts, ScanWords()))


def which_role(window: CounterWindow) -> None:
    """A card whose role is asked."""
    show_case(window, begin())
    facts = begin().facts
    words = IdentityWords()
    window.applicants.set_state(
        ApplicantsState(
            "结婚落户",
            words.items(3),
            "喜",
            "vermilion",
            applicants.derive_slots(facts, words),
            RoleChoice(words.which_role("陈样例"), (("husband", "男方"), ("wife", "女方"))),
        )
    )


SCENES: Final[Mapping[str, Scene]] = {
    "sign-in": sign_in,
    "begun": begun,
    "one-card": one_card,
    "nearly": nearly,
    "which-role": which_role,
}
