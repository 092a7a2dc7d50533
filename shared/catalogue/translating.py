"""A catalogue's texts in an applicant's language: what people read is said anew, what programs compare stays.

Where there is no translation a text stays Chinese, so that nothing is ever left blank.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import fields, is_dataclass, replace
from types import MappingProxyType
from typing import Any, Final, TypeVar

from shared.catalogue.model import Catalogue

_T = TypeVar("_T")
_SHOWN: Final = frozenset(
    {
        "address",
        "ask",
        "department",
        "fee",
        "hours",
        "label",
        "name",
        "note",
        "place",
        "prompt",
        "missing",
        "subject_name",
        "plain_note",
        "remedy",
        "scope",
        "short_name",
        "short_title",
        "subtitle",
        "text",
        "title",
        "why",
    }
)
"""Attributes that are only read by people; values, codes and conditions have other names."""
_TABLES: Final = frozenset({"sentences", "labels", "params"})
"""Mappings whose values are read by people."""
_BRACKETED: Final = re.compile(r"([^（）]+)（([^（）]+)）")


class Translation:
    """Says frozen dataclasses of the catalogue in one language.

    Args:
        texts: translations by their Chinese text; empty for Chinese itself.
        roles: labels of roles, such as 男方, that stand before a field's name: 男方姓名.
    """

    def __init__(self, texts: Mapping[str, str], roles: frozenset[str] = frozenset()) -> None:
        self._texts = texts
        self._roles = roles
        self._said: dict[int, tuple[object, object]] = {}

    def say(self, text: str) -> str:
        """Return a text in the language, also one that is put together from a name and whose it is."""
        known = self._texts.get(text)
        return known if known is not None else self._in_parts(text)

    def of(self, value: _T) -> _T:
        """Return a value with its texts in the language: the same object where it has none of them.

        Frozen dataclasses, tuples and mappings are gone through; each is said once and remembered.
        """
        return self._of(value) if self._texts else value

    def _in_parts(self, text: str) -> str:
        bracketed = _BRACKETED.fullmatch(text)
        if bracketed and bracketed[1] in self._texts:
            return self._joined(bracketed[1], bracketed[2])
        role = next((role for role in self._roles if text.startswith(role) and text[len(role) :] in self._texts), None)
        return self._joined(text[len(role) :], role) if role else text

    def _joined(self, name: str, whose: str) -> str:
        said, other = self._texts[name], self._texts.get(whose, whose)
        return f"{said} ({other})" if said.isascii() else f"{said}（{other}）"

    def _of(self, value: Any) -> Any:
        known = self._said.get(id(value))
        if known is not None:
            return known[1]
        if is_dataclass(value) and not isinstance(value, type):
            said: Any = self._dataclass(value)
        elif isinstance(value, tuple):
            said = self._tuple(value)
        elif isinstance(value, Mapping):
            said = self._mapping(value)
        else:
            return value
        # The original is kept, too: its id stays its own as long as it is remembered.
        self._said[id(value)] = (value, said)
        return said

    def _dataclass(self, value: Any) -> Any:
        changes: dict[str, Any] = {}
        for entry in fields(value):
            old = getattr(value, entry.name)
            new: Any = old
            if isinstance(old, str):
                new = self.say(old) if type(old) is str and entry.name in _SHOWN else old
            elif entry.name in _TABLES and isinstance(old, Mapping):
                new = self._table(old)
            else:
                new = self._of(old)
            if new is not old:
                changes[entry.name] = new
        return replace(value, **changes) if changes else value

    def _table(self, value: Mapping[str, str]) -> Mapping[str, str]:
        said = {key: self.say(text) for key, text in value.items()}
        return MappingProxyType(said) if said != dict(value) else value

    def _tuple(self, value: tuple[Any, ...]) -> tuple[Any, ...]:
        said = tuple(self._of(each) for each in value)
        return said if any(new is not old for new, old in zip(said, value, strict=True)) else value

    def _mapping(self, value: Mapping[Any, Any]) -> Mapping[Any, Any]:
        said = {key: self._of(each) for key, each in value.items()}
        return MappingProxyType(said) if any(said[key] is not value[key] for key in value) else value


def translation_of(catalogue: Catalogue, language: str) -> Translation:
    """Return a catalogue's translation into a language; into Chinese or one that it lacks it says nothing anew."""
    roles = {role.label for code in catalogue.presentations for role in catalogue.subject(code).parties}
    return Translation(catalogue.extras.translations.get(language, {}), frozenset(roles))
