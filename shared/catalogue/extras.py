"""What a catalogue may say besides guides and forms: questions, staff manual, windows, delegations, knowledge, words.

Every part is optional; a catalogue without it works as before.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from shared.catalogue.conditions import ALWAYS, Condition
from shared.catalogue.guides import ChannelState
from shared.domain.editions import EditionStep
from shared.domain.extensions import ExtensionTerms
from shared.domain.items import Channel
from shared.domain.office_rights import OfficeRight
from shared.domain.policy_matching import Demand
from shared.domain.projects import ProjectStage


@dataclass(frozen=True, slots=True)
class Stop:
    """An answer that ends the path here, and where it leads: never a dead end (A10)."""

    note: str
    office: str | None = None
    subject: str | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer of a question; `when` says with which earlier answers it is on offer."""

    code: str
    label: str
    note: str = ""
    when: Condition = ALWAYS
    stop: Stop | None = None


@dataclass(frozen=True, slots=True)
class Question:
    """One question of the questionnaire, defined once for all items (A5).

    Attributes:
        why: what the answer decides, in words that the applicant is told.
        when: asked only when this holds.
        field: the choice field of the form that the answer fills, so that it is not asked again.
        implied: conditions under which the answer is known without asking.
    """

    id: str
    ask: str
    why: str
    answers: tuple[Answer, ...]
    note: str = ""
    when: Condition = ALWAYS
    field: str | None = None
    implied: tuple[tuple[Condition, str], ...] = ()
    illustrative: bool = False

    def answer(self, code: str) -> Answer | None:
        """Return the answer of a code, or None."""
        return next((answer for answer in self.answers if answer.code == code), None)


@dataclass(frozen=True, slots=True)
class Standard:
    """A standard of acceptance (受理标准): what the clerk looks at, and when it is right."""

    point: str
    standard: str
    material: str | None = None
    legal_basis: str = ""


@dataclass(frozen=True, slots=True)
class Discretion:
    """A discretion rule (裁量基准)."""

    factor: str
    rule: str
    legal_basis: str


@dataclass(frozen=True, slots=True)
class FlowNext:
    """An arrow of the flow chart; `condition` is what stands beside it."""

    to: str
    condition: str = ""


@dataclass(frozen=True, slots=True)
class FlowStep:
    """A box of the flow chart (流程图); a box without arrows is an end."""

    id: str
    title: str
    who: str
    days: int | None = None
    next: tuple[FlowNext, ...] = ()


@dataclass(frozen=True, slots=True)
class StaffManual:
    """The staff manual of an item (业务手册), for clerks only (A2)."""

    standards: tuple[Standard, ...]
    discretion: tuple[Discretion, ...] = ()
    flow: tuple[FlowStep, ...] = ()
    illustrative: bool = False


@dataclass(frozen=True, slots=True)
class DepartmentCheck:
    """What a checked item proves behind the counter, and what is done by hand when its source is down (A6)."""

    source: str
    proves: str
    manual: str
    fields: tuple[str, ...] = ()
    legal_basis: str = ""
    illustrative: bool = False


@dataclass(frozen=True, slots=True)
class SpecialProcedure:
    """A special procedure (特别程序) with a limit of its own, in working days."""

    id: str
    name: str
    days: int
    legal_basis: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class FeeLine:
    """One fee: its name, its standard in words, the amount in cents where it is fixed."""

    name: str
    standard: str
    legal_basis: str
    cents: int | None = None


@dataclass(frozen=True, slots=True)
class Output:
    """What a print-only or query item gives at once (E6): 参保证明 and the like."""

    kind: str
    title: str
    source: str
    lines: tuple[str, ...] = ()
    fields: tuple[str, ...] = ()
    validity: str = ""
    illustrative: bool = False


