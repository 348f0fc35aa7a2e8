"""The JSON routes."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response

from assistant.types import Answer
from web.schemas import AskRequest
from web.service import AnswerService

router = APIRouter(prefix="/api/v1", tags=["answers"])


@router.post("/ask", responses={200: {"model": Answer}})
async def ask(request: Request, asked: AskRequest) -> Response:
    """Answer a question from the FAQ."""
    # Not a plain `def`: a question that was answered before needs no thread; the others get one.
    service: AnswerService = request.app.state.service
    reply = await service.ask(asked.question, asked.conversation_id, asked.audience)
    return Response(reply.body, media_type="application/json")
