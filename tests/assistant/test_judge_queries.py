"""The wordings of a question that the judge reads."""

from assistant.conversation import interpret
from assistant.questions import analyse
from assistant.types import Turn


def test_the_situation_is_read_before_what_is_asked() -> None:
    mail = "Hello. We have three offices in Oslo. Can we share the licences? Thanks."
    assert (
        analyse(mail).polarity_query == "We have three offices in Oslo. Can we share the licences?"
    )
    assert analyse("Can we share the licences?").polarity_query == "Can we share the licences?"


def test_of_an_open_follow_up_its_own_words_are_sought_first() -> None:
    earlier = ("I am 12. May I swim?",)
    question = interpret(Turn("What is the fee for that?", earlier), ()).question
    assert question.polarity_query == "I am 12. May I swim? What is the fee for that?"
    assert question.relevance_query == "I am 12. What is the fee for that? May I swim?"
    for text in ("And my son?", "I am from Leeds"):  # a word is wanted; nothing is asked
        question = interpret(Turn(text, earlier), ()).question
        assert question.relevance_query == question.polarity_query
    assert analyse("What is the fee?").relevance_query == "What is the fee?"


def test_of_a_long_situation_whole_sentences_at_its_end_are_read() -> None:
    mail = "It rained. " * 60 + "We have three offices. Can we share the licences?"
    read = analyse(mail).polarity_query
    assert len(read) < 450
    assert read.startswith("It rained. ")
    assert read.endswith("It rained. We have three offices. Can we share the licences?")
    endless = "rain and " * 100 + "rain. Can we share the licences?"
    assert len(analyse(endless).polarity_query) < 450
