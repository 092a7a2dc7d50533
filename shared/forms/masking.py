"""A form's values as they may be shown where the whole is not needed, by the data class of each field (F2)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from shared.domain.masking import masked_account, masked_address, masked_name, masked_number, masked_phone
from shared.forms.definition import DataClass, FieldDefinition, Widget

_BY_FORMAT: Final[dict[str, Callable[[str], str]]] = {
    "citizen-number": masked_number,
    "mobile-phone": masked_phone,
    "bank-card": masked_account,
}
_BY_WIDGET: Final[dict[Widget, Callable[[str], str]]] = {
    Widget.PHONE: masked_phone,
    Widget.ADDRESS: masked_address,
}


def masked_value(definition: FieldDefinition, value: str) -> str:
    """Return a value masked as its field's data class demands: public ones whole, names and numbers in part.

    A sensitive value of no known form is hidden whole, and so is a personal choice: one word tells it all.
    """
    if definition.data_class is DataClass.PUBLIC or not value:
        return value
    if definition.shared_meaning.endswith(("name", "_name")):
        return masked_name(value)
    by_form = _BY_FORMAT.get(str(definition.schema.get("format", ""))) or _BY_WIDGET.get(definition.widget)
    if by_form is not None:
        return by_form(value)
    return "*" * min(len(value), 8)
