"""A catalogue with another form in the place of an item's own."""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType

from shared.catalogue.model import Catalogue
from shared.forms.definition import FormDefinition


def with_form(catalogue: Catalogue, form: FormDefinition) -> Catalogue:
    """Return the catalogue with a form in place."""
    return replace(catalogue, forms=MappingProxyType({**catalogue.forms, form.item_code: form}))
