"""What a clerk's typing means before it goes to the form: dates, spaces, choices by initials."""

from __future__ import annotations

from counter_app.ports.form import CellKind, ChoiceOption
from shared.forms.plain_values import plain_date, plain_digits


def tidy(kind: CellKind, text: str) -> str:
    """Return typed text as the form keeps it: trimmed, digits without gaps, dates as YYYY-MM-DD."""
    if kind is CellKind.DIGITS:
        return plain_digits(text)
    return plain_date(text) if kind is CellKind.DATE else text.strip()


def matching(options: tuple[ChoiceOption, ...], query: str) -> tuple[ChoiceOption, ...]:
    """Return the options that fit typed words, pinyin or initials, the nearest first; all for an empty query."""
    wanted = query.strip().lower().replace(" ", "")
    if not wanted:
        return options
    ranked = [(rank, number) for number, option in enumerate(options) if (rank := _rank(option, wanted)) is not None]
    return tuple(options[number] for _, number in sorted(ranked))


def _rank(option: ChoiceOption, wanted: str) -> int | None:
    keys = (option.label.lower(), option.initials, option.pinyin)
    if wanted in {*keys, option.value.lower()}:
        return 0
    if any(key.startswith(wanted) for key in keys):
        return 1
    return 2 if any(wanted in key for key in keys) else None


def meant(options: tuple[ChoiceOption, ...], query: str) -> ChoiceOption | None:
    """Return the option that typed words can only mean, None when there is no such or more than one."""
    found = matching(options, query)
    if not query.strip() or not found:
        return None
    wanted = query.strip().lower().replace(" ", "")
    exact = [option for option in found if _rank(option, wanted) == 0]
    if len(exact) == 1:
        return exact[0]
    return found[0] if len(found) == 1 else None
