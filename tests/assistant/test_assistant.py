"""The whole assistant on the default corpus, with the real encoder."""

import dataclasses
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from assistant.answer_json import answer_to_json
from assistant.assistant import Assistant
from assistant.decision import Thresholds
from assistant.errors import UnknownAudienceError, UsageError
from assistant.index_loading import open_index
from assistant.settings import load_settings
from assistant.types import Answer, Outcome, Turn, VerdictValue
from tests.fakes import FakeEncoder, FakeJudge

ROOT = Path(__file__).parent.parent.parent
pytestmark = pytest.mark.integration


@pytest.fixture(scope="module")
def assistant() -> Assistant:
    return Assistant.open(load_settings(corpus=ROOT / "corpus" / "partner-network-licensing"))


def check_spans(answer: Answer) -> None:
    for passage in answer.passages:
        source = Path(passage.source.path).read_bytes().decode("utf-8")
        assert source[passage.source.start : passage.source.end] == passage.text
    for item in answer.evidence:
        assert answer.passages[item.passage].text[item.start : item.end] == item.quote


def test_example_questions_get_the_right_passage_first(assistant: Assistant) -> None:
    lines = (ROOT / "eval" / "questions" / "dev.jsonl").read_text(encoding="utf-8").splitlines()
    answerable = right = 0
    for item in map(json.loads, lines):
        turn = Turn(item["question"], tuple(item.get("history", ())), item.get("audience"))
        answer = assistant.ask(turn)
        check_spans(answer)
        if item["answerable"]:
            answerable += 1
            shown = answer.passages[0].text if answer.passages else ""
            right += any(gold in shown for gold in item["passages"])
    assert right / answerable >= 0.93


def test_the_same_turn_gives_the_same_answer(assistant: Assistant) -> None:
    turn = Turn("May we share licences with a sister company?")
    first, second = (
        dataclasses.replace(assistant.ask(turn), answer_id="", elapsed_ms=0) for _ in range(2)
    )
    assert first == second


def test_slips_of_the_fingers_hide_neither_audience_nor_question(assistant: Assistant) -> None:
    typed = "competncy partner can shar licence with offce in othr country?"
    answer = assistant.ask(Turn(typed))
    assert answer.audience == "competency"
    assert answer.verdict is not None
    assert answer.verdict.value is VerdictValue.YES
    assert answer.standalone_question == typed


def test_numpy_keeps_to_the_threads_of_the_settings() -> None:
    script = (
        "from assistant.assistant import Assistant\n"
        "from assistant.settings import load_settings\n"
        "from threadpoolctl import threadpool_info\n"
        "Assistant.open(load_settings(threads=1))\n"
        "print({pool['num_threads'] for pool in threadpool_info() if pool['user_api'] == 'blas'})\n"
    )
    command = [sys.executable, "-c", script]
    told = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, check=True)
    assert told.stdout.strip() == "{1}"


def test_no_word_is_guessed_without_a_judge() -> None:
    corpus = ROOT / "corpus" / "partner-network-licensing"
    unjudged = Assistant.open(load_settings(corpus=corpus, judge="none"))
    assert unjudged.knowledge.judge is None
    answer = unjudged.ask(Turn("Can licences be shared across countries?"))
    assert answer.verdict is not None
    assert answer.verdict.value is VerdictValue.UNDETERMINED
    assert answer.evidence


def test_where_the_text_differs_by_audience_the_reader_is_asked(assistant: Assistant) -> None:
    answer = assistant.ask(Turn("Can licences be shared across countries?"))
    assert answer.clarification is not None
    assert {option.audience for option in answer.clarification.options} == {
        "action-pack",
        "competency",
    }
    known = assistant.ask(Turn("Can licences be shared across countries?", (), "competency"))
    assert known.clarification is None
    assert all(passage.audience in (None, "competency") for passage in known.passages)


def test_a_passage_that_breaks_off_says_so(assistant: Assistant) -> None:
    answer = assistant.ask(
        Turn("How are product activation keys consumed for Action Pack subscribers?")
    )
    assert any(passage.incomplete for passage in answer.passages)
    assert answer.escalation is not None  # a person knows the rest
    assert "breaks off here" in answer.message.text


def test_documents_that_a_passage_names_are_attached(assistant: Assistant) -> None:
    answer = assistant.ask(Turn("Where do I find details on the use rights of Visual Studio?"))
    titles = [resource.title for resource in answer.resources]
    assert "Product Usage Guide" in titles


def test_what_the_faq_does_not_cover_gets_the_way_out(assistant: Assistant) -> None:
    answer = assistant.ask(Turn("Who won the football world cup in 1998?"))
    assert answer.outcome is Outcome.NOT_COVERED
    assert answer.passages == ()
    assert answer.escalation is not None
    assert [link.title for link in answer.escalation.links] == [
        "Partner Support Community page",
        "Regional Service Center",
    ]


@pytest.mark.parametrize("text", ["!!!", "؟؟", "\x00 \x00?", "…", "😀"])
def test_text_without_words_is_not_covered(assistant: Assistant, text: str) -> None:
    assert assistant.ask(Turn(text)).outcome is Outcome.NOT_COVERED


