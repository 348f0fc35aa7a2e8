"""Turns that ask nothing: objections, remarks and what readers tell of themselves."""

import pytest

from assistant.assistant import Assistant
from assistant.conversation import Understanding, interpret
from assistant.decision import Thresholds
from assistant.judge.runtime import Polarity
from assistant.types import Audience, Outcome, Turn
from tests.assistant.halls import GUESTS, HALL, SEAT, CaseJudge, opened, opened_on, told, word

AUDIENCES = (
    Audience("student", "Students", ("student", "pupils")),
    Audience("teacher", "Teachers", ("teacher", "staff members")),
)
PARKING = "Is parking free?"


def understood(text: str, *history: str) -> Understanding:
    return interpret(Turn(text, history), AUDIENCES)


class SwayedJudge(CaseJudge):
    """Says no to whatever was remarked upon."""

    id = "swayed-judge"

    def polarity(self, question: str, evidence: str) -> Polarity:
        found = super().polarity(question, evidence)
        return found if question.rstrip(")").endswith("?") else Polarity(0.0, 0.9, 0.0, 0.1)


@pytest.fixture(scope="module")
def hall(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    return opened(tmp_path_factory.mktemp("hall"), SwayedJudge(), Thresholds(verdict=0.8))


@pytest.mark.parametrize(
    "text",
    [
        "that's wrong",
        "No, that can't be right!",
        "not true",
        "You're wrong",
        "I don't think so",
        "nonsense",
        "but this is not helpful at all",
        "That doesn't answer my question.",
    ],
)
def test_who_objects_asks_the_same_question_again_and_objects(text: str) -> None:
    found = understood(text, "May I borrow films?")
    assert (found.standalone, found.objected) == ("May I borrow films?", True)
    assert found.question.normalised == "May I borrow films?"
    assert understood("And in summer?", "May I borrow films?", text).standalone == (
        "May I borrow films? And in summer?"
    )


@pytest.mark.parametrize(
    "text", ["Is that wrong?", "That is wrong for films", "are you sure?", "not in summer"]
)
def test_who_asks_on_does_not_object(text: str) -> None:
    assert not understood(text, "May I borrow films?").objected


@pytest.mark.parametrize("text", ["that's wrong", "I don't think so", "that is not correct"])
def test_who_objects_gets_the_same_answer_and_the_way_to_a_person(
    hall: Assistant, text: str
) -> None:
    before, answer = told(hall, PARKING), told(hall, text, PARKING)
    assert word(before) == word(answer) == "yes"
    assert (answer.passages, answer.escalation is not None) == (before.passages, True)
    assert before.escalation is None
    again = told(hall, "are you sure?", PARKING, text)
    assert (again.standalone_question, again.verdict) == (PARKING, before.verdict)


@pytest.mark.parametrize("text", ["I don't think so", "that is not true"])
def test_where_a_condition_was_asked_about_it_says_that_it_does_not_apply(
    hall: Assistant, text: str
) -> None:
    answer = told(hall, text, GUESTS)
    assert answer.standalone_question == f"{GUESTS} (the hall is full: no)"
    assert answer.escalation is None


@pytest.mark.parametrize("text", ["pizza", "asdfgh", "Hm, rats", "you lot are hopeless"])
def test_a_remark_turns_no_yes_into_no(hall: Assistant, text: str) -> None:
    assert word(told(hall, text, PARKING)) != "no"
    assert word(told(hall, "are you sure?", PARKING, text)) == "yes"


POOL = "May members use the pool?"
POOLS = (
    HALL
    + """
## May members use the pool?
For young members: the pool may not be used.

For old members: the pool may be used.
"""
)


@pytest.fixture(scope="module")
def pools(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    return opened_on(POOLS, tmp_path_factory.mktemp("pools"), SwayedJudge())


@pytest.mark.parametrize(
    "text",
    [
        "oh no",
        "that's a shame",
        "what a shame!",
        "that's unfair",
        "you stupid bot",
        "this is crap",
        "forget it",
        "hmm",
        "just tell me yes or no",
        "yes or no?",
        "so is that a yes or a no?",
        "I'm so sad",
    ],
)
def test_a_remark_leaves_the_answer_as_it_was_for_each_audience(
    pools: Assistant, text: str
) -> None:
    before, answer = told(pools, POOL), told(pools, text, POOL)
    assert before.verdict is not None
    rows = {row.audience: row.value for row in before.verdict.by_audience}
    assert rows == {"young": "no", "old": "yes"}
    assert (answer.standalone_question, answer.verdict) == (POOL, before.verdict)
    again = told(pools, "are you sure?", POOL, text)
    assert (again.standalone_question, again.verdict) == (POOL, before.verdict)


@pytest.mark.parametrize("text", ["wheelchairs", "And what a locker costs"])
def test_another_thing_is_no_remark(pools: Assistant, text: str) -> None:
    assert told(pools, text, SEAT).standalone_question != SEAT


@pytest.mark.parametrize("text", ["thanks, lifted my mood", "one worry less, many thanks!"])
def test_thanks_in_whatever_words_are_small_talk_and_leave_no_trace(
    hall: Assistant, text: str
) -> None:
    assert told(hall, text).message.text == "You are welcome."
    assert told(hall, text, PARKING).outcome is Outcome.SMALL_TALK
    again = told(hall, "And on Sundays?", PARKING, text)
    assert again.standalone_question == f"{PARKING} And on Sundays?"
    for asked in ("thanks, parking", "thanks, what else?", "thanks but can we talk to a person"):
        assert told(hall, asked).outcome is not Outcome.SMALL_TALK


def test_words_of_the_faq_may_change_the_answer(hall: Assistant) -> None:
    assert word(told(hall, "with euros", PARKING)) == "no"


FILMS = "May I borrow films?"


@pytest.mark.parametrize(
    "text",
    [
        "I have worked here for two years",
        "And I was only away on Monday and Tuesday.",
        "My teacher has approved it in writing",
        "The journey to Oslo takes nine hours",
        "We've had four visitors. There was no train back.",
        "It is a ticket for the last train from Oslo",
    ],
)
def test_a_statement_joins_the_question_before_and_is_never_gone_on_with(text: str) -> None:
    found = understood(text, FILMS)
    assert found.is_followup
    assert found.standalone == f"{FILMS} {text}"
    assert understood("And in summer?", FILMS, text).standalone == f"{FILMS} And in summer?"


@pytest.mark.parametrize(
    "text",
    [
        "I need a new library card",
        "I cannot open the garden door",
        "My reader has been stolen yesterday",
        "The lift to the reading room does not work",
        "A card that has expired",
        "Opening hours on public holidays",
        "I was wondering how long cards are valid",
        "I paid for the card twice, can I have it back",
        "Visitors may borrow films for free, right",
    ],
)
def test_a_wish_trouble_or_a_topic_is_no_statement(text: str) -> None:
    join = understood(text, FILMS).join
    assert join is None or join.statement == ""


def test_what_opens_a_conversation_is_the_situation_of_the_question_behind_it() -> None:
    opening, text = "I have worked here for two years", "May staff borrow films for a year?"
    found = understood(text, opening)
    assert found.standalone == f"{opening}. {text}"
    assert (found.question.clause, found.question.context) == (text, (f"{opening}.",))
    assert found.question.normalised == text
    assert understood("And in summer?", opening, text).standalone == (
        f"{opening}. {text} And in summer?"
    )
    other = "Which cards are valid for visitors from abroad?"
    assert understood(other, opening, text).standalone == other


def test_a_statement_about_another_entry_begins_with_that(hall: Assistant) -> None:
    answer = told(hall, "My guests will come in May", PARKING)
    assert answer.standalone_question == "My guests will come in May"
    assert told(hall, "The others will come in May", PARKING).standalone_question == (
        f"{PARKING} The others will come in May"
    )
    seat = "What does a seat cost in the hall?"
    assert told(hall, seat, "My guests will come in May").standalone_question == seat
    assert told(hall, seat, "We will come in May").standalone_question == (
        f"We will come in May. {seat}"
    )


@pytest.mark.parametrize(
    ("text", "outcome"),
    [
        ("How do I reach the Desk?", Outcome.HANDOFF),
        ("can I talk to the porters please?", Outcome.HANDOFF),
        ("I want to speak to someone at the Desk", Outcome.HANDOFF),
        ("Can I talk to HR?", None),
        ("Can I speak to someone at the parking?", None),
        ("How do I contact ask?", None),
        ("How can I reach parking?", None),
    ],
)
def test_who_asks_for_those_to_turn_to_is_told_how(
    tmp_path_factory: pytest.TempPathFactory, text: str, outcome: Outcome | None
) -> None:
    folder = tmp_path_factory.mktemp("desk")
    text_and_links = "{text: Ask at the Desk., links: [{title: Porters}, {title: Parking}]}"
    hall = opened(folder, CaseJudge(), Thresholds(), escalation=text_and_links)
    assert (told(hall, text, GUESTS).outcome is Outcome.HANDOFF) is (outcome is Outcome.HANDOFF)
    if outcome:
        assert told(hall, "And on Sundays?", GUESTS, text).standalone_question.startswith(GUESTS)
