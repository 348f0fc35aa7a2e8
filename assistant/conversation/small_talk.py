"""Recognises turns that ask the FAQ nothing: small talk, and requests about the last answer."""

from __future__ import annotations

import re
from functools import lru_cache

from assistant.conversation.person import wants_person
from assistant.english import SOMEBODY, correct_question_words, straight_quotes
from assistant.patterns import any_of
from assistant.questions import analyse
from assistant.questions.courtesy import (
    GOODBYE,
    GREETING,
    HESITATION,
    PRAISE,
    THANKS,
    is_courtesy,
    shortened,
)

_REMEMBERED = 200  # texts: every turn of a conversation looks at all turns before it
_MAX_CHARS = 200  # characters that are looked at for what kind of small talk it is
_END = r"[\s.!?]*"

_REAL = "(?:an? )?(?:(?:real|live|actual|human) )*"
_BOT = any_of("(?:chat ?)?bot | robot | ai | human(?: being)? | person")
_HELP = re.compile(
    any_of(rf"""
        (?:(?:can|could|will|would) you )?(?:please )?help(?: me)?(?: please)? | menu | start
        (?:i|we) need (?:some |your )?help(?: please)?
        (?:can|could|may) (?:i|we) ask (?:you )?(?:something|anything)
        what (?:can|could|do) you (?:do|help|answer)(?: (?:for|with|me|us))* | what can i ask(?: you)?
        how does this work | how do you work
        who are you | what are you | what is this | what(?:'s| is) your name
        who (?:made|built|created|programmed|trained|wrote) you
        are you real
        (?:are you|is this) {_REAL}{_BOT}
        am i (?:talking|speaking|chatting|writing) (?:to|with) {_REAL}(?:{_BOT}|machine|computer)
    """)
    + _END,
    re.IGNORECASE,
)

# What one types to end a program. With other words it may be what is asked about ("How do I exit ...?").
_QUITS = re.compile(
    r"(?:please )?(?:quit|exit|stop|end (?:the )?(?:chat|conversation))(?:,? please)?[\s.!]*",
    re.IGNORECASE,
)

