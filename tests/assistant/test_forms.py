"""Forms of questions that are told by more than their first word, and small talk in few words."""

import pytest

from assistant.conversation.person import wants_person
from assistant.conversation.small_talk import reply_to
from assistant.questions import analyse
from assistant.questions.courtesy import is_courtesy
from assistant.types import QuestionForm


@pytest.mark.parametrize(
    "text",
    [
        "Can I have a list of what goes in the blue bin?",
        "May I know the fee for a bulky item?",
        "Can I get information about parking?",
        "need help with my card?",
        "need a card",
        "Can't find my card, how do I get a new one",
    ],
)
def test_who_wants_to_be_told_asks_openly(text: str) -> None:
    assert analyse(text).form is QuestionForm.OPEN


@pytest.mark.parametrize(
    "text",
    [
        "Can I get a list of my invoices?",
        "May I know if it is free?",
        "need 2fa?",
        "need seat for viewers?",
        "Can't find my card, do I pay for a new one",
        "Can I bring 1 or 2 bags?",
    ],
)
def test_who_wants_a_thing_asks_whether(text: str) -> None:
    assert analyse(text).form is QuestionForm.POLAR


@pytest.mark.parametrize(
    "told",
    [
        "had my card stolen",
        "Didnt bring a card",
        "haven't paid yet",
        "was with you for years",
        "am on holiday",
        "have lost my card",
    ],
)
def test_what_happened_to_the_writer_leads_to_the_question(told: str) -> None:
    question = analyse(f"{told}, do I pay for a new one?")
    assert (question.clause, question.context) == ("do I pay for a new one?", (told,))


@pytest.mark.parametrize(
    "first", ["had you closed", "have my points expired", "was the film late", "isn't it free"]
)
def test_a_question_with_its_subject_tells_nothing(first: str) -> None:
    assert analyse(f"{first}, do I pay?").context == ()


@pytest.mark.parametrize(
    "text",
    [
        "8 or 10 kg?",
        "£48 or £96",
        "weekly or fortnightly",
        "online or at the desk",
        "Is it 8 or 10 kg?",
        "Can I apply online or at the desk?",
        "Cash or card?",
        "The ferry or a bus ticket?",
    ],
)
def test_two_amounts_times_or_places_are_a_choice(text: str) -> None:
    assert analyse(text).form is QuestionForm.ALTERNATIVE


@pytest.mark.parametrize(
    "text",
    [
        "Is storm damage covered or excluded?",
        "Is it allowed or forbidden for guests to smoke?",
        "Is a helmet required or just recommended for children?",
        "Is a helmet required or recommended?",
        "Is it voluntary or mandatory to sign?",
        "Is the break paid or unpaid on Sundays?",
        "Is lunch included or charged separately?",
        "Are cheques accepted or refused?",
    ],
)
def test_of_opposites_no_word_would_say_which(text: str) -> None:
    assert analyse(text).form is QuestionForm.ALTERNATIVE


@pytest.mark.parametrize(
    "text",
    [
        "Are checks that are required or recommended by law free?",
        "Are these optional or required extras?",
        "Are cats or dogs allowed?",
        "Pets or children allowed?",
        "Any discount for students or staff?",
    ],
)
def test_two_things_of_which_one_thing_is_asked_are_no_choice(text: str) -> None:
    assert analyse(text).form is QuestionForm.POLAR


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("Will you tell the police?", QuestionForm.POLAR),
        ("Will you tell us the price?", QuestionForm.OPEN),
        ("Would you recommend our flat to visitors?", QuestionForm.POLAR),
        ("Can you recommend a hotel?", QuestionForm.OPEN),
        ("Could you list the steps to close the account?", QuestionForm.OPEN),
        ("Could you describe the procedure to me?", QuestionForm.OPEN),
    ],
)
def test_what_others_are_to_be_told_is_a_deed(text: str, form: QuestionForm) -> None:
    assert analyse(text).form is form


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("Is it allowed or forbidden?", "Is it allowed?"),
        ("Is a ticket refundable or non-refundable?", "Is a ticket refundable?"),
        ("Is it required or optional?", "Is it required?"),
    ],
)
def test_of_opposites_the_first_is_asked(text: str, asked: str) -> None:
    question = analyse(text)
    assert (question.form, question.clause) == (QuestionForm.POLAR, asked)


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("Is it free or nah", "Is it free?"),
        ("Is it free, or what?", "Is it free?"),
        ("It is free, no?", "It is free?"),
        ("Yes or no: is it free?", "is it free?"),
        ("A simple yes or no question: is it free?", "is it free?"),
        ("What about children, do they pay?", "What about children, do they pay?"),
        ("Is\nit\nfree for\nchildren", "Is it free for children"),
    ],
)
def test_a_yes_no_question_in_odd_dress(text: str, asked: str) -> None:
    question = analyse(text)
    assert (question.form, question.clause, question.context) == (QuestionForm.POLAR, asked, ())


@pytest.mark.parametrize(
    "signature",
    [
        "Thanks!\nMaya Patel\nBSc Economics, year 2",
        "Kind regards\nMaya Patel\nHead of Sport\n+44 20 7946 0000",
    ],
)
def test_lines_below_a_name_tell_nothing(signature: str) -> None:
    question = analyse(f"I am 12.\n\nIs it free?\n\n{signature}")
    assert (question.clause, question.context) == ("Is it free?", ("I am 12.",))


