"""The platform's root before anything of it is trusted: fetched over TLS that nobody checks, then held to the token."""

from __future__ import annotations

import contextlib
import hmac
import http.client
import ssl
from pathlib import Path
from urllib.parse import urlsplit

from shared.security.certificates import fingerprint, load_certificate
from shared.security.errors import KeyFormatError
from shared.security.trust_folder import ROOT_FILE, TrustFolder
from shared.sync.connections import ANSWER_WITHIN_S, TimedResponse
from shared.sync.errors import EnrolmentError, EnrolmentProblem, OfflineError, OfflineReason

_TIMEOUT_S = 10.0
_MAX_BYTES = 16_384


def pin_root(url: str, root_digest: str, trust: Path) -> Path:
    """Put the root whose fingerprint the enrolment token names into the trust folder, and return its file.

    What comes over this connection counts only by its fingerprint; no secret goes over it.

    Raises:
        EnrolmentError: root_mismatch, somebody else's root came.
        OfflineError: nothing came.
    """
    parts = urlsplit(url)
    context = ssl.create_default_context()
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    connection = http.client.HTTPSConnection(parts.netloc, timeout=_TIMEOUT_S, context=context)
    connection.response_class = TimedResponse
    ANSWER_WITHIN_S.set(_TIMEOUT_S)
    try:
        with contextlib.closing(connection):
            connection.request("GET", parts.path.rstrip("/") + "/root.pem")
            pem = connection.getresponse().read(_MAX_BYTES)
    except (OSError, http.client.HTTPException) as error:
        raise OfflineError(OfflineReason.NO_CONNECTION) from error
    try:
        root = load_certificate(pem)
    except KeyFormatError as error:
        raise EnrolmentError(EnrolmentProblem.ROOT_MISMATCH) from error
    if not hmac.compare_digest(fingerprint(root), root_digest):
        raise EnrolmentError(EnrolmentProblem.ROOT_MISMATCH)
    TrustFolder.store(trust, root, is_root=True)
    return trust / ROOT_FILE
