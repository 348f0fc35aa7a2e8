import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.english import correct_question_words
from assistant.patterns import any_of
from assistant.questions import analyse
from assistant.questions.asking import embedded, requests_information
from assistant.questions.courtesy import is_courtesy, opener_end
from assistant.types import QuestionForm

POLAR = [
    "Can we store the archive abroad?",
    "May contractors use the parking garage?",
    "Isn't overtime paid at a higher rate?",
    "You close at noon on Fridays, right?",
    "The deposit is refundable, isn't it?",
    "I'd like to know whether interns get a laptop.",
    "Could you tell me if the gym is free for guests?",
    "Refunds are paid in cash?",
    "If I pay late, do I lose my seat?",
    "Annual pass holder, two kids: are they let in free?",
    "custom logo possible?",
    "We bought the basic plan in Peru. Is it valid in Chile too?",
    "cna we sell it on?",
    "I bring a dog that weighs 4 kilos. Allowed?",
    "Please confirm that the fee is waived for students",
    "Hi team, hope you are well. We moved last week. Do we have to tell the bank?",
    "Sorry to bother you, can we store the archive abroad?",
    "Hope you can help, is the gym free for guests?",
    "Could you tell me if a lost card is ok?",
    "Can you help us if we lose a card?",
    "Hello, could you please tell me: can visitors borrow films? Thank you!",
    "I was wondering if the fee can be waived",
    "Not sure whether my plan includes storage",
    "We moved in May and would like to know if our contract goes on.",
    "Please tell me is it refundable",
    "When I cancel do I get my money back?",
    "What if I lose my card, do I pay a fee?",
    "When paying late, are students charged?",
    "Pets allowed",
    "Delivery to Norway possible",
    "Need to bring a passport?",
    "Files wiped when the account gets closed?",
    "My son is 14 and comes alone. OK?",
    "Will you give me a new key?",
    "Can you provide invoices in English?",
    "Number of guests limited?",
    "swap a seat at the counter of another station possible",
    "Sunday open?",
]


OPEN = [
    "What does the premium plan cost?",
    "How long may a visitor stay?",
    "For how long are logs kept?",
    "In which countries do you ship?",
    "Can you tell me how to reset my password?",
    "Do you know when the shop opens?",
    "Explain the refund procedure",
    "warranty lenght??",
    "Under what circumstances is the deposit kept?",
    "I would like to know which form to use.",
    "Can you explain the difference between the two plans?",
    "Could you tell me the price of a card?",
    "Can you please give me a list of products?",
    "Do you know the number of seats?",
    "Could you tell me: what does a card cost?",
    "a case for my macbook",
    "Best way to return a book?",
    "I have a question about guest passes",
    "May I ask how much it costs?",
    "Does anyone know how to reset a PIN?",
    "Would you mind telling me what the fees are?",
    "When do you open, and do you have parking?",
    "If so, how?",
    "Price of a day pass?",
    "Opening hours on Sunday?",
    "Can't log in",
    "Cannot find my invoice.",
    "Was charged twice!",
    "Have a question about fees",
    "The amount on my bill is not correct",
]


@pytest.mark.parametrize("text", POLAR)
def test_a_yes_no_question_is_recognised_in_any_dress(text: str) -> None:
    assert analyse(text).form is QuestionForm.POLAR


@pytest.mark.parametrize("text", OPEN)
def test_a_question_for_something_else_is_open(text: str) -> None:
    assert analyse(text).form is QuestionForm.OPEN


@pytest.mark.parametrize(
    "text",
    [
        "Is it charged per user or per device?",
        "Do I pay monthly or yearly?",
        "Is the price with or without breakfast?",
        "Is breakfast included or excluded?",
        "Is delivery free or chargeable?",
        "Is it paid at once, or is it paid monthly?",
    ],
)
def test_a_choice_between_two_things_is_not_a_yes_no_question(text: str) -> None:
    assert analyse(text).form is QuestionForm.ALTERNATIVE


@pytest.mark.parametrize(
    ("text", "clause"),
    [
        ("Do you accept cards or not?", "Do you accept cards?"),
        ("Can monthly plans be refunded, yes or no", "Can monthly plans be refunded?"),
        ("Is it free (y/n)?", "Is it free?"),
        ("Cards yes/no?", "Cards?"),
    ],
)
def test_who_offers_yes_and_no_wants_one_of_them(text: str, clause: str) -> None:
    question = analyse(text)
    assert (question.form, question.clause) == (QuestionForm.POLAR, clause)


def test_not_at_the_end_may_belong_to_the_question() -> None:
    assert analyse("Is it free, and if so, why not?").clause.endswith("why not?")


@given(st.text(max_size=400))
def test_any_text_is_understood_somehow(text: str) -> None:
    question = analyse(text)
    assert question.form in QuestionForm


def test_a_very_long_text_takes_no_more_than_a_part_of_it() -> None:
    assert analyse("can " * 100_000).form in QuestionForm
    assert analyse("(" * 100_000 + "?").form in QuestionForm
    assert analyse("!" * 100_000 + "?").form in QuestionForm


@pytest.mark.parametrize(
    "text",
    [
        "Sorry to bother you, can we store the archive abroad?",
        "I have a question about guest passes",
        "Best place to park?",
    ],
)
def test_a_question_behind_a_courtesy_is_no_small_talk(text: str) -> None:
    assert not is_courtesy(text)


