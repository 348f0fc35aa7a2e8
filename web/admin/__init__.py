"""Pages for those who look after an FAQ: insights, review, and the index. Off without FAQ_ADMIN_TOKEN."""

from __future__ import annotations

from fastapi import FastAPI

from assistant.settings import Settings
from web.admin.changes import router as changes
from web.admin.context import AdminContext
from web.admin.insights import router as insights
from web.admin.login import router as login
from web.admin.maintenance import Maintenance
from web.admin.review import router as review
from web.admin.versions import router as versions


def install(app: FastAPI, settings: Settings) -> None:
    """Add the pages where a token is set; else every address below /admin/ stays unknown."""
    if settings.admin_token is None:
        return
    maintenance = Maintenance(app.state.service, settings)
    app.state.admin = AdminContext(settings, app.state.service, maintenance)
    for router in (login, insights, review, changes, versions):
        app.include_router(router)
