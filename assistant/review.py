"""Changes to an FAQ that wait for a person: phrasings for an entry, and items of a question set.

A change is kept as one patch file. It is never made here: somebody reads it and applies it with git.
What it is meant to do is kept with it, so that patches are written anew for the files as they are now.
"""

from __future__ import annotations

import json
import re
import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from hashlib import sha256
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from assistant.corpus import load_corpus
from assistant.corpus.editing import add_alternates, corpus_from_texts
from assistant.errors import ReviewError, UsageError
from assistant.files import write_atomically
from assistant.patches import repository_root, unified
from assistant.text import printable_line, question_key
from assistant.types import Corpus

QUESTIONS_FILE = "questions.jsonl"  # in the folder of the corpus, which reads Markdown only
_ID = re.compile(r"\d{8}T\d{12}Z-[0-9a-f]{6}")
_MARK = "Change: "


class QuestionItem(BaseModel):
    """A line of a question set, as in the contract."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    question: str
    audience: str | None = None
    answerable: bool
    passages: tuple[str, ...] = ()
    verdict: Literal["yes", "no", "depends", "none"]
    tags: tuple[str, ...] = ()


class AddPhrasings(BaseModel):
    """Have an entry found by these phrasings too."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    kind: Literal["phrasings"] = "phrasings"
    entry_id: str
    phrasings: tuple[str, ...]


class AddQuestions(BaseModel):
    """Have these questions measured."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    kind: Literal["questions"] = "questions"
    items: tuple[QuestionItem, ...]


Edit = Annotated[AddPhrasings | AddQuestions, Field(discriminator="kind")]


class Change(BaseModel):
    """An edit that waits for review. `created` is in UTC."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    created: datetime
    edit: Edit

    @property
    def questions(self) -> tuple[str, ...]:
        """The questions that it is about."""
        if isinstance(self.edit, AddPhrasings):
            return self.edit.phrasings
        return tuple(item.question for item in self.edit.items)

    @property
    def title(self) -> str:
        """What it does, in a line."""
        count = len(self.questions)
        if isinstance(self.edit, AddPhrasings):
            word = "an alternate phrasing" if count == 1 else f"{count} alternate phrasings"
            return f"Add {word} to {self.edit.entry_id}"
        return f"Add {'a question' if count == 1 else f'{count} questions'} to the question set"


class State(StrEnum):
    """Where a change stands against the files as they are now."""

    OPEN = "open"
    DONE = "done"  # the files hold it
    STUCK = "stuck"  # it cannot be made any more


def question_item(
    question: str,
    *,
    audience: str | None,
    passages: Sequence[str],
    verdict: Literal["yes", "no", "depends", "none"],
) -> QuestionItem:
    """An item whose id follows from its question; without passages it is not answerable."""
    question = printable_line(question)
    if not question:
        raise UsageError("the question is empty: choose another")
    digest = sha256(f"{audience or ''}\n{question_key(question)}".encode()).hexdigest()
    return QuestionItem(
        id=f"review-{digest[:12]}",
        question=question,
        audience=audience,
        answerable=bool(passages),
        passages=tuple(passages),
        verdict=verdict if passages else "none",
        tags=("logged",),
    )


@dataclass(frozen=True, slots=True)
class ReviewedFiles:
    """What changes are made to: a corpus, and the text of the question set beside it, if there is one."""

    corpus: Corpus
    questions: str | None


def read_files(folder: Path) -> ReviewedFiles:
    """The files in `folder` as they are now.

    Raises CorpusError, and UsageError for a question set that cannot be read.
    """
    return ReviewedFiles(load_corpus(folder), _questions(folder))


def state(files: ReviewedFiles, change: Change) -> State:
    """Whether the files lack the change, have it, or cannot take it."""
    try:
        return State.OPEN if _edited_texts(files, change) else State.DONE
    except UsageError:
        return State.STUCK


def patch(folder: Path, changes: Iterable[Change]) -> str:
    """One patch that makes all `changes` to the files in `folder`; empty where they have been made.

    Its paths start at the root of the git working tree, or at `folder` where there is none. Raises
    CorpusError, and UsageError for a change that cannot be made.
    """
    before = after = read_files(folder)
    for change in changes:
        after = _with_change(after, change)
    return _patch_between(folder, before, after)


def together(folder: Path, changes: Iterable[Change]) -> tuple[str, list[Change]]:
    """One patch for all changes that go together, the first ones first, and the changes left out.

    Raises what `read_files` raises.
    """
    before = after = read_files(folder)
    left_out: list[Change] = []
    for change in changes:
        try:
            after = _with_change(after, change)
        except UsageError:
            left_out.append(change)
    return _patch_between(folder, before, after), left_out


