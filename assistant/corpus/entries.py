"""Reads the questions and answers of one corpus file."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from assistant.audiences import leading_scope
from assistant.corpus.declarations import ID_FIX, ID_PATTERN, Declarations
from assistant.corpus.markdown import Comment, Heading, Piece, PieceKind, scan
from assistant.corpus.metadata import Fields, SourceFile, read_fields
from assistant.markdown_patterns import ADMONITION
from assistant.plain_text import title_text
from assistant.sentences import introduces_list, sentence_scopes, split_sentences, strip_lead
from assistant.types import Audience, Block, Fact, FaqEntry, Span, VerdictValue

_FACT_VERDICTS = (VerdictValue.YES, VerdictValue.NO, VerdictValue.DEPENDS)
_MAX_LABEL_WORDS = 12  # a longer paragraph that ends in a colon says something by itself
_BOLD = re.compile(r"(\*\*|__)(?:(?!\1).)+\1", re.DOTALL)
# "> [!NOTE]" and blank lines may stand above it.
_QUOTED_PARAGRAPH = re.compile(
    rf"(?:>[ \t]*(?:{ADMONITION}[ \t]*)?(?:\r\n|\r|\n))*"
    r"(?:>[ \t]*(?![-+*\u2022][ \t]|\d{1,9}[.)][ \t])[^\s>][^\r\n]*(?:\r\n|\r|\n|\Z))+"
)


@dataclass
class _Part:
    """A piece of an answer before it is joined; `sections` are the sub-headings above it, outer first."""

    span: Span
    kind: PieceKind
    sections: tuple[str, ...]
    steps: range | None = None
    incomplete: bool = False


@dataclass
class Draft:
    """An entry that is still being read."""

    heading: Heading
    topic: str | None
    id: str | None = None
    metadata: Fields | None = None
    parts: list[_Part] = field(default_factory=list)
    sections: dict[int, str] = field(default_factory=dict)  # by level, outer first

    def enter(self, level: int, title: str) -> None:
        """Go on below a sub-heading, which ends those of its level and below."""
        self.sections = {above: t for above, t in self.sections.items() if above < level}
        self.sections[level] = title


@dataclass(frozen=True)
class _Defaults:
    """What the front matter says for every entry of the file."""

    tags: tuple[str, ...]
    audience: str | None
    url: str | None


def read_drafts(
    file: SourceFile, body_start: int, header: Fields, places: dict[str, str]
) -> list[Draft]:
    """The questions of a file, in order; `places` says where each id is taken and is added to.

    Read those of all files first: an id that is given keeps a made one from taking it.
    """
    drafts = list(_drafts(file, body_start, header.text("topic")))
    for draft in drafts:
        draft.id = _explicit_id(file, draft, places)
    return drafts


def read_entries(
    file: SourceFile,
    drafts: Sequence[Draft],
    header: Fields,
    declarations: Declarations,
    places: dict[str, str],
) -> list[FaqEntry]:
    """The entries that the drafts make, in order; `places` as for `read_drafts`."""
    defaults = _Defaults(header.texts("tags"), declarations.audience(header), header.url())
    entries = (_entry(file, draft, defaults, declarations, places) for draft in drafts)
    return [entry for entry in entries if entry is not None]


def _drafts(file: SourceFile, body_start: int, topic: str | None) -> Iterator[Draft]:
    draft: Draft | None = None
    level = 0
    for item in scan(file.lines, body_start):
        if isinstance(item, Heading):
            title = title_text(file.text[item.title_span.start : item.title_span.end])
            if item.level > max(level, 1 if draft is None else 2) + 1:
                fix = f"use {'#' * (max(level, 1) + 1)}"
                file.warning(item.span.start, f"heading level {item.level} after {level}", fix)
            level = item.level
            if item.level > 2 and draft is not None:
                draft.enter(item.level, title)
            elif item.level > 2:
                _outside(file, item.span)
            else:
                if draft is not None:
                    yield draft
                topic = (title or None) if item.level == 1 else topic
                draft = Draft(item, topic) if item.level == 2 else None
        elif isinstance(item, Comment):
            _comment(file, draft, item)
        else:
            _add(file, draft, item)
    if draft is not None:
        yield draft


def _outside(file: SourceFile, span: Span) -> None:
    fix = "put a `## Question` above it, or make it a comment"
    file.warning(span.start, "text outside any question is not answered from", fix)


def _add(file: SourceFile, draft: Draft | None, piece: Piece) -> None:
    if piece.comment_at is not None:
        fix = "move it to a line of its own, between blocks"
        file.error(piece.comment_at, "there is a comment within a passage", fix)
    if not piece.closed:
        fix = "end it with a line like the one that opens it, ``` or ~~~"
        file.error(piece.span.start, "the code block is not closed", fix)
    if draft is None:
        _outside(file, piece.span)
    else:
        sections = tuple(draft.sections.values())
        draft.parts.append(_Part(piece.span, piece.kind, sections, piece.steps))


def _comment(file: SourceFile, draft: Draft | None, comment: Comment) -> None:
    if not comment.closed:
        file.error(comment.span.start, "the comment is not closed", "end it with -->")
        return
    body = file.text[comment.body.start : comment.body.end]
    metadata = re.match(r"\s*faq(?=\s|\Z)", body)
    if metadata is not None:
        span = Span(comment.body.start + metadata.end(), comment.body.end)
        if draft is None or draft.parts or draft.metadata is not None:
            fix = "put one `<!-- faq` comment directly below the question"
            file.error(comment.span.start, "entry metadata is out of place", fix)
        else:
            draft.metadata = read_fields(file, span, "the entry's metadata")
    elif re.match(r"\s*incomplete\s*(?::|\Z)", body):
        if draft is None or not draft.parts:
            fix = "put it directly below the passage that breaks off"
            file.error(comment.span.start, "nothing stands above this incomplete mark", fix)
        else:
            draft.parts[-1].incomplete = True
            reason = body.partition(":")[2].strip() or "no reason given"
            fix = "complete it when the text is known"
            file.warning(draft.parts[-1].span.start, f"the passage is incomplete: {reason}", fix)


def _explicit_id(file: SourceFile, draft: Draft, places: dict[str, str]) -> str | None:
    """The id in the entry's metadata, entered into `places`; None where it has none of its own."""
    if draft.metadata is None:
        return None
    entry_id = draft.metadata.text("id")
    if entry_id is None:
        return None
    if not ID_PATTERN.fullmatch(entry_id):
        draft.metadata.fail("id", f"{entry_id!r} cannot be an id", ID_FIX)
        return None
    if entry_id in places:
        problem = f"id {entry_id!r} is taken by {places[entry_id]}"
        draft.metadata.fail("id", problem, "give one of them another id")
        return None
    places[entry_id] = f"{file.shown}:{file.lines.number(draft.heading.span.start)}"
    return entry_id


