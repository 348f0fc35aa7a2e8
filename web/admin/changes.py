"""Changes that wait for review: read, downloaded as patches, and discarded. They are applied elsewhere."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from http import HTTPStatus
from urllib.parse import quote

from fastapi import APIRouter, Response
from starlette.exceptions import HTTPException

from assistant.errors import CorpusError, UsageError
from assistant.patches import repository_root
from assistant.review import (
    AddQuestions,
    Change,
    State,
    patch,
    read_files,
    state,
    together,
    with_head,
)
from web.admin.context import AdminContext, AdminRoute, CheckedForm, Context, SignedIn, go

router = APIRouter(include_in_schema=False, route_class=AdminRoute)
_log = logging.getLogger("faq.admin")
_CHANGES = "/admin/changes"
STATES = {
    State.OPEN: "Waits for review",
    State.DONE: "In the files",
    State.STUCK: "Cannot be made any more",
}


@dataclass(frozen=True, slots=True)
class Listed:
    """A change with where it stands."""

    change: Change
    state: State


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a diff and what it does."""

    text: str
    kind: str


@router.get(_CHANGES)
def changes(session: SignedIn, context: Context) -> Response:
    """All changes, newest first."""
    listed = _listed(context)
    return context.show(
        session,
        "changes.html.j2",
        listed=listed,
        states=STATES,
        open_count=sum(item.state is State.OPEN for item in listed),
        done_count=sum(item.state is State.DONE for item in listed),
        folder=context.changes.folder,
    )


@router.get(f"{_CHANGES}/all.patch")
def all_changes(session: SignedIn, context: Context) -> Response:  # noqa: ARG001
    """One patch for everything that waits."""
    waiting = [item.change for item in reversed(_listed(context)) if item.state is State.OPEN]
    if not waiting:
        raise HTTPException(HTTPStatus.NOT_FOUND, "No change waits for review.")
    text, left_out = together(context.settings.corpus, waiting)
    head = "".join(f"{change.title}\n" for change in waiting if change not in left_out)
    head += "".join(f"Left out, it does not go with these: {item.title}\n" for item in left_out)
    return _download(f"{head}\n{text}", f"{context.settings.corpus.name}-review.patch")


@router.get(f"{_CHANGES}/{{change_id}}")
def change(session: SignedIn, context: Context, change_id: str) -> Response:
    """One change as a diff; with `.patch` after the address, the file."""
    if change_id.endswith(".patch"):
        found = _found(context, change_id.removesuffix(".patch"))
        text = patch(context.settings.corpus, [found])
        if not text:
            raise HTTPException(HTTPStatus.NOT_FOUND, "The files hold this change already.")
        return _download(with_head(found, text), f"{found.id}.patch")
    found = _found(context, change_id)
    problem, lines = "", []
    try:
        lines = [_line(text) for text in patch(context.settings.corpus, [found]).split("\n")[:-1]]
    except (UsageError, CorpusError) as error:
        problem = str(error)
    return context.show(
        session,
        "change.html.j2",
        change=found,
        lines=lines,
        problem=problem,
        root=repository_root(context.settings.corpus),
        is_questions=isinstance(found.edit, AddQuestions),
    )


@router.post(f"{_CHANGES}/{{change_id}}/discard")
def discard(session: SignedIn, context: Context, form: CheckedForm, change_id: str) -> Response:  # noqa: ARG001
    """Forget a change."""
    found = _found(context, change_id)
    context.changes.discard(found.id)
    _log.info("a change was discarded", extra={"change": found.id})
    session.tell(f"Discarded: {found.title}.")
    return go(_CHANGES)


@router.post(f"{_CHANGES}/clear")
def clear(session: SignedIn, context: Context, form: CheckedForm) -> Response:  # noqa: ARG001
    """Forget the changes that the files hold."""
    done = [item.change for item in _listed(context) if item.state is State.DONE]
    for found in done:
        context.changes.discard(found.id)
    session.tell(f"{len(done)} changes that are in the files were taken off the list.")
    return go(_CHANGES)


def _listed(context: AdminContext) -> list[Listed]:
    changes = context.changes.all()
    if not changes:
        return []
    try:
        files = read_files(context.settings.corpus)
    except UsageError:  # without the question set nothing can be compared
        return [Listed(change, State.STUCK) for change in changes]
    return [Listed(change, state(files, change)) for change in changes]


def _found(context: AdminContext, change_id: str) -> Change:
    found = context.changes.get(change_id)
    if found is None:
        raise HTTPException(HTTPStatus.NOT_FOUND, "There is no such change.")
    return found


def _line(text: str) -> Line:
    if text.startswith(("+++", "---", "diff ", "new file", "\\")):
        return Line(text, "head")
    return Line(text, {"+": "new", "-": "old", "@": "place"}.get(text[:1], "same"))


def _download(text: str, name: str) -> Response:
    headers = {
        "Content-Disposition": f"attachment; filename*=UTF-8''{quote(name)}",
        "Cache-Control": "no-store",
    }
    body = text.encode("utf-8", "surrogateescape")
    return Response(body, headers=headers, media_type="text/x-patch; charset=utf-8")
