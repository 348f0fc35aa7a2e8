"""What differs between two runs, and which of it explains a changed answer. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from assistant.types import VerdictValue
from eval.answer_view import AnswerView
from eval.run_record import AnswerRow, Run, RunInfo

_MODELS = frozenset(
    {"encoder", "judge"}
)  # what was asked for; the models used are told by their ids
_LIMIT = "max_"  # limits of what is read of a question; all other settings are thresholds
_OPPOSED = frozenset({VerdictValue.YES, VerdictValue.NO})


class Cause(StrEnum):
    """What differs between the runs that can explain a change."""

    CORPUS = "corpus"
    MODEL = "model"
    THRESHOLD = "threshold"
    SETTINGS = "settings"
    CODE = "code"
    UNKNOWN = "unknown"


def differences(a: RunInfo, b: RunInfo) -> dict[Cause, str]:
    """Everything that differs, each thing once, in words."""
    told = {
        Cause.CORPUS: _corpus(a, b),
        Cause.MODEL: "" if _models(a) == _models(b) else f"{_models(a)} -> {_models(b)}",
        Cause.THRESHOLD: _listed(a.settings, b.settings, _thresholds(a, b)),
        Cause.SETTINGS: _listed(
            a.settings, b.settings, _different(a.settings, b.settings) - _thresholds(a, b) - _MODELS
        ),
        Cause.CODE: _code(a, b),
    }
    return {cause: text for cause, text in told.items() if text}


def cause(a: Run, b: Run, key: str, found: Mapping[Cause, str]) -> Cause:
    """The one thing that differs; among several, what the answers to question `key` point to."""
    if len(found) == 1:
        return next(iter(found))
    x, y = a.rows[key], b.rows[key]
    if Cause.CORPUS in found and _stands_on_changed_entry(a.info, b.info, x.answer, y.answer):
        return Cause.CORPUS
    rest = set(found)
    if _different(a.info.entries, b.info.entries):
        rest.discard(Cause.CORPUS)  # else it changed outside of its entries, which bears on all
    if Cause.THRESHOLD in rest:
        if _is_for_threshold(x, y, _thresholds(a.info, b.info)):
            return Cause.THRESHOLD
        if _is_beyond_threshold(x.answer, y.answer):
            rest.discard(Cause.THRESHOLD)
    return rest.pop() if len(rest) == 1 else Cause.UNKNOWN


def _different(a: Mapping[str, object], b: Mapping[str, object]) -> set[str]:
    return {key for key in {*a, *b} if a.get(key) != b.get(key)}


def _listed(a: Mapping[str, object], b: Mapping[str, object], names: set[str]) -> str:
    return ", ".join(f"{name} {a.get(name)} -> {b.get(name)}" for name in sorted(names))


def _thresholds(a: RunInfo, b: RunInfo) -> set[str]:
    names = _different(a.settings, b.settings) - _MODELS
    return {name for name in names if not name.startswith(_LIMIT)}


def _corpus(a: RunInfo, b: RunInfo) -> str:
    if a.corpus_sha256 == b.corpus_sha256:
        return ""
    touched = sorted(_different(a.entries, b.entries))
    return f"entries changed: {', '.join(touched) or 'none, only what stands outside of them'}"


def _models(info: RunInfo) -> str:
    weights = f" ({info.encoder_fingerprint[:12]})" if info.encoder_fingerprint else ""
    return f"{info.encoder}{weights}, judge {info.judge or 'none'}"


def _code(a: RunInfo, b: RunInfo) -> str:
    if a.code_sha256 and b.code_sha256:
        other = a.code_sha256 != b.code_sha256
    else:  # a commit says nothing about changes on top of it
        other = a.commit != b.commit or bool(a.dirty or b.dirty)
    code = f"{_version(a)} -> {_version(b)}" if other else ""
    versions = _listed(a.versions, b.versions, _different(a.versions, b.versions))
    return ", ".join(text for text in (code, versions) if text)


def _version(info: RunInfo) -> str:
    version = (info.commit or "unknown")[:12] + (" with changes" if info.dirty else "")
    return version + (f" (code {info.code_sha256[:12]})" if info.code_sha256 else "")


def _stands_on_changed_entry(
    a: RunInfo, b: RunInfo, x: AnswerView | None, y: AnswerView | None
) -> bool:
    entries = {view.passages[0].entry_id for view in (x, y) if view and view.passages}
    entries |= {view.suggestions[0].entry_id for view in (x, y) if view and view.suggestions}
    return bool(entries & _different(a.entries, b.entries))


def _is_for_threshold(a: AnswerRow, b: AnswerRow, changed: set[str]) -> bool:
    """Whether the same was found with the same confidence, and a threshold of just that changed.

    A threshold gives or withholds an answer or a word; it never turns one into another.
    """
    x, y = a.answer, b.answer
    if x is None or y is None or _is_beyond_threshold(x, y) or a.confidence != b.confidence:
        return False
    best = _best(x)
    if best is None or best != _best(y):
        return False
    if x.answered != y.answered:
        return any("verdict" not in name for name in changed)
    if (x.word is None) == (y.word is None) or x.verdict is None or y.verdict is None:
        return False
    sure = [round(verdict.confidence, 6) for verdict in (x.verdict, y.verdict)]
    return sure[0] == sure[1] and any("verdict" in name for name in changed)


def _is_beyond_threshold(x: AnswerView | None, y: AnswerView | None) -> bool:
    """Whether a word was turned, or another passage is shown: nothing that a threshold can do."""
    if x is None or y is None or not (x.answered and y.answered):
        return False
    if {x.word, y.word} == _OPPOSED or x.has_flipped_row(y):
        return True
    return x.shown_texts()[0] != y.shown_texts()[0]


def _best(view: AnswerView) -> tuple[str, float] | None:
    """The best entry and its score, rounded as far as it may be told apart."""
    found = view.passages[0] if view.passages else next(iter(view.suggestions), None)
    return (found.entry_id, round(found.score, 6)) if found else None
