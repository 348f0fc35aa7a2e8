from assistant.judge.training.examples import (
    Example,
    Label,
    deduplicate,
    split_sentences,
    strip_lead,
)


def example(question: str, text: str, label: Label = Label.YES) -> Example:
    return Example(question, "", text, label, "test", "d1", "agree")


def test_leading_word_goes_with_its_punctuation() -> None:
    assert strip_lead("Yes, you can share it.") == "You can share it."
    assert strip_lead("No. It expires.") == "It expires."


def test_a_word_that_only_starts_like_a_lead_stays() -> None:
    assert strip_lead("Notes are kept.") == "Notes are kept."
    assert strip_lead("Nobody may enter.") == "Nobody may enter."


def test_a_text_that_is_only_a_lead_stays() -> None:
    assert strip_lead("Yes.") == "Yes."


def test_short_lead_joins_the_sentence_after_it() -> None:
    assert split_sentences("No. Seats cannot be shared. Ask your partner for more seats.") == [
        "No. Seats cannot be shared.",
        "Ask your partner for more seats.",
    ]


def test_abbreviation_does_not_end_a_sentence() -> None:
    text = "Bring a document, e.g. A passport or a licence works."
    assert split_sentences(text) == [text]


def test_sentences_hold_every_word_of_the_text() -> None:
    text = "First rule here (see below). Second rule: none!\n- A point\n- Another point, longer"
    assert " ".join(split_sentences(text)).split() == text.split()


def test_repeated_question_on_the_same_text_is_dropped() -> None:
    first = example("Can I share it?", "No sharing.")
    kept = list(deduplicate([first, example("can I  share it?", "no sharing."), example("x", "y")]))
    assert kept == [first, example("x", "y")]


def test_only_unknown_is_unanswered() -> None:
    assert [label for label in Label if not example("q", "t", label).answered] == [Label.UNKNOWN]
