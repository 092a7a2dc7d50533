"""Drawn samples on A4: each material once, each result, everything marked."""

from __future__ import annotations

import unicodedata
from io import BytesIO

from pypdf import PdfReader

from shared.catalogue.checker import read_source
from shared.catalogue.sources import default_source
from shared.notices.samples_paper import TITLE, has_samples, samples_paper


def test_each_material_and_each_result_is_drawn_once() -> None:
    catalogue = read_source(default_source())
    subject = catalogue.subject("8")
    assert has_samples(catalogue, subject)
    pages = PdfReader(BytesIO(samples_paper(catalogue, subject))).pages
    text = unicodedata.normalize("NFKC", "".join("".join(page.extract_text() for page in pages).split()))
    assert TITLE in text
    for material in subject.materials:
        name = catalogue.material_guide(material.code).name
        assert f".{name}" in text
    for item in subject.items:
        result = catalogue.extras_of(item.code).result_sample
        if result is not None:
            assert catalogue.guide(item.code).result.name in text
    assert "样例" in text
