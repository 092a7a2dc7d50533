"""The names, as people read them, of what differs in a draft that came."""

from __future__ import annotations

from collections.abc import Iterable

from shared.catalogue.model import Subject
from shared.forms.joined import JoinedForm


def names_of(keys: Iterable[str], subject: Subject, form: JoinedForm) -> tuple[str, ...]:
    """Return the names of fields, materials and roles; what this version of the subject does not ask for has none."""
    names = {role.code: role.label for role in subject.roles}
    names |= {material.code: material.name for material in subject.materials}
    names |= {field: definition.title for field, definition in form.fields.items()}
    return tuple(dict.fromkeys(names[key] for key in keys if key in names))
