"""A draft that comes here: checked, its catalogue at hand, stored whole, and only then confirmed to its source."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from sqlalchemy.engine import Connection

from shared.catalogue.errors import CataloguePackageError
from shared.catalogue.model import Catalogue, UnknownSubjectError
from shared.contract.drafts import FORM_POSITION
from shared.contract.terminals import Clerk
from shared.domain.items import Channel
from shared.handoff import moves
from shared.handoff.code import DraftCode
from shared.handoff.errors import HandoffError, HandoffFault
from shared.handoff.lan_client import Fetching, LanSource, lan_source
from shared.handoff.lan_wire import FormQuestion
from shared.handoff.merging import Merged, merge
from shared.handoff.parcel import read_draft, received_pages
from shared.handoff.peers import PeerTrust
from shared.handoff.platform_side import HandoffPlatform, Taken
from shared.handoff.port import TakenDraft, Way
from shared.intake.catalogues import CatalogueShelf
from shared.intake.draft import Draft
from shared.security.trust_folder import TrustFolder
from shared.store import drafts, handoffs, settings
from shared.store.errors import CatalogueMissingError, DraftLeavingError, DraftMissingError
from shared.store.handoffs import Handoff, Standing, Tell
from shared.store.settings import CataloguePackage
from shared.store.store import Store
from shared.store.terminal import Terminal
from shared.sync.errors import UntrustedDownloadError
from shared.sync.trust import check_catalogue

FetchCatalogue = Callable[[str], bytes | None]
_ANOTHER_OFFER = frozenset({HandoffFault.CODE_USED, HandoffFault.DRAFT_CODE_WRONG, HandoffFault.CODE_EXPIRED})
"""The key counts no more at the source: it took the draft back, and may have offered it anew."""


class Arrivals:
    """Takes drafts into one terminal's store.

    Args:
        terminal: the open terminal; staff: the clerk whose draft it becomes, None at a kiosk; clock: aware times.
    """

    def __init__(self, terminal: Terminal, staff: Clerk | None, clock: Callable[[], datetime]) -> None:
        self._terminal = terminal
        self._store = terminal.store
        self._staff = staff
        self._clock = clock
        self._trust = PeerTrust(terminal.profile)
        self._shelf = CatalogueShelf(terminal)

    def known(self, case_id: UUID) -> TakenDraft | None:
        """Return a draft that is ours already: taking it twice is taking it once. None for another's, or none."""
        row = handoffs.find(self._store, case_id)
        if row is not None and row.standing in {Standing.HANDED_OVER, Standing.DISCARDED}:
            return None
        try:
            draft = Draft.model_validate_json(drafts.load(self._store, case_id))
        except DraftMissingError:
            return None
        came_by = Way(row.came_by) if row is not None and row.came_by else Way.PLATFORM
        return TakenDraft(draft, came_by, row is None or row.standing is not Standing.UNCONFIRMED)

    def of_this_clerk(self, known: TakenDraft) -> TakenDraft:
        """Let a draft that another clerk of this counter offered be this one's, who was given its slip."""
        if self._staff is None or known.draft.clerk_id == self._staff.clerk_id:
            return known
        draft = self._ours(known.draft)
        with contextlib.suppress(DraftLeavingError):
            drafts.save(self._store, draft.case_id, draft.model_dump_json().encode(), now=self._clock())
        return replace(known, draft=draft)

    def from_platform(
        self, taken: Taken, platform: HandoffPlatform, fetch_catalogue: FetchCatalogue, digits: str | None = None
    ) -> TakenDraft:
        """Store what the platform gave; a cut on the way is mended by taking it again.

        Args:
            digits: of the slip by which it came.

        Raises:
            HandoffError: handoff_damaged, catalogue_not_here, elsewhere_unreachable.
        """
        envelope = taken.envelope
        content = platform.part(taken, FORM_POSITION)
        draft = self._ours(read_draft(content, envelope.case_id))
        self._check_subject(draft, fetch_catalogue)
        pages = received_pages(draft, lambda position: platform.part(taken, position))
        row = Handoff(
            draft.case_id,
            Standing.HERE,
            self._clock(),
            peer=envelope.source,
            came_by=Way.PLATFORM.value,
            came_digits=digits,
            revision=envelope.revision,
        )
        return _taken(self._store_draft(draft, pages, row), Way.PLATFORM, confirmed=True)

    def over_lan(
        self, code: DraftCode, address: tuple[str, int], question: FormQuestion, fetch_catalogue: FetchCatalogue
    ) -> TakenDraft:
        """Fetch a draft from its source, store it, and have the source let go of it.

        Raises:
            HandoffError: what the source refuses; elsewhere_unreachable while nothing is stored yet.
        """
        fetching = Fetching(code.draft_id, code.key, self._terminal.identity.terminal_id)
        with lan_source(address, self._trust, fetching, code.terminal) as source:
            draft = self._ours(read_draft(source.form(question), code.draft_id))
            self._check_subject(draft, lambda version: fetch_catalogue(version) or source.catalogue())
            row = Handoff(
                draft.case_id,
                Standing.UNCONFIRMED,
                self._clock(),
                key=code.key,
                expires_at=code.expires_at,
                peer=source.terminal,
                addresses=tuple((one.host, one.port) for one in code.addresses),
                came_by=Way.LAN.value,
                came_digits=code.typed,
            )
            merged = self._store_draft(draft, received_pages(draft, source.page), row)
            confirmed = self._confirm(source, row)
        return _taken(merged, Way.LAN, confirmed=confirmed)

    def _confirm(self, source: LanSource, row: Handoff) -> bool:
        """Have the source let go; what can't be asked now, the agent asks until it is answered."""
        try:
            arrival = source.confirm()
        except HandoffError as error:
            settle_refused(self._store, row, error, self._clock())
            return False
        moves.confirm_arrival(self._store, row.case_id, self._clock(), arrival)
        return True

    def from_form(
        self, draft: Draft, left_behind: tuple[str, ...], fetch_catalogue: FetchCatalogue, digits: str
    ) -> TakenDraft:
        """Store the form that a code of these digits carried; its source knows nothing of it.

        Raises:
            HandoffError: catalogue_not_here, channel_closed.
        """
        ours = self._ours(draft)
        self._check_subject(ours, fetch_catalogue)
        row = Handoff(ours.case_id, Standing.HERE, self._clock(), came_by=Way.FORM.value, came_digits=digits)
        merged = self._store_draft(ours, iter(()), row)
        has_pages = {code for code, given in merged.draft.materials.items() if given.pages}
        again = tuple(code for code in left_behind if code not in has_pages)
        return replace(_taken(merged, Way.FORM, confirmed=False), pages_left_behind=again)

    def _ours(self, draft: Draft) -> Draft:
        """Return a draft at this terminal's channel; the applicant confirms what they see here."""
        clerk_id = self._staff.clerk_id if self._staff else None
        channel = self._terminal.identity.kind.value
        return draft.model_copy(update={"channel": channel, "clerk_id": clerk_id, "confirmed_at": None})

    def _store_draft(self, draft: Draft, pages: Iterable[tuple[str, bytes]], row: Handoff) -> Merged:
        """Store what came, with what was entered here after the draft was shared from here, until this moment."""
        merged = Merged(draft)

        def put_together(connection: Connection) -> bytes:
            nonlocal merged
            merged = _with_later_entries(connection, draft, whole=row.came_by != Way.FORM.value)
            return merged.draft.model_dump_json().encode()

        def note(connection: Connection) -> None:
            changed = bool(merged.kept or merged.differing)
            details: dict[str, str | int | bool | None] = {"case": str(draft.case_id), "way": row.came_by}
            if changed:
                details |= {"kept": len(merged.kept), "differing": len(merged.differing)}
            begun = replace(row, begun=changed, to_tell=Tell.BEGIN if changed else None, updated_at=self._clock())
            moves.note_arrival(connection, begun, details)

        came = draft.model_dump_json().encode()
        drafts.receive(
            self._store,
            draft.case_id,
            put_together,
            pages,
            note,
            now=self._clock(),
            shared=came,
            catalogue_version=draft.catalogue_version,
        )
        return merged

    def _check_subject(self, draft: Draft, fetch: FetchCatalogue) -> None:
        """Make sure that work on a draft can go on here: its catalogue version, and its subject at this channel."""
        try:
            subject = self._catalogue(draft.catalogue_version, fetch).subject(draft.subject_code)
        except (CataloguePackageError, UnknownSubjectError) as error:
            raise HandoffError(HandoffFault.HANDOFF_DAMAGED, "subject") from error
        if not subject.channels[Channel(draft.channel)].takes:
            raise HandoffError(HandoffFault.CHANNEL_CLOSED)

    def _catalogue(self, version: str, fetch: FetchCatalogue) -> Catalogue:
        try:
            return self._shelf.version(version)
        except CatalogueMissingError:
            data = fetch(version)
        if data is None:
            raise HandoffError(HandoffFault.CATALOGUE_NOT_HERE, version)
        try:
            check_catalogue(data, version, TrustFolder.load(self._terminal.trust_dir).root)
        except UntrustedDownloadError as error:
            raise HandoffError(HandoffFault.CATALOGUE_NOT_HERE, version) from error
        settings.keep_catalogue(self._store, CataloguePackage(version, data), now=self._clock())
        return self._shelf.version(version)


