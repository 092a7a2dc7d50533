"""Pictures of an open case at the counter."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final
from uuid import UUID

from PySide6.QtWidgets import QApplication

from counter_app.parts.editors import ChoiceEditor
from counter_app.ports.applicants import ApplicantsState, RoleChoice
from counter_app.ports.shell import BannerAct, BannerState, DeviceLine, FooterState, HeaderState
from counter_app.ports.today import DraftRow, TodayRow, TodayState
from counter_app.ports.tone import Tone
from counter_app.ports.window import Page
from counter_app.presenters import applicants, form, gaps, materials
from counter_app.presenters.stage_state import StageFacts, derive_stage
from counter_app.presenters.stand_in import derive_stand_in
from counter_app.views.window import CounterWindow
from counter_app.words.case import FieldWords, IdentityWords, MaterialWords
from counter_app.words.changes import ChangeWords
from counter_app.words.gaps import GapWords
from counter_app.words.scanning import ScanWords
from counter_app.words.stand_in import StandInWords
from demo.gallery_counter_samples import (
    Sample,
    begin,
    fill,
    page_image,
)
from shared.catalogue.changes import ChangeKind, DraftChange

Scene = Callable[[CounterWindow], None]
HALL = "东莞市政务服务中心"


def surround(window: CounterWindow, *, online: bool = True, case_open: bool = True) -> None:
    """Fill header, column of today and footer."""
    window.header.set_header(HeaderState("07", HALL, 5, 0 if online else 3, online, "李样例 · 受理岗"))
    rows = (
        TodayRow(UUID(int=11), "09:36", "就业创业证申领", "欧阳**", "已受理", "上传中 40%", Tone.ACTIVE),
        TodayRow(UUID(int=12), "09:20", "结婚落户", "陈**", "已受理", "已送达 09:20", Tone.GOOD),
        TodayRow(UUID(int=13), "09:08", "户口婚姻状况变更", "梁**", "已收件", "待上传（没有网络）", Tone.WAITING),
        TodayRow(UUID(int=14), "08:57", "夫妻投靠落户", "李***", "已受理", "被退回：办件编号重复", Tone.BAD),
        TodayRow(UUID(int=15), "08:44", "创业补贴申领", "张**", "已受理", "已送达 08:45", Tone.GOOD),
    )
    drafts = (DraftRow(UUID(int=21), "09:37", "结婚落户", "欧阳样例 陈样例", current=case_open),)
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


def show_case(window: CounterWindow, sample: Sample, *, focus: str = "", paper: str = "housing_proof") -> None:
    """Show an open case, without what an earlier picture told above it."""
    surround(window)
    window.set_banner(BannerState())
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
    first = next(entry for entry in subject.materials if not entry.code.startswith("id_card"))
    wanted = next((entry for entry in subject.materials if entry.code == paper), first)
    window.materials.set_rows(materials.derive_rows(facts, papers), wanted.code)
    window.materials.set_summary(materials.derive_summary(facts, papers))
    window.materials.stand_in.set_state(derive_stand_in(facts, wanted.code, StandInWords()))
    window.gaps.set_state(gaps.derive_gaps(facts, GapWords(), may_accept=True, discarding=False, busy=False))
    window.gaps.set_elapsed(GapWords().elapsed(4, 12))
    window.stage.set_state(derive_stage(StageFacts(material=wanted.name), ScanWords()))
    _lay_out(window)
    if focus:
        window.form.focus_field(focus)


def _lay_out(window: CounterWindow) -> None:
    """Give everything its place; what a scene still changes is drawn once, when the scene is looked at."""
    window.setUpdatesEnabled(False)
    QApplication.processEvents()
    window.setUpdatesEnabled(True)


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


def stand_in(window: CounterWindow) -> None:
    """A paper that may follow or be replaced by a declaration."""
    show_case(window, begin("7.4").identified("applicant", "chen"), paper="premises_proof")


def promised(window: CounterWindow) -> None:
    """A paper that follows by its day."""
    sample = begin("7.4").identified("applicant", "chen").promised("premises_proof")
    show_case(window, sample, paper="premises_proof")


def declared(window: CounterWindow) -> None:
    """A declaration in a paper's place."""
    sample = begin("7.4").identified("applicant", "chen").declared("premises_proof")
    show_case(window, sample, paper="premises_proof")


def demanding(window: CounterWindow) -> None:
    """A clerk wants one more paper, and the catalogue is asked for it."""
    show_case(window, begin("7.4").identified("applicant", "chen"), paper="id_card")
    window.materials.demand.opener.click()


