import pytest

from assistant.conversation.agreement import denies, may_agree, read_agreement
from assistant.conversation.reply_parsing import Meaning

ADULT = "an adult is with them"


def meaning(text: str, condition: str = ADULT) -> Meaning | None:
    reply = read_agreement(text, condition)
    return reply.meaning if reply else None


@pytest.mark.parametrize(
    "text",
    [
        "yes, it does",
        "Yes we do.",
        "it applies to us",
        "that is the case",
        "applies",
        "yes, thanks",
        "Yes, an adult is with them",
        "an adult is with them",
        "What if it does?",
        "and if so?",
    ],
)
def test_a_statement_says_that_it_applies(text: str) -> None:
    assert may_agree(text)
    assert meaning(text) is Meaning.YES


@pytest.mark.parametrize(
    "text",
    [
        "no, we don't",
        "No it does not apply to us",
        "I\u2019m not",
        "not yet, sorry",
        "no, an adult isn't with them",
        "and if I don't?",
        "And if not?",
        "otherwise?",
        "and without that?",
    ],
)
def test_a_statement_says_that_it_does_not(text: str) -> None:
    assert may_agree(text)
    assert meaning(text) is Meaning.NO


@pytest.mark.parametrize("text", ["yes, it does not", "no, we do", "no, an adult is with them"])
def test_yes_and_no_at_once_say_neither(text: str) -> None:
    assert meaning(text) is Meaning.UNCLEAR


def test_we_dont_says_nothing_of_a_condition_with_a_negation() -> None:
    assert meaning("no, we don't", "you do not pay") is Meaning.UNCLEAR
    assert meaning("yes", "you do not pay") is Meaning.YES


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("not yet", Meaning.YES),
        ("Never.", Meaning.YES),
        ("not at all, sorry", Meaning.YES),
        ("right, not yet", Meaning.YES),
        ("No, not yet", Meaning.YES),
        ("not activated yet", Meaning.YES),
        ("nope, not activated", Meaning.YES),
        ("No, it hasn't been activated yet", Meaning.YES),
        ("yes, that is right", Meaning.YES),
        ("it does", Meaning.YES),
        ("no", Meaning.NO),
        ("nope", Meaning.NO),
        ("it has", Meaning.NO),
        ("no, it has", Meaning.NO),
        ("and if it has?", Meaning.NO),
        ("and if so?", Meaning.YES),
        ("yes it has", Meaning.UNCLEAR),
        ("not really", Meaning.UNCLEAR),
        ("No, it is still unused", Meaning.UNCLEAR),
    ],
)
def test_not_yet_repeats_the_negation_of_a_condition(text: str, said: Meaning) -> None:
    assert may_agree(text)
    assert meaning(text, "the key has not been activated") is said


def test_not_yet_denies_a_condition_without_a_negated_verb() -> None:
    assert meaning("not yet", "the key has been activated") is Meaning.NO
    assert meaning("no, not activated", "the key has been activated") is Meaning.NO
    assert meaning("never", "you travel without a pass") is Meaning.UNCLEAR
    assert meaning("not yet", "it is paid and has not been sent") is Meaning.UNCLEAR
    assert meaning("it does", "the key does not work") is Meaning.NO


def test_what_is_stated_behind_the_word_says_why() -> None:
    assert meaning("yes, my boss will confirm it", "the employer confirms") is Meaning.YES
    assert meaning("no, we're married", "the parents are not married") is Meaning.NO
    assert meaning("no, i mean the sauna") is None
    assert meaning("my boss will confirm it", "the employer confirms") is None


def test_part_of_two_conditions_is_not_both() -> None:
    both = "you move away and you show a note"
    assert meaning("we show a note", both) is None
    assert meaning("we show a note", "you move away or show a note") is Meaning.YES


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("No bids.", Meaning.YES),
        ("there are no bids", Meaning.YES),
        ("The item was lost", Meaning.YES),
        ("it was lost", Meaning.YES),
        ("No, there are bids", Meaning.NO),
        ("no", Meaning.NO),
        ("The item was not lost", Meaning.UNCLEAR),
        ("there are bids", Meaning.UNCLEAR),
        ("no, the item was lost", Meaning.UNCLEAR),
        ("no offers", None),
    ],
)
def test_one_of_two_conditions_is_enough_and_its_denial_leaves_the_other(
    text: str, said: Meaning | None
) -> None:
    assert meaning(text, "there are no bids or the item was lost") is said


def test_the_no_of_no_orders_is_no_answer() -> None:
    for condition, said in (("you have no orders", Meaning.YES), ("you have orders", Meaning.NO)):
        assert meaning("No orders.", condition) is said
        assert meaning("I have no orders", condition) is said
        assert meaning("no, I have no orders", condition) in (said, Meaning.UNCLEAR)
    assert meaning("no I have orders", "you have no orders") is Meaning.NO


def test_who_denies_one_of_two_that_both_are_needed_denies_them() -> None:
    both = "the card was stolen and you have no note"
    assert meaning("it was not stolen", both) is Meaning.NO
    assert meaning("the card was stolen and I have no note", both) is Meaning.YES
    assert meaning("the card was stolen", both) is None
    assert meaning("we pay by card", "you pay by card or cash and are a member") is None


def test_one_of_several_cases_is_enough() -> None:
    cases = "a complaint is open, when your name is not known, or when sales rise"
    assert meaning("my name is not known", cases) is Meaning.YES
    assert meaning("the sales rise", cases) is Meaning.YES
    assert meaning("no complaint is open", cases) is Meaning.UNCLEAR


def test_ten_or_more_is_one_condition() -> None:
    assert meaning("it is not worth ten euros", "it is worth ten euros or more") is Meaning.NO


@pytest.mark.parametrize(
    "text",
    [
        "yes, can they swim?",
        "no, I meant the sauna",
        "the sauna",
        "and on Sundays?",
        "we have two dogs",
    ],
)
def test_other_turns_say_nothing_of_it(text: str) -> None:
    assert meaning(text) is None


def test_a_statement_before_the_question_may_deny_a_condition() -> None:
    condition = "you have no access to customer systems"
    assert denies("We do have access to customer systems.", condition)
    assert not denies("We have no access to customer systems.", condition)
    assert not denies("We have customers.", condition)
    assert not denies("We do.", condition)
    assert not denies("No, thanks.", condition)


def test_a_supposition_needs_something_to_suppose() -> None:
    assert meaning("and if not?", "") is None
    assert meaning("yes, we do", "") is Meaning.YES


def test_other_questions_are_not_looked_up() -> None:
    for text in ("", "How long?", "And parking?", "thanks", "x" * 500):
        assert not may_agree(text)
