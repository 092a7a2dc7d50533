"""`python -m benchmarks [NAME …] [--json FILE]`: run one benchmark, or every one."""

from __future__ import annotations

import argparse
import importlib
import json
import sys
import tempfile
from pathlib import Path

HELPERS = frozenset({"__init__", "__main__", "contours", "table"})


def names() -> list[str]:
    """Return the benchmarks there are: each is a module of this package with `main(argv) -> int`."""
    return sorted(
        path.stem
        for path in Path(__file__).parent.glob("*.py")
        if path.stem not in HELPERS and not path.stem.startswith("_")
    )


def main(argv: list[str] | None = None) -> int:
    """Run the named benchmarks; exit status 1 when a limit is not met, 64 for wrong usage."""
    parser = argparse.ArgumentParser(
        prog="./run bench", description="Ours beside the peer's and the limit, in one run.", exit_on_error=False
    )
    parser.add_argument("name", nargs="*", help=", ".join(names()) or "none yet")
    parser.add_argument("--json", type=Path, metavar="FILE", help="also write the figures to FILE")
    try:
        asked, rest = parser.parse_known_args(argv)
    except argparse.ArgumentError as error:
        print(error, file=sys.stderr)
        return 64
    unknown = sorted(set(asked.name) - set(names()))
    if unknown:
        print(f"no benchmark {', '.join(unknown)}; there are: {', '.join(names())}", file=sys.stderr)
        return 64
    status, figures = 0, []
    with tempfile.TemporaryDirectory() as folder:
        for name in asked.name or names():
            file = Path(folder) / f"{name}.json"
            status |= importlib.import_module(f"benchmarks.{name}").main(["--json", str(file), *rest])
            figures.append(json.loads(file.read_text(encoding="utf-8")))
    if asked.json:
        answer = figures[0] if len(figures) == 1 else figures
        asked.json.write_text(json.dumps(answer, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    return status


if __name__ == "__main__":
    sys.exit(main())
