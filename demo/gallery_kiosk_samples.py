"""Every screen and state of the kiosk that the gallery shows."""

from __future__ import annotations

from demo.gallery_kiosk_capture import capture_scenes
from demo.gallery_kiosk_drafts import DRAFTS, resume_scenes
from demo.gallery_kiosk_filling import FILLING
from demo.gallery_kiosk_finding import FINDING
from demo.gallery_kiosk_frame import Scene
from demo.gallery_kiosk_handing import HANDING
from demo.gallery_kiosk_papers import PAPERS
from demo.gallery_kiosk_spoken import begun, review_scene
from shared.qt.languages import Language

__all__ = ["SCENES", "Scene", "spoken_scenes"]


def spoken_scenes(language: Language) -> tuple[Scene, ...]:
    """Return the scenes that are derived as the kiosk does it, in the language that is spoken now."""
    return (*capture_scenes(language), *resume_scenes(language), review_scene("filled", begun("8"), language))


SCENES: tuple[Scene, ...] = (
    *FINDING,
    *FILLING,
    *HANDING,
    *PAPERS,
    *DRAFTS,
    *spoken_scenes(Language.SIMPLIFIED),
)
