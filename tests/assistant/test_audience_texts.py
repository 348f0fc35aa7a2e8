"""What texts for several readers say to one of them, or to each; with a judge whose findings are known."""

from dataclasses import replace
from typing import cast

import pytest

from assistant.assessment import Assessor
from assistant.judge.runtime import Polarity
from assistant.query import Query
from assistant.retrieval import Retriever
from assistant.types import Audience, Chunk, ChunkKind, Corpus, EntryHit, Hit, Span, VerdictValue
from assistant.verdict import SettledVerdict, settle
from tests.assistant.test_assessment import ASKED, OneEntry
from tests.fakes import FakeJudge

SCOPES = (Audience("guest", "Guests"), Audience("member", "Members"))


class Scoped(OneEntry):
    """A search that finds one passage; each of its sentences is for the audience given with it."""

    def __init__(self, *sentences: tuple[str, str | None]) -> None:
        super().__init__()
        self.sentences = sentences

    def search(self, query: str, *, limit: int) -> tuple[EntryHit, ...]:
        (hit,) = super().search(query, limit=limit)
        text = " ".join(sentence for sentence, _ in self.sentences)
        passage = Chunk("a#p0", ChunkKind.PASSAGE, "a", text, Span(0, len(text)), 0)
        chunks = [
            Chunk(
                f"a#p0s{n}", ChunkKind.SENTENCE, "a", sentence,
                Span(text.index(sentence), text.index(sentence) + len(sentence)), 0, scope,
            )
            for n, (sentence, scope) in enumerate(self.sentences)
        ]  # fmt: skip
        sentences = tuple(Hit(chunk, 0.9 - n / 10, n + 1) for n, chunk in enumerate(chunks))
        return (replace(hit, passages=(Hit(passage, 0.9, 1),), sentences=sentences),)


class Labelled(FakeJudge):
    """To somebody of whom nothing is known all depends; "sure" words are settled for those they are for."""

    def polarity(self, question: str, evidence: str) -> Polarity:
        super().polarity(question, evidence)
        if "(For " not in question:
            return Polarity(0.0, 0.0, 1.0, 0.0)
        if "sure" not in evidence:
            return Polarity(0.0, 0.3, 0.0, 0.7)
        return Polarity(0.0, 1.0, 0.0, 0.0) if "not" in evidence else Polarity(1.0, 0.0, 0.0, 0.0)


def of_scopes(judge: FakeJudge, question: str, audience: str | None, *told: tuple[str, str | None]):
    corpus = Corpus("test", "Test", {}, (), "0", audiences=SCOPES)
    assessor = Assessor(cast(Retriever, Scoped(*told)), judge, corpus)
    found = assessor.assess(Query.of(question, audience), 8)
    assert found is not None
    return assessor, found


def test_what_is_said_to_the_reader_in_passing_overrules_where_it_is_sure() -> None:
    told = (("May two people share a key if they ask.", None), ("Guests surely sure not.", "guest"))
    _, found = of_scopes(Labelled(), ASKED, "guest", *told)
    assert [(r.value, r.audience) for r in found.readings] == [(VerdictValue.NO, "guest")]
    assert [quote.text for quote in found.selection.quotes] == ["Guests surely sure not."]
    _, other = of_scopes(Labelled(), ASKED, "member", *told)
    assert [r.value for r in other.readings] == [VerdictValue.DEPENDS]


def test_words_to_the_reader_about_something_else_cost_nothing() -> None:
    general = ("May two people share a key if they ask.", None)
    _, alone = of_scopes(Labelled(), ASKED, "guest", general)
    _, found = of_scopes(Labelled(), ASKED, "guest", general, ("Guests wear no hats.", "guest"))
    assert found.readings == alone.readings
    assert found.confidence == pytest.approx(alone.confidence)
    assert found.selection.quotes == alone.selection.quotes


def rows(*told: tuple[str, str | None]) -> list[tuple[str | None, VerdictValue]]:
    assessor, found = of_scopes(Labelled(), ASKED, None, *told)
    settled = settle(found.readings, None, 0.7, ("guest", "member"))
    same = SettledVerdict(VerdictValue.DEPENDS, 1.0, (), found.readings)
    apart = assessor.audience_texts.split_by_audience(Query.of(ASKED), found, same)
    assert settled.value is apart.value is VerdictValue.DEPENDS
    return [(row.audience, row.value) for row in apart.by_audience]


