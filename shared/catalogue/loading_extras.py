"""Builds the optional parts of a catalogue from checked sources."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from types import MappingProxyType
from typing import Any

from shared.catalogue.conditions import Condition
from shared.catalogue.extras import (
    Answer,
    Concept,
    DelegationTerms,
    DepartmentCheck,
    Discretion,
    Extras,
    FeeLine,
    FlowNext,
    FlowStep,
    ItemExtras,
    KnowledgeAnswer,
    Output,
    Policy,
    Question,
    Sample,
    SiteChannels,
    SpecialProcedure,
    StaffManual,
    Standard,
    Stop,
    Window,
)
from shared.catalogue.loading_situations import situation_conditions
from shared.catalogue.sources import Sources
from shared.domain.editions import EditionAct, EditionStep
from shared.domain.extensions import ExtensionTerms
from shared.domain.office_rights import LevelRight, OfficeRight
from shared.domain.policy_matching import Demand, Relation
from shared.domain.projects import ProjectStage

Raw = Mapping[str, Any]
ChannelsBySite = Mapping[str, SiteChannels]


def load_extras(sources: Sources, sites: ChannelsBySite, department_names: Mapping[str, str]) -> Extras:
    """Return every optional part; departments are named in full, as items name them."""
    subjects = {document.data["code"]: document.data for document in (*sources.items, *sources.services)}
    questions = dict(sources.entries("questions"))
    noise = sources["synonyms"].get("noise", ()) if "synonyms" in sources.single else ()
    return Extras(
        questions=MappingProxyType({code: load_question(code, raw) for code, raw in questions.items()}),
        items=MappingProxyType({code: _item(raw, department_names) for code, raw in subjects.items()}),
        windows=MappingProxyType({raw["id"]: Window(**_tupled(raw)) for raw in sources.entries("windows")}),
        delegations=tuple(_delegation(raw, department_names) for raw in sources.entries("delegations")),
        office_rights=tuple(map(_office_right, sources.entries("office_rights"))),
        projects=MappingProxyType(_projects(sources.entries("projects"))),
        knowledge=tuple(
            _knowledge(raw, department_names) for document in sources.knowledge for raw in document.data["answers"]
        ),
        concepts=tuple(Concept(tuple(raw["says"]), tuple(raw["means"])) for raw in sources.entries("synonyms")),
        noise=tuple(noise),
        translations=MappingProxyType(_translations(sources)),
        sites=sites,
        material_samples=MappingProxyType(
            {code: _sample(raw["sample"]) for code, raw in sources["materials"]["materials"].items() if "sample" in raw}
        ),
    )


def last_day(raw: Raw) -> date | None:
    """Return the last day on which an item or service of a year can be applied for."""
    valid = raw.get("valid", {})
    if "closed_after" in valid:
        return date.fromisoformat(valid["closed_after"])
    return date(valid["year"], 12, 31) if "year" in valid else None


def _translations(sources: Sources) -> dict[str, Mapping[str, str]]:
    merged: dict[str, dict[str, str]] = {}
    for document in sources.translations:
        merged.setdefault(document.data["language"], {}).update(document.data["texts"])
    return {language: MappingProxyType(texts) for language, texts in merged.items()}


def load_question(code: str, raw: Raw) -> Question:
    """Return a question of the dictionary."""
    return Question(
        id=code,
        ask=raw["ask"],
        why=raw["why"],
        answers=tuple(_answer(answer, entry) for answer, entry in raw["answers"].items()),
        note=raw.get("note", ""),
        when=Condition.of(raw.get("when")),
        field=raw.get("field"),
        implied=tuple((Condition.of(one["when"]), one["answer"]) for one in raw.get("implied", ())),
        illustrative=raw.get("illustrative", False),
    )


def _answer(code: str, raw: Raw) -> Answer:
    stop = Stop(**raw["stop"]) if "stop" in raw else None
    return Answer(code, raw["label"], raw.get("note", ""), Condition.of(raw.get("when")), stop)


def _item(raw: Raw, departments: Mapping[str, str]) -> ItemExtras:
    guide, limits, confirmed = raw.get("guide", {}), raw.get("limits", {}), raw.get("confirmed", {})
    return ItemExtras(
        questions=tuple(raw.get("questions", ())),
        situations=MappingProxyType(situation_conditions(raw)),
        manual=_manual(raw["manual"]) if "manual" in raw else None,
        check=DepartmentCheck(**_tupled(raw["check"])) if "check" in raw else None,
        output=Output(**_tupled(raw["output"])) if "output" in raw else None,
        policy=_policy(raw["policy"]) if "policy" in raw else None,
        special_procedures=tuple(SpecialProcedure(**one) for one in limits.get("special_procedures", ())),
        extension=ExtensionTerms(**limits["extension"]) if "extension" in limits else None,
        yellow_percent=limits.get("yellow_percent"),
        fees=tuple(FeeLine(**line) for line in guide.get("fee", {}).get("lines", ())),
        fee_collector=departments.get(guide.get("fee", {}).get("collector", "")),
        windows=tuple(guide.get("windows", ())),
        consult_phone=guide.get("consult_phone", ""),
        complaint_phone=guide.get("complaint_phone", ""),
        online=guide.get("online", ""),
        remedies=guide.get("remedies", ""),
        listing=MappingProxyType(_tupled(guide.get("listing", {}))),
        result_sample=_sample(guide["result"]["sample"]) if "sample" in guide.get("result", {}) else None,
        confirmed_by=departments.get(confirmed.get("by", ""), ""),
        confirmed_on=date.fromisoformat(confirmed["on"]) if confirmed else None,
        history=history_of(raw, departments),
        last_day=last_day(raw),
    )


def _manual(raw: Raw) -> StaffManual:
    return StaffManual(
        standards=tuple(Standard(**one) for one in raw["standards"]),
        discretion=tuple(Discretion(**one) for one in raw.get("discretion", ())),
        flow=tuple(_flow_step(one) for one in raw.get("flow", ())),
        illustrative=raw.get("illustrative", False),
    )


def _flow_step(raw: Raw) -> FlowStep:
    arrows = tuple(FlowNext(one["to"], one.get("if", "")) for one in raw.get("next", ()))
    return FlowStep(raw["id"], raw["title"], raw["who"], raw.get("days"), arrows)


def _policy(raw: Raw) -> Policy:
    until = date.fromisoformat(raw["until"]) if "until" in raw else None
    return Policy(raw["gives"], tuple(map(_demand, raw["match"])), until, tuple(raw.get("seen_by", ())))


def _demand(raw: Raw) -> Demand:
    value = tuple(raw["value"]) if isinstance(raw["value"], list) else raw["value"]
    return Demand(raw["fact"], Relation(raw["is"]), value, raw["say"])


def _sample(raw: Raw) -> Sample:
    return Sample(**_tupled(raw))


def _delegation(raw: Raw, departments: Mapping[str, str]) -> DelegationTerms:
    return DelegationTerms(
        id=raw["id"],
        grantor=departments[raw["grantor"]],
        windows=tuple(raw["windows"]),
        items=frozenset(raw["items"]),
        valid_from=date.fromisoformat(raw["from"]),
        valid_to=date.fromisoformat(raw["until"]),
        limits=raw["limits"],
        document=raw["document"],
        sampled_percent=raw.get("sampled_percent", 0),
        illustrative=raw.get("illustrative", False),
    )


def history_of(raw: Raw, departments: Mapping[str, str]) -> tuple[EditionStep, ...]:
    """Return the steps of an item's edition; departments are named in full."""
    return tuple(
        EditionStep(
            EditionAct(step["act"]),
            departments.get(step["by"], ""),
            date.fromisoformat(step["on"]),
            step.get("person", ""),
            step.get("note", ""),
        )
        for step in raw.get("history", ())
    )


def _office_right(raw: Raw) -> OfficeRight:
    begin, end = (date.fromisoformat(raw[key]) if key in raw else None for key in ("from", "until"))
    return OfficeRight(raw["office"], LevelRight(raw["right"]), frozenset(raw["items"]), raw["routes_to"], begin, end)


def _projects(stages: Iterable[Raw]) -> dict[str, tuple[ProjectStage, ...]]:
    kinds: dict[str, tuple[ProjectStage, ...]] = {}
    for raw in stages:
        stage = ProjectStage(raw["id"], raw["name"], tuple(raw["items"]), tuple(raw.get("after", ())))
        kinds[raw["project"]] = (*kinds.get(raw["project"], ()), stage)
    return kinds


def _knowledge(raw: Raw, departments: Mapping[str, str]) -> KnowledgeAnswer:
    named = {**_tupled(raw), "updated": date.fromisoformat(raw["updated"])}
    return KnowledgeAnswer(**{**named, "department": departments.get(raw.get("department", ""), "")})


def _tupled(raw: Raw) -> dict[str, Any]:
    return {key: tuple(value) if isinstance(value, list) else value for key, value in raw.items()}