# A greeting or thanks in another language, as a whole message; such words may begin a name, too.
_FOREIGN = {
    "greeting": any_of("""
        hola | buen(?:os d[ií]as|as tardes|as noches) | bonjour | bonsoir | salut | coucou
        guten (?:tag|morgen|abend) | moin | servus | gr[uü]ß gott | grüezi | ciao | buongiorno | buonasera | salve
        ol[aá] | bom dia | boa tarde | boa noite | goedendag | goedemorgen | hoi | hej | hei | god dag | moi | ahoj
        cze[sś][cć] | dzie[nń] dobry | dobr[yý] den | merhaba | namaste | konnichiwa | ni hao | annyeong
        привет | здравствуйте | добрый день | привіт | γεια(?: σας)? | שלום | مرحبا | السلام عليكم | नमस्ते
        こんにちは | 你好 | 您好 | 안녕하세요 | สวัสดี
    """),
    "thanks": any_of("""
        gracias | muchas gracias | merci(?: beaucoup)? | danke(?: sch[oö]n)? | vielen dank | grazie(?: mille)?
        obrigad[oa] | bedankt | dank (?:je|u)(?: wel)? | tack | takk | tak | kiitos | dzi[eę]kuj[eę] | d[eě]kuji
        te[sş]ekk[uü]rler | arigat[oō] | спасибо | дякую | ευχαριστώ
        תודה | شكرا | धन्यवाद | ありがとう | 谢谢 | 謝謝 | 감사합니다
    """),
}
_THAT = "(?:that|this|it)"
_TELL_ME = any_of(rf"""
    just | please | simply | only | so | and | but | is {_THAT}
    (?:tell|give|answer)(?: me| us)?(?: with)? | (?:i|we) (?:just |only )?(?:want|need)
""")
# matches: "Yes or no?", "Just tell me yes or no", "So is that a yes or a no?"
_YES_OR_NO = (
    rf"(?:{_TELL_ME}[,:]? )*(?:a )?(?:(?:simple|plain|clear|straight) )?"
    r"(?:yes or (?:a )?no|yes/no|y/n)(?: answer)?(?:,? (?:then|now))?"
)
# Asks to hear the last answer again, in other words or in one, or waits to hear more.
# matches: "Can you repeat that?", "What do you mean by that?", "Pardon me", "Hmm"
# not: "What does that mean for guests?"
_ASKS_AGAIN = re.compile(
    rf"(?:(?:{HESITATION}|sorry)[,.]?\s+)?(?:(?:can|could|would|will) you )?(?:please )?"
    + any_of(rf"""
        (?:repeat|rephrase|say) {_THAT} | once more | again | come again
        what (?:do|did|does) (?:you|{_THAT}) (?:mean|say)(?: (?:by|with) {_THAT})?
        (?:i )?(?:do not|don't|didn't) (?:really )?(?:understand|get)(?: {_THAT})?
        pardon(?: me)? | huh | what | um+ | hm+ | oh | {_YES_OR_NO}
    """)
    + rf"(?: (?:again|once more|please))*{_END}",
    re.IGNORECASE,
)
_REALLY = "(?:really |absolutely |quite |100% )?"
_SURE = "(?:sure|certain|right|correct|true|so)"
_NOT = any_of("not | never | not (?:at all|ever|really|even then)")
# Asks whether the last answer is so: that asks the same question again, not a new one. A "not" in it repeats
# the answer and is none of the question.
# matches: "Are you sure about that?", "Really?", "Please confirm", "So not?", "No?"
# not: "Are you sure that guests may stay?", "Why not?", "No"
_DOUBTS = re.compile(
    rf"(?:(?:{HESITATION}|sorry|but|and|so|hey|wait|thanks|thank you)[,.!]?\s+)*"
    + any_of(rf"""
        (?:really|seriously|for sure)\W*
        (?:no,? )?{_REALLY}{_NOT}[\s?.!]* | no\s*\?+
        (?:(?:are )?you|(?:is|was) {_THAT}) {_REALLY}{_SURE}(?: (?:about|of) {_THAT})?\W*
        (?:sure|certain|right|correct|true|ok|okay)\s*\?+
        (?:(?:can|could|would|will) {SOMEBODY} )?(?:please )?confirm(?: (?:{_THAT}|please))*\W*
    """),
    re.IGNORECASE,
)
_WRONG = any_of("""
    wrong | false | incorrect | untrue | nonsense | rubbish | ridiculous | absurd | impossible
    stupid | crap | bullshit | terrible | awful
    unhelpful | useless | a (?:lie|mistake|joke) | no (?:help|use|good) | out of date | outdated
""")
_RIGHT = any_of("""
    right | true | correct | so | the case | possible | helpful | useful | good | enough
    (?:my|the|an) (?:question|answer)
    what (?:i|we) (?:asked|mean|meant|want|wanted|need|needed)(?: for| about| to know)?
""")
_VERY = "(?:(?:really|very|just|simply|clearly|completely|totally|quite|all|so) )*"
_HELPS = "(?:help|answer|make (?:any )?sense|work for me)"
# Says that the last answer is wrong or no help; the question stays as it was.
# matches: "No, that can't be right!", "You did not answer my question", "Nonsense"
# not: "That is wrong for guests"
_OBJECTS = re.compile(
    rf"(?:(?:{HESITATION}|sorry|but|and|no|nope|hey|wait)[,.!]*\s+)*"
    + any_of(rf"""
        (?:{_THAT}(?:'s| is| was| sounds| seems| looks| must be) )?{_VERY}(?:{_WRONG}|not {_VERY}{_RIGHT})
        {_THAT} (?:(?:is|was|does|can|could)(?:n't| not)|can't|cannot) (?:be |seem |sound |look )?{_VERY}{_RIGHT}
        you(?:'re| are| must be) {_VERY}(?:{_WRONG}|mistaken|lying|not {_VERY}{_RIGHT})
        (?:i )?(?:do not|don't|dont) (?:think so|agree|believe (?:{_THAT}|so|you)) | i (?:disagree|doubt {_THAT})
        {_THAT} (?:does not|doesn't|did not|didn't) {_HELPS}(?: (?:me|{_THAT}|(?:my|the) question))?
        you (?:did not|didn't|have not|haven't) answer(?:ed)? (?:me|{_THAT}|(?:my|the) question)
    """)
    + rf"(?: (?:at all|either|though|anyway|then|i think))*{_END}",
    re.IGNORECASE,
)
# matches: "But why not?", "How come?"
# not: "Why must I pay?"
_ASKS_WHY = re.compile(
    r"(?:(?:and|but|so|ok|okay|hm+),? )*(?:why(?: (?:not|so|is (?:that|it|this)))?|how (?:come|so))\W*",
    re.IGNORECASE,
)
_EXPLAIN = "(?:explain|clarify|confirm|elaborate)"
_EXPLAIN_WHAT = rf"(?: (?:{_THAT}|me|to me|further|more|please))*"
# Small talk that, after a question, asks for more about its answer.
# matches: "Please explain", "Could you clarify that further?", "How does that work?"
_ASKS_FOR_MORE = re.compile(
    any_of(rf"""
        (?:(?:can|could|would|will) {SOMEBODY} )?(?:please )?{_EXPLAIN}{_EXPLAIN_WHAT}{_END}
        (?:sure|right|correct|true|ok|okay)\s*\?+
        how does {_THAT} work[\s?]* | what is (?:this|that)[\s?]*
    """),
    re.IGNORECASE,
)

