"""What follows from what the reader said of a condition; with a judge whose words are known."""

from dataclasses import replace

import pytest

from assistant.condition_answers import (
    DescribedCase,
    as_statement,
    conditions_denied_by,
    conditions_met_by,
    conditions_of_word,
    is_whole_quote,
    nearby_condition,
    next_condition_to_ask,
    relevant_conditions,
    verdict_given_answers,
)
from assistant.evidence import Selection
from assistant.judge.runtime import Polarity
from assistant.types import (
    Audience,
    Chunk,
    ChunkKind,
    Condition,
    ConditionAnswer,
    Evidence,
    Hit,
    Span,
    Verdict,
    VerdictValue,
)
from tests.fakes import FakeJudge

DEPENDS, YES, NO = VerdictValue.DEPENDS, VerdictValue.YES, VerdictValue.NO


class Hesitant(FakeJudge):
    """Says `bare`, or yes, to the bare sentence, and `told` where something was said of its condition."""

    def __init__(self, told: Polarity, bare: Polarity | None = None) -> None:
        super().__init__()
        self.told, self.bare = told, bare or Polarity(0.9, 0.0, 0.0, 0.1)

    def polarity(self, question: str, evidence: str) -> Polarity:
        super().polarity(question, evidence)
        return self.told if "(" in question else self.bare


def case(sentence: str, *conditions: str) -> tuple[Verdict, list[Evidence]]:
    verdict = Verdict(DEPENDS, 0.9, (), tuple(Condition(text, 0) for text in conditions))
    return verdict, [Evidence(0, sentence, 0, len(sentence))]


def settled(judge: FakeJudge, sentence: str, condition: str, told: ConditionAnswer) -> VerdictValue:
    verdict, evidence = case(sentence, condition)
    return verdict_given_answers(
        judge, DescribedCase("May dogs stay?", "Dogs", [told]), verdict, evidence, 0.8
    ).value


@pytest.mark.parametrize(
    ("condition", "said"),
    [
        ("a seat has been booked", "a seat has not been booked"),
        ("the parents are not married", "the parents are married"),
        ("they bark", "they bark: no"),
        ("you have no open orders", "you have open orders"),
        ("it has never been booked", "it has been booked"),
        ("there are no bids or the item was lost", "there are bids and the item was not lost"),
        ("the item was lost or damaged", "the item was not lost or damaged"),
        # One of the two does not hold, and nobody knows which.
        ("it was lost and you have a note", "it was lost and you have a note: no"),
    ],
)
def test_no_is_read_as_a_statement(condition: str, said: str) -> None:
    assert as_statement(ConditionAnswer(condition, applies=False)) == said
    assert as_statement(ConditionAnswer(condition, applies=True)) == condition


def test_the_judge_reads_what_was_said_as_a_statement() -> None:
    judge = Hesitant(Polarity(0.9, 0.0, 0.0, 0.1), bare=Polarity(0.6, 0.2, 0.1, 0.1))
    told = ConditionAnswer("a seat is booked", applies=False)
    settled(judge, "Dogs stay only if a seat is booked.", "only if a seat is booked", told)
    assert judge.settled[-1][0] == "May dogs stay? (a seat is not booked)"


@pytest.mark.parametrize(
    ("bare", "word"),
    [
        (Polarity(0.9, 0.0, 0.0, 0.1), NO),
        (Polarity(0.0, 0.9, 0.0, 0.1), YES),
        (Polarity(0.7, 0.1, 0.1, 0.1), VerdictValue.UNDETERMINED),
        (Polarity(0.1, 0.0, 0.8, 0.1), VerdictValue.UNDETERMINED),
    ],
)
def test_what_unless_makes_of_a_sure_sentence_needs_no_judge(
    bare: Polarity, word: VerdictValue
) -> None:
    """Of questions that are turned round the judge often reads the whole wrong."""
    judge = Hesitant(Polarity(0.9, 0.0, 0.0, 0.1), bare=bare)
    told = ConditionAnswer("they bark", applies=True)
    assert settled(judge, "Dogs stay unless they bark.", "unless they bark", told) is word


