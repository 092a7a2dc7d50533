"""Receipts as slips: 收件凭证 for what was received, 受理回执 for what was accepted."""

from __future__ import annotations

from collections.abc import Iterator

from devices.core.slip import Align, Element, Feed, Pair, Qr, Rule, Slip, Text
from shared.notices.dates import due_text, official_time
from shared.notices.model import NoticeData, NoticeItem, NoticeMaterial


def intake_slip(data: NoticeData) -> Slip:
    """Return the receipt of an intake; its first sentence says 收件不等于受理."""
    return Slip(
        data.title,
        (*_head(data), *_items(data, with_due=False), *_materials(data), *_foot(data, "扫码验真，不联网也能核对")),
    )


def acceptance_slip(data: NoticeData) -> Slip:
    """Return the short form of the acceptance notice, with due dates; its code proves what was received."""
    return Slip(data.title, (*_head(data), *_items(data, with_due=True), *_foot(data, "扫码核对收件内容")))


def _head(data: NoticeData) -> Iterator[Element]:
    if data.specimen:
        yield Text("样例 · 演示用，不作凭证", Align.CENTER)
    if data.reprint is not None:
        yield Text(f"补打 第{data.reprint}份", Align.CENTER, bold=True)
    yield Text(data.letterhead.hall, Align.CENTER)
    yield Text(data.title, Align.CENTER, size=2, bold=True)
    yield Feed()
    yield Text("办件编号", Align.CENTER)
    yield Text(data.case_number, Align.CENTER, size=2)
    yield Rule()
    if data.number:
        yield Pair("文书编号", data.number)
    for label, name in data.applicants:
        yield Pair(label, name)
    yield Pair("办理事项", data.subject)
    yield Pair("时间", official_time(data.at, proven=data.time_proven))
    yield Pair("地点", data.place)
    yield Rule()


def _items(data: NoticeData, *, with_due: bool) -> Iterator[Element]:
    yield Text(f"事项（{len(data.items)} 项）", bold=True)
    for item in data.items:
        yield from _item(item, with_due=with_due)
    yield Rule()


def _item(item: NoticeItem, *, with_due: bool) -> Iterator[Element]:
    yield Pair(item.number[-2:], item.name)
    yield Pair("", f"承办：{item.department}")
    if with_due:
        due = due_text(item.due, provisional=item.due_provisional, immediate=item.immediate)
        yield Pair("", f"办结：{due}")


def _materials(data: NoticeData) -> Iterator[Element]:
    pages = sum(material.pages for material in data.materials)
    yield Text(f"材料（{len(data.materials)} 份，扫描 {pages} 页）", bold=True)
    for material in data.materials:
        yield Pair(material.name, _how(material))
    yield Rule()


def _how(material: NoticeMaterial) -> str:
    return f"{material.how} {material.pages} 页" if material.pages else material.how


def _foot(data: NoticeData, code_says: str) -> Iterator[Element]:
    for index, sentence in enumerate(data.sentences):
        yield Text(sentence, bold=index == 0)
    yield Feed()
    yield Qr(data.code)
    yield Text(code_says, Align.CENTER)
    yield Feed()
    yield Text(f"咨询投诉 {data.letterhead.phone}", Align.CENTER, bold=True)
    yield Text(data.letterhead.address, Align.CENTER)
    yield Text(data.letterhead.hours, Align.CENTER)
