"""Finds the clause of a message that asks, and the kind of answer it wants: yes or no, a choice, or anything else.

The rules are for English. Pure, and linear in the length of the text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from assistant.english import (
    AUX,
    AUX_QUESTION,
    NEGATIVE_AUX,
    PREPOSITION,
    PRONOUN,
    SUBJECT,
    WH_QUESTION,
    WH_START,
    WH_WORD,
    correct_question_words,
    straight_quotes,
)
from assistant.patterns import any_of
from assistant.questions.asking import begins_to_ask, embedded, relayed, requests_information
from assistant.questions.courtesy import (
    is_courtesy,
    opener_end,
    shortened,
    signature_length,
)
from assistant.questions.fragments import (
    ends_in_a_tag,
    form_of_fragment,
    puts_to_the_reader,
    requests_openly,
)
from assistant.questions.message import normalised, split_message
from assistant.questions.tags import untagged
from assistant.types import QuestionForm

_REMEMBERED = 500  # texts: every turn of a conversation looks at all turns before it
_MAX_CLAUSE = 1000  # characters of a clause that are looked at
_MAX_SITUATION = 400  # characters of what an e-mail says before it asks

# What stands before the question itself: "If I pay late, do I ...", "Annual pass holder, two kids: are they ...".
_FRONTING = any_of("""
    if | when | once | while | after | before | unless | as | since | because | given | assuming
    suppose | supposing | provided | under | in | on | for | with | at | during | regarding | concerning
""")
_FRONTED = re.compile(rf"{_FRONTING}\b[^?]*?[,:;]\s+(?={AUX}\s|{WH_START})")
_LABEL = re.compile(rf"[^?]*?(?:[:;,–—]|\s-)\s+(?={AUX}\s|{WH_START}\s)")
_PRESENT_AUX = any_of("""
    is | are | am | was | do | does | did | can | could | may | must | should | will | would
""")
_UP_TO = rf"(?:(?!\b{WH_WORD}\b)[^?])*?"  # no other question between
# "When I cancel, do I ...?", "What if I lose it, can I ...?": the wh-word opens the situation, not the question.
_SITUATION = re.compile(
    r"(?:when|where|while|what if|(?:what|how) about|(?:what|when|where|which|who|how)ever)\s+"
    rf"(?!{AUX}|{PREPOSITION}\b|else\b)"
    + any_of(rf"""
        {_UP_TO},\s+(?={AUX}\s|{WH_START})
        {SUBJECT}\b{_UP_TO}\s(?={_PRESENT_AUX}\s(?:i|we|you|they|it)\s)    # "When I cancel do I ...?"
    """)
)
# What is told beside the thing before it, and asks nothing.
# matches: "My son(, who is six), may he come?"
# not: "My son, who may pay for him?", "If he falls, who pays, do we?"
_RELATIVE = re.compile(
    rf"(?P<thing>{SUBJECT}\b[^,;:?–—]*),\s+(?:which|who|whom|whose|where)\s+"
    rf"(?!{AUX}\s+(?:i|we|you|they|it)\b)[^,;:?–—]+(?=[,;:–—]\s+(?:{AUX}\s|{WH_START}))"
)
# matches: "When I am ill, (the fee is waived, right?)"
_STATEMENT = re.compile(rf"(?:when|where)\s+(?!{AUX})[^?]*,\s")
# matches: "What I bring is my affair(, isn't it?)", "Which card I use is all the same(, right?)"
# not: "How come you are closed, is it a holiday?"
_WH_CLAUSE = re.compile(
    rf"(?:what|which|who|how|where|when)\s+(?!{AUX}|{PREPOSITION}\b|come\b)(?:\w+\s+)?{SUBJECT}\b"
)

# After a statement it asks whether that is so: "The deposit is refunded. Correct?"
_IS_SO = re.compile(
    any_of("ok | okay | fine | right | correct | true | yes | alright | all right | sure")
    + r"\s*\?+"
)

# Without a question mark, no subject is missing from "Can't log in", "Was charged twice": the writer is it.
# The verbs are what people report that they cannot do; of others ("Can't smoke on the balcony") they may ask.
_TROUBLE = any_of("""
    log | sign | access | find | get | open | load | work | receive | connect | download | install | print
    pay | see | reset | remember | upload | change | update | want | need | have | know | understand
    reach | cancel | start | use | add | register | book | verify | activate | save | delete | remove
    create | join | buy | submit | complete | enter | edit | view | sync | scan
    received | got | been | able | working | sure
