"""schemathesis against the whole API: no 5xx, and nothing that breaks the published schema."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

from tests.integration.platform.platform_kit import served

ROOT = Path(__file__).parents[2]


def check_schema(seconds: int, seed: int | None = None) -> tuple[int, str]:
    """Serve a platform with a delivered case, let schemathesis at it for so long, and return its status and words."""
    with tempfile.TemporaryDirectory(prefix="yimen-prove-") as folder, served(Path(folder)) as platform:
        platform.add_clerk()
        catalogue = platform.publish_catalogue()
        side = platform.terminal()
        try:
            side.deliver(side.seal_intake(catalogue))
            command = [sys.executable, "-m", "schemathesis.cli", "run", "docs/openapi.json", "--url", platform.url]
            command += ["--header", f"Authorization: {side.http.headers['Authorization']}", "--max-time", str(seconds)]
            command += ["--no-color", "--warnings", "off"] + ([] if seed is None else ["--seed", str(seed)])
            done = subprocess.run(
                command, cwd=ROOT, capture_output=True, text=True, timeout=seconds * 3 + 120, check=False
            )
        finally:
            side.close()
    return done.returncode, done.stdout + done.stderr
