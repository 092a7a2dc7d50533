"""What terminals download, the heartbeat, and who may have the clerks."""

from __future__ import annotations

import hashlib
import shutil
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from acceptance_platform.errors import PlatformError
from acceptance_platform.platform import opened
from shared.catalogue.model import Catalogue
from shared.catalogue.package import open_package
from shared.contract.terminals import Heartbeat, SealingKey
from shared.security.certificates import load_certificate, verifying_key
from shared.security.root_statements import check_statement
from tests.integration.platform.platform_kit import (
    CATALOGUE_SOURCE,
    PASSWORD,
    ServedPlatform,
    SteppedClock,
    TerminalSide,
    served,
)


def beat(**changes: Any) -> dict[str, Any]:
    return {"clock": datetime.now(UTC).isoformat(), "app_version": "0.1.0", "waiting": 0, "returned": 0, **changes}


def test_a_terminal_downloads_the_newest_package(
    counter: TerminalSide, catalogue: Catalogue, platform: ServedPlatform
) -> None:
    info = counter.get("/v1/catalogue").json()
    assert info["version"] == catalogue.version
    response = counter.get(f"/v1/catalogue/{info['version']}")
    assert response.headers["Content-Type"] == "application/zip"
    assert hashlib.sha256(response.content).hexdigest() == info["sha256"]
    assert len(response.content) == info["size"]
    root = verifying_key(load_certificate(counter.me.root_pem))

    def by_root(key_id: str, message: bytes, signature: bytes) -> bool:
        root.verify(message, signature)
        return key_id == root.key_id

    assert open_package(response.content, by_root).version == catalogue.version
    again = counter.get(f"/v1/catalogue/{info['version']}", **{"If-None-Match": response.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert counter.get("/v1/catalogue/none").status_code == 404


def test_publishing_the_same_contents_again_changes_nothing(platform: ServedPlatform, catalogue: Catalogue) -> None:
    shelf = platform.platform.catalogues
    with platform.platform.database.read() as connection:
        first = shelf.info(connection, catalogue.version)
    again = shelf.build(CATALOGUE_SOURCE)  # another signature, the same files
    assert shelf.publish(again, platform.platform.clock()) == first


def test_other_contents_need_another_version(
    platform: ServedPlatform, catalogue: Catalogue, tmp_path_factory: pytest.TempPathFactory
) -> None:
    source = tmp_path_factory.mktemp("source") / "catalogue"
    shutil.copytree(CATALOGUE_SOURCE, source)
    with (source / "themes.yaml").open("a", encoding="utf-8") as file:
        file.write("# changed\n")
    shelf = platform.platform.catalogues
    with pytest.raises(PlatformError) as refused:
        shelf.publish(shelf.build(source), platform.platform.clock())
    assert refused.value.code == "version_taken"


@pytest.mark.parametrize("package", [b"", b"PK", b"\0" * 1000])
def test_what_is_no_package_is_not_published(platform: ServedPlatform, package: bytes) -> None:
    with pytest.raises(PlatformError) as refused:
        platform.platform.catalogues.publish(package, platform.platform.clock())
    assert refused.value.code == "catalogue_refused"


def test_a_package_of_another_root_is_not_published(platform: ServedPlatform, tmp_path_factory: Any) -> None:
    with opened(tmp_path_factory.mktemp("other")) as other:
        package = other.catalogues.build(CATALOGUE_SOURCE)
    with pytest.raises(PlatformError) as refused:
        platform.platform.catalogues.publish(package, platform.platform.clock())
    assert refused.value.code == "catalogue_refused"


NEXT_CALENDAR = """
  - {year: 2030, paper: "https://www.gov.cn/sample", rest: [], work: []}
  - year: 2031
    paper: https://www.gov.cn/sample
    rest: [{name: 元旦, days: [2031-01-01, 2031-01-02]}]
    work: []
"""


def next_version(folder: Path) -> Path:
    """Copy the sources as a later version that publishes the working days of two more years."""
    shutil.copytree(CATALOGUE_SOURCE, folder)
    package, calendar = folder / "package.yaml", folder / "calendar.yaml"
    package.write_text(package.read_text().replace("2026.11.1", "2030.12.1"))
    calendar.write_text(calendar.read_text().rstrip() + NEXT_CALENDAR)
    return folder


def test_a_provisional_due_date_is_counted_again_when_its_years_calendar_is_published(tmp_path: Path) -> None:
    clock = SteppedClock()
    clock.ahead = datetime(2030, 12, 30, 2, tzinfo=UTC) - clock()
    with served(tmp_path / "platform", clock) as platform:
        platform.add_clerk()
        intake = (side := platform.terminal()).seal_intake(platform.publish_catalogue())
        for one in (intake, side.seal_decision(intake, time_proven=False)):
            assert side.deliver(one).reason is None

        def due() -> tuple[str, bool]:
            (item,) = side.get(f"/v1/cases/{intake.manifest.envelope.case_number}").json()["items"]
            return item["due_date"], item["due_provisional"]

        before = due()
        shelf = platform.platform.catalogues
        shelf.publish(shelf.build(next_version(tmp_path / "source")), clock())
        assert (before, due()) == (("2031-01-02", True), ("2031-01-06", False))
        side.close()


def test_an_intake_waits_for_the_catalogue_that_it_was_made_by(tmp_path: Path) -> None:
    with served(tmp_path / "platform") as platform:
        side = platform.terminal()
        early = side.seal_intake(platform.publish_catalogue(), catalogue_version="2030.12.1")
        side.upload(early)
        refused = side.commit(early)
        assert (refused.status_code, refused.json()["code"]) == (409, "version_missing")
        shelf = platform.platform.catalogues
        shelf.publish(shelf.build(next_version(tmp_path / "source")), platform.platform.clock())
        assert side.commit(early).json()["state"] == "delivered"
        side.close()


def test_clerks_are_for_counters_only(counter: TerminalSide, kiosk: TerminalSide) -> None:
    directory = counter.get("/v1/clerks").json()
    (clerk,) = [one for one in directory["clerks"] if one["clerk_id"] == "c-01"]
    assert clerk["name"] == "李样例"
    assert PASSWORD not in str(directory)
    assert kiosk.get("/v1/clerks").json()["code"] == "forbidden"


def test_a_new_clerk_changes_the_directorys_version(counter: TerminalSide, platform: ServedPlatform) -> None:
    before = counter.get("/v1/clerks").json()["version"]
    assert counter.get("/v1/clerks").json()["version"] == before
    platform.add_clerk("c-new")
    after = counter.get("/v1/clerks").json()["version"]
    assert after != before
    assert counter.post_json("/v1/heartbeat", beat()).json()["clerks_version"] == after


def test_the_heartbeat_tells_what_is_new(kiosk: TerminalSide, catalogue: Catalogue, platform: ServedPlatform) -> None:
    answer = Heartbeat.model_validate_json(kiosk.post_json("/v1/heartbeat", beat()).content)
    assert answer.epoch == platform.platform.epoch
    assert answer.backup_watermark == 0
    assert answer.catalogue_version == catalogue.version
    assert abs((answer.clock - platform.platform.clock()).total_seconds()) < 60


@pytest.mark.parametrize(
    "changes",
    [
        {"waiting": 2**80},
        {"clock": "0001-01-01T00:00:00+00:00"},
        {"clock": "9999-12-31T23:59:59+00:00"},
        {"catalogue_version": "x\0y"},
    ],
)
def test_a_strange_heartbeat_does_no_harm(kiosk: TerminalSide, changes: dict[str, Any]) -> None:
    assert kiosk.post_json("/v1/heartbeat", beat(**changes)).status_code == 200


@pytest.mark.parametrize(
    "changes",
    [
        {"waiting": -1},
        {"clock": "2026-01-01T00:00:00"},
        {"clock": "0001-01-01T00:00:00+14:00"},
        {"clock": "9999-12-31T23:59:59-14:00"},
        {"more": 1},
        {"clock": None},
    ],
)
def test_a_faulty_heartbeat_is_refused(kiosk: TerminalSide, changes: dict[str, Any]) -> None:
    response = kiosk.post_json("/v1/heartbeat", beat(**changes))
    assert (response.status_code, response.json()["code"]) == (422, "bad_request")


def test_sealing_keys_are_signed_by_the_root(kiosk: TerminalSide) -> None:
    root = verifying_key(load_certificate(kiosk.me.root_pem))
    keys = [SealingKey.model_validate(key) for key in kiosk.get("/v1/sealing-keys").json()]
    assert keys == list(kiosk.me.sealing_keys)
    for key in keys:
        check_statement(key, root)
