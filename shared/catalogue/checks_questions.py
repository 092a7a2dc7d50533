"""Checks of questions and conditions: all defined, no circle, every situation reachable, every path finishable."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from shared.catalogue.answer_paths import AnswerSpace, ConditionCycleError, TooManyPathsError
from shared.catalogue.checks_basics import check_words
from shared.catalogue.conditions import Answers, Condition, any_of
from shared.catalogue.errors import Fault, FaultCode
from shared.catalogue.index import Finder, Index
from shared.catalogue.loading_extras import load_question
from shared.catalogue.sources import Sources
from shared.catalogue.yaml_reading import Path

Raw = Mapping[str, Any]
_LAST_CHOICES: Final = frozenset({"其他", "其它"})


@dataclass(frozen=True, slots=True)
class Placed:
    """A condition and where it stands; `code` is what it is called when it can never hold."""

    path: Path
    raw: Any
    code: FaultCode
    what: str

    @property
    def condition(self) -> Condition:
        """The condition itself."""
        return Condition.of(self.raw)


def check_questions(sources: Sources, index: Index) -> Iterator[Fault]:
    """Yield every fault of the question dictionary, and of what items and services make of it."""
    broken = list(_check_dictionary(sources, index))
    yield from broken
    space = answer_space(index)
    for document in (*sources.items, *sources.services):
        finder = Finder(document)
        undefined = list(_check_references(finder, document.data, index))
        yield from undefined
        if not broken and not undefined:
            yield from _check_reachable(finder, document.data, index, space)


def answer_space(index: Index) -> AnswerSpace:
    """Return all questions and choice fields of a catalogue."""
    fields = {field: index.choices(field) for field in index.fields if index.choices(field)}
    return AnswerSpace({code: load_question(code, raw) for code, raw in index.questions.items()}, fields)


def placed_conditions(raw: Raw) -> Iterator[Placed]:
    """Yield every condition of an item or service."""
    for place, one in enumerate(raw.get("situations", ())):
        name = f"情形“{one['name']}”"
        yield Placed(("situations", place, "when"), one["when"], FaultCode.SITUATION_UNREACHABLE, name)
    for place, one in enumerate(raw.get("materials", ())):
        if "when" in one:
            yield _never(("materials", place, "when"), one["when"], f"材料“{one['material']}”")
    for place, one in enumerate(raw.get("items", ())):
        if "when" in one:
            yield _never(("items", place, "when"), one["when"], f"事项“{one['item']}”")
    form = raw.get("form", {})
    for place, section in enumerate(form.get("sections", ())):
        path: Path = ("form", "sections", place)
        if "when" in section:
            yield _never((*path, "when"), section["when"], f"“{section['title']}”这一节")
        for field, when in section.get("fields_when", {}).items():
            yield _never((*path, "fields_when", field), when, f"字段“{field}”")
    for place, one in enumerate(form.get("checks", ())):
        if "when" in one:
            yield _never(("form", "checks", place, "when"), one["when"], "这条规则")


def questions_of(raw: Raw, index: Index) -> tuple[str, ...]:
    """Return the questions of an item, or of a service with those of its items, in their order."""
    members = [index.items.get(entry["item"], {}) for entry in raw.get("items", ())]
    asked = [*raw.get("questions", ()), *(code for item in members for code in item.get("questions", ()))]
    return tuple(dict.fromkeys(asked))


def _fields_of(raw: Raw, index: Index) -> Iterator[str]:
    """Yield the dictionary entries that an item's form, or those of a service's items, ask for."""
    members = [index.items.get(entry["item"], {}) for entry in raw.get("items", ())]
    for item in (raw, *members):
        for section in item.get("form", {}).get("sections", ()):
            yield from section["fields"]


def _never(path: Path, raw: Any, what: str) -> Placed:
    return Placed(path, raw, FaultCode.CONDITION_NEVER, what)


def _check_dictionary(sources: Sources, index: Index) -> Iterator[Fault]:
    if "questions" not in sources.single:
        return
    finder = Finder(sources.single["questions"])
    found = [fault for code, raw in index.questions.items() for fault in _check_question(finder, code, raw, index)]
    yield from found
    if any(fault.code is FaultCode.REFERENCE_UNDEFINED for fault in found):
        return
    try:
        answer_space(index).ordered(index.questions)
    except ConditionCycleError as error:
        mend = "去掉其中一个条件，让问题有先有后。"
        message = f"问题互相等着：{' → '.join(error.cycle)}"
        yield finder.fault(("questions", error.cycle[0]), FaultCode.CONDITION_CYCLE, message, mend)


def _check_question(finder: Finder, code: str, raw: Raw, index: Index) -> Iterator[Fault]:
    path: Path = ("questions", code)
    for key in ("ask", "why", "note"):
        yield from check_words(finder, (*path, key), raw.get(key, ""))
    yield from _check_condition(finder, (*path, "when"), raw.get("when"), index)
    for place, one in enumerate(raw.get("implied", ())):
        yield from _check_condition(finder, (*path, "implied", place, "when"), one["when"], index)
        if one["answer"] not in raw["answers"]:
            message = f"没有“{one['answer']}”这个回答"
            yield finder.fault((*path, "implied", place, "answer"), FaultCode.CHOICE_WRONG, message, "改正回答。")
    if "field" in raw:
        yield from finder.undefined((*path, "field"), "字段", raw["field"], index.fields)
        choices = index.choices(raw["field"])
        for answer in raw["answers"]:
            if raw["field"] in index.fields and answer not in choices:
                message = f"字段“{raw['field']}”没有“{answer}”这个选项"
                yield finder.fault((*path, "answers", answer), FaultCode.CHOICE_WRONG, message, "用代码表里的代码。")
    for answer, entry in raw["answers"].items():
        where: Path = (*path, "answers", answer)
        if entry["label"] not in _LAST_CHOICES:
            yield from check_words(finder, (*where, "label"), entry["label"])
        yield from _check_condition(finder, (*where, "when"), entry.get("when"), index)
        yield from _check_stop(finder, (*where, "stop"), entry.get("stop", {}), index)


def _check_stop(finder: Finder, path: Path, stop: Raw, index: Index) -> Iterator[Fault]:
    if "office" in stop:
        yield from finder.undefined((*path, "office"), "地点", stop["office"], index.offices)
    if "subject" in stop:
        known = {**index.items, **index.services}
        yield from finder.undefined((*path, "subject"), "事项", stop["subject"], known)
    if stop and not stop.keys() & {"office", "subject"}:
        mend = "写上 office（到哪里办）或者 subject（改办哪个事项）。"
        yield finder.fault(path, FaultCode.DEAD_END, "到这里就不能办了，又没有写去处", mend)


def _check_condition(finder: Finder, path: Path, raw: Any, index: Index) -> Iterator[Fault]:
    """Yield the questions, fields and answers of a condition that don't exist."""
    for alternative in Condition.of(raw).alternatives:
        for key, codes in alternative.items():
            known = index.questions[key]["answers"] if key in index.questions else index.choices(key)
            if key not in index.questions and not known:
                mend = "改成已有的问题，或者有代码表的字段。"
                yield finder.fault(path, FaultCode.REFERENCE_UNDEFINED, f"没有“{key}”这个问题", mend)
                continue
            for code in sorted(codes - set(known)):
                message = f"“{key}”没有“{code}”这个回答"
                yield finder.fault(path, FaultCode.CHOICE_WRONG, message, f"只能写：{'、'.join(known)}。")


