"""Where the agent listens on the LAN just now, as it left word of it in the store."""

from __future__ import annotations

from pydantic import BaseModel

from shared.store.settings import get_model, put_model
from shared.store.store import Store

_KEY = "handoff_listening"


class _Listening(BaseModel):
    now: tuple[str, ...] = ()
    last: tuple[str, ...] = ()


def listening(store: Store) -> tuple[str, ...]:
    """Return the open addresses with their ports, none while nothing listens."""
    return _read(store).now


def last_listening(store: Store) -> tuple[str, ...]:
    """Return the addresses that were open last: a code that was printed names them."""
    return _read(store).last


def record_listening(store: Store, addresses: tuple[str, ...]) -> None:
    """Keep which addresses are open now."""
    known = _read(store)
    if known.now != addresses:
        with store.write() as connection:
            put_model(connection, _KEY, _Listening(now=addresses, last=addresses or known.last))


def _read(store: Store) -> _Listening:
    with store.read() as connection:
        return get_model(connection, _KEY, _Listening) or _Listening()
