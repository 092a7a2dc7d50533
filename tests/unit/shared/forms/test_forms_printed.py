"""Blank forms and filled samples: each sample keeps every rule of its form, and the paper loses nothing."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader

from shared.catalogue.__main__ import main
from shared.catalogue.checker import read_source
from shared.catalogue.conditions import Condition
from shared.catalogue.model import Catalogue, UnknownSubjectError
from shared.domain.identifiers import parse_citizen_number, parse_credit_code
from shared.forms.checking import check_form
from shared.forms.definition import FormDefinition, Repeat, RoleDefinition, Section, place_of
from shared.forms.paper import form_paper
from shared.forms.printed import FormlessError, Given, blank_form, own_form, sample_form
from shared.forms.printed_form import Filling, PrintedForm, Row
from shared.forms.specimen import specimen_of
from tests.unit.shared.forms.form_samples import with_form

SMALL = Path(__file__).parents[3] / "fixtures" / "catalogue_small"
TODAY = date(2026, 3, 2)


def rows_of(form: PrintedForm) -> list[Row]:
    return [row for section in form.sections for block in section.blocks for line in block.lines for row in line]


def with_forms(catalogue: Catalogue) -> list[str]:
    subjects = (catalogue.subject(code) for code in (*catalogue.services, *catalogue.items))
    return [one.code for one in subjects if any(item.code in catalogue.forms for item in one.items)]


def bare(text: str) -> str:
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", text))


def test_every_sample_keeps_every_rule_of_its_form(shipped: Catalogue) -> None:
    codes = with_forms(shipped)
    assert len(codes) > 60
    for code in codes:
        specimen = specimen_of(shipped, code)
        assert check_form(specimen.form, specimen.values, today=TODAY) == (), code
        assert specimen.form.required <= specimen.values.keys(), code
        for field_id, value in specimen.values.items():
            formats = str(specimen.form.fields[field_id].schema)
            if "citizen-number" in formats:
                parse_citizen_number(value, today=TODAY)
            if "credit-code" in formats:
                parse_credit_code(value)


def test_a_locality_that_writes_no_examples_gets_samples_all_the_same() -> None:
    small = read_source(SMALL)
    for code in with_forms(small):
        specimen = specimen_of(small, code)
        assert specimen.form.required <= specimen.values.keys(), code
        assert check_form(specimen.form, specimen.values, today=TODAY) == (), code


def test_the_people_of_a_sample_are_different_ones_and_of_the_sex_of_their_part(shipped: Catalogue) -> None:
    values = specimen_of(shipped, "8").values
    husband, wife = (parse_citizen_number(values[f"{role}.number"], today=TODAY) for role in ("husband", "wife"))
    assert husband.number != wife.number
    assert (husband.sex, wife.sex) == ("男", "女")
    assert "样例" in values["husband.name"]
    assert "样例" in values["wife.name"]


@pytest.mark.parametrize("code", ["7", "8", "12", "5.1", "7.1"])
def test_an_applicants_own_form_has_what_concerns_them_and_all_that_they_gave(shipped: Catalogue, code: str) -> None:
    specimen = specimen_of(shipped, code)
    form = own_form(shipped, code, Given(specimen.answers, specimen.values))
    rows = rows_of(form)
    asked = [one for one in specimen.form.fields if not one.startswith("count.")]
    chosen = {q: one for q, one in specimen.answers.items() if shipped.extras.questions[q].field not in asked}
    assert len(rows) == len(asked) + len(chosen)
    assert not any(row.condition for row in rows)
    assert not any(section.condition or section.more for section in form.sections)
    said = [row for row in rows if any(tick.is_set for tick in row.ticks) or (row.value and not row.ticks)]
    assert len(said) == len(specimen.values.keys() & set(asked)) + len(chosen)
    for large in (False, True) if code == "8" else ():
        paper = bare("".join(page.extract_text() for page in PdfReader(BytesIO(form_paper(form, large=large))).pages))
        for row in rows:
            assert bare(row.label) in paper
            assert row.filling in {Filling.BOXES, Filling.TICKS} or bare(row.value) in paper


def test_what_is_not_given_yet_stays_open_and_what_does_not_count_is_left_out(shipped: Catalogue) -> None:
    nothing = own_form(shipped, "8", Given({}, {}))
    assert nothing.mark == "已填写"
    assert not any(row.value or any(tick.is_set for tick in row.ticks) for row in rows_of(nothing))
    other = own_form(shipped, "7.1", Given({}, {"death.date": "2026-01-01", "applicant.name": "陈样例"}))
    assert [row.value for row in rows_of(other) if row.value] == ["陈样例"]
    with pytest.raises(FormlessError):
        own_form(shipped, "2.1", Given({}, {}))


@pytest.mark.parametrize("written", ["2026-02-30", "2026-1", "去年"])
def test_a_date_that_is_none_stands_on_the_own_form_as_it_was_written(shipped: Catalogue, written: str) -> None:
    own = own_form(shipped, "12.4", Given({}, {"death.date": written}))
    assert written in {row.value for row in rows_of(own)}


def test_blank_and_sample_ask_the_same_and_only_the_sample_answers(shipped: Catalogue) -> None:
    for code in with_forms(shipped):
        blank, sample = blank_form(shipped, code), sample_form(shipped, code)
        assert [row.label for row in rows_of(blank)] == [row.label for row in rows_of(sample)]
        assert not any(row.value or any(tick.is_set for tick in row.ticks) for row in rows_of(blank))
        specimen = specimen_of(shipped, code)
        said = {row.value for row in rows_of(sample)}
        texts = {
            value
            for field, value in specimen.values.items()
            if not specimen.form.fields[field].options and specimen.form.fields[field].widget.value != "date"
        }
        assert texts <= said, code
        assert (blank.is_sample, sample.is_sample) == (False, True)


def test_a_condition_stands_beside_what_it_is_about_in_words(shipped: Catalogue) -> None:
    rows = {row.label: row for row in rows_of(blank_form(shipped, "7.4"))}
    assert rows["组成形式"].condition == "“主体类型”选“个体工商户”的填"
    assert rows["姓名"].condition == ""
    section = next(one for one in blank_form(shipped, "5.1").sections if one.title == "单位的车")
    assert "“车登记在谁的名下”选" in section.condition
    assert not any(row.condition for block in section.blocks for line in block.lines for row in line)


def test_what_is_repeated_has_its_own_block_for_each_and_says_how_to_go_on(shipped: Catalogue) -> None:
    form = FormDefinition(
        "7.3",
        (
            Section("您是谁", ("applicant.name", "applicant.number"), "applicant"),
            Section("子女", ("child.name", "child.birth"), "child", repeat=Repeat(0, 5, "子女")),
        ),
        frozenset({"applicant.name", "child.name"}),
        (RoleDefinition("applicant", "申请人"), RoleDefinition("child", "子女", in_person=False)),
    )
    catalogue = with_form(shipped, form)
    section = blank_form(catalogue, "7.3").sections[-1]
    assert [block.label for block in section.blocks] == ["子女 1", "子女 2", "子女 3"]
    assert [row.label for line in section.blocks[1].lines for row in line] == ["姓名", "出生日期"]
    assert section.more == "子女多于 3 个的，另附一张同样的表。"


def test_a_condition_over_several_answers_is_told_whole(shipped: Catalogue) -> None:
    own = shipped.forms["7.4"]
    when = Condition(({"business.entity_kind": frozenset({"1"})}, {"business.entity_kind": frozenset({"2"})}))
    sections = tuple(replace(one, when=when) if "business.name" in one.fields else one for one in own.sections)
    catalogue = with_form(shipped, replace(own, sections=sections))
    said = [one.condition for one in blank_form(catalogue, "7.4").sections if one.condition]
    assert len(said) == 1
    assert said[0].count("“主体类型”选") == 2


def test_numbers_have_boxes_and_short_choices_are_ticked(shipped: Catalogue) -> None:
    rows = {row.label: row for row in rows_of(sample_form(shipped, "7.3"))}
    assert (rows["身份证号码"].filling, rows["身份证号码"].boxes) == (Filling.BOXES, 18)
    assert rows["民族"].filling is Filling.LINE
    assert rows["民族"].value == "汉族"
    assert [tick.is_set for tick in rows["首次申领声明"].ticks] == [True]


def test_what_nobody_applies_for_has_no_form(shipped: Catalogue) -> None:
    with pytest.raises(FormlessError) as caught:
        blank_form(shipped, "5.2")
    assert caught.value.code == "no_form"
    with pytest.raises(UnknownSubjectError):
        sample_form(shipped, "none")


@pytest.mark.parametrize("code", ["8", "3.2"])
def test_the_paper_says_all_that_the_form_asks(shipped: Catalogue, code: str) -> None:
    form = sample_form(shipped, code, "en")
    pages = PdfReader(BytesIO(form_paper(form))).pages
    assert {(round(page.mediabox.width), round(page.mediabox.height)) for page in pages} == {(595, 842)}
    text = bare("".join(page.extract_text() for page in pages))
    for row in rows_of(form):
        assert bare(row.label) in text
        assert all(bare(tick.label) in text for tick in row.ticks)
        if row.filling is not Filling.BOXES:
            assert bare(row.value) in text
    assert "样例" in text
    assert all(bare(who + "签名") in text for who in form.signers)


def test_large_print_says_the_same_on_more_paper_one_thing_a_line(shipped: Catalogue) -> None:
    form = blank_form(shipped, "8.1")
    usual, large = (PdfReader(BytesIO(form_paper(form, large=size))).pages for size in (False, True))
    assert len(large) > len(usual)
    text = bare("".join(page.extract_text() for page in large))
    assert all(bare(row.label) in text for row in rows_of(form))


def test_nobody_is_offered_an_unknown_sex(shipped: Catalogue) -> None:
    for subject in shipped.subjects:
        if any(item.code in shipped.forms for item in subject.items):
            offers = [[tick.label for tick in row.ticks] for row in rows_of(blank_form(shipped, subject.code))]
            assert all(one == ["男", "女"] for one in offers if "男" in one), subject.code


def test_hostile_words_of_a_catalogue_stay_words(shipped: Catalogue) -> None:
    form = blank_form(shipped, "7.3")
    hostile = replace(form, title='<img src="file:///etc/passwd"><script>x</script>{{ 7*7 }}')
    text = bare("".join(page.extract_text() for page in PdfReader(BytesIO(form_paper(hostile))).pages))
    assert bare(hostile.title) in text


def test_the_command_writes_both(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "form.pdf"
    assert main(["form", "10.0", "--blank", "--source", str(SMALL), "--out", str(out), "--json"]) == 0
    assert out.read_bytes().startswith(b"%PDF")
    assert main(["form", "none", "--sample", "--source", str(SMALL), "--out", str(out), "--json"]) == 2
    assert main(["form", "10.0", "--sample", "--source", str(SMALL), "--out", str(tmp_path), "--json"]) == 2
    assert [line.split('"error": "')[-1].split('"')[0] for line in capsys.readouterr().out.splitlines()][1:] == [
        "unknown_subject",
        "file_unreadable",
    ]


def test_the_places_of_a_sample_are_those_of_its_form(shipped: Catalogue) -> None:
    specimen = specimen_of(shipped, "8")
    assert {place_of(one)[0] for one in specimen.values} <= {place_of(one)[0] for one in specimen.form.fields}
