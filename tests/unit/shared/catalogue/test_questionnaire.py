"""The questionnaire: the shortest way, never a contradiction, and nothing lost when an answer changes."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shared.catalogue.answer_paths import AnswerSpace, ConditionCycleError, TooManyPathsError
from shared.catalogue.conditions import ALWAYS, Condition, any_of, parse_text, text_of
from shared.catalogue.extras import Answer, Question, Stop
from shared.catalogue.interview import AnswerRefusedError, Interview
from shared.catalogue.model import Catalogue
from shared.catalogue.narrowing import narrowing_of, questionnaire_of
from shared.catalogue.questionnaire import Outcome, Questionnaire


def question(code: str, answers: str = "yn", when: object = None, **more: object) -> Question:
    entries = tuple(Answer(letter, letter) for letter in answers)
    return Question(code, f"{code}?", f"why {code}", entries, when=Condition.of(when), **more)  # type: ignore[arg-type]


def of(*questions: Question, **outcomes: object) -> Interview:
    decided = tuple(Outcome(code, f"<{code}>", Condition.of(raw)) for code, raw in outcomes.items())
    return Interview(Questionnaire({one.id: one for one in questions}, decided))


def next_id(interview: Interview) -> str | None:
    return interview.next.question.id if interview.next else None


# --- conditions ---


def test_a_condition_knows_yes_no_and_not_yet() -> None:
    condition = Condition.of([{"a": ["1", "2"], "b": "x"}, {"c": "y"}])
    assert condition.verdict({}) is None
    assert condition.verdict({"a": "1", "b": "x"}) is True
    assert condition.verdict({"a": "3"}) is None
    assert condition.verdict({"a": "3", "c": "n"}) is False
    assert condition.asks == {"a", "b", "c"}
    assert ALWAYS.verdict({}) is True
    assert any_of([]).verdict({}) is False
    assert any_of([condition, ALWAYS]) is ALWAYS


CODES = st.text("abc123", min_size=1, max_size=3)
ALTERNATIVES = st.dictionaries(
    st.sampled_from(["kind", "place", "staff"]),
    st.one_of(CODES, st.lists(CODES, min_size=2, max_size=3, unique=True)),
    min_size=1,
)


@given(st.one_of(ALTERNATIVES, st.lists(ALTERNATIVES, min_size=2, max_size=4)))
def test_a_condition_fits_a_cell_and_comes_back(raw: object) -> None:
    assert parse_text(text_of(raw)) == raw


@pytest.mark.parametrize("text", ["a", "a=", "=b", "a=b|", "a=1; a=2", "; "])
def test_nonsense_in_a_cell_is_no_condition(text: str) -> None:
    with pytest.raises(ValueError, match=r"[a=;]"):
        parse_text(text)


# --- asking ---


def test_what_narrows_most_comes_first_and_what_does_not_matter_is_skipped() -> None:
    interview = of(
        question("detail", when={"business": "y"}),
        question("colour"),
        question("size"),
        question("business"),
        lease={"business": "y", "size": "y", "detail": "y"},
        paint={"business": "y", "colour": "y"},
    )
    assert next_id(interview) == "business", "its no settles everything at once"
    assert next_id(interview.answer("business", "n")) is None
    big = interview.answer("business", "y").answer("size", "n")
    assert next_id(big) == "colour", "detail does not matter any more"
    assert next_id(big.answer("colour", "y")) is None
    assert big.answer("colour", "y").standing.holds == {"paint"}


def test_what_is_implied_is_not_asked() -> None:
    implied = ((Condition.of({"owner": "y"}), "n"),)
    interview = of(question("owner"), question("rented", implied=implied), lease={"rented": "y"}, deed={"owner": "y"})
    owner = interview.answer("owner", "y")
    assert owner.next is None
    assert owner.standing.effective == {"owner": "y", "rented": "n"}
    assert [asked.question.id for asked in owner.asked] == ["owner"]


def test_what_holds_either_way_needs_no_question() -> None:
    interview = of(question("a"), question("b"), both=[{"a": "y", "b": "y"}, {"a": "y", "b": "n"}])
    assert interview.answer("a", "y").next is None
    assert interview.answer("a", "y").standing.holds == {"both"}


def test_it_says_why_it_asks() -> None:
    asked = of(question("a"), question("b"), lease={"a": "y"}, deed={"b": "y", "a": "n"}).next
    assert asked is not None
    assert (asked.question.why, asked.decides) == ("why a", ("<lease>", "<deed>"))


def test_an_answer_that_stops_leads_on() -> None:
    stop = Question(
        "age", "age?", "why", (Answer("young", "young", stop=Stop("too young", office="hall")), Answer("old", "old"))
    )
    interview = of(stop, question("a"), lease={"a": "y"})
    assert next_id(interview) == "age", "who can't apply is told first"
    stopped = interview.answer("age", "young")
    assert (stopped.next, stopped.finished) == (None, False)
    assert stopped.standing.stop == Stop("too young", office="hall")
    assert next_id(stopped.answer("age", "old")) == "a"


def test_a_changed_answer_keeps_the_others_dormant_and_they_come_back() -> None:
    interview = of(
        question("shop"), question("rent", when={"shop": "y"}), question("car"), lease={"rent": "y"}, plate={"car": "y"}
    )
    full = interview.answer("shop", "y").answer("rent", "y").answer("car", "y")
    changed = full.answer("shop", "n")
    assert changed.standing.dormant == {"rent": "y"}
    assert changed.standing.holds == {"plate"}
    assert changed.answer("shop", "y").standing.holds == {"lease", "plate"}
    assert changed.undo().standing == full.standing
    assert full.take_back("rent").standing.open == {"lease"}
    assert interview.undo() is interview


@pytest.mark.parametrize(
    ("code", "answer", "refusal"),
    [("moon", "y", "unknown_question"), ("rent", "y", "not_asked"), ("shop", "z", "not_offered")],
)
def test_an_answer_that_does_not_fit_is_refused(code: str, answer: str, refusal: str) -> None:
    interview = of(question("shop"), question("rent", when={"shop": "y"}), lease={"rent": "y"})
    with pytest.raises(AnswerRefusedError) as caught:
        interview.answer(code, answer)
    assert caught.value.code == refusal


def test_a_circle_is_named_and_too_many_paths_are_not_walked() -> None:
    circle = AnswerSpace({"a": question("a", when={"b": "y"}), "b": question("b", when={"a": "y"})}, {})
    with pytest.raises(ConditionCycleError) as caught:
        circle.ordered(["a"])
    assert set(caught.value.cycle) == {"a", "b"}
    many = AnswerSpace({code: question(code) for code in "abcdefghijklmnopqrst"}, {})
    with pytest.raises(TooManyPathsError):
        list(many.paths("abcdefghijklmnopqrst"))


# --- any questionnaire, any order ---

NAMES = "abcde"


@st.composite
def questionnaires(draw: st.DrawFn) -> Questionnaire:
    """Questions of which each may depend on those before it, and outcomes over all of them."""
    questions: dict[str, Question] = {}

    def condition(keys: str) -> object:
        alternative = st.dictionaries(
            st.sampled_from(list(keys)),
            st.lists(st.sampled_from("xyz"), min_size=1, max_size=2),
            min_size=1,
            max_size=2,
        )
        return draw(st.lists(alternative, min_size=1, max_size=2))

    for place, name in enumerate(NAMES):
        before = NAMES[:place]
        when = condition(before) if before and draw(st.booleans()) else None
        implied = ((Condition.of(condition(before)), "x"),) if before and draw(st.integers(0, 4)) == 0 else ()
        questions[name] = question(name, "xyz", when, implied=implied)
    outcomes = tuple(
        Outcome(f"o{number}", f"o{number}", Condition.of(condition(NAMES)), Condition.of(draw(GATES)))
        for number in range(draw(st.integers(1, 5)))
    )
    return Questionnaire(questions, outcomes)


GATES = st.one_of(st.none(), st.dictionaries(st.sampled_from("ab"), st.sampled_from("xyz"), min_size=1, max_size=1))
ACTS = st.lists(st.tuples(st.sampled_from([*NAMES, "undo", "back"]), st.sampled_from("xyz")), max_size=25)
MANY = settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def counting(questionnaire: Questionnaire, given: Mapping[str, str]) -> dict[str, str]:
    """Return the answers that count: what is implied, else what was given to a question that is asked."""
    effective: dict[str, str] = {}
    for name in NAMES:
        one = questionnaire.questions[name]
        implied = next((code for condition, code in one.implied if condition.holds(effective)), None)
        if implied is not None:
            effective[name] = implied
        elif one.when.holds(effective) and name in given:
            effective[name] = given[name]
    return effective


def truth(questionnaire: Questionnaire, given: Mapping[str, str]) -> dict[str, bool]:
    """What holds by the plain meaning of conditions over the answers that count."""
    effective = counting(questionnaire, given)
    return {
        outcome.code: outcome.condition.holds(effective) and outcome.gate.holds(effective)
        for outcome in questionnaire.outcomes
    }


def acted(questionnaire: Questionnaire, acts: list[tuple[str, str]]) -> Interview:
    interview = Interview(questionnaire)
    for act, code in acts:
        if act == "undo":
            interview = interview.undo()
        elif act == "back":
            interview = interview.take_back(next(iter(interview.given), "a"))
        elif code in questionnaire.offers(act, interview.given):
            interview = interview.answer(act, code)
    return interview


@MANY
@given(questionnaires(), ACTS)
def test_no_order_of_answers_edits_and_undo_contradicts_the_answers(
    questionnaire: Questionnaire, acts: list[tuple[str, str]]
) -> None:
    interview = acted(questionnaire, acts)
    for _ in range(len(NAMES) + 1):
        asked = interview.next
        if asked is None:
            break
        assert asked.question.id not in interview.standing.effective
        interview = interview.answer(asked.question.id, asked.answers[-1].code)
    assert interview.next is None, "every path ends"
    standing = interview.standing
    assert standing.open == frozenset(), "nothing is left undecided"
    for letter in "xyz":
        completed = {**dict.fromkeys(NAMES, letter), **interview.given}
        counted = counting(questionnaire, completed)
        if any(counted.get(name, code) != code for name, code in interview.given.items()):
            continue  # an answer that would imply another one than was given is not this applicant's
        assert {code for code, holds in truth(questionnaire, completed).items() if holds} == standing.holds


@MANY
@given(questionnaires(), ACTS)
def test_the_same_answers_mean_the_same_in_any_order(questionnaire: Questionnaire, acts: list[tuple[str, str]]) -> None:
    interview = acted(questionnaire, acts)
    turned = dict(reversed(list(interview.given.items())))
    assert questionnaire.standing(turned) == questionnaire.standing(interview.given)


@MANY
@given(questionnaires(), ACTS, st.sampled_from(NAMES), st.sampled_from("xyz"))
def test_undo_is_exact_and_an_edit_loses_no_answer(
    questionnaire: Questionnaire, acts: list[tuple[str, str]], name: str, code: str
) -> None:
    interview = acted(questionnaire, acts)
    if code not in questionnaire.offers(name, interview.given):
        return
    edited = interview.answer(name, code)
    assert {**interview.given, name: code} == edited.given
    if edited.given != interview.given:
        assert edited.undo() == interview


@MANY
@given(questionnaires())
def test_what_can_hold_can_be_reached_by_answering_what_is_asked(questionnaire: Questionnaire) -> None:
    reachable = {
        outcome.code
        for outcome in questionnaire.outcomes
        if any(
            outcome.condition.holds(path) and outcome.gate.holds(path)
            for path in questionnaire.space.paths(outcome.asks)
        )
    }
    met: set[str] = set()
    waiting = [Interview(questionnaire)]
    while waiting:
        interview = waiting.pop()
        if (asked := interview.next) is None:
            met |= interview.standing.holds
        else:
            waiting.extend(interview.answer(asked.question.id, answer.code) for answer in asked.answers)
    assert met == reachable


# --- of a catalogue ---


def interview_of(catalogue: Catalogue, code: str) -> Interview:
    return Interview(questionnaire_of(catalogue, catalogue.subject(code)))


def materials_of(catalogue: Catalogue, code: str, interview: Interview) -> list[str]:
    subject = catalogue.subject(code)
    narrowing = narrowing_of(interview.questionnaire, interview.standing, subject)
    return [material.code for material in catalogue.subject(code, narrowing).materials]


def test_answers_yield_exactly_the_materials_of_the_situation(small: Catalogue) -> None:
    begun = interview_of(small, "10")
    assert next_id(begun) == "bought"
    assert begun.answer("bought", "no").standing.stop is not None
    new = begun.answer("bought", "yes").answer("trade_in", "no")
    assert new.finished
    assert "10.0:plain" in new.standing.holds
    assert materials_of(small, "10", new) == ["id_card", "bank_card"]
    swap = begun.answer("bought", "yes").answer("trade_in", "yes")
    assert next_id(swap) == "old_registered"
    assert "10.0:swap" in swap.standing.holds, "either answer means a swap"
    known = swap.answer("old_registered", "yes")
    assert materials_of(small, "10", known) == ["id_card", "bank_card", "household_register"]
    assert "id_photo" in materials_of(small, "10", swap.answer("old_registered", "no"))


def test_an_item_of_a_service_stays_out_until_its_condition_holds(small: Catalogue) -> None:
    subject = small.subject("10")
    begun = interview_of(small, "10")
    left = small.subject("10", narrowing_of(begun.questionnaire, begun.standing, subject))
    assert left.checks == ()
    bought = begun.answer("bought", "yes")
    left = small.subject("10", narrowing_of(bought.questionnaire, bought.standing, subject))
    assert [item.code for item in left.checks] == ["10.3"]


def test_every_situation_of_the_shipped_catalogue_has_a_finishable_path(shipped: Catalogue) -> None:
    for subject in shipped.subjects:
        questionnaire = questionnaire_of(shipped, subject)
        met: set[str] = set()
        waiting = [Interview(questionnaire)]
        while waiting:
            interview = waiting.pop()
            if (asked := interview.next) is None:
                assert interview.finished or interview.standing.stop
                met |= interview.standing.holds
            else:
                waiting.extend(interview.answer(asked.question.id, answer.code) for answer in asked.answers)
        assert met == {outcome.code for outcome in questionnaire.outcomes}, subject.code
