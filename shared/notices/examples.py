"""One specimen of each notice, with invented people, and very long ones."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Final

from shared.catalogue.model import Catalogue
from shared.catalogue.notice_words import SignedBy
from shared.domain.items import HandlingKind
from shared.domain.materials import Material, MaterialSource
from shared.domain.numbers import CaseNumber, NoticeKind
from shared.notices.notice import (
    Commitment,
    Consent,
    Details,
    Fee,
    Hand,
    Letterhead,
    Notice,
    NoticeItem,
    Paper,
    Party,
    Point,
    Served,
)

NOTICES: Final = tuple(NoticeKind)
_AT: Final = datetime(2026, 11, 26, 1, 41, tzinfo=UTC)
_CASE: Final = CaseNumber("441900", 2026, 2, 1)
_CODE: Final = "YM1:" + "SPECIMEN0" * 22
_CHEN: Final = Party("男方", "陈样例", "110101199003070011", "13800000000")
_LIN: Final = Party("女方", "林样例", "11010119910312002X", "13800000001", "配偶")
_ZHOU: Final = Party("申请人", "周样例", "110101198505200013", "13800000002")
_SUBJECTS: Final[Mapping[NoticeKind, str]] = {
    NoticeKind.RECEIPT: "8",
    NoticeKind.ACCEPTANCE: "8",
    NoticeKind.TRANSFER_SLIP: "5",
    NoticeKind.PAYMENT: "5",
    NoticeKind.SPECIAL_PROCEDURE: "6",
    NoticeKind.EXTENSION: "6",
    NoticeKind.ALL_AT_ONCE: "6",
    NoticeKind.GRANTED: "7.3",
    NoticeKind.NOT_GRANTED: "7.3",
    NoticeKind.LICENCE_CONSENT: "7",
    NoticeKind.COMMITMENT: "12.6",
    NoticeKind.APPOINTMENT: "8.1",
    NoticeKind.QUEUE_TICKET: "7.1",
}
_REASON: Final = "申请人登记的经营场所与查验结果不一致，登记注册未满六个月，不符合申领条件。"


def sample_notice(catalogue: Catalogue, kind: NoticeKind) -> Notice:
    """Return the specimen of a kind, as it would come from a real case."""
    subject = catalogue.subject(_SUBJECTS.get(kind, "8.3"))
    items = tuple(
        NoticeItem(
            str(_CASE.item(place)),
            item.name,
            item.department,
            None if item.handling is HandlingKind.IMMEDIATE else date(2027, 1, 6),
            due_provisional=item.handling is HandlingKind.PROMISED,
            immediate=item.handling is HandlingKind.IMMEDIATE,
        )
        for place, item in enumerate(subject.items, start=1)
    )
    hall = catalogue.hall
    signed_by = catalogue.notice_titles.wordings[kind].signed_by
    department = catalogue.departments[subject.department]
    couple = kind in {NoticeKind.RECEIPT, NoticeKind.ACCEPTANCE}
    return Notice(
        kind=kind,
        number=None if kind in {NoticeKind.QUEUE_TICKET, NoticeKind.ALL_AT_ONCE} else _CASE.notice(kind, 1),
        letterhead=Letterhead(hall.name, hall.address, hall.hours, hall.phone),
        issuer=department.full_name if signed_by is SignedBy.DEPARTMENT else hall.name,
        subject=subject.name,
        parties=(_CHEN, _LIN) if couple else _parties(kind),
        at=_AT,
        code="" if kind is NoticeKind.QUEUE_TICKET else _CODE,
        items=items,
        details=_DETAILS[kind](subject.materials),
        item_type=subject.items[0].item_type if len(subject.items) == 1 else None,
        place="综合窗口 07",
        specimen=True,
        reprint=2 if kind is NoticeKind.ACCEPTANCE else None,
    )


def long_notice(catalogue: Catalogue, kind: NoticeKind) -> Notice:
    """Return a specimen with thirty materials and names of a hundred and ten characters."""
    notice = sample_notice(catalogue, kind)
    name = (
        "关于在东莞市行政区域内从事跨镇街道路普通货物运输、城市配送和多式联运经营活动的企业分支机构（含个体工商户"
        "转型升级企业）首次申请道路运输经营许可及车辆配发道路运输证（含新能源车辆）的材料之"
    )
    papers = tuple(
        Paper(
            f"{name}{number:02d}",
            "必须提交",
            1,
            1,
            number,
            "原件要在有效期内。" * 4,
            "《中华人民共和国道路运输条例》第二十四条",
        )
        for number in range(1, 31)
    )
    points = tuple(
        Point(paper.name, "没有盖章，日期过期。" * 5, paper.basis, "请到出具单位补盖印章后再交。" * 4)
        for paper in papers
    )
    items = tuple(replace(notice.items[0], number=str(_CASE.item(number)), name=name) for number in range(1, 13))
    return replace(
        notice,
        subject=name,
        items=items,
        parties=(replace(_ZHOU, name="东莞市样例供应链管理与新能源汽车城市配送综合服务有限公司大岭山分公司"),),
        details=replace(notice.details, papers=papers, points=points),
        reprint=12,
    )


def _parties(kind: NoticeKind) -> tuple[Party, ...]:
    if kind is NoticeKind.AUTHORIZATION:
        return (replace(_CHEN, label="委托人"), replace(_LIN, label="受托人"))
    return () if kind is NoticeKind.QUEUE_TICKET else (_ZHOU,)


Materials = tuple[Material, ...]


def _received(materials: Materials) -> tuple[Paper, ...]:
    return tuple(
        Paper(one.name, "刷卡读取，免交", 0, 0, 0)
        if "id_card" in one.code
        else Paper(one.name, "扫描，原件已核", 1, 0, 2)
        for one in materials
    )


def needed(materials: Materials) -> tuple[Paper, ...]:
    """Return materials as the list of what is needed names them."""
    return tuple(Paper(one.name, _how(one), one.originals, note=one.note, basis=one.legal_basis) for one in materials)


def _how(material: Material) -> str:
    if MaterialSource.CARD_READ in material.sources:
        return "刷卡读取，免交"
    if material.commitment is not None:
        return "可以承诺代替"
    return "可以容缺" if material.deferrable else "必须提交"


_BASIS: Final = "《中华人民共和国行政许可法》第三十二条第一款第四项"
_DETAILS: Final[Mapping[NoticeKind, Callable[[Materials], Details]]] = {
    NoticeKind.RECEIPT: lambda materials: Details(papers=_received(materials)),
    NoticeKind.TRANSFER_SLIP: lambda materials: Details(
        papers=tuple(replace(paper, originals=1, note="原件") for paper in _received(materials)),
        giver="东莞市政务服务中心综合窗口",
        taker="东莞市公安局车辆管理所",
        hands=(Hand("李样例（综合窗口07）", "黄样例（车管所）", "2026年11月26日 10:05", "政务服务中心"),),
    ),
    NoticeKind.ACCEPTANCE: lambda materials: Details(papers=_received(materials)),
    NoticeKind.CORRECTION: lambda _: Details(
        points=(
            Point(
                "户口簿本人页（女方）",
                "只拍了首页，缺少本人页；首页右下角被手指遮住，印章看不清。",
                "《中华人民共和国户口登记条例》第十三条",
                "把户口簿翻到本人那一页重新拍，四个角都要看得见。",
            ),
            Point(
                "夫妻投靠申请书",
                "户主没有签名。",
                "《中华人民共和国户口登记条例》第十三条",
                "请户主在右下角签名，或者由户主本人到窗口当面签。",
            ),
            Point("迁入地址", "没有写房号。", "《中华人民共和国户口登记条例》第四条", "写到门牌号和房号。"),
        ),
        basis=_BASIS,
        due=date(2026, 12, 10),
    ),
    NoticeKind.ACCEPTANCE_REFUSED: lambda materials: Details(
        reason="您的户口不在本市，配偶的户口也不在本市，本机关没有管辖权。",
        basis="《中华人民共和国户口登记条例》第十三条",
        authority="配偶户口所在地的公安派出所",
        papers=tuple(replace(paper, originals=1) for paper in _received(materials)),
    ),
    NoticeKind.SPECIAL_PROCEDURE: lambda _: Details(
        procedure="专家评审",
        days=20,
        basis="《建设工程消防设计审查验收管理暂行规定》（住房和城乡建设部令第51号）第二十条",
        due=date(2026, 12, 24),
    ),
    NoticeKind.EXTENSION: lambda _: Details(
        days=7,
        due=date(2027, 1, 13),
        due_provisional=True,
        reason="现场踏勘遇连续降雨，需要复勘后才能核定施工条件。",
        basis="《中华人民共和国行政许可法》第四十二条",
    ),
    NoticeKind.GRANTED: lambda _: Details(
        basis="《就业补助资金管理办法》（财社〔2017〕164号）第四条",
        result="一次性创业资助（一万元）",
        due=date(2026, 12, 1),
    ),
    NoticeKind.NOT_GRANTED: lambda _: Details(
        reason=_REASON, basis="《就业补助资金管理办法》（财社〔2017〕164号）第四章"
    ),
    NoticeKind.SERVICE_RECEIPT: lambda _: Details(
        served=(
            Served("受理回执", f"{_CASE.grouped} SL01", "直接送达", "综合窗口 07"),
            Served("批准决定书", f"{_CASE.grouped} PZ01", "邮寄送达（EMS）", "东莞市样例街道样例路1号"),
        )
    ),
    NoticeKind.PAYMENT: lambda _: Details(
        fees=(
            Fee("号牌工本费", "每副100元", 10_000),
            Fee("行驶证工本费", "每本10元", 1_000),
            Fee("机动车登记证书工本费", "每本10元", 1_000),
        ),
        due=date(2026, 12, 10),
        collector="东莞市非税收入代收银行",
        account="东莞市财政局非税收入汇缴专户（样例）",
    ),
    NoticeKind.DEFERRED_PROMISE: lambda _: Details(
        papers=(
            Paper(
                "迁入地房产证明",
                basis="《国务院关于进一步推进户籍制度改革的意见》（国发〔2014〕25号）",
                until=date(2026, 12, 10),
            ),
        )
    ),
    NoticeKind.COMMITMENT: lambda _: Details(
        commitments=(
            Commitment(
                "亲属关系证明",
                "我是逝者的法定继承人，与逝者的关系属实。",
                20,
                "国办发〔2020〕42号",
            ),
        )
    ),
    NoticeKind.WITHDRAWAL: lambda _: Details(reason="户口暂不迁移，改在明年办理。", authority="东莞市公安局"),
    NoticeKind.SUSPENSION: lambda _: Details(
        reason="迁入地房屋正在办理产权变更登记，需要等待登记结果。",
        basis="《广东省行政许可监督管理条例》",
        due=date(2026, 12, 31),
    ),
    NoticeKind.TERMINATION: lambda materials: Details(
        reason="补正告知书送达后，您没有在2026年12月10日前补交材料。",
        basis=_BASIS,
        papers=tuple(replace(paper, originals=1) for paper in _received(materials)),
    ),
    NoticeKind.AUTHORIZATION: lambda _: Details(
        scope="代为提交和补正材料、签收通知书、领取办理结果", due=date(2027, 2, 26)
    ),
    NoticeKind.LICENCE_CONSENT: lambda _: Details(
        authority="东莞市政务服务中心及“个人创业”各承办部门",
        due=date(2027, 2, 26),
        consents=(
            Consent("居民身份证电子证照", "周样例", "核对身份"),
            Consent("营业执照电子证照", "东莞市样例小吃店", "核对登记信息"),
            Consent("社会保险缴费信息", "周样例", "核对职工参保"),
        ),
    ),
    NoticeKind.ALL_AT_ONCE: lambda materials: Details(papers=needed(materials)),
    NoticeKind.RETURNED_PAPERS: lambda materials: Details(
        papers=tuple(replace(paper, originals=1) for paper in _received(materials))
    ),
    NoticeKind.APPOINTMENT: lambda materials: Details(
        slot="2026年12月1日 10:00—10:30",
        place="东莞市政务服务中心一楼东区",
        window="婚姻登记窗口 17—19 号",
        papers=tuple(Paper(one.name) for one in materials),
    ),
    NoticeKind.QUEUE_TICKET: lambda _: Details(ticket="A023", waiting=5, window="综合窗口 01—12 号", place="一楼中区"),
}
