"""Reads a turn as yes or no to "Does this apply to you: ...?" where it is more than a bare "yes" or "no".

Pure; knows no conversation. The rules are for English.
"""

from __future__ import annotations

import re

from assistant.conversation.reply_parsing import YES_OR_NO, Meaning, Reply
from assistant.english import AUX, NEGATIVE_AUX, straight_quotes
from assistant.lexical import stems
from assistant.patterns import any_of

_MAX_CHARS = 120  # characters
# Words of the condition that a statement without "yes" or "no" has to repeat, if there are as many.
_MIN_REPEATED_WORDS = 2
_PRONOUN = any_of("i | we | you | they | he | she | it | this | that | there")
_CONTRACTION = r"(?:i'm|(?:we|you|they)'re|(?:he|she|it|that|there)'s|(?:i|we|you|they)'ve)(?!\w)"
_HOLDS = any_of("so | right | true | correct | the case | apply | hold | fit | happen")
_TO_US = r"(?: (?:to|for|with) (?:me|us|them|you))?"
# "It does", "we don't", "I'm not", "that is the case", "it does not apply to us"
_STATEMENT = (
    rf"(?:(?:{_PRONOUN} {AUX}|{_CONTRACTION})(?: not\b| never\b)?(?: {_HOLDS}\b)?"
    rf"|(?:(?:it|this|that) )?applies\b){_TO_US}"
)
_FILLER = any_of("""
    please | thanks | thank you | actually | currently | now | always | though | yet | sorry | unfortunately
    i (?:think|believe|guess|hope) | in (?:my|our|this|that) case | at the moment
""")
_TAIL = rf"(?:,? ?\b{_FILLER}\b)*[\s.!]*"
_YES_OR_NO_FIRST = re.compile(rf"{YES_OR_NO}\b(?:\s*[,.!;:–—-]+\s*|\s+)", re.IGNORECASE)
# Words of a statement that say nothing: "we're married, actually"
_FILLERS = re.compile(rf"\b(?:{_FILLER}\b|{_CONTRACTION})", re.IGNORECASE)
_STATED = re.compile(_STATEMENT + _TAIL, re.IGNORECASE)
_BARE = re.compile(YES_OR_NO + _TAIL, re.IGNORECASE)
# "And if I don't?", "What if it does?", "if not", "otherwise?"
_SUPPOSED = re.compile(
    r"(?:(?:and|but|so|or|ok|okay),? )*"
    + any_of(rf"""
        (?:what )?if (?:(?P<so>so|yes)|(?P<if_not>not|no)|{_STATEMENT})
        (?P<otherwise>(?:what )?otherwise|or else|without (?:it|that|this))
    """)
    + r"[\s?.!]*",
    re.IGNORECASE,
)
_STARTS_STATEMENT = re.compile(
    any_of(
        rf"{_PRONOUN}(?:'\w+)? | all | both | our | my | their | the | an? | everybody | everyone"
    )
    + r"\s",
    re.IGNORECASE,
)
_EXPLAINS = re.compile(
    rf"(?!i (?:mean|meant|want|wanted|asked|need)\b)"
    rf"(?:{_CONTRACTION}|(?:{_PRONOUN}|(?:all|both|our|my|their|the|an?) [\w-]+)\s+(?:\w+\s+)?\w)",
    re.IGNORECASE,
)
# "A, or if B" and "A, when B, or when C" are several conditions; "ten or more" is one.
_OR = re.compile(
    r",\s+(?:if|when|where|unless)\s+|,?\s+or\s+(?:(?:if|when|where|unless)\s+)?"
    r"(?!(?:more|less|fewer|over|above|below|older|under|younger|later|earlier|longer|not)\b)",
    re.IGNORECASE,
)
_AND = re.compile(r",?\s+and\s+(?:(?:if|when|where)\s+)?", re.IGNORECASE)
_NEGATION = re.compile(rf"\b(?:{NEGATIVE_AUX}|not|no|never|without)\b|n't\b", re.IGNORECASE)
_NEGATED_VERB = re.compile(rf"\b(?:{NEGATIVE_AUX}|not|never)\b|n't\b", re.IGNORECASE)
# Repeats the verb of a condition with one: "not yet", of "it has not been paid". Without it: "not really".
# matches: "never", "not at all" / not: "no", "I don't think so", "certainly not"
_REPEATS_NOT = re.compile(
    r"(?:never|not (?:yet|at all|so far|currently|any ?more))\b", re.IGNORECASE
)
_PLAIN_NO = frozenset(("no", "nope", "nah"))
_NOT_FIRST = re.compile(r"(?:not|never)\s+(?=\w)", re.IGNORECASE)  # "not paid yet"
# Says that the whole applies, not that its verb does: "it does", but "it has", of "it has not been paid".
# matches: "it applies", "that's right", "it does" / not: "we do", "it has", "they are"
_APPLIES = re.compile(rf"\b{_HOLDS}\b|\bapplies\b|\b(?:it|this|that) does\b", re.IGNORECASE)
_DOES_NOT = re.compile(r"\bdoes(?:n't| not)\b", re.IGNORECASE)
# "No open orders" is itself a statement where they are what was asked of; "no, ..." and "no we ..." are not.
_NO_SUCH = re.compile(r"no\s+(?=\w)", re.IGNORECASE)
_STANDS_FOR_IT = re.compile(r"(?:it|they|he|she)\b", re.IGNORECASE)  # "it was lost": the item