def outdated(window: CounterWindow) -> None:
    """A draft of an older catalogue, opened again."""
    show_case(window, both())
    words = ChangeWords()
    changes = (
        DraftChange(ChangeKind.LIMIT, "8.3", "户口迁移(夫妻投靠落户)", "10", "7"),
        DraftChange(ChangeKind.MATERIAL_REMOVED, "joining_application", "夫妻投靠申请书"),
        DraftChange(ChangeKind.MATERIAL_CHANGED, "housing_proof", "迁入地房产证明", "None", "5", part="deferred_days"),
        DraftChange(ChangeKind.FIELD_ADDED, "move.former_division", "原户口所在地"),
    )
    acts = (BannerAct("use_newest", *words.use_newest()),)
    said = words.title("2026.10.2", "2026.11.1"), words.listed(changes)
    window.set_banner(BannerState(*said, Tone.WARN, acts=acts))


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


def typing(window: CounterWindow) -> None:
    """An applicant typed from the original, refused."""
    sample = begin().identified("husband", "chen")
    show_case(window, sample)
    words = IdentityWords()
    facts = sample.facts
    window.applicants.set_state(
        ApplicantsState(
            "结婚落户",
            words.items(3),
            "喜",
            "vermilion",
            applicants.derive_slots(facts, words),
            typing=("wife", words.typing("女方")),
            problem=words.refused("number_invalid"),
        )
    )


def choices(window: CounterWindow) -> None:
    """A choice with its list open."""
    sample = fill(both(), frozenset({"move.relation_to_householder", "wife.education", "wife.employment"}))
    show_case(window, sample, focus="wife.education")
    editor = window.form.findChild(ChoiceEditor, "field_wife.education")
    if editor is not None:
        editor.open_options()


def offers(window: CounterWindow) -> None:
    """Values on offer for the field in focus."""
    sample = fill(both(), frozenset({"move.to_address", "move.relation_to_householder"}))
    show_case(window, sample, focus="move.to_address")


def fault(window: CounterWindow) -> None:
    """A wrong number."""
    sample = fill(both()).answered({"move.householder_number": "441900199003150033", "wife.phone": "1380000"})
    show_case(window, sample, focus="move.householder_number")


def unfolded(window: CounterWindow) -> None:
    """What the cards told, unfolded."""
    show_case(window, fill(both()))
    window.form.toggle_known()


def single(window: CounterWindow) -> None:
    """One item of one applicant."""
    show_case(window, begin("7.1").identified("applicant", "ouyang"))


def complete_sample() -> Sample:
    """Nothing missing."""
    sample = fill(both())
    for material in sample.facts.subject.materials:
        if not material.code.startswith("id_card"):
            sample = sample.scanned(material.code)
    return sample


def complete(window: CounterWindow) -> None:
    """Ready to be accepted."""
    _complete(window, discarding=False, busy=False)


def discarding(window: CounterWindow) -> None:
    """Giving up is asked about."""
    _complete(window, discarding=True, busy=False)


def sealing(window: CounterWindow) -> None:
    """Being sealed."""
    _complete(window, discarding=False, busy=True)


def _complete(window: CounterWindow, *, discarding: bool, busy: bool) -> None:
    sample = complete_sample()
    show_case(window, sample)
    state = gaps.derive_gaps(sample.facts, GapWords(), may_accept=True, discarding=discarding, busy=busy)
    window.gaps.set_state(state)
    window.gaps.set_elapsed(GapWords().elapsed(6, 3))
    given = sample.draft.materials["housing_proof"]
    key = given.pages[0].page_id.hex
    window.stage.set_state(
        derive_stage(StageFacts("迁入地房产证明", given, {key: page_image()}, None, key), ScanWords())
    )


CASE_SCENES: Final[Mapping[str, Scene]] = {
    "case-stand-in": stand_in,
    "case-promised": promised,
    "case-declared": declared,
    "case-demanding": demanding,
    "case-outdated": outdated,
    "case-begun": begun,
    "case-one-card": one_card,
    "case-nearly": nearly,
    "case-which-role": which_role,
    "case-typing": typing,
    "case-choices": choices,
    "case-offers": offers,
    "case-fault": fault,
    "case-unfolded": unfolded,
    "case-single": single,
    "case-complete": complete,
    "case-discarding": discarding,
    "case-sealing": sealing,
}
