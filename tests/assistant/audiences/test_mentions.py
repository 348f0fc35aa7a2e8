"""Audiences that questions name or deny, as people write them."""

from __future__ import annotations

import pytest

from assistant.audiences.mentions import (
    denied_audiences,
    disowned_audiences,
    excluded_audiences,
    find_mentions,
    mentioned_audiences,
)
from assistant.types import Audience
from tests.assistant.audiences.samples import AUDIENCES


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("we're an action pack subscriber", ("action-pack",)),
        ("ACTION-PACK, right?", ("action-pack",)),
        ("ActionPack", ("action-pack",)),
        ("Gold partners' keys against MAPS'", ("competency", "action-pack")),
        ("a learning competency partner", ("learning",)),
        ("competency\u2010partner", ("competency",)),
        ("action packs and silver competencies", ("action-pack", "competency")),
        ("action pack, gold partner, action pack", ("action-pack", "competency")),
        ("transaction packs", ()),
        ("mapser", ()),
        ("", ()),
    ],
)
def test_names_are_found_whatever_their_case_number_and_hyphens(text, expected):
    assert mentioned_audiences(text, AUDIENCES) == expected


@pytest.mark.parametrize(
    "text",
    [
        "non-competency partners",
        "I'm not an Action Pack subscriber",
        "we are not Action Pack",
        "we aren\u2019t competency partners",
        "We no longer have Action Pack",
        "We aren't in the Action Pack",
        "We never had an Action Pack subscription",
        "we don't have any Action Pack",
        "without an Action Pack",
        "We're not on the Action Pack",
        "We do not use the Action Pack",
        "My sister firm isn't an Action Pack subscriber",
        "We used to be an Action Pack subscriber",
        "former Action Pack subscribers",
        "everyone except Action Pack subscribers",
        "Unless you are an Action Pack subscriber",
        "Can we do it without upgrading to Action Pack?",
        "They aren't on any Action Pack",
        "for everyone but not for the Action Pack",
        "ex-Action Pack subscribers",
        "We no longer have your Action Pack",
        "Can we do it without your Action Pack?",
    ],
)
def test_a_denied_name_is_not_a_mention(text):
    assert mentioned_audiences(text, AUDIENCES) == ()


@pytest.mark.parametrize(
    "text",
    [
        "Aren't competency partners allowed to share?",
        "Why isn't a competency partner allowed to share?",
    ],
)
def test_a_negative_question_still_mentions_its_audience(text):
    assert mentioned_audiences(text, AUDIENCES) == ("competency",)


def test_only_what_is_named_for_others_alone_is_denied():
    assert denied_audiences("We are not Action Pack", AUDIENCES) == {"action-pack"}
    text = "We are no longer in the Action Pack. Is Action Pack cheaper?"
    assert denied_audiences(text, AUDIENCES) == frozenset()


@pytest.mark.parametrize(
    "text",
    [
        "I'm not an Action Pack subscriber. May we?",
        "We\u2019re no longer on the Action Pack",
        "we don't have Action Pack",
        "We used to be an Action Pack subscriber",
        "As a non-Action Pack partner, may we?",
        "I'm a former Action Pack subscriber",
        "dont have an action pack, may we share?",
        "we dont have the Action Pack",
        "Hi, not on the Action Pack. May we share?",
        "no action pack here, may we share?",
        "We hold no Action Pack. May we share?",
        "We aren't on the Action Pack",
        "I'm no Action Pack subscriber",
        "I am not yet an Action Pack subscriber",
        "We're not really in the Action Pack",
        "We have never been an Action Pack subscriber",
        "We haven't got the Action Pack",
        "not yet an Action Pack subscriber",
        "I was an Action Pack subscriber but not anymore",
        "We had the Action Pack until last year",
    ],
)
def test_the_writer_disowns_an_audience(text):
    assert disowned_audiences(text, AUDIENCES) == {"action-pack"}


@pytest.mark.parametrize(
    "text",
    [
        "Does everyone except Action Pack subscribers pay?",
        "My sister firm isn't an Action Pack subscriber",
        "Why don't Action Pack subscribers pay?",
        "They are not on the Action Pack",
        "Am I on the Action Pack?",
        "Why is it not on the Action Pack?",
        "No Action Pack subscribers pay, do they?",
        "We're not only in the Action Pack",
        "I was an Action Pack subscriber",
        "Why aren't we Action Pack subscribers?",
    ],
)
def test_what_others_are_not_is_not_disowned(text):
    assert disowned_audiences(text, AUDIENCES) == frozenset()


@pytest.mark.parametrize(
    "text",
    ["We do not hold a star", "we don't yet have a star", "We haven't earned a star, may we?"],
)
def test_what_is_denied_may_end_within_a_name_that_begins_with_its_verb(text: str) -> None:
    stars = (Audience("star", "Starred", ("have a star", "hold a star", "earned a star")),)
    assert disowned_audiences(text, stars) == {"star"}
    assert mentioned_audiences(text, stars) == ()
    assert mentioned_audiences("We hold a star", stars) == ("star",)