""")
_TROUBLED = rf"(?:{NEGATIVE_AUX}|{AUX} not)\s+{_TROUBLE}\b"
# The same of anything that happened, where a comma and a whole question follow.
# matches: "had my phone stolen", "didn't give notice", "was with you for years"
# not: "had you heard of it", "have my points expired", "was the phone stolen"
_HAPPENED = any_of(rf"""
    had (?!{PRONOUN}\b)
    ha(?:ve|s) (?:an?|two|some|been|got|no|not|already|just|lost|broken|forgotten|\w+ed)\b
    (?:was|were|{NEGATIVE_AUX}|{AUX} not) (?!{SUBJECT}\b)
    am (?!i\b)
""")
# "Can't find my card, do I pay for a new one": what is reported only leads to what is asked.
_REPORT = re.compile(rf"(?:{_TROUBLED}|{_HAPPENED})", re.IGNORECASE)
_REPORTED = re.compile(
    rf"{_REPORT.pattern}[^?,;:–—]*[,;:–—]\s+(?:(?:but|so|and) )?(?={AUX} {SUBJECT}\b|{WH_START})",
    re.IGNORECASE,
)
# matches: "Can't log in", "Would like a refund", "Was charged twice"; not: "Can't log in?"
_STATES = re.compile(
    any_of(rf"""
        {_TROUBLED}
        would (?:like|love|prefer)\b
        (?:have|had) (?:an?|two|some|been|got|no|trouble|problems?|issues?|already|just)\b
        am (?!i\b)
        (?:was|were) \w+ed\b
    """)
    + r"[^?]*$"
)
# A choice that yes or no does not settle.
_OFTEN = any_of(
    "hourly | daily | weekly | biweekly | fortnightly | monthly | quarterly | yearly | annually"
)
_AMOUNT = r"[£$€]?\d[\d.,]*(?: ?[a-z%£$€]{1,9})?"
_THERE = any_of("in person | offline | at | by | on | over | through | with")
_REQUIRED = any_of("required | compulsory | mandatory | obligatory | necessary | needed")
_OPTIONAL = any_of("optional | voluntary")
_COVERED = any_of("covered | included | insured")
_ALLOWED = any_of("allowed | permitted | legal | ok | okay")
_FORBIDDEN = any_of("forbidden | prohibited | banned | illegal")
# Of what is "covered or excluded" a yes would not say which; "required or recommended by law" says one thing.
_OPPOSITES = any_of(rf"""
    {_COVERED}\s+or\s+(?:excluded | extra | (?:paid|charged|billed) (?:extra|separately|on top))
    {_ALLOWED}\s+or\s+{_FORBIDDEN} | {_FORBIDDEN}\s+or\s+{_ALLOWED} | excluded\s+or\s+{_COVERED}
    {_REQUIRED}\s+or\s+{_OPTIONAL} | {_OPTIONAL}\s+or\s+{_REQUIRED}
    {_REQUIRED}\s+or\s+(?:just|only|merely|simply)\s+(?:recommended|advised|suggested)
    {_REQUIRED}\s+or\s+(?:recommended|advised)(?!\s+by)
    (?P<so>[a-z]{{4,}})\s+or\s+(?:un|non-?|not\s+)(?P=so)    # "paid or unpaid"
    (?:accepted|refunded|paid|taken)\s+or\s+(?:refused|rejected|turned down)(?=\s*\?*$)