# Says that nothing is left to ask, or praises who answered.
_NEEDED = "(?:need|needed|want|wanted|was after|was looking for|had to know)"
_SO = "(?:so|very|really|most|super|extremely|such)"
_GOOD_AT_IT = any_of("""
    great | helpful | kind | brilliant | amazing | awesome | wonderful | fantastic | lovely | perfect | patient
    an? (?:(?:real|great|big|huge|massive|absolute|total) )?(?:star|help|legend|gem|angel|life ?saver|joy)
""")
_THAT_IS = "(?:that|this|it)(?:'s|s| is| was|'ll be| will be)"
_NO_MORE = "(?:no (?:more|further|other)|nothing (?:more|further|else))"
_FOR_NOW = "(?: for (?:now|today))"
_DONE = any_of(rf"""
    {_THAT_IS}? (?:all|everything|exactly what|just what) (?:that )?(?:i|we) {_NEEDED}(?: to know)?{_FOR_NOW}?
    (?:(?:i|we) have )?{_NO_MORE}(?: (?:questions?|to ask))?(?: (?:for (?:now|today)|from me))?
    (?:i|we)(?:'m| am|'re| are) (?:all )?(?:good|set|done|sorted|happy)(?: (?:now|then|for now))?
    you(?:'ve| have) been (?:{_SO} )*{_GOOD_AT_IT}(?: (?:today|to me|with this))?
    ta(?: (?:very much|muchly|a lot|for (?:that|this|your help)|mate|love))?
""")
_ENDS_IT = re.compile(
    rf"(?:(?:{THANKS}|{PRAISE}|{GOODBYE}|{_DONE}|and|so|but)(?:[\s,.!;:)-]+|$)){{1,5}}",
    re.IGNORECASE,
)
_THANKFUL = rf"(?:{THANKS}|ta)"
_THANKS_FIRST = re.compile(rf"{_THANKFUL}(?=[\s,.!;:–—-]|$)", re.IGNORECASE)
_THANKS_LAST = re.compile(rf"(?<![^\s,.!;:–—-]){_THANKFUL}[\s.!]*$", re.IGNORECASE)

