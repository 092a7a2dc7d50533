"""Which sheets a catalogue's workbook has, in their order: each a table of one kind of entry."""

from __future__ import annotations

from typing import Final

from shared.catalogue.workbook.table import Table
from shared.catalogue.workbook.tables_dictionaries import DICTIONARIES
from shared.catalogue.workbook.tables_items import ITEMS
from shared.catalogue.workbook.tables_places import PLACES
from shared.catalogue.workbook.tables_services import SERVICES
from shared.catalogue.workbook.tables_words import WORDS

TABLES: Final[tuple[Table, ...]] = (*ITEMS, *SERVICES, *DICTIONARIES, *PLACES, *WORDS)
