"""Every screen and state of the kiosk that the gallery shows."""

from __future__ import annotations

from demo.gallery_kiosk_drafts import DRAFTS
from demo.gallery_kiosk_filling import FILLING
from demo.gallery_kiosk_finding import FINDING
from demo.gallery_kiosk_frame import Scene
from demo.gallery_kiosk_handing import HANDING
from demo.gallery_kiosk_papers import PAPERS

__all__ = ["SCENES", "Scene"]

SCENES: tuple[Scene, ...] = (*FINDING, *FILLING, *HANDING, *PAPERS, *DRAFTS)