def _edited_texts(files: ReviewedFiles, change: Change) -> dict[str, str]:
    """The new text of the file that a change edits, by its path; empty where the files hold the change.

    Raises UsageError for a change that cannot be made.
    """
    if isinstance(change.edit, AddQuestions):
        path, before = QUESTIONS_FILE, files.questions or ""
        text = _with_items(before, change.edit.items)
    else:
        entry_id, corpus = change.edit.entry_id, files.corpus
        text = add_alternates(corpus, entry_id, change.edit.phrasings)
        path = next(entry.path for entry in corpus.entries if entry.id == entry_id)
        before = corpus.sources[path]
    return {} if text == before else {path: text}


def _with_change(files: ReviewedFiles, change: Change) -> ReviewedFiles:
    """The files with a change made. Raises UsageError where it cannot be."""
    edited = _edited_texts(files, change)
    if not edited:
        return files
    if QUESTIONS_FILE in edited:
        return replace(files, questions=edited[QUESTIONS_FILE])
    return replace(files, corpus=corpus_from_texts({**files.corpus.sources, **edited}))


def _patch_between(folder: Path, before: ReviewedFiles, after: ReviewedFiles) -> str:
    texts: dict[str, tuple[str | None, str]] = {
        path: (before.corpus.sources[path], text) for path, text in after.corpus.sources.items()
    }
    if after.questions:
        texts[QUESTIONS_FILE] = (before.questions, after.questions)
    inside = folder.resolve().relative_to(repository_root(folder))
    return unified({(inside / path).as_posix(): pair for path, pair in texts.items()})


def _questions(folder: Path) -> str | None:
    try:
        return (folder / QUESTIONS_FILE).read_bytes().decode("utf-8")
    except FileNotFoundError:
        return None
    except (OSError, UnicodeDecodeError):
        raise UsageError(
            f"{folder / QUESTIONS_FILE} cannot be read: save it as UTF-8, one JSON object a line"
        ) from None


def _with_items(text: str, items: Iterable[QuestionItem]) -> str:
    known = set()
    for line in text.split("\n"):
        try:
            known.add(json.loads(line).get("id"))
        except (ValueError, AttributeError, TypeError):
            continue  # what is wrong in the file is for `faq eval lint` to say
    newline = "\r\n" if "\r\n" in text else "\n"
    for item in items:
        if item.id in known:
            continue
        known.add(item.id)
        if text and not text.endswith("\n"):
            text += newline
        fields = item.model_dump(exclude_none=True)
        text += json.dumps(fields, ensure_ascii=False) + newline
    return text


class ReviewFolder:
    """The changes that wait, each in a file `ID.patch`. Raises ReviewError where the folder cannot be used."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def add(self, corpus_folder: Path, edit: AddPhrasings | AddQuestions, now: datetime) -> Change:
        """Keep a change with its patch. Raises UsageError where there is nothing to change."""
        made = f"{now:%Y%m%dT%H%M%S%f}Z-{secrets.token_hex(3)}"
        change = Change(id=made, created=now, edit=edit)
        text = patch(corpus_folder, [change])
        if not text:
            raise UsageError("the FAQ has all of this already: there is nothing to change")
        self._write(change, text)
        return change

    def all(self) -> list[Change]:
        """Every change that can be read, newest first."""
        try:
            names = sorted((path.name for path in self.folder.glob("*.patch")), reverse=True)
        except OSError as error:
            raise self._broken(error) from error
        found = (self.get(name.removesuffix(".patch")) for name in names)
        return [change for change in found if change is not None]

    def get(self, change_id: str) -> Change | None:
        """The change with this id; None where there is none."""
        if not _ID.fullmatch(change_id):
            return None
        try:
            text = (self.folder / f"{change_id}.patch").read_bytes()
        except OSError:
            return None
        for line in text.split(b"\n"):  # the names of files below need not be UTF-8
            if line.startswith(_MARK.encode()):
                try:
                    return Change.model_validate_json(line.removeprefix(_MARK.encode()))
                except ValidationError:
                    return None
        return None

    def discard(self, change_id: str) -> None:
        """Forget a change; one that is not there is forgotten already."""
        if _ID.fullmatch(change_id):
            try:
                (self.folder / f"{change_id}.patch").unlink(missing_ok=True)
            except OSError as error:
                raise self._broken(error) from error

    def _write(self, change: Change, text: str) -> None:
        name = self.folder / f"{change.id}.patch"
        try:
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            write_atomically(name, with_head(change, text).encode("utf-8", "surrogateescape"))
        except OSError as error:
            raise self._broken(error) from error

    def _broken(self, error: OSError) -> ReviewError:
        reason = error.strerror or str(error)
        return ReviewError(
            f"the folder {self.folder} cannot be used ({reason}): set FAQ_REVIEW_DIR"
        )


def with_head(change: Change, text: str) -> str:
    """A patch below what it is for; git passes over everything in front of the first `diff`."""
    return f"{change.title}\n\n{_MARK}{change.model_dump_json()}\n\n{text}"
