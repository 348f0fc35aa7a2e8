"""The pages: support page, answers without JavaScript, all entries, and the widget's file."""

from __future__ import annotations

from dataclasses import dataclass, replace
from http import HTTPStatus
from typing import Annotated
from urllib.parse import parse_qs, urlencode

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import RedirectResponse
from pydantic import ValidationError

from assistant.assistant import Assistant
from assistant.composition import (
    only_row,
    pieces,
    shown_conditions,
    shown_rows,
)
from assistant.errors import EmptyQuestionError, QuestionTooLongError, UsageError
from assistant.messages import LEADS, VERDICT_LABELS, undetermined
from assistant.storage.records import Channel, Written
from assistant.types import Answer, Corpus, VerdictValue
from web.assets import Asset, asset, packed, sent
from web.browse import json_ld, script_safe, topics
from web.ids import is_page_id
from web.rendering import page, rendered
from web.schemas import LONGEST_COMMENT, FeedbackRequest, Rating
from web.service import AnswerService

router = APIRouter(include_in_schema=False)
_ANSWER = "/ask?"  # how the address of an answer begins
_POPULAR = 6
_EARLIER = 5
_MAX_UNFOLDED = 40  # entries; of more, the topics of the page begin folded
_REFRESH_S = 5
REASONS = {
    "wrong_answer": "Wrong answer",
    "not_my_question": "Not what I asked",
    "incomplete": "Incomplete",
    "unclear": "Hard to understand",
}


@dataclass(frozen=True, slots=True)
class PageQuery:
    """What the address of an answer page says: `conversation` and `earlier` come from hidden fields."""

    question: str
    audience: str | None = None
    conversation: str | None = None
    earlier: tuple[str, ...] = ()

    def url(self, question: str, audience: str | None = None) -> str:
        """The address that asks `question` next in this conversation."""
        fields = [("q", question)]
        chosen = audience or self.audience
        if chosen:
            fields.append(("audience", chosen))
        if self.conversation:
            fields.append(("c", self.conversation))
        return _ANSWER + urlencode(fields + [("h", text) for text in self.earlier])


@router.get("/")
def home(request: Request) -> Response:
    """The support page: a form, the topics, and the widget."""
    assistant = _assistant(request)
    if assistant is None:
        return _starting()
    corpus = assistant.index.corpus
    return page(
        "home.html.j2",
        corpus=corpus,
        topics=topics(corpus),
        popular=corpus.entries[:_POPULAR],
        limit=request.app.state.settings.max_question_chars,
    )


@router.get("/ask")
async def ask(
    request: Request,
    q: str = "",
    audience: str = "",
    c: str = "",
    h: Annotated[tuple[str, ...], Query()] = (),
) -> Response:
    """An answer, for browsers without JavaScript and for links."""
    assistant = _assistant(request)
    if assistant is None:
        return _starting()
    corpus = assistant.index.corpus
    query = PageQuery(q, audience or None)
    if _is_continued(request, c):
        query = replace(query, conversation=c, earlier=h[-_EARLIER:])
    answer, problem = None, ""
    if q.strip():
        service: AnswerService = request.app.state.service
        try:
            reply = await service.ask(q, query.conversation, query.audience, Channel.PAGE)
            answer = reply.answer
        except UsageError as error:
            problem = excuse(error)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if problem else HTTPStatus.OK
    return page(
        "ask.html.j2",
        status=status,
        corpus=corpus,
        query=query,
        problem=problem,
        limit=request.app.state.settings.max_question_chars,
        **_answer_values(answer, query, corpus),
    )


@router.get("/browse")
def browse(request: Request) -> Response:
    """Every entry, by topic, with an anchor for each; made once for an index, and kept by browsers."""
    assistant = _assistant(request)
    if assistant is None:
        return _starting()
    corpus = assistant.index.corpus
    kept: tuple[Corpus, Asset] | None = getattr(request.app.state, "browse", None)
    if kept is None or kept[0] is not corpus:
        values = {"topics": topics(corpus), "json_ld": script_safe(json_ld(corpus))}
        body = rendered(
            "browse.html.j2", corpus=corpus, few=len(corpus.entries) <= _MAX_UNFOLDED, **values
        )
        kept = request.app.state.browse = (corpus, packed(body, "text/html; charset=utf-8"))
    return sent(request, kept[1], {"Cache-Control": "no-cache"})


@router.get("/ask/")
@router.get("/browse/")
def without_slash(request: Request) -> Response:
    """The address as it is meant; relative, for the request may claim any host."""
    path, query = request.url.path.rstrip("/"), request.url.query
    return RedirectResponse(f"{path}?{query}" if query else path)


