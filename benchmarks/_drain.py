"""Empties an outbox, timed: `python -m benchmarks._drain agent|tuspy|curl PROFILE`, one JSON line of seconds."""

from __future__ import annotations

import base64
import contextlib
import json
import os
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

from shared.contract.submissions import Manifest
from shared.store import outbox, settings
from shared.store.agent_lock import AgentLock
from shared.store.keys import key_source
from shared.store.outbox_writer import OutboxWriter
from shared.store.profile import Profile, load_config
from shared.store.store import Store, open_store
from shared.sync.client import PlatformClient
from shared.sync.client_certificate import CLIENT_FILE
from shared.sync.lanes import LaneSettings
from shared.sync.network import network_of
from shared.sync.service import compose_agent
from shared.sync.wake import WakeSocket, wake_agent

AT_ONCE = 4
_POLL_S = 0.1
"""Each look takes time from the agent, whose process it is; this much at most is added to what the agent took."""


def main(argv: list[str]) -> int:
    """Empty the outbox of a profile by one of the ways."""
    way, profile = argv[0], Profile(Path(argv[1]))
    config = load_config(profile)
    source = key_source(profile, config)
    network = network_of(profile, config)
    if network.tls_roots is not None:
        os.environ["REQUESTS_CA_BUNDLE"] = str(network.tls_roots)
    with open_store(profile, source.store_key()) as store:
        terminal_id = settings.enrolment(store).terminal_id
        client = PlatformClient(config.platform.url, terminal_id, source.signing_key(), network)
        with contextlib.closing(client):
            total = sum(row.bytes_total for row in outbox.all_rows(store))
            seconds = {"agent": _by_agent, "tuspy": _by_tuspy, "curl": _by_curl}[way](store, client)
    print(json.dumps({"seconds": seconds, "bytes": total}))
    return 0


def _by_agent(store: Store, client: PlatformClient) -> float:
    """Have the agent deliver, as it does in an installation."""
    stop = threading.Event()
    with AgentLock.acquire(store.profile) as lock, contextlib.closing(WakeSocket(store.profile)) as waker:
        agent = compose_agent(store, OutboxWriter(store, lock), client, waker, stop, lanes=LaneSettings(AT_ONCE))
        thread = threading.Thread(target=agent.run)
        began = time.monotonic()
        thread.start()
        while outbox.counts(store).waiting:
            time.sleep(_POLL_S)
        took = time.monotonic() - began
        stop.set()
        wake_agent(store.profile)
        thread.join()
    return took


def _certificate(store: Store) -> str:
    """Return the file of the terminal's TLS certificate and key: its token counts with that alone."""
    return str(store.profile.tls / CLIENT_FILE)


def _manifests(store: Store) -> list[Manifest]:
    return [outbox.manifest(store, row.submission_id) for row in outbox.all_rows(store)]


def _metadata(manifest: Manifest, position: int) -> dict[str, str]:
    envelope = manifest.envelope
    part = envelope.parts[position]
    return {"submission": str(envelope.submission_id), "position": str(position), "sha256": part.sha256}


def _by_tuspy(store: Store, client: PlatformClient) -> float:
    """Upload with tuspy as it comes, one file after the other; manifests and commits are ours."""
    from tusclient.client import TusClient

    client.sign_in()
    token = client.token
    began = time.monotonic()
    headers = {"Authorization": f"Bearer {token}"}
    tus = TusClient(f"{client.transport.base_url}/v1/uploads", headers, client_cert=_certificate(store))
    for manifest in _manifests(store):
        submission_id = manifest.envelope.submission_id
        client.put_manifest(manifest)
        for part in manifest.envelope.parts:
            path = store.profile.part_file(submission_id, part.position)
            tus.uploader(str(path), metadata=_metadata(manifest, part.position)).upload()
        client.commit(submission_id)
    return time.monotonic() - began


def _by_curl(store: Store, client: PlatformClient) -> float:
    """Send the same requests as the agent with curl, as many side by side: manifests, then parts, then commits."""
    client.sign_in()
    manifests = _manifests(store)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        passes = [_curl_manifests(client, manifests, folder), _curl_parts(store, client, manifests),
                  _curl_commits(client, manifests)]  # fmt: skip
        certificate = f'cert = "{_certificate(store)}"\n'
        files = []
        for number, entries in enumerate(passes):
            files.append(folder / f"{number}.curl")
            files[-1].write_text("next\n".join(certificate + entry for entry in entries), encoding="ascii")
        began = time.monotonic()
        for file in files:
            subprocess.run(
                ["curl", "--silent", "--fail", "--parallel", "--parallel-max", str(AT_ONCE), "--config", str(file)],
                check=True,
                capture_output=True,
            )
        return time.monotonic() - began


def _curl_entry(client: PlatformClient, method: str, path: str, body: Path | None, *headers: str) -> str:
    roots = os.environ["REQUESTS_CA_BUNDLE"]
    lines = [
        "fail",
        f'cacert = "{roots}"',
        f'url = "{client.transport.base_url}/v1/{path}"',
        f'request = "{method}"',
        'output = "/dev/null"',
    ]
    if body is not None:
        lines.append(f'data-binary = "@{body}"')
    named = (f"Authorization: Bearer {client.token}", "Expect:", *headers)
    return "\n".join([*lines, *(f'header = "{header}"' for header in named)]) + "\n"


def _curl_manifests(client: PlatformClient, manifests: list[Manifest], folder: Path) -> list[str]:
    entries = []
    for manifest in manifests:
        submission_id = manifest.envelope.submission_id
        body = folder / f"{submission_id}.json"
        body.write_text(manifest.model_dump_json(), encoding="utf-8")
        path = f"submissions/{submission_id}/manifest"
        entries.append(_curl_entry(client, "PUT", path, body, "Content-Type: application/json"))
    return entries


def _curl_parts(store: Store, client: PlatformClient, manifests: list[Manifest]) -> list[str]:
    entries = []
    for manifest in manifests:
        for part in manifest.envelope.parts:
            pairs = _metadata(manifest, part.position).items()
            metadata = ",".join(f"{key} {base64.b64encode(value.encode()).decode()}" for key, value in pairs)
            headers = (
                "Tus-Resumable: 1.0.0",
                f"Upload-Length: {part.size}",
                f"Upload-Metadata: {metadata}",
                f"Upload-Checksum: sha256 {base64.b64encode(bytes.fromhex(part.sha256)).decode()}",
                "Content-Type: application/offset+octet-stream",
            )
            body = store.profile.part_file(manifest.envelope.submission_id, part.position)
            entries.append(_curl_entry(client, "POST", "uploads", body, *headers))
    return entries


def _curl_commits(client: PlatformClient, manifests: list[Manifest]) -> list[str]:
    return [
        _curl_entry(client, "POST", f"submissions/{manifest.envelope.submission_id}/commit", None)
        for manifest in manifests
    ]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