def test_mentions_carry_their_place():
    text = "As an Action Pack subscriber"
    (mention,) = find_mentions(text, AUDIENCES)
    assert text[mention.start : mention.end] == "Action Pack subscriber"


def test_without_audiences_nothing_is_found():
    assert mentioned_audiences("Action Pack", ()) == ()


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("Is delivery free?", ()),
        ("Free delivery?", ()),
        ("Can I try it for free?", ()),
        ("Free?", ("free",)),
        ("I'm on free, can I export?", ("free",)),
        ("May free users export?", ("free",)),
        ("Can we export with Free?", ("free",)),
        ("free vs pro export", ("free", "pro")),
        ("Is pro or free enough?", ("pro", "free")),
        ("Is export free and pro support paid?", ("pro",)),
    ],
)
def test_an_adjective_is_a_plan_only_where_it_stands_for_one(
    text: str, named: tuple[str, ...]
) -> None:
    plans = (Audience("free", "Free plan", ("Free",)), Audience("pro", "Pro plan", ("Pro",)))
    assert mentioned_audiences(text, plans) == named
    assert not denied_audiences(text, plans)


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("I registered a deal. Is there a bonus?", False),
        ("Our company is registered in Spain.", False),
        ("Is there a bonus on registered deals?", False),
        ("We are registered in Spain.", False),
        ("We are registered, do we pay?", True),
        ("As a Registered, do I pay?", True),
        ("Is there a bonus for registered?", True),
        ("Do registered users pay?", True),
        ("May registered companies pay?", True),
        ("Do registered ones pay?", True),
        ("What do I get with Registered?", True),
        ("registered", True),
    ],
)
def test_a_participle_is_an_audience_only_where_it_stands_for_one(text: str, named: bool) -> None:
    levels = (Audience("registered", "Registered partners", ("registered",)),)
    assert mentioned_audiences(text, levels) == (("registered",) if named else ())


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("Can my team join?", ()),
        ("May team members export?", ()),
        ("Does everybody on the team need a seat?", ()),
        ("Is it on Team?", ("team",)),
        ("Can I upgrade to team?", ("team",)),
        ("We have the team plan.", ("team",)),
        ("team?", ("team",)),
    ],
)
def test_a_team_is_the_plan_called_team_only_where_it_stands_for_it(
    text: str, named: tuple[str, ...]
) -> None:
    assert mentioned_audiences(text, (Audience("team", "Team", ()),)) == named


def test_a_text_of_nothing_but_names_takes_linear_time() -> None:
    assert len(find_mentions("MAPS " * 10_000, AUDIENCES)) == 10_000


@pytest.mark.parametrize(
    "text",
    [
        "I don't have a gold partner or Action Pack plan",
        "I'm neither a gold partner nor an Action Pack subscriber.",
        "We have neither gold partners nor MAPS.",
        "I'm not in the Action Pack, or a competency partner",
    ],
)
def test_a_denial_holds_for_all_names_that_or_joins(text):
    assert disowned_audiences(text, AUDIENCES) == {"competency", "action-pack"}
    assert mentioned_audiences(text, AUDIENCES) == ()


@pytest.mark.parametrize(
    "text",
    [
        "Unlike MAPS, can gold partners share?",
        "Compared with the Action Pack, what do gold partners get?",
        "We're not MAPS but a gold partner",
        "We are not MAPS. Or is a gold partner?",
    ],
)
def test_of_two_that_are_set_against_each_other_one_is_meant(text):
    assert mentioned_audiences(text, AUDIENCES) == ("competency",)


@pytest.mark.parametrize(
    "text",
    [
        "Do non-competency partners pay?",
        "Do people who are not gold partners pay?",
        "Do people who aren\u2019t a gold partner pay?",
        "Does anyone not on silver competency pay?",
        "Is it free for those who are no longer gold partners?",
        "Can companies outside the silver competency share?",
        "Do non-members of the silver competency pay?",
    ],
)
def test_a_question_about_everybody_else_excludes_who_is_named(text: str) -> None:
    assert excluded_audiences(text, AUDIENCES) == {"competency"}
    assert mentioned_audiences(text, AUDIENCES) == ()


@pytest.mark.parametrize(
    "text",
    [
        "Do gold partners who are not on MAPS pay, and what does MAPS cost?",
        "Do I pay unless I have MAPS?",
        "Is it free for everyone except MAPS?",
        "Why aren't gold partners asked?",
        "Are the people who have MAPS not asked?",
        "May I use it outside MAPS hours?",
        "May I open a non-urgent ticket on MAPS?",
    ],
)
def test_an_audience_that_the_answer_may_turn_on_is_not_excluded(text: str) -> None:
    assert excluded_audiences(text, AUDIENCES) == frozenset()
