"""The gallery's papers to take along: the filled sample in front, the list on its way to paper."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

from demo.gallery_kiosk_frame import Scene, on
from demo.gallery_kiosk_spoken import sample_catalogue
from kiosk_app.pictures import address
from kiosk_app.viewmodels.papers import PaperRow, PapersProps
from shared.forms.paper import form_paper
from shared.forms.printed import sample_form

SAMPLE_KEY = "papers-sample-0"
SAMPLE = PapersProps(
    kinds=(
        PaperRow("list", "材料清单", False),
        PaperRow("blank", "空表", False),
        PaperRow("sample", "样表", True),
        PaperRow("looks", "证件样子", False),
    ),
    source=address(SAMPLE_KEY),
    page_label="1 / 2 页",
    can_forward=True,
    print_label="打印带走",
    can_print=True,
    qr=address("qr"),
)
WITHOUT_A4 = replace(SAMPLE, can_print=False, note="这台机器打不了 A4 纸。可以拍下来，或者到窗口拿。")
MAKING = replace(SAMPLE, source="", page_label="", can_print=False, making=True, note="正在排版…")
DONE = replace(SAMPLE, note="打好了，请拿走。", tone="good")


@cache
def sample_pdf() -> bytes:
    """Return a filled sample."""
    return form_paper(sample_form(sample_catalogue(), "7.1"))


PAPERS = tuple(
    Scene(f"papers-{name}", "papers", props, replace(on("item"), can_go_back=True, overlay="papers"))
    for name, props in (("sample", SAMPLE), ("without-a4", WITHOUT_A4), ("making", MAKING), ("done", DONE))
)
