import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.conversation.question_splitting import split_questions


def asked(text: str) -> list[str]:
    return [part.asked for part in split_questions(text)]


def test_two_questions_are_two() -> None:
    assert asked("May films be borrowed? And how long is a card valid?") == [
        "May films be borrowed?",
        "How long is a card valid?",
    ]


def test_two_questions_in_one_sentence_are_two() -> None:
    assert asked("Can I bring food and how long is a card valid?") == [
        "Can I bring food?",
        "How long is a card valid?",
    ]


def test_a_question_with_do_not_is_asked_and_a_request_is_not() -> None:
    second = "May guests park behind the house?"
    assert len(split_questions(f"Don't we need a library card\n{second}")) == 2
    assert split_questions(f"Don't laugh\n{second}") == ()


def test_a_numbered_list_is_as_many_questions_as_it_has() -> None:
    text = "1. May films be borrowed?\n2. How long is a card valid?\n3. Is there a printer?"
    assert len(asked(text)) == 3


def test_a_list_in_one_line_is_as_many_questions_as_it_has() -> None:
    first, second = "May films be borrowed?", "How long is a card valid?"
    assert asked(f"Two things: 1) {first} 2) {second}") == [first, second]
    assert asked(f"{first} / {second}") == [first, second]
    assert asked(f"(a) {first} (b) {second}") == [first, second]


def test_questions_with_commas_between_are_as_many() -> None:
    text = "Can I bring food, do I need a card, and may I bring a friend?"
    assert asked(text) == ["Can I bring food?", "Do I need a card?", "May I bring a friend?"]


def test_a_sentence_without_an_end_is_not_cut() -> None:
    assert (
        split_questions("Can I bring food and " + "how long is a card valid and " * 60 + "is it?")
        == ()
    )


def test_of_a_long_list_the_first_ten_are_kept() -> None:
    text = " ".join(f"How long is card {n} valid?" for n in range(12))
    assert [part.place for part in split_questions(text)] == list(range(10))


@pytest.mark.parametrize(
    ("text", "second"),
    [
        ("How long is a card valid and is alcohol allowed?", "Is alcohol allowed?"),
        ("How long is a card valid and do young members pay?", "Do young members pay?"),
        ("How long is a card valid and whether alcohol is allowed?", "Whether alcohol is allowed?"),
    ],
)
def test_where_the_subject_may_be_any_word_two_questions_are_cut_loosely(
    text: str, second: str
) -> None:
    assert split_questions(text) == ()
    first, other = split_questions(text, loosely=True)
    assert (first.asked, other.asked) == ("How long is a card valid?", second)


@pytest.mark.parametrize(
    "end", ["have lunch in the garden", "do paperwork", "is damaged by water", "be seen by members"]
)
def test_what_only_says_more_of_the_first_is_not_cut_loosely(end: str) -> None:
    assert split_questions(f"Can I return a card that I found and {end}?", loosely=True) == ()


def test_how_many_of_a_longer_thing_may_be_asked_second() -> None:
    assert asked("Can I bring food and how many rooms with a garden do you have?") == [
        "Can I bring food?",
        "How many rooms with a garden do you have?",
    ]


def test_a_question_asked_twice_is_one() -> None:
    assert asked("May I borrow films? may I borrow films?") == []
    again = "May I borrow films? How long is a card valid? May I borrow films?"
    assert asked(again) == ["May I borrow films?", "How long is a card valid?"]


@pytest.mark.parametrize(
    "joint", ["? And books?", "? What about books?", ", and what about books?"]
)
def test_the_question_before_asked_of_something_else_is_a_question(joint: str) -> None:
    assert asked(f"May I borrow films{joint}") == ["May I borrow films?", "May I borrow books?"]


@pytest.mark.parametrize("joint", ["? And on Sundays?", "? And the price?", " and how about that?"])
def test_what_says_more_of_the_question_before_stays_with_it(joint: str) -> None:
    assert asked(f"May I borrow films{joint}") == []


