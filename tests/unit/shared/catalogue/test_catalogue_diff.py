"""Differences between two catalogues, and what they mean for a draft of the older one."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from shared.catalogue.__main__ import main
from shared.catalogue.changes import ChangeKind, changes_for
from shared.catalogue.checker import catalogue_of
from shared.catalogue.diff import diff_files, read_either
from shared.catalogue.model import Catalogue
from shared.catalogue.package import build_package
from shared.domain.items import Channel
from shared.security.signing import SoftwareSigningKey
from tests.unit.shared.catalogue.conftest import SMALL

Edit = Callable[[str, str, str], dict[str, bytes]]
CERTIFICATE = "items/07-01-employment-certificate.yaml"
APPLIANCE = "items/10-00-appliance-subsidy.yaml"


def test_a_catalogue_does_not_differ_from_itself(small_files: dict[str, bytes]) -> None:
    assert diff_files(small_files, small_files).changes == ()


def test_changes_are_named_by_what_people_know(small_files: dict[str, bytes], small_edited: Edit) -> None:
    new = small_edited(APPLIANCE, "importance: minor", "importance: main")
    text = new[APPLIANCE].decode().replace("    deferred_days: 5\n", "").replace("promised_days: 5", "promised_days: 4")
    new[APPLIANCE] = text.encode()
    new["package.yaml"] = new["package.yaml"].replace(b"2026.11.1", b"2026.11.2")
    del new["knowledge/employment.yaml"]
    found = diff_files(small_files, new)
    assert (found.old, found.new) == ("2026.11.1", "2026.11.2")
    item, answer = found.changes
    assert (item.change, item.part, item.code) == ("changed", "item", "10.0")
    told = {detail.path: (detail.old, detail.new) for detail in item.details}
    assert told["materials[bank_card].importance"] == ("minor", "main")
    assert told["materials[bank_card].deferred_days"] == (5, None)
    assert told["limits.promised_days"] == (5, 4)
    assert (answer.change, answer.part, answer.code) == ("removed", "knowledge", "lost_certificate")
    assert "materials[bank_card].importance：minor → main" in str(item)


def test_an_item_that_says_something_else_without_a_new_edition_is_named(
    small_files: dict[str, bytes], small_edited: Edit
) -> None:
    way = [{"act": act, "by": "hrss", "on": "2026-11-20"} for act in ("edited", "checked", "confirmed", "published")]
    anew = [*way, {"act": "changed", "by": "hrss", "on": "2026-11-20"}, *way[1:]]

    def with_history(files: dict[str, bytes], steps: list[dict[str, str]]) -> dict[str, bytes]:
        return {**files, CERTIFICATE: files[CERTIFICATE] + f"history: {json.dumps(steps)}\n".encode()}

    changed = small_edited(CERTIFICATE, "promised_days: 3", "promised_days: 2")
    old = with_history(small_files, way)
    assert diff_files(old, with_history(changed, way)).unconfirmed == ("7.1",)
    assert diff_files(old, with_history(changed, anew[:5])).unconfirmed == ("7.1",), "its change is on its way"
    assert diff_files(old, with_history(changed, anew)).unconfirmed == ()
    assert diff_files(old, with_history(small_files, anew[:5])).unconfirmed == ()
    assert diff_files(small_files, changed).unconfirmed == (), "no history, no editions"


def test_folders_and_packages_are_compared(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    key = SoftwareSigningKey.generate()
    package = tmp_path / "small.zip"
    package.write_bytes(build_package(SMALL, key.sign, key.verifying_key.key_id))
    assert diff_files(read_either(SMALL), read_either(package)).changes == ()
    assert main(["diff", str(SMALL), str(package), "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == {
        "ok": True,
        "input": [str(SMALL), str(package)],
        "old": "2026.11.1",
        "new": "2026.11.1",
        "changes": [],
        "unconfirmed": [],
    }
    assert main(["diff", str(SMALL), str(package)]) == 0
    assert "没有变化" in capsys.readouterr().out


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04nonsense", b"x" * 1000])
def test_what_is_no_catalogue_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str], content: bytes) -> None:
    other = tmp_path / "other.zip"
    other.write_bytes(content)
    assert main(["diff", str(SMALL), str(other), "--json"]) == 2
    told = json.loads(capsys.readouterr().out)
    assert (told["ok"], told["error"]) == (False, "package_unreadable")
    assert main(["diff", str(SMALL), str(tmp_path / "none.zip"), "--json"]) == 2


def kinds(small: Catalogue, files: dict[str, bytes], code: str = "10") -> list[ChangeKind]:
    return [one.kind for one in changes_for(code, small, catalogue_of(files), Channel.KIOSK)]


def test_a_draft_is_told_what_matters_to_its_applicant(small: Catalogue, small_edited: Edit) -> None:
    assert kinds(small, small_edited(APPLIANCE, "换冰箱有补贴吗", "换洗衣机")) == []
    assert kinds(small, small_edited(APPLIANCE, "promised_days: 5", "promised_days: 4")) == [ChangeKind.LIMIT]
    assert kinds(small, small_edited(APPLIANCE, "每本 10 元, collector", "每本 20 元, collector")) == [ChangeKind.FEE]
    assert kinds(small, small_edited(APPLIANCE, "copies: 1", "copies: 0")) == [ChangeKind.MATERIAL_CHANGED]
    fewer = small_edited(APPLIANCE, "person.number, person.phone]", "person.number]")
    fewer[APPLIANCE] = fewer[APPLIANCE].replace(b"applicant.phone]", b"applicant.number]")
    assert kinds(small, fewer) == [ChangeKind.FIELD_REMOVED]
    service = "services/10-appliance-subsidy.yaml"
    paused = small_edited(service, "kiosk: { state: here }", "kiosk: { state: paused, office: hall }")
    assert kinds(small, paused) == [ChangeKind.STATE]


def test_a_draft_of_what_is_gone_is_told_so(small: Catalogue, small_files: dict[str, bytes]) -> None:
    files = {name: data for name, data in small_files.items() if not name.startswith("services/10")}
    assert kinds(small, files) == [ChangeKind.GONE]
