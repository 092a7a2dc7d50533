"""`./run demo --headless` as a stranger runs it: one command, and everything that it promises lies there."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image

from demo.processes import ROOT

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(600)]


def test_the_demonstration_plays_itself_and_proves_everything(tmp_path: Path) -> None:
    out = tmp_path / "results"
    command = [sys.executable, "-m", "demo", "--headless", "--out", str(out)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=280, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    report = json.loads((out / "report.json").read_text(encoding="utf-8"))
    _check_report(report)
    _check_pictures(out)
    assert [notice["a4"] for notice in report["notices"]] == [True]
    assert (out / "notice-acceptance.pdf").read_bytes().startswith(b"%PDF-")
    assert not (out / "logs").exists()


def _check_report(report: dict[str, object]) -> None:
    assert report["ok"] is True
    steps, platform, receipts = report["steps"], report["platform"], report["receipts"]
    assert isinstance(steps, list)
    assert isinstance(platform, dict)
    assert isinstance(receipts, list)
    assert all(step["ok"] and step["ms"] >= 0 for step in steps)
    assert {"kiosk: goodbye", "kiosk: next citizen", "counter: sign out"} <= {step["name"] for step in steps}
    assert platform["digests_ok"] is True
    assert platform["submissions"] == 3
    assert {case["case_number"] for case in platform["cases"]} == set(report["numbers"])  # type: ignore[call-overload]
    assert [receipt["verdict"] for receipt in receipts] == ["genuine"] * 3


def _check_pictures(out: Path) -> None:
    sizes = {"kiosk": (1080, 1920), "counter": (1920, 1080)}
    for face, size in sizes.items():
        pictures = sorted(out.glob(f"{face}-*.png"))
        assert len(pictures) > 12
        for picture in pictures:
            with Image.open(picture) as image:
                assert image.size == size
                assert len(set(image.convert("L").resize((90, 90)).tobytes())) > 8, picture.name
    assert len(list(out.glob("receipt-*.png"))) == len(list(out.glob("receipt-*.bin"))) == 3
