"""The command that makes notices from samples and from data, and how wide columns become."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from devices.receipt_printer.slip_file import load_slip
from shared.catalogue.checker import read_source
from shared.catalogue.model import Catalogue
from shared.catalogue.sources import default_source
from shared.domain.numbers import CaseNumber, NoticeKind
from shared.notices.__main__ import main
from shared.notices.columns import shares_of
from shared.notices.compose import compose
from shared.notices.examples import sample_notice
from shared.notices.files import NoticeFileError, read_notice, slip_json
from shared.notices.sheet import Column, Table, Words
from shared.notices.strip import strip
from shared.notices.wording import Wording

NUMBER = str(CaseNumber("441900", 2026, 2, 1).notice(NoticeKind.WITHDRAWAL, 1))
DATA = {"kind": "withdrawal", "number": NUMBER, "subject": "新车上牌", "at": "2026-11-26T09:41:00+08:00"}


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return read_source(default_source())


def test_slips_are_written_as_the_printer_command_reads_them(catalogue: Catalogue, tmp_path: Path) -> None:
    for kind in NoticeKind:
        slip = strip(compose(sample_notice(catalogue, kind), Wording.of(catalogue)))
        file = tmp_path / f"{kind}.json"
        file.write_text(slip_json(slip), encoding="utf-8")
        assert load_slip(file) == slip


def test_a_notice_is_read_with_the_halls_letterhead(catalogue: Catalogue, tmp_path: Path) -> None:
    file = tmp_path / "notice.json"
    file.write_text(json.dumps({**DATA, "details": {"reason": "改期"}}), encoding="utf-8")
    notice = read_notice(file, catalogue)
    assert (notice.kind, str(notice.number), notice.details.reason) == (NoticeKind.WITHDRAWAL, NUMBER, "改期")
    assert notice.letterhead.hall == catalogue.hall.name


@pytest.mark.parametrize(
    ("change", "place"),
    [
        ({"kind": "love_letter"}, "kind"),
        ({"number": NUMBER.replace("CH", "BZ")}, "number"),
        ({"at": "2026-11-26T09:41:00"}, "at"),
        ({"at": "gestern"}, "at"),
        ({"details": {"fees": [{"name": "费"}]}}, "details.fees.0.standard"),
        ({"items": "none"}, "items"),
    ],
)
def test_wrong_data_is_refused_with_its_place(
    catalogue: Catalogue, tmp_path: Path, change: dict[str, object], place: str
) -> None:
    file = tmp_path / "notice.json"
    file.write_text(json.dumps({**DATA, **change}), encoding="utf-8")
    with pytest.raises(NoticeFileError) as refused:
        read_notice(file, catalogue)
    assert refused.value.place == place


@pytest.mark.parametrize("text", ["[", "[]", "null", "[" * 100_000])
def test_what_is_no_object_is_refused(catalogue: Catalogue, tmp_path: Path, text: str) -> None:
    file = tmp_path / "notice.json"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(NoticeFileError):
        read_notice(file, catalogue)


def test_the_command_says_each_kind_and_each_failure(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert main(["make", "CH", "nothing", "--out", str(tmp_path), "--language", "en", "--json"]) == 2
    made, failed = map(json.loads, capsys.readouterr().out.splitlines())
    assert made["ok"]
    assert Path(made["files"][0]).read_bytes().startswith(b"%PDF")
    assert (failed["ok"], failed["error"], failed["input"]) == (False, "notice_file_invalid", "nothing")


def test_a_table_of_short_cells_stays_as_laid_out_and_long_names_get_room() -> None:
    columns = (Column(Words("序号"), 8, short=True), Column(Words("材料"), 20), Column(Words("依据"), 72))
    assert shares_of(Table(columns, ((Words("1"), Words("身份证"), Words("条例")),))) == (8.0, 20.0, 72.0)
    first, second, third = shares_of(Table(columns, ((Words("1"), Words("名" * 110), Words("条例")),)))
    assert first == 8.0
    assert second > 60
    assert third >= 13
    assert first + second + third == pytest.approx(100)
