"""Follow-up questions: how far is search with the resolved question from search with a person's rewrite?

CANARD dev: the answers of all dialogues, read with title and section of their article, are ranked for a
question as typed, as resolved by `assistant.conversation`, and as rewritten by a person. CAsT: no passages
come with it, so the rewrites of all turns are ranked, and the turn's own is the right one; the organisers'
automatic rewrites (2020) stand beside ours. First turns are left out: nothing is to be resolved there.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assistant.conversation import interpret
from assistant.types import Turn
from eval.benchmarks.files import BenchmarkError, read_json, read_tsv, reading, something
from eval.gold import normalise
from eval.rankers import Ranker
from eval.ranking import RankingMeasure, ranking_measures

RAW, RESOLVED, GOLD = "as typed", "resolved", "person's rewrite"
AUTOMATIC = "organisers' automatic rewrite"
_NO_ANSWER = ("cannotanswer", "i don't know.")


@dataclass(frozen=True, slots=True)
class FollowUps:
    """`documents` by id; `queries[form][turn]` is the question in that form; `qrels` of each turn."""

    name: str
    documents: Mapping[str, str]
    queries: Mapping[str, Mapping[str, str]]
    qrels: Mapping[str, frozenset[str]]


def read_canard(data: Path) -> FollowUps:
    """CANARD dev. The answer to a question is what the history of the next one ends with."""
    path = data / "benchmarks" / "canard" / "dev.json"
    rows = read_json(path)
    with reading(path):
        return _canard(rows)


def _canard(rows: Sequence[Mapping[str, Any]]) -> FollowUps:
    history = {(row["QuAC_dialog_id"], int(row["Question_no"])): row["History"] for row in rows}
    documents: dict[str, str] = {}
    queries: dict[str, dict[str, str]] = defaultdict(dict)
    answers: dict[str, str] = {}
    for row in rows:
        dialogue, number = row["QuAC_dialog_id"], int(row["Question_no"])
        following = history.get((dialogue, number + 1))
        answer = following[-1] if following else ""
        if not answer or normalise(answer).lower() in _NO_ANSWER:
            continue
        key = f"{dialogue}#{number:02d}"
        title, section, *talk = row["History"]
        documents[key] = f"{title}, {section}\n{answer}"
        if number > 1:
            answers[key] = documents[key]
            queries[RAW][key] = row["Question"]
            queries[RESOLVED][key] = resolved(row["Question"], (f"{title}, {section}", *talk[::2]))
            queries[GOLD][key] = row["Rewrite"]
    return FollowUps("CANARD dev", documents, something(queries), _same_text(documents, answers))


def read_cast2019(data: Path) -> FollowUps:
    """CAsT 2019 evaluation topics with the organisers' manual resolution."""
    folder = data / "benchmarks" / "cast"
    lines = read_tsv(folder / "evaluation_topics_annotated_resolved_v1.0.tsv")
    gold = {line[0]: line[1].strip() for line in lines if len(line) == 2}
    path = folder / "evaluation_topics_v1.0.json"
    topics = read_json(path)
    with reading(path):
        turns = {
            f"{topic['number']}_{turn['number']}": turn["raw_utterance"]
            for topic in topics
            for turn in topic["turn"]
        }
    if turns.keys() != gold.keys():
        raise BenchmarkError(f"{folder}: topics and resolved turns of CAsT 2019 do not match")
    with reading(path):
        return _cast("CAsT 2019", turns, {GOLD: gold})


def read_cast2020(data: Path) -> FollowUps:
    """CAsT 2020 topics with manual and automatic rewrites."""
    path = data / "benchmarks" / "cast" / "2020_manual_evaluation_topics_v1.0.json"
    topics = read_json(path)
    forms: dict[str, dict[str, str]] = defaultdict(dict)
    with reading(path):
        for topic in topics:
            for turn in topic["turn"]:
                key = f"{topic['number']}_{turn['number']}"
                forms[RAW][key] = turn["raw_utterance"]
                forms[GOLD][key] = turn["manual_rewritten_utterance"]
                forms[AUTOMATIC][key] = turn["automatic_rewritten_utterance"]
        return _cast("CAsT 2020", forms[RAW], {form: forms[form] for form in (GOLD, AUTOMATIC)})


def resolved(question: str, history: tuple[str, ...]) -> str:
    """The question as the assistant resolves it from the user's earlier ones."""
    return interpret(Turn(question, history), ()).standalone


def score_followups(benchmark: FollowUps, ranker: Ranker) -> dict[str, dict[str, RankingMeasure]]:
    """Ranking measures for every form of the question; `ranker` ranks the documents."""
    scored = {}
    for form, queries in benchmark.queries.items():
        run = {key: [doc for doc, _ in ranker(text)] for key, text in queries.items()}
        scored[form] = ranking_measures(benchmark.qrels, run)
    return scored


def _cast(name: str, raw: Mapping[str, str], forms: Mapping[str, Mapping[str, str]]) -> FollowUps:
    """Turns in order, keys `topic_turn`."""
    queries: dict[str, dict[str, str]] = {form: {} for form in (RAW, RESOLVED, *forms)}
    said: dict[str, list[str]] = defaultdict(list)
    for key, text in raw.items():
        earlier = said[key.partition("_")[0]]
        if earlier:
            queries[RAW][key] = text
            queries[RESOLVED][key] = resolved(text, tuple(earlier))
            for form, texts in forms.items():
                queries[form][key] = texts[key]
        earlier.append(text)
    something(queries[RAW])
    documents = dict(forms[GOLD])
    return FollowUps(name, documents, queries, _same_text(documents, queries[GOLD]))


def _same_text(documents: Mapping[str, str], right: Mapping[str, str]) -> dict[str, frozenset[str]]:
    """For each key of `right`, all documents that read like its text."""
    by_text: dict[str, set[str]] = defaultdict(set)
    for key, text in documents.items():
        by_text[normalise(text).lower()].add(key)
    return {key: frozenset(by_text[normalise(text).lower()]) for key, text in right.items()}
