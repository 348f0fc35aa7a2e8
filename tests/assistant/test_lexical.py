import subprocess
import sys

import pytest

from assistant.lexical import LexicalIndex, stems
from assistant.spelling import Speller, american


def test_words_are_stems_of_content_words() -> None:
    assert stems("Can the licences be shared?") == ["licenc", "share"]


def test_a_document_that_has_every_word_scores_higher_than_one_that_has_some() -> None:
    index = LexicalIndex(["the key opens the door", "the key is lost", "nothing"])
    scores = index.scores("key door")
    assert scores[0] > scores[1] > scores[2] == 0


def test_a_document_has_the_stems_of_its_words() -> None:
    index = LexicalIndex(["the keys open the door", ""])
    assert index.has(0, "key")
    assert not index.has(1, "key")
    assert not index.has(0, "the")


def test_unknown_words_count_against_all() -> None:
    index = LexicalIndex(["the key opens the door", "the bell rings"])
    assert index.scores("key zebra")[0] < index.scores("key")[0] == pytest.approx(1)


def test_a_query_without_content_words_scores_nothing() -> None:
    assert not LexicalIndex(["a key"]).scores("?? the").any()


def test_documents_without_words_are_allowed() -> None:
    assert not LexicalIndex(["", "!"]).scores("key").any()


def test_typos_are_corrected_to_words_of_the_corpus() -> None:
    speller = Speller(["product key activation token home edition"])
    assert speller.correct("hmoe edtion actvation tokn") == "home edition activation token"
    assert Speller(["must"]).correct("Mustn't I? Mustn’t I?") == "Mustn't I? Mustn’t I?"


def test_words_of_the_language_are_no_slips() -> None:
    speller = Speller(["contact core gold same"], frozenset({"contract", "code", "good", "some"}))
    text = "good contracts, some code, gould contcat"
    assert speller.correct(text) == "good contracts, some code, gold contact"


def test_a_spelling_from_across_the_ocean_is_the_same_word() -> None:
    speller = Speller(["license organization program"], frozenset({"licence", "programme"}))
    assert speller.correct("licence organisation programme") == "license organization program"


def test_known_inflected_and_distant_words_are_left_alone() -> None:
    speller = Speller(["product key activation token"])
    assert (
        speller.correct("products tokens Nigeria key taken!")
        == "products tokens Nigeria key token!"
    )
    assert speller.correct("") == ""


def test_another_ending_is_no_slip() -> None:
    speller = Speller(["qualified subscribers reimaged"])
    text = "qualifies subscribed reimage"
    assert speller.correct(text) == text


def test_texts_in_both_spellings_compare_as_one() -> None:
    british = "Can our organisation cancelled in the centre enrol four programmes with a licence?"
    theirs = "Can our organization canceled in the center enroll four programs with a license?"
    assert american(british) == american(theirs) == theirs.lower()


@pytest.mark.parametrize(
    ("word", "meant"),
    [
        ("retake", "retake"),  # take with a prefix, not "retaken"
        ("bake", "bake"),  # in short words another letter is another word
        ("bkie", "bike"),
        ("SAML", "SAML"),  # a name, where not all is shouted
        ("orderr", "order"),
        ("librar", "library"),
    ],
)
def test_a_word_that_the_faq_lacks_is_no_slip_where_it_may_be_one_of_english(
    word: str, meant: str
) -> None:
    faq = "papers retaken bike same order library"
    speller = Speller([faq], frozenset({"take", "same", "who"}))
    assert speller.correct(f"is {word} so") == f"is {meant} so"


def test_typos_in_capitals_are_corrected() -> None:
    assert Speller(["license"]).correct("IS A LICNSE DUE") == "IS A license DUE"


@pytest.mark.parametrize("before", ["", "import scipy.sparse; "])
def test_scipy_can_be_imported_before_and_after_and_scores_are_the_same(before: str) -> None:
    code = (
        f"{before}from assistant.lexical import LexicalIndex; import scipy.sparse; "
        "print(LexicalIndex(['a red house', 'red wine', 'two houses']).scores('red houses'))"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    found = LexicalIndex(["a red house", "red wine", "two houses"]).scores("red houses")
    assert ran.stdout.strip() == str(found), ran.stderr
