"""Which payload a code has when libraries, or versions of the picture, read it differently."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from devices.imaging.code_payloads import MATRIX
from devices.imaging.code_places import Box, Points, bounds, is_same_place, is_same_shape, thickened
from devices.imaging.code_readers import Reading
from devices.imaging.code_versions import LOSSLESS, PLAIN

# Strong enough that even one reading of a doctored picture is believed.
_STRONG: Final = frozenset({"qr"})
# Without a check digit, or with a weak one: noise passes for them now and then.
_UNCHECKED: Final = frozenset({"code39", "itf", "codabar", "telepen"})
_VOICES_WANTED: Final = 2


@dataclass(slots=True, repr=False)
class Candidate:
    """One payload at one place, with the voices for it.

    Attributes:
        voices: (version of the picture, library), each counted once.
        points: of the first reading, in pixels of the page.
    """

    format: str
    text: str
    data: bytes
    points: Points
    box: Box
    voices: set[tuple[str, str]] = field(default_factory=set)

    @property
    def votes(self) -> int:
        """How many readings agree; zxing-cpp counts twice, because zbar repeats its misreadings."""
        return sum(2 if reader == "zxing" else 1 for _, reader in self.voices)

    @property
    def by_zxing(self) -> bool:
        """Whether zxing-cpp is among them."""
        return any(reader == "zxing" for _, reader in self.voices)

    @property
    def on_the_page(self) -> bool:
        """Whether it was read from the page as it is."""
        return any(version == PLAIN for version, _ in self.voices)

    @property
    def is_undoctored(self) -> bool:
        """Whether it was read from the page or from a version that holds just as much."""
        return any(version in LOSSLESS for version, _ in self.voices)


class Ballot:
    """Collects readings of one page and settles them."""

    def __init__(self) -> None:
        """Start with no readings."""
        self._candidates: list[Candidate] = []

    def add(self, reading: Reading, points: Points, version: str) -> None:
        """Count one reading of a version of the picture; points are in pixels of the page."""
        box = bounds(points)
        voice = (version, reading.reader)
        for candidate in self._candidates:
            same = (candidate.format, candidate.text) == (reading.format, reading.text)
            if same and is_same_place(candidate.box, box):
                candidate.voices.add(voice)
                if len(points) == 4 and len(candidate.points) != 4:
                    candidate.points = points
                return
        self._candidates.append(Candidate(reading.format, reading.text, reading.data, points, box, {voice}))

    def has_readings(self) -> bool:
        """Tell whether anything was read at all, believed or not."""
        return bool(self._candidates)

    def settled(self) -> list[Candidate]:
        """Return the winner at each place that is believed."""
        winners: list[Candidate] = []
        for candidate in sorted(self._candidates, key=_strength, reverse=True):
            if _is_believed(candidate) and not any(_excludes(winner, candidate) for winner in winners):
                winners.append(candidate)
        return winners

    def open_places(self) -> list[Box]:
        """Return the places where readings differ or more voices are wanted."""
        return [one.box for one in self._candidates if not _is_believed(one) or self._is_disputed(one)]

    def is_settled(self, box: Box) -> bool:
        """Tell whether something at a place is believed and nothing there is open."""
        believed = any(is_same_place(winner.box, box) for winner in self.settled())
        return believed and not any(is_same_place(place, box) for place in self.open_places())

    def _is_disputed(self, candidate: Candidate) -> bool:
        rivals = (other for other in self._candidates if other is not candidate and _excludes(other, candidate))
        return any(rival.votes * 2 >= candidate.votes for rival in rivals)


def _excludes(winner: Candidate, candidate: Candidate) -> bool:
    """Tell whether two payloads can't both be right."""
    if winner.format in MATRIX and candidate.format in MATRIX:
        return is_same_shape(winner.box, candidate.box)
    if is_same_place(winner.box, candidate.box):
        return True
    # Stray lines of a blurred code are misread as short codes above and below the good lines.
    weak = candidate.votes * 2 <= winner.votes and candidate.format not in MATRIX
    return weak and is_same_place(thickened(winner.box), thickened(candidate.box))


def _strength(candidate: Candidate) -> tuple[bool, int, bool, int]:
    """Order rivals at one place: error correction, then voices, then zxing-cpp, which knows more dialects."""
    return candidate.format in MATRIX, candidate.votes, candidate.by_zxing, len(candidate.text)


def _is_believed(candidate: Candidate) -> bool:
    if candidate.format in MATRIX:
        return candidate.is_undoctored or candidate.format in _STRONG or len(candidate.voices) >= _VOICES_WANTED
    if candidate.format in _UNCHECKED or not (candidate.by_zxing and candidate.on_the_page):
        return len(candidate.voices) >= _VOICES_WANTED
    return True
