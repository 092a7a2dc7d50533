"""The catalogue as programs see it: frozen, whole, and with items and one-matter services alike as subjects."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from types import MappingProxyType
from typing import TypeVar

from shared.catalogue.calendar import work_calendar
from shared.catalogue.extras import Extras, ItemExtras
from shared.catalogue.guides import (
    ChannelState,
    CodeTable,
    Department,
    Hall,
    ItemGuide,
    MaterialGuide,
    Office,
    Presentation,
    Theme,
)
from shared.catalogue.notice_words import NoticeTitles
from shared.catalogue.subjects import (
    ItemCasting,
    Narrowing,
    ServicePlan,
    Subject,
    situation_ids,
    subject_of_item,
    subject_of_service,
)
from shared.domain.calendars import StaticCalendar, WorkCalendar
from shared.domain.items import Channel, Item, ItemState, OneMatterService
from shared.forms.definition import FieldDefinition, FormDefinition, RoleDefinition

_T = TypeVar("_T")

__all__ = [
    "Catalogue",
    "ChannelState",
    "CodeTable",
    "Department",
    "Hall",
    "ItemCasting",
    "ItemGuide",
    "MaterialGuide",
    "Narrowing",
    "NoticeTitles",
    "Office",
    "Presentation",
    "RoleDefinition",
    "ServicePlan",
    "Subject",
    "Theme",
    "UnknownSubjectError",
]


class UnknownSubjectError(LookupError):
    """The catalogue has no item, service or material of this code."""

    def __init__(self, subject_code: str) -> None:
        super().__init__(subject_code)
        self.code = "unknown_subject"
        self.subject_code = subject_code


@dataclass(frozen=True, slots=True)
class Catalogue:
    """One version of the catalogue, read only.

    Attributes:
        division: 6 digits of GB/T 2260.
        departments: by exact name, as items name them; items, services, forms and guides by code.
        fields: the data dictionary, by entry (person.name).
        presentations: of items and services, by code; plans: what a service adds to its items.
        calendar: the published years that the package itself carries; work_calendar() is what counts days.
        languages: those in which every name must be given; extras: the optional parts.
    """

    version: str
    published: date
    division: str
    hall: Hall
    departments: Mapping[str, Department]
    items: Mapping[str, Item]
    services: Mapping[str, OneMatterService]
    fields: Mapping[str, FieldDefinition]
    forms: Mapping[str, FormDefinition]
    themes: Mapping[str, Theme]
    offices: Mapping[str, Office]
    code_tables: Mapping[str, CodeTable]
    notice_titles: NoticeTitles
    calendar: StaticCalendar
    guides: Mapping[str, ItemGuide]
    materials: Mapping[str, MaterialGuide]
    presentations: Mapping[str, Presentation]
    plans: Mapping[str, ServicePlan]
    illustrative: bool = False
    languages: tuple[str, ...] = ()
    extras: Extras = field(default_factory=Extras)

    def item(self, code: str) -> Item:
        """Return an item. Raises UnknownSubjectError."""
        return _found(self.items, code)

    def service(self, code: str) -> OneMatterService:
        """Return a one-matter service. Raises UnknownSubjectError."""
        return _found(self.services, code)

    def extras_of(self, item_code: str) -> ItemExtras:
        """Return what is said of an item beyond its guide. Raises UnknownSubjectError."""
        return _found(self.extras.items, item_code)

    def translated(self, text: str, language: str) -> str:
        """Return a text of the catalogue in a language, itself where there is no translation."""
        return self.extras.translations.get(language, {}).get(text, text)

    def guide(self, item_code: str) -> ItemGuide:
        """Return an item's guide. Raises UnknownSubjectError."""
        return _found(self.guides, item_code)

    def material_guide(self, material_code: str) -> MaterialGuide:
        """Return how a material is asked for; of household_register.wife that of household_register.

        Raises UnknownSubjectError.
        """
        try:
            return self.materials[material_code.partition(".")[0]]
        except KeyError:
            raise UnknownSubjectError(material_code) from None

    def subject(self, code: str, narrowing: Narrowing | None = None) -> Subject:
        """Return an item or a one-matter service, seen alike; with a narrowing what an applicant's answers leave of it.

        Raises UnknownSubjectError.
        """
        presentation = _found(self.presentations, code)
        if code in self.services:
            service = self.services[code]
            items = tuple(self.items[part.item_code] for part in service.parts)
            return subject_of_service(presentation, service, self.plans[code], items, narrowing)
        return subject_of_item(presentation, self.items[code], self.forms.get(code), narrowing)

    def subject_of_case(self, code: str, item_codes: Collection[str]) -> Subject:
        """Return what a sealed case is judged by: its own items, in every situation, for the answers are sealed.

        Raises UnknownSubjectError.
        """
        situations = {
            scoped
            for item_code in item_codes
            for material in self.item(item_code).materials
            for scoped in situation_ids(item_code, material.situations)
        }
        return self.subject(code, Narrowing(frozenset(item_codes), frozenset(situations)))

    @property
    def subjects(self) -> tuple[Subject, ...]:
        """Every one-matter service, then every item that is offered by itself."""
        return tuple(self.subject(code) for code in (*self.services, *self.items) if self.presentations[code].listed)

    def at_site(self, site: str) -> Catalogue:
        """Return the catalogue as it stands at an office: its own states where it has some, its name on papers (A10).

        Raises KeyError: the catalogue has no such office.
        """
        own = {
            code: replace(self.presentations[code], channels=channels[site])
            for code, channels in self.extras.sites.items()
            if site in channels
        }
        shown = MappingProxyType({**self.presentations, **own})
        return replace(self, hall=self.offices[site], presentations=shown)

    def as_of(self, day: date) -> Catalogue:
        """Return the catalogue as it stands on a day: what belongs to a year that has run out is not taken (已截止)."""
        over = {
            code: replace(shown, channels=_over(shown, self.hall))
            for code, shown in self.presentations.items()
            if shown.last_day is not None and day > shown.last_day
        }
        return replace(self, presentations=MappingProxyType({**self.presentations, **over})) if over else self

    def work_calendar(self) -> WorkCalendar:
        """Return what counts working days: chinesecalendar, then the package's years, else unpublished (暂定)."""
        return work_calendar(self.calendar)


def _over(shown: Presentation, hall: Hall) -> Mapping[Channel, ChannelState]:
    last = shown.last_day
    note = f"已于{last.year}年{last.month}月{last.day}日截止，不再受理。" if last else ""
    return MappingProxyType(
        {
            channel: ChannelState(ItemState.PAUSED, hall.referral if state.takes else state.referral, note, over=True)
            for channel, state in shown.channels.items()
        }
    )


def _found(table: Mapping[str, _T], code: str) -> _T:
    try:
        return table[code]
    except KeyError:
        raise UnknownSubjectError(code) from None
