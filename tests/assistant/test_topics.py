"""Which entry a follow-up is about, on a small FAQ with a fake encoder."""

import pytest

from assistant.retrieval import Retriever
from assistant.topics import TopicIndex


@pytest.fixture
def topics(retriever: Retriever) -> TopicIndex:
    return TopicIndex(retriever)


def test_a_question_leads_elsewhere_by_a_word_of_a_heading_that_the_entry_before_lacks(
    topics: TopicIndex,
) -> None:
    films = "May films be borrowed?"
    assert topics.leads_elsewhere(films, "Is the library open?")
    assert not topics.leads_elsewhere(films, "Is a deposit due?")
    assert not topics.leads_elsewhere(films, "Are lost films paid for?")
    assert not topics.leads_elsewhere(films, "Is smoking allowed?")


def test_a_question_put_like_the_one_before_leads_elsewhere_by_any_word_of_its_own(
    topics: TopicIndex,
) -> None:
    deposit = "Is a deposit due?"
    assert topics.leads_elsewhere(deposit, "Is a fine due?")
    assert not topics.leads_elsewhere(deposit, "Is it due?")
    # Of a question put in another way, a name says that it leans on nothing.
    assert not topics.leads_elsewhere(deposit, "Does the annex sleep?")
    assert topics.leads_elsewhere(deposit, "Does the Annex sleep?")
