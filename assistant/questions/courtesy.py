"""Greetings, thanks, closings and other words that surround a question without being part of it."""

from __future__ import annotations

import re

from assistant.questions.words import fold

# The free end of a courtesy: no further clause, so that "Sorry to bother you, can we ...?" is none.
_REST = r"(?:(?!\b(?:but|and|so|if|whether|or)\b)[^,:;?–—]){1,80}"
_PEOPLE = (
    r"(?:(?:to )?(?:you|all|both|there|team|everyone|everybody|folks|guys|support|bot|assistant|friends?|"
    r"mate|again|sir|madam|sirs|ladies|gentlemen|and|or|colleagues|helpdesk|help desk|people))"
)
_HELLO = (
    r"(?:hi+|hello+|hey+|hiya|howdy|yo|greetings|hallo|good (?:morning|afternoon|evening|day)|morning|"
    r"dear|welcome|to whom it may concern)"
)
GREETING = rf"{_HELLO}(?:,? {_PEOPLE}){{0,4}}"
_THANKS = (
    r"(?:(?:ok(?:ay)?|great|perfect|super|cool|nice|alright|yes|no|and|brilliant|excellent|wonderful)?,? ?"
    r"(?:(?:many|much|big|a lot of|a thousand) )?(?:thanks?|thx|thnx|tnx|ty|cheers|thank (?:you|u)|"
    r"much (?:appreciated|obliged)|(?:i|we) (?:really |do )?appreciate (?:it|this|that|your \w+)|"
    r"(?:i|we) (?:thank|am grateful to|are grateful to) you))"
)
_THANKS_TAIL = (
    r"(?:,? (?:a lot|so much|very much|much|a (?:bunch|million|ton)|again|anyway|in advance|everyone|"
    r"all|team|for (?:your|the|all|that|this|everything|any|answering|clarifying|explaining|getting "
    r"back)(?: [a-z]+){0,5}|indeed|kindly|mate|bot|guys|folks))"
)
THANKS = rf"{_THANKS}{_THANKS_TAIL}{{0,3}}"
_PRAISE = (
    r"(?:ok(?:ay)?|okey|k|kk|great|perfect|super|cool|nice|fine|good|alright|all right|right|sure|got it|"
    r"i see|understood|makes sense|that makes sense|that (?:helps|helped)(?: a lot)?|very helpful|"
    r"(?:that(?:'s| is| was)|this (?:is|was)|it(?:'s| is)) (?:all|great|good|fine|perfect|helpful|"
    r"very helpful|clear|it|awesome|useful|enough|everything)(?: for (?:now|today))?|awesome|excellent|"
    r"wonderful|brilliant|fantastic|amazing|lovely|well done|good (?:job|bot|work)|nice one|no worries|"
    r"(?:that|this|it) (?:answers|answered|solves|solved) (?:it|(?:my|our|the) \w+)|(?:yes|no),? please|"
    r"no problem|never ?mind|you(?:'re| are) (?:great|the best|awesome|welcome|helpful)|love it|wow|"
    r"yes|yep|yeah|no|nope|nothing else|that will be all|that'll be all|ha(?:ha)*|lol)"
)
PRAISE = rf"{_PRAISE}(?:,? (?:{_PRAISE}|then|so|now|indeed|{_PEOPLE})){{0,3}}"
GOODBYE = (
    r"(?:(?:good ?)?bye(?:[ -]?bye)?|good ?night|see (?:you|ya)|cya|farewell|take care|so long|"
    r"have a (?:nice|good|great|lovely|pleasant) (?:day|one|week|weekend|evening|time)|"
    r"until next time|talk (?:to you )?(?:soon|later)|ciao|cheerio)"
    rf"(?:,? (?:{_PEOPLE}|later|soon|around|now|then|tomorrow|ahead|and thanks|too)){{0,4}}"
)
# Lower-case words behind "greetings" may be what is asked for ("greetings cards"), behind "regards" a name.
_CLOSING = (
    r"(?:(?:greetings|wishes|all the best)(?:,(?: [\w.'-]+){0,4}|(?: (?-i:[A-Z])[\w.'-]*){0,4})|"
    r"(?:(?:kind|best|warm|with kind|with best|many|warmest|kindest|sincere) (?:wishes|greetings)|"
    r"(?:(?:kind|best|warm|with kind|with best|many|warmest|kindest|sincere) )?regards"
    r"|sincerely(?: yours)?|yours(?: (?:sincerely|faithfully|truly))?|br|rgds|mfg|cheers|"
    r"sent from my .{1,40})(?:,? [\w.'-]+){0,4}|best(?:,(?: [\w.'-]+){0,4})?)"
)
# Hoping that somebody is well asks nothing; hoping that something is allowed does.
_WISH = (
    r"(?:(?:you|all of you|everyone|everybody|all|everything|things|your \w+)(?:'re|'s| are| is| were| was)?"
    rf"(?: all| both| doing| going| keeping)* (?:well|fine|good|great|safe|healthy|okay|ok|having|enjoying|enjoyed)\b(?: {_REST})?|"
    rf"you (?:had|have|have had) an? {_REST}|you (?:can|could|will|are able to|would) (?:help|assist|advise)\b(?: {_REST})?|"
    rf"(?:this|the|my) (?:\w+ )?(?:finds|reaches|helps)\b(?: {_REST})?|"
    r"this (?:is|was) (?:ok|okay|fine|clear|the right (?:place|channel|address|forum))(?: for \w+)?)"
)
_WELLBEING = (
    r"(?:how are (?:you|things)(?: (?:doing|today|all))*|how's it going|how is it going|what's up|"
    rf"how do you do|(?:i|we)? ?hope {_WISH}|nice to meet you|"
    rf"pleased to meet you|trust you(?:'re| are) {_REST}|how (?:have you been|is your day)(?: {_REST})?)"
)
# Asks for an answer without saying what about.
_PLEA = (
    r"(?:(?:please |kindly )?(?:advise|help|let (?:me|us) know|respond|reply|answer|assist)"
    r"(?: (?:me|us|please|asap|soon|urgently|out|with this|on this|at your earliest convenience|"
    r"here|what you think)){0,3}|"
    r"(?:can|could|would|will) (?:you|someone|anyone|somebody|anybody|u)(?: please| kindly| maybe)? "
    r"(?:help|advise|assist|clarify|answer|respond|explain|tell|confirm|check|let (?:me|us) know)(?: (?:me|us|please|out|here|with "
    r"(?:this|that)|on this|this|that)){0,3}(?: please)?|"
    r"any (?:ideas?|help|thoughts?|advice|hints?|suggestions?|pointers?|clue)(?: (?:please|on this|"
    r"would be (?:great|appreciated|helpful)|(?:is )?(?:much |greatly |highly |really )?appreciated|welcome|anyone)){0,2}|"
    r"(?:do|does) (?:you|anyone|anybody|someone|somebody) (?:happen to )?know(?: please)?|what do you think|"
    r"(?:does|do) (?:that|this|it|i) make (?:any )?sense|(?:is )?(?:anyone|anybody|someone|somebody) (?:there|here)|are you there|"
    rf"thoughts|anyone|help|(?:(?:i|we) )?need (?:some )?help(?: please)?|sorry|urgent|asap|(?:i|we) (?:look|am looking|are looking) forward {_REST}|looking "
    rf"forward {_REST}|(?:i|we) (?:have|'ve got|got|had) (?:a|another|one|some|one more|a small|small|a few|"
    r"a quick|quick|two|an urgent)(?: more)?(?: \w+)? questions?(?: (?:please|here|today|too|now|as well|for "
    r"(?:you|your team|the team)|about (?:this|that|it)))?|quick question|question|"
    rf"sorry (?:for|to) {_REST}|(?:may|can|could) i ask (?:you )?(?:a|another|one|some) (?:\w+ )?question"
    r"(?: please)?)"
)