def _with_later_entries(connection: Connection, arriving: Draft, *, whole: bool) -> Merged:
    """Return what comes with what was entered here; beside a form alone all that lies here stays."""
    here = drafts.states_in(connection, arriving.case_id)
    if here is None:
        return Merged(arriving)
    content, known = here
    shared = known if whole else None
    if shared == content:
        return Merged(arriving)
    mine = Draft.model_validate_json(content)
    return merge(arriving, mine, None if shared is None else Draft.model_validate_json(shared))


def _taken(merged: Merged, way: Way, *, confirmed: bool) -> TakenDraft:
    return TakenDraft(merged.draft, way, confirmed, kept=merged.kept, differing=merged.differing)


def settle_refused(store: Store, row: Handoff, error: HandoffError, now: datetime) -> None:
    """Take on that a source does not let go: it took the draft back or sealed it, unless work here began meanwhile."""
    known = handoffs.find(store, row.case_id)
    if known is None or known.standing is not Standing.UNCONFIRMED:
        return
    if error.says_erased:
        moves.confirm_arrival(store, row.case_id, now, None)  # what lies here is all there is
    elif error.fault is HandoffFault.DRAFT_SEALED_ELSEWHERE:
        moves.note_sealed_elsewhere(store, row.case_id, now)
    elif error.fault in _ANOTHER_OFFER:
        if known.begun:
            moves.contest(store, known, now)
        else:
            moves.note_gone_back(store, row.case_id, now)
