"""Synthetic policies with questions, labelled by construction.

A statement gives an action a standing; a frame asks about it along one axis; `TRUTH` gives the
verdict. Conditions and audiences settle, flip or leave it open. Other rules stand around the one
that counts, under a heading that may ask something else and start with its own "Yes." or "No.".
In every frame yes and no are equally likely, so a question by itself gives nothing away.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from assistant.judge.training import grammar_words as words
from assistant.judge.training.examples import Example, Label
from assistant.judge.training.grammar_facts import FACTS
from assistant.judge.training.grammar_frames import (
    FRAMES,
    NEGATIVE_FRAMES,
    OPPOSITE,
    STATEMENTS,
    TRUTH,
    Axis,
    Standing,
)
from assistant.judge.training.grammar_trades import TRADES


@dataclass(frozen=True)
class Scene:
    """A trade, who acts in it, and the action that the rule is about."""

    trade: str
    actors: str
    action: str


@dataclass(frozen=True)
class Case:
    """A question with the sentences that bear on it, before other rules are put around them.

    `standing` is set where the first sentence gives the scene's action that standing outright.
    """

    question: str
    sentences: tuple[str, ...]
    label: Label
    kind: str
    scene: Scene | None = None
    standing: Standing | None = None


def generate(n: int, seed: int) -> Iterator[Example]:
    """`n` examples; the same seed gives the same examples."""
    rng = random.Random(seed)  # noqa: S311
    makers = [maker for maker, weight in MAKERS for _ in range(weight)]
    for i in range(n):
        yield _example(rng, rng.choice(makers)(rng), i)


def deontic(rng: random.Random) -> Case:
    """A plain rule and a question along one of its axes."""
    scene, (axis, standing) = _scene(rng), _axis_and_standing(rng)
    question, kind = _ask(rng, axis, scene.action)
    rule = _sentence(_rule(rng, scene, standing))
    return Case(question, (rule,), TRUTH[axis][standing], kind, scene, standing)


def conditional(rng: random.Random) -> Case:
    """A rule under a condition that the asker meets, fails, or does not mention (depends).

    "If C" says nothing of the other case, so an asker who fails C is only put to strict links.
    """
    scene, (axis, standing) = _scene(rng), _axis_and_standing(rng)
    clause, met, unmet = rng.choice(words.CONDITIONS)
    question, _ = _ask(rng, axis, scene.action)
    told, fulfilled = rng.random() < 0.8, rng.random() < 0.5
    link = rng.choice((*IF, *ONLY_IF, *UNLESS) if told and fulfilled else (*ONLY_IF, *UNLESS))
    holds = fulfilled is not (link in UNLESS)
    stated = standing if holds else OPPOSITE[standing]
    if link in ONLY_IF and stated in (Standing.FORBIDDEN, Standing.OPTIONAL):
        link = rng.choice(UNLESS)  # "may not ... only if" is read either way
        stated = OPPOSITE[standing] if fulfilled else standing
    rule = _rule(rng, scene, stated, plain=link in ONLY_IF)
    sentence = _sentence(link.format(rule=rule, clause=clause))
    if not told:
        return Case(question, (sentence,), Label.DEPENDS, "depends", scene)
    asked = f"{met if fulfilled else unmet} {_capital(question)}"
    return Case(asked, (sentence,), TRUTH[axis][standing], "condition", scene)


IF = (
    "{rule} if {clause}",
    "if {clause}, {rule}",
    "{rule} as long as {clause}",
    "{rule} provided that {clause}",
    "where {clause}, {rule}",
)
ONLY_IF = (
    "{rule} only if {clause}",
    "{rule}, but only where {clause}",
    "{rule} on the sole condition that {clause}",
    "{rule} if, and only if, {clause}",
)
UNLESS = ("{rule} unless {clause}", "unless {clause}, {rule}", "{rule}, except where {clause}")


def by_audience(rng: random.Random) -> Case:
    """Two groups with opposite standings; the asker says which one they are in, or does not."""
    scene, (axis, standing) = _scene(rng), _axis_and_standing(rng)
    pair = list(rng.choice(words.AUDIENCES))
    rng.shuffle(pair)
    (mine, self_name), (theirs, _) = pair
    rules = [
        _rule(rng, replace(scene, actors=mine), standing, named=True),
        _rule(rng, replace(scene, actors=theirs), OPPOSITE[standing], named=True),
    ]
    rng.shuffle(rules)
    sentences = tuple(_sentence(rule) for rule in rules)
    question, _ = _ask(rng, axis, scene.action)
    if rng.random() < 0.35:
        return Case(question, sentences, Label.DEPENDS, "depends", scene)
    opening = rng.choice(("I am {me}.", "I'm {me}.", "Hello, I am {me}.")).format(me=self_name)
    asked = f"{opening} {_capital(question)}"
    return Case(asked, sentences, TRUTH[axis][standing], "audience", scene)


def fact(rng: random.Random) -> Case:
    """A limit, an expiry, a deadline, an inclusion, an exemption, a scope or a definition."""
    drawn = rng.choice(FACTS)(rng)
    return Case(drawn.question, (_sentence(drawn.sentence),), drawn.label, drawn.kind)


def unsettled(rng: random.Random) -> Case:
    """The question is about an action of the same trade that no rule mentions."""
    scene, (axis, standing) = _scene(rng), _axis_and_standing(rng)
    question, _ = _ask(rng, axis, _other(rng, scene).action)
    rule = _sentence(_rule(rng, scene, standing))
    return Case(question, (rule,), Label.UNKNOWN, "unsettled", scene)


MAKERS = ((deontic, 9), (conditional, 5), (by_audience, 2), (fact, 6), (unsettled, 1))
"""How often each kind of case is drawn."""


def _example(rng: random.Random, case: Case, number: int) -> Example:
    heading, sentences = "", list(case.sentences)
    if case.scene is not None:
        heading, lead = _heading(rng, case)
        sentences[0] = f"{lead} {sentences[0]}".strip()
        # An unsettled question may be about any other action, so nothing more is said of those.
        count = 0 if case.label is Label.UNKNOWN else rng.choice((0, 0, 1, 1, 2))
        for _ in range(count):
            sentences.insert(
                0 if not lead and rng.random() < 0.5 else len(sentences), _aside(rng, case.scene)
            )
    return Example(
        question=_as_typed(rng, case.question),
        heading=heading,
        text=" ".join(sentences),
        label=case.label,
        source="grammar",
        document=f"g{number}",
        kind=case.kind,
    )


def _heading(rng: random.Random, case: Case) -> tuple[str, str]:
    """A heading and the lead word it calls for: none, the trade, or a question of its own."""
    assert case.scene is not None
    draw = rng.random()
    if draw < 0.3:
        return "", ""
    if draw < 0.5 or case.standing is None:
        titles = ("Rules for {}", "About {}", "Questions on {}")
        return rng.choice(titles).format(case.scene.trade), ""
    axes = [axis for axis in Axis if case.standing in TRUTH[axis]]
    axis = rng.choice(axes)
    question, _ = _ask(rng, axis, case.scene.action)
    word = TRUTH[axis][case.standing].capitalize()
    return _capital(question), rng.choice((f"{word}.", f"{word}.", ""))


def _aside(rng: random.Random, scene: Scene) -> str:
    """A rule about another action of the trade."""
    return _sentence(_rule(rng, _other(rng, scene), rng.choice(list(Standing))))


def _scene(rng: random.Random) -> Scene:
    trade = rng.choice(list(TRADES))
    actors, actions = TRADES[trade]
    return Scene(trade, rng.choice(actors), rng.choice(actions))


def _other(rng: random.Random, scene: Scene) -> Scene:
    """The scene with another action of its trade."""
    others = [action for action in TRADES[scene.trade][1] if action != scene.action]
    return replace(scene, action=rng.choice(others))


def _axis_and_standing(rng: random.Random) -> tuple[Axis, Standing]:
    """An axis, then one of the two standings that answer it: yes and no equally often."""
    axis = rng.choice((Axis.CAN, Axis.CAN, Axis.BARRED, Axis.BARRED, Axis.MUST, Axis.SKIP))
    return axis, rng.choice(list(TRUTH[axis]))


def _rule(
    rng: random.Random, scene: Scene, standing: Standing, named: bool = False, plain: bool = False
) -> str:
    """A clause that gives the action the standing; `named`: it must name the actors; `plain`: it
    must hold no negation, to stand before "only if"."""
    templates = [
        template
        for template in STATEMENTS[standing]
        if not (named and "{actors}" not in template)
        and not (plain and re.search(r"\b(not|no|nothing|cannot)\b", template))
    ]
    return rng.choice(templates).format(actors=scene.actors, **_forms(scene.action))


def _ask(rng: random.Random, axis: Axis, action: str) -> tuple[str, str]:
    """A question on the axis, and its kind: agree, inverted or negative."""
    negative = rng.random() < 0.25
    frame = rng.choice((NEGATIVE_FRAMES if negative else FRAMES)[axis])
    person = rng.choice((ME, WE))
    if negative and "aren't {i}" in frame:
        person = WE
    kind = "negative" if negative else "inverted" if axis in (Axis.BARRED, Axis.SKIP) else "agree"
    return frame.format(**person, **_forms(action)), kind


ME = {"i": "I", "me": "me", "am": "am"}
WE = {"i": "we", "me": "us", "am": "are"}


def _forms(action: str) -> dict[str, str]:
    """The slots of an action: do, doing, obj and done, each with the rest where it belongs."""
    verbs, noun, rest = action.split("|")
    base, gerund, participle = verbs.split("/")
    return {
        "do": f"{base} {noun} {rest}".strip(),
        "doing": f"{gerund} {noun} {rest}".strip(),
        "obj": noun,
        "done": f"{participle} {rest}".strip(),
    }


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _sentence(clause: str) -> str:
    return f"{_capital(clause)}."


def _as_typed(rng: random.Random, question: str) -> str:
    """Capital and question mark as most people type them; some leave out either or both."""
    draw = rng.random()
    if draw < 0.08:
        return question.rstrip("?").lower()
    return _capital(question).rstrip("?") if draw < 0.14 else _capital(question)
