"""Questions without a good answer, in groups; for a group, changes to the FAQ that wait for review."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from http import HTTPStatus
from typing import Literal, cast
from urllib.parse import urlencode

from fastapi import APIRouter, Response
from starlette.exceptions import HTTPException

from assistant.corpus import load_corpus
from assistant.errors import ReviewError, UsageError
from assistant.review import AddPhrasings, AddQuestions, Change, question_item
from assistant.storage.redaction import MARKS
from assistant.types import Corpus, FaqEntry
from web.admin.context import AdminContext, AdminRoute, CheckedForm, Context, Form, SignedIn, go
from web.admin.grouping import Group, Waiting
from web.admin.insights import OUTCOMES, chosen_days, periods
from web.admin.sessions import Session

router = APIRouter(include_in_schema=False, route_class=AdminRoute)
_log = logging.getLogger("faq.admin")
_PAGE = 25  # groups
_NEAREST = 5
_MOST_DIGITS = 6  # of a number of days
NOWHERE = "-"  # the choice that no entry answers
_VERDICTS = {"yes": "Yes", "no": "No", "depends": "It depends", "none": "Not a yes/no question"}
Verdict = Literal["yes", "no", "depends", "none"]


@dataclass(frozen=True, slots=True)
class NumberedPassage:
    """A passage of an entry, by its number."""

    number: int
    text: str
    label: str | None


@router.get("/admin/review")
def review(session: SignedIn, context: Context, days: int | None = None, page: int = 1) -> Response:
    """All groups, most frequent first."""
    period = chosen_days(days, context.settings.retention_days)
    groups = _groups(context, period)
    last = max(1, -(-len(groups) // _PAGE))
    number = min(max(1, page), last)
    return context.show(
        session,
        "review.html.j2",
        days=period,
        periods=periods(context.settings.retention_days),
        groups=groups[(number - 1) * _PAGE : number * _PAGE],
        total=len(groups),
        number=number,
        size=_PAGE,
        last=last,
        in_change=_in_changes(context),
    )


@router.get("/admin/review/{key}")
def group(
    session: SignedIn, context: Context, key: str, days: int | None = None, entry: str = ""
) -> Response:
    """One group, and what can be done about it."""
    period = chosen_days(days, context.settings.retention_days)
    found = _group(context, key, period)
    corpus = load_corpus(context.settings.corpus)
    entries = {item.id: item for item in corpus.entries}
    nearest = [
        hit.entry_id for hit in context.assistant.retriever.search(found.title, limit=_NEAREST)
    ]
    near = [entries[entry_id] for entry_id in nearest if entry_id in entries]
    chosen = entries.get(entry) or (near[0] if near and entry != NOWHERE else None)
    return context.show(
        session,
        "group.html.j2",
        days=period,
        group=found,
        near=near,
        others=[item for item in corpus.entries if item not in near],
        chosen=chosen,
        blocks=list(_blocks(corpus, chosen)) if chosen else [],
        nowhere=NOWHERE,
        verdicts=_VERDICTS,
        marked=MARKS.search,
        draft=session.take_draft(),
        outcome_names=OUTCOMES,
        in_change=_in_changes(context),
        audience_labels=corpus.audience_labels,
    )


@router.post("/admin/review/{key}/phrasings")
def add_phrasings(session: SignedIn, context: Context, form: CheckedForm, key: str) -> Response:
    """Write a change that adds the chosen questions to an entry, as alternates."""
    own = [line.strip() for line in form.one("own").splitlines() if line.strip()]
    chosen = [item.logged.question for item in _chosen(context, key, form)]

    def edit() -> AddPhrasings:
        if not chosen and not own:
            raise UsageError("choose a question, or write one in your own words")
        _refuse_marks((*chosen, *own))
        return AddPhrasings(entry_id=form.one("entry"), phrasings=(*chosen, *own))

    return _write(session, context, form, key, edit)


@router.post("/admin/review/{key}/questions")
def add_questions(session: SignedIn, context: Context, form: CheckedForm, key: str) -> Response:
    """Write a change that adds the chosen questions to the question set."""
    chosen = _chosen(context, key, form)

    def edit() -> AddQuestions:
        if not chosen:
            raise UsageError("choose a question")
        _refuse_marks(item.logged.question for item in chosen)
        passages = _passages(context, form)
        verdict = form.one("verdict") if passages else "none"
        if not verdict:
            raise UsageError("no verdict is chosen: choose the right one")
        if verdict not in _VERDICTS:
            raise UsageError(f"{verdict!r} is no verdict: choose one of the list")
        return AddQuestions(
            items=tuple(
                question_item(
                    item.logged.question,
                    audience=item.logged.audience,
                    passages=passages,
                    verdict=cast("Verdict", verdict),
                )
                for item in chosen
            )
        )

    return _write(session, context, form, key, edit)


def _refuse_marks(questions: Iterable[str]) -> None:
    """What was taken out of a question before it was kept is no part of how people ask."""
    for question in questions:
        mark = MARKS.search(question)
        if mark:
            raise UsageError(
                f"{question!r} has {mark[0]} in place of what was taken out: write it in your own words"
            )


def _write(
    session: Session,
    context: AdminContext,
    form: Form,
    key: str,
    edit: Callable[[], AddPhrasings | AddQuestions],
) -> Response:
    try:
        change = context.changes.add(context.settings.corpus, edit(), datetime.now(UTC))
    except (UsageError, ReviewError) as error:
        session.tell(f"Nothing was written: {error}.", problem=True)
        session.draft = form.fields
        fields = {"days": form.one("days"), "entry": form.one("entry")}
        query = urlencode({name: value for name, value in fields.items() if value})
        return go(f"/admin/review/{key}?{query}")
    _log.info("a change was written for review", extra={"change": change.id})
    session.tell("The change was written for review. The FAQ is as it was until you apply it.")
    return go(f"/admin/changes/{change.id}")


def _groups(context: AdminContext, days: int) -> list[Group]:
    assistant = context.assistant
    return context.grouping.groups(assistant.index.corpus, assistant.retriever.encoder, days)


def _group(context: AdminContext, key: str, days: int) -> Group:
    """The group that has this question now."""
    for found in _groups(context, days):
        if any(item.key == key for item in found.questions):
            return found
    detail = "This question does not wait any more, or not in this period."
    raise HTTPException(HTTPStatus.NOT_FOUND, detail)


def _chosen(context: AdminContext, key: str, form: Form) -> list[Waiting]:
    """The questions of the group that are ticked."""
    days = form.one("days")[:_MOST_DIGITS]
    period = int(days) if days.isdecimal() else None
    found = _group(context, key, chosen_days(period, context.settings.retention_days))
    ticked = set(form.all("question"))
    return [item for item in found.questions if item.key in ticked]


def _passages(context: AdminContext, form: Form) -> list[str]:
    """The exact text of the chosen passages; none where no entry answers."""
    if form.one("entry") == NOWHERE:
        return []
    corpus = load_corpus(context.settings.corpus)
    entry = next((item for item in corpus.entries if item.id == form.one("entry")), None)
    if entry is None:
        raise UsageError("that entry is not in the FAQ any more: choose another")
    wanted = set(form.all("passage"))
    passages = [block.text for block in _blocks(corpus, entry) if str(block.number) in wanted]
    if not passages:
        raise UsageError("choose the passage that answers")
    return passages


def _blocks(corpus: Corpus, entry: FaqEntry) -> Iterator[NumberedPassage]:
    text = corpus.sources[entry.path]
    labels = {audience.id: audience.label for audience in corpus.audiences}
    for number, block in enumerate(entry.blocks):
        label = labels.get(block.audience or entry.audience or "")
        yield NumberedPassage(number, text[block.span.start : block.span.end], label)


def _in_changes(context: AdminContext) -> set[str]:
    """Questions that a change is about already."""
    changes: list[Change] = context.changes.all()
    return {question for change in changes for question in change.questions}
