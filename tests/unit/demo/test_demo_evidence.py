"""A notice is proven by its pages: whole, and A4, each of them."""

from __future__ import annotations

from pathlib import Path

import pytest
from weasyprint import HTML

from demo.errors import DemoError
from demo.evidence import check_notice


def _pdf(path: Path, *sizes: str) -> Path:
    rules = "".join(f"@page p{number} {{ size: {size} }}" for number, size in enumerate(sizes))
    pages = "".join(f'<section style="page: p{number}">第 {number} 页</section>' for number in range(len(sizes)))
    HTML(string=f"<style>{rules}</style>{pages}").write_pdf(path)
    return path


def test_a4_is_a4(tmp_path: Path) -> None:
    told = check_notice(_pdf(tmp_path / "notice.pdf", "A4", "A4"))
    assert told == {"file": "notice.pdf", "pages": 2, "a4": True}


@pytest.mark.parametrize("sizes", [("A5",), ("A4", "letter"), ("A4 landscape",)])
def test_another_size_on_any_page_is_named(tmp_path: Path, sizes: tuple[str, ...]) -> None:
    with pytest.raises(DemoError, match="pdf_not_a4"):
        check_notice(_pdf(tmp_path / "notice.pdf", *sizes))


def test_what_is_no_pdf_is_named(tmp_path: Path) -> None:
    path = tmp_path / "notice.pdf"
    path.write_bytes(b"%PDF-1.7 and then nothing")
    with pytest.raises(DemoError, match="pdf_unreadable"):
        check_notice(path)


def test_a_machine_without_poppler_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(DemoError, match="pdfinfo_missing"):
        check_notice(tmp_path / "notice.pdf")
