import json
from collections import defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from assistant.judge.training import datasets, held_out, readers
from assistant.judge.training.examples import Example, Label, split_sentences
from assistant.judge.training.recipe import RECIPES, Share

Write = Callable[..., None]


def invented() -> list[Example]:
    return [example for read in readers.INVENTED.values() for example in read()]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def write_rows(name: str, *rows: dict[str, Any]) -> None:
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")

    return write_rows


@pytest.fixture
def authored(write: Write, tmp_path: Path) -> Path:
    def passage(pid: str, corpus: str, text: str) -> dict[str, str]:
        return {
            "pid": pid,
            "corpus": corpus,
            "licence": "",
            "title": f"About {pid}",
            "passage": text,
        }

    def question(pid: str, split: str, kind: str, verdict: str) -> dict[str, str]:
        return {"pid": pid, "split": split, "kind": kind, "verdict": verdict, "question": "May we?"}

    write(
        "authored/passages.jsonl",
        passage("t1", "invented", "Yes, you may."),
        passage("t2", "softwareone", "You may."),
        passage("v1", "invented", "You may not."),
    )
    write(
        "authored/questions.jsonl",
        question("t1", "train", "agree", "yes"),
        question("t1", "train", "nearmiss", "unknown"),
        question("t2", "train", "agree", "yes"),
        question("v1", "dev", "inverted", "no"),
    )
    return tmp_path


def test_authored_keeps_the_sides_apart(authored: Path) -> None:
    assert [e.document for e in readers.authored(authored, "train")] == ["t1", "t1"]
    assert [(e.document, e.label, e.kind) for e in readers.authored(authored, "dev")] == [
        ("v1", Label.NO, "inverted")
    ]


def test_corpus_without_a_licence_is_not_trained_on(authored: Path) -> None:
    assert {e.source for e in readers.authored(authored, "train")} == {"authored:invented"}


def test_condaqa_is_cut_to_the_sentences_around_its_cue(write: Write, tmp_path: Path) -> None:
    passage = (
        "A first sentence stands here. The second was unknown to all. "
        "A third follows here. And one more to drop."
    )
    row = {"question": "Q?", "passage": passage, "label": "no", "passage_id": 7, "edit": 0}
    write("verdict/condaqa_test.jsonl", {**row, "cue": "unknown"}, {**row, "cue": "absent"})
    cut, whole = readers.condaqa(tmp_path)
    assert cut.text.endswith("A third follows here.")
    assert whole.text == passage
    assert cut.document == "7"


def test_sharc_puts_scenario_and_dialogue_before_the_question(write: Write, tmp_path: Path) -> None:
    turn = {"follow_up_question": "Are you over 60?", "follow_up_answer": "No"}
    row = {
        "question": "Do I qualify?",
        "scenario": "I rent.",
        "history": [turn],
        "label": "depends",
    }
    write("verdict/or_sharc_dev.jsonl", {**row, "passage": "# Rules", "snippet_id": "9"})
    (found,) = readers.sharc(tmp_path)
    assert found.question == "I rent. Are you over 60? No. Do I qualify?"
    assert (found.text, found.label) == ("Rules", Label.DEPENDS)


def test_contract_clause_without_text_is_skipped(write: Write, tmp_path: Path) -> None:
    row = {"question": "S.", "label": "unknown", "doc_id": 1}
    write("verdict/contractnli_dev.jsonl", {**row, "passage": " "}, {**row, "passage": "Clause."})
    write("verdict/contractnli_test.jsonl")
    assert [e.text for e in readers.contractnli(tmp_path)] == ["Clause."]