@pytest.mark.parametrize(
    "text", ["هل يمكن مشاركة التراخيص؟", "a\ud800b licence?", "key\x00 share?"]
)
def test_odd_text_is_answered_or_declined(assistant: Assistant, text: str) -> None:
    answer = assistant.ask(Turn(text))
    json.dumps(answer_to_json(answer), ensure_ascii=False).encode("utf-8")


def test_characters_without_width_are_no_part_of_a_word(assistant: Assistant) -> None:
    plain = assistant.ask(Turn("May licences be shared?"))
    odd = assistant.ask(Turn("May lic\u200bences be sha\u00adred?\ufeff", ("\u200b",)))
    assert odd.question == plain.question
    assert (odd.outcome, odd.passages) == (plain.outcome, plain.passages)


def test_a_question_that_is_empty_or_too_long_is_refused(assistant: Assistant) -> None:
    for unseen in ("  ", "\u200b", "\u0301"):
        with pytest.raises(UsageError, match="empty"):
            assistant.ask(Turn(unseen))
    with pytest.raises(UsageError, match="1000000 characters"):
        assistant.ask(Turn("x" * 1_000_000))


def test_an_unknown_audience_is_refused_with_the_known_ones(assistant: Assistant) -> None:
    with pytest.raises(UnknownAudienceError, match="action-pack, competency"):
        assistant.ask(Turn("May we share?", (), "gold"))


def test_every_stage_of_an_answer_is_timed(assistant: Assistant) -> None:
    seen: dict[str, float] = {}
    assistant.ask(Turn("Is a token the same as a key?"), observe=seen.__setitem__)
    assert list(seen) == ["understanding", "retrieval", "relevance", "polarity", "composition"]
    assert all(seconds >= 0 for seconds in seen.values())


SMALL = """---
audiences:
  - {id: student, label: Students}
  - {id: teacher, label: Teachers}
---

## May films be borrowed?

Films may be taken home.

## Is there parking?

Cars may stay behind the house.

## May bags stay in the hall?

For students: bags may stay in the hall if they are small.

For teachers: bags may not stay in the hall unless they are locked.

## Is lunch free on Mondays?

Lunch is free on Mondays, provided that you book. Teachers do not get lunch free on Mondays.

## How many films at once?

| Who | Films |
|---|---|
| Students | 3 |
| Teachers | 9 |
"""


@pytest.fixture
def small(tmp_path: Path) -> Assistant:
    return opened(tmp_path)


def opened(tmp_path: Path, **settings_given: Any) -> Assistant:
    folder = tmp_path / "faq"
    folder.mkdir(exist_ok=True)
    (folder / "faq.md").write_text(SMALL, encoding="utf-8")
    settings = load_settings(corpus=folder, cache_dir=tmp_path / "cache", **settings_given)
    encoder = FakeEncoder()
    index = open_index(settings, encoder, notify=lambda _message: None)
    thresholds = Thresholds(answer=0.0, suggest=0.0)
    return Assistant(index, encoder, settings, judge=FakeJudge(), thresholds=thresholds)


def test_a_short_question_about_something_else_stands_alone_and_is_gone_on_with(
    small: Assistant,
) -> None:
    films, parking = "May films be borrowed?", "Is parking free?"
    assert small.ask(Turn(parking, (films,))).standalone_question == parking
    assert small.ask(Turn("Is cash ok?", (films,))).standalone_question == f"{films} Is cash ok?"
    asked_on = small.ask(Turn("How long?", (films, parking)))
    assert asked_on.standalone_question == f"{parking} How long?"


def test_rows_of_a_table_that_differ_by_audience_make_the_reader_asked(small: Assistant) -> None:
    answer = small.ask(Turn("How many films at once?"))
    assert answer.clarification is not None
    assert {o.audience for o in answer.clarification.options} == {"student", "teacher"}
    assert small.ask(Turn("How many films at once?", (), "teacher")).clarification is None


def test_as_many_earlier_questions_count_as_the_settings_say(tmp_path: Path) -> None:
    told = ("I am a teacher. May films be borrowed?", *["Is there parking?"] * 11)
    asked = Turn("How many films at once?", told)
    assert opened(tmp_path, max_history=12).ask(asked).audience == "teacher"
    assert opened(tmp_path, max_history=11).ask(asked).audience is None


def test_the_conditions_are_those_of_the_text_that_the_word_rests_on(small: Assistant) -> None:
    answer = small.ask(Turn("Is lunch free on Mondays?", (), "teacher"))
    assert answer.verdict is not None
    assert answer.verdict.value is VerdictValue.NO
    assert answer.verdict.conditions == ()
    general = small.ask(Turn("Is lunch free on Mondays?", (), "student")).verdict
    assert general is not None
    assert [c.text for c in general.conditions] == ["provided that you book"]


def test_conditions_of_several_audiences_say_whose_they_are(small: Assistant) -> None:
    answer = small.ask(Turn("May bags stay in the hall?"))
    assert answer.verdict is not None
    found = {(c.audience, c.text) for c in answer.verdict.conditions}
    assert found == {("student", "if they are small"), ("teacher", "unless they are locked")}
    assert "- Students: if they are small\n" in answer.message.text
    assert "<li>Teachers: unless they are locked</li>" in answer.message.html
    own = small.ask(Turn("May bags stay in the hall?", (), "student")).verdict
    assert own is not None
    assert [(c.audience, c.text) for c in own.conditions] == [(None, "if they are small")]
