"""What the admin pages share: their state, who may see them, their forms, and how errors look."""

from __future__ import annotations

import logging
from collections.abc import Callable, Coroutine
from http import HTTPStatus
from typing import Annotated, Any
from urllib.parse import parse_qs, quote

from fastapi import Depends, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import RedirectResponse
from fastapi.routing import APIRoute
from starlette.exceptions import HTTPException

from assistant.assistant import Assistant
from assistant.errors import FaqError, ReviewError, StoreError, UsageError
from assistant.index_loading import index_root
from assistant.review import ReviewFolder
from assistant.settings import Settings
from web.admin.attempts import Attempts
from web.admin.grouping import Grouping
from web.admin.maintenance import Maintenance
from web.admin.sessions import Session, Sessions, same
from web.problems import RETRY_LATER, NotReadyError
from web.rendering import page
from web.service import AnswerService

_log = logging.getLogger("faq.admin")
COOKIE = "faq_admin"
HOME = "/admin/"
LOGIN = "/admin/login"
_FIELDS = 3000


class SignInNeededError(Exception):
    """Nobody is signed in."""


class ForgedError(Exception):
    """A form that did not come from a page of this session."""


class AdminContext:
    """The state behind the pages."""

    def __init__(
        self, settings: Settings, service: AnswerService, maintenance: Maintenance
    ) -> None:
        self.settings = settings
        self.service = service
        self.maintenance = maintenance
        self.sessions = Sessions()
        self.attempts = Attempts()
        self.grouping = Grouping(service.store)
        self.changes = ReviewFolder(settings.review_dir / index_root(settings).name)

    @property
    def assistant(self) -> Assistant:
        """What is served now. Raises NotReadyError."""
        if self.service.assistant is None:
            raise NotReadyError
        return self.service.assistant

    def show(
        self,
        session: Session,
        template: str,
        *,
        status: HTTPStatus = HTTPStatus.OK,
        **values: object,
    ) -> Response:
        """A page for somebody who is signed in."""
        notice, is_problem = session.take_notice()
        return page(
            f"admin/{template}",
            status=status,
            csrf=session.csrf,
            corpus_name=self.settings.corpus.name,
            waiting=len(self.changes.all()),
            notice=notice,
            notice_is_problem=is_problem,
            **values,
        )


class Form:
    """The fields of a form; one that is missing is empty."""

    def __init__(self, fields: dict[str, list[str]]) -> None:
        self.fields = fields

    def one(self, name: str) -> str:
        """The first value."""
        return self.all(name)[0] if self.all(name) else ""

    def all(self, name: str) -> list[str]:
        """All values."""
        return self.fields.get(name, [])


async def read_form(request: Request) -> Form:
    """The fields sent. Raises UsageError where there are too many, ForgedError from another site."""
    if request.headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
        raise ForgedError
    body = (await request.body()).decode("utf-8", "replace")
    try:
        return Form(parse_qs(body, keep_blank_values=True, max_num_fields=_FIELDS))
    except ValueError:
        raise UsageError(f"the form has more than {_FIELDS} fields: choose fewer") from None


def context_of(request: Request) -> AdminContext:
    """The state behind the pages."""
    context: AdminContext = request.app.state.admin
    return context


async def _signed_in(request: Request) -> Session:
    session = context_of(request).sessions.get(request.cookies.get(COOKIE, ""))
    if session is None:
        raise SignInNeededError
    return session


SignedIn = Annotated[Session, Depends(_signed_in)]


async def _checked_form(request: Request, session: SignedIn) -> Form:
    form = await read_form(request)
    if not same(form.one("csrf"), session.csrf):
        raise ForgedError
    return form


CheckedForm = Annotated[Form, Depends(_checked_form)]
Context = Annotated[AdminContext, Depends(context_of)]


def go(address: str) -> Response:
    """On to another page, by GET."""
    return RedirectResponse(address, HTTPStatus.SEE_OTHER, headers={"Cache-Control": "no-store"})


class AdminRoute(APIRoute):
    """Answers errors with pages, and those who are not signed in with the way to do so."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """The handler, guarded."""
        handle = super().get_route_handler()

        async def guarded(request: Request) -> Response:
            try:
                return await handle(request)
            except SignInNeededError:
                # A form is not sent again after signing in, and its address alone shows no page.
                onward = request.url.path if request.method == "GET" else HOME
                return go(f"{LOGIN}?next={quote(onward)}")
            except ForgedError:
                _log.warning("a form was refused", extra={"route": self.path})
                detail = "The form is too old, or came from elsewhere. Go back, reload, try again."
                return problem_page(HTTPStatus.FORBIDDEN, detail)
            except FaqError as error:
                return _of_error(error)
            except RequestValidationError:
                return problem_page(HTTPStatus.NOT_FOUND, "There is no such page.")
            except HTTPException as error:
                return problem_page(HTTPStatus(error.status_code), str(error.detail))

        return guarded


def _of_error(error: FaqError) -> Response:
    if isinstance(error, NotReadyError | StoreError | ReviewError):
        response = problem_page(HTTPStatus.SERVICE_UNAVAILABLE, str(error))
        response.headers.update(RETRY_LATER)
        return response
    return problem_page(HTTPStatus.UNPROCESSABLE_ENTITY, str(error))


def problem_page(status: HTTPStatus, detail: str) -> Response:
    """What went wrong, and the way back."""
    return page("admin/problem.html.j2", status=status, title=status.phrase, detail=detail)
