"""`page`: one line for each picture, pages and PDF where asked, failures by name."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import numpy as np
import pikepdf
import pytest
from PIL import Image

from devices.cli.main import main
from devices.cli.page_files import PageFiles
from devices.imaging.geometry import whole
from devices.imaging.making import Making, make_page
from devices.imaging.ocr.specimens import draw_specimen

PHOTO = Path(__file__).parents[1] / "imaging/photos/background01_letter001_frame_0098.jpeg"
CORNERS = np.array([[752.2, 263.5], [1152.8, 280.2], [1186.0, 826.9], [711.7, 817.7]])


def run(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, list[dict[str, Any]]]:
    code = main(["page", *words, "--json"])
    return code, [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def test_a_photograph_gives_corners_size_and_time(capsys: pytest.CaptureFixture[str]) -> None:
    code, lines = run(capsys, str(PHOTO))
    assert code == 0
    (line,) = lines
    assert list(line) == [
        *("ok", "input", "found", "corners", "confidence", "width", "height", "findings", "milliseconds")
    ]
    assert line["ok"]
    assert line["found"]
    assert np.abs(np.array(line["corners"]) - CORNERS).max() < 6
    assert 0.5 <= line["confidence"] <= 1
    assert line["height"] / line["width"] == pytest.approx(2**0.5, rel=0.01)
    assert line["milliseconds"] > 0
    assert [finding["code"] for finding in line["findings"]] == ["low_resolution"]


def test_corners_are_those_of_the_picture_as_displayed(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    turned = tmp_path / "turned.jpg"
    exif = Image.Exif()
    exif[0x0112] = 6  # to be turned a quarter clockwise for display
    with Image.open(PHOTO) as image:
        image.transpose(Image.Transpose.ROTATE_90).save(turned, exif=exif, quality=95)
    _, (line,) = run(capsys, str(turned))
    assert np.abs(np.array(line["corners"]) - CORNERS).max() < 7


def test_a_picture_larger_than_any_cameras_is_reduced_and_its_corners_are_those_of_the_file(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    _, (whole,) = run(capsys, str(PHOTO))
    monkeypatch.setattr("devices.cli.image_files._MOST_PIXELS", 1_000_000)
    _, (line,) = run(capsys, str(PHOTO))
    assert np.abs(np.array(line["corners"]) - CORNERS).max() < 7
    assert line["height"] == pytest.approx(whole["height"] / 2, abs=3)


def test_one_bad_file_does_not_stop_the_others(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    bad = tmp_path / "bad.jpg"
    bad.write_bytes(b"\xff\xd8\xff nothing")
    code, lines = run(capsys, str(bad), str(tmp_path / "none.jpg"), str(PHOTO))
    assert code == 2
    assert [line["ok"] for line in lines] == [False, False, True]
    assert [line.get("error") for line in lines[:2]] == ["image_unreadable", "file_unreadable"]


def test_a_folder_a_file_and_a_pdf_can_be_written(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    _, (line,) = run(capsys, str(PHOTO), "--out", str(tmp_path / "pages"))
    written = Path(line["file"])
    assert written == tmp_path / "pages" / f"{PHOTO.stem}-page.jpg"
    assert written.stat().st_mode & 0o777 == 0o600
    with Image.open(written) as image:
        assert image.size == (line["width"], line["height"])
    run(capsys, str(PHOTO), "--out", str(tmp_path / "one.png"), "--tone", "black_white")
    with Image.open(tmp_path / "one.png") as image:
        assert image.mode == "L"
    run(capsys, str(PHOTO), str(PHOTO), "--out", str(tmp_path / "both.pdf"))
    with pikepdf.open(tmp_path / "both.pdf") as pdf:
        assert len(pdf.pages) == 2


def test_several_pages_do_not_go_into_one_picture(tmp_path: Path) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["page", str(PHOTO), str(PHOTO), "--out", str(tmp_path / "one.jpg")])
    assert ended.value.code == 64


def test_where_it_cannot_be_written_is_told(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    code, (line,) = run(capsys, str(PHOTO), "--out", str(tmp_path / "file" / "page.jpg"))
    assert code == 2
    assert line["error"] == "output_failed"


@pytest.mark.parametrize("verb", [["page"], ["barcodes"], ["ocr", "--as", "id-card-front"]], ids=lambda verb: verb[0])
def test_what_has_no_end_is_refused_at_once(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, verb: list[str]
) -> None:
    endless, pipe, loop = tmp_path / "endless.png", tmp_path / "pipe.jpg", tmp_path / "loop.png"
    endless.symlink_to("/dev/zero")
    os.mkfifo(pipe)
    loop.symlink_to(loop)
    for path in (endless, pipe, loop, tmp_path):
        assert main([verb[0], str(path), *verb[1:], "--json"]) == 2
        assert json.loads(capsys.readouterr().out)["error"] == "file_unreadable"


def test_pictures_of_one_name_do_not_take_each_others_place(tmp_path: Path) -> None:
    shades = {"a/front.jpg": 10, "b/front.png": 200, "front.jpg": 100}
    files = PageFiles(tmp_path / "pages", [Path(source) for source in shades])
    for source, shade in shades.items():
        page = make_page(np.full((60, 90, 3), shade, np.uint8), whole(60, 90), Making(even=False))
        told = files.keep(page, 150, Path(source))
        with Image.open(str(told["file"])) as written:
            assert abs(np.asarray(written).mean() - shade) < 5
    assert len(list((tmp_path / "pages").iterdir())) == len(shades)


def test_a_scan_without_a_page_is_taken_whole(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    plain = tmp_path / "plain.png"
    Image.new("RGB", (400, 300), (128, 128, 128)).save(plain)
    code, (line,) = run(capsys, str(plain))
    assert code == 0
    if not line["found"]:
        assert line["corners"] == [[0, 0], [399, 0], [399, 299], [0, 299]]
        assert line["confidence"] == 0
    else:
        assert line["confidence"] < 0.5


@pytest.fixture(scope="module")
def glass(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[np.ndarray[Any, Any]]]:
    """A glass with two identity cards, one above the other, and where they lie."""
    picture = np.full((620, 520, 3), 40, np.uint8)
    places = []
    for row, side in enumerate(("id-card-front", "id-card-back")):
        card = Image.fromarray(draw_specimen(side, 4).pixels).resize((342, 216))
        left, top = 90, 60 + row * 270
        picture[top : top + 216, left : left + 342] = np.asarray(card)
        places.append(np.add(whole(216, 342), [left, top]))
    path = tmp_path_factory.mktemp("glass") / "glass.png"
    Image.fromarray(picture).save(path)
    return path, places


def test_each_item_on_a_glass_is_told_and_written_by_itself(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, glass: tuple[Path, list[np.ndarray[Any, Any]]]
) -> None:
    path, places = glass
    code, (line,) = run(capsys, str(path), "--several", "--out", str(tmp_path / "cards.png"))
    assert code == 0
    assert list(line) == ["ok", "input", "items", "milliseconds"]
    assert len(line["items"]) == len(places)
    for number, (item, place) in enumerate(zip(line["items"], places, strict=True), 1):
        assert set(item) == {
            *("corners", "confidence", "flagged", "width", "height", "findings", "milliseconds", "file")
        }
        assert np.abs(np.array(item["corners"]) - place).max() < 5
        assert item["flagged"] is (item["confidence"] < 0.5)
        assert item["file"] == str(tmp_path / f"cards-{number}.png")
        with Image.open(item["file"]) as image:
            assert image.size == (item["width"], item["height"])
    assert line["milliseconds"] >= sum(item["milliseconds"] for item in line["items"])


def test_items_of_several_pictures_go_into_one_folder_or_pdf(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, glass: tuple[Path, list[np.ndarray[Any, Any]]]
) -> None:
    path, places = glass
    bad, out = tmp_path / "bad.png", tmp_path / "pages"
    bad.write_bytes(b"nothing")
    code, lines = run(capsys, str(bad), str(path), "--several", "--out", str(out))
    assert code == 2
    assert lines[0]["error"] == "image_unreadable"
    assert [item["file"] for item in lines[1]["items"]] == [
        str(out / f"{path.stem}-page-{number}.jpg") for number in range(1, len(places) + 1)
    ]
    assert main(["page", str(path), "--several", "--out", str(tmp_path / "all.pdf")]) == 0
    assert f"{len(places)} 件\n  1. " in capsys.readouterr().out
    with pikepdf.open(tmp_path / "all.pdf") as pdf:
        assert len(pdf.pages) == len(places)


def test_where_no_item_is_found_none_is_written(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("devices.cli.make_pages.find_pages", lambda *_: ())
    plain = tmp_path / "plain.png"
    Image.new("RGB", (64, 48)).save(plain)
    code, (line,) = run(capsys, str(plain), "--several", "--out", str(tmp_path / "none.pdf"))
    assert code == 0
    assert line["ok"]
    assert line["items"] == []
    assert list(tmp_path.iterdir()) == [plain]
    assert main(["page", str(plain), "--several"]) == 0
    assert "没有找到" in capsys.readouterr().out


def _expectation(path: Path, *labels: str) -> str:
    side = {
        "document": "card",
        "name": "居民身份证国徽面",
        "headings": ["居民身份证"],
        "labels": ["签发机关", "有效期限"],
    }
    front = {"document": "card", "name": "居民身份证人像面", "labels": list(labels)}
    path.write_text(json.dumps({"expectation": {"wanted": [front], "others": [side]}}), encoding="utf-8")
    return str(path)


def test_the_wrong_side_is_told_with_its_remedy(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    picture, expectation = tmp_path / "back.png", _expectation(tmp_path / "front.json", "姓名", "公民身份号码")
    Image.fromarray(draw_specimen("id-card-back", 2).pixels).save(picture, dpi=(300, 300))
    code, (line,) = run(capsys, str(picture), "--expect", expectation)
    assert code == 0
    (finding,) = [one for one in line["findings"] if one["code"] == "wrong_side"]
    assert finding["seems"] == "居民身份证国徽面"
    assert "翻过来" in finding["remedy"]
    assert main(["page", str(picture), "--expect", expectation]) == 0
    assert "翻过来" in capsys.readouterr().out


@pytest.mark.parametrize("content", ["", "not json", "[]", '{"wanted": []}'])
def test_what_is_no_expectation_is_wrong_usage(tmp_path: Path, content: str) -> None:
    (tmp_path / "wrong.json").write_text(content)
    with pytest.raises(SystemExit) as ended:
        main(["page", str(PHOTO), "--expect", str(tmp_path / "wrong.json")])
    assert ended.value.code == 64


def test_people_read_a_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["page", str(PHOTO)]) == 0
    assert "四角把握" in capsys.readouterr().out


def test_a_picture_in_the_folder_of_the_pages_is_never_replaced(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("one.jpg", "one-page.jpg"):
        Path(name).write_bytes(PHOTO.read_bytes())
    code, lines = run(capsys, "one.jpg", "one-page.jpg", "--out", ".")
    assert (code, [line["file"] for line in lines]) == (0, ["one-page (2).jpg", "one-page-page.jpg"])
    assert Path("one-page.jpg").read_bytes() == PHOTO.read_bytes()


@pytest.mark.parametrize("out", ["one.jpg", "./one.jpg", "link.jpg", "linked/one.jpg"])
def test_a_picture_is_never_replaced_by_its_page(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, out: str
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("one.jpg").write_bytes(PHOTO.read_bytes())
    Path("link.jpg").symlink_to("one.jpg")
    Path("linked").symlink_to(".")
    with pytest.raises(SystemExit, match="64"):
        main(["page", "one.jpg", "--out", out])
    assert f"{Path(out)} is a picture" in capsys.readouterr().err
    assert Path("one.jpg").read_bytes() == PHOTO.read_bytes()


def test_a_numbered_page_never_replaces_a_picture(tmp_path: Path) -> None:
    picture = tmp_path / "one-1.jpg"
    picture.write_bytes(b"evidence")
    page = make_page(np.full((60, 90, 3), 90, np.uint8), whole(60, 90), Making(even=False))
    told = PageFiles(tmp_path / "one.jpg", [picture]).keep(page, 150, picture, 1)
    assert told == {"file": str(tmp_path / "one-1 (2).jpg")}
    assert picture.read_bytes() == b"evidence"


def test_what_can_not_be_written_to_or_read_is_said_by_name(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    code, (line,) = run(capsys, str(PHOTO), "--out", str(tmp_path / f"{'a' * 300}.pdf"))
    assert (code, line["error"]) == (2, "output_failed")
    deep = tmp_path / "deep.json"
    deep.write_text("[" * 100_000, encoding="ascii")
    with pytest.raises(SystemExit, match="64"):
        main(["page", str(PHOTO), "--expect", str(deep)])
    assert "is not JSON" in capsys.readouterr().err
