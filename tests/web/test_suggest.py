import pytest

from assistant.types import Corpus, FaqEntry, Span
from web.suggest import Suggester


def entry(name: str, title: str, *alternates: str) -> FaqEntry:
    nowhere = Span(0, 0)
    return FaqEntry(name, title, "faq.md", 1, nowhere, nowhere, (), alternates=alternates)


SUGGESTER = Suggester(
    Corpus(
        "test",
        "Test",
        {},
        (
            entry("share", "Can licenses be shared?", "Can a branch use our licenses?"),
            entry("keys", "How are product keys activated?"),
            entry("cafe", "Où est le café?"),
            entry("many", "Can keys be shared with a branch?"),
        ),
        "0" * 64,
    )
)


def found(typed: str) -> list[str]:
    return [match.entry_id for match in SUGGESTER.search(typed)]


def test_the_beginning_of_a_question_finds_it_first() -> None:
    assert found("can lic")[0] == "share"
    assert found("How are")[0] == "keys"


def test_words_may_stand_in_any_order_and_be_unfinished() -> None:
    assert found("activated key")[0] == "keys"
    assert set(found("shar")) == {"share", "many"}


def test_an_entry_is_suggested_once_in_the_phrasing_that_fits() -> None:
    matches = SUGGESTER.search("branch use")
    assert [match.entry_id for match in matches].count("share") == 1
    assert matches[0].text == "Can a branch use our licenses?"
    assert matches[0].title == "Can licenses be shared?"


def test_accents_and_case_do_not_matter() -> None:
    assert found("CAFE") == ["cafe"]


def test_a_slip_of_the_fingers_still_finds_something() -> None:
    assert "keys" in found("prodct kesy")


@pytest.mark.parametrize("typed", ["", "   ", "?!", "zzqx"])
def test_what_fits_nothing_suggests_nothing(typed: str) -> None:
    assert found(typed) == []


def test_scores_are_between_0_and_1_and_descend() -> None:
    scores = [match.score for match in SUGGESTER.search("can branch keys")]
    assert scores == sorted(scores, reverse=True)
    assert all(0 < score <= 1 for score in scores)