def test_taxinli_keeps_pairs_of_the_wanted_kinds(tmp_path: Path) -> None:
    (tmp_path / "verdict").mkdir()
    names = ["prem", "hyp", "label", *readers.TAXINLI_KINDS]
    lines = ["\t".join(names), "P\tH\tcontradiction\t1\t0\t0\t0", "P2\tH2\tneutral\t0\t0\t0\t0"]
    (tmp_path / "verdict" / "taxinli10k.tsv").write_text("\n".join(lines), encoding="utf-8")
    (found,) = readers.taxinli(tmp_path)
    assert (found.text, found.question, found.label) == ("P", "H", Label.NO)
    assert found.kind == "negation_logic"


def test_no_recipe_trains_on_a_set_kept_for_evaluation() -> None:
    named = {source for recipe in RECIPES.values() for source in recipe.shares}
    assert named <= {"authored", "grammar", "limits", *readers.INVENTED, *readers.PUBLIC}
    assert not named & set(held_out.HELD_OUT)


def test_text_of_the_validation_set_is_not_trained_on(authored: Path, write: Write) -> None:
    row = {"question": "Q?", "label": "no", "passage_id": 1, "cue": "", "edit": 0}
    write(
        "verdict/condaqa_test.jsonl",
        {**row, "passage": "You may not."},
        {**row, "passage": "A text of its own."},
    )
    found = datasets.training_examples(authored, {"condaqa": Share()}, seed=1)
    assert [e.text for e in found["condaqa"]] == ["A text of its own."]


def test_cap_draws_the_same_examples_each_time(authored: Path, write: Write) -> None:
    row = {"question": "Q?", "label": "no", "passage_id": 1, "cue": "", "edit": 0}
    write("verdict/condaqa_test.jsonl", *({**row, "passage": f"Text {i}."} for i in range(30)))
    drawn = [
        datasets.training_examples(authored, {"condaqa": Share(cap=5)}, seed=1) for _ in range(2)
    ]
    assert drawn[0] == drawn[1]
    assert len(drawn[0]["condaqa"]) == 5


def test_written_questions_point_at_sentences_that_are_there() -> None:
    found = invented()
    assert len(found) > 40_000
    assert any(example.evidence for example in found)
    for example in found:
        assert all(0 <= n < len(split_sentences(example.text)) for n in example.evidence)
        assert example.answered or not example.evidence


@pytest.mark.parametrize("read", [readers.written, readers.faqs])
def test_wording_of_questions_does_not_give_the_verdict_away(
    read: Callable[[], Iterator[Example]],
) -> None:
    found = list(read())
    for kind in ("agree", "inverted", "negative", "condition"):
        labels = [example.label for example in found if example.kind == kind]
        assert 0.4 < labels.count(Label.YES) / len(labels) < 0.6


def test_minimal_pairs_have_as_many_yes_as_no_and_say_often_that_nothing_is_settled() -> None:
    labels = [example.label for example in readers.contrast()]
    assert (
        0.45 < labels.count(Label.YES) / (labels.count(Label.YES) + labels.count(Label.NO)) < 0.55
    )
    assert labels.count(Label.UNKNOWN) > len(labels) / 6


def test_a_whole_faq_is_a_source_of_its_own_with_many_texts() -> None:
    texts: dict[str, set[str]] = defaultdict(set)
    for example in readers.faqs():
        texts[example.source].add(example.text)
    assert len(texts) > 20
    assert all(len(found) > 20 for found in texts.values())


def test_no_question_that_measures_is_trained_on() -> None:
    measured = {
        json.loads(line)["question"].lower()
        for path in Path("eval/questions").glob("*.jsonl")
        for line in path.read_text(encoding="utf-8").splitlines()
    }
    assert measured
    assert not measured & {example.question.lower() for example in invented()}


def test_an_email_is_read_as_at_run_time_and_a_follow_up_behind_the_question_before() -> None:
    examples = list(readers.informal())
    followups = [example for example in examples if example.kind == "followup"]
    assert all(
        example.question.count("?") + example.question.count(".") > 1 for example in followups[:50]
    )
    longest = max(len(example.question) for example in examples if example.kind == "long")
    assert 200 < longest < 900
    assert not {example.kind for example in readers.written()} & readers.INFORMAL
