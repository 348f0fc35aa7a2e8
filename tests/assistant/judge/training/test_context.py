import random

from assistant.judge.training.context import Context
from assistant.judge.training.examples import Example, Label

TEXT = "Seats cannot be shared by two people."


def example(question: str, kind: str = "agree", text: str = TEXT, document: str = "d1") -> Example:
    return Example(question, "Seats", text, Label.NO, "test", document, kind)


POLAR = example("May two people share?")
OPEN = example("Who may use a seat?", "wh")
MAIL = example(
    "We moved to Oslo in the spring. May we keep our two pets here? It rains a lot in there. May I pay late?",
    "long",
    "Fees are due on the first of the month.",
    "d2",
)


def test_the_question_before_is_another_one_on_the_same_text() -> None:
    context = Context([POLAR, OPEN, MAIL])
    found = {context.after_another(POLAR, random.Random(i)).question for i in range(40)}
    assert found == {
        "Who may use a seat? May two people share?",
        "Who may use a seat? And may two people share?",
    }


def test_a_question_alone_on_its_text_stays_alone() -> None:
    assert Context([POLAR, MAIL]).after_another(POLAR, random.Random(1)) is POLAR


def test_remarks_come_from_e_mails_about_other_texts_and_ask_nothing() -> None:
    context = Context([POLAR, MAIL])
    found = {context.after_remarks(POLAR, random.Random(i)).question for i in range(40)}
    assert any(question.startswith("We moved to Oslo in the spring.") for question in found)
    assert not any("pets" in question or "late" in question for question in found)
    assert context.after_remarks(MAIL, random.Random(1)).question == MAIL.question


def test_what_stands_in_front_is_drawn_in_shares_and_changes_no_label() -> None:
    rng, context = random.Random(1), Context([POLAR, OPEN, MAIL])
    drawn = [context.drawn(POLAR, rng) for _ in range(1000)]
    behind = [item for item in drawn if item.question != POLAR.question]
    assert 100 < len(behind) < 200
    assert {item.label for item in drawn} == {POLAR.label}
