"""The checker: refuses a faulty catalogue and says file, place and mend (REQUIREMENTS A8, ARCHITECTURE §4)."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from shared.catalogue.checks_basics import check_basics
from shared.catalogue.checks_cycles import check_cycles
from shared.catalogue.checks_extras import check_item_extras, check_places_and_knowledge
from shared.catalogue.checks_items import check_item
from shared.catalogue.checks_offices import check_offices_and_projects
from shared.catalogue.checks_questions import check_questions
from shared.catalogue.checks_services import check_service
from shared.catalogue.checks_translations import check_translations
from shared.catalogue.editions import check_history
from shared.catalogue.errors import CataloguePackageError, Fault, FaultCode
from shared.catalogue.index import Index
from shared.catalogue.loading import load_catalogue
from shared.catalogue.model import Catalogue
from shared.catalogue.sources import Sources, parse_sources, read_folder
from shared.domain.errors import InvalidItemError


def check_source(source: Path) -> tuple[Fault, ...]:
    """Return every fault of a catalogue folder, none when it can be published.

    Raises:
        OSError: a file can't be read.
    """
    try:
        read_source(source)
    except CataloguePackageError as error:
        return error.faults
    return ()


def read_source(source: Path) -> Catalogue:
    """Read a catalogue folder, unsigned: for tools and tests.

    Raises:
        CataloguePackageError: with every fault.
        OSError: a file can't be read.
    """
    return catalogue_of(read_folder(source))


def catalogue_of(files: Mapping[str, bytes]) -> Catalogue:
    """Check the files of a catalogue and build it.

    Raises:
        CataloguePackageError: with every fault.
    """
    sources = parse_sources(files)
    faults = semantic_faults(sources)
    if faults:
        raise CataloguePackageError(faults)
    try:
        return load_catalogue(sources)
    except InvalidItemError as error:
        message = f"“{error.subject}”自相矛盾（{error.code}）"
        fault = Fault("", error.subject, FaultCode.REFUSED_BY_DOMAIN, message, "对照错误代码改正这个事项。")
        raise CataloguePackageError((fault,)) from error


def semantic_faults(sources: Sources) -> tuple[Fault, ...]:
    """Return what is wrong with sources of the right structure."""
    index, published = Index.of(sources), sources["package"]["published"]
    return (
        *check_basics(sources, index),
        *(fault for document in sources.items for fault in check_item(document, index)),
        *(fault for document in sources.items for fault in check_item_extras(document, index)),
        *(fault for document in sources.items for fault in check_history(document, index, published)),
        *(fault for document in sources.services for fault in check_service(document, index)),
        *check_questions(sources, index),
        *check_cycles(sources, index),
        *check_places_and_knowledge(sources, index),
        *check_offices_and_projects(sources, index),
        *check_translations(sources),
    )
