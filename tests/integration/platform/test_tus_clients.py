"""Other people's tus clients against our server: tuspy, and tus-js-client under node."""

from __future__ import annotations

import hashlib
import io
import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest
from tusclient.client import TusClient

from shared.store.files import exclusive_lock
from tests.integration.platform.platform_kit import TerminalSide
from tests.integration.platform.sealing_kit import Sealed
from tests.integration.platform.tus_kit import held
from tests.patience import PATIENCE_S

SOURCE = Path(__file__).parent / "tus_js"


@pytest.fixture(scope="module")
def tus_js() -> Path:
    """Install tus-js-client by its lock file, once a machine and version, and return the folder to run it in."""
    files = [SOURCE / name for name in ("package.json", "package-lock.json", "upload.mjs")]
    version = hashlib.sha256(b"".join(path.read_bytes() for path in files)).hexdigest()[:16]
    base = Path(os.environ.get("XDG_CACHE_HOME", Path.home() / ".cache")) / "yimen"
    base.mkdir(parents=True, exist_ok=True)
    folder = base / f"tus-js-{version}"
    with exclusive_lock(base / "tus-js.lock"):
        if not (folder / "installed").exists():
            folder.mkdir(exist_ok=True)
            for path in files:
                shutil.copy(path, folder)
            command = ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"]
            subprocess.run(command, cwd=folder, check=True, capture_output=True, timeout=100)
            (folder / "installed").touch()
    return folder


def pairs(sealed: Sealed, position: int) -> dict[str, str]:
    part = sealed.manifest.envelope.parts[position]
    return {"submission": str(sealed.id), "position": str(position), "sha256": part.sha256}


@pytest.mark.parametrize("chunk", [None, 7_000])
@pytest.mark.parametrize("checked", [False, True])
def test_tuspy_uploads(counter: TerminalSide, sealed: Sealed, chunk: int | None, checked: bool) -> None:
    client = TusClient(f"{counter.url}/v1/uploads", headers={"Authorization": counter.http.headers["Authorization"]})
    for position, ciphertext in enumerate(sealed.ciphertexts):
        stream = io.BytesIO(ciphertext)
        sizes = {} if chunk is None else {"chunk_size": chunk}
        uploader = client.uploader(
            file_stream=stream, metadata=pairs(sealed, position), upload_checksum=checked, **sizes
        )
        if chunk is not None and len(ciphertext) > chunk:
            uploader.upload_chunk()
            assert uploader.offset == chunk
            uploader = client.uploader(file_stream=stream, url=uploader.url, upload_checksum=checked, **sizes)
            assert uploader.offset == chunk, "another uploader goes on where the first stopped"
        uploader.upload()
    assert held(counter, sealed) == {0, 1}
    assert counter.commit(sealed).json()["state"] == "delivered"


@pytest.mark.parametrize("way", ["whole", "chunks", "with-creation", "chunks-with-creation", "resumed", "terminated"])
def test_tus_js_client_uploads(counter: TerminalSide, sealed: Sealed, tus_js: Path, tmp_path: Path, way: str) -> None:
    path = tmp_path / "page"
    path.write_bytes(sealed.ciphertexts[1])
    token = str(counter.http.headers["Authorization"]).removeprefix("Bearer ")
    done = subprocess.run(
        ["node", "upload.mjs", way, f"{counter.url}/v1/uploads", token, str(path), json.dumps(pairs(sealed, 1))],
        cwd=tus_js,
        capture_output=True,
        text=True,
        timeout=PATIENCE_S,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    url = json.loads(done.stdout)["url"]
    location = url.removeprefix(counter.url)
    if way == "terminated":
        assert counter.head(location).status_code == 404
        assert held(counter, sealed) == set()
    else:
        assert held(counter, sealed) == {1}
