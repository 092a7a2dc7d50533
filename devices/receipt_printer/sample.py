"""A sample slip: what a citizen's receipt looks like, with nobody's data."""

from __future__ import annotations

import base45

from devices.core.slip import Align, Feed, Pair, Qr, Rule, Slip, Text


def sample_slip() -> Slip:
    """Return a receipt for an invented applicant, marked 样例; its code holds the word and proves nothing."""
    return Slip(
        title="sample",
        elements=(
            Text("东莞市政务服务中心", Align.CENTER),
            Text("收件凭证", Align.CENTER, size=2, bold=True),
            Text("（样例，不作凭证）", Align.CENTER),
            Rule(),
            Pair("办件编号", "44190026000010000012", bold=True),
            Pair("收件时间", "2026-11-23 09:41"),
            Pair("申请人", "欧阳样例"),
            Pair("收件地点", "自助终端 03 号机"),
            Rule(),
            Text("申请事项", bold=True),
            Pair("1.", "《就业创业证》申领（毕业年度内高校毕业生、登记失业人员）"),
            Pair("2.", "就业困难人员认定"),
            Rule(),
            Text("收到的材料：3 份，共 7 页", bold=True),
            Pair("1.", "居民户口簿 4 页"),
            Pair("2.", "近期免冠照片 1 页"),
            Pair("3.", "与原单位解除（终止）劳动关系证明 2 页"),
            Rule(),
            Text("材料已经收好，正在送往办理部门。收件不等于受理：是否受理，办理部门会另行告知。"),
            Feed(),
            Qr("YM1:" + base45.b45encode("样例，不作凭证。".encode() * 9).decode("ascii")),
            Text("扫码核对真伪·凭编号查询进度", Align.CENTER),
            Text("咨询、投诉请拨 12345", Align.CENTER, bold=True),
        ),
    )