def made_id(title: str, places: Mapping[str, str]) -> str:
    """An id made from a question that is not among `places`."""
    plain = unicodedata.normalize("NFKD", title.casefold())
    plain = "".join(char for char in plain if not unicodedata.combining(char))
    slug = re.sub(r"[\W_]+", "-", plain).strip("-")[:80].strip("-") or "entry"
    made, number = slug, 2
    while made in places:
        made, number = f"{slug}-{number}", number + 1
    return made


def _entry(
    file: SourceFile,
    draft: Draft,
    defaults: _Defaults,
    declarations: Declarations,
    places: dict[str, str],
) -> FaqEntry | None:
    heading = draft.heading
    line = file.lines.number(heading.span.start)
    written = file.text[heading.title_span.start : heading.title_span.end]
    title = title_text(written)
    metadata = draft.metadata or Fields(file, heading.span.start, "the entry's metadata", None)
    metadata.known("id")
    blocks = tuple(_blocks(file.text, draft.parts, declarations.audiences))
    if not title:
        file.error(heading.span.start, "the question is empty", "write it after `## `")
        return None
    if not blocks:
        fix = "write the answer below the question, or remove the question"
        file.error(heading.span.start, f"{title!r} has no answer", fix)
        return None
    entry_id = draft.id or made_id(written, places)
    places.setdefault(entry_id, f"{file.shown}:{line}")
    entry = FaqEntry(
        id=entry_id,
        title=title,
        path=file.path,
        line=line,
        title_span=heading.title_span,
        span=Span(heading.span.start, blocks[-1].span.end),
        blocks=blocks,
        topic=draft.topic,
        alternates=metadata.texts("alternates"),
        tags=tuple(dict.fromkeys((*defaults.tags, *metadata.texts("tags")))),
        audience=declarations.audience(metadata) or defaults.audience,
        facts=tuple(_facts(file, metadata, blocks, declarations)),
        resources=declarations.resource_titles(metadata),
        url=metadata.url() or defaults.url,
        reconstructed=metadata.flag("reconstructed"),
    )
    metadata.close()
    return entry


def _blocks(text: str, parts: Sequence[_Part], audiences: tuple[Audience, ...]) -> Iterator[Block]:
    index = 0
    steps = _parts_of_steps(text, parts)
    while index < len(parts):
        first = last = parts[index]
        while index + 1 < len(parts) and (
            index + 1 in steps or _joins(text, first, last, parts[index + 1], audiences)
        ):
            index += 1
            last = parts[index]
        span = Span(first.span.start, last.span.end)
        scope = _scope(text[span.start : span.end], first, audiences)
        yield Block(span, scope, last.incomplete, ": ".join(filter(None, first.sections)) or None)
        index += 1


