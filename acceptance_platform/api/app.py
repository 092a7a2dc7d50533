"""The HTTP application, composed of an opened platform."""

from __future__ import annotations

from fastapi import FastAPI

from acceptance_platform import VERSION
from acceptance_platform.api.answers import add_handlers
from acceptance_platform.api.boundary import Boundary, MethodOverride
from acceptance_platform.api.draft_routes import draft_router
from acceptance_platform.api.gate import SignInGate
from acceptance_platform.api.limits import BodyLimit, entrance_limits
from acceptance_platform.api.openapi import describe
from acceptance_platform.api.submission_routes import case_router, submission_router
from acceptance_platform.api.terminal_routes import (
    catalogue_router,
    entrance_router,
    health_router,
    terminal_router,
)
from acceptance_platform.api.upload_routes import upload_router
from acceptance_platform.platform import Platform
from acceptance_platform.uploads.service import UploadService
from shared.contract.base import API_PREFIX


def create_app(platform: Platform, *, mutual: bool = False) -> FastAPI:
    """Return the application, mutual where it serves only who shows a certificate of the root.

    It publishes no schema itself: docs/openapi.json does.
    """
    app = FastAPI(
        title="Yimen acceptance platform", version=VERSION, openapi_url=None, docs_url=None, redoc_url=None,
        redirect_slashes=False, generate_unique_id_function=lambda route: route.name,
    )  # fmt: skip
    add_handlers(app)
    app.include_router(health_router(platform))
    for router in (
        entrance_router(platform, entrance_limits()),
        terminal_router(platform),
        catalogue_router(platform),
        submission_router(platform),
        case_router(platform),
        draft_router(platform),
        upload_router(UploadService(platform)),
    ):
        app.include_router(router, prefix=API_PREFIX)
    # Added last is outermost.
    app.add_middleware(BodyLimit)
    app.add_middleware(SignInGate, platform=platform, mutual=mutual)
    app.add_middleware(MethodOverride)
    app.add_middleware(Boundary)
    describe(app)
    return app