def read_agreement(text: str, condition: str = "") -> Reply | None:
    """What the turn says of `condition`: that it applies, that it does not, or both; None for anything else.

    Without a condition, only a statement that says nothing else is read ("yes, we do").
    """
    said = straight_quotes(" ".join(text.split())).strip(" .!\"'()")
    if len(said) > _MAX_CHARS:
        return None
    if condition and (supposed := _SUPPOSED.fullmatch(said)):
        return Reply(_supposed(supposed, condition), supposes=True)
    if said.endswith("?"):
        return None
    bare = _BARE.fullmatch(said)
    if whole := _yes_or_no(said, condition) if bare else _none_such(said, condition):
        return Reply(whole)
    lead = _YES_OR_NO_FIRST.match(said)
    rest = said[lead.end() :] if lead else said
    given = _yes_or_no(said, condition) if lead else None
    stated = _stated(rest, condition, given)
    if stated is None:
        # "Yes, my boss will confirm it": the statement after the word says why.
        explained = given and condition and _EXPLAINS.match(rest)
        return Reply(_explained(given, condition)) if given and explained else None
    return Reply(_joined(given, stated, rest))


def denies(statement: str, condition: str) -> bool:
    """Whether a statement made with the question repeats the condition as its opposite."""
    said = straight_quotes(" ".join(statement.split())).strip(" .!\"'()")
    if len(said) > _MAX_CHARS or said.endswith("?") or _STATED.fullmatch(said):
        return False
    return _stated(said, condition, None) is Meaning.NO


def may_agree(text: str) -> bool:
    """Whether it is worth to look up what was asked: a short statement or supposition."""
    said = straight_quotes(" ".join(text.split())).strip(" .!\"'()")
    if not said or len(said) > _MAX_CHARS:
        return False
    if _SUPPOSED.fullmatch(said):
        return True
    patterns = (
        _YES_OR_NO_FIRST.match,
        _STARTS_STATEMENT.match,
        _NOT_FIRST.match,
        _BARE.fullmatch,
        _STATED.fullmatch,
    )
    return not said.endswith("?") and any(matches(said) for matches in patterns)


def _yes_or_no(said: str, condition: str) -> Meaning:
    match = re.match(rf"{YES_OR_NO}\b", said, re.IGNORECASE)
    assert match is not None
    if match["yes"]:
        return Meaning.YES
    if match["no"].lower() in _PLAIN_NO or not _NEGATION.search(condition):
        return Meaning.NO
    # "Not yet", of "it has not been paid", says that it has not.
    one_verb = _NEGATED_VERB.search(condition) and not (
        _AND.search(condition) or _OR.search(condition)
    )
    repeats = one_verb and _REPEATS_NOT.match(match["no"])
    return Meaning.YES if repeats else Meaning.UNCLEAR


def _explained(given: Meaning, condition: str) -> Meaning:
    """The word before a reason. "No, it is unused", of "it has not been used", may say that it has not."""
    negated = given is Meaning.NO and _NEGATION.search(condition)
    return Meaning.UNCLEAR if negated else given


