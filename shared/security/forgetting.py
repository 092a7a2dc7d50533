"""Processes that leave nothing readable of whom they served: in memory that they freed, or in an image of a crash.

Overwriting is asked for before the process begins: Python then takes every object from the C library, and glibc fills
what comes back (tunables `glibc.malloc.perturb` and `tcache_count`, as its manual's "Memory Allocation Tunables" tells:
blocks in a thread's cache would be left as they are). For whatever lives longer than a citizen's session and may handle
a draft.
"""

from __future__ import annotations

import os
import resource
import sys
from typing import Final

FORGETTING: Final = {
    "PYTHONMALLOC": "malloc",
    "GLIBC_TUNABLES": "glibc.malloc.perturb=255:glibc.malloc.tcache_count=0",
}
"""The environment of such a process."""


def leave_no_dump() -> None:
    """Have this process and its children leave no image of their memory on the disk when they crash (core(5))."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def start_over_forgetting() -> None:
    """Run the same command again in place of this process, unless it was started so."""
    if not FORGETTING.items() <= os.environ.items():
        command = [sys.executable, *sys.orig_argv[1:]]
        os.execve(sys.executable, command, os.environ | FORGETTING)  # noqa: S606 - the command that runs already
