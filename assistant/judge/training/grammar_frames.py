"""Statements and question frames of the synthetic grammar, each with what it means.

A rule gives an action one of four standings. A question frame asks about one axis. `TRUTH` says
which standings answer which axis, and how: the same standing is "yes" on one and "no" on another.
"""

from __future__ import annotations

from enum import StrEnum

from assistant.judge.training.examples import Label


class Standing(StrEnum):
    """What a rule makes of an action."""

    ALLOWED = "allowed"
    FORBIDDEN = "forbidden"
    REQUIRED = "required"
    OPTIONAL = "optional"


class Axis(StrEnum):
    """What a question frame asks about."""

    CAN = "can"
    BARRED = "barred"
    MUST = "must"
    SKIP = "skip"


TRUTH: dict[Axis, dict[Standing, Label]] = {
    Axis.CAN: {Standing.ALLOWED: Label.YES, Standing.FORBIDDEN: Label.NO},
    Axis.BARRED: {Standing.FORBIDDEN: Label.YES, Standing.ALLOWED: Label.NO},
    Axis.MUST: {Standing.REQUIRED: Label.YES, Standing.OPTIONAL: Label.NO},
    Axis.SKIP: {Standing.OPTIONAL: Label.YES, Standing.REQUIRED: Label.NO},
}

OPPOSITE = {
    Standing.ALLOWED: Standing.FORBIDDEN,
    Standing.FORBIDDEN: Standing.ALLOWED,
    Standing.REQUIRED: Standing.OPTIONAL,
    Standing.OPTIONAL: Standing.REQUIRED,
}

STATEMENTS: dict[Standing, tuple[str, ...]] = {
    Standing.ALLOWED: (
        "{actors} may {do}",
        "{actors} can {do}",
        "{actors} are allowed to {do}",
        "{actors} are free to {do}",
        "{actors} have the right to {do}",
        "{doing} is permitted",
        "{doing} is allowed",
        "{doing} is fine",
        "{obj} may be {done}",
        "nothing prevents {actors} from {doing}",
        "{actors} are not barred from {doing}",
        "there is no rule against {doing}",
        "we have no objection to {doing}",
        "it is not forbidden to {do}",
        "{doing} is no longer prohibited",
        "you are welcome to {do}",
    ),
    Standing.FORBIDDEN: (
        "{actors} may not {do}",
        "{actors} must not {do}",
        "{actors} cannot {do}",
        "{actors} are not allowed to {do}",
        "{actors} are barred from {doing}",
        "{doing} is prohibited",
        "{doing} is forbidden",
        "{doing} is not permitted",
        "{obj} cannot be {done}",
        "{obj} must not be {done}",
        "under no circumstances may {actors} {do}",
        "the rules do not allow {actors} to {do}",
        "{actors} have no right to {do}",
        "{doing} is out of the question",
        "{doing} is no longer possible",
        "please refrain from {doing}",
        "it is not possible to {do}",
        "we do not accept requests to {do}",
    ),
    Standing.REQUIRED: (
        "{actors} must {do}",
        "{actors} have to {do}",
        "{actors} are required to {do}",
        "{actors} are obliged to {do}",
        "{actors} need to {do}",
        "{doing} is mandatory",
        "{doing} is compulsory",
        "{doing} is a requirement",
        "{obj} must be {done}",
        "{actors} cannot avoid {doing}",
        "there is no way around {doing}",
        "{doing} is not optional",
        "{doing} remains obligatory",
    ),
    Standing.OPTIONAL: (
        "{actors} do not have to {do}",
        "{actors} need not {do}",
        "{actors} are not required to {do}",
        "{doing} is optional",
        "{doing} is voluntary",
        "{doing} is not mandatory",
        "there is no obligation to {do}",
        "{actors} may, but need not, {do}",
        "it is up to {actors} whether to {do}",
        "{actors} are no longer obliged to {do}",
        "{obj} need not be {done}",
        "we recommend {doing}, but do not insist on it",
    ),
}

FRAMES: dict[Axis, tuple[str, ...]] = {
    Axis.CAN: (
        "can {i} {do}?",
        "may {i} {do}?",
        "could {i} {do}?",
        "{am} {i} allowed to {do}?",
        "is it OK to {do}?",
        "is {doing} allowed?",
        "is {doing} permitted?",
        "is it possible to {do}?",
        "would it be all right to {do}?",
        "is it true that {i} can {do}?",
        "do {i} have the right to {do}?",
        "can {obj} be {done}?",
        "{i} want to {do}. Is that all right?",
        "do the rules let {me} {do}?",
        "{am} {i} free to {do}?",
    ),
    Axis.BARRED: (
        "is {doing} forbidden?",
        "is {doing} prohibited?",
        "{am} {i} barred from {doing}?",
        "is it against the rules to {do}?",
        "is {doing} ruled out?",
        "is {doing} off limits?",
        "do the rules stop {me} from {doing}?",
        "would {doing} break the rules?",
        "is it impossible to {do}?",
        "{am} {i} prevented from {doing}?",
        "would {i} be in breach by {doing}?",
        "is there a ban on {doing}?",
        "do {i} have to refrain from {doing}?",
        "is it true that {doing} is prohibited?",
    ),
    Axis.MUST: (
        "do {i} have to {do}?",
        "must {i} {do}?",
        "do {i} need to {do}?",
        "{am} {i} required to {do}?",
        "{am} {i} obliged to {do}?",
        "is it mandatory to {do}?",
        "is {doing} compulsory?",
        "is {doing} a requirement?",
        "is there an obligation to {do}?",
        "must {obj} be {done}?",
        "is it true that {i} must {do}?",
        "will {i} be made to {do}?",
    ),
    Axis.SKIP: (
        "is {doing} optional?",
        "is {doing} voluntary?",
        "can {i} get by without {doing}?",
        "is it up to {me} whether to {do}?",
        "can {i} decide freely whether to {do}?",
        "is it fine not to {do}?",
        "{am} {i} free to skip {doing}?",
        "can {i} do without {doing}?",
        "is it true that {doing} is optional?",
    ),
}

NEGATIVE_FRAMES: dict[Axis, tuple[str, ...]] = {
    Axis.CAN: (
        "can't {i} {do}?",
        "aren't {i} allowed to {do}?",
        "isn't {doing} allowed?",
        "isn't it possible to {do}?",
        "isn't it true that {i} may {do}?",
        "{i} can {do}, right?",
        "{i} can {do}, can't {i}?",
        "{doing} is permitted, isn't it?",
    ),
    Axis.BARRED: (
        "isn't {doing} forbidden?",
        "isn't it against the rules to {do}?",
        "isn't it true that {doing} is prohibited?",
        "{doing} is prohibited, right?",
        "{doing} is off limits, isn't it?",
        "isn't there a ban on {doing}?",
    ),
    Axis.MUST: (
        "don't {i} have to {do}?",
        "isn't it mandatory to {do}?",
        "{i} have to {do}, right?",
        "{i} need to {do}, don't {i}?",
        "isn't {doing} compulsory?",
        "isn't it true that {i} must {do}?",
    ),
    Axis.SKIP: (
        "isn't {doing} optional?",
        "{doing} is voluntary, isn't it?",
        "can't {i} do without {doing}?",
        "{doing} is up to {me}, right?",
        "isn't it true that {doing} is optional?",
    ),
}
"""Questions with a negation or a tag outside: they take the verdict of their positive form."""
