"""Which answers are possible: questions in the order in which they depend on each other, and every path through them.

The checker and the questionnaire both walk here, so that what the checker calls reachable is what people can reach.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter
from typing import Final

from shared.catalogue.conditions import Answers
from shared.catalogue.extras import Question

MAX_STEPS: Final = 50_000
_NOTHING: Final[Answers] = {}


class TooManyPathsError(Exception):
    """There are more paths than can be walked: the questions depend on each other in too many ways."""


class ConditionCycleError(Exception):
    """Questions wait for each other; `cycle` names them, the first again at the end."""

    def __init__(self, cycle: tuple[str, ...]) -> None:
        super().__init__(" → ".join(cycle))
        self.cycle = cycle


@dataclass(frozen=True, slots=True)
class AnswerSpace:
    """Questions, and choice fields of the form on which conditions depend, with their codes."""

    questions: Mapping[str, Question]
    fields: Mapping[str, tuple[str, ...]]

    def ordered(self, keys: Iterable[str]) -> tuple[str, ...]:
        """Return questions and fields with all that they depend on, each after what it depends on.

        Raises:
            ConditionCycleError: they depend on each other in a circle.
        """
        graph: dict[str, tuple[str, ...]] = {}
        waiting = list(keys)
        while waiting:
            key = waiting.pop()
            if key not in graph and (key in self.questions or key in self.fields):
                graph[key] = tuple(sorted(self.depends_on(key)))
                waiting.extend(graph[key])
        try:
            return tuple(key for key in TopologicalSorter(graph).static_order() if key in graph)
        except CycleError as error:
            raise ConditionCycleError(tuple(reversed(error.args[1]))) from None

    def depends_on(self, key: str) -> frozenset[str]:
        """Return the questions and fields that decide whether and how a question is asked; none for a field."""
        if key not in self.questions:
            return frozenset()
        question = self.questions[key]
        conditions = [question.when, *(answer.when for answer in question.answers)]
        conditions += [condition for condition, _ in question.implied]
        return frozenset().union(*(condition.asks for condition in conditions))

    def paths(self, keys: Iterable[str], budget: int = MAX_STEPS, given: Answers = _NOTHING) -> Iterator[Answers]:
        """Yield every full set of answers to questions and fields, with all that they depend on.

        What is `given` stays as it is.

        A question that is asked and has no answer on offer ends its path: the path comes out without that answer.

        Raises:
            ConditionCycleError: they depend on each other in a circle.
            TooManyPathsError: more than `budget` steps.
        """
        order = self.ordered(keys)
        stack: list[tuple[int, dict[str, str]]] = [(0, {})]
        steps = 0
        while stack:
            place, answers = stack.pop()
            steps += 1
            if steps > budget:
                raise TooManyPathsError
            if place == len(order) or self.stopped(answers):
                yield answers
                continue
            known = given.get(order[place])
            offered = self.offered(order[place], answers) if known is None else (known,)
            if not offered:
                stack.append((place + 1, answers))
            stack.extend((place + 1, {**answers, order[place]: code}) for code in reversed(offered))

    def offered(self, key: str, answers: Answers) -> tuple[str, ...]:
        """Return the codes that can be answered, the implied one alone where there is one; none where not asked."""
        if key in self.fields:
            return self.fields[key]
        question = self.questions[key]
        if (implied := implied_answer(question, answers)) is not None:
            return (implied,)
        if not question.when.holds(answers):
            return ()
        return tuple(answer.code for answer in question.answers if answer.when.holds(answers))

    def stopped(self, answers: Answers) -> bool:
        """Tell whether one of the answers ends the path."""
        return any(stops(self.questions[key], code) for key, code in answers.items() if key in self.questions)


def implied_answer(question: Question, answers: Answers) -> str | None:
    """Return the answer that is known without asking, or None."""
    return next((code for condition, code in question.implied if condition.holds(answers)), None)


def stops(question: Question, code: str) -> bool:
    """Tell whether an answer ends the path."""
    answer = question.answer(code)
    return answer is not None and answer.stop is not None
