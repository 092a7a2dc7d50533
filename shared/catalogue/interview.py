"""An interview: answers as they come, each of which can be changed, taken back and undone."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Final

from shared.catalogue.conditions import Answers
from shared.catalogue.questionnaire import Asked, Questionnaire, Standing

MAX_UNDO: Final = 100
_UNKNOWN: Final = "unknown_question"
_NOT_ASKED: Final = "not_asked"
_NOT_OFFERED: Final = "not_offered"


class AnswerRefusedError(ValueError):
    """An answer does not fit; `code` is unknown_question, not_asked or not_offered."""

    def __init__(self, code: str, question: str) -> None:
        super().__init__(f"{code}: {question}")
        self.code = code
        self.question = question


@dataclass(frozen=True, slots=True)
class Interview:
    """One applicant's answers. Changing it makes a new one.

    Attributes:
        given: every answer given, also dormant ones, in the order of first answering.
        past: the answers before each change, the last change last.
        values: choice fields of the form that are filled in, on which conditions may depend.
    """

    questionnaire: Questionnaire
    given: Answers = field(default_factory=dict)
    past: tuple[Answers, ...] = ()
    values: Answers = field(default_factory=dict)

    def answer(self, question: str, code: str) -> Interview:
        """Answer a question, or change its answer; answers that depend on it are kept, dormant where not asked.

        Raises:
            AnswerRefusedError: there is no such question, it is not asked now, or has no such answer now.
        """
        if question not in self.questionnaire.questions:
            raise AnswerRefusedError(_UNKNOWN, question)
        offered = self.questionnaire.offers(question, self.given, self.values)
        if not offered:
            raise AnswerRefusedError(_NOT_ASKED, question)
        if code not in offered:
            raise AnswerRefusedError(_NOT_OFFERED, question)
        return self._changed({**self.given, question: code})

    def take_back(self, question: str) -> Interview:
        """Take an answer back; a question that was not answered is no error."""
        return self._changed({key: code for key, code in self.given.items() if key != question})

    def undo(self) -> Interview:
        """Go back to before the last change; with no change to undo it stays as it is."""
        if not self.past:
            return self
        return replace(self, given=self.past[-1], past=self.past[:-1])

    @property
    def standing(self) -> Standing:
        """What the answers amount to."""
        return self.questionnaire.standing(self.given, self.values)

    @property
    def next(self) -> Asked | None:
        """The question to ask now, None when nothing is left to ask."""
        return self.questionnaire.next(self.given, self.values)

    @property
    def asked(self) -> tuple[Asked, ...]:
        """The questions that are answered and count."""
        return self.questionnaire.asked(self.given, self.values)

    @property
    def finished(self) -> bool:
        """Whether nothing is left to ask and no answer ended the path."""
        return self.next is None and self.standing.stop is None

    def _changed(self, given: Answers) -> Interview:
        if given == self.given:
            return self
        return replace(self, given=given, past=(*self.past, self.given)[-MAX_UNDO:])
