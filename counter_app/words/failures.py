"""Sentences about what the terminal itself could not do."""

from __future__ import annotations

from PySide6.QtCore import QObject


class FailureWords(QObject):
    """What happened, what is kept, what to do now."""

    def sentence(self, code: str) -> tuple[str, str]:
        """Return what happened, and what is kept or to be done."""
        code = code.partition(":")[0]
        kept = self.tr("填的内容和存好的页都在。")
        known = {
            "disk_full": (self.tr("磁盘满了，没有存上"), self.tr("请大厅管理员清理磁盘，再试一次。") + kept),
            "read_only": (self.tr("磁盘不能写，没有存上"), self.tr("请大厅管理员检查磁盘。") + kept),
            "store_busy": (self.tr("本机正忙，没有存上"), self.tr("稍等再按一次。") + kept),
            "incomplete": (self.tr("还有没齐的地方"), self.tr("右边列着，一处一处补上。")),
            "right_missing": (self.tr("您没有受理的权限"), self.tr("可以先“只收件”，由有权限的同事受理。")),
            "occasion_refused": (self.tr("还差一点，没有送出"), self.tr("看看面板里的红字，补上再送。") + kept),
            "guard_refused": (self.tr("这一件现在不能受理"), self.tr("它已经受理过，或者状态变了。")),
            "no_such_transition": (self.tr("这一件现在不能受理"), self.tr("它已经受理过，或者状态变了。")),
            "case_moved_on": (self.tr("这一件刚刚又有了变化"), self.tr("请从今日办件里重新打开，再办一次。")),
            "subject_closed": (
                self.tr("这一件在这里办不了"),
                self.tr("在别处办、暂停了，或者已经截止：查一下事项，照上面写的告诉申请人。"),
            ),
            "case_left": (
                self.tr("刚才那一步没有记上"),
                self.tr("已经换到另一件了。从今日办件里打开原来那一件，再做一次。"),
            ),
            "draft_handed_over": (self.tr("这一件已经转到别处办了"), self.tr("刚才这一步没有存上。请到那里接着办。")),
            "draft_leaving": (
                self.tr("这一件正在转到别处"),
                self.tr("刚才这一步没有存上。要在这里接着办，先在“接续草稿”里取回。"),
            ),
            "draft_closed": (self.tr("这一件已经办完或清除"), self.tr("请在今日办件里看。")),
            "field_refused": (self.tr("这一栏来自身份证，不能改"), self.tr("要改请重新刷身份证。")),
            "not_deferrable": (self.tr("这份材料不能容缺"), self.tr("主要材料要当场交。")),
            "no_commitment": (self.tr("这份材料不能由承诺代替"), self.tr("目录没有写承诺，要交原件。")),
            "pages_given": (self.tr("这份材料已经扫描"), self.tr("要改为容缺或者承诺，先移除扫描的页。")),
            "too_many_pages": (
                self.tr("这份材料的页数满了"),
                self.tr("刚才那一页还没收。要换页，先点开旧的移除，再点开这一页照用。"),
            ),
            "not_two_sides": (self.tr("这两页拼不成一张"), self.tr("要证件的正面和反面各一页；缺哪一面，补扫哪一面。")),
            "not_asked_for": (self.tr("目录里没有要这份材料"), self.tr("不能多收，这一次已经记下。")),
            "sealing_key_missing": (self.tr("还没有平台的收件密钥"), self.tr("联一次网就会自动下载。") + kept),
            "notice_failed": (self.tr("这份文书没有排出来"), self.tr("办件已经收好，可以先打小票。")),
            "page_printer_refused": (
                self.tr("打印机没有接下通知书"),
                self.tr("看看打印机，再试一次；也可以导出 PDF。"),
            ),
            "pages_under_way": (
                self.tr("打印机还在打前面那一份"),
                self.tr("等它打完，再按一次打印。"),
            ),
            "notice_not_printed": (
                self.tr("刚才那份通知书没有打完"),
                self.tr("从今日办件里打开那一件，再打一次。"),
            ),
            "notice_unseen": (
                self.tr("刚才那份通知书不知道打出来没有"),
                self.tr("看一眼纸。没有的话，从今日办件里打开那一件，再打一次。"),
            ),
            "slip_not_printed": (
                self.tr("刚才那张小票可能没打出来"),
                self.tr("看看打印机。没有的话，从今日办件里打开那一件，再打一次。"),
            ),
            "file_exists": (self.tr("那里已经有同名文件"), self.tr("换一个名字再存，旧文件没有动。")),
            "file_not_written": (self.tr("没有存成文件"), self.tr("换一个能写的位置再试。")),
        }
        other = (
            self.tr("没有办成"),
            self.tr("再试一次；还不行请记下代码 {code} 告诉管理员。").format(code=code) + kept,
        )
        return known.get(code, other)
