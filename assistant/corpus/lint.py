"""Everything that is wrong, or may be, with a corpus: all problems at once, with file and line."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from assistant.audiences import leading_audiences, name_pattern
from assistant.chunking import MAX_PASSAGE_WORDS
from assistant.corpus.declarations import Declarations
from assistant.corpus.files import holds_questions, skipped_paths
from assistant.corpus.native import read_corpus
from assistant.corpus.problems import Problem, Reporter, Severity
from assistant.errors import CorpusError
from assistant.lines import Lines
from assistant.text import question_key
from assistant.types import Corpus, FaqEntry

__all__ = ["Problem", "Severity", "lint_corpus"]

_DETERMINERS = "a|an|the|my|our|your|their|its|his|her|this|that|these|those|any|each|every"


def lint_corpus(folder: Path) -> tuple[Problem, ...]:
    """The problems of a corpus, by file and line. Only an ERROR keeps it from loading."""
    reporter = Reporter(strict=False)
    declarations = Declarations(reporter)
    try:
        corpus = read_corpus(folder, reporter, declarations)
    except CorpusError as error:
        reporter.error(error.path, error.line, error.problem, error.fix)
    else:
        linter = _Linter(folder, corpus, reporter)
        linter.check_files()
        linter.check_questions()
        linter.check_passages()
        linter.check_scopes()
        linter.check_leads()
        linter.check_aliases()
        linter.check_declared(declarations)
    return tuple(sorted(dict.fromkeys(reporter.problems), key=_by_place))


def _as_verb(name: str) -> re.Pattern[str] | None:
    """A name of one word that is a participle ("registered"), as a verb with what it is done to."""
    if not (name.isalpha() and name.endswith("ed")):
        return None
    bases = {name[:-2], name[:-1]}
    if name.endswith("ied"):
        bases.add(name[:-3] + "y")
    if name[-3:-2] == name[-4:-3]:
        bases.add(name[:-3])
    base = "|".join(sorted(bases))
    return re.compile(
        rf"\b(?:(?:to|i|we|you|they)\s+(?:{base})|{name})\s+(?:{_DETERMINERS})\b", re.IGNORECASE
    )


def _by_place(problem: Problem) -> tuple[str, int, str, str]:
    return (problem.path, problem.line or 0, problem.severity, problem.message)


class _Linter:
    """Checks that look at the corpus as a whole; each adds warnings to the reporter."""

    def __init__(self, folder: Path, corpus: Corpus, reporter: Reporter) -> None:
        self._folder = folder
        self._corpus = corpus
        self._reporter = reporter
        self._lines = {path: Lines(text) for path, text in corpus.sources.items()}

    def check_files(self) -> None:
        """Questions in files that are not read."""
        for name in skipped_paths(self._folder):
            path = self._folder / name
            if holds_questions(path):
                fix = "give it another name, ending in .md"
                if path.is_dir():
                    fix = "put the folder itself in the place of the link"
                self._reporter.warning(str(path), None, "the questions in it are not read", fix)

    def check_questions(self) -> None:
        """The same question, as heading or alternate, in more than one place."""
        seen: dict[str, tuple[FaqEntry, str]] = {}
        for entry in self._corpus.entries:
            for question in (entry.title, *entry.alternates):
                other, kind = seen.setdefault(question_key(question), (entry, question))
                if other is not entry:
                    where = self._place(other)
                    message = f"{question!r} is also a question of {other.id!r} ({where})"
                    self._warn(entry, entry.line, message, "reword one, or join the entries")
                elif kind is not question:
                    message = f"{question!r} says the same as {kind!r}"
                    self._warn(entry, entry.line, message, "remove one of them")

    def check_passages(self) -> None:
        """Passages that are too long to be read at a glance."""
        for entry in self._corpus.entries:
            text = self._corpus.sources[entry.path]
            for block in entry.blocks:
                words = len(text[block.span.start : block.span.end].split())
                if words > MAX_PASSAGE_WORDS:
                    line = self._lines[entry.path].number(block.span.start)
                    message = f"the passage has {words} words (over {MAX_PASSAGE_WORDS})"
                    self._warn(entry, line, message, "split it into paragraphs")

    def check_scopes(self) -> None:
        """Entries that speak to some of the audiences and leave another without a word.

        Text for everybody speaks to each of them.
        """
        audiences = self._corpus.audience_labels
        for entry in self._corpus.entries:
            scoped = {block.audience for block in entry.blocks}
            if entry.audience is not None or None in scoped:
                continue
            for missing in audiences.keys() - scoped:
                message = f"nothing in {entry.id!r} speaks to {audiences[missing]}"
                self._warn(entry, entry.line, message, "add a passage for them if it differs")

    def check_leads(self) -> None:
        """Text for several of the audiences: a text is for one of them or for everybody."""
        audiences = self._corpus.audiences
        for entry in self._corpus.entries:
            for block in entry.blocks if entry.audience is None else ():
                start = block.span.start
                text = self._corpus.sources[entry.path][start : block.span.end]
                for line in text.splitlines(keepends=True):
                    named = leading_audiences(line, audiences)
                    if named and len(named) < len(audiences):
                        labels = " and ".join(a.label for a in audiences if a.id in named)
                        message = f"text for {labels} counts as text for everybody"
                        number = self._lines[entry.path].number(start)
                        self._warn(entry, number, message, "give each of them a passage of its own")
                    start += len(line)

    def check_aliases(self) -> None:
        """Names of an audience that the text has as a verb: who "registered a deal" is no reader "registered"."""
        for audience in self._corpus.audiences:
            for name in dict.fromkeys((audience.label, *audience.aliases)):
                if pattern := _as_verb(name.lower()):
                    self._check_verb(f"{name!r} stands for {audience.label!r}", name, pattern)

    def _check_verb(self, message: str, name: str, pattern: re.Pattern[str]) -> None:
        for entry in self._corpus.entries:
            text = self._corpus.sources[entry.path]
            if match := pattern.search(text, entry.span.start, entry.span.end):
                line = self._lines[entry.path].number(match.start())
                here = f"{message}, and here is {' '.join(match[0].split())!r}"
                fix = f"make that alias longer, as in '{name} ...', or leave it out"
                self._warn(entry, line, here, fix)
                return  # one place shows it

    def check_declared(self, declarations: Declarations) -> None:
        """Resources that nothing cites, and addresses that are still to be filled in."""
        for resource in self._corpus.resources:
            item = declarations.resource_fields[resource.title]
            if not self._cited(resource.title, resource.aliases):
                fix = "remove it, or add the name the text uses to its aliases"
                item.file.warning(item.offset(), f"{resource.title!r} is never cited", fix)
            if resource.url is None:
                message = f"{resource.title!r} has no address"
                item.file.warning(item.offset(), message, "fill in its `url`")
        escalation = declarations.escalation_fields
        if escalation is None:
            fix = "declare `escalation` in the front matter of a file"
            message = "there is no way out to a person"
            self._reporter.warning(str(self._folder), None, message, fix)
            return
        for link in self._corpus.escalation.links:
            if link.url is None:
                message = f"{link.title!r} has no address"
                escalation.file.warning(escalation.offset("links"), message, "fill in its `url`")

    def _cited(self, title: str, aliases: tuple[str, ...]) -> bool:
        if any(title in entry.resources for entry in self._corpus.entries):
            return True
        patterns = [name_pattern(name) for name in (title, *aliases)]
        return any(pattern.search(text) for text in self._answers() for pattern in patterns)

    def _answers(self) -> Iterator[str]:
        for entry in self._corpus.entries:
            text = self._corpus.sources[entry.path]
            for block in entry.blocks:
                yield text[block.span.start : block.span.end]

    def _place(self, entry: FaqEntry) -> str:
        return f"{self._folder / entry.path}:{entry.line}"

    def _warn(self, entry: FaqEntry, line: int, message: str, fix: str) -> None:
        self._reporter.warning(str(self._folder / entry.path), line, message, fix)
