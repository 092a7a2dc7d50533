"""The comparison of the crash proof finds what it is there to find."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.prove.crash import settle
from tests.prove.ledger import Ledger, differences, read_ledger
from tests.prove.proxy import ChaosProxy
from tests.prove.world import Template, World


@pytest.fixture(scope="module")
def delivered(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    with ChaosProxy().running() as proxy:
        template = Template.make(tmp_path_factory.mktemp("template"), proxy)
        with template.world(tmp_path_factory.mktemp("world"), proxy) as world:
            world.start_platform()
            world.start_agent()
            world.start_app(2, 2, 2_000, 1)
            assert settle(world) == []
            yield world


def compared(world: World) -> list[str]:
    return list(differences(read_ledger(world.profile), world.sealed(), world.data))


def a_part(world: World) -> Path:
    return next(path for path in sorted((world.data / "parts").rglob("*")) if path.name == "1")


def test_it_finds_what_is_missing_damaged_exchanged_or_foreign(delivered: World) -> None:
    assert compared(delivered) == []
    part = a_part(delivered)
    whole = part.read_bytes()
    for spoilt in (b"", whole[:-1], whole[:40] + bytes([whole[40] ^ 1]) + whole[41:]):
        part.write_bytes(spoilt)
        assert any(line.startswith("lost: part 1") for line in compared(delivered))
        assert any(line.startswith("unreadable") for line in compared(delivered))
    part.write_bytes(whole)

    ledger, sealed = read_ledger(delivered.profile), delivered.sealed()
    first, second = sorted(sealed)
    exchanged = {first: sealed[second], second: sealed[first]}
    assert any(line.startswith("other pages") for line in differences(ledger, exchanged, delivered.data))
    unknown = sealed | {"00000000-0000-4000-8000-000000000000": []}
    assert any(line.startswith("lost at the terminal") for line in differences(ledger, unknown, delivered.data))
    fewer = Ledger(ledger.rows[1:], dict(list(ledger.manifests.items())[1:]), frozenset())
    assert any(line.startswith("doubled") for line in differences(fewer, {}, delivered.data))
