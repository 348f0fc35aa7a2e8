"""Grammar of facts that are not about doing: limits, expiry, deadlines, what is included, who pays,
where it holds, what counts as what. Each function draws one fact and one question about it.

The verdict is drawn first and evenly, then a fact that gives it: no frame leans either way.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass

from assistant.judge.training import grammar_words as words
from assistant.judge.training.examples import Label


@dataclass(frozen=True)
class Drawn:
    """A question, the sentence that settles it, and the verdict."""

    question: str
    sentence: str
    label: Label
    kind: str


Draw = Callable[[random.Random], Drawn]


def pick(rng: random.Random, options: tuple[str, ...], **slots: str | int) -> str:
    """One template, filled."""
    return rng.choice(options).format(**slots)


def verdict(rng: random.Random) -> bool:
    """Whether the answer is to be yes."""
    return rng.random() < 0.5


def word(yes: bool) -> Label:
    """The label of a verdict."""
    return Label.YES if yes else Label.NO


def maximum(rng: random.Random) -> Drawn:
    """Up to n of something; the asker names a number, or asks whether there is a limit."""
    one, many, owner = rng.choice(words.COUNTED)
    yes, limit = verdict(rng), rng.choice((2, 3, 4, 5, 8, 10, 12, 20, 25, 50))
    slots: dict[str, str | int] = {"n": limit, "one": one, "many": many, "owner": owner}
    if rng.random() < 0.3:
        return _capped_at_all(rng, yes, slots)
    sentence = pick(rng, MAXIMUM, **slots)
    too_many = rng.random() < 0.5
    over = yes if too_many else not yes
    slots["m"] = limit + rng.randint(1, limit + 3) if over else rng.randint(2, limit)
    question = pick(rng, TOO_MANY if too_many else ENOUGH_ROOM, **slots)
    return Drawn(question, sentence, word(yes), "limit")


MAXIMUM = (
    "Each {owner} may have up to {n} {many}",
    "The maximum is {n} {many} per {owner}",
    "No more than {n} {many} are allowed per {owner}",
    "A {owner} is limited to {n} {many}",
    "At most {n} {many} per {owner} are accepted",
)
UNCAPPED = (
    "There is no limit on the number of {many} per {owner}",
    "Any number of {many} per {owner} is accepted",
    "The number of {many} per {owner} is unlimited",
    "We do not restrict how many {many} a {owner} has",
)
ENOUGH_ROOM = (
    "Can we have {m} {many} on one {owner}?",
    "Are {m} {many} per {owner} all right?",
    "Is it OK to have {m} {many} for a single {owner}?",
    "We have {m} {many}. Do they fit on one {owner}?",
)
TOO_MANY = (
    "Are {m} {many} too many for one {owner}?",
    "Would {m} {many} per {owner} be over the limit?",
    "Do we exceed the allowance with {m} {many} on one {owner}?",
    "We have {m} {many} on one {owner}. Is that more than allowed?",
)
IS_CAPPED = (
    "Is there a cap on {many} per {owner}?",
    "Is the number of {many} per {owner} limited?",
    "Is there a maximum number of {many} for a {owner}?",
)
IS_UNCAPPED = (
    "Can a {owner} have as many {many} as we like?",
    "Is the number of {many} per {owner} unlimited?",
    "Are there no limits on {many} per {owner}?",
)


def _capped_at_all(rng: random.Random, yes: bool, slots: dict[str, str | int]) -> Drawn:
    asks_cap = rng.random() < 0.5
    sentence = pick(rng, MAXIMUM if asks_cap == yes else UNCAPPED, **slots)
    question = pick(rng, IS_CAPPED if asks_cap else IS_UNCAPPED, **slots)
    return Drawn(question, sentence, word(yes), "limit")


def expiry(rng: random.Random) -> Drawn:
    """Something runs out n units after its issue, or never."""
    yes, unit, n = verdict(rng), rng.choice(words.TIME_UNITS), rng.randint(3, 24)
    slots: dict[str, str | int] = {"thing": rng.choice(words.RIGHTS), "unit": unit, "n": n}
    asks_lost = rng.random() < 0.5
    lost = yes if asks_lost else not yes
    slots["m"] = n + rng.randint(1, n) if lost else rng.randint(2, n - 1)
    lasting = not lost and rng.random() < 0.3
    sentence = pick(rng, ENDLESS if lasting else EXPIRES, **slots)
    question = pick(rng, IS_LOST if asks_lost else IS_VALID, **slots)
    return Drawn(question, sentence, word(yes), "expiry")


EXPIRES = (
    "{thing} expires {n} {unit} after the date of issue",
    "{thing} is valid for {n} {unit} from the date of issue",
    "{thing} ceases to be valid {n} {unit} after it was issued",
    "{n} {unit} after its issue {thing} lapses",
    "{thing} can be used for {n} {unit} from issue, and not after that",
)
ENDLESS = (
    "{thing} does not expire",
    "{thing} stays valid for good",
    "There is no expiry date on {thing}",
    "{thing} never lapses",
)
IS_LOST = (
    "Do we lose {thing} {m} {unit} after it was issued?",
    "We got {thing} {m} {unit} ago. Has it run out?",
    "Is {thing} worthless {m} {unit} after issue?",
    "Will {thing} have lapsed {m} {unit} after issue?",
    "It has been {m} {unit} since the issue. Is {thing} no longer good?",
)
IS_VALID = (
    "Is {thing} still good {m} {unit} after issue?",
    "We got {thing} {m} {unit} ago. Can it still be used?",
    "Will {thing} last {m} {unit}?",
    "It has been {m} {unit} since the issue. Do we still have {thing}?",
    "Isn't {thing} still valid {m} {unit} after issue?",
)


def deadline(rng: random.Random) -> Drawn:
    """Papers must arrive by a date; the asker is before or after it."""
    yes, month, day = verdict(rng), rng.randint(1, 10), rng.randint(8, 20)
    asks_late = rng.random() < 0.5
    late = yes if asks_late else not yes
    if rng.random() < 0.5:
        now = (month, day + rng.randint(1, 8) if late else day - rng.randint(1, 7))
    else:
        now = (month + rng.choice((1, 2)) if late else max(1, month - 1), rng.randint(1, 28))
        now = now if late or month > 1 else (1, day - 2)
    slots = {"paper": rng.choice(words.PAPERS), "due": f"{day} {words.MONTHS[month - 1]}"}
    slots["now"] = f"{now[1]} {words.MONTHS[now[0] - 1]}"
    sentence = pick(rng, DUE, **slots)
    question = pick(rng, TOO_LATE if asks_late else IN_TIME, **slots)
    return Drawn(question, sentence, word(yes), "deadline")


DUE = (
    "{paper} must reach us by {due}",
    "The deadline for {paper} is {due}",
    "{paper} has to be in no later than {due}",
    "We cannot consider {paper} if it arrives after {due}",
    "{paper} will be accepted until {due}",
)
TOO_LATE = (
    "Is {now} too late for {paper}?",
    "Have we missed the deadline if we send {paper} on {now}?",
    "We would hand in {paper} on {now}. Would it be turned away?",
    "Is it over for {paper} on {now}?",
)
IN_TIME = (
    "Can we still hand in {paper} on {now}?",
    "Is {now} early enough for {paper}?",
    "We would send {paper} on {now}. Is that in time?",
    "Will {paper} be accepted on {now}?",
)


def inclusion(rng: random.Random) -> Drawn:
    """An item is part of a package, or costs extra."""
    yes = verdict(rng)
    slots = {"item": rng.choice(words.ITEMS), "package": rng.choice(words.PACKAGES)}
    slots["other"] = rng.choice([item for item in words.ITEMS if item != slots["item"]])
    asks_extra = rng.random() < 0.5
    sentence = pick(rng, EXCLUDED if asks_extra == yes else INCLUDED, **slots)
    question = pick(rng, IS_EXTRA if asks_extra else IS_INCLUDED, **slots)
    return Drawn(question, sentence, word(yes), "inclusion")


INCLUDED = (
    "{package} includes {item} and {other}",
    "{item} is part of {package}",
    "{item} is covered by {package}",
    "{item} comes with {package} at no extra cost",
    "There is no separate charge for {item}: it is in {package}",
    "Apart from {other}, everything including {item} is in {package}",
)
EXCLUDED = (
    "{package} does not include {item}",
    "{item} is charged on top of {package}",
    "{item} is not part of {package}",
    "{package} covers {other}, but not {item}",
    "{item} is available for an additional fee beyond {package}",
    "{package} includes everything except {item}",
)
IS_INCLUDED = (
    "Is {item} included in {package}?",
    "Does {package} cover {item}?",
    "Does {package} come with {item}?",
    "Isn't {item} part of {package}?",
    "Is {item} already paid for with {package}?",
    "{item} is in {package}, right?",
)
IS_EXTRA = (
    "Is {item} billed on top of {package}?",
    "Do we pay extra for {item} beyond {package}?",
    "Is {item} left out of {package}?",
    "Does {item} come on top of {package}?",
    "Is {item} excluded from {package}?",
    "Don't we have to pay for {item} separately from {package}?",
)


def exemption(rng: random.Random) -> Drawn:
    """A group pays a fee or is spared it."""
    yes, (group, self_description) = verdict(rng), rng.choice(words.GROUPS)
    slots = {"group": group, "fee": rng.choice(words.FEES)}
    asks_free = rng.random() < 0.5
    sentence = pick(rng, SPARED if asks_free == yes else CHARGED, **slots)
    personal = rng.random() < 0.5
    frames = (MINE_FREE if asks_free else MINE_DUE) if personal else (FREE if asks_free else PAYS)
    question = pick(rng, frames, **slots)
    question = f"{self_description} {question}" if personal else question
    return Drawn(question, sentence, word(yes), "exemption")


SPARED = (
    "{group} are exempt from {fee}",
    "{group} do not pay {fee}",
    "{fee} is waived for {group}",
    "{fee} is due from everyone except {group}",
    "{group} are excused from {fee}",
    "We do not charge {group} {fee}",
)
CHARGED = (
    "{group} pay {fee} like everyone else",
    "{fee} also applies to {group}",
    "There is no exemption from {fee} for {group}",
    "{group} are not exempt from {fee}",
    "{fee} is charged to {group} as well",
    "We do not waive {fee} for {group}",
)
PAYS = ("Do {group} pay {fee}?", "Does {fee} apply to {group}?", "Are {group} charged {fee}?")
FREE = (
    "Are {group} exempt from {fee}?",
    "Is {fee} waived for {group}?",
    "Do {group} get out of {fee}?",
    "Are {group} spared {fee}?",
)
MINE_DUE = ("Do I have to pay {fee}?", "Will {fee} be charged?", "Is {fee} due from me too?")
MINE_FREE = ("Can I avoid {fee}?", "Am I let off {fee}?", "Is {fee} waived in my case?")


def scope(rng: random.Random) -> Drawn:
    """Something holds in one place only, or everywhere."""
    yes = verdict(rng)
    slots = {
        "thing": rng.choice(words.RIGHTS),
        "place": rng.choice(words.PLACES),
        "elsewhere": rng.choice(words.ELSEWHERE),
    }
    asks_limited = rng.random() < 0.5
    sentence = pick(rng, LOCAL if asks_limited == yes else EVERYWHERE, **slots)
    question = pick(rng, IS_LOCAL if asks_limited else REACHES, **slots)
    return Drawn(question, sentence, word(yes), "scope")


LOCAL = (
    "{thing} is valid only in {place}",
    "{thing} cannot be used outside {place}",
    "{thing} is restricted to {place}",
    "Outside {place}, {thing} has no validity",
    "{thing} does not extend beyond {place}",
)
EVERYWHERE = (
    "{thing} is valid worldwide",
    "{thing} is not tied to {place}: it holds in every country",
    "{thing} can be used in {place} and everywhere else",
    "There is no geographic restriction on {thing}",
    "{thing} is accepted in all countries",
)
IS_LOCAL = (
    "Is {thing} limited to {place}?",
    "Is {thing} confined to {place}?",
    "Does {thing} stop at the border of {place}?",
    "Is {thing} useless {elsewhere}?",
    "Isn't {thing} restricted to {place}?",
)
REACHES = (
    "Can we use {thing} {elsewhere}?",
    "Does {thing} work outside {place}?",
    "Is {thing} also accepted {elsewhere}?",
    "Does {thing} reach beyond {place}?",
    "{thing} is good {elsewhere} too, right?",
)


def definition(rng: random.Random) -> Drawn:
    """One thing counts as another, or does not."""
    yes, (start, thing, kind) = verdict(rng), rng.choice(words.KINDS)
    slots = {"Thing": start, "thing": thing, "kind": kind}
    asks_apart = rng.random() < 0.4
    sentence = pick(rng, IS_NOT_A if asks_apart == yes else IS_A, **slots)
    question = pick(rng, ASKS_APART if asks_apart else ASKS_SAME, **slots)
    return Drawn(question, sentence, word(yes), "definition")


IS_A = (
    "{Thing} counts as {kind}",
    "{Thing} is treated as {kind}",
    "For the purposes of these rules, {thing} is {kind}",
    "We regard {thing} as {kind}",
)
IS_NOT_A = (
    "{Thing} does not count as {kind}",
    "{Thing} is not treated as {kind}",
    "For the purposes of these rules, {thing} is not {kind}",
    "The term does not cover {thing}: it is not {kind}",
)
ASKS_SAME = (
    "Does {thing} count as {kind}?",
    "Is {thing} regarded as {kind}?",
    "Is {thing} {kind} under the rules?",
    "Isn't {thing} treated as {kind}?",
)
ASKS_APART = (
    "Is {thing} something other than {kind}?",
    "Do the rules keep {thing} apart from {kind}?",
    "Does {thing} fall outside the definition of {kind}?",
)

FACTS: tuple[Draw, ...] = (maximum, expiry, deadline, inclusion, exemption, scope, definition)
