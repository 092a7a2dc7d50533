"""Every page that the dock can lay in can be drawn, and passes or fails the gate as it should."""

from __future__ import annotations

import numpy as np
import pytest
import yaml

from demo.processes import ROOT
from demo.specimen_pages import COARSE_DPI, DPI, draw_page, page_labels
from demo.specimen_papers import PAPERS
from devices.imaging.gate import check_page


@pytest.mark.parametrize("key", [*PAPERS, "id_photo"])
def test_a_paper_passes_the_gate(key: str) -> None:
    image = draw_page(key)
    assert image.mode == "RGB"
    assert image.info["dpi"] == (DPI, DPI)
    assert check_page(np.asarray(image), DPI) == ()


@pytest.mark.parametrize("key", PAPERS)
def test_a_paper_is_marked_as_a_specimen(key: str) -> None:
    paper = PAPERS[key]
    assert "样例" in "".join(value for _, value in paper.rows) + paper.body


@pytest.mark.parametrize(
    ("key", "dpi", "code"), [("blank", DPI, "blank"), ("too_coarse", COARSE_DPI, "low_resolution")]
)
def test_a_faulty_page_fails_the_gate(key: str, dpi: int, code: str) -> None:
    image = draw_page(key)
    assert image.info["dpi"] == (dpi, dpi)
    assert code in {finding.code for finding in check_page(np.asarray(image), dpi)}


@pytest.mark.parametrize("subject", ["07-01", "08-01", "08-02", "08-03"])
def test_every_material_of_what_is_played_has_a_page_and_the_rest_have_one_for_all(subject: str) -> None:
    sources = ROOT / "resources/catalogue"
    (file,) = (sources / "items").glob(f"{subject}-*.yaml")
    asked = {entry["material"] for entry in yaml.safe_load(file.read_text(encoding="utf-8"))["materials"]}
    materials = yaml.safe_load((sources / "materials.yaml").read_text(encoding="utf-8"))["materials"]
    scanned = {code for code in asked if "card_read" not in materials[code]["sources"]}
    assert scanned <= page_labels().keys()
    assert "any_paper" in page_labels()