def test_where_it_depends_each_audience_has_the_word_of_its_own_text() -> None:
    text = "May two people share a key"
    sure = (f"{text} is sure.", "guest")
    assert rows(sure, (f"{text} is sure not.", "member")) == [
        ("guest", VerdictValue.YES),
        ("member", VerdictValue.NO),
    ]
    assert rows(sure, (f"{text} is perhaps.", "member")) == [
        ("guest", VerdictValue.YES),
        ("member", VerdictValue.DEPENDS),
    ]
    # One word for all would contradict that it depends.
    assert rows(sure, (f"{text} sure is.", "member")) == [
        ("guest", VerdictValue.DEPENDS),
        ("member", VerdictValue.DEPENDS),
    ]


def test_where_nothing_is_settled_it_depends_if_the_audiences_own_texts_surely_differ() -> None:
    text = "May two people share a key"
    open_ = SettledVerdict(VerdictValue.UNDETERMINED, 0.5)

    def apart(*told: tuple[str, str | None], settled: SettledVerdict = open_) -> SettledVerdict:
        assessor, found = of_scopes(Labelled(), ASKED, None, *told)
        return assessor.audience_texts.split_by_audience(Query.of(ASKED), found, settled)

    sure, other = (f"{text} is sure.", "guest"), (f"{text} is sure not.", "member")
    found = apart(sure, other)
    assert found.value is VerdictValue.DEPENDS
    assert [(row.audience, row.value) for row in found.by_audience] == [
        ("guest", VerdictValue.YES),
        ("member", VerdictValue.NO),
    ]
    some = apart(sure, (f"{text} is perhaps.", "member"))
    assert some.value is VerdictValue.UNDETERMINED
    assert [(row.audience, row.value) for row in some.by_audience] == [
        ("guest", VerdictValue.YES),
        ("member", VerdictValue.UNDETERMINED),
    ]
    assert apart((f"{text} is so.", "guest"), (f"{text} is perhaps.", "member")) is open_
    assert apart(sure, (f"{text} sure is.", "member")) is open_
    conflict = SettledVerdict(VerdictValue.UNDETERMINED, 0.0, conflict=True)
    assert apart(sure, other, settled=conflict) is conflict


def test_where_it_depends_by_text_for_one_audience_alone_that_one_has_its_word() -> None:
    text = "May two people share a key"
    depends = SettledVerdict(VerdictValue.DEPENDS, 1.0)

    def apart(*told: tuple[str, str | None]) -> SettledVerdict:
        assessor, found = of_scopes(Labelled(), ASKED, None, *told)
        return assessor.audience_texts.split_by_audience(Query.of(ASKED), found, depends)

    found = apart((f"{text} is sure.", "guest"))
    assert found.value is VerdictValue.DEPENDS
    assert [(row.audience, row.value) for row in found.by_audience] == [("guest", VerdictValue.YES)]
    assert apart((f"{text} is perhaps.", "guest")) is depends
    assert apart((f"{text} is sure.", "guest"), (f"{text} is so.", None)) is depends


@pytest.mark.parametrize(
    ("text", "reader", "value"),
    [
        ("May two people share a key: sure for guests.", "guest", VerdictValue.YES),
        ("May two people share a key: sure for guests.", "member", VerdictValue.DEPENDS),
        ("May two people share a key: perhaps for guests.", "guest", VerdictValue.DEPENDS),
    ],
)
def test_text_for_everybody_that_names_the_readers_audience_is_read_as_said_to_it(
    text: str, reader: str, value: VerdictValue
) -> None:
    _, found = of_scopes(Labelled(), ASKED, reader, (text, None))
    assert [(reading.audience, reading.value) for reading in found.readings] == [(None, value)]


AVAILABLE = "The sauna is available for guests."


@pytest.mark.parametrize(
    ("audience", "quotes"),
    [
        ("member", [(AVAILABLE, None)]),
        ("guest", [(AVAILABLE, "guest")]),
    ],
)
def test_what_is_available_for_others_is_told_to_those_who_have_it_not(
    audience: str, quotes: list[tuple[str, str | None]]
) -> None:
    told = (AVAILABLE, "guest"), ("Bring a towel.", None)
    _, found = of_scopes(FakeJudge(), "Is the sauna available?", audience, *told)
    assert [(q.text, q.audience) for q in found.selection.quotes] == quotes


def test_a_lead_is_not_told_to_others() -> None:
    told = ("For guests: the sauna is available.", "guest"), ("Bring a towel.", None)
    _, found = of_scopes(Labelled(), ASKED, "member", *told)
    assert [q.text for q in found.selection.quotes] == ["Bring a towel."]