@router.get("/ask/feedback")
def unrated() -> Response:
    """Who comes back to the address of a form: on to asking."""
    return RedirectResponse("/ask", HTTPStatus.SEE_OTHER)


@router.post("/ask/feedback")
async def rate(request: Request) -> Response:
    """A rating from a form."""
    assistant = _assistant(request)
    if assistant is None:
        return _starting(refreshed=False)
    body = (await request.body()).decode("utf-8", "replace")
    service: AnswerService = request.app.state.service
    back = ""
    try:
        fields = {name: values[0] for name, values in parse_qs(body, max_num_fields=10).items()}
        given_back = fields.pop("back", "")
        back = given_back if given_back.startswith(_ANSWER) else ""
        # A browser sends the fields for the other answer, too.
        if fields.get("rating") == Rating.UP:
            fields = {name: fields[name] for name in fields.keys() & {"answer_id", "rating"}}
        given = FeedbackRequest.model_validate(fields)
    except ValueError as error:  # too many fields, or not those of the form
        written, long = Written.UNKNOWN_ANSWER, _has_long_comment(error)
    else:
        written, long = await service.rate(given), False
    kept = written is Written.KEPT
    status = HTTPStatus.OK if kept else HTTPStatus.NOT_FOUND
    if long:
        status = HTTPStatus.UNPROCESSABLE_ENTITY
    elif written not in (Written.KEPT, Written.UNKNOWN_ANSWER):
        status = HTTPStatus.SERVICE_UNAVAILABLE
    return page(
        "rated.html.j2",
        status=status,
        corpus=assistant.index.corpus,
        kept=kept,
        longest=LONGEST_COMMENT if long else None,
        back=back,
    )


def _has_long_comment(error: ValueError) -> bool:
    return isinstance(error, ValidationError) and any(
        item["loc"] == ("comment",) for item in error.errors()
    )


@router.get("/widget.js")
def widget(request: Request) -> Response:
    """The widget: one script tag on any page."""
    return asset(request, "widget.js")


@router.get("/static/{name}")
def static(request: Request, name: str) -> Response:
    """A file that the pages need."""
    return asset(request, name)


def _assistant(request: Request) -> Assistant | None:
    assistant: Assistant | None = request.app.state.service.assistant
    return assistant


def _starting(*, refreshed: bool = True) -> Response:
    """A page that looks again by itself, but for a form: a browser would look without its fields."""
    response = page(
        "starting.html.j2",
        status=HTTPStatus.SERVICE_UNAVAILABLE,
        corpus=None,
        refresh_s=_REFRESH_S if refreshed else None,
    )
    response.headers["Retry-After"] = str(_REFRESH_S)
    return response


def _is_continued(request: Request, conversation: str) -> bool:
    """Whether a conversation goes on: not where a link from elsewhere says which, for others may know it."""
    came_from = request.headers.get("sec-fetch-site", "same-origin")
    return came_from == "same-origin" and is_page_id(conversation)


def excuse(error: UsageError) -> str:
    """What a visitor can do; what operators read of the same error names settings and ids."""
    if isinstance(error, QuestionTooLongError):
        return (
            f"Your question has {error.length:,} characters. Please shorten it: "
            f"at most {error.limit:,} are read."
        )
    if isinstance(error, EmptyQuestionError):
        return "Please write a question."
    return "The FAQ knows no such group of readers. You can ask for everybody here."


def _answer_values(answer: Answer | None, query: PageQuery, corpus: Corpus) -> dict[str, object]:
    """What the answer's part of the page shows."""
    labels = corpus.audience_labels
    if answer is None:
        # An audience that the FAQ has no more would have every next question refused, too.
        follow = query if query.audience in labels else replace(query, audience=None)
        return {"answer": None, "follow": follow, "verdict_labels": VERDICT_LABELS}
    verdict = answer.verdict
    lead = LEADS.get(answer.outcome, "")
    if verdict and verdict.value is VerdictValue.UNDETERMINED:
        lead = undetermined(verdict)
    earlier = (*query.earlier, query.question)[-_EARLIER:]
    return {
        "answer": answer,
        "verdict_labels": VERDICT_LABELS,
        "lead": lead,
        "reasons": REASONS,
        "longest_comment": LONGEST_COMMENT,
        "labels": labels,
        "audience_label": labels.get(answer.audience or ""),
        "only": only_row(verdict),
        "rows": shown_rows(verdict),
        "conditions": shown_conditions(verdict),
        "pieces": [
            pieces(passage.text, [e for e in answer.evidence if e.passage == index])
            for index, passage in enumerate(answer.passages)
        ],
        "follow": PageQuery(query.question, query.audience, answer.conversation_id, earlier),
        "again": PageQuery(query.question, query.audience, answer.conversation_id, query.earlier),
    }
