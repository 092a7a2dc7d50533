"""How a material is told from another when its page is taken: what is printed on each of its sides."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from shared.catalogue.errors import Fault, FaultCode
from shared.catalogue.readable import ReadableSide, check_readable, load_readable

if TYPE_CHECKING:
    from shared.catalogue.index import Finder
    from shared.catalogue.model import Catalogue

Raw = Mapping[str, Any]
_MARKS: Final = ("headings", "labels", "numbers", "codes", "zone")
_LEAST_OF_COMPLETE: Final = 2


@dataclass(frozen=True, slots=True)
class MaterialSide:
    """One side of a material: of a card, of a booklet's page, of a sheet.

    Attributes:
        name: in plain words, with the document's name.
        face: front or back of a card whose two sides are both wanted, one after the other.
        headings: words that stand in a line of their own; labels: words before values.
        numbers: citizen_number, credit_code, card_number: numbers with check digits.
        codes: format of a barcode and how its payload begins ("" for any).
        zone: machine-readable zone, td1, td2, td3 or eep; shape: card or sheet.
        unwanted: known, but not what is asked for.
        read: what can be read of it, for the form; None where nothing is.
    """

    name: str
    face: str = ""
    headings: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()
    codes: tuple[tuple[str, str], ...] = ()
    zone: str = ""
    shape: str = ""
    unwanted: bool = False
    read: ReadableSide | None = None


@dataclass(frozen=True, slots=True)
class Recognition:
    """What a material is told by.

    Attributes:
        document: the material whose definition this is; several may share one.
        complete: every page of it is one of the sides.
    """

    document: str
    sides: tuple[MaterialSide, ...]
    complete: bool = False

    def readable(self, side_name: str = "") -> ReadableSide | None:
        """Return what can be read of a side, of the first that can be where nobody knows which side it is."""
        named = [side for side in self.sides if side.name == side_name]
        return next((side.read for side in named or self.sides if side.read is not None), None)

    def missing_face(self, taken: Collection[str]) -> str:
        """Return front or back where only the other is among the names of sides taken, else nothing."""
        faces = {side.face for side in self.sides if side.name in taken and side.face}
        left = {side.face for side in self.sides if side.face and not side.unwanted} - faces
        return left.pop() if len(faces) == 1 and len(left) == 1 else ""


def load_recognition(code: str, materials: Raw) -> Recognition | None:
    """Return how a material is recognised, None where nothing is said of it."""
    raw = materials[code].get("recognise")
    if raw is None:
        return None
    if "as" in raw:
        return load_recognition(raw["as"], materials)
    return Recognition(code, tuple(_side(side) for side in raw["sides"]), raw.get("complete", False))


def _side(raw: Raw) -> MaterialSide:
    lists = {key: tuple(raw.get(key, ())) for key in ("headings", "labels", "numbers")}
    codes = tuple((code["format"], code.get("begins", "")) for code in raw.get("codes", ()))
    return MaterialSide(**{**raw, **lists, "codes": codes, "read": load_readable(raw.get("read"))})


def check_recognition(finder: Finder, code: str, materials: Raw, fields: Mapping[str, Raw]) -> Iterator[Fault]:
    """Yield what is wrong with how a material is recognised and what is read of it, for the dictionary's fields."""
    raw = materials[code].get("recognise")
    if raw is None:
        return
    path = ("materials", code, "recognise")
    if ("as" in raw) == ("sides" in raw):
        yield finder.fault(path, FaultCode.VALUE_INVALID, "as 和 sides 要写一个，只写一个", "留下其中一个。")
    elif "as" in raw:
        if "sides" not in materials.get(raw["as"], {}).get("recognise", {}):
            mend = "改成写了 recognise.sides 的材料。"
            message = f"材料“{raw['as']}”没有写各面印着什么"
            yield finder.fault((*path, "as"), FaultCode.REFERENCE_UNDEFINED, message, mend)
    else:
        for place, side in enumerate(raw["sides"]):
            marks = sum(len(side[key]) if isinstance(side[key], list) else 1 for key in _MARKS if key in side)
            if marks < (_LEAST_OF_COMPLETE if raw.get("complete") else 1):
                mend = "写上这一面印着的标题、栏目、号码、条码或者机读码；写了 complete 的每一面至少两样。"
                yield finder.fault((*path, "sides", place), FaultCode.VALUE_MISSING, "凭这几样认不出这一面", mend)
            yield from check_readable(finder, (*path, "sides", place, "read"), side.get("read"), fields)
        if all(side.get("unwanted") for side in raw["sides"]):
            yield finder.fault((*path, "sides"), FaultCode.VALUE_INVALID, "没有一面是要的", "至少留一面不写 unwanted。")


def expectation_of(catalogue: Catalogue, material_code: str, taken: Collection[str] = ()) -> dict[str, Any] | None:
    """Return what a page of a material should be, as `devices.imaging.recognition` takes it in JSON.

    Args:
        catalogue: with every material, so that a page can also be told to be another of them.
        material_code: of household_register.wife that of household_register counts.
        taken: names of sides that were taken already; of a card then the other side is wanted.

    Returns:
        None where the catalogue does not say how the material is recognised.

    Raises:
        UnknownSubjectError: there is no such material.
    """
    own = catalogue.material_guide(material_code).recognition
    if own is None:
        return None
    wanted = [side for side in own.sides if not side.unwanted]
    # After the front of one card no other card's front or single side is wanted, but its back.
    if missing := own.missing_face(taken):
        wanted = [side for side in wanted if side.face == missing]
    known = [guide.recognition for guide in catalogue.materials.values() if guide.recognition is not None]
    documents = {one.document: one for one in known}
    others = [(own.document, side) for side in own.sides if side not in wanted]
    others += [(code, side) for code, one in documents.items() if code != own.document for side in one.sides]
    return {
        "wanted": [_as_json(own.document, side) for side in wanted],
        "others": [_as_json(code, side) for code, side in others],
        "is_complete": own.complete,
    }


def _as_json(document: str, side: MaterialSide) -> dict[str, Any]:
    marks = {
        "headings": list(side.headings),
        "labels": list(side.labels),
        "numbers": list(side.numbers),
        "codes": [{"format": code, "begins": begins} for code, begins in side.codes],
        "zone": side.zone,
        "shape": side.shape,
    }
    return {"document": document, "name": side.name, **{key: value for key, value in marks.items() if value}}
