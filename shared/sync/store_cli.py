"""The commands of the store: whether the database is sound, and how a damaged one is rebuilt."""

from __future__ import annotations

import argparse
from typing import Any

from shared.command_line import EXIT_FAILED
from shared.store.profile import Profile
from shared.sync.cli import fail_line, print_line


def status(profile: Profile, options: argparse.Namespace) -> int:
    """Tell what the last quiet hours found, and what lies in the profile for a person."""
    from shared.store.maintenance import store_health
    from shared.store.store import open_store

    with open_store(profile, _key(profile)) as store:
        health = store_health(store)
    last = health.last
    line: dict[str, Any] = {
        "store_bytes": health.store_bytes,
        "free_bytes": health.free_bytes,
        "checked_at": None if last is None else last.at.isoformat(),
        "damage": [] if last is None else list(last.damage),
        "removed": {} if last is None else last.removed,
        "freed_bytes": 0 if last is None else last.freed_bytes,
        "clock_trusted": None if last is None else last.retained,
        "backups": health.backups,
        "damaged": list(health.damaged),
        "found": list(health.found),
    }
    print_line(options, {"ok": True, **line}, _status_text(line))
    return 0


def _status_text(line: dict[str, Any]) -> str:
    verdict = "never checked yet"
    if line["checked_at"]:
        verdict = f"checked at {line['checked_at']}: {line['damage'][0] if line['damage'] else 'sound'}"
    texts = [f"{line['store_bytes']} bytes, {line['free_bytes']} free on the disk, {verdict}"]
    if line["removed"]:
        texts.append("ran out: " + ", ".join(f"{count} {what}" for what, count in line["removed"].items()))
    if line["clock_trusted"] is False:
        texts.append("nothing was let go by age: the clock does not agree with the platform's")
    for what, meaning in (
        ("damaged", "set aside as damaged"),
        ("found", "found, not known (bring the folder `found` to the platform: rescue)"),
    ):
        if line[what]:
            texts.append(f"{meaning}: {', '.join(line[what])}")
    return "\n".join(texts)


def check(profile: Profile, options: argparse.Namespace) -> int:
    """Read the whole database and say what is damaged."""
    from shared.store.errors import StoreDamagedError, StoreMissingError
    from shared.store.integrity import find_damage
    from shared.store.store import check_key

    key = _key(profile)
    if not profile.store_file.exists():
        raise StoreMissingError(profile.store_file.name)
    check_key(profile, key)
    damage = find_damage(profile.store_file, key)
    if damage:
        words = "the database is damaged: end the app and the agent, then run `python -m shared.sync store recover`"
        fail_line(options, StoreDamagedError.code, f"{words} ({damage[0]})", None)
        return EXIT_FAILED
    print_line(options, {"ok": True, "bytes": profile.store_file.stat().st_size}, "the database is sound")
    return 0


def recover(profile: Profile, options: argparse.Namespace) -> int:
    """Put a fresh database in the place of a damaged one."""
    from shared.store.rebuilding import rebuild_store

    done = rebuild_store(profile, _key(profile))
    line: dict[str, Any] = {
        "damage": list(done.damage),
        "set_aside": None if done.set_aside is None else str(done.set_aside),
        "salvaged": done.salvaged,
        "recovered": [str(submission_id) for submission_id in done.recovered.rebuilt],
        "not_usable": [str(submission_id) for submission_id in done.recovered.set_aside],
        "enrol_again": bool(done.damage),
    }
    print_line(options, {"ok": True, **line}, _recover_text(line))
    return 0


def _recover_text(line: dict[str, Any]) -> str:
    texts = [f"{len(line['recovered'])} submissions were made again from their records"]
    if not line["damage"]:
        texts.insert(0, "the database is sound and was left as it is")
    else:
        texts.insert(0, f"a fresh database is in place, with {sum(line['salvaged'].values())} rows of the old one")
        texts.append("start the agent: what is sealed is delivered")
        texts.append("enrol the terminal again before it takes new cases: python -m shared.sync enrol --again …")
    if line["set_aside"]:
        texts.append(f"the damaged files lie in {line['set_aside']}")
    if line["not_usable"]:
        texts.append(f"{len(line['not_usable'])} submissions can't be used and lie in the profile's folder `found`")
    return "\n".join(texts)


def _key(profile: Profile) -> bytes:
    from shared.store.keys import key_source
    from shared.store.profile import load_config

    return key_source(profile, load_config(profile)).store_key()
