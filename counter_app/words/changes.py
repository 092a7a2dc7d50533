"""Sentences about what a newer catalogue would change for a draft that keeps its version."""

from __future__ import annotations

from PySide6.QtCore import QObject

from shared.catalogue.changes import ChangeKind, DraftChange


class ChangeWords(QObject):
    """What is said when a draft of an older catalogue is opened again."""

    def title(self, kept: str, newest: str) -> str:
        """Say by which version the draft goes on."""
        return self.tr("目录已更新到 {newest}，这一件仍按开始时的 {kept} 办").format(kept=kept, newest=newest)

    def moved(self, newest: str) -> tuple[str, str]:
        """Say that the draft goes on by the newest version."""
        title = self.tr("已改按目录 {newest} 办").format(newest=newest)
        return title, self.tr("填过的、扫描过的都在；新版不要的先收着，改回去就回来。右边列着还差什么。")

    def use_newest(self) -> tuple[str, str]:
        """Return the act that moves the draft to the newest version, and its hint."""
        return self.tr("改按新版办"), self.tr("填过的、扫描过的都留着，可以再改回来")

    def use_former(self, former: str) -> tuple[str, str]:
        """Return the act that moves the draft back, and its hint."""
        return self.tr("改回 {former}").format(former=former), self.tr("照开始时的目录办")

    def listed(self, changes: tuple[DraftChange, ...]) -> str:
        """Return every change in one line; none where nothing that matters to the applicant changed."""
        if not changes:
            return self.tr("新版对这一件没有影响。")
        return self.tr("新版的变化：") + self.tr("；").join(map(self.sentence, changes)) + self.tr("。")

    def sentence(self, change: DraftChange) -> str:
        """Return one change."""
        said = {
            ChangeKind.GONE: self.tr("不再有“{name}”"),
            ChangeKind.STATE: self.tr("“{name}”能不能在这里办变了"),
            ChangeKind.ITEM_ADDED: self.tr("增加事项“{name}”"),
            ChangeKind.ITEM_REMOVED: self.tr("减少事项“{name}”"),
            ChangeKind.MATERIAL_ADDED: self.tr("要多交“{name}”"),
            ChangeKind.MATERIAL_REMOVED: self.tr("不用再交“{name}”"),
            ChangeKind.MATERIAL_CHANGED: self.tr("“{name}”的{part}变了"),
            ChangeKind.FIELD_ADDED: self.tr("要多填“{name}”"),
            ChangeKind.FIELD_REMOVED: self.tr("不用再填“{name}”"),
            ChangeKind.QUESTION_ADDED: self.tr("要多问“{name}”"),
            ChangeKind.QUESTION_REMOVED: self.tr("不再问“{name}”"),
            ChangeKind.LIMIT: self.tr("“{name}”的时限 {old} 个工作日改为 {new} 个"),
            ChangeKind.FEE: self.tr("“{name}”的收费由“{old}”改为“{new}”"),
        }[change.kind]
        return said.format(name=change.name, old=change.old, new=change.new, part=self._part(change.part))

    def _part(self, part: str) -> str:
        return {
            "name": self.tr("名称"),
            "importance": self.tr("主要、次要"),
            "originals": self.tr("原件份数"),
            "copies": self.tr("复印件份数"),
            "legal_basis": self.tr("依据"),
            "note": self.tr("说明"),
            "deferred_days": self.tr("后补期限"),
            "situations": self.tr("适用情形"),
        }.get(part, self.tr("要求"))