def _check_references(finder: Finder, raw: Raw, index: Index) -> Iterator[Fault]:
    for place, code in enumerate(raw.get("questions", ())):
        yield from finder.undefined(("questions", place), "问题", code, index.questions)
    asked = questions_of(raw, index)
    for placed in placed_conditions(raw):
        yield from _check_condition(finder, placed.path, placed.raw, index)
        known = {*asked, *_fields_of(raw, index)}
        for key in sorted((placed.condition.asks & (index.questions.keys() | index.fields.keys())) - known):
            mend = f"在 questions 或者表单里加上“{key}”。"
            yield finder.fault(placed.path, FaultCode.REFERENCE_UNDEFINED, f"这个事项没有问“{key}”", mend)
    yield from _check_situation_names(finder, raw)
    for code in asked:
        needed = index.questions.get(code, {}).get("when")
        for key in sorted(Condition.of(needed).asks & index.questions.keys() - set(asked)):
            mend = f"在 questions 里加上“{key}”。"
            message = f"“{code}”要看“{key}”的回答，这个事项没有问它"
            yield finder.fault(("questions",), FaultCode.REFERENCE_UNDEFINED, message, mend)


def _check_situation_names(finder: Finder, raw: Raw) -> Iterator[Fault]:
    known: set[str] = set()
    names: set[str] = set()
    for place, one in enumerate(raw.get("situations", ())):
        path: Path = ("situations", place)
        if one["name"] in names:
            mend = "换一个说得出区别的名称，或者合成一种情形。"
            yield finder.fault((*path, "name"), FaultCode.CODE_TWICE, f"有两种情形都叫“{one['name']}”", mend)
        names.add(one["name"])
        if one["code"] in known:
            yield finder.fault(path, FaultCode.CODE_TWICE, f"情形“{one['code']}”写了两次", "换一个代码。")
        known.add(one["code"])
        yield from check_words(finder, (*path, "name"), one["name"])
    for place, one in enumerate(raw.get("materials", ())):
        for number, code in enumerate(one.get("situations", ())):
            where = ("materials", place, "situations", number)
            yield from finder.undefined(where, "情形", code, dict.fromkeys(known))


