"""The questionnaire: the shortest way to an applicant's situation (A5).

What holds is a function of the answers alone: in whichever order they were given, changed or taken back, the same
answers mean the same situation. An answer whose question is not asked any more lies dormant, and counts again when the
question comes back; so a changed answer re-evaluates what depends on it and loses nothing else.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from shared.catalogue.answer_paths import AnswerSpace, TooManyPathsError, implied_answer, stops
from shared.catalogue.conditions import ALWAYS, Answers, Condition
from shared.catalogue.extras import Answer, Question, Stop

_EXACT_STEPS: Final = 2_000
_NOTHING: Final[Answers] = {}


_Judge = Callable[["Outcome", Answers], bool | None]


@dataclass(frozen=True, slots=True)
class Outcome:
    """Something that the answers decide: a situation, a material, an item, a section of the form.

    Attributes:
        code: as the questionnaire's reader knows it; label: its name for people.
        gate: the condition of the item that it belongs to; it holds only where both do.
    """

    code: str
    label: str
    condition: Condition
    gate: Condition = ALWAYS

    @property
    def asks(self) -> frozenset[str]:
        """The questions and fields that it looks at itself."""
        return self.condition.asks | self.gate.asks


@dataclass(frozen=True, slots=True)
class Asked:
    """A question with what can be answered now.

    Attributes:
        decides: names of what the answer has a say in, so that people see why it is asked.
        given: the answer so far, None where there is none.
    """

    question: Question
    answers: tuple[Answer, ...]
    decides: tuple[str, ...] = ()
    given: str | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """What answers amount to.

    Attributes:
        effective: the answers that count, implied ones included; dormant: those given and not asked for now.
        holds: codes of the outcomes that hold for sure; open: codes of those that are still undecided.
        stop: where the answer leads that ends the path; stopped_by: its question.
    """

    effective: Answers
    dormant: Answers
    holds: frozenset[str]
    open: frozenset[str]
    stop: Stop | None = None
    stopped_by: str | None = None


@dataclass(frozen=True, slots=True)
class Questionnaire:
    """The questions of a subject in the order of the guide, and what they decide."""

    questions: Mapping[str, Question]
    outcomes: tuple[Outcome, ...]
    fields: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def space(self) -> AnswerSpace:
        """All that can be answered."""
        return AnswerSpace(self.questions, self.fields)

    def standing(self, given: Answers, values: Answers = _NOTHING) -> Standing:
        """Return what answers amount to; `values` are choice fields of the form that are filled in.

        Raises:
            ConditionCycleError: the questions were not checked.
        """
        effective = self._effective(given, values)
        verdicts = {outcome.code: self._verdict(outcome, effective) for outcome in self.outcomes}
        return Standing(
            effective={key: code for key, code in effective.items() if key in self.questions},
            dormant={key: code for key, code in given.items() if effective.get(key) != code},
            holds=frozenset(code for code, verdict in verdicts.items() if verdict is True),
            open=frozenset(code for code, verdict in verdicts.items() if verdict is None),
            stop=self._stop(effective),
            stopped_by=self._stopped_by(effective),
        )

    def next(self, given: Answers, values: Answers = _NOTHING) -> Asked | None:
        """Return the question that narrows most, None when nothing is left to ask.

        Of what could be asked now it is the one after which, over its answers, the fewest questions are to be expected;
        of equals the one that comes first in the guide.
        """
        effective = self._effective(given, values)
        if self._stop(effective):
            return None
        candidates = [code for code in self._relevant(effective, self._verdict) if self._can_be_asked(code, effective)]
        if not candidates:
            return None
        best = min(candidates, key=lambda code: self._expected(code, effective))
        return self._asked(best, effective)

    def asked(self, given: Answers, values: Answers = _NOTHING) -> tuple[Asked, ...]:
        """Return the questions that were asked and answered and still count, in the order of answering."""
        effective = self._effective(given, values)
        shown = (code for code in given if code in self.questions and effective.get(code) == given[code])
        return tuple(self._asked(code, effective) for code in shown if not self._implied(code, effective))

    def offers(self, question: str, given: Answers, values: Answers = _NOTHING) -> tuple[str, ...]:
        """Return the codes that a question can be answered with now; none where it is not asked."""
        effective = self._effective({key: code for key, code in given.items() if key != question}, values)
        if question not in self.questions or self._implied(question, effective):
            return ()
        return self.space.offered(question, effective)

    def _effective(self, given: Answers, values: Answers) -> dict[str, str]:
        space, effective = self.space, {}
        for key in space.ordered([*self.questions, *self.fields]):
            if key in self.fields:
                if values.get(key) in self.fields[key]:
                    effective[key] = values[key]
                continue
            offered = space.offered(key, effective)
            implied = implied_answer(self.questions[key], effective)
            code = implied if implied is not None else given.get(key)
            if code in offered and code is not None:
                effective[key] = code
        return effective

    def _implied(self, code: str, effective: Answers) -> bool:
        return implied_answer(self.questions[code], effective) is not None

    def _stopped_by(self, effective: Answers) -> str | None:
        asked = (key for key in effective if key in self.questions)
        return next((key for key in asked if stops(self.questions[key], effective[key])), None)

    def _stop(self, effective: Answers) -> Stop | None:
        key = self._stopped_by(effective)
        answer = self.questions[key].answer(effective[key]) if key else None
        return answer.stop if answer else None

    def _verdict(self, outcome: Outcome, effective: Answers) -> bool | None:
        """Return whether an outcome holds, None while answers can still change it."""
        verdict = self._both(outcome, effective)
        if verdict is not None:
            return verdict
        try:
            paths = self.space.paths(outcome.asks, _EXACT_STEPS, effective)
            verdicts = {outcome.condition.holds(path) and outcome.gate.holds(path) for path in paths}
        except TooManyPathsError:
            return None
        return verdicts.pop() if len(verdicts) == 1 else None

    def _both(self, outcome: Outcome, effective: Answers) -> bool | None:
        verdicts = [self._quick(outcome.gate, effective), self._quick(outcome.condition, effective)]
        if False in verdicts:
            return False
        return None if None in verdicts else True

    def _quick(self, condition: Condition, effective: Answers) -> bool | None:
        """Return the verdict by what is answered, taking what can't be asked any more as not answered so."""
        possible = [
            alternative
            for alternative in condition.alternatives
            if all(self._may_be(key, codes, effective) for key, codes in alternative.items())
        ]
        return Condition(tuple(possible)).verdict(effective)

    def _may_be(self, key: str, codes: frozenset[str], effective: Answers) -> bool:
        if key in effective:
            return effective[key] in codes
        if key in self.fields:
            return True
        if key not in self.questions:
            return False
        question = self.questions[key]
        possible = {answer.code for answer in question.answers if self._quick(answer.when, effective) is not False}
        asked = self._quick(question.when, effective) is not False and not possible.isdisjoint(codes)
        implied = any(
            code in codes and self._quick(condition, effective) is not False for condition, code in question.implied
        )
        return asked or implied

    def _relevant(self, effective: Answers, judge: _Judge) -> list[str]:
        """Return the unanswered questions that can still change an outcome or end the path, in the guide's order."""
        wanted: set[str] = set()
        for outcome in self.outcomes:
            if judge(outcome, effective) is None:
                wanted.update(self.space.ordered(self._undecided(outcome, effective)))
        stopping = (code for code, question in self.questions.items() if any(one.stop for one in question.answers))
        wanted.update(code for code in stopping if self._may_still_be_asked(code, effective))
        return [code for code in self.questions if code in wanted and code not in effective]

    def _undecided(self, outcome: Outcome, effective: Answers) -> Iterator[str]:
        """Yield the unanswered keys of the alternatives that are still possible."""
        if (gate := self._quick(outcome.gate, effective)) is None:
            yield from (key for key in outcome.gate.asks if key not in effective)
        if gate is False:
            return
        for alternative in outcome.condition.alternatives:
            if all(self._may_be(key, codes, effective) for key, codes in alternative.items()):
                yield from (key for key in alternative if key not in effective)

    def _may_still_be_asked(self, code: str, effective: Answers) -> bool:
        return code not in effective and self._quick(self.questions[code].when, effective) is not False

    def _can_be_asked(self, code: str, effective: Answers) -> bool:
        return not self._implied(code, effective) and bool(self.space.offered(code, effective))

    def _expected(self, code: str, effective: Answers) -> float:
        """Return how many questions are to be expected after this one, each of its answers being as likely."""
        offered = self.space.offered(code, effective)
        return sum(self._left(code, answer, effective) for answer in offered) / len(offered)

    def _left(self, code: str, answer: str, effective: Answers) -> int:
        entry = self.questions[code].answer(answer)
        if entry is not None and entry.stop is not None:
            return 0
        known = {key: value for key, value in effective.items() if key in self.fields}
        return len(self._relevant(self._effective({**effective, code: answer}, known), self._both))

    def _asked(self, code: str, effective: Answers) -> Asked:
        question = self.questions[code]
        before = {key: value for key, value in effective.items() if key != code}
        offered = self.space.offered(code, before)
        decides = dict.fromkeys(
            outcome.label
            for outcome in self.outcomes
            if outcome.label and code in self.space.ordered(outcome.asks) and self._both(outcome, before) is None
        )
        answers = tuple(answer for answer in question.answers if answer.code in offered)
        return Asked(question, answers, tuple(decides), effective.get(code))
