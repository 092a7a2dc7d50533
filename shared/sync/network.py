"""How this terminal reaches its platform, by its terminal.toml and what lies in its profile."""

from __future__ import annotations

from urllib.parse import urlsplit

from shared.security.trust_folder import ROOT_FILE
from shared.store.profile import Profile, TerminalConfig
from shared.sync.client_certificate import CLIENT_FILE
from shared.sync.pace import HourlyLimit, Pace
from shared.sync.transport import Network


def network_of(profile: Profile, config: TerminalConfig) -> Network:
    """Return proxy, pinned roots, client certificate and pace of a terminal.

    Over https only `sync.tls_roots` is trusted, or without it the platform's own root: never what the system trusts.
    """
    roots = None
    if urlsplit(config.platform.url).scheme == "https":
        named = config.sync.tls_roots
        roots = profile.folder / named if named else profile.trust / ROOT_FILE
    return Network(
        proxy=config.sync.proxy,
        tls_roots=roots,
        client_certificate=profile.tls / CLIENT_FILE,
        pace=Pace(tuple(HourlyLimit.parse(text) for text in config.sync.bandwidth)),
    )
