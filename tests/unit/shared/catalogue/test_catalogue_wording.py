"""What counts as vague, and what does not."""

from __future__ import annotations

import pytest

from shared.catalogue.wording import names_a_law, vague_words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("身份证、户口簿及其他材料", "其他材料"),
        ("其它有关证明", "其它有关证明"),
        ("法律、法规规定的其他条件", "规定的其他条件"),
        ("提供相关材料", "相关材料"),
        ("户口簿等材料。", "等材料"),
        ("视情况而定", "视情况而定"),
        ("视情提供", "视情"),
        ("原则上不超过五日", "原则上"),
        ("必要时补充", "必要时"),
        ("工作人员认为需要的", "认为需要"),
        ("根据实际情况提供若干份", "根据实际情况"),
        ("特殊情况除外", "特殊情况"),
        ("户口簿以及其他", "以及其他"),
        ("其他应当提交的材料", "其他应当提交的材料"),
        ("其 他　材 料", "其他材料"),
        ("其余材料", "其余材料"),
        ("其他", "其他"),
        ("由有关部门出具的证明", "有关部门"),
        ("户口簿等等", "等等"),
        ("户口簿等，交窗口", "等"),
        ("包括但不限于身份证", "包括但不限于"),
        ("按需提供", "按需提供"),
        ("視情況而定", "视情况而定"),
        ("如有需要另行提供", "如有需要另"),
        ("以窗口要求为准", "以窗口要求为准"),
        ("由工作人员决定", "由工作人员决定"),
        ("可能需要补充", "可能需要补充"),
        ("窗口要求的证件", "窗口要求的"),
        ("其他需要提交的东西", "其他需要提交的东西"),
        ("窗口认为还要的材料", "窗口认为还要"),
        ("经本单位领导同意", "经本单位领导同意"),
    ],
)
def test_vague_words_are_found(text: str, words: str) -> None:
    assert words in vague_words(text)


@pytest.mark.parametrize(
    "text",
    [
        "居民户口簿首页及本人常住人口登记卡原件",
        "其他灵活就业人员可以参加基本养老保险",
        "没有被列入经营异常名录",
        "情况属实",
        "男女平等，自愿结婚",
        "分为一等、二等",
        "如有疑问请拨打 12345",
        "《关于办理其他有关事项的通知》第三条",
        "由民政部门决定是否登记",
        "可能要等几分钟",
        "材料",
    ],
)
def test_plain_words_are_left_alone(text: str) -> None:
    assert vague_words(text) == ()


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("《中华人民共和国户口登记条例》第十条", True),
        ("国发〔1998〕24号", True),
        ("有关法律法规", False),
        ("《相关规定》", False),
        ("《本部门要求》", False),
        ("《有关规定》、《户口登记条例》", True),
        ("《》", False),
        ("", False),
    ],
)
def test_a_legal_basis_names_a_law_or_a_document(text: str, *, named: bool) -> None:
    assert names_a_law(text) is named
