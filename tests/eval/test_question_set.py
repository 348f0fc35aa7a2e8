from __future__ import annotations

import json
from pathlib import Path

import pytest

from assistant.corpus.problems import Severity
from assistant.errors import CorpusError, UsageError
from eval.errors import QuestionSetError
from eval.faqs_cli import QUESTIONS, faq_folders
from eval.gold import GoldSources, read_sources
from eval.question_lint import lint, read_outline
from eval.question_set import read_question_set

ROOT = Path(__file__).parents[2]
GOOD = {
    "id": "a",
    "question": "Dogs?",
    "answerable": True,
    "passages": ["Dogs are welcome."],
    "verdict": "yes",
}
SOURCES = GoldSources({"/f": "Dogs are\nwelcome. Cats are not."})


def write(path: Path, *rows: dict[str, object]) -> Path:
    path.write_text("\n\n".join(json.dumps(row) for row in rows), "utf-8")
    return path


def codes(*paths: Path) -> list[str]:
    return [problem.code for problem in lint([read_question_set(p) for p in paths], SOURCES)]


def test_lines_are_counted_with_blank_ones(tmp_path: Path) -> None:
    questions = read_question_set(write(tmp_path / "q.jsonl", GOOD, {**GOOD, "id": "b"}))
    assert questions.lines == (1, 3)


def test_a_line_without_gold_is_a_logged_question(tmp_path: Path) -> None:
    path = write(tmp_path / "q.jsonl", {"id": "a", "question": "Dogs?"})
    assert not read_question_set(path).questions[0].labelled


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"verdict": "maybe"}, "q.jsonl:1: verdict: Input should be"),
        ({"colour": "red"}, "q.jsonl:1: colour: Extra inputs"),
        ({"passages": []}, "q.jsonl:1: an answerable question needs"),
        ({"answerable": False}, "q.jsonl:1: an unanswerable question has no"),
        ({"verdict": None}, "q.jsonl:1: 'verdict' is missing"),
        ({"answerable": None}, "q.jsonl:1: passages or verdict without 'answerable'"),
        ({"question": ""}, "q.jsonl:1: question: String should have"),
        ({"question": " "}, "q.jsonl:1: 'question' is blank"),
        ({"id": " "}, "q.jsonl:1: 'id' is blank"),
        ({"passages": [" "]}, "q.jsonl:1: a passage is empty"),
        ({"answerable": "no"}, 'q.jsonl:1: answerable: Input should be a valid boolean, not "no"'),
        ({"answerable": 1}, "q.jsonl:1: answerable: Input should be a valid boolean, not 1"),
        ({"id": 5}, "q.jsonl:1: id: Input should be a valid string, not 5"),
        ({"history": "Cats?"}, 'q.jsonl:1: history: Input should be a valid array, not "Cats?"'),
        ({"history": ["Cats?", 1]}, "q.jsonl:1: history.1: Input should be a valid string, not 1"),
        ({"audience": 5}, "q.jsonl:1: audience: Input should be a valid string, not 5"),
        ({"tags": None}, "q.jsonl:1: tags: Input should be a valid array, not null"),
        ({"verdict": "y\nn"}, r', not "y\nn"'),
        ({"a\nb": 1}, r"q.jsonl:1: a\nb: Extra inputs are not permitted: use id, question, "),
    ],
)
def test_a_wrong_line_is_named(tmp_path: Path, change: dict[str, object], message: str) -> None:
    with pytest.raises(QuestionSetError) as error:
        read_question_set(write(tmp_path / "q.jsonl", {**GOOD, **change}))
    assert message in str(error.value)
    assert "\n" not in str(error.value)


def test_a_key_that_stands_twice_in_a_line_is_named(tmp_path: Path) -> None:
    path = tmp_path / "q.jsonl"
    path.write_text('\n{"id": "a", "question": "Dogs?", "id": "b"}')
    with pytest.raises(QuestionSetError, match=r"q\.jsonl:2: id: stands twice in the line"):
        read_question_set(path)


def test_broken_json_a_repeated_id_other_encodings_and_no_question_are_refused(
    tmp_path: Path,
) -> None:
    path = tmp_path / "q.jsonl"
    for content, message in (
        (b"{", "q.jsonl:1: Invalid JSON"),
        (b'\n{"id": "\xff"}', "q.jsonl:2: is not UTF-8"),
        (b"\n\n", "holds no question"),
    ):
        path.write_bytes(content)
        with pytest.raises(QuestionSetError, match=message.replace(".", r"\.")):
            read_question_set(path)
    with pytest.raises(QuestionSetError, match="id 'a' is already used in line 1"):
        read_question_set(write(path, GOOD, GOOD))
    for name in ("missing.jsonl", "."):
        with pytest.raises(UsageError, match="name a file of questions"):
            read_question_set(tmp_path / name)


