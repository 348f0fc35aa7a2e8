"""Finds for which audience a question is asked: by the turn, in its words, or earlier in the conversation."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from assistant.audiences import (
    HAS_BECOME,
    IS,
    Mention,
    denied_audiences,
    find_mentions,
    mentions_after,
    named_readers,
    normalised_name,
)
from assistant.conversation.context_dependence import content_words
from assistant.conversation.denials import (
    denied_by_turn,
    is_supposed,
    only_denied,
    says_of_whom,
    supposes_opposite,
)
from assistant.conversation.reply_parsing import SINCE, denied_in
from assistant.english import PREPOSITION, straight_quotes
from assistant.patterns import any_of
from assistant.questions import Question, analyse
from assistant.questions.courtesy import CORRECTION, GREETING, HEDGE, HESITATION, THANKS
from assistant.types import Audience

_REMEMBERED = 500  # texts: every turn of a conversation looks at all turns before it

# "What about in summer?" asks when, "What about the sauna?" may turn to another entry.
_SAYS_WHEN = re.compile(rf"(?:{PREPOSITION}|when|where|if|while)\b", re.IGNORECASE)
_MIN_TOPIC_WORDS = 2  # content words that name a topic whatever they begin with

_THAT = any_of("that | this | it | these | those | they | the same")
_HOLDS = any_of(r"""
    (?:(?:exactly\s+)?the\s+)?same | (?:any )?different | true | the case | valid
    apply | applies | hold | go | work | count
""")
# What one may be, or come to be, instead: "What if we become premier?"
_BECOME = any_of(r"""
    were | was | be | become | became | get | got | have | had
    (?:move|go|upgrade|switch|change)d? (?:up )?to | went (?:up )?to | join(?:ed)?
""")
# "Is that the same for students?", "Does this also apply to guests?"
_SAME_FOR = (
    rf"(?:(?:and|but|so)\s+)?(?:(?:is|are|was|does|do)\s+{_THAT}\s+)?(?:also\s+)?{_HOLDS}\s+"
    r"(?:(?:also|too)\s+)?(?:for|to|with)\s+(?P<same>.+?)(?:,?\s+(?:too|as well|also))?"
)
# Asks of something else what was asked before; the groups are what is named.
# matches: "What about guests?", "And if we become premier?", "But for members?"
# not: "About guests", "And guests?"
_WHAT_ABOUT = re.compile(
    any_of(rf"""
        (?:and|but|so|or)?,?\s*(?:what|how) (?:about|of|if (?:we|you|i)(?:'re|'m| are| am))\s+(?P<rest>.+?)
        (?:(?:and|but|so|or),?\s+)?(?:what )?if (?:we|you|i)(?:'d|'ve)?\s+{_BECOME}\s+(?P<supposed>.+?)
        (?:and|but)\s+(?:for|as|in|on|under|with)\s+(?P<other>.+?)
        {_SAME_FOR}
    """)
    + r"[\s?.!]*$",
    re.IGNORECASE,
)
# "What about Sundays?" asks of something else what was asked before.
_ASKS_SAME = re.compile(r"(?:what|how) (?:about|if)\b", re.IGNORECASE)

_LEADS_TO_TOPIC = any_of(rf"""
    {CORRECTION} | {HESITATION} | not that | i asked | i want(?: to know)? | tell me | let's talk
    (?:(?:and|but|so),? )?(?:what|how) (?:about|of)