@dataclass(frozen=True, slots=True)
class Policy:
    """An enterprise policy (惠企政策) that is claimed as an item (A14)."""

    gives: str
    match: tuple[Demand, ...]
    until: date | None = None
    seen_by: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Sample:
    """A drawn specimen: layout and lines as data; whoever shows it draws it and marks it 样例 (A3, A12)."""

    layout: str
    title: str
    lines: tuple[str, ...]
    seal: str = ""
    look_at: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ItemExtras:
    """What the national list and the locality say of one item beyond its guide.

    Attributes:
        questions: those that narrow it, in the order of the guide; situations: when each of its situations holds, by
            code; of a material's own condition the code is a dot and the material's code.
        listing: other elements of the implementation list (实施清单), such as visits or exercised_at, by name.
        confirmed_by, confirmed_on: the department that confirmed it, and when; history: all steps of its edition (A9).
        fee_collector: exact name of the department that collects its fees on the one notice, None for its own (C17).
        last_day: the last day on which it can be applied for, None where it does not run out.
    """

    questions: tuple[str, ...] = ()
    situations: Mapping[str, Condition] = field(default_factory=dict)
    manual: StaffManual | None = None
    check: DepartmentCheck | None = None
    output: Output | None = None
    policy: Policy | None = None
    special_procedures: tuple[SpecialProcedure, ...] = ()
    extension: ExtensionTerms | None = None
    yellow_percent: int | None = None
    fees: tuple[FeeLine, ...] = ()
    fee_collector: str | None = None
    windows: tuple[str, ...] = ()
    consult_phone: str = ""
    complaint_phone: str = ""
    online: str = ""
    remedies: str = ""
    listing: Mapping[str, str | int | bool | tuple[str, ...]] = field(default_factory=dict)
    result_sample: Sample | None = None
    confirmed_by: str = ""
    confirmed_on: date | None = None
    history: tuple[EditionStep, ...] = ()
    last_day: date | None = None


@dataclass(frozen=True, slots=True)
class Window:
    """A window of an office: comprehensive, specialist, coordination, outlet or guidance (E5)."""

    id: str
    office: str
    name: str
    kind: str
    numbers: str = ""
    phone: str = ""
    hours: str = ""
    departments: tuple[str, ...] = ()
    illustrative: bool = False


@dataclass(frozen=True, slots=True)
class DelegationTerms:
    """What a department lets windows decide (C18); the platform gives it to persons."""

    id: str
    grantor: str
    windows: tuple[str, ...]
    items: frozenset[str]
    valid_from: date
    valid_to: date
    limits: str
    document: str
    sampled_percent: int = 0
    illustrative: bool = False


@dataclass(frozen=True, slots=True)
class KnowledgeAnswer:
    """A question that people ask and the one answer to it at kiosk, counter and hotline (A7)."""

    id: str
    items: tuple[str, ...]
    question: str
    answer: str
    updated: date
    also_asked: tuple[str, ...] = ()
    legal_basis: str = ""
    department: str = ""
    illustrative: bool = False


@dataclass(frozen=True, slots=True)
class Concept:
    """Everyday words (`says`) and the official words that they stand for (`means`)."""

    says: tuple[str, ...]
    means: tuple[str, ...]


SiteChannels = Mapping[str, Mapping[Channel, ChannelState]]
"""Channel states by site (an office's id), where they differ from those of the package's own hall."""


@dataclass(frozen=True, slots=True)
class Extras:
    """All optional parts of a catalogue.

    Attributes:
        items: by code of item or service; sites: by code of item or service.
        office_rights: what offices of each level may do, and where their cases go (C14).
        projects: the stages of each kind of project, by its name, in the order of the chart (C16).
        translations: by language, from the catalogue's own text to its translation.
        noise: words around what is meant, left out of a search.
    """

    questions: Mapping[str, Question] = field(default_factory=dict)
    items: Mapping[str, ItemExtras] = field(default_factory=dict)
    windows: Mapping[str, Window] = field(default_factory=dict)
    delegations: tuple[DelegationTerms, ...] = ()
    office_rights: tuple[OfficeRight, ...] = ()
    projects: Mapping[str, tuple[ProjectStage, ...]] = field(default_factory=dict)
    knowledge: tuple[KnowledgeAnswer, ...] = ()
    concepts: tuple[Concept, ...] = ()
    noise: tuple[str, ...] = ()
    translations: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    sites: Mapping[str, SiteChannels] = field(default_factory=dict)
    material_samples: Mapping[str, Sample] = field(default_factory=dict)
