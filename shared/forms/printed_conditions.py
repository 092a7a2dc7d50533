"""When a field of a joined form is to be filled in, and how a paper says so."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from shared.catalogue.conditions import ALWAYS, Condition, any_of
from shared.catalogue.extras import Question
from shared.catalogue.model import Catalogue, Subject
from shared.forms.definition import Repeat
from shared.forms.gathering import cast_field
from shared.forms.joined import JoinedForm


def conditions_of(catalogue: Catalogue, subject: Subject, form: JoinedForm) -> Iterator[tuple[str, Condition]]:
    """Yield for each field when it is asked for; one that several items ask for, when one of them does."""
    gates = catalogue.plans[subject.code].conditions if subject.is_service else {}
    found: dict[str, list[Condition]] = {}
    for code, casting in form.castings.items():
        own = catalogue.forms[code]
        for cast in casting.casts:
            for section in own.sections:
                for field_id in section.fields:
                    asked = section.when.and_also(section.fields_when.get(field_id, ALWAYS))
                    renamed = asked.renamed(lambda name, own=own, cast=cast: cast_field(name, own, cast))  # type: ignore[misc]
                    gated = renamed.and_also(gates.get(code, ALWAYS))
                    found.setdefault(cast_field(field_id, own, cast), []).append(gated)
    for field_id, conditions in found.items():
        different = [one for place, one in enumerate(conditions) if one not in conditions[:place]]
        yield field_id, any_of(different) if len(different) > 1 else different[0]


def repeats_of(catalogue: Catalogue, form: JoinedForm) -> Iterator[tuple[str, Repeat]]:
    """Yield for each field of a section that repeats how it does."""
    for code, casting in form.castings.items():
        own = catalogue.forms[code]
        for cast in casting.casts:
            for section in own.sections:
                if section.repeat is not None:
                    yield from ((cast_field(one, own, cast), section.repeat) for one in section.fields)


class ConditionWords:
    """Says conditions by the questions and fields of a form: “主体类型”选“公司”的填."""

    def __init__(self, questions: Mapping[str, Question], form: JoinedForm) -> None:
        self._questions = questions
        self._form = form

    def say(self, condition: Condition) -> str:
        """Return a condition in words, empty where it always holds."""
        said = ["，".join(self._one(key, codes) for key, codes in one.items()) for one in condition.alternatives if one]
        return f"{'；或者'.join(said)}的填" if said and len(said) == len(condition.alternatives) else ""

    def _one(self, key: str, codes: frozenset[str]) -> str:
        question = self._questions.get(key)
        if question is not None:
            asked, labels = question.ask, {answer.code: answer.label for answer in question.answers}
            if question.field is not None and question.field in self._form.fields:
                asked = self._form.fields[question.field].title
        else:
            field = self._form.fields.get(key)
            asked = field.title if field else key
            labels = {option.code: option.label for option in field.options} if field else {}
        chosen = "或".join(f"“{label}”" for code, label in labels.items() if code in codes)
        return f"“{asked.rstrip('？?')}”选{chosen}"