_END = r"[\s.!,;:?~)(*<3\-–—☺-🫿\ufe0f]*"
_COURTESY = re.compile(
    rf"(?:(?:{GREETING}|{THANKS}|{PRAISE}|{GOODBYE}|{_CLOSING}|{_WELLBEING}|{_PLEA}){_END}){{1,3}}",
    re.IGNORECASE,
)
_NAMED_GREETING = re.compile(
    r"(?i:hi|hello|hey|dear|good (?:morning|afternoon|evening|day))(?: [A-Z][\w.'-]*){1,3}\s*[,.!:]*\s*",
)

_OPENER = re.compile(
    rf"(?:{GREETING}|{THANKS}|{_WELLBEING}|{_PEOPLE})(?:\s*[,.!:;–—]+|\s*-+(?=\s))\s*"
    rf"|{GREETING}\s+(?=(?:can|could|may|is|are|do|does|will|would|how|what|where|when|which|i|we)\b)"
    r"|(?:(?:dear|hi|hello|hey)(?: [\w.'-]+){1,4}|thanks(?: [\w.'-]+){0,3})\s*[,!]\s*"
    r"|(?:and|but|so|also|or|plus)\b(?! (?:on|forth)\b)[,:]?\s+"
    r"|(?:please|pls|ok|okay|yes|yeah|no|nope|right|great|cool|sorry|well|now|then|hm+|um+|er+|ah|oh|"
    r"actually|btw|by the way|fyi|just|again|alright|excuse me|listen|hang on|wait|first|second|"
    r"finally|lastly|anyway|additionally|furthermore|moreover|besides|in addition|still|sure|perfect|"
    r"understood|i see|got it|quick question|(?:one|a|another|my)(?: (?:more|last|other|quick|next|small))?"
    rf" (?:thing|question)|question|q\d?|re|subject|sorry (?:for|to) {_REST})(?:\s*[,:;.!–—]+|\s*-+(?=\s))\s*"
    r"|(?:please|pls|kindly|ok|okay|actually|btw|then|now|just)\s+(?=(?:and|but|can|could|may|is|are|do|does|did|"
    r"will|would|shall|should|how|what|where|when|which|who|why|tell|explain|let|confirm|advise)\b)"
    r"|[\s\"'(\[*_>#•·–—…,.;:!¿¡-]+",
    re.IGNORECASE,
)
_LONGEST_COURTESY = 120  # characters


def is_courtesy(sentence: str) -> bool:
    """Whether the sentence only greets, thanks, closes or begs for an answer: no question in it."""
    if len(sentence) > _LONGEST_COURTESY:
        return False
    folded = fold(sentence.strip(" \"'([*_>#•·-"))
    return bool(_COURTESY.fullmatch(folded) or _NAMED_GREETING.fullmatch(folded))


def opener_end(sentence: str) -> int:
    """Where the sentence itself begins, after greetings and connectives ("Hi team, so, ...")."""
    folded = fold(sentence[:400])
    position = 0
    for _ in range(6):
        match = _OPENER.match(folded, position)
        if match is None or match.end() >= len(folded):
            break
        position = match.end()
    return position
