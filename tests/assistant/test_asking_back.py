"""Which of the readers are asked for, where the text of the FAQ differs for them; with fake models."""

import pytest

from assistant.assistant import Assistant
from assistant.types import Answer, Turn, VerdictValue
from tests.assistant.halls import opened_on
from tests.fakes import FakeJudge

FAQ = """---
audiences:
  - {id: guest, label: Guests, aliases: [guest]}
  - {id: member, label: Members, aliases: [member]}
  - {id: manager, label: Managers, aliases: [manager]}
---

## When is a certificate needed?
A certificate is needed from day four. Guests get a certificate that is needed.

## What does parking cost?
For guests: parking does cost two euros.

For members: parking does cost one euro.

For managers: parking does cost nothing.

## What does a locker cost?
| What | Guests | Members |
|---|---|---|
| A locker does cost | nothing | 2 euros |
| A key does cost | 1 euro | no euro |

## How long does a rented bike stay?
| Who | Days | Deposit |
|---|---|---|
| Guests | 1 day does a bike stay | 20 euros |
| Members | 3 days does a rented bike stay | 10 euros |
| Friends of the house | 9 days | none |

## How are illnesses kept secret?
A doctor writes no reasons. Managers must not ask what illnesses there are.
"""


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    return opened_on(FAQ, tmp_path_factory.mktemp("asking"), FakeJudge())


def offered(answer: Answer) -> list[str]:
    return [o.label for o in answer.clarification.options] if answer.clarification else []


def test_texts_for_some_are_asked_for_and_a_sentence_about_some_is_not(
    assistant: Assistant,
) -> None:
    parking = assistant.ask(Turn("What does parking cost?"))
    assert set(offered(parking)) == {"Guests", "Members", "Managers"}
    certificate = assistant.ask(Turn("When is a certificate needed?"))
    assert "Guests get a certificate that is needed." in [e.quote for e in certificate.evidence]
    assert offered(certificate) == []


@pytest.mark.parametrize("history", [(), ("I'm not a manager.",)])
def test_who_the_reader_is_not_is_neither_offered_nor_shown(
    assistant: Assistant, history: tuple[str, ...]
) -> None:
    said = "What does parking cost?" if history else "I'm not a manager. What does parking cost?"
    answer = assistant.ask(Turn(said, history))
    assert sorted(offered(answer)) == ["Guests", "Members"]
    assert {passage.audience for passage in answer.passages} == {"guest", "member"}


def test_what_binds_others_for_the_readers_sake_is_told_to_the_reader(assistant: Assistant) -> None:
    answer = assistant.ask(Turn("Must managers not ask what illnesses there are?", (), "member"))
    assert [item.quote for item in answer.evidence] == [
        "Managers must not ask what illnesses there are."
    ]


def test_who_is_none_of_those_offered_is_everybody_else(assistant: Assistant) -> None:
    asked = "What does parking cost?"
    assert offered(assistant.ask(Turn("neither", (asked,)))) == []
    some = assistant.ask(Turn("we are not members", (asked,)))
    assert some.standalone_question == asked
    assert sorted(offered(some)) == ["Guests", "Managers"]
    for said in ("We're not members.", "not member"):
        again = assistant.ask(Turn("What does parking cost at night?", (asked, said)))
        assert sorted(offered(again)) == ["Guests", "Managers"]


@pytest.mark.parametrize(
    "asked",
    [
        "What does parking cost for guests and members?",
        "I'm a guest and a member. What does parking cost?",
    ],
)
def test_who_names_several_is_told_of_these_and_not_asked(assistant: Assistant, asked: str) -> None:
    answer = assistant.ask(Turn(asked))
    assert {passage.audience for passage in answer.passages} == {"guest", "member"}
    assert offered(answer) == []


@pytest.mark.parametrize("who", ["non-managers", "people who are not managers"])
def test_who_is_excluded_is_neither_offered_nor_shown(assistant: Assistant, who: str) -> None:
    answer = assistant.ask(Turn(f"What does parking cost for {who}?"))
    assert {passage.audience for passage in answer.passages} == {"guest", "member"}
    assert sorted(offered(answer)) == ["Guests", "Members"]


def test_a_row_with_a_column_for_each_audience_has_a_word_for_each(assistant: Assistant) -> None:
    asked = "Does a key cost 1 euro?"
    answer = assistant.ask(Turn(asked))
    assert answer.verdict is not None
    assert [(row.audience, row.value) for row in answer.verdict.by_audience] == [
        ("guest", VerdictValue.YES),
        ("member", VerdictValue.NO),
    ]
    assert [item.quote for item in answer.evidence] == ["| A key does cost | 1 euro | no euro |"]
    for audience, value in (("guest", VerdictValue.YES), ("member", VerdictValue.NO)):
        known = assistant.ask(Turn(asked, (), audience))
        assert known.verdict is not None
        assert known.verdict.value is value
        assert [item.quote for item in known.evidence] == [item.quote for item in answer.evidence]


def test_a_row_that_shows_every_column_asks_nothing_back(assistant: Assistant) -> None:
    answer = assistant.ask(Turn("What does a key cost?"))
    assert "| A key does cost | 1 euro | no euro |" in [item.quote for item in answer.evidence]
    assert offered(answer) == []


def test_of_a_table_with_rows_for_some_all_are_asked_for(assistant: Assistant) -> None:
    answer = assistant.ask(Turn("How long does a rented bike stay?"))
    assert len(answer.evidence) == 2
    assert sorted(offered(answer)) == ["Guests", "Managers", "Members"]


def test_who_compares_audiences_has_one_word_for_all_and_is_not_asked(assistant: Assistant) -> None:
    answer = assistant.ask(Turn("Does parking cost the same at all levels?"))
    assert answer.verdict is not None
    assert answer.verdict.by_audience == ()
    assert offered(answer) == []
