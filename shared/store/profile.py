"""A profile: one folder = one terminal = one store = one agent; its paths and its terminal.toml."""

from __future__ import annotations

import ipaddress
import json
import os
import tomllib
from dataclasses import dataclass
from enum import StrEnum, unique
from pathlib import Path
from typing import Annotated
from uuid import UUID

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from shared.contract.terminals import TerminalKind
from shared.files import write_atomically
from shared.security.rescue import RECORD_FILE
from shared.security.tpm import DEFAULT_TCTI
from shared.store.errors import ConfigError

PROFILE_VARIABLE = "YIMEN_PROFILE"


@dataclass(frozen=True, slots=True)
class Profile:
    """The paths inside a profile folder."""

    folder: Path

    @property
    def config_file(self) -> Path:
        return self.folder / "terminal.toml"

    @property
    def store_file(self) -> Path:
        return self.folder / "store.db"

    @property
    def key_check_file(self) -> Path:
        """Holds a digest that tells a wrong key from a damaged store."""
        return self.folder / "store.check"

    @property
    def files_lock(self) -> Path:
        """Held shared while files are written ahead of their rows, exclusively while orphans are swept."""
        return self.folder / "files.lock"

    @property
    def seal_lock(self) -> Path:
        """Held while one submission is sealed."""
        return self.folder / "seal.lock"

    @property
    def migration_lock(self) -> Path:
        return self.folder / "migration.lock"

    @property
    def drafts(self) -> Path:
        return self.folder / "drafts"

    @property
    def outbox(self) -> Path:
        return self.folder / "outbox"

    @property
    def found(self) -> Path:
        """Ciphertexts that no row knows and whose record can't be read: set aside for a person, never removed."""
        return self.folder / "found"

    @property
    def damaged(self) -> Path:
        """Databases that could not be read any more, as they were, each in a folder named by the time."""
        return self.folder / "damaged"

    @property
    def backups(self) -> Path:
        """Copies of the store from before each migration."""
        return self.folder / "backups"

    @property
    def trust(self) -> Path:
        return self.folder / "trust"

    @property
    def keys(self) -> Path:
        return self.folder / "keys"

    @property
    def agent_lock(self) -> Path:
        return self.folder / "agent.lock"

    @property
    def sharing_lock(self) -> Path:
        """Held by whoever brings a draft to the platform, app or agent."""
        return self.folder / "sharing.lock"

    @property
    def agent_socket(self) -> Path:
        return self.folder / "agent.sock"

    @property
    def tls(self) -> Path:
        """Holds the short-lived key and certificate that the terminal shows in mutual TLS."""
        return self.folder / "tls"

    @property
    def reserve_file(self) -> Path:
        """Room on the disk that is given free when there is no other."""
        return self.folder / "reserve"

    @property
    def logs(self) -> Path:
        return self.folder / "logs"

    def draft_folder(self, case_id: UUID) -> Path:
        return self.drafts / str(case_id)

    def parts_folder(self, submission_id: UUID) -> Path:
        return self.outbox / str(submission_id)

    def part_file(self, submission_id: UUID, position: int) -> Path:
        """Where a sealed part's ciphertext lies: position 0 is the body, 1… the pages."""
        return self.parts_folder(submission_id) / str(position)

    def record_file(self, submission_id: UUID) -> Path:
        """Where the record of a sealing lies, beside its ciphertexts (shared.store.seal_records)."""
        return self.parts_folder(submission_id) / RECORD_FILE

    def prepare(self) -> None:
        """Make the folders, readable by their owner alone."""
        for folder in (self.folder, self.drafts, self.outbox, self.backups, self.trust, self.keys, self.logs):
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)


def profile_of(argument: str | os.PathLike[str] | None) -> Profile:
    """Return the profile named on the command line, else by YIMEN_PROFILE. Raises ConfigError when neither is set."""
    text = os.fspath(argument) if argument is not None else os.environ.get(PROFILE_VARIABLE, "")
    if not text:
        file = "terminal.toml"
        raise ConfigError(file, "", f"no profile: give --profile or set {PROFILE_VARIABLE}")
    return Profile(Path(text).expanduser().resolve())


@unique
class TerminalMode(StrEnum):
    """How the terminal keeps its keys: in files for a demonstration, by the system in an installation."""

    DEMO = "demo"
    INSTALLED = "installed"


@unique
class KeyPlace(StrEnum):
    """Where an installed terminal's keys come from: systemd's credentials, or the machine's TPM."""

    CREDENTIALS = "credentials"
    TPM = "tpm"


