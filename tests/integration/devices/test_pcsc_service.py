"""The PC/SC service killed and started again under a running monitor, and cards that misbehave at the wire."""

from __future__ import annotations

import os
import queue
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from devices.ca_card.piv_driver import PivToken
from devices.ca_card.virtual_piv import VirtualPiv
from devices.core.deadline import Deadline
from devices.core.errors import (
    DeviceError,
    DeviceNotFoundError,
    DeviceTimeoutError,
    NoCardError,
    UnsupportedError,
)
from devices.core.simulation import SimulationPermit
from devices.core.status import DeviceState
from devices.pcsc.errors import CardNotSupportedError
from devices.pcsc.monitor import (
    ServiceFound,
    ServiceLost,
    SmartCardEvent,
    SmartCardMonitor,
    SmartCardPresented,
    SmartCardRemoved,
)
from devices.pcsc.service import readers_with_cards
from devices.pcsc.simulator import daemon
from devices.pcsc.simulator.daemon import VirtualCardService
from devices.pcsc.simulator.virtual_card import VirtualCard
from devices.social_card.driver import PcscSocialCardReader
from devices.social_card.protocol import Tag
from devices.social_card.virtual_card import SPECIMEN, VirtualSocialCard
from tests.fixtures.pcscd import SERVICE_FOLDER, CardMaker, pull_out, put_in
from tests.patience import LATE_S, PATIENCE_S


class Listener:
    """A running monitor and what it tells."""

    def __init__(self) -> None:
        self._told: queue.Queue[SmartCardEvent] = queue.Queue()
        self.monitor = SmartCardMonitor(self._told.put)
        self.monitor.start()

    def hears(self, kind: type[SmartCardEvent], within_s: float = PATIENCE_S) -> SmartCardEvent:
        end = time.monotonic() + within_s
        while True:
            event = self._told.get(timeout=max(0.01, end - time.monotonic()))
            if isinstance(event, kind):
                return event


@pytest.fixture
def listener(card_service: VirtualCardService) -> Iterator[Listener]:
    listener = Listener()
    listener.hears(ServiceFound)
    yield listener
    assert listener.monitor.stop(PATIENCE_S)


def test_each_coming_and_going_is_told(listener: Listener, virtual_card: CardMaker) -> None:
    card = virtual_card(VirtualPiv())
    for _ in range(2):
        put_in(card)
        presented = listener.hears(SmartCardPresented)
        assert isinstance(presented, SmartCardPresented)
        assert presented.atr == card.chip.atr
        pull_out(card)
        listener.hears(SmartCardRemoved)


def test_the_next_card_is_read_after_the_service_was_killed(
    listener: Listener, virtual_card: CardMaker, card_service: VirtualCardService
) -> None:
    card = virtual_card(VirtualPiv())
    token = PivToken("virtual")
    put_in(card)
    listener.hears(SmartCardPresented)
    assert token.pin_status(30).attempts == 3
    for _ in range(2):
        card_service.kill()
        listener.hears(SmartCardRemoved)
        listener.hears(ServiceLost)
        with pytest.raises(DeviceError) as failed:
            token.pin_status(30)
        assert failed.value.code == "card_service_down"
        assert token.status() is DeviceState.OFFLINE
        card_service.start()
        listener.hears(SmartCardPresented)
        assert token.pin_status(30).attempts == 3
    token.close()


def test_a_monitor_that_starts_without_a_service_finds_it_later(
    virtual_card: CardMaker, card_service: VirtualCardService
) -> None:
    card_service.stop()
    listener = Listener()
    listener.hears(ServiceLost)
    card_service.start()
    listener.hears(ServiceFound)
    put_in(virtual_card(VirtualPiv()))
    listener.hears(SmartCardPresented)
    assert listener.monitor.stop(PATIENCE_S)


def test_no_card_and_no_such_reader_are_told_apart(card_service: VirtualCardService) -> None:
    with pytest.raises(NoCardError):
        PivToken("virtual").certificates(30)
    with pytest.raises(DeviceNotFoundError):
        PivToken("another make").certificates(30)


def test_a_card_that_keeps_silent_costs_its_deadline_and_no_more(
    virtual_card: CardMaker, expected_warnings: list[str]
) -> None:
    expected_warnings.append("the driver of piv hangs")
    card = virtual_card(VirtualPiv())
    put_in(card)
    token = PivToken("virtual")
    card.fall_silent()
    started = time.monotonic()
    with pytest.raises(DeviceTimeoutError):
        token.pin_status(0.5)
    assert time.monotonic() - started < 2 + LATE_S
    card.restore()
    until = time.monotonic() + PATIENCE_S
    while True:
        try:
            assert token.pin_status(30).attempts == 3
            break
        except DeviceError:
            assert time.monotonic() < until
    token.close()


def test_a_card_pulled_in_mid_signature_is_told(virtual_card: CardMaker) -> None:
    card = virtual_card(VirtualPiv())
    put_in(card)
    token = PivToken("virtual")
    undo = card.moments.subscribe(lambda moment: card.remove() if moment == "read_certificate" else None)
    with pytest.raises(DeviceError) as failed:
        token.certificates(30)
    assert failed.value.code == "card_removed", failed.value.detail
    undo()
    token.close()


def test_noise_from_a_card_is_a_protocol_error(virtual_card: CardMaker) -> None:
    card = virtual_card(VirtualPiv())
    put_in(card)
    token = PivToken("virtual")
    card.talk_nonsense()
    with pytest.raises(DeviceError) as failed:
        token.certificates(30)
    assert failed.value.code in {"card_refused", "protocol_error"}
    token.close()


def test_where_namespaces_are_forbidden_root_runs_it_in_the_open(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(daemon, "_ROOTS_NAMESPACE", ("false",))
    monkeypatch.setattr(daemon, "_USERS_NAMESPACE", ("false",))
    service = VirtualCardService(SimulationPermit.for_development(), SERVICE_FOLDER)
    if os.geteuid() != 0 or daemon._answers(Path("/run/pcscd/pcscd.comm")):
        with pytest.raises(UnsupportedError):
            service.start()
        return
    service.start()
    with pytest.raises(NoCardError):
        PivToken("virtual").certificates(30)
    service.kill()
    service.start()
    with pytest.raises(NoCardError):
        PivToken("virtual").certificates(30)
    service.stop()


def test_a_social_card_is_found_beside_another_card_and_without_one_the_other_is_named(
    card_service: VirtualCardService, virtual_card: CardMaker
) -> None:
    put_in(virtual_card(VirtualPiv({})))
    reader = PcscSocialCardReader("")
    with pytest.raises(CardNotSupportedError):
        reader.read(30)
    permit = SimulationPermit.for_development()
    beside = VirtualCard(permit, VirtualSocialCard(), lambda: card_service.port + 1)
    try:
        beside.insert()
        deadline = Deadline(60)
        while len(readers_with_cards("")) < 2:
            assert not deadline.expired, "the service did not notice the card"
        assert reader.read(30).number == SPECIMEN[Tag.NUMBER].decode()
    finally:
        beside.close()
        reader.close()