""")
# Names what was not asked before.
# matches: "No, I meant parking", "tell me about parking instead", "What about parking?"
# not: "And parking?"
_TURNS = re.compile(
    rf"(?:{_LEADS_TO_TOPIC}\b[,.]?\s+)+(?:about\s+)?"
    r"(?P<topic>.+?)(?:,? (?:instead|then|please|rather|now))*[\s?.!]*$",
    re.IGNORECASE,
)
# Leads to what one says of oneself.
# matches: "I forgot to say that (we are ...)", "Let's say (I'm ...)", "Since May (I work in ...)"
_TELLS = any_of(r"""
    (?:i )?forgot to (?:add|mention|say|tell you)(?: that)?
    (?:i )?should have (?:added|mentioned|said|told you)(?: that)?
    let(?:'s| us| me) (?:add|assume|say|suppose)(?: that)? | (?:assume|assuming|suppose|supposing|say)(?: that)?
""")
# Before the name, in a text that says no more than the name.
# matches: "No, I meant for (guests)", "If we are a (guest)", "We have just become (guests)"
_OPENING = any_of(
    rf"{HESITATION} | {CORRECTION} | {HEDGE} | {_TELLS} | {SINCE},?(?= (?:i|we)\b) | wrong(?=[,.:])"
    r" | so | yes | hi | hello"
)
_BEFORE_NAME = re.compile(
    rf"(?:{_OPENING}[,.:]? )*"
    rf"(?P<if>if )?(?P<who>(?:we|i)(?:{IS}|{HAS_BECOME}|(?:'ve| have)(?: got)?| work(?= (?:as|for|in)\b))"
    r"|(?:our|my) company is)?\s*"
    r"(?:(?:(?P<as>as|for|on)|in|with|using)\s+)?(?:(?:an?|the|our|your) )?",
    re.IGNORECASE,
)
# After saying who asks, this still asks nothing: "I've got a cat and a question", "My cat is called Tom".
_INTRODUCES = re.compile(
    r"(?:,? and (?:i have )?(?:an?|one|some|two) (?:\w+ )?questions?"
    r"|(?P<called> is (?:called|named) [\w'-]+))[\s.!]*$",
    re.IGNORECASE,
)
_FILLER = any_of(rf"""
    by the way | btw | though | actually | here | too | as well | then | please | sorry | {HEDGE}
    plan | tier | edition | members? | customers? | users? | accounts? | ones?
""")
_AFTER_NAME = re.compile(rf"(?:,? ?\b{_FILLER}\b)*", re.IGNORECASE)
# Of a bare name, these would say when it is asked for: "guests today".
_AFTER_STATEMENT = re.compile(rf"(?:,? ?\b(?:{_FILLER}|{SINCE})\b)*", re.IGNORECASE)
_INDEFINITE_ARTICLE = re.compile(r"(?P<as>\b(?:as|for|with|on)\s+)?\b(?P<a>an?)\s+$", re.IGNORECASE)
_MINE = re.compile(r"(?<![^\W_])(?:my|our) $|^(?:my|our) ", re.IGNORECASE)
_NAME_ADDED = re.compile(r"(?P<asked>.+) \((?P<name>[^()]+)\)", re.DOTALL)
_SALUTATION = re.compile(rf"(?<!\w)(?:{GREETING}|{THANKS})(?!\w)", re.IGNORECASE)

_WRITER = re.compile(rf"\b{any_of('i | me | my | mine | we | us | our | ours')}\b", re.IGNORECASE)
_THIRD_PERSON = re.compile(rf"\b{any_of('he | she | they | his | her | their')}\b", re.IGNORECASE)
# The asker is compared with who is named next.
# matches: "more than on (Plus)", "the same as for (guests)"; not: "as a (guest)"
_COMPARED = re.compile(
    r"\b(?:than|(?:same|much|many|long|often|good)\s+as)\s+(?:(?:as|for|in|on|to|under|with)\s+)?(?:(?:an?|the)\s+)?$",
    re.IGNORECASE,
)
_PLACED = re.compile(r"\b(?:on|under)\s+(?:(?:an?|the)\s+)?$", re.IGNORECASE)


def audience_of_asker(
    given: str | None,
    text: str,
    history: tuple[str, ...],
    audiences: tuple[Audience, ...],
    *,
    goes_on: bool = False,
) -> str | None:
    """The audience of the asker: given with the turn, else named in the question, else said earlier.

    What was said earlier counts if it has not been denied since. Where the question `goes_on` with earlier
    ones, an audience that those name counts, too. A question that is about one other audience than the given
    one is asked for that; what comes later is asked for the given one again.
    """
    if given is not None:
        return _other_asked_about(given, text, history if goes_on else (), audiences) or given
    denied: frozenset[str] = frozenset()
    for number, item in enumerate((text, *reversed(history))):
        named = _audiences_named(
            item, audiences, earlier=number > 0, stated=number > 0 and not goes_on
        )
        if not denied.issuperset(named):
            return named[0] if len(named) == 1 else None
        if number == 0 or goes_on or not is_supposed(item):
            earlier = history[: len(history) - number]
            denied |= denied_audiences(item, audiences) | _disowned(item, earlier, audiences)
    return None


def _disowned(
    text: str, history: tuple[str, ...], audiences: tuple[Audience, ...]
) -> frozenset[str]:
    """The audiences that the turn says its writer to be none of, if need be by those named before it."""
    if supposes_opposite(text):
        return _last_said(history, audiences)
    return denied_by_turn(text, audiences)


def _last_said(history: tuple[str, ...], audiences: tuple[Audience, ...]) -> frozenset[str]:
    """The one audience that "And if I'm not?" denies: the last that was named, if nothing else was said since
    that it may deny."""
    for item in reversed(history):
        named = frozenset(_audiences_named(item, audiences, earlier=True))
        said = says_of_whom(item)
        if named:
            stated = _audiences_named(item, audiences, earlier=True, stated=True)
            plain = said <= (1 if stated else 0)
            return named if plain and len(named) == 1 else frozenset()
        if said:
            break
    return frozenset()


def _other_asked_about(
    given: str, text: str, history: tuple[str, ...], audiences: tuple[Audience, ...]
) -> str | None:
    """The one audience that the latest text to name any is about, if that is not the `given` one."""
    for number, item in enumerate((text, *reversed(history))):
        named = _audiences_named(item, audiences, earlier=number > 0)
        if named:
            other = len(named) == 1 and given not in named and _is_about(named[0], item, audiences)
            return named[0] if other else None
    return None


def _is_about(audience: str, text: str, audiences: tuple[Audience, ...]) -> bool:
    """Whether `text` says of its writer to be of `audience`, or asks about it alone: "Do guests pay?".

    "May we share it with guests?" asks about the writer, "a guest of ours: may he come?" does not.
    """
    if audience in named_readers(text, audiences, stated=True):
        return True
    clause = straight_quotes(analyse(text).clause)
    mentions = [m for m in find_mentions(clause, audiences) if m.audience == audience]
    if mentions_after(_COMPARED, mentions, clause):
        return False
    after = clause[mentions[-1].end :] if mentions else clause
    if _THIRD_PERSON.search(after) and not _WRITER.search(after):
        return True
    placed = mentions_after(_PLACED, mentions, clause)
    return bool(placed or (mentions and not _WRITER.search(clause)))


def denied_by(
    audience: str | None, text: str, history: tuple[str, ...], audiences: tuple[Audience, ...]
) -> frozenset[str]:
    """The audiences that the asker has said not to be of, and not named since."""
    denied: set[str] = set()
    named = {audience}
    for number, item in enumerate((text, *reversed(history))):
        named.update(_audiences_named(item, audiences, earlier=number > 0))
        earlier = history[: len(history) - number]
        denied |= _disowned(item, earlier, audiences) - named
    return frozenset(denied)


@lru_cache(maxsize=_REMEMBERED)
def _audiences_named(
    text: str, audiences: tuple[Audience, ...], *, earlier: bool, stated: bool = False
) -> tuple[str, ...]:
    # "Hi team" addresses the people who answer.
    said = _SALUTATION.sub(" ", text)
    name = sole_name(said, audiences)
    if name is not None:
        match = _WHAT_ABOUT.match(straight_quotes(said))
        if stated and match and match["supposed"]:
            return ()  # what one might become, one is not yet
        return named_readers(name, audiences, earlier=earlier)
    named = named_readers(said, audiences, earlier=earlier, stated=stated)
    lost = only_denied(text, audiences) if named else ()  # "And if we lose the X?"
    return tuple(audience for audience in named if audience not in lost)


def sole_name(text: str, audiences: tuple[Audience, ...]) -> str | None:
    """The audience's name in a text that says no more than which audience is meant."""
    named = _named(text)
    rest = text.strip(" ?.!") if named is None else named
    mentions = find_mentions(rest, audiences)
    if len(mentions) != 1:
        return None
    mention = mentions[0]
    before = _BEFORE_NAME.fullmatch(straight_quotes(rest[: mention.start]))
    if before is None:
        return None
    states = before["who"] and not before["if"] and "?" not in text
    after = straight_quotes(rest[mention.end :].strip(" ?.!"))
    if (_AFTER_STATEMENT if states else _AFTER_NAME).fullmatch(after):
        return rest[mention.start : mention.end]
    return None


def states_audience(text: str, audiences: tuple[Audience, ...]) -> bool:
    """Whether the text only says who asks, or who does not: "For gold", "I'm no guest". A bare name may be what is
    asked about."""
    if denied_in(text, audiences):
        return True
    bare = text.strip()
    introduced = _INTRODUCES.search(straight_quotes(bare))
    rest = bare[: introduced.start()] if introduced else bare
    mine = _MINE.match(rest) if introduced and introduced["called"] else None
    name = sole_name(rest[mine.end() :] if mine else rest, audiences)
    before = _BEFORE_NAME.match(straight_quotes(rest))
    assert before is not None  # it may be empty
    said = mine or before["who"] or before["as"]
    return name is not None and said is not None and _named(text) is None


def _named(text: str) -> str | None:
    """What "What about ...?" names; None for any other text."""
    match = _WHAT_ABOUT.match(straight_quotes(text))
    if match is None:
        return None
    assert match.lastgroup is not None  # every branch has its group
    return text[slice(*match.span(match.lastgroup))]


class Restated(NamedTuple):
    """An earlier question asked for another audience; `meant` is it without a name added in brackets."""

    standalone: str
    meant: str
    audience: str | None  # None where one is only denied


def restated(
    root: str, text: str, question: Question, audiences: tuple[Audience, ...]
) -> Restated | None:
    """The root question asked again for the audience that `text` names, or denies, and nothing else."""
    asked = without_name(root, audiences)
    opposite = supposes_opposite(text)
    if denied := _last_said((root,), audiences) if opposite else only_denied(text, audiences):
        return _restated_without(asked, denied, audiences)
    if opposite and not says_of_whom(root):
        return Restated(asked, asked, None)
    # After "Thanks!" or "Ok, and" only the clause says it.
    texts = (text,) if question.context else (text, question.clause)
    named = (sole_name(said, audiences) or _of_the_writer(said, asked, audiences) for said in texts)
    name = next(filter(None, named), None)
    if name is None:
        return None
    own = find_mentions(name, audiences)[0].audience
    others = [m for m in find_mentions(asked, audiences) if m.audience != own]
    if len(others) != 1:
        return Restated(f"{asked} ({name})", asked, own)
    names = next((a.label, *a.aliases) for a in audiences if a.id == own)
    return Restated(*_renamed(asked, others[0], name, names), own)


def _restated_without(
    asked: str, denied: frozenset[str], audiences: tuple[Audience, ...]
) -> Restated | None:
    """The question without the sentences that say its writer to be one of the `denied`; None where it still names
    one of them."""
    for sentence in analyse(asked).context:
        named = _audiences_named(sentence, audiences, earlier=False, stated=True)
        if named and denied.issuperset(named) and states_audience(sentence, audiences):
            asked = asked.replace(sentence, "", 1).strip()
    if any(m.audience in denied for m in find_mentions(asked, audiences)):
        return None
    return Restated(asked, asked, None)


def _of_the_writer(text: str, asked: str, audiences: tuple[Audience, ...]) -> str | None:
    """The audience's name in "What about my dog?", where the question before was about "my cat".

    "My manager" mostly names no audience.
    """
    said = _named(text) or text
    mine = _MINE.match(said.strip())
    name = sole_name(said.strip()[mine.end() :], audiences) if mine else None
    own = any(_MINE.search(asked, 0, m.start) for m in find_mentions(asked, audiences))
    return name if own else None


def _renamed(asked: str, other: Mention, name: str, names: tuple[str, ...]) -> tuple[str, str]:
    """The question with `name` in the place of the other one, and without what is added in brackets.

    It takes the number that the place needs, if one of the audience's `names` has it: the plural for a plural,
    the singular after "my" or "a". Where there is no singular, "as a guest" is cut and the name is added.
    """
    before, after = asked[: other.start], asked[other.end :]
    # In the place of "a registered partner", "premier" is the premier partner.
    longer = normalised_name(f"{name} {asked[: other.end].rsplit(maxsplit=1)[-1]}")
    name = next((known for known in names if normalised_name(known) == longer), name)
    article = _INDEFINITE_ARTICLE.search(before)
    same = normalised_name(name)
    alike = (name, *(known for known in names if normalised_name(known) == same))
    one = next((form for form in alike if not form.lower().endswith("s")), None)
    if article is None:
        several = asked[: other.end].lower().endswith("s")
        some = next((form for form in alike if form.lower().endswith("s")), None)
        alone = one if _MINE.search(before) else None
        return (before + ((some if several else alone) or name) + after,) * 2
    if one is not None:
        spelled = "an" if one[:1].lower() in "aeio" else "a"
        return (f"{before[: article.start('a')]}{spelled} {one}{after}",) * 2
    if article["as"]:
        rest = f"{before[: article.start()].rstrip()}{after}"
        return f"{rest} ({name})", rest
    return (f"{before[: article.start('a')]}{name}{after}",) * 2


def without_name(root: str, audiences: tuple[Audience, ...]) -> str:
    """The question without the audience that `restated` added to it: who asks is not what is asked."""
    match = _NAME_ADDED.fullmatch(root)
    return match["asked"] if match and sole_name(match["name"], audiences) else root


def asks_the_same(clause: str) -> bool:
    """Whether the question asks of something else what was asked before: "What about Sundays?"."""
    return _ASKS_SAME.match(clause) is not None


def after_correction(text: str) -> str:
    """What is named after "No, I meant", "Tell me about" or "What about"; all of any other text."""
    match = _TURNS.match(straight_quotes(text))
    if match is None:
        return text
    return text[slice(*match.span("topic"))] + ("?" if text.rstrip().endswith("?") else "")


def names_a_topic(text: str) -> bool:
    """Whether "What about ...?" names what it is about, which may be something else."""
    match = _WHAT_ABOUT.match(straight_quotes(text))
    rest = (match and match["rest"]) or ""
    return content_words(rest) >= (_MIN_TOPIC_WORDS if _SAYS_WHEN.match(rest) else 1)