def _check_reachable(finder: Finder, raw: Raw, index: Index, space: AnswerSpace) -> Iterator[Fault]:
    questions = questions_of(raw, index)
    own = AnswerSpace({code: space.questions[code] for code in questions}, space.fields)
    try:
        for placed in placed_conditions(raw):
            if not _reached(own, placed.condition):
                mend = "改条件，或者删掉它。"
                yield finder.fault(placed.path, placed.code, f"{placed.what}的条件，怎么回答都不成立", mend)
        for code in raw.get("questions", ()):
            yield from _check_question_reachable(finder, own, code)
        yield from _check_paths(finder, raw, index, own)
    except TooManyPathsError:
        mend = "减少互相有关的问题，或者把事项分开。"
        yield finder.fault(("questions",), FaultCode.CONDITION_TOO_COMPLEX, "问题和条件的组合太多", mend)


def _reached(space: AnswerSpace, condition: Condition) -> bool:
    return any(condition.holds(answers) and not space.stopped(answers) for answers in space.paths(condition.asks))


def _check_question_reachable(finder: Finder, space: AnswerSpace, code: str) -> Iterator[Fault]:
    question = space.questions[code]
    met: set[str] = set()
    for answers in space.paths([code]):
        met.update(answers.get(code, ()) and [answers[code]])
    for answer in question.answers:
        if answer.code not in met:
            message = f"问题“{code}”的回答“{answer.label}”，怎么也选不到"
            yield finder.fault(("questions",), FaultCode.CONDITION_NEVER, message, "改问题的条件，或者删掉这个回答。")


def _check_paths(finder: Finder, raw: Raw, index: Index, space: AnswerSpace) -> Iterator[Fault]:
    """Yield a fault for answers that lead nowhere: no answer on offer, or no situation at the end."""
    situations = any_of(Condition.of(one["when"]) for one in raw.get("situations", ()))
    keys = situations.asks if raw.get("situations") else frozenset()
    for code in raw.get("questions", ()):
        dead = (answers for answers in space.paths([code]) if _unanswerable(space, code, answers))
        yield from _unfinishable(finder, dead, f"问题“{code}”一个回答都不能选")
    applied = [entry for entry in raw.get("items", ()) if index.applied(entry["item"])]
    if applied and all("when" in entry for entry in applied):
        some = any_of(Condition.of(entry["when"]) for entry in applied)
        idle = (one for one in space.paths(some.asks) if not space.stopped(one) and not some.holds(one))
        yield from _unfinishable(finder, idle, "没有一个要申请的事项")
    if raw.get("situations"):
        lost = (one for one in space.paths(keys) if not space.stopped(one) and not situations.holds(one))
        yield from _unfinishable(finder, lost, "没有一种情形符合")


def _unanswerable(space: AnswerSpace, code: str, answers: Answers) -> bool:
    asked = space.questions[code].when.holds(answers) and not space.stopped(answers)
    return asked and code not in answers


def _unfinishable(finder: Finder, paths: Iterable[Answers], what: str) -> Iterator[Fault]:
    for answers in paths:
        told = "、".join(f"{key}={code}" for key, code in answers.items()) or "（什么都没回答）"
        mend = "补上这种情形，或者让其中一个回答写明去处（stop）。"
        yield finder.fault(("questions",), FaultCode.PATH_UNFINISHABLE, f"回答 {told} 时{what}", mend)
        return
