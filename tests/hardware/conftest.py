"""Tests on real devices, collected only with --device; those of other roles are left out, not skipped."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from devices.core.roles import DeviceConfigError, DeviceUri, Role
from devices.core.worker import Closable
from devices.opening import open_device, roles_of

FIXTURE_ROLES = {
    "scanner": Role.SCANNER,
    "camera": Role.DOCUMENT_CAMERA,
    "reader": Role.ID_CARD,
    "printer": Role.RECEIPT_PRINTER,
    "page_printer": Role.PAGE_PRINTER,
    "gun": Role.BARCODE,
    "token": Role.CA_CARD,
    "social_reader": Role.SOCIAL_CARD,
}


def _named(config: pytest.Config) -> dict[Role, DeviceUri]:
    named: dict[Role, DeviceUri] = {}
    for text in config.getoption("--device"):
        try:
            role, uri = _role_and_uri(text)
        except DeviceConfigError as error:
            detail = f"--device {text}: {error.problem}"
            raise pytest.UsageError(detail) from error
        named[role] = uri
    return named


def _role_and_uri(text: str) -> tuple[Role, DeviceUri]:
    name, mark, place = text.partition("=")
    if mark and name in {role.value for role in Role}:
        return Role(name), DeviceUri.parse(place)
    uri = DeviceUri.parse(text)
    return roles_of(uri.scheme)[0], uri


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    del collection_path
    return None if config.getoption("--device") else True


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    named = _named(config)
    here = Path(__file__).parent

    def is_wanted(item: pytest.Item) -> bool:
        if here not in item.path.parents:
            return True
        wanted = {role for fixture, role in FIXTURE_ROLES.items() if fixture in getattr(item, "fixturenames", ())}
        return wanted <= set(named)

    left_out = [item for item in items if not is_wanted(item)]
    if left_out:
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if is_wanted(item)]


def _device(fixture: str) -> Callable[[pytest.FixtureRequest], Iterator[Closable]]:
    role = FIXTURE_ROLES[fixture]

    @pytest.fixture(name=fixture)
    def opened(request: pytest.FixtureRequest) -> Iterator[Closable]:
        device = open_device(role, _named(request.config)[role])
        yield device
        device.close()

    return opened


scanner = _device("scanner")
camera = _device("camera")
reader = _device("reader")
printer = _device("printer")
page_printer = _device("page_printer")
token = _device("token")
social_reader = _device("social_reader")
gun = _device("gun")
