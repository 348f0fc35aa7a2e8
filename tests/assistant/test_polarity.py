"""What the quotes say to a question; with a judge whose findings are known."""

from dataclasses import replace

import pytest

from assistant.evidence import Selection, select_evidence
from assistant.judge.runtime import Polarity
from assistant.polarity import read_for, read_on, read_polarity
from assistant.reranking import rerank
from assistant.types import VerdictValue
from tests.assistant.hits import entry
from tests.fakes import FakeJudge

YES, NO = VerdictValue.YES, VerdictValue.NO


def test_a_sentence_that_two_quotes_need_is_read_once() -> None:
    judge = FakeJudge()
    hit = entry("e", "Keys are needed to install.", "They have five parts.")
    both = Selection(hit.passages, tuple(sentence.chunk for sentence in hit.sentences))
    read_polarity(judge, "q", both, hit.sentences)
    assert judge.settled[0] == ("q", "Head | Keys are needed to install. They have five parts.")


def test_each_audience_has_its_reading() -> None:
    hit = entry("e", "for a you may", "for b you may not", scopes=("a", "b"))
    (hit,) = rerank(FakeJudge(), "you may", [hit])
    readings = read_polarity(FakeJudge(0.8), "you may", select_evidence(hit), hit.sentences)
    assert {(r.audience, r.value, r.confidence) for r in readings} == {
        ("a", YES, 0.8),
        ("b", NO, 0.8),
    }
    assert all(r.span in {h.chunk.span for h in hit.sentences} for r in readings)


def test_text_for_one_audience_is_read_with_the_name_of_the_reader_where_it_is_known() -> None:
    for_silver = entry("a", "Silver members may.", scopes=("silver",))
    for_all = entry("a", "Everybody may.")
    judge = FakeJudge()
    for found, reader in ((for_silver, "Silver members"), (for_silver, None), (for_all, "Silver")):
        read_polarity(judge, "May I?", select_evidence(found), found.sentences, reader)
    assert [question for question, _ in judge.settled] == [
        "May I? (For Silver members.)",
        "May I?",
        "May I?",
    ]


class Anybody(FakeJudge):
    """Surer of what is said to anybody than of what is said to one audience."""

    def polarity(self, question: str, evidence: str) -> Polarity:
        super().polarity(question, evidence)
        told = "(For " in question
        if "differs" in evidence and not told:
            return Polarity(0.95, 0.05, 0.0, 0.0)
        return Polarity(0.0, 0.6, 0.4, 0.0) if told else Polarity(0.0, 0.9, 0.0, 0.1)


@pytest.mark.parametrize(("text", "confidence"), [("Not abroad.", 1.0), ("It differs.", 0.6)])
def test_who_names_an_audience_is_told_no_less_than_who_names_none(
    text: str, confidence: float
) -> None:
    found = entry("a", text, scopes=("silver",))
    for label, expected in (("Silver members", confidence), (None, None)):
        (said,) = read_polarity(Anybody(), "May I?", select_evidence(found), found.sentences, label)
        if expected is not None:
            assert (said.value, said.confidence) == (NO, pytest.approx(expected))


def test_the_words_for_one_audience_are_read_as_asked_by_one_of_them() -> None:
    found = entry("a", "You may.", "Guests may not.", scopes=(None, "guest"))
    chosen = Selection(found.passages, tuple(hit.chunk for hit in found.sentences))
    judge = FakeJudge()
    reading = read_for(judge, "May I?", chosen, found.sentences, scope="guest", label="Guests")
    assert judge.settled == [("May I? (For Guests.)", "Head | Guests may not.")]
    assert (reading.value, reading.audience) == (NO, "guest")
    assert reading.span == found.sentences[1].chunk.span


def test_what_denies_such_a_thing_is_read_for_its_word_with_what_tells_of_it() -> None:
    hit = entry("e", "Days are credited.", "They count.", "Guests have no such credit.")
    last = hit.sentences[-1].chunk
    judge = FakeJudge()
    read_polarity(judge, "q", Selection(hit.passages, (last,)), hit.sentences)
    assert judge.settled == [("q", "Head | Days are credited. Guests have no such credit.")]
    rerank(judge, "q", [hit])
    assert judge.read[-1] == ("q", "Head | Guests have no such credit.")
    other = replace(last, text="Guests have no such luck.")
    read_polarity(judge, "q", Selection(hit.passages, (other,)), hit.sentences)
    assert judge.settled[-1] == ("q", "Head | Guests have no such luck.")


