"""Audience names in questions and in leads, as people write them."""

from __future__ import annotations

import pytest

from assistant.audiences import (
    denied_audiences,
    find_mentions,
    find_name,
    leading_scope,
    mentioned_audiences,
    name_pattern,
)
from assistant.types import Audience

AUDIENCES = (
    Audience("action-pack", "Action Pack subscribers", ("Action Pack", "MAPS")),
    Audience("competency", "Competency partners", ("gold partner", "silver competency")),
    Audience("learning", "Learning competency partners"),
)


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


def test_mentions_carry_their_place():
    text = "As an Action Pack subscriber"
    (mention,) = find_mentions(text, AUDIENCES)
    assert text[mention.start : mention.end] == "Action Pack subscriber"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("For Action Pack subscribers: you can share.", "action-pack"),
        ("For competency partners, each time a machine is activated", "competency"),
        ("Action Pack subscribers: you can share.", "action-pack"),
        ("**Action Pack subscribers**: you can share.", "action-pack"),
        ("**For Action Pack subscribers:** you can share.", "action-pack"),
        ("**Competency partners** You may share.", "competency"),
        ("_Gold partners_: you may.", "competency"),
        ("- For competency partners \u2014 yes", "competency"),
        ("Competency Partners \u2013 yes", "competency"),
        ("If you're a gold partner, yes", "competency"),
        ("For Action-Pack subscribers with two offices, no", "action-pack"),
        ("\ufeffFor Action Pack: x", "action-pack"),
        ("### For competency partners", "competency"),
        ("For Learning competency partners: x", "learning"),
        ("For Action Pack subscribers, gold partners can help.", "action-pack"),
        ("On Action Pack, you can share.", "action-pack"),
        ("Under a gold partner account, yes", "competency"),
        ("If you are on the Action Pack, yes", "action-pack"),
        ("With gold partners, guests may enter.", None),
        ("When you have Action Pack, yes", "action-pack"),
    ],
)
def test_a_lead_scopes_to_the_audience_it_names(text, expected):
    assert leading_scope(text, AUDIENCES) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Action Pack subscribers can share",
        "**Action Pack subscribers** can share",
        "For Action Pack subscribers and competency partners: share",
        "For competency partners who also hold Action Pack, no",
        "For Action Pack subscribers, gold partners and MAPS: no",
        "If you are an Action Pack subscriber, a gold partner, or in MAPS, no",
        "For Action Pack, competency partners: no",
        "Action Pack subscribers, competency partners and others",
        "For questions about Action Pack, contact support",
        "For non-competency partners: no",
        "You can share. For Action Pack subscribers: no.",
        "For Action Pack subscribers " + "who share " * 40,
        "",
    ],
)
def test_text_without_a_single_lead_has_no_scope(text):
    assert leading_scope(text, AUDIENCES) is None


PLANS = (Audience("pro", "Pro plan", ("Pro",)), Audience("team", "Team"))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("For Pro customers: yes.", "pro"),
        ("For Pro-customers, it costs more", "pro"),
        ("Pro plan users: yes.", "pro"),
        ("**Pro** members \u2013 yes", "pro"),
        ("For **Pro** accounts with two seats, yes", "pro"),
        ("If you are a Pro licence holder, yes", "pro"),
        ("### Pro edition", "pro"),
        ("**Pro** Accounts can be shared.", "pro"),
        ("For Pro customers, Team customers can help.", "pro"),
        ("Pro customers can share.", None),
        ("Pro users, please share", None),
        ("For Pro customers and Team customers: yes.", None),
        ("For Pro users, Team users: yes.", None),
        ("For Pro customer service, write to us", None),
        ("For non-Pro customers: yes.", None),
        ("For Pro usage: yes.", None),
    ],
)
def test_a_noun_behind_the_name_belongs_to_the_lead(text, expected):
    assert leading_scope(text, PLANS) == expected


def test_without_audiences_nothing_is_found():
    assert mentioned_audiences("Action Pack", ()) == ()
    assert leading_scope("For Action Pack: x", ()) is None


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


@pytest.mark.parametrize(
    "name",
    ["Action Pack", "MAPS", "Policies", "Stra\u00dfe partner", "ba\u017fis", "k\u212aey", "x"],
)
@pytest.mark.parametrize(
    "text",
    [
        "an ACTION-pack, and action  packs",
        "maps and a policy's STRASSE partner",
        "a stra\u00dfe partner's ba\u017fis, ba\u017fi\u017f, basis",
        "an action pac\u212a, key \u212aKEY",
        "x",
        "",
    ],
)
def test_looking_for_letters_first_finds_what_the_pattern_finds(name: str, text: str) -> None:
    found = [match.span() for match in find_name(name, text)]
    assert found == [match.span() for match in name_pattern(name).finditer(text)]


@pytest.mark.parametrize("name", ["", " ", "_", "\u2013"])
def test_a_name_without_words_is_nowhere(name: str) -> None:
    assert not list(find_name(name, "anything - at _ all"))


def test_a_text_of_nothing_but_names_takes_linear_time() -> None:
    assert len(find_mentions("MAPS " * 10_000, AUDIENCES)) == 10_000
