"""What is shown when the terminal can't be opened: what happened, what is kept, whom to ask."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from counter_app.parts.boxes import column, row
from counter_app.parts.labels import make_frame, make_label

_COMMANDS = {
    "store_damaged": "python -m shared.sync store recover",
    "enrolment_spent": "python -m shared.sync enrol --again",
}
"""What the administrator types."""


class TroubleView(QWidget):
    """A page in the place of the counter.

    Args:
        code: of the error; small, for the administrator.
        detail: what the administrator needs to know, empty for nothing more.
    """

    def __init__(self, code: str, detail: str) -> None:
        super().__init__()
        self.setObjectName("ground")
        self.setWindowTitle(self.tr("一门 · 综合窗口"))
        outer = column(self, margin=48)
        card = make_frame("card", "trouble")
        card.setMaximumWidth(720)
        inside = column(card, margin=40, gap=14)
        inside.addWidget(make_label("page", self.tr("这台终端还不能用"), "trouble_title"))
        inside.addWidget(make_label("", self._sentence(code), "trouble_sentence", wrap=True))
        inside.addWidget(make_label("soft", self.tr("已经收下的件都封在本机，没有动过。"), wrap=True))
        inside.addSpacing(8)
        known = [self.tr("代码 {code}").format(code=code), detail, _COMMANDS.get(code, "")]
        inside.addWidget(make_label("small", " · ".join(text for text in known if text), "trouble_code", wrap=True))
        # Beside an alignment a layout asks nobody how high wrapped text is, and cuts it off.
        middle = row()
        middle.addStretch(1)
        middle.addWidget(card, 8)
        middle.addStretch(1)
        outer.addStretch(1)
        outer.addLayout(middle)
        outer.addStretch(1)

    def _sentence(self, code: str) -> str:
        ask = self.tr("请找大厅管理员。")
        sentences = {
            "config_invalid": self.tr("设置文件 terminal.toml 缺了或者写错了。"),
            "store_missing": self.tr("这台终端还没有登记到平台。"),
            "not_enrolled": self.tr("这台终端还没有登记到平台。"),
            "terminal_key_missing": self.tr("本机的密钥不在该在的地方。"),
            "terminal_key_malformed": self.tr("本机的密钥读不出来。"),
            "store_key_wrong": self.tr("本机的密钥和资料对不上。"),
            "store_damaged": self.tr("本机的资料损坏了。"),
            "enrolment_spent": self.tr("本机的资料重建过或者还原过，要重新登记这台终端。"),
            "schema_too_new": self.tr("本机的资料是更新的版本写的，请升级程序。"),
            "store_busy": self.tr("另一个程序占着本机的资料，关掉它再打开。"),
            "catalogue_missing": self.tr("事项目录还没有下载。连上网，过一会儿再打开。"),
            "disk_full": self.tr("磁盘满了。"),
            "read_only": self.tr("磁盘不能写。"),
        }
        return sentences.get(code, self.tr("本机的资料打不开。")) + ask