def test_where_the_quotes_leave_it_unsure_the_whole_passage_is_read_beside_them() -> None:
    hit = entry("a", "you may", "but not on Sundays")
    (hit,) = rerank(FakeJudge(), "you may", [hit])
    sure, unsure = FakeJudge(0.8), FakeJudge(0.7)
    read_polarity(sure, "you may", select_evidence(hit), hit.sentences)
    assert [text for _, text in sure.settled] == ["Head | you may"]
    (reading,) = read_polarity(unsure, "you may", select_evidence(hit), hit.sentences)
    assert [text for _, text in unsure.settled] == [
        "Head | you may",
        "Head | you may but not on Sundays",
    ]
    assert reading.confidence == pytest.approx(0.5)
    assert reading.unknown == pytest.approx(0.3)


def test_a_passage_of_one_sentence_is_not_read_twice() -> None:
    (hit,) = rerank(FakeJudge(), "you may", [entry("a", "you may")])
    unsure = FakeJudge(0.5)
    read_polarity(unsure, "you may", select_evidence(hit), hit.sentences)
    assert len(unsure.settled) == 1


class Silent(FakeJudge):
    """A text leaves the question open, but for one that "settles" it."""

    def polarity(self, question: str, evidence: str) -> Polarity:
        super().polarity(question, evidence)
        unknown = 0.1 if "settles" in evidence else 0.4 if "hints" in evidence else 0.8
        return Polarity(1 - unknown, 0.0, 0.0, unknown)


@pytest.mark.parametrize(
    ("others", "quoted"),
    [
        (("Keys are blue.", "This settles it."), "This settles it."),
        (("Keys are blue.", "This hints at it."), None),
        (("Keys are new.", *(f"Keys are {n}." for n in range(3)), "This settles it."), None),
    ],
)
def test_a_sentence_that_settles_the_question_is_quoted_for_one_that_says_nothing(
    others: tuple[str, ...], quoted: str | None
) -> None:
    hit = entry("e", "Keys are keys.", *others)
    first = Selection(hit.passages, (hit.sentences[0].chunk,))
    found = read_on(Silent(), "q", first, hit.sentences)
    assert (found.quotes[0].text if found else None) == quoted


def test_quotes_of_which_one_says_something_are_kept() -> None:
    hit = entry("e", "Keys are keys.", "This hints at it.", "This settles it.")
    both = Selection(hit.passages, tuple(h.chunk for h in hit.sentences[:2]))
    assert read_on(Silent(), "q", both, hit.sentences) is None
    alone = replace(both, quotes=both.quotes[:1])
    for_members = entry("e", "Keys are keys.", "It settles it.", scopes=(None, "member"))
    assert read_on(Silent(), "q", alone, for_members.sentences) is None


@pytest.mark.parametrize(("compares", "confidence"), [(False, 0.0), (True, 0.9)])
def test_a_word_that_is_the_same_inside_and_outside_of_a_limit_is_not_trusted(
    compares: bool, confidence: float
) -> None:
    class Reader(FakeJudge):
        """Says yes; to 24 days, if it compares, no."""

        def polarity(self, question: str, evidence: str) -> Polarity:
            super().polarity(question, evidence)
            refuses = compares and "24 days" in question
            return Polarity(0.0, 0.9, 0.1, 0.0) if refuses else Polarity(0.9, 0.0, 0.1, 0.0)

    hit, judge = entry("e", "Stays are for up to three weeks."), Reader()
    chosen = Selection(hit.passages, (hit.sentences[0].chunk,))
    (reading,) = read_polarity(judge, "May I stay for 24 days?", chosen, hit.sentences)
    assert reading.confidence == confidence
    asked = [question for question, _ in judge.settled]
    assert asked == ["May I stay for 24 days?", "May I stay for three weeks?"]