def _joined(given: Meaning | None, stated: Meaning, rest: str) -> Meaning:
    """What the word and the statement after it say. "No, not paid", of "it has not been paid", says that it has
    not; "no, we don't" is left open."""
    if given is None or given is stated:
        return stated
    repeated = given is Meaning.NO and stated is Meaning.YES and _NEGATION.search(rest)
    return Meaning.YES if repeated and not _STATED.fullmatch(rest) else Meaning.UNCLEAR


def _supposed(supposed: re.Match[str], condition: str) -> Meaning:
    if supposed["so"]:
        return Meaning.YES
    if supposed["if_not"] or supposed["otherwise"]:
        return _meaning("not", condition)
    return _meaning(supposed[0], condition)


def _none_such(said: str, condition: str) -> Meaning | None:
    """What "no open orders" says; None where its "no" may be the answer."""
    no = _NO_SUCH.match(said)
    if no is None or _STARTS_STATEMENT.match(said, no.end()) or _STATED.match(said, no.end()):
        return None
    return _stated(f"there are {said}", condition, Meaning.YES)


def _stated(rest: str, condition: str, given: Meaning | None) -> Meaning | None:
    """What a statement says of the condition; `given` is the "yes" or "no" before it."""
    if _STATED.fullmatch(rest):
        return _meaning(rest, condition)
    if given and _BARE.fullmatch(rest):
        return _yes_or_no(rest, condition)  # "right, not yet"
    after_word = given is not None or _NOT_FIRST.match(rest) is not None
    if not after_word and not _STARTS_STATEMENT.match(rest):
        return None
    # Of "A and B or C" nobody knows what belongs together.
    mixed = _AND.search(condition) and _OR.search(condition)
    alternatives = [condition] if mixed else _OR.split(condition)
    said = {
        _compare_clauses(rest, alternative, after_yes_or_no=after_word)
        for alternative in alternatives
    }
    if Meaning.YES in said:
        return Meaning.YES
    # Denying one of several says nothing of the others, unless "no" stands before it.
    denied = Meaning.NO if len(alternatives) == 1 or given is Meaning.NO else Meaning.UNCLEAR
    return denied if Meaning.NO in said else None


def _compare_clauses(rest: str, condition: str, *, after_yes_or_no: bool) -> Meaning | None:
    """What a statement says of one alternative. Of "A and B", yes needs both, and no needs one denied."""
    stated, asked = _AND.split(rest), _AND.split(condition)
    if len(asked) == 1:
        return _compare_clause(rest, condition, after_yes_or_no=after_yes_or_no)
    each = [
        next(
            filter(None, (_compare_clause(s, a, after_yes_or_no=after_yes_or_no) for s in stated)),
            None,
        )
        for a in asked
    ]
    if Meaning.NO in each:
        return Meaning.NO
    return None if None in each else Meaning.YES


def _compare_clause(stated: str, asked: str, *, after_yes_or_no: bool) -> Meaning | None:
    """Whether a statement repeats a clause or denies it; None where it is about something else."""
    own, whole = (stems(_FILLERS.sub(" ", _NEGATION.sub(" ", text))) for text in (stated, asked))
    least = 1 if after_yes_or_no else min(_MIN_REPEATED_WORDS, len(whole))
    resumed = _STANDS_FOR_IT.match(stated) is not None and own == whole[-len(own) :]
    if not own or not set(own) <= set(whole) or (len(own) < least and not resumed):
        return None
    agrees = bool(_NEGATION.search(stated)) is bool(_NEGATION.search(asked))
    return Meaning.YES if agrees else Meaning.NO


def _meaning(statement: str, condition: str) -> Meaning:
    """What "it does" or "we don't" says of the condition. Of "you do not pay", "we do" denies it, and "we don't"
    may mean either."""
    negated = _NEGATION.search(condition) is not None
    if _NEGATION.search(statement):
        return Meaning.UNCLEAR if negated else Meaning.NO
    if not negated:
        return Meaning.YES
    applies = _APPLIES.search(statement)
    does = applies and applies[0].lower().endswith("does") and _DOES_NOT.search(condition)
    return Meaning.YES if applies and not does else Meaning.NO
