"""What every SocialCardReader keeps, on a real PC/SC service with a virtual card, and `social-card` as a call."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator

import pytest

from devices.cli.main import main
from devices.core.errors import CardDataInvalidError, DeviceDisconnectedError, DeviceError, NoCardError
from devices.core.social_cards import SocialCardReader
from devices.core.status import DeviceState
from devices.pcsc.errors import CardMuteError, CardNotSupportedError
from devices.pcsc.simulator.daemon import VirtualCardService
from devices.social_card.driver import PcscSocialCardReader
from devices.social_card.protocol import Tag
from devices.social_card.virtual_card import SPECIMEN, VirtualSocialCard
from tests.fixtures.pcscd import CardMaker, pull_out, put_in
from tests.patience import LATE_S


@pytest.fixture
def reader(card_service: VirtualCardService) -> Iterator[SocialCardReader]:
    reader = PcscSocialCardReader("yimen virtual")
    yield reader
    reader.close()


def test_reads_what_is_in_it(reader: SocialCardReader, virtual_card: CardMaker) -> None:
    card = virtual_card(VirtualSocialCard(exact_length=True, holds_back=True))
    put_in(card)
    read = reader.read(30)
    assert (read.name, read.number) == ("陈样", "44190019900307123X")
    assert read.name not in f"{read!r} {read}"
    pull_out(card)
    with pytest.raises(NoCardError):
        reader.read(30)


def test_waits_for_a_card_and_no_longer(reader: SocialCardReader, virtual_card: CardMaker) -> None:
    started = time.monotonic()
    with pytest.raises(NoCardError):
        reader.read(30, wait_s=0.7)
    assert 0.6 < time.monotonic() - started < 3 + LATE_S
    virtual_card(VirtualSocialCard()).insert()
    assert reader.read(30, wait_s=30).name == "陈样"


def test_a_card_pulled_in_mid_read_gives_no_part_of_it(reader: SocialCardReader, virtual_card: CardMaker) -> None:
    card = virtual_card(VirtualSocialCard())
    put_in(card)
    seen = []

    def pull(moment: str) -> None:
        seen.append(moment)
        if seen.count("read_record") == 9:
            card.remove()

    undo = card.moments.subscribe(pull)
    with pytest.raises(DeviceError) as failed:
        reader.read(30)
    assert failed.value.code == "card_removed"
    undo()


def test_status_follows_the_service(reader: SocialCardReader, card_service: VirtualCardService) -> None:
    assert reader.status() is DeviceState.READY
    card_service.kill()
    assert reader.status() is DeviceState.OFFLINE
    card_service.start()
    assert reader.status() is DeviceState.READY


def test_close_may_be_called_twice_and_is_final(reader: SocialCardReader) -> None:
    reader.close()
    reader.close()
    with pytest.raises(DeviceDisconnectedError):
        reader.read(1)


def test_the_command_prints_the_card(virtual_card: CardMaker, capsys: pytest.CaptureFixture[str]) -> None:
    put_in(virtual_card(VirtualSocialCard()))
    assert main(["social-card", "--reader", "yimen", "--json"]) == 0
    line = json.loads(capsys.readouterr().out)
    assert line["ok"]
    assert line["card"]["name"] == "陈样"
    assert line["card"]["birth"] == "1990-03-07"


@pytest.mark.parametrize(
    ("chip", "error"),
    [
        (VirtualSocialCard(is_national=False), CardNotSupportedError),
        (VirtualSocialCard(SPECIMEN | {Tag.NAME: b""}), CardDataInvalidError),
    ],
    ids=["local card", "no name"],
)
def test_the_command_names_what_is_wrong(
    virtual_card: CardMaker, capsys: pytest.CaptureFixture[str], chip: VirtualSocialCard, error: type[DeviceError]
) -> None:
    put_in(virtual_card(chip))
    assert main(["social-card", "--json"]) == 2
    line = json.loads(capsys.readouterr().out)
    assert (line["ok"], line["error"]) == (False, error.code)
    assert line["error"] != CardMuteError.code
