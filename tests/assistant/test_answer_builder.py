"""Which word, rows and conditions an answer tells; with fake models."""

from pathlib import Path

import pytest

from assistant import answer_builder
from assistant.assistant import Assistant
from assistant.decision import Thresholds, decide
from assistant.judge.runtime import Polarity
from assistant.types import Outcome, Turn, Verdict, VerdictValue
from tests.assistant.halls import opened_on
from tests.fakes import FakeJudge

FAQ = """---
audiences:
  - {id: guest, label: Guests, aliases: [guest]}
  - {id: member, label: Members, aliases: [member]}
---

## Are bags taken back?
For guests: bags are taken back whole.

For members: bags are taken back with a note.
"""


class Wavering(FakeJudge):
    """To whoever asks, it depends."""

    def polarity(self, question: str, evidence: str) -> Polarity:
        return Polarity(0.0, 0.0, 0.98, 0.02)


@pytest.fixture(scope="module")
def wavering(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    return opened_on(FAQ, tmp_path_factory.mktemp("wavering"), Wavering())


def verdict(assistant: Assistant, question: str, audience: str | None = None) -> Verdict:
    found = assistant.ask(Turn(question, (), audience)).verdict
    assert found is not None
    return found


def test_rows_that_all_say_it_depends_and_no_condition_are_no_answer(wavering: Assistant) -> None:
    found = verdict(wavering, "Are bags taken back?")
    assert (found.value, found.by_audience) == (VerdictValue.UNDETERMINED, ())


class Certain(Wavering):
    """To whoever is known, yes; of others it depends."""

    def polarity(self, question: str, evidence: str) -> Polarity:
        known = "(For " in question
        return Polarity(0.98, 0.0, 0.0, 0.02) if known else super().polarity(question, evidence)


def test_text_for_one_audience_alone_is_told_for_that_one_and_all_are_asked(tmp_path: Path) -> None:
    faq = f"{FAQ}\n## Are coats cleaned?\nFor guests: coats are cleaned.\n"
    answer = opened_on(faq, tmp_path, Certain()).ask(Turn("Are coats cleaned?"))
    assert answer.verdict is not None
    assert answer.verdict.value is VerdictValue.DEPENDS
    rows = [(row.audience, row.value) for row in answer.verdict.by_audience]
    assert rows == [("guest", VerdictValue.YES)]
    assert answer.clarification is not None
    assert [option.label for option in answer.clarification.options] == ["Guests", "Members"]


def test_an_faq_with_one_audience_tells_what_holds_for_it_and_asks_nothing(tmp_path: Path) -> None:
    members = "  - {id: member, label: Members, aliases: [member]}\n"
    faq = f"{FAQ.replace(members, '')}\n## Are coats cleaned?\nFor guests: coats are cleaned.\n"
    answer = opened_on(faq, tmp_path, Certain()).ask(Turn("Are coats cleaned?"))
    assert answer.verdict is not None
    assert answer.verdict.value is VerdictValue.DEPENDS
    assert [(row.audience, row.value) for row in answer.verdict.by_audience] == [
        ("guest", VerdictValue.YES)
    ]
    assert answer.clarification is None


class Unsure(FakeJudge):
    """Cannot tell yes from no."""

    def polarity(self, question: str, evidence: str) -> Polarity:
        return Polarity(0.5, 0.4, 0.0, 0.1)


@pytest.mark.parametrize(
    ("judge", "listed"),
    [(FakeJudge(), []), (Wavering(), ["Once you ask"]), (Unsure(), ["Once you ask"])],
)
def test_a_condition_that_is_the_whole_quote_is_not_listed_below_a_yes_which_shows_that(
    tmp_path: Path, judge: FakeJudge, listed: list[str]
) -> None:
    faq = "# Hall\n\n## Are bags kept?\nOnce you ask.\n"
    found = verdict(opened_on(faq, tmp_path, judge), "Are bags kept?")
    assert [c.text for c in found.conditions] == listed


def test_a_quote_that_leads_a_list_has_its_items_as_conditions(tmp_path: Path) -> None:
    faq = "# Hall\n\n## Are bags kept?\nBags are kept here if:\n\n- *they* are small, or\n- you ask.\n"
    found = verdict(opened_on(faq, tmp_path, Wavering()), "Are bags kept here?")
    assert found.value is VerdictValue.DEPENDS
    assert [c.text for c in found.conditions] == ["*they* are small", "you ask"]
    assert [c.shown for c in found.conditions] == ["if: they are small", "if: you ask"]


def test_a_question_about_somebody_of_the_asker_is_answered_by_the_text_for_that_one(
    tmp_path: Path,
) -> None:
    assistant = opened_on(FAQ, tmp_path, Certain())
    answer = assistant.ask(Turn("Are the bags of our guest taken back?"))
    assert answer.clarification is not None
    answer = assistant.ask(Turn("Can our guest have bags taken back?"))
    assert (answer.audience, answer.clarification) == (None, None)
    assert [item.quote for item in answer.evidence] == ["For guests: bags are taken back whole."]
    assert answer.verdict is not None
    assert (answer.verdict.value, answer.verdict.by_audience) == (VerdictValue.YES, ())


def test_there_is_a_way_out_where_any_passage_shown_breaks_off(tmp_path: Path) -> None:
    faq = FAQ.replace("---\naud", "---\nescalation: {text: Ask us.}\naud", 1)
    for end in ("whole.", "with a note."):
        (folder := tmp_path / end).mkdir()
        broken = faq.replace(end, f"{end}\n<!-- incomplete: x -->")
        answer = opened_on(broken, folder, Certain()).ask(Turn("Are bags taken back?"))
        assert [passage.incomplete for passage in answer.passages].count(True) == 1
        assert answer.escalation is not None


def test_the_text_for_somebody_of_the_asker_counts_whatever_the_asker_is(tmp_path: Path) -> None:
    faq = f"{FAQ}\n## Are coats cleaned?\nFor guests: coats are cleaned.\n"
    assistant = opened_on(faq, tmp_path, Certain())
    asked = {
        "Can our guest have coats cleaned?": "For guests: coats are cleaned.",
        "Can our guest have bags taken back?": "For members: bags are taken back with a note.",
    }
    for question, quote in asked.items():
        answer = assistant.ask(Turn(question, (), "member"))
        assert (answer.audience, [item.quote for item in answer.evidence]) == ("member", [quote])


class Informed(Wavering):
    """Says yes where nothing is left open: who asks, and what the text hangs on."""

    def polarity(self, question: str, evidence: str) -> Polarity:
        told = " if " not in evidence or "they are clean" in question
        known = "For members" not in evidence or "(For Members.)" in question
        extra = "For members" not in evidence and "(For " in question
        if told and known and not extra:
            return Polarity(0.98, 0.0, 0.0, 0.02)
        return super().polarity(question, evidence)


@pytest.mark.parametrize(
    "text",
    ["For members: bags are washed if they are clean.", "Bags are washed if they are clean."],
)
def test_a_reply_on_a_condition_is_read_as_from_who_asks_where_the_text_is_for_them(
    tmp_path: Path, text: str
) -> None:
    assistant = opened_on(f"{FAQ}\n## Are bags washed?\n{text}\n", tmp_path, Informed())
    asked = "Are bags washed?"
    assert assistant.ask(Turn(asked, (), "member")).clarification is not None
    found = assistant.ask(Turn("yes", (asked,), "member")).verdict
    assert found is not None
    assert found.value is VerdictValue.YES


@pytest.mark.parametrize(
    "turn",
    [
        Turn("Are bags taken back?"),
        Turn("Are begs takn back hole?"),  # read with the typos corrected, shown as typed
        Turn("Are bags taken back for non-members?"),
        Turn(
            "Can our guest have bags taken back?"
        ),  # decided for an audience that is not the asker's
        Turn("And for members?", ("Are bags taken back?",)),
        Turn("Are bags taken back? Are they taken back with a note?"),
    ],
)
def test_the_confidence_traced_is_the_one_that_the_answer_was_decided_with(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, turn: Turn
) -> None:
    decided: list[float] = []

    def recorded(confidence: float, thresholds: Thresholds) -> Outcome:
        decided.append(confidence)
        return decide(confidence, thresholds)

    assistant = opened_on(f"{FAQ}\n## Is it warm?\nIt is warm.\n", tmp_path, Certain())
    monkeypatch.setattr(answer_builder, "decide", recorded)
    assistant.ask(turn)
    found = assistant.trace(turn)
    assert found is not None
    assert found.confidence == decided[-1]
    assert len(found.hits) == 2  # one of them far off


def test_hits_past_those_that_decide_follow_and_the_limit_holds(tmp_path: Path) -> None:
    more = "".join(f"\n## Is room {n} warm?\nRoom {n} is warm.\n" for n in range(20))
    assistant = opened_on(f"{FAQ}{more}", tmp_path, Certain())
    turn = Turn("Is room 3 warm?")
    wide, narrow = assistant.trace(turn, limit=20), assistant.trace(turn, limit=3)
    assert wide is not None
    assert narrow is not None
    assert (len(wide.hits), len({hit.entry_id for hit in wide.hits})) == (20, 20)
    assert narrow.hits == wide.hits[:3]
    assert narrow.confidence == wide.confidence


@pytest.mark.parametrize("said", ["Thanks!", "I want to talk to a person", "?!"])
def test_what_asks_nothing_has_no_trace(tmp_path: Path, said: str) -> None:
    assert opened_on(FAQ, tmp_path, Certain()).trace(Turn(said)) is None
