"""Runs the HTTP server until it is told to stop, and says when it is ready."""

from __future__ import annotations

import asyncio
import logging
import signal
import socket
import ssl
import sys
from dataclasses import dataclass
from types import FrameType
from typing import Any

import uvicorn

from acceptance_platform.api.app import create_app
from acceptance_platform.api.peers import PeerProtocol
from acceptance_platform.cli.output import EXIT_OK, Printer
from acceptance_platform.drafts.records import expire_drafts, sweep_drafts
from acceptance_platform.errors import FaultCode, PlatformError
from acceptance_platform.platform import Platform
from acceptance_platform.tls import ServerCertificate
from acceptance_platform.uploads.service import UploadService

SHUTDOWN_DEADLINE_S = 10
KEEP_ALIVE_S = 75
_LOOK_AFTER_S = 3600
_BACKLOG = 512
_log = logging.getLogger(__name__)


class _AnnouncingServer(uvicorn.Server):
    """Prints the ready line once connections are accepted."""

    def __init__(self, config: uvicorn.Config, printer: Printer, url: str) -> None:
        super().__init__(config)
        self._printer = printer
        self._url = url

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            self._printer.line({"url": self._url})


@dataclass(frozen=True, slots=True)
class ServeSettings:
    """Where and how to serve.

    Attributes:
        port: 0 takes a free one.
        tls: names and addresses by commas that the certificate is for; None for http.
        mutual: who shows no certificate of the root can enrol and get one, and nothing else.
    """

    host: str
    port: int
    tls: str | None = None
    mutual: bool = False


def serve(platform: Platform, settings: ServeSettings, printer: Printer) -> int:
    """Serve until SIGTERM or SIGINT; requests under way get ten seconds to end.

    Raises:
        PlatformError: data_dir_busy, address_unavailable.
    """
    _log_to_stderr()
    with platform.data.hold("serve", wait=False), _listen(settings.host, settings.port) as listener:
        UploadService(platform).sweep()
        sweep_drafts(platform)
        with platform.data.arrivals():
            pass  # what a killed command left is gone
        certificate = _certificate(platform, settings)

        async def look_after() -> None:
            """Do what is due by itself: once the server runs, then every hour."""
            if certificate is not None and config.ssl is not None:
                _renew(certificate, config.ssl)
            await asyncio.to_thread(_end_drafts, platform)

        config = uvicorn.Config(
            create_app(platform, mutual=settings.mutual),
            log_config=None,
            access_log=False,
            server_header=False,
            proxy_headers=False,
            lifespan="off",
            http=PeerProtocol,
            timeout_graceful_shutdown=SHUTDOWN_DEADLINE_S,
            timeout_keep_alive=KEEP_ALIVE_S,
            callback_notify=look_after,
            timeout_notify=_LOOK_AFTER_S,
            **_tls(certificate),
        )
        server = _AnnouncingServer(config, printer, _url_of(listener, "https" if settings.tls else "http"))

        def stop(_signal: int, _frame: FrameType | None) -> None:
            # Before uvicorn's own handler stands, and again after it has shut down.
            server.should_exit = True

        signal.signal(signal.SIGTERM, stop)
        signal.signal(signal.SIGINT, stop)
        server.run(sockets=[listener])
    return EXIT_OK


def _certificate(platform: Platform, settings: ServeSettings) -> ServerCertificate | None:
    """Return a fresh certificate of the root for https, None for http."""
    if settings.tls is None:
        return None
    names = [name.strip() for name in settings.tls.split(",") if name.strip()]
    return ServerCertificate(platform.data.keys, platform.keys, names, platform.clock)


def _renew(certificate: ServerCertificate, context: ssl.SSLContext) -> None:
    """Renew it where that is due; a full disk is no reason to end: a third of its life is left to try again."""
    try:
        if certificate.renew_if_due(context):
            _log.info("the server's certificate was renewed")
    except OSError as error:
        _log.error("the server's certificate was not renewed: %s", type(error).__name__)


def _end_drafts(platform: Platform) -> None:
    """End the shared drafts that have run out, also where no terminal asks for any."""
    try:
        expire_drafts(platform)
    except Exception as error:  # whatever it is, the server goes on, and the next look ends them
        _log.error("drafts that have run out are still here: %s", type(error).__name__)


def _tls(certificate: ServerCertificate | None) -> dict[str, Any]:
    """Return uvicorn's settings for https."""
    if certificate is None:
        return {}
    made = certificate.made
    return {
        "ssl_certfile": str(made.certificate),
        "ssl_keyfile": str(made.key),
        "ssl_ca_certs": str(made.client_root),
        "ssl_cert_reqs": ssl.CERT_OPTIONAL,
    }


def _listen(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # asyncio sends without delay (TCP_NODELAY) only where the protocol is named.
    listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
    except OSError as error:
        listener.close()
        raise PlatformError(FaultCode.ADDRESS_UNAVAILABLE, f"{host}:{port}") from error
    listener.listen(_BACKLOG)
    return listener


def _url_of(listener: socket.socket, scheme: str) -> str:
    host, port = listener.getsockname()[:2]
    return f"{scheme}://[{host}]:{port}" if ":" in host else f"{scheme}://{host}:{port}"


def _log_to_stderr() -> None:
    logging.basicConfig(stream=sys.stderr, level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    logging.getLogger("uvicorn.error").setLevel(logging.WARNING)
