from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.corpus import load_corpus
from assistant.corpus.editing import add_alternates, corpus_from_texts
from assistant.errors import CorpusError, UsageError
from assistant.text import question_key
from assistant.types import Corpus

FILMS = "## May films be borrowed?\n{}\nFor two days.\n\n## Is there a café?\n\nYes, below.\n"
METADATA = [
    "",
    "<!-- faq\nid: films\n-->\n",
    "<!-- faq id: films -->\n",
    "<!-- faq\nid: films\nalternates: [Can I take a DVD?]\n-->\n",
    "<!-- faq\nid: films\nalternates: [Can I take a DVD?, ]\ntags: [a]\n-->\n",
    "<!-- faq\nid: films\nalternates: []\n-->\n",
    '<!-- faq\nid: films\nalternates:\n  - "Can I take a DVD?"  # asked at the desk\ntags: [a]\n-->\n',
    "<!-- faq\nalternates:\n- >-\n  Can I take\n  a DVD?\nid: films\n-->\n",
    "<!-- faq\nalternates:\n- Can I take a DVD? -->\n",
    "<!-- faq\ntags: [ü, 🙂]\nid: films\nalternates: [Ça — 🙂?]\n-->\n",
    "<!-- faq\n  id: films\n  tags:\n    - a\n-->\n",
]
HOSTILE = [
    "Does --> close it?",
    "--!> or <!-- faq",
    'A "quoted" one: # and \\ back?',
    "- [x] {y: z} & *w",
    "</script><script>alert(1)</script>",
    "Is it\nbroken\r\nby lines\u2028or \x00 signs?",
    "Привет, 你好, 🙂?",
]


def corpus_of(text: str) -> Corpus:
    return corpus_from_texts({"a.md": text})


def edited(corpus: Corpus, *phrasings: str) -> Corpus:
    entry = corpus.entries[0]
    return corpus_from_texts({entry.path: add_alternates(corpus, entry.id, phrasings)})


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize("metadata", METADATA)
def test_a_phrasing_is_added_however_the_metadata_is_written(metadata: str, newline: str) -> None:
    corpus = corpus_of(FILMS.format(metadata).replace("\n", newline))
    before = corpus.entries[0].alternates
    found = edited(corpus, "Do you lend films?", "And film reels?")
    assert found.entries[0].alternates == (*before, "Do you lend films?", "And film reels?")
    assert [entry.id for entry in found.entries] == [entry.id for entry in corpus.entries]
    text = found.sources["a.md"]
    assert text.count("\n") == text.count(newline)


@pytest.mark.parametrize("metadata", METADATA)
@pytest.mark.parametrize("phrasing", HOSTILE)
def test_a_hostile_phrasing_stays_text(metadata: str, phrasing: str) -> None:
    corpus = corpus_of(FILMS.format(metadata))
    found = edited(corpus, phrasing)
    added = found.entries[0].alternates[-1]
    assert question_key(added) == question_key(phrasing.replace("\x00", ""))
    assert "\n" not in added


@given(st.text(max_size=80))
def test_any_text_is_added_whole_or_refused(phrasing: str) -> None:
    corpus = corpus_of(FILMS.format(METADATA[1]))
    try:
        found = edited(corpus, phrasing)
    except UsageError:
        return
    assert len(found.entries) == 2
    assert [question_key(text) for text in found.entries[0].alternates] in (
        [],
        [question_key("".join(s for s in " ".join(phrasing.split()) if s.isprintable()))],
    )


def test_only_the_lines_of_the_phrasing_differ() -> None:
    text = FILMS.format(METADATA[6])
    after = add_alternates(corpus_of(text), "films", ["Do you lend films?"])
    assert set(after.split("\n")) - set(text.split("\n")) == {'  - "Do you lend films?"'}


def test_what_the_entry_has_already_changes_nothing() -> None:
    corpus = corpus_of(FILMS.format(METADATA[3]))
    for known in ("may films be  borrowed", "Can I take a DVD!"):
        assert add_alternates(corpus, "films", [known]) == corpus.sources["a.md"]


@pytest.mark.parametrize(
    ("phrasing", "said"),
    [
        ("Is there a CAFÉ", "'is-there-a-cafe' already"),
        ("?!", "no question"),
        ("x" * 501, "501 characters"),
    ],
)
def test_a_phrasing_that_cannot_be_taken_is_refused(phrasing: str, said: str) -> None:
    with pytest.raises(UsageError, match=said):
        add_alternates(corpus_of(FILMS.format("")), "may-films-be-borrowed", [phrasing])


def test_an_entry_that_is_gone_is_named() -> None:
    with pytest.raises(UsageError, match="no entry 'gone'"):
        add_alternates(corpus_of(FILMS.format("")), "gone", ["Why?"])


@pytest.mark.parametrize(
    "metadata", ["<!-- faq {id: films} -->\n", "<!-- faq\nid: films\nalternates:\n-->\n"]
)
def test_metadata_that_only_a_person_can_edit_is_said(metadata: str) -> None:
    with pytest.raises(UsageError, match="by hand"):
        add_alternates(corpus_of(FILMS.format(metadata)), "films", ["Why?"])


def test_every_entry_of_the_default_corpus_can_be_given_a_phrasing() -> None:
    corpus = load_corpus(Path(__file__).parents[3] / "corpus/partner-network-licensing")
    for entry in corpus.entries:
        text = add_alternates(corpus, entry.id, ["A phrasing --> nobody has used?"])
        assert len(text.split("\n")) == len(corpus.sources[entry.path].split("\n")) + 1


def test_a_corpus_that_reads_no_more_raises() -> None:
    with pytest.raises(CorpusError):
        corpus_from_texts({"a.md": "no question"})
