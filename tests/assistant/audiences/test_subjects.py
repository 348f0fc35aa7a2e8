import pytest

from assistant.audiences.subjects import (
    limited_to,
    refused_audiences,
    subjects,
    tells_others,
)
from assistant.types import Audience

AUDIENCES = (
    Audience("guest", "Guests", ("visitor",)),
    Audience("student", "Students", ("pupils",)),
    Audience("pro", "Pro", ()),
    Audience("free", "Free", ()),
)


@pytest.mark.parametrize(
    ("sentence", "audience"),
    [
        ("Guests cannot renew loans.", "guest"),
        ("However, guests may not renew loans.", "guest"),
        ("Students with a card of their own may borrow films.", "student"),
        ("A student must show the card.", "student"),
        ("Students pay half.", "student"),
        ("Students cannot ask for rooms.", "student"),
        ("Pro customers can also export notebooks.", "pro"),
        ("Webhooks are not available on Free.", "free"),
        ("The archive is available to **Pro customers**.", "pro"),
        ("On Pro they are kept for a year.", "pro"),
        ("With Pro you get more.", "pro"),
        ("By contrast, the guests from abroad still need a passport.", "guest"),
        ("Renewals are currently allowed for all students.", "student"),
    ],
)
def test_a_sentence_about_one_audience_is_for_that_one(sentence: str, audience: str) -> None:
    assert limited_to(sentence, AUDIENCES) == audience


@pytest.mark.parametrize(
    "sentence",
    [
        "Loans can be renewed twice.",
        "Only students may borrow films.",
        "Students and guests may borrow films.",
        "Students, like all others, may borrow films.",
        "Unlike Free, Pro includes the archive.",
        "Rooms are reserved for students.",
        "Films are available to everybody except guests.",
        "You can upgrade to Pro.",
        "We tell students when a book is due.",
        "Pro support is there on weekdays.",
        "For Pro support, write to us.",
        "Students too may borrow films.",
        "Not even students may borrow films.",
        "Students may borrow films when they have a card.",
        "Along with students, guests may borrow films.",
        "Films are available for students on weekdays.",
        "Students at the desk can help you.",
        "A pro will check your machine.",
        "Parking is available for free.",
        "Students must not ask what it costs.",
        "Guests may not refuse to be searched.",
        "Students have to answer within three days.",
        "The guest has to be told at least 30 days before.",
        "Students are notified by e-mail.",
    ],
)
def test_a_sentence_that_says_something_to_others_is_for_everybody(sentence: str) -> None:
    assert limited_to(sentence, AUDIENCES) is None


def test_a_sentence_goes_on_about_whom_the_one_before_is_about() -> None:
    told = ["Guests are welcome.", "They must not smoke.", "It is late.", "They are closed."]
    assert subjects(told, AUDIENCES) == ["guest", "guest", None, None]
    assert subjects(["Guests may leave.", "They and students pay."], AUDIENCES) == ["guest", None]
    assert subjects(["They may leave."], AUDIENCES) == [None]


@pytest.mark.parametrize(
    ("sentence", "tells"),
    [
        ("Dual approval is available for students.", True),
        ("Late returns are usually allowed for **students**.", True),
        ("Late returns are not allowed for students.", False),
        ("Films are forbidden for students.", False),
        ("Films are free for students at night.", False),
        ("Students may borrow films.", False),
        ("Films are free.", False),
    ],
)
def test_what_some_have_is_told_to_those_who_have_it_not(sentence: str, tells: bool) -> None:
    assert tells_others(sentence, AUDIENCES) is tells


@pytest.mark.parametrize(
    ("sentence", "refused"),
    [
        ("Guests and students are not eligible.", ("guest", "student")),
        ("The guests, all students and Pro customers can't vote.", ("guest", "student", "pro")),
        ("Students may park; guests may not.", ("guest",)),
        ("Students may park, but guests and visitors may not.", ("guest",)),
        ("Guests may not park while students may.", ("guest",)),
        ("Neither guests nor students are eligible.", ("guest", "student")),
        ("Guests are not eligible unless they have a card.", ("guest",)),
        ("Guests and charities are not eligible.", ("guest",)),
        ("Sole traders, guests from abroad and Pro customers may not.", ("guest", "pro")),
        ("Guests and students pay twice as much.", ()),
        ("Only guests and students may not park.", ()),
        ("Guests and students cannot help you.", ()),
        ("Students and guests must not ask what it costs.", ()),
        ("Parking for guests and students is not free.", ()),
        ("The archive is not open.", ()),
        ("", ()),
    ],
)
def test_whom_a_sentence_refuses_something(sentence: str, refused: tuple[str, ...]) -> None:
    assert refused_audiences(sentence, AUDIENCES) == refused