def test_a_sentence_below_a_name_tells_something() -> None:
    question = analyse("Is it free?\nThanks!\nMaya Patel\nMy son is 12")
    assert question.context == ("Maya Patel", "My son is 12")


@pytest.mark.parametrize(
    "text",
    [
        "Can I speak to someone about my invoice?",
        "Please call me back about the invoice",
        "ask a human to contact me",
    ],
)
def test_a_wish_for_a_person_may_say_what_about(text: str) -> None:
    assert wants_person(text, analyse(text))


@pytest.mark.parametrize(
    "text",
    [
        "give me a human",
        "I'd rather talk to a real person",
        "thank you but I want to talk to somebody",
        "This is useless, give me a human!",
    ],
)
def test_a_person_may_be_wished_for_bluntly_or_after_thanks(text: str) -> None:
    assert wants_person(text, analyse(text))


@pytest.mark.parametrize("text", ["Give me an agent discount", "Thanks but are agent fees due?"])
def test_an_agent_may_be_what_is_asked_about(text: str) -> None:
    assert not wants_person(text, analyse(text))


@pytest.mark.parametrize(
    "text", ["Can I talk to a colleague about my salary?", "Can I ask the team about parking?"]
)
def test_a_question_about_people_is_no_wish(text: str) -> None:
    assert not wants_person(text, analyse(text))


@pytest.mark.parametrize("text", ["Thanks, Maria", "Thanks! Bob Smith", "Thanks" + "!" * 300])
def test_thanks_may_be_signed_or_loud(text: str) -> None:
    assert is_courtesy(text)
    assert reply_to(text) == "You are welcome."
    assert analyse(f"Is parking free? {text}").context == ()


@pytest.mark.parametrize("text", ["Thanks. Refunds", "Thanks, refunds", "Thanks, Refunds?"])
def test_thanks_before_a_topic_are_no_signature(text: str) -> None:
    assert not is_courtesy(text)


def test_a_thumb_is_thanks_and_something_to_ask_is_help() -> None:
    assert reply_to("👍🏽") == reply_to("thanks")
    assert reply_to("...") == ""
    assert reply_to("can i ask you something") == reply_to("help")


@pytest.mark.parametrize(
    "text",
    [
        "My son, who is six, can he come?",
        "We have a card, which came with our plan, may we use it?",
        "What I want to know is whether it expires",
        "What we'd like to know: do cards expire?",
        "Which brings me to my question: can we share?",
        "What I bring is my affair, isn't it?",
        "Any chance of a refund",
        "Possible to change my number?",
        "OK to change the date",
        "Too late to change the date?",
    ],
)
def test_wh_word_or_noun_in_what_leads_to_a_question_does_not_make_it_open(text: str) -> None:
    assert analyse(text).form is QuestionForm.POLAR


@pytest.mark.parametrize(
    "text",
    [
        "If he falls, who is liable, do we pay?",
        "My son, who may pay for him?",
        "What I want to know is how long it lasts",
        "How come you are closed, is it a holiday?",
        "How do I pay, is it by card?",
        "cards - handed out to whom?",
        "You get them from who?",
        "Possible delivery date?",
        "Best way to change my number?",
        "Possible to know when?",
    ],
)
def test_wh_word_that_asks_stays_open(text: str) -> None:
    assert analyse(text).form is QuestionForm.OPEN


@pytest.mark.parametrize(
    "text", ["Is it valid abroad or only in our own country?", "Can I leave or only if I move?"]
)
def test_or_only_gives_a_choice(text: str) -> None:
    assert analyse(text).form is QuestionForm.ALTERNATIVE


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("Also when it's a tiny one in its carrier?", QuestionForm.POLAR),
        ("And also where there is no sign?", QuestionForm.POLAR),
        ("Also when do I get it?", QuestionForm.OPEN),
        ("When is it ready?", QuestionForm.OPEN),
    ],
)
def test_another_case_of_what_was_asked_is_no_question_when(text: str, form: QuestionForm) -> None:
    assert analyse(text).form is form


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("My boss wants to know if guests may use the hall.", QuestionForm.POLAR),
        ("A customer asked whether dogs are allowed on the lawn", QuestionForm.POLAR),
        ("My colleagues are wondering if they need a card", QuestionForm.POLAR),
        ("They asked me if we are allowed to bring dogs", QuestionForm.POLAR),
        ("My boss wants to know how much a card costs", QuestionForm.OPEN),
        ("The form asks if I am a member.", QuestionForm.OPEN),
        ("The app asks whether we want to save it", QuestionForm.OPEN),
    ],
)
def test_what_somebody_else_asks_is_asked(text: str, form: QuestionForm) -> None:
    assert analyse(text).form is form


def test_what_somebody_else_asks_is_found_among_statements() -> None:
    assert analyse("My boss asked if dogs may come. We come in May.").clause == (
        "My boss asked if dogs may come."
    )
    assert analyse("My boss asked if dogs may come. Is that so?").clause == "Is that so?"
