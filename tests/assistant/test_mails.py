"""Questions within mails: what is asked, and what was asked before or by others."""

import pytest

from assistant.questions import analyse
from assistant.questions.courtesy import is_courtesy
from assistant.questions.message import own_text, split_message
from assistant.types import QuestionForm


def test_the_question_of_a_long_mail_is_found_and_the_rest_is_its_context() -> None:
    question = analyse(
        "Good morning, we run a bakery in Porto. Last year we bought ten tills. "
        "May we move two of them to Lisbon? Many thanks and kind regards, Ana"
    )
    assert question.clause == "May we move two of them to Lisbon?"
    assert "Last year we bought ten tills." in question.context


@pytest.mark.parametrize(
    "below",
    [
        "From: Support\nSent: Monday\nSubject: Re: How much is it?\n\nHow can we help you?",
        "-----Original Message-----\nWhat can we do for you?",
        "On Mon, 3 Mar 2025, Support wrote:\nDid you try the app?",
        "-- \nAna Lopez\nNew here? Visit our shop",
    ],
)
def test_what_stands_below_the_own_mail_is_not_asked(below: str) -> None:
    assert analyse(f"Is the deposit refundable?\n\n{below}").clause == "Is the deposit refundable?"


def test_a_mail_of_which_all_is_forwarded_is_read() -> None:
    text = "From: Ana\nSubject: deposit\n\nIs the deposit refundable?"
    assert analyse(text).clause == "Is the deposit refundable?"


HEAD = "From: Ana Lopez <ana@x.org>\nDate: Tue, 4 Mar\nTo: <desk@x.org>"


@pytest.mark.parametrize(
    ("plea", "mail"),
    [
        ("Please see the mail below.", f"---------- Forwarded message ----------\n{HEAD}\n\n{{}}"),
        ("Can you help him please?", "-----Original Message-----\n\nHello,\n{}\nBest, Ana"),
        ("Could somebody please answer this customer?", "On Mon, Ana wrote:\n> {}\n> Thanks"),
        ("FYI", "On Mon, Ana wrote:\n> {}"),
        ("FYI - see below, can you answer him?", "Begin forwarded message:\n\n{}"),
        ("Hi, can you take this one?\n\n-- \nBob Smith\nThe desk", f"__________\n{HEAD}\n\n{{}}"),
        ("Could you get back to me by Friday?\nThanks\nBob Smith\nThe desk", "__________\n{}"),
        ("", "On Mon, Ana wrote:\n> {}"),
        ("Fwd", "On Mon, Bob wrote:\n> Any idea?\n> On Sun, Ana wrote:\n>> {}"),
    ],
)
def test_of_a_mail_that_is_only_passed_on_the_question_is_read(plea: str, mail: str) -> None:
    asks = "Is the deposit refundable?"
    found = analyse(f"{plea}\n\n{mail.format(asks)}")
    assert (found.clause, found.context, found.form) == (asks, (), QuestionForm.POLAR)


def test_a_quoted_question_with_a_plea_is_read() -> None:
    found = analyse("> Is the deposit refundable?\n> Ana\n\nAny idea?")
    assert (found.clause, found.form) == ("Is the deposit refundable?", QuestionForm.POLAR)


@pytest.mark.parametrize(
    "own", ["Thanks, that helps a lot!", "It still sticks to the door.", "Refunds?"]
)
def test_a_mail_below_what_pleads_for_nothing_is_not_read(own: str) -> None:
    read = split_message(f"{own}\n\nOn Mon, Ana wrote:\n> Is the deposit refundable?")
    assert read[0] == own
    assert "deposit" not in " ".join(read)


def test_a_message_is_kept_without_an_earlier_mail_and_a_signature() -> None:
    asks = "Hi,\nis the deposit refundable?\nThanks"
    assert (
        own_text(f"{asks}\nBob Smith\nThe desk\nTel. 01234 567\n\nOn Mon, Ana wrote:\n> No") == asks
    )
    assert own_text(f"FYI\n\n-----Original Message-----\n{asks}\nAna Lopez") == asks
    for text in (asks, f"{asks}\n", "Hi\nRefunds", "-- ", "Thanks\nBob", ">", ""):
        assert own_text(text) == text


def test_the_subject_of_a_mail_that_is_passed_on_is_kept() -> None:
    text = "FYI\n\nFrom: Ana\nSubject: running shoes\nTo: us\n\nAre they allowed?"
    assert analyse(text).context == ("Subject: running shoes",)


@pytest.mark.parametrize(
    "text",
    [
        "Can you take them?",
        "Can you take this card?",
        "Can anybody help at night?",
        "Will someone answer me by mail?",
        "See the rules below",
    ],
)
def test_what_may_be_asked_of_the_faq_is_no_plea(text: str) -> None:
    assert not is_courtesy(text)


@pytest.mark.parametrize(
    "plea",
    [
        "Could you get back to me by Friday?",
        "See below, can you answer him?",
        "Do you really need to print this e-mail?",
        "Can you confirm?",
        "Does anyone know?",
        "Could you please let me know?",
        "Any help appreciated?",
    ],
)
def test_a_plea_behind_the_question_is_not_the_question(plea: str) -> None:
    assert analyse(f"Can I return shoes? {plea}").clause == "Can I return shoes?"


def test_a_mail_head_alone_is_a_line_of_the_own_mail() -> None:
    text = "We moved our shop last May.\nDate: 3 May\nIs the deposit refundable?"
    assert analyse(text).context == ("We moved our shop last May.", "Date: 3 May")
