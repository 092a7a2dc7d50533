"""YAML for people: plain data only, no aliases, no key twice, bounded in size and depth."""

from __future__ import annotations

from typing import Any, Final

import yaml

from devices.faults.errors import FaultScriptError

MAX_BYTES: Final = 65_536
_MAX_DEPTH: Final = 12


class _Loader(yaml.SafeLoader):
    depth = 0

    def compose_node(self, parent: Any, index: Any) -> Any:
        self.depth += 1
        event = self.peek_event()  # type: ignore[no-untyped-call]
        if self.check_event(yaml.AliasEvent):
            raise yaml.constructor.ConstructorError(None, None, "aliases are not allowed", event.start_mark)
        if self.depth > _MAX_DEPTH:
            raise yaml.constructor.ConstructorError(None, None, "nested too deeply", event.start_mark)
        node = super().compose_node(parent, index)
        self.depth -= 1
        return node

    def construct_mapping(self, node: Any, deep: bool = False) -> dict[Any, Any]:
        seen: set[str] = set()
        for key, _ in node.value:
            name = str(key.value)
            if name in seen:
                raise yaml.constructor.ConstructorError(None, None, f"{name} is there twice", key.start_mark)
            seen.add(name)
        return super().construct_mapping(node, deep=deep)


def load_plain(data: bytes) -> object:
    """Return the data of one document.

    Raises:
        FaultScriptError: it is too large, no UTF-8, no YAML, or uses what is not allowed here; the place is a line.
    """
    if len(data) > MAX_BYTES:
        raise FaultScriptError(problem=f"longer than {MAX_BYTES} bytes")
    try:
        # A subclass of SafeLoader: makes plain data alone.
        return yaml.load(data.decode("utf-8"), Loader=_Loader)  # noqa: S506
    except UnicodeDecodeError as error:
        raise FaultScriptError(problem="is no UTF-8 text") from error
    except yaml.MarkedYAMLError as error:
        place = "" if error.problem_mark is None else f"line {error.problem_mark.line + 1}"
        raise FaultScriptError(place=place, problem=error.problem or "is no YAML") from error
    except (yaml.YAMLError, ValueError, RecursionError, TypeError) as error:
        raise FaultScriptError(problem=f"is no YAML: {type(error).__name__}") from error