@pytest.mark.parametrize(
    ("sentence", "read", "word"),
    [
        ("Dogs may stay if they sit.", Polarity(0.0, 0.9, 0.0, 0.1), NO),
        ("Dogs may stay if they sit.", Polarity(0.2, 0.4, 0.3, 0.1), VerdictValue.UNDETERMINED),
        ("Dogs may stay if they sit.", Polarity(0.9, 0.0, 0.0, 0.1), VerdictValue.UNDETERMINED),
        ("A fee is due if they sit.", Polarity(0.0, 0.9, 0.0, 0.1), VerdictValue.UNDETERMINED),
    ],
)
def test_what_is_permitted_if_is_not_otherwise_where_the_judge_is_sure(
    sentence: str, read: Polarity, word: VerdictValue
) -> None:
    told = ConditionAnswer("they sit", applies=False)
    assert settled(Hesitant(read), sentence, "if they sit", told) is word


def test_what_stands_behind_a_semicolon_is_not_asked_next() -> None:
    told = [ConditionAnswer("they sit", applies=True)]
    verdict, evidence = case(
        "Dogs stay if they sit; at night, none stays unless it sleeps.",
        "if they sit",
        "unless it sleeps",
    )
    assert next_condition_to_ask(verdict, told, evidence) == ""
    verdict, evidence = case(
        "Dogs stay if they sit unless it rains.", "if they sit", "unless it rains"
    )
    assert next_condition_to_ask(verdict, told, evidence) == "it rains"


class Sober(FakeJudge):
    """Says no where the text has "not", and nothing sure of anything else."""

    def polarity(self, question: str, evidence: str) -> Polarity:
        found = super().polarity(question, evidence)
        return found if " not" in evidence else Polarity(0.3, 0.3, 0.0, 0.4)


@pytest.mark.parametrize(
    ("sentence", "condition", "kept"),
    [
        ("Dogs go once it rains; cats are not let in.", "once it rains", False),
        ("Dogs go once it rains, and the cats are not let in.", "once it rains", False),
        ("Dogs do not stay; cats may if they sit.", "if they sit", False),
        ("Cats do not stay if they bark; dogs may.", "if they bark", True),
        ("Dogs go once it rains; cats may stay.", "once it rains", True),  # none gives the word
        ("If it rains, dogs go, and the cats are not let in.", "If it rains", True),
        ("Dogs do not stay; they may if they sit.", "if they sit", True),
        ("Dogs may go once it rains, but the cats are not let in.", "once it rains", True),
    ],
)
def test_a_condition_of_a_statement_that_does_not_give_the_word_is_not_listed(
    sentence: str, condition: str, kept: bool
) -> None:
    depends, evidence = case(sentence, condition)
    verdict = replace(depends, value=NO)
    described = DescribedCase("May cats stay?", "Cats", [])
    found = conditions_of_word(Sober(), described, verdict, evidence, 0.8)
    assert found == (verdict.conditions if kept else ())
    assert conditions_of_word(None, described, verdict, evidence, 0.8) == verdict.conditions


def test_a_condition_that_is_its_quote_says_nothing_new() -> None:
    verdict, evidence = case("If they sit.", "If they sit", "they sit", "you ask")
    assert [is_whole_quote(c, evidence) for c in verdict.conditions] == [True, False, False]


def test_a_condition_of_a_remark_is_not_asked() -> None:
    sentence = "A lead costs five, which we waive if it rains, and dogs stay unless they bark."
    verdict, evidence = case(sentence, "if it rains", "unless they bark")
    assert next_condition_to_ask(verdict, (), evidence) == "they bark"
    verdict, evidence = case("A lead that is lost, or a toy, is free if it rains.", "if it rains")
    assert next_condition_to_ask(verdict, (), evidence) == "it rains"


def test_where_else_it_holds_does_not_cost_the_word() -> None:
    judge = FakeJudge()
    sentence = "Dogs may run in the garden only, and only if they sit."
    conditions = ("in the garden only", "only if they sit")
    verdict, evidence = case(sentence, *conditions)
    told = [ConditionAnswer("they sit", applies=True)]
    word = verdict_given_answers(
        judge, DescribedCase("May dogs run?", "Dogs", told), verdict, evidence, 0.8
    )
    assert word.value is YES
    assert judge.settled[0][1] == "Dogs | Dogs may run."
    assert [c.text for c in word.conditions] == list(conditions)