class Together(FakeJudge):
    """Each sentence alone forbids; several of them as one text say that it depends, and to members yes."""

    def polarity(self, question: str, evidence: str) -> Polarity:
        super().polarity(question, evidence)
        if "(For Members" in question:
            return Polarity(1.0, 0.0, 0.0, 0.0)
        return Polarity(0.0, 0.0, 1.0, 0.0) if evidence.count(".") > 1 else Polarity(0, 1, 0, 0)


def test_quotes_that_forbid_more_than_their_passages_leave_it_to_the_audience() -> None:
    told = (
        ("May two people share a key at the gate.", "guest"),
        ("May two people share a key abroad.", "member"),
    )
    assessor, found = of_scopes(Together(), ASKED, None, *told)
    split = assessor.audience_texts.split_by_audience
    for settled in (
        SettledVerdict(VerdictValue.UNDETERMINED, 0.5),
        SettledVerdict(VerdictValue.DEPENDS, 0.9, (), found.readings),
    ):
        apart = split(Query.of(ASKED), found, settled)
        assert apart.value is VerdictValue.DEPENDS
        assert [(row.audience, row.value) for row in apart.by_audience] == [
            ("guest", VerdictValue.DEPENDS),
            ("member", VerdictValue.YES),
        ]
        assert [reading.audience for reading in apart.proof] == ["guest", "member"]
    plain = SettledVerdict(VerdictValue.YES, 0.9)
    assert split(Query.of(ASKED), found, plain) is plain


class Words(FakeJudge):
    """Finds the word with which a text ends, to whoever asks."""

    def polarity(self, question: str, evidence: str) -> Polarity:
        super().polarity(question, evidence)
        yes, no = Polarity(1.0, 0.0, 0.0, 0.0), Polarity(0.0, 1.0, 0.0, 0.0)
        found = {"yea.": yes, "nay.": no, "perhaps.": Polarity(0.35, 0.65, 0.0, 0.0)}
        return found.get(evidence.rsplit(maxsplit=1)[-1], Polarity(0.0, 0.0, 0.0, 1.0))


TO_ALL = ("May two people share a key: yea.", None)


@pytest.mark.parametrize(
    ("refusal", "reader", "said"),
    [
        ("Guests and pupils may not, nay.", "guest", [("guest", VerdictValue.NO)]),
        ("Guests and pupils may not, nay.", "member", [(None, VerdictValue.YES)]),
        ("Guests and pupils may not, yea.", "guest", [(None, VerdictValue.YES)]),
        ("Guests and pupils may not climb.", "guest", [(None, VerdictValue.YES)]),
        ("Guests and pupils pay twice, nay.", "guest", [(None, VerdictValue.YES)]),
        (
            "Guests and pupils may not, perhaps.",
            "guest",
            [(None, VerdictValue.YES), ("guest", VerdictValue.NO)],
        ),
        (
            "Guests and members may not, nay.",
            None,
            [(None, VerdictValue.YES), ("guest", VerdictValue.NO), ("member", VerdictValue.NO)],
        ),
    ],
)
def test_whom_a_sentence_about_several_refuses_is_not_promised_what_all_may(
    refusal: str, reader: str | None, said: list[tuple[str | None, VerdictValue]]
) -> None:
    _, found = of_scopes(Words(), ASKED, reader, TO_ALL, (refusal, None))
    assert [(reading.audience, reading.value) for reading in found.readings] == said


def test_a_refusal_has_a_row_for_each_whom_it_refuses() -> None:
    told = (TO_ALL, ("Guests and pupils may not, nay.", None))
    _, found = of_scopes(Words(), ASKED, None, *told)
    settled = settle(found.readings, None, 0.7, ("guest", "member"))
    assert settled.value is VerdictValue.DEPENDS
    assert [(row.audience, row.value) for row in settled.by_audience] == [
        ("guest", VerdictValue.NO),
        ("member", VerdictValue.YES),
    ]


def test_where_a_refusal_is_not_understood_well_enough_there_is_no_word() -> None:
    told = (TO_ALL, ("Guests and pupils may not, perhaps.", None))
    _, found = of_scopes(Words(), ASKED, "guest", *told)
    assert settle(found.readings, "guest", 0.7).value is VerdictValue.UNDETERMINED
    assert [quote.text for quote in found.selection.quotes] == [text for text, _ in told]