def test_sources_are_the_files_that_a_corpus_may_have(tmp_path: Path) -> None:
    (tmp_path / "folder.md").mkdir()
    (tmp_path / "FAQ.MD").write_text("Dogs are welcome.")
    assert list(read_sources(tmp_path).texts.values()) == ["Dogs are welcome."]
    with pytest.raises(CorpusError, match="there is no such folder"):
        read_sources(tmp_path / "nowhere")
    (tmp_path / "broken.md").symlink_to("loop.md")
    (tmp_path / "loop.md").symlink_to("broken.md")
    assert len(read_sources(tmp_path).texts) == 1


def test_lint_finds_gold_that_is_not_in_the_corpus(tmp_path: Path) -> None:
    assert codes(write(tmp_path / "q.jsonl", GOOD)) == []
    wrong = {**GOOD, "passages": ["Dogs are unwelcome."]}
    assert codes(write(tmp_path / "q.jsonl", wrong)) == ["gold-not-in-corpus"]


def test_lint_warns_of_gold_in_several_entries_and_of_unknown_audiences(tmp_path: Path) -> None:
    head = "---\ntitle: House\naudiences:\n- id: guests\n  label: Guests\n---\n"
    text = f"{head}## Dogs?\n\nYes,\nthey can. In the hall.\n\n## Cats?\n\nYes, they can.\n"
    (tmp_path / "faq.md").write_text(text)
    sources, outline = read_sources(tmp_path), read_outline(tmp_path)

    def found(**change: object) -> list[tuple[str, Severity]]:
        path = write(tmp_path / "q.jsonl", {**GOOD, **change})
        problems = lint([read_question_set(path)], sources, outline)
        return [(problem.code, problem.severity) for problem in problems]

    assert found(passages=["Yes, they can. In the hall."], audience="guests") == []
    assert found(passages=["Yes, they can."]) == [("ambiguous-gold", Severity.WARNING)]
    assert found(passages=["In the hall."], audience="Guests") == [
        ("unknown-audience", Severity.WARNING)
    ]


def test_lint_finds_duplicates_label_conflicts_and_leakage(tmp_path: Path) -> None:
    a = write(tmp_path / "a.jsonl", GOOD, {**GOOD, "id": "b", "question": "dogs? "})
    assert codes(a) == ["duplicate"]
    conflict = write(tmp_path / "a.jsonl", GOOD, {**GOOD, "id": "b", "verdict": "no"})
    assert codes(conflict) == ["label-conflict"]
    first = write(tmp_path / "a.jsonl", {**GOOD, "tags": ["topic:pets", "family:wh"]})
    other = write(
        tmp_path / "b.jsonl",
        {**GOOD, "id": "b", "question": "Hounds?", "tags": ["topic:pets", "family:wh"]},
    )
    assert codes(first, other) == ["leakage"]


def test_lint_finds_nearly_the_same_wording_across_splits(tmp_path: Path) -> None:
    words = "may we bring a big old dog into the house"
    a = write(tmp_path / "a.jsonl", {**GOOD, "question": words})
    b = write(tmp_path / "b.jsonl", {**GOOD, "id": "b", "question": f"{words} now"})
    assert codes(a, b) == ["leakage"]


@pytest.mark.integration
def test_the_question_sets_of_this_project_have_no_problem() -> None:
    folder = ROOT / "eval" / "questions"
    sets = [read_question_set(folder / f"{n}.jsonl") for n in ("dev", "calibration", "test")]
    corpus = ROOT / "corpus" / "partner-network-licensing"
    problems = lint(sets, read_sources(corpus), read_outline(corpus))
    assert [str(problem) for problem in problems] == []
    assert sum(len(s.questions) for s in sets[1:]) >= 320


@pytest.mark.parametrize("folder", faq_folders(ROOT / "eval" / "faqs"), ids=lambda f: f.name)
def test_the_questions_on_other_faqs_have_no_problems(folder: Path) -> None:
    questions = read_question_set(folder / QUESTIONS)
    assert lint([questions], read_sources(folder), read_outline(folder)) == []