@pytest.mark.parametrize("said", ["Ok thanks", "Sure", "Great", "Got it", "Perfect thank you"])
def test_a_courtesy_before_and_is_no_question(said: str) -> None:
    assert split_questions(f"{said}, and how long is a card valid?", goes_on=True) == ()
    first, _ = split_questions(f"{said} and is it free and how long is a card valid?", goes_on=True)
    assert first.asked.lower() == "is it free?"


def test_a_list_is_asked_without_its_dashes() -> None:
    text = "I am moving.\n- May films be borrowed abroad?\n- How long is a card valid?"
    assert [part.text for part in split_questions(text)] == [
        "I am moving. May films be borrowed abroad?",
        "I am moving. How long is a card valid?",
    ]


@pytest.mark.parametrize("short", ["Is 5G included?", "Is TV free?", "Dogs allowed?"])
def test_a_short_question_is_one_of_several(short: str) -> None:
    assert asked(f"How long is a card valid? {short}") == ["How long is a card valid?", short]
    assert asked(f"{short} How long is a card valid?") == [short, "How long is a card valid?"]


def test_the_first_question_may_lean_on_an_earlier_message() -> None:
    text = "And books? How long is a card valid?"
    assert split_questions(text) == ()
    first, second = split_questions(text, goes_on=True)
    assert (first.text, second.asked) == ("And books?", "How long is a card valid?")


def test_what_points_back_within_a_clause_points_to_what_was_told() -> None:
    text = (
        "My card was stolen. Do I have to pay for it? And can I borrow films until I get a new one?"
    )
    first, second = split_questions(text)
    assert first.text == "My card was stolen. Do I have to pay for it?"
    assert second.asked == "Can I borrow films until I get a new one?"
    assert second.text.startswith("My card was stolen. ")


def test_what_is_told_first_and_last_is_told_for_every_question() -> None:
    mail = (
        "Hello,\n\nI lost a book in May. What do I have to pay? My sister has a card, too. "
        "Can I use her card? We both are students.\n\nKind regards\nTom"
    )
    first, second = split_questions(mail)
    assert first.text == "I lost a book in May. What do I have to pay? We both are students."
    assert second.text == (
        "I lost a book in May. My sister has a card, too. Can I use her card? We both are students."
    )


def test_a_question_that_leans_on_the_one_before_stays_with_it() -> None:
    text = "May I bring food? How long is a card valid? How can it be extended?"
    assert asked(text) == ["May I bring food?", "How long is a card valid? How can it be extended?"]


@pytest.mark.parametrize(
    "text",
    [
        "May I borrow films? Can they be taken abroad?",
        "May I borrow films and can they be taken abroad?",
        "How do I borrow films? Can they be taken abroad?",
        "How do I borrow films and can they be taken abroad?",
    ],
)
def test_a_yes_or_no_is_asked_for_apart_though_it_leans_on_the_question_before(text: str) -> None:
    first, second = split_questions(text)
    assert first.text in ("May I borrow films?", "How do I borrow films?")
    assert second.asked == "Can they be taken abroad?"
    assert (second.text, second.depends) == (f"{first.text} Can they be taken abroad?", True)


@pytest.mark.parametrize(
    "joined",
    [", and how much is it?", "? What does it cost?", "? And who pays it?", " and how often?"],
)
def test_a_detail_is_asked_apart_from_a_yes_or_no(joined: str) -> None:
    first, second = split_questions(f"Is there an exit fee{joined}")
    assert (first.text, second.depends) == ("Is there an exit fee?", True)
    assert second.text == f"{first.text} {second.asked}"


@pytest.mark.parametrize(
    "joined", ["? If so, how much is it?", "? Why is that?", ", and how?", "? What does that mean?"]
)
def test_what_is_no_detail_stays_with_the_yes_or_no(joined: str) -> None:
    assert split_questions(f"Is there an exit fee{joined}") == ()