class _Section(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class TerminalSection(_Section):
    """Attributes: tcti says how the TPM is reached (tss2-tcti(7)) where the keys lie under it."""

    mode: TerminalMode
    kind: TerminalKind
    keys: KeyPlace = KeyPlace.CREDENTIALS
    tcti: str = Field(default=DEFAULT_TCTI, max_length=200)


def split_address(address: str) -> tuple[str, int]:
    """Return host and port of `192.0.2.7:7443` or `[2001:db8::7]:7443`. Raises ValueError."""
    host, separator, port = address.rpartition(":")
    host = host.removeprefix("[").removesuffix("]")
    if not separator or not port.isascii() or not port.isdigit() or not 0 <= int(port) < 1 << 16:
        message = "not an address with a port"
        raise ValueError(message)
    return str(ipaddress.ip_address(host)), int(port)


def _listening(address: str) -> str:
    host, _port = split_address(address)
    if ipaddress.ip_address(host).is_unspecified or ipaddress.ip_address(host).is_multicast:
        message = "name one address of this machine, not all of them"
        raise ValueError(message)
    return address


class PlatformSection(_Section):
    url: str = Field(pattern=r"^https?://[^\s/]+(/[^\s]*)?$", max_length=300)


class DevicesSection(_Section):
    """How each device is reached, as the address that its driver takes; None where the terminal has none.

    The keys are the roles of devices.core.roles.Role. An address that names no driver does not keep the terminal from
    opening: its device is missing, and `python -m devices doctor` says why.
    """

    id_card: str | None = None
    ca_card: str | None = None
    social_card: str | None = None
    receipt_printer: str | None = None
    page_printer: str | None = None
    scanner: str | None = None
    document_camera: str | None = None
    barcode: str | None = None


class SyncSection(_Section):
    """How the agent uses the network.

    Attributes:
        proxy: an HTTP proxy on the way to the platform, as http://host:port; none is taken from the environment.
        uploads_at_once: connections that upload side by side.
        bandwidth: limits of the upload by the hour in Beijing, as `08-18 256`: from 8 to 18 o'clock 256 KiB/s.
        tls_roots: a PEM file of the certificates that the platform's TLS front is trusted by, relative to the profile;
            the platform's own root without one.
    """

    proxy: str | None = Field(default=None, pattern=r"^http://[^\s/]+(:\d+)?/?$", max_length=300)
    uploads_at_once: int = Field(default=4, ge=1, le=16)
    bandwidth: tuple[Annotated[str, StringConstraints(pattern=r"^\d{2}-\d{2} [1-9]\d{0,6}$")], ...] = ()
    tls_roots: str | None = None


class HandoffSection(_Section):
    """Where the agent listens on the LAN while a draft is offered there.

    Attributes:
        listen: addresses of this machine as `192.0.2.7:7443`, never all of them; none, and nothing listens. A
            demonstration that names none listens on the loopback.
    """

    listen: tuple[Annotated[str, AfterValidator(_listening)], ...] | None = Field(default=None, max_length=4)


class RetentionSection(_Section):
    """How long a terminal keeps what it no longer needs, in days; sealed submissions stay until they are backed up.

    Attributes:
        drafts_days: a draft that nobody touched.
        cases_days: the masked index of a case that has ended its way from here.
        damaged_days: a database that was set aside as damaged.
    """

    drafts_days: int = Field(default=90, ge=1, le=3650)
    cases_days: int = Field(default=730, ge=30, le=3650)
    damaged_days: int = Field(default=30, ge=1, le=3650)


class PlaceSection(_Section):
    """Where the terminal stands.

    Attributes:
        site: id of an office of the catalogue, whose own item states and name are then shown; empty for the hall that
            the catalogue is of.
    """

    site: str = ""


class TerminalConfig(_Section):
    """terminal.toml."""

    terminal: TerminalSection
    platform: PlatformSection
    devices: DevicesSection = DevicesSection()
    sync: SyncSection = SyncSection()
    retention: RetentionSection = RetentionSection()
    handoff: HandoffSection = HandoffSection()
    place: PlaceSection = PlaceSection()

    @property
    def handoff_addresses(self) -> tuple[str, ...]:
        """Where the agent may listen for those who fetch a draft; port 0 takes a free one."""
        if self.handoff.listen is not None:
            return self.handoff.listen
        return ("127.0.0.1:0",) if self.terminal.mode is TerminalMode.DEMO else ()


def load_config(profile: Profile) -> TerminalConfig:
    """Read terminal.toml. Raises ConfigError."""
    path = profile.config_file
    try:
        return TerminalConfig.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
    except FileNotFoundError as error:
        raise ConfigError(str(path), "", "the file is missing; enrol the terminal first") from error
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ConfigError(str(path), "", str(error)) from error
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        raise ConfigError(str(path), ".".join(str(part) for part in first["loc"]), first["msg"]) from error


def save_config(profile: Profile, config: TerminalConfig) -> None:
    """Write terminal.toml in one step, comments of an older one are lost."""
    profile.prepare()
    lines: list[str] = []
    for section, values in config.model_dump(mode="json", exclude_none=True, exclude_defaults=True).items():
        if not values:
            continue
        lines.append(f"[{section}]")
        # A JSON string is a TOML basic string as long as it is not escaped to surrogates.
        lines.extend(f"{key} = {json.dumps(value, ensure_ascii=False)}" for key, value in values.items())
        lines.append("")
    write_atomically(profile.config_file, "\n".join(lines).encode())
