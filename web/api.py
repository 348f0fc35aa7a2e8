"""The JSON routes."""

from __future__ import annotations

import dataclasses
from http import HTTPStatus
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from assistant.storage.records import Written
from assistant.types import Answer
from web.examples import ANSWER, PROBLEM
from web.ids import is_page_id
from web.metrics import Metrics
from web.problems import MEDIA_TYPE, NotReadyError, unavailable
from web.schemas import (
    AskRequest,
    FeedbackRequest,
    Problem,
    Readiness,
    ReadyResponse,
    SuggestResponse,
)
from web.service import AnswerService


def _problems(*statuses: HTTPStatus) -> dict[int | str, dict[str, Any]]:
    content = {MEDIA_TYPE: {"schema": Problem.model_json_schema(), "example": PROBLEM}}
    return {
        status.value: {"description": status.phrase, "content": content}
        for status in (
            *statuses,
            HTTPStatus.UNPROCESSABLE_ENTITY,
            HTTPStatus.TOO_MANY_REQUESTS,
            HTTPStatus.SERVICE_UNAVAILABLE,
        )
    }


router = APIRouter(prefix="/api/v1", tags=["answers"])
operations = APIRouter(tags=["operations"])
_BODY_PROBLEMS = _problems(HTTPStatus.REQUEST_TIMEOUT, HTTPStatus.REQUEST_ENTITY_TOO_LARGE)


@router.post(
    "/ask",
    response_class=JSONResponse,
    responses=_BODY_PROBLEMS
    | {200: {"model": Answer, "content": {"application/json": {"example": ANSWER}}}},
)
async def ask(request: Request, asked: AskRequest) -> Response:
    """Answer a question from the FAQ.

    Send the `conversation_id` of an answer with the next question: the server keeps the questions of a
    conversation, so that follow-ups are understood.
    """
    # Not a plain `def`: a question that was answered before needs no thread; the others get one.
    id = asked.conversation_id
    if id is not None and is_page_id(id):
        id = None  # the address of a page may come from a stranger, who must not read along
    reply = await _service(request).ask(asked.question, id, asked.audience)
    return Response(reply.body, media_type="application/json")


@router.post(
    "/feedback",
    status_code=HTTPStatus.NO_CONTENT,
    responses=_BODY_PROBLEMS | _problems(HTTPStatus.NOT_FOUND),
)
async def feedback(request: Request, given: FeedbackRequest) -> Response:
    """Say whether an answer helped; a second time takes the place of the first."""
    written = await _service(request).rate(given)
    if written is Written.UNKNOWN_ANSWER:
        raise HTTPException(HTTPStatus.NOT_FOUND, f"there is no answer {given.answer_id!r}")
    if written is not Written.KEPT:
        raise unavailable("feedback cannot be kept just now: try again later")
    return Response(status_code=HTTPStatus.NO_CONTENT)


@router.get("/suggest", responses=_problems())
def suggest(
    request: Request,
    q: Annotated[
        str, Query(max_length=200, description="What was typed so far.", examples=["can licen"])
    ] = "",
) -> SuggestResponse:
    """Questions of the FAQ that match what is being typed."""
    suggester = _service(request).suggester
    if suggester is None:
        raise NotReadyError
    matches = [dataclasses.asdict(match) for match in suggester.search(q)]
    return SuggestResponse.model_validate({"suggestions": matches})


@operations.get("/healthz")
async def healthz() -> dict[str, str]:
    """The process answers."""
    return {"status": "ok"}


@operations.get("/readyz", responses={503: {"model": ReadyResponse, "description": "Not ready"}})
async def readyz(request: Request) -> JSONResponse:
    """Whether questions are answered: 200 also where only the store does not work ('degraded')."""
    service = _service(request)
    works = await service.store_works()
    status = _readiness(request, service, works)
    knowledge = service.assistant.knowledge if service.assistant else None
    ready = ReadyResponse(
        status=status,
        index_version=knowledge.index_version if knowledge else None,
        encoder=knowledge.encoder if knowledge else None,
        judge=knowledge.judge if knowledge else None,
        store=works,
    )
    answers = status in (Readiness.READY, Readiness.DEGRADED)
    code = HTTPStatus.OK if answers else HTTPStatus.SERVICE_UNAVAILABLE
    return JSONResponse(ready.model_dump(mode="json"), code)


@operations.get("/metrics", response_class=Response)
async def metrics(request: Request) -> Response:
    """Counters and times, for Prometheus."""
    service, measured = _service(request), request.app.state.metrics
    assert isinstance(measured, Metrics)
    measured.store_works.set(service.writer.healthy)
    measured.store_waiting.set(service.writer.waiting)
    return Response(measured.text(), media_type="text/plain; version=0.0.4; charset=utf-8")


def _service(request: Request) -> AnswerService:
    service: AnswerService = request.app.state.service
    return service


def _readiness(request: Request, service: AnswerService, store_works: bool) -> Readiness:
    if service.assistant is not None:
        return Readiness.READY if store_works else Readiness.DEGRADED
    loading = request.app.state.loading
    return Readiness.FAILED if loading is not None and loading.done() else Readiness.LOADING