def test_each_that_leans_is_asked_with_the_question_that_it_leans_on() -> None:
    text = "Is there a bar? Is it free? Is it open late? Is there a garden at the back? Is it free?"
    assert [part.text for part in split_questions(text)] == [
        "Is there a bar?",
        "Is there a bar? Is it free?",
        "Is there a bar? Is it open late?",
        "Is there a garden at the back?",
        "Is there a garden at the back? Is it free?",
    ]


def test_where_the_first_leans_on_an_earlier_message_so_do_those_after_it() -> None:
    parts = split_questions("Is it free? Can it be extended?", goes_on=True)
    assert [part.text for part in parts] == ["Is it free?", "Can it be extended?"]


def test_a_request_without_a_question_mark_counts() -> None:
    text = "I was wondering if we may borrow films. Also, please tell me how long cards last."
    assert len(asked(text)) == 2


@pytest.mark.parametrize(
    "text",
    [
        "We are a school. Can we borrow films? It is urgent.",
        "May films be borrowed? If so, for how long?",
        "May films be borrowed? For how many days?",
        "May I bring a dog? Is that allowed?",
        "May films be borrowed? If so, is it free?",
        "How do films get borrowed? Is that allowed?",
        "What if a film is lost? Can it be replaced?",
        "Any ideas? May films be borrowed?",
        "Can you help me? May films be borrowed?",
        "Really? May films be borrowed?",
        "May films be borrowed? Or must each be watched here?",
        "What is a reservation and how does it work?",
        "Do you know when and how cards expire?",
        "Can I return a film and have it checked?",
        "Can I return a film and do a test of the player?",
        "How long is a card valid? Always free?",
        "Can I ask, can we borrow films?",
        "Are my days lost if I fall ill on the beach and have a certificate?",
        "What a lovely terrace you have! Could we use one of the rooms?",
        "Hello, please do not laugh: I run a school. May films be borrowed?",
        "We bought five cards, and the bill says E4, which the desk tells me is new. May all be kept?",
        "When we moved, the cards expired. May they be renewed?",
        "When I move abroad, do I keep my card?",
        "If the film is late, can I pay later?",
        "Who pays for the film, is it the library?",
        "The card is free, isn't it?",
        "had my card stolen, do I pay for a new one?",
        "wasn't at home, can I borrow it again?",
        "In May, can I borrow films (at most 2) for a week?",
    ],
)
def test_one_question_with_its_situation_is_one(text: str) -> None:
    assert split_questions(text) == ()


@given(st.text())
def test_any_text_is_split_questionsd_somehow(text: str) -> None:
    assert len(split_questions(text)) != 1


VERBS = frozenset("borrow bring rent share take use wear".split())


def joined_by_verbs(text: str) -> list[str]:
    parts = split_questions(text, loosely=True, is_verb=VERBS.__contains__)
    return [part.asked for part in parts]


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        (
            "Can members borrow films and wear running shoes inside?",
            ["Can members borrow films?", "Can members wear running shoes inside?"],
        ),
        (
            "Hi, may our young members park for free and rent a locker?",
            ["May our young members park for free?", "May our young members rent a locker?"],
        ),
        (
            "Can I use the hall, borrow a film and also bring dogs to the garden?",
            ["Can I use the hall?", "Can I borrow a film?", "Can I bring dogs to the garden?"],
        ),
    ],
)
def test_what_is_asked_under_one_auxiliary_is_cut_where_verbs_are_known(
    text: str, parts: list[str]
) -> None:
    assert joined_by_verbs(text) == parts
    assert split_questions(text, loosely=True) == ()


@pytest.mark.parametrize(
    "text",
    [
        "Can we download and install the software?",
        "Can I bring my wife and children?",
        "Can I bring my wife and small children?",
        "Can I use the hall and reading rooms?",
        "Can we take the card and use it?",
        "Do I need a card to enter the hall and use the garden?",
        "Can I return a film that I found and take the reward?",
        "Can you send me a list and rent a hall?",
        "Can I borrow a film, a book and two maps?",
    ],
)
def test_one_question_with_two_things_or_verbs_is_not_cut(text: str) -> None:
    assert joined_by_verbs(text) == []
