"""The native corpus format: a folder of Markdown files.

All `*.md` files below the folder are read, in order of their paths; names that begin with `_` or
`.`, README.md, `*.markdown` and what is in linked folders are left out. Files are UTF-8 (a
byte-order mark is allowed), with any line ends.

    ---
    title: Licensing FAQ                 # these five once in the whole corpus, in any file
    language: en
    audiences:
      - {id: action-pack, label: Action Pack subscribers, aliases: [Action Pack, MAPS]}
    resources:
      - {title: Product Usage Guide, url: null, aliases: [usage guide]}
    escalation:
      text: If you have questions that are not addressed here, ask the community.
      links:
        - {title: Support Community, url: null}
    topic: Licences                      # these four for the entries of this file
    tags: [licences]
    audience: action-pack
    url: https://example.org/faq
    ---

    # Topic of the entries below

    ## May licences be shared?
    <!-- faq
    id: license-sharing                  # left out: made from the question
    alternates: ["Can we share licences?"]
    tags: [sharing]
    audience: action-pack                # when the whole answer is for one audience
    resources: [Product Usage Guide]     # besides those that the text names
    url: https://example.org/faq#sharing
    reconstructed: true                  # when the question is not in the published source
    facts:                               # pinned answers; `quote` is in the answer, word for word
      - {question: May licences be shared?, verdict: "yes", quote: Licences can be shared.}
    -->

    Yes. Licences can be shared.

    For Action Pack subscribers: within the country only.

    The keys are consumed as follows:

    <!-- incomplete: the published list breaks off here -->

    ### A sub-heading within the answer

Other keys in front of a file are for other tools, as is a second `title`: `faq lint` names both.

`## ` headings are questions; what follows up to the next one is the answer. Each paragraph, list,
table and code block is a passage; a list, table or code stays with the paragraph before it that
ends in a colon or names an audience in bold, and code between numbered steps with the steps. A
passage (or a sub-heading, for all below it) that begins "For X:", "For X, ...", "On X, ..." or "X: ..."
speaks to the audience X, and so does the row of a table whose first cell names it. A sentence anywhere that is
about X alone ("X cannot ...", "... is not available on X") is for X, in a passage that is for everybody, and
so is the column of a table that X names, beside one for another audience. What begins with several audiences
("For X and Y: ...") is for everybody.
Comments stand on lines of their own and are never part of a passage.

Passages are exact Markdown; `assistant.layout` says what it stands for where they are shown.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from pathlib import Path

from assistant.corpus.declarations import Declarations
from assistant.corpus.entries import read_drafts, read_entries
from assistant.corpus.files import corpus_paths, skipped_paths
from assistant.corpus.markdown import BOM
from assistant.corpus.metadata import Fields, SourceFile, read_fields
from assistant.corpus.problems import Reporter
from assistant.errors import CorpusError
from assistant.lines import Lines
from assistant.types import Corpus, FaqEntry, Span

# Below blank lines "---" may be a rule: only keys make it front matter.
_OPENING = re.compile(r"---[^\S\r\n]*(?=[\r\n]|\Z)|\s*[\r\n]---[^\S\r\n]*(?=[\r\n]+\w+:(?:\s|\Z))")
_MOST_NAMED = 3  # files that an error lists


def load_corpus(folder: Path) -> Corpus:
    """Read a corpus folder. Raises CorpusError for the first thing that is wrong in it."""
    reporter = Reporter(strict=True)
    return read_corpus(folder, reporter, Declarations(reporter))


def corpus_sha256(folder: Path) -> str:
    """The `sha256` of the corpus in a folder, from its bytes alone. Raises CorpusError."""
    return _digest(dict(_read_files(folder, Reporter(strict=True))))


def read_corpus(folder: Path, reporter: Reporter, declarations: Declarations) -> Corpus:
    """Read what can be read and tell `reporter` of the rest; a missing folder always raises.

    `declarations` comes empty and is filled with what the files declare.
    """
    contents = dict(_read_files(folder, reporter))
    files = [
        file
        for path, data in contents.items()
        if (file := _decode(path, str(folder / path), data, reporter)) is not None
    ]
    headers = [_front_matter(file) for file in files]
    for _, fields in headers:
        declarations.read(fields)
    entries: list[FaqEntry] = []
    places: dict[str, str] = {}
    drafts = [
        read_drafts(file, body_start, fields, places)
        for file, (body_start, fields) in zip(files, headers, strict=True)
    ]
    for file, (_, fields), found in zip(files, headers, drafts, strict=True):
        entries += read_entries(file, found, fields, declarations, places)
        fields.close_shared()
    if not entries and not reporter.has_errors:
        problem = "the corpus has no questions"
        if skipped := skipped_paths(folder):
            more = ", ..." if len(skipped) > _MOST_NAMED else ""
            problem += f" (not read: {', '.join(skipped[:_MOST_NAMED])}{more})"
        reporter.error(str(folder), None, problem, "write `## Question` in a .md file")
    name = folder.resolve().name
    _check_name(reporter, name, str(folder))
    return Corpus(
        name=name,
        title=declarations.title or name,
        sources={file.path: file.text for file in files},
        entries=tuple(entries),
        sha256=_digest(contents),
        language=declarations.language or "en",
        audiences=declarations.audiences,
        resources=declarations.resources,
        escalation=declarations.escalation,
    )


def _read_files(folder: Path, reporter: Reporter) -> Iterator[tuple[str, bytes]]:
    if not folder.is_dir():
        problem = "this is not a folder" if folder.exists() else "there is no such folder"
        raise CorpusError(str(folder), None, problem, "name the folder of the FAQ files")

    def on_error(error: OSError) -> None:
        _unreadable(reporter, error, Path(error.filename or folder))

    for path in corpus_paths(folder, on_error):
        try:
            yield path, (folder / path).read_bytes()
        except OSError as error:
            _unreadable(reporter, error, folder / path)


def _unreadable(reporter: Reporter, error: OSError, path: Path) -> None:
    if path.is_symlink() and not path.exists():
        problem = f"cannot be read (it is a link to {str(path.readlink())!r}, which is not there)"
        reporter.error(str(path), None, problem, "remove the link, or put the file in its place")
        return
    reason = error.strerror or str(error)
    reporter.error(str(path), None, f"cannot be read ({reason})", "check its permissions")


def _check_name(reporter: Reporter, name: str, shown: str) -> None:
    """Report a name whose bytes are no text: an index, which is JSON, cannot hold it."""
    if not name.isascii() and any("\ud800" <= char <= "\udfff" for char in name):
        reporter.error(shown, None, "the name is not UTF-8", "rename it")


def _decode(path: str, shown: str, data: bytes, reporter: Reporter) -> SourceFile | None:
    _check_name(reporter, path, shown)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = Lines(data[: error.start].decode("utf-8")).number(error.start)
        problem = f"byte 0x{data[error.start]:02x} is not UTF-8"
        reporter.error(shown, line, problem, "save the file as UTF-8")
        return None
    file = SourceFile(path, shown, text, Lines(text), reporter)
    if (nul := text.find("\0")) >= 0:
        file.error(nul, "the file holds a NUL byte", "remove it, or save the file as UTF-8 text")
        return None
    return file


def _front_matter(file: SourceFile) -> tuple[int, Fields]:
    """Where the body starts, and the keys in front of it."""
    start = len(BOM) if file.text.startswith(BOM) else 0
    lines = file.lines
    where = "the front matter"
    opening = _OPENING.match(file.text, start)
    if opening is None:
        return start, Fields(file, start, where, None)
    below = lines.number(opening.end())
    for index in range(below, len(lines.starts)):
        first, end = lines.start(index), lines.start(index + 1)
        if file.text[first:end].rstrip() in {"---", "..."}:
            return end, read_fields(file, Span(lines.start(below), first), where)
    file.error(start, f"{where} is not closed", "end it with a line `---`")
    return start, Fields(file, start, where, None)


def _digest(contents: dict[str, bytes]) -> str:
    """SHA-256 over each path and content, each preceded by its length, in order of the paths."""
    digest = hashlib.sha256()
    for path, data in sorted(contents.items()):
        for part in (path.encode("utf-8", "surrogateescape"), data):
            digest.update(len(part).to_bytes(8, "big"))
            digest.update(part)
    return digest.hexdigest()