def _joins(
    text: str, first: _Part, last: _Part, following: _Part, audiences: tuple[Audience, ...]
) -> bool:
    """Whether a paragraph that ends in a colon, or an audience in bold, introduces what follows.

    A list is introduced by any paragraph that is no whole sentence: "You may not bring". A list that ends in a
    colon introduces the code below it.
    """
    if not _adjacent(text, last, following):
        return False
    whole = text[last.span.start : last.span.end]
    lead = whole.rstrip("*_ ")
    if last.kind is PieceKind.LIST:
        return following.kind is PieceKind.CODE and lead.endswith((":", "\uff1a"))
    if last.kind is not PieceKind.PARAGRAPH:
        return False
    short = last is first and len(lead.split()) <= _MAX_LABEL_WORDS
    label = short and leading_scope(lead, audiences) is not None
    introduces = lead.endswith((":", "\uff1a")) or (label and _BOLD.fullmatch(whole) is not None)
    if following.kind is PieceKind.LIST:
        return introduces or introduces_list(whole)
    if following.kind is not PieceKind.PARAGRAPH or not introduces:
        return introduces
    content = text[following.span.start : following.span.end]
    return label and leading_scope(content, audiences) is None


def _adjacent(text: str, last: _Part, following: _Part) -> bool:
    """Whether two parts can be one passage: a comment in between would be shown."""
    between = text[last.span.end : following.span.start]
    return not last.incomplete and last.sections == following.sections and not between.strip()


def _parts_of_steps(text: str, parts: Sequence[_Part]) -> frozenset[int]:
    """Indexes of the parts that go on with the numbered steps above them.

    That is code between two steps that is not indented, the steps after it, and the code of the last.
    """
    found: set[int] = set()
    for index, part in enumerate(parts):
        if part.steps is None:
            continue
        end = index + 1
        while (
            end < len(parts)
            and parts[end].kind is PieceKind.CODE
            and _adjacent(text, parts[end - 1], parts[end])
        ):
            end += 1
        after = parts[end] if end < len(parts) else None
        if (
            after is not None
            and after.steps is not None
            and after.steps.start == part.steps.stop
            and _adjacent(text, parts[end - 1], after)
        ):
            found.update(range(index + 1, end + 1))
        elif index in found:
            found.update(range(index + 1, end))
    return frozenset(found)


def _scope(text: str, first: _Part, audiences: tuple[Audience, ...]) -> str | None:
    """The audience that the whole block speaks to, by its lead or by the nearest sub-heading's."""
    if not audiences:
        return None
    above = (leading_scope(title, audiences) for title in reversed(first.sections))
    inherited = next((scope for scope in above if scope is not None), None)
    if first.kind is not PieceKind.PARAGRAPH and not _QUOTED_PARAGRAPH.fullmatch(text):
        return inherited
    sentences = split_sentences(text)
    words = text[sentences[0].start if sentences else 0 :]
    own = leading_scope(words[strip_lead(words)[1] :], audiences)
    if own is None:
        return inherited
    scopes = set(sentence_scopes(text, sentences, audiences)) - {None}
    return own if scopes <= {own} else None


def _facts(
    file: SourceFile, metadata: Fields, blocks: tuple[Block, ...], declarations: Declarations
) -> Iterator[Fact]:
    for item in metadata.tables("facts"):
        question = item.text("question", required=True)
        verdict = item.text("verdict", required=True)
        quote = item.text("quote", required=True)
        audience = declarations.audience(item)
        item.close()
        if verdict is not None and verdict not in _FACT_VERDICTS:
            item.fail("verdict", f"{verdict!r} is no verdict", "write yes, no or depends")
        elif question is not None and verdict is not None and quote is not None:
            span = _find_quote(file.text, quote, blocks)
            if span is None:
                fix = "copy it from one passage of the answer, word for word"
                item.fail("quote", f"the quote {quote!r} is not in the answer", fix)
            else:
                exact = file.text[span.start : span.end]
                yield Fact(question, VerdictValue(verdict), exact, span, audience)


def _find_quote(text: str, quote: str, blocks: tuple[Block, ...]) -> Span | None:
    """Where the quote stands within a block; line breaks and runs of spaces count as one space."""
    pattern = re.compile(r"\s+".join(re.escape(word) for word in quote.split()))
    for block in blocks:
        if match := pattern.search(text, block.span.start, block.span.end):
            return Span(match.start(), match.end())
    return None
