"""The one place where errors become HTTP: problem+json (RFC 9457), or a page for people who look at
one, and never a stack trace.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping, Sequence
from http import HTTPStatus
from types import MappingProxyType

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.types import Scope

from assistant.assistant import Assistant
from assistant.errors import (
    FaqError,
    IndexStoreError,
    QuestionTooLongError,
    StoreError,
    UnknownAudienceError,
    UsageError,
)
from web.rendering import page

_log = logging.getLogger("faq.http")
MEDIA_TYPE = "application/problem+json"
RETRY_LATER: Mapping[str, str] = {"Retry-After": "5"}  # seconds
_FOR_PROGRAMS = ("/api/", "/slack/", "/healthz", "/readyz", "/metrics", "/openapi.json")
# What a page says instead of the words of the protocol.
_TITLES = {
    HTTPStatus.NOT_FOUND: "There is no such page.",
    HTTPStatus.TOO_MANY_REQUESTS: "One moment, please.",
    HTTPStatus.SERVICE_UNAVAILABLE: "One moment, please.",
    HTTPStatus.INTERNAL_SERVER_ERROR: "Something went wrong.",
}

# The first class that fits decides; what is not listed is ours to mend: 500.
_STATUS: tuple[tuple[type[FaqError], HTTPStatus], ...] = (
    (UsageError, HTTPStatus.UNPROCESSABLE_ENTITY),
    (IndexStoreError, HTTPStatus.SERVICE_UNAVAILABLE),
    (StoreError, HTTPStatus.SERVICE_UNAVAILABLE),
)


def unavailable(detail: str) -> HTTPException:
    """What to raise where the same request may well succeed in a while."""
    return HTTPException(HTTPStatus.SERVICE_UNAVAILABLE, detail, RETRY_LATER)


class NotReadyError(IndexStoreError):
    """No index is loaded yet."""

    def __init__(self) -> None:
        super().__init__("no index is loaded yet: try again in a few seconds")


def problem(
    scope: Scope,
    status: HTTPStatus,
    detail: str,
    *,
    errors: Sequence[Mapping[str, str]] = (),
    more: Mapping[str, object] = MappingProxyType({}),
    headers: Mapping[str, str] | None = None,
) -> Response:
    """A problem for the request of `scope`, with the id under which the logs know it."""
    if _wants_page(scope):
        return _page(scope, status, detail, headers or {})
    request_id = scope.get("state", {}).get("request_id", "")
    body: dict[str, object] = {
        "type": "about:blank",
        "title": status.phrase,
        "status": status.value,
        "detail": detail,
        "request_id": request_id,
        **more,
    }
    if errors:
        body["errors"] = list(errors)
    text = json.dumps(body, ensure_ascii=False)
    return Response(text.encode("utf-8", "replace"), status, headers, MEDIA_TYPE)


def _wants_page(scope: Scope) -> bool:
    """Whether somebody looks at it: a browser that goes to an address says so."""
    if scope["path"].startswith(_FOR_PROGRAMS):
        return False
    return any(name == b"accept" and b"text/html" in value for name, value in scope["headers"])


def _page(scope: Scope, status: HTTPStatus, detail: str, headers: Mapping[str, str]) -> Response:
    app = scope.get("app")
    assistant: Assistant | None = app.state.service.assistant if app else None
    title = _TITLES.get(status, status.phrase)
    said = "The address may be mistyped." if status == HTTPStatus.NOT_FOUND else detail
    response = page(
        "problem.html.j2",
        status=status,
        corpus=assistant.index.corpus if assistant else None,
        title=title,
        detail=said[:1].upper() + said[1:],
        request_id=scope.get("state", {}).get("request_id", ""),
    )
    response.headers.update(headers)
    return response


def add_problem_handlers(app: FastAPI) -> None:
    """Have every error of a route answered as a problem."""
    app.add_exception_handler(FaqError, _on_faq_error)
    app.add_exception_handler(RequestValidationError, _on_invalid)
    app.add_exception_handler(HTTPException, _on_http_error)


def _on_faq_error(request: Request, error: Exception) -> Response:
    assert isinstance(error, FaqError)
    for kind, status in _STATUS:
        if isinstance(error, kind):
            headers = RETRY_LATER if status >= 500 else None
            return problem(
                request.scope, status, str(error), more=_extensions(error), headers=headers
            )
    _log.error("a request failed", extra={"error": type(error).__name__, "reason": str(error)})
    return problem(
        request.scope, HTTPStatus.INTERNAL_SERVER_ERROR, "the request could not be answered"
    )


def _extensions(error: FaqError) -> Mapping[str, object]:
    """What a program needs to say the same in other words."""
    if isinstance(error, QuestionTooLongError):
        return {"code": "question_too_long", "limit": error.limit}
    return {"code": "unknown_audience"} if isinstance(error, UnknownAudienceError) else {}


def _on_invalid(request: Request, error: Exception) -> Response:
    """Bad input: says where and what, and leaves out the input itself."""
    assert isinstance(error, RequestValidationError)
    errors = [
        {"field": ".".join(str(part) for part in item["loc"]), "detail": str(item["msg"])}
        for item in error.errors()
    ]
    detail = "; ".join(f"{item['field']}: {item['detail']}" for item in errors)
    if any(item["field"] == "body" for item in errors) and not _is_json(request):
        # The framework reads such a body as a text, and says that a text is no object.
        detail = "the body is not said to be JSON: send Content-Type: application/json"
    return problem(request.scope, HTTPStatus.UNPROCESSABLE_ENTITY, detail, errors=errors)


def _is_json(request: Request) -> bool:
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    return kind == "application/json" or (
        kind.startswith("application/") and kind.endswith("+json")
    )


def _on_http_error(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    if error.status_code == HTTPStatus.BAD_REQUEST and error.__cause__ is not None:
        # What the framework says to a body that is not even text; to a client it is bad input like any other.
        detail = "the body is not JSON in UTF-8"
        return problem(request.scope, HTTPStatus.UNPROCESSABLE_ENTITY, detail)
    return problem(
        request.scope, HTTPStatus(error.status_code), str(error.detail), headers=error.headers
    )