""")
_CHOICE = any_of(rf"""
    \b{_OPPOSITES}(?=\s*(?:\?*$|[,;:]|\b{PREPOSITION}\b|\b(?:if|when|where|while|that)\b))
    \bonline\s+or\s+{_THERE} | \bin person\s+or\s+(?:online|{_THERE})
    \b(?P<a>per|by|from|in|on|at|to|with|for|through)\b[^?]*\bor\s+(?P=a)    # "per user or per device"
    \b{_OFTEN}\s+or\s+{_OFTEN}
    \b(?:with\s+or\s+without|(?:in|ex)clu\w+\s+or\s+(?:in|ex)clu\w+|free\s+or\s+(?:paid|chargeable))
""")
# "Passport or driving licence?": two things and no more; "Pets or children allowed?" asks whether.
_THING = rf"(?:(?:the|an?) )?(?!{AUX}|{PRONOUN}\b|any |no |yes )[\w'-]+(?: (?!or )[\w'-]+)?"
_BARE = (
    rf"^{_THING} or (?!not\b|no\b|so\b|less\b|what\b){_THING}\s*\?+$"
    r"(?<!ed\?)(?<!ble\?)(?<!free\?)(?<!open\?)(?<!closed\?)(?<!ok\?)"
)
_BEFORE_AMOUNT = rf"(?:(?:is|are|was|were|do|does|did)\s[^?]*?|^(?!{AUX} )(?:[a-z]+ ){{0,3}})"
# matches: "Do I pay per user or per device?", "Is it 8 or 10 kg?", "Passport or driving licence?"
# not: "Can I pay by card or in cash?" where yes or no says all; "Can I bring 1 or 2 bags?"
_ALTERNATIVE = re.compile(
    any_of(rf"""
        (?:{AUX}|^(?!.*\b(?:{AUX}|possible|allowed|available)\b))[^?]*?{_CHOICE}\b
        {_BEFORE_AMOUNT}(?<![\d.,]){_AMOUNT}\s+or\s+{_AMOUNT}    # "8 or 10 kg?"
        \bor\s+(?:rather|instead|{AUX}\s)    # "... or is it paid monthly?"
        \bor\s+only\s+(?:{PREPOSITION}|if|when|while)\b    # "... abroad or only in one country?"
        \bwhich (?:one|of)\b[^?]*\bor\b
        {_BARE}
    """)
)

# Asks whether what was asked before is so in another case, too.
# matches: "Also when it's a tiny one?"; not: "Also when do I get it?", "When it's ready?"
_IN_ANOTHER_CASE = re.compile(rf"\W*(?:(?:and|but) )?also (?:when|where) {SUBJECT}\b")
_YES_OR_NO = re.compile(r"[,;:(\s]+(?:yes or no|yes/no|y/n)\)?[\s?.!]*$", re.IGNORECASE)
# "Is it free or not?", "Do you take cards, yes or no?": the rest is the question.
_OR_NOT = re.compile(
    any_of(r"""
        [,;:(\s]+(?:or not(?: at all)?|or (?:no|nah|what)|yes (?:or|/) no|yes/no|y/n)
        ,\s*no(?=\s*\?)    # "It is free, no?"
        (?<=allowed)\s+or\s+(?:forbidden|prohibited|banned|not allowed)
        (?<=permitted)\s+or\s+(?:forbidden|prohibited|banned|not permitted)
        (?<=legal)\s+or\s+(?:illegal|forbidden)
        (?:(?<=mandatory)|(?<=compulsory)|(?<=required)|(?<=obligatory))\s+or\s+(?:optional|voluntary|not required)
        (?<=[ai]ble)\s+or\s+(?:non|un|in|not)[ -]?\w+[ai]ble
    """)
    + r"\)?[\s?.!]*$",
    re.IGNORECASE,
)

# matches: "What about the price?", "the deadline", "What is the limit?", "Is there a limit then?"
# not: "What is the limit for guests?", "Is there a limit for guests?"
_DETAIL = re.compile(
    r"(?:(?:(?:what|how) about|what(?:'s| is| are| was)|(?:is|are) there(?: an?| any| some)?) )?(?:the )?"
    r"(?:price|cost|fee|charge|deadline|duration|limit|maximum|minimum|reason|procedure)s?"
    r"(?:,? (?:then|too|also|as well|(?:on|to|for) (?:that|this|it)))?[\s?.!]*"
)


@dataclass(frozen=True, slots=True)
class Question:
    """What a message asks.

    `normalised` is the whole message with its white space normalised.
    `clause` is the part that asks, without greetings and the like.
    `context` are the sentences before and after the clause, which describe the situation.
    `own_words_first` is set for a follow-up that was joined to the question before: its clause, but with
    what the follow-up itself says in front. That is what relevance is judged by.
    """

    normalised: str
    clause: str
    context: tuple[str, ...]
    form: QuestionForm
    own_words_first: str = ""

    @property
    def polarity_query(self) -> str:
        """What polarity reads: the situation, of a long one the end, then the clause.

        Of a denial with a tag ("It isn't free, is it?") polarity would say whether that is so.
        """
        return self._in_situation(self.clause)

    @property
    def relevance_query(self) -> str:
        """What relevance reads: of a follow-up its own words first, which weigh most.

        A yes/no question is read as polarity reads it: which sentence gives the word depends on the question
        before as much, and own words first lost as many words as they won.
        """
        polar = self.form is QuestionForm.POLAR
        return self._in_situation(self.clause if polar else self.own_words_first or self.clause)

    def _in_situation(self, clause: str) -> str:
        situation = ""
        for sentence in reversed(self.context):
            longer = f"{sentence} {situation}".strip()
            if situation and len(longer) > _MAX_SITUATION:
                break
            situation = longer
        return f"{situation[-_MAX_SITUATION:]} {untagged(clause) or clause}".strip()


@lru_cache(maxsize=_REMEMBERED)
def analyse(text: str) -> Question:
    """Find the question in `text` and what kind of answer it asks for. Accepts any string."""
    text = shortened(text)
    whole = normalised(text)
    sentences = _without_courtesies(split_message(text))
    if not sentences:
        return Question(whole, whole, (), QuestionForm.OPEN)
    number = _asking(sentences)
    asked = sentences[number]
    clause, offers_both = _without_or_not(asked[opener_end(asked) :].strip() or asked)
    context = tuple(s for n, s in enumerate(sentences) if n != number)
    if reported := _REPORTED.match(straight_quotes(clause[:_MAX_CLAUSE])):
        context, clause = (*context, reported[0].strip(" ,;:–—")), clause[reported.end() :]
    polar = offers_both or _IN_ANOTHER_CASE.match(correct_question_words(asked[:_MAX_CLAUSE]))
    form = QuestionForm.POLAR if polar else _form(clause, situated=bool(context))
    return Question(whole, clause, context, form)


def search_words(text: str) -> str:
    """The words to search for: `text` without courtesies, a signature, and "yes or no" at its end."""
    kept = " ".join(_without_courtesies(split_message(shortened(text)))) or text
    tail = _YES_OR_NO.search(kept, max(0, len(kept) - 40))
    return kept[: tail.start()] or kept if tail else kept


def _without_or_not(clause: str) -> tuple[str, bool]:
    """The clause without "or not" at its end, and whether it had that: who offers both wants one of them."""
    tail = _OR_NOT.search(clause, max(0, len(clause) - 40))
    if tail is None or not tail.start():
        return clause, False
    return f"{clause[: tail.start()]}?", True


def _without_courtesies(sentences: tuple[str, ...]) -> list[str]:
    """The sentences that say something; after a statement "OK?" asks whether it is so."""
    said = [s for s in sentences if re.search(r"\w", s)]
    unsigned = said[: len(said) - signature_length(said)]
    kept = [s for s in unsigned if not is_courtesy(s)] or [s for s in said if not is_courtesy(s)]
    last = said[-1] if said else ""
    if kept and _IS_SO.fullmatch(last.lower()) and not any(s.endswith("?") for s in kept):
        kept.append(last)
    return kept


def _asking(sentences: list[str]) -> int:
    """Number of the sentence that asks: the last one with a question mark, else the last request."""
    marked = [n for n, s in enumerate(sentences) if s.rstrip("\"')] ").endswith(("?", "？", "?!"))]
    if marked:
        return marked[-1]
    bare = [correct_question_words(s[opener_end(s) :]) for s in sentences]
    asking = [n for n, s in enumerate(bare) if _asks(s)]
    asking = asking or [n for n, s in enumerate(bare) if requests_openly(s) or relayed(s)]
    return asking[-1] if asking else len(sentences) - 1


def _asks(lowered: str) -> bool:
    """Whether the words ask something: by how they begin, or by saying so.

    "Can't log in" begins as a question, and states something.
    """
    if begins_to_ask(lowered) and (_STATES.match(lowered) is None or _REPORTED.match(lowered)):
        return True
    return embedded(lowered) is not None


def asks_by_itself(clause: str) -> bool:
    """Whether the words of `clause` say what kind of answer they want ("And within one country?" does not)."""
    lowered = correct_question_words(clause[:_MAX_CLAUSE]).strip()
    return _asks(lowered) or bool(_FRONTED.match(lowered) or _LABEL.match(lowered))


def reports(text: str) -> bool:
    """Whether it tells what happened to the writer, if a comma and a question follow ("Had my phone stolen")."""
    return _REPORT.match(straight_quotes(text[:_MAX_CLAUSE])) is not None


def names_a_detail(clause: str) -> bool:
    """Whether `clause` asks for a detail of what was asked before ("And the price?", "What is the limit?")."""
    return _DETAIL.fullmatch(correct_question_words(clause[:200]).strip()) is not None


def _form(clause: str, *, situated: bool) -> QuestionForm:
    lowered = correct_question_words(clause[:_MAX_CLAUSE]).strip()
    asked = embedded(lowered) or relayed(lowered)
    if asked is None:
        return _form_of_clause(lowered, situated)
    return _form_of_clause(asked, situated) if WH_QUESTION.match(asked) else QuestionForm.POLAR


def _form_of_clause(clause: str, situated: bool) -> QuestionForm:
    """The form of a question that nothing but its situation stands before."""
    clause = _past_situation(clause)
    if WH_QUESTION.match(clause):
        return QuestionForm.POLAR if _is_statement(clause) else QuestionForm.OPEN
    if _ALTERNATIVE.search(clause):
        return QuestionForm.ALTERNATIVE
    if requests_information(clause):
        label = _LABEL.match(clause)  # "Could you tell me: can we ...?"
        polar = label is not None and AUX_QUESTION.match(clause, label.end())
        return QuestionForm.POLAR if polar else QuestionForm.OPEN
    if _STATES.match(clause):
        return QuestionForm.OPEN
    if AUX_QUESTION.match(clause) or clause.startswith("whether "):
        return QuestionForm.POLAR
    return form_of_fragment(clause, situated)


def _past_situation(clause: str) -> str:
    """The clause without the situation before it ("If I pay late, do I ..." -> "do I ...")."""
    if not begins_to_ask(clause):
        relative = _RELATIVE.match(clause)
        clause = relative["thing"] + clause[relative.end() :] if relative else clause
        before = _FRONTED.match(clause) or _LABEL.match(clause)
        clause = clause[before.end() :] if before else clause
    situation = _SITUATION.match(clause)
    return clause[situation.end() :] if situation else clause


def _is_statement(clause: str) -> bool:
    """Whether the wh-word only leads to what is asked by the rest ("When I am ill, the fee is waived, right?")."""
    if _WH_CLAUSE.match(clause) and ends_in_a_tag(clause):
        return True
    return _STATEMENT.match(clause) is not None and puts_to_the_reader(clause)
