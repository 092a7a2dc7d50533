"""Where something can be taken that is not taken here: the nearest site that takes it (A10)."""

from __future__ import annotations

import math
from datetime import date
from typing import Final

from shared.catalogue.guides import Office
from shared.catalogue.model import Catalogue
from shared.domain.items import Channel, ItemState
from shared.domain.office_rights import offices_for

_KILOMETRES_A_DEGREE: Final = 111.2


def nearest_taking(
    catalogue: Catalogue, subject_code: str, channel: Channel, start: Office, day: date | None = None
) -> Office | None:
    """Return the nearest other site that takes something at a channel, None where no site is known to.

    Sites whose position is not known come last, in the order of the catalogue. With a day, windows of towns and
    villages that have a right on the item then (C14) count as well, unless it is paused for all.
    """
    sites = catalogue.extras.sites.get(subject_code, {})
    taking = [catalogue.offices[site] for site, channels in sites.items() if channels[channel].takes]
    usual = catalogue.subject(subject_code).channels
    if usual[channel].takes and catalogue.hall.id not in sites:
        taking.append(catalogue.hall)
    if day is not None and channel is Channel.COUNTER and usual[channel].state is not ItemState.PAUSED:
        rights = offices_for(catalogue.extras.office_rights, subject_code, day)
        taking += [catalogue.offices[office] for office in rights if office not in sites]
    others = [office for office in taking if office.id != start.id]
    return min(others, key=lambda office: kilometres(start, office), default=None)


def kilometres(one: Office, other: Office) -> float:
    """Return the distance as the crow flies, endless where a position is not known; right to a few metres in a city."""
    if one.position is None or other.position is None:
        return math.inf
    (north, east), (other_north, other_east) = one.position, other.position
    across = (east - other_east) * math.cos(math.radians((north + other_north) / 2))
    return _KILOMETRES_A_DEGREE * math.hypot(north - other_north, across)
