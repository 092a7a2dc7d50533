"""How the agent sees the platform, for the faces to show: online, or offline since when and why."""

from __future__ import annotations

from datetime import datetime

from pydantic import BaseModel, ConfigDict

from shared.store.settings import get_model, put_model
from shared.store.store import Store

_AGENT_STATE = "agent_state"


class AgentState(BaseModel):
    """Written by the agent when it changes.

    Attributes:
        since: when it last changed between online and offline.
        last_contact: the platform's last answer, as of the last change.
        reason: a code of shared.sync.errors while offline; detail: what it says beside, the platform's refusal say.
    """

    model_config = ConfigDict(frozen=True)

    online: bool
    since: datetime
    last_contact: datetime | None = None
    reason: str | None = None
    detail: str = ""


def agent_state(store: Store) -> AgentState | None:
    """Return what the agent last wrote, None before it ever reached or missed the platform."""
    with store.read() as connection:
        return get_model(connection, _AGENT_STATE, AgentState)


def record_agent_state(store: Store, state: AgentState) -> None:
    """Keep a new state; the agent alone calls this."""
    with store.write() as connection:
        put_model(connection, _AGENT_STATE, state)