READERS = (Audience("pup", "Puppies", ("puppy",)), Audience("old", "Old dogs", ("old dog",)))


@pytest.mark.parametrize(
    ("reader", "condition", "known"),
    [
        ("pup", "unless you are a puppy", True),
        ("pup", "if you are a puppy that sits", False),
        ("pup", "unless you are not a puppy", False),
        ("pup", "if you have a puppy", False),
        ("old", "unless you are a puppy", False),  # the one may be the other as well
        (None, "unless you are a puppy", False),
    ],
)
def test_who_asks_need_not_be_asked_who_it_is(
    reader: str | None, condition: str, known: bool
) -> None:
    verdict, _ = case(f"Dogs stay {condition}.", condition)
    told = (ConditionAnswer("you are a puppy", applies=True),) if known else ()
    assert conditions_met_by(reader, verdict, READERS) == told


def test_the_stated_opposite_of_a_condition_is_its_denial() -> None:
    verdict, _ = case("A lead is not needed as long as dogs sit.", "as long as your dog has sat")
    told = (ConditionAnswer("your dog has sat", applies=False),)
    assert conditions_denied_by(["My dog has not sat."], verdict) == told
    assert conditions_denied_by(["My dog has sat."], verdict) == ()


def test_conditions_of_something_else_are_not_listed() -> None:
    quotes = "Dogs run up to 20 hours; cats may run if they sit.", "It is free within 2 days."
    evidence = [Evidence(0, quote, 0, len(quote)) for quote in (*quotes, "Up to 5 hens stay.")]
    texts = (("up to 20 hours", 0), ("if they sit", 0), ("within 2 days", 1), ("Up to 5 hens", 2))
    conditions = tuple(Condition(text, n) for text, n in texts)
    found = relevant_conditions("May cats run away?", conditions, evidence)
    assert [c.text for c in found] == ["up to 20 hours", "if they sit", "within 2 days"]
    found = relevant_conditions("May my cat sit?", conditions, evidence)
    assert [c.text for c in found] == ["if they sit", "within 2 days"]
    assert relevant_conditions("Why?", conditions[:1], evidence[:1]) == conditions[:1]


@pytest.mark.parametrize(
    ("question", "listed"), [("Are old toys taken?", False), ("Are toys taken?", True)]
)
def test_an_exception_that_is_asked_about_is_no_condition(question: str, *, listed: bool) -> None:
    conditions = ("except for old toys, which are lost", "except when it rains")
    quote = f"Toys are taken {conditions[0]}, and {conditions[1]}."
    evidence = [Evidence(0, quote, 0, len(quote))]
    found = relevant_conditions(question, tuple(Condition(c, 0) for c in conditions), evidence)
    assert [c.text for c in found] == list(conditions if listed else conditions[1:])


def sentence(text: str, passage: int = 0, audience: str | None = None) -> Hit:
    span = Span(0, len(text))
    return Hit(Chunk(text, ChunkKind.SENTENCE, "e", text, span, passage, audience), 0.5, 1)


def test_what_it_depends_on_may_stand_beside_the_quotes() -> None:
    quote = sentence("Teeth are cleaned.")
    others = [
        sentence("Teeth are pulled if they hurt.", passage=1),  # not shown
        sentence("Teeth are pulled if they hurt.", audience="pup"),
        sentence("Fur is cut if it is long."),
        sentence("Teeth are filled once they hurt."),
        sentence("Teeth are pulled only if you ask."),
    ]
    chosen = Selection((quote,), (quote.chunk,))
    found = nearby_condition("Do you pay for teeth?", chosen, [quote, *others])
    assert found is others[3].chunk
    assert nearby_condition("Do you pay for ears?", chosen, [quote, *others]) is None
    told = Selection((quote,), (others[2].chunk,))
    assert nearby_condition("Do you pay for teeth?", told, [quote, *others]) is None
