"""A plain page that answers questions, without JavaScript: the form and the answer."""

from __future__ import annotations

from html import escape

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from assistant.errors import FaqError
from web.problems import NotReadyError
from web.service import AnswerService

router = APIRouter(include_in_schema=False)

_PAGE = """<!doctype html>
<html lang="{language}"><head><meta charset="utf-8"><title>{title}</title>
<meta name="viewport" content="width=device-width, initial-scale=1"></head>
<body><main><h1>{title}</h1>
<form action="/ask"><label for="q">Your question</label>
<input id="q" name="q" maxlength="2000" required value="{question}"> <button>Ask</button></form>
{answer}</main></body></html>"""


@router.get("/")
@router.get("/ask")
def page(request: Request, q: str = "") -> HTMLResponse:
    """The form, and the answer where a question was asked."""
    service: AnswerService = request.app.state.service
    if service.assistant is None:
        raise NotReadyError
    corpus = service.assistant.index.corpus
    status, answer = 200, ""
    if q and request.url.path == "/ask":
        try:
            answer = service.ask_here(q, None, None).answer.message.html
        except FaqError as error:
            status, answer = 422, f"<p>{escape(str(error))}</p>"
    text = _PAGE.format(
        language=escape(corpus.language),
        title=escape(corpus.title),
        question=escape(q),
        answer=answer,
    )
    return HTMLResponse(text, status)