@pytest.mark.parametrize(
    "text",
    [
        "Hi Sarah",
        "Good morning Anna,",
        "Best, Anna Smith",
        "Sorry for the delay.",
        "I have a question.",
    ],
)
def test_names_and_apologies_are_courtesies(text: str) -> None:
    assert is_courtesy(text)


@pytest.mark.parametrize("text", ["Second-hand books allowed?", "Re-issue a card?"])
def test_a_hyphenated_word_keeps_its_beginning(text: str) -> None:
    assert analyse(text).clause == text


def test_without_a_question_mark_the_sentence_that_asks_is_found() -> None:
    asks = "We bought three seats and would like to know if we can add more."
    assert analyse(f"{asks} We are a school in Oslo.").clause == asks


@pytest.mark.parametrize(
    "text", ["I hope you ship to Canada", "Hope this can be refunded", "greetings cards"]
)
def test_a_hope_that_asks_is_no_small_talk(text: str) -> None:
    assert not is_courtesy(text)


def test_a_pattern_written_a_branch_a_line_is_a_group_of_its_branches() -> None:
    assert (
        any_of("""
            hi | hello    # at any time | of day
            good (?:morning|evening)
            # nothing else
            bye
        """)
        == "(?:hi|hello|good (?:morning|evening)|bye)"
    )


@pytest.mark.parametrize(
    ("typo", "meant"),
    [
        ("cna we", "can we"),
        ("shoud i", "should i"),
        ("is teh", "is teh"),  # not a question word
        ("hwo", "how"),
        ("dont", "dont"),
        ("were", "were"),
        ("r u", "are you"),
    ],
)
def test_only_typos_in_question_words_are_corrected(typo: str, meant: str) -> None:
    assert correct_question_words(typo) == meant


@pytest.mark.parametrize(
    "text",
    [
        "Good evening ladies and gentlemen,",
        "Okay, thanks a lot for your help",
        "That's very helpful, guys!",
        "Bye, talk to you soon",
        "With kind regards, Ana M. Lopez",
        "All the best, Ana",
        "Hope your team is doing well",
        "I hope this mail finds you well",
        "How have you been?",
        "Any ideas would be appreciated",
        "We have a quick question for you",
        "Looking forward to your reply",
    ],
)
def test_every_kind_of_courtesy_is_known(text: str) -> None:
    assert is_courtesy(text)


@pytest.mark.parametrize(
    "opening",
    [
        "Hi team, so, ",
        "Dear Anna Smith, ",
        "Hello ",
        "And ",
        "Quick question: ",
        "Sorry for the mail - ",
        "Okay, then ",
        "By the way, also ",
        "> * ",
    ],
)
def test_the_sentence_begins_behind_its_openers(opening: str) -> None:
    assert opener_end(f"{opening}may we resell it?") == len(opening)


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("we moved in may and would like to know if it goes on", "if it goes on"),
        ("would you mind telling me what the fees are?", "what the fees are?"),
        ("i'm not quite sure about which form to use", "which form to use"),
        ("does anyone have a clue whether it is open", "whether it is open"),
        ("can we cancel, and may i ask why", None),  # a question of its own
        ("i would like a new card", None),
    ],
)
def test_what_is_asked_stands_behind_words_that_say_that_one_asks(
    text: str, asked: str | None
) -> None:
    assert embedded(text) == asked


@pytest.mark.parametrize(
    ("text", "requested"),
    [
        ("can you give me a list of products?", True),
        ("could somebody please walk me through the setup?", True),
        ("any idea", True),
        ("can you give me a new key?", False),
        ("can you clarify that it is free?", False),
        ("can you tell me if it is free?", False),
    ],
)
def test_a_request_for_information_is_told_from_one_for_a_thing(text: str, requested: bool) -> None:
    assert requests_information(text) is requested


@pytest.mark.parametrize("asked", ["who pays for shipping?", "why is it late?", "should we renew?"])
def test_a_greeting_without_a_comma_is_no_part_of_the_question(asked: str) -> None:
    assert analyse(f"Hi {asked}").clause == asked


def test_who_pays_is_no_yes_no_question_behind_a_greeting() -> None:
    assert analyse("Hi who pays for shipping?").form is QuestionForm.OPEN


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("Surely I don't have to give a reason?", QuestionForm.POLAR),
        ("So there is no time limit?", QuestionForm.POLAR),
        ("We pay a fee?", QuestionForm.POLAR),
        ("Length of the probation, and the notice: is there a limit?", QuestionForm.POLAR),
        ("My card is lost, replacement fee?", QuestionForm.OPEN),
        ("Warranty length?", QuestionForm.OPEN),
        ("The refund procedure and the deadline?", QuestionForm.OPEN),
    ],
)
def test_a_clause_that_ends_in_a_thing_to_ask_for_is_no_name_of_it(
    text: str, form: QuestionForm
) -> None:
    assert analyse(text).form is form


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("I'd be grateful if you could tell me whether wine is free", QuestionForm.POLAR),
        ("I would appreciate it if you let me know if wine is free.", QuestionForm.POLAR),
        ("It would be great if someone could tell me how to claim", QuestionForm.OPEN),
        ("Is anybody able to tell me how to claim?", QuestionForm.OPEN),
        ("Is anybody able to tell me whether wine is free?", QuestionForm.POLAR),
    ],
)
def test_who_would_be_grateful_to_hear_asks_it(text: str, form: QuestionForm) -> None:
    assert analyse(text).form is form
