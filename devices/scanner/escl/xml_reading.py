"""Safe reading of the small XML documents that a scanner sends: bounded, without entities, by local names.

Makers disagree on namespaces and prefixes, so that a node is known by its local name alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final
from xml.etree.ElementTree import Element, ParseError

import defusedxml.ElementTree
from defusedxml.common import DefusedXmlException

from devices.core.errors import ProtocolError

MAX_XML: Final = 1 << 20
MAX_TEXT: Final = 512


def parse_document(data: bytes, root_name: str) -> Element:
    """Return the root of a document.

    Raises:
        ProtocolError: it is too large, no XML, another document, or uses a document type definition.
    """
    if len(data) > MAX_XML:
        detail = f"{len(data)} bytes of XML"
        raise ProtocolError(detail)
    try:
        root: Element = defusedxml.ElementTree.fromstring(data, forbid_dtd=True)
    except (ParseError, DefusedXmlException, ValueError, LookupError) as error:
        detail = f"{root_name}: {type(error).__name__}"
        raise ProtocolError(detail) from error
    if local_name(root) != root_name:
        detail = f"no {root_name}"
        raise ProtocolError(detail)
    return root


def local_name(node: Element) -> str:
    """Return a node's name without its namespace."""
    tag = node.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def children(node: Element, name: str) -> Iterator[Element]:
    """Yield the direct children of that name."""
    return (child for child in node if local_name(child) == name)


def child(node: Element, *path: str) -> Element | None:
    """Return the first descendant along a path of names, or None."""
    found: Element | None = node
    for name in path:
        if found is None:
            return None
        found = next(children(found, name), None)
    return found


def descendants(node: Element, name: str) -> Iterator[Element]:
    """Yield all nodes of that name below a node."""
    return (below for below in node.iter() if below is not node and local_name(below) == name)


def text_of(node: Element | None) -> str:
    """Return a node's text, stripped and cut to what a name can be long; empty for no node."""
    return "" if node is None else (node.text or "").strip()[:MAX_TEXT]


def number_of(node: Element | None, most: int) -> int | None:
    """Return a node's whole number from 0 to most, or None for no node.

    Raises:
        ProtocolError: it is no such number.
    """
    if node is None:
        return None
    text = text_of(node)
    if not (text.isascii() and text.isdigit() and len(text) <= 9 and int(text) <= most):
        detail = f"{local_name(node)} is no number from 0 to {most}"
        raise ProtocolError(detail)
    return int(text)
