"""The index: its versions, going back to one, and building it anew."""

from __future__ import annotations

import logging

from fastapi import APIRouter, Response

from assistant.chunking import CHUNKER_VERSION
from assistant.corpus import load_corpus
from assistant.errors import CorpusError, UsageError
from assistant.index.store import VersionInfo, index_status, list_versions
from assistant.index_loading import index_root
from web.admin.context import AdminContext, AdminRoute, CheckedForm, Context, SignedIn, go

router = APIRouter(include_in_schema=False, route_class=AdminRoute)
_log = logging.getLogger("faq.admin")
_INDEX = "/admin/index"
_REFRESH_S = 2


@router.get(_INDEX)
def versions(session: SignedIn, context: Context) -> Response:
    """The versions, newest first."""
    job = context.maintenance.job
    found = list_versions(index_root(context.settings))
    current = next((item for item in found if item.current), None)
    return context.show(
        session,
        "index.html.j2",
        versions=found,
        current=current,
        before=_before(found, current),
        knowledge=context.assistant.knowledge,
        job=job,
        refresh_s=_REFRESH_S if job.running else 0,
        stale=_stale(context),
    )


@router.post(f"{_INDEX}/rebuild")
def rebuild(session: SignedIn, context: Context, form: CheckedForm) -> Response:  # noqa: ARG001
    """Build an index of the files as they are now."""
    try:
        context.maintenance.rebuild()
        _log.info("a rebuild was asked for")
    except UsageError as error:
        session.tell(f"Nothing was started: {error}.", problem=True)
    return go(_INDEX)


@router.post(f"{_INDEX}/rollback")
def roll_back(session: SignedIn, context: Context, form: CheckedForm) -> Response:
    """Go back to the version before the current one."""
    try:
        context.maintenance.rollback(form.one("current"))
        _log.info("a rollback was asked for")
    except UsageError as error:
        session.tell(f"Nothing was started: {error}.", problem=True)
    return go(_INDEX)


def _before(found: list[VersionInfo], current: VersionInfo | None) -> VersionInfo | None:
    """Where a rollback leads."""
    if current is None:
        return None
    older = (item for item in found if item.version < current.version)
    return next((item for item in older if item.problem is None), None)


def _stale(context: AdminContext) -> tuple[str, ...]:
    """What a build would change, in words."""
    try:
        corpus = load_corpus(context.settings.corpus)
    except CorpusError as error:
        return (f"the files cannot be read: {error}",)
    encoder = context.assistant.retriever.encoder
    root = index_root(context.settings)
    return index_status(root, corpus.sha256, encoder, chunker=CHUNKER_VERSION).stale