_REPLIES = {
    "greeting": "Hello. Ask me anything about this FAQ.",
    "thanks": "You are welcome.",
    "goodbye": "Goodbye.",
    "help": "I answer questions from this FAQ, with the exact passage. Ask in your own words, or ask "
    "to speak to a person.",
    "other": "Good. Ask me anything else about this FAQ.",
}
_KINDS = tuple(
    (name, re.compile(rf"(?:{PRAISE}[\s,.!]+)?{pattern}\b", re.IGNORECASE))  # "Ok, bye"
    for name, pattern in (("thanks", THANKS), ("goodbye", GOODBYE), ("greeting", GREETING))
)
_LEAVES = re.compile(rf"\b{GOODBYE}[\s.!]*$", re.IGNORECASE)
_THUMBS_UP = re.compile(r"[\s!.\ufe0f\u200d❤♥🙏👌👍👏\U0001f3fb-\U0001f3ff]+")
_FOREIGN_KINDS = tuple(
    (name, re.compile(rf"[¡\s]*{pattern}[\s.!¡?？！。]*", re.IGNORECASE))
    for name, pattern in _FOREIGN.items()
)


def reply_to(text: str) -> str:
    """What is said to small talk; empty for any other text.

    >>> reply_to("Many thanks!"), reply_to("Is parking free?")
    ('You are welcome.', '')
    """
    folded = straight_quotes(shortened(text.strip()))[:_MAX_CHARS]
    mended = correct_question_words(folded)
    if _THUMBS_UP.fullmatch(folded) and not folded.isascii():
        return _REPLIES["thanks"]
    if _HELP.fullmatch(mended):
        return _REPLIES["help"]
    if _QUITS.fullmatch(folded):
        return _REPLIES["goodbye"]
    for name, pattern in _FOREIGN_KINDS:
        if pattern.fullmatch(folded):
            return _REPLIES[name]
    if not (is_courtesy(text) or is_courtesy(mended)) or not re.search(r"\w", text):
        return _REPLIES["thanks"] if _ENDS_IT.fullmatch(mended) else ""
    name = next((name for name, pattern in _KINDS if pattern.match(folded)), "other")
    return _REPLIES[name]


def beside_thanks(text: str) -> str | None:
    """What a message says besides the thanks that it begins or ends with; None without thanks, or if it asks.

    >>> beside_thanks("thanks, that saved my day"), beside_thanks("thanks, and my dog?")
    ('that saved my day', None)
    """
    said = correct_question_words(text.strip())[:_MAX_CHARS]
    if "?" in said:
        return None
    if first := _THANKS_FIRST.match(said):
        return said[first.end() :].strip(" ,.!;:–—-")
    last = _THANKS_LAST.search(said)
    return said[: last.start()].strip(" ,.!;:–—-") if last else None


def is_farewell(text: str) -> bool:
    """Whether the text takes leave: "Ok, bye", "quit".

    >>> is_farewell("Thanks, bye"), is_farewell("Can I exit by the garden?")
    (True, False)
    """
    return reply_to(text) == _REPLIES["goodbye"] or (
        is_courtesy(text) and _LEAVES.search(straight_quotes(text)) is not None
    )


@lru_cache(maxsize=_REMEMBERED)
def is_talk(text: str) -> bool:
    """Whether the text is small talk or asks for a person: no question that one can come back to."""
    return bool(reply_to(text)) or wants_person(text, analyse(text))


def asks_again(text: str) -> bool:
    """Whether the text asks for no more than the last answer once more ("What do you mean?")."""
    return _ASKS_AGAIN.fullmatch(straight_quotes(text)) is not None


def is_about_last_answer(text: str) -> bool:
    """Whether the text is only about the last answer: asks for it again, doubts it or objects to it."""
    folded = straight_quotes(text.strip())
    return asks_again(text) or _DOUBTS.fullmatch(folded) is not None or objects(text)


def objects(text: str) -> bool:
    """Whether the text says no more than that the last answer is wrong or no help.

    >>> objects("No, that can't be right!"), objects("That is wrong for guests")
    (True, False)
    """
    return "?" not in text and _OBJECTS.fullmatch(straight_quotes(text.strip())) is not None


def asks_why(text: str) -> bool:
    """Whether the text asks for no more than the reason of the last answer."""
    return _ASKS_WHY.fullmatch(straight_quotes(text.strip())) is not None


def asks_for_more(text: str) -> bool:
    """Whether the text asks for more about the last answer without saying what ("Please explain")."""
    return _ASKS_FOR_MORE.fullmatch(straight_quotes(text.strip())) is not None
