"""Greetings, thanks, closings and other words that surround a question without being part of it.

The lists hold what people write to a help desk; a phrase that could begin a question ("I hope you ship
to Canada", "greetings cards") is no courtesy by itself. Patterns match text with straight quotes, in any case.
"""

from __future__ import annotations

import re

from assistant.english import ANYBODY, SOMEBODY, straight_quotes
from assistant.patterns import any_of

# The free end of a courtesy: no further clause, so that "Sorry to bother you, can we ...?" is none.
_REST = r"(?:(?!\b(?:but|and|so|if|whether|or)\b)[^,:;?–—]){1,80}"

_GROUP = any_of("""
    you | all | both | there | again | and | or    # "hi again, you two and all"
    team | everyone | everybody | people | folks | guys | friends? | mate | colleagues
    sir | madam | sirs | ladies | gentlemen
    support | bot | assistant | helpdesk | help desk
""")
_PEOPLE = rf"(?:(?:to )?{_GROUP})"
_HELLO = any_of("""
    hi+ | hello+ | hey+ | hiya | howdy | yo | hallo | greetings | welcome
    good (?:morning|afternoon|evening|day) | morning
    dear | to whom it may concern
""")
# "Hi", "Good morning, everyone", "Dear sir or madam"
GREETING = rf"{_HELLO}(?:,? {_PEOPLE}){{0,4}}"

_PLEASED = any_of("""
    ok(?:ay)? | alright | yes | no | and
    great | perfect | super | cool | nice | brilliant | excellent | wonderful
""")
_MANY = any_of("many | much | big | a lot of | a thousand")
_THANK = any_of(r"""
    thanks? | thx | thnx | tnx | ty | cheers | thank (?:you|u) | much (?:appreciated|obliged)
    (?:i|we) (?:really |do )?appreciate (?:it|this|that|your \w+)
    (?:i|we) (?:thank|am grateful to|are grateful to) you
""")
_SO_MUCH = any_of("""
    a lot | so much | very much | much | a (?:bunch|million|ton)
    again | anyway | in advance | indeed | kindly
    everyone | all | team | mate | bot | guys | folks
    for (?:your|the|all|that|this|everything|any|answering|clarifying|explaining|getting back)(?: [a-z]+){0,5}
""")
# "Thanks", "Great, many thanks in advance", "thank you all for the quick reply"
THANKS = rf"(?:{_PLEASED}?,? ?(?:{_MANY} )?{_THANK})(?:,? {_SO_MUCH}){{0,3}}"

_PRAISE_OF_THE_ANSWER = any_of(r"""
    all | enough | everything | it | clear | fine | good | great | perfect | helpful | very helpful
    awesome | useful
""")
_PRAISE = any_of(rf"""
    yes | yep | yeah | ok(?:ay)? | okey | k | kk | alright | all right | right | sure | (?:yes|no),? please
    no | nope | nothing else | that will be all | that'll be all
    fine | good | nice | cool | great | super | perfect | awesome | excellent | wonderful | brilliant
    fantastic | amazing | lovely | love it | wow | ha(?:ha)* | lol
    got it | i see | understood | (?:that )?makes sense
    that (?:helps|helped)(?: a lot)? | very helpful
    (?:that|this|it) (?:answers|answered|solves|solved) (?:it|(?:my|our|the) \w+)
    (?:that(?:'s| is| was)|this (?:is|was)|it(?:'s| is)) {_PRAISE_OF_THE_ANSWER}(?: for (?:now|today))?
    well done | good (?:job|bot|work) | nice one | you(?:'re| are) (?:great|the best|awesome|welcome|helpful)
    no worries | no problem | never ?mind
""")
# "ok", "Perfect, that helps a lot", "no worries then", "good bot"
PRAISE = rf"{_PRAISE}(?:,? (?:{_PRAISE}|then|so|now|indeed|{_PEOPLE})){{0,3}}"

_BYE = any_of("""
    (?:good ?)?bye(?:[ -]?bye)? | good ?night | see (?:you|ya) | cya | farewell | ciao | cheerio
    take care | so long | until next time | talk (?:to you )?(?:soon|later)
    have a (?:nice|good|great|lovely|pleasant) (?:day|one|week|weekend|evening|time)
""")
# "Bye", "see you around", "Have a nice weekend and thanks"
GOODBYE = (
    rf"{_BYE}(?:,? (?:{_PEOPLE}|later|soon|around|now|then|tomorrow|ahead|and thanks|too)){{0,4}}"
)

# After "Regards" any words are a name. After "greetings" or "best" small letters may be what is asked for
# ("greetings cards"), so that a comma, or capitals, must tell the name.
_KIND = any_of("kind | kindest | best | warm | warmest | with kind | with best | many | sincere")
_REGARDS = any_of(rf"""
    {_KIND} (?:wishes|greetings) | (?:{_KIND} )?regards
    sincerely(?: yours)? | yours(?: (?:sincerely|faithfully|truly))?
    br | rgds | mfg | cheers
    sent from my .{{1,40}}
""")
_WORD = r"[\w.'-]+"
# "Kind regards, Ana", "All the best", "Sent from my phone"
_CLOSING = any_of(rf"""
    {_REGARDS}(?:,? {_WORD}){{0,4}}
    (?:greetings|wishes|all the best|best),(?: {_WORD}){{0,4}} | best
    (?:greetings|wishes|all the best)(?: (?-i:[A-Z])[\w.'-]*){{0,4}}
""")

# Hoping that somebody is well asks nothing: "I hope you are all well", "hope this finds you well". Hoping that
# something is allowed does: "I hope you ship to Canada".
_WISHED = any_of(r"you | all of you | everyone | everybody | all | everything | things | your \w+")
_WELL = any_of(
    "well | fine | good | great | safe | healthy | okay | ok | having | enjoying | enjoyed"
)
_WISH = any_of(rf"""
    {_WISHED}(?:'re|'s| are| is| were| was)?(?: all| both| doing| going| keeping)* {_WELL}\b(?: {_REST})?
    you (?:had|have|have had) an? {_REST}
    you (?:can|could|will|are able to|would) (?:help|assist|advise)\b(?: {_REST})?
    (?:this|the|my) (?:\w+ )?(?:finds|reaches|helps)\b(?: {_REST})?    # "this mail finds you well"
    this (?:is|was) (?:ok|okay|fine|clear|the right (?:place|channel|address|forum))(?: for \w+)?
""")
_WELLBEING = any_of(rf"""
    how are (?:you|things)(?: (?:doing|today|all))* | how(?:'s| is) it going | what's up
    how do you do | how (?:have you been|is your day)(?: {_REST})?
    (?:i|we)? ?hope {_WISH} | trust you(?:'re| are) {_REST}
    nice to meet you | pleased to meet you
""")

# Asks for an answer without saying what about: "Please advise", "Can anyone help me with this?", "Any ideas?"
_ANSWER = any_of("advise | help | let (?:me|us) know | respond | reply | answer | assist")
_ANSWER_ME = any_of(r"""
    help | assist | advise | answer | respond | clarify | explain | tell | confirm | check | let (?:me|us) know
""")
_SOON = any_of("""
    me | us | please | asap | soon | urgently | at your earliest convenience
    out | here | with this | on this | what you think
""")
_THIS = any_of("me | us | please | out | here | with (?:this|that) | on this | this | that")
_HELP = any_of("ideas? | help | thoughts? | advice | hints? | suggestions? | pointers? | clue")
_WELCOME = any_of("""
    please | anyone | on this | welcome | would be (?:great|appreciated|helpful)
    (?:is )?(?:much |greatly |highly |really )?appreciated
""")
_SOME = any_of("""
    a | another | one | one more | some | two | a few | a small | small | a quick | quick | an urgent
""")
_ABOUT_NOTHING = any_of("""
    please | here | today | too | now | as well | for (?:you|your team|the team) | about (?:this|that|it)
""")
_WILL_YOU = rf"(?:can|could|would|will) (?:{SOMEBODY}|u)"
# Who passes a mail on begs for somebody else: "Could you answer this customer by Friday?", "See below".
_TIME = r"(?:\w*(?:day|week|weekend|month|year|morning|afternoon|evening|night|noon)\b|tomorrow|eod|\d[\w:.]*)"
_BY_THEN = rf"(?: (?:by|before|until)(?: (?:the|this|next|end|of))* {_TIME}(?: \w+)?)"
_THIS_ONE = rf"(?:this|that|the|our)(?: (?!{_TIME})[\w-]+){{1,2}}"
_FOR_OTHERS = any_of(rf"""
    (?:help|assist|answer|advise|(?:reply|respond|write|get back) to) (?:me|us|him|her|them|this|that|{_THIS_ONE})
    (?:take|look at|look into|handle|deal with|take care of) (?:this|that) (?:one|e-?mail|mail|message)
    (?:handle|deal with|look into|take care of) (?:this|that)
""")
_MAIL = any_of("e-?mail | mail | message | question | query | enquiry | inquiry | request | thread")
_POINTS_BELOW = any_of(rf"""
    fyi | fwd? | for your (?:information|info|attention|action)
    (?:please |kindly )?(?:see|find|read|check)(?: (?:the|this|my))?(?: (?:forwarded|attached))?(?: {_MAIL})? below
    (?:please |kindly )?see (?:the |this )?(?:forwarded|following) {_MAIL}
    (?:(?:i|we) )?(?:just )?(?:got|received) (?:this|the|the following)(?: {_MAIL})?(?: below)?(?: from {_REST})?
    (?:(?:i'm|i am|we are|we're) )?forwarding (?:this|the)(?: {_MAIL})?(?: below| on| to you)*
""")
_PLEA = any_of(rf"""
    (?:please |kindly )?{_ANSWER}(?: {_SOON}){{0,3}}
    {_WILL_YOU}(?: please| kindly| maybe)? {_ANSWER_ME}(?: {_THIS}){{0,3}}(?: please)?
    (?:{_WILL_YOU}(?: please| kindly)?|please|kindly) {_FOR_OTHERS}{_BY_THEN}?(?: please)?
    {_POINTS_BELOW}
    any {_HELP}(?: {_WELCOME}){{0,2}}
    (?:do|does) {SOMEBODY} (?:happen to )?know(?: please)? | what do you think | thoughts | anyone
    (?:does|do) (?:that|this|it|i) make (?:any )?sense
    (?:is )?{ANYBODY} (?:there|here) | are you there
    help | (?:(?:i|we) )?need (?:some )?help(?: please)? | urgent | asap
    sorry | sorry (?:for|to) {_REST}
    (?:(?:i|we) (?:look|am looking|are looking)|looking) forward {_REST}
    (?:i|we) (?:have|'ve got|got|had) {_SOME}(?: more)?(?: \w+)? questions?(?: {_ABOUT_NOTHING})?
    quick question | question
    (?:may|can|could) i ask (?:you )?(?:a|another|one|some) (?:\w+ )?question(?: please)?
""")

# Stands below the mails of many firms.
_FOOTER = any_of(r"""
    (?:do you (?:really )?)?need to print this (?:e-?mail|mail|message)
    (?:please )?(?:consider|think (?:of|about)) the environment before (?:you )?print(?:ing)?(?: [\w-]+){0,2}
    (?:please )?think before you print(?: [\w-]+){0,2}
""")

_END = r"[\s.!,;:?~)(*<3\-–—☺-🫿\ufe0f]*"  # with smileys and hearts
# matches: "Hi team, thanks in advance!", "Ok great. Bye!", "Could you please let me know?"
# not: "Sorry to bother you, can we ...?", "Can you let me know if ...?"
_COURTESY = re.compile(
    rf"(?:(?:{GREETING}|{THANKS}|{PRAISE}|{GOODBYE}|{_CLOSING}|{_WELLBEING}|{_FOOTER}|(?P<plea>{_PLEA})){_END}){{1,3}}",
    re.IGNORECASE,
)
# matches: "Hi Sarah,"; not: "hi sarah", for in small letters it may be what is asked for
_NAMED_GREETING = re.compile(
    r"(?i:hi|hello|hey|dear|good (?:morning|afternoon|evening|day))(?: [A-Z][\w.'-]*){1,3}\s*[,.!:]*\s*"
)

# The name of who writes, after thanks.
# matches: "Thanks, Bob", "Thank you. Bob Smith"; not: "Thanks. Refunds", which may be what is asked for
_NAME = r"(?-i:[A-Z][\w'-]*\.?)"
_SIGNED = re.compile(
    rf"{THANKS}(?:,? {_NAME}(?: {_NAME}){{0,2}}|[.!,~-]+ {_NAME} {_NAME})[\s.!]*", re.IGNORECASE
)
# matches: "Bob", "Maya R. Patel"
_SIGNATURE = re.compile(rf"{_NAME}(?: {_NAME}){{0,2}}[\s.!]*")
_REPEATED = re.compile(r"([!?.])\1{3,}")  # no more than three say as much

# What one says before one knows what to say, and before one says it differently.
HESITATION = any_of("well | oh | um+ | hm+ | ok(?:ay)?")
CORRECTION = any_of("""
    no | nope | sorry | wait | oops | actually | rather | make that | correction
    (?:i|we) (?:mean|meant)
""")
# What one says where one does not know for sure.
HEDGE = any_of("""
    (?:i|we) (?:think|guess|believe|suppose|assume) | probably | perhaps | maybe
    (?:but )?(?:(?:i|we)(?:'m| am|'re| are) )?(?:not |un)(?:(?:really|quite|too|so) )?(?:sure|certain)
""")

# Words before a question that take no part in it, where punctuation sets them off.
_ASIDE = any_of(rf"""
    {HESITATION} | er+ | ah | please | pls | yes | yeah | no | nope
    right | great | cool | sure | perfect | understood
    i see | got it | alright | sorry | sorry (?:for|to) {_REST} | excuse me | listen | hang on | wait
    now | then | still | again | just | actually | anyway
    btw | by the way | fyi | first | second | finally | lastly
    additionally | furthermore | moreover | besides | in addition
    (?:one|a|another|my)(?: (?:more|last|other|quick|next|small))? (?:thing|question)
    quick question | question | q\d? | re | subject
    (?:(?:a )?(?:simple|plain|quick) )?(?:yes or no|yes/no|y/n)(?: question)?
""")
# The same before one of _GOES_ON, with nothing between.
_RUN_ON = any_of("please | pls | kindly | ok | okay | actually | btw | then | now | just")
_BEGINS_TO_ASK = any_of("""
    can | could | may | shall | should | will | would | is | are | do | does | did
    how | what | where | when | which | who | why
""")
# What only a sentence has, and a line below a name does not.
# matches: "We moved.", "is it free"; not: "Head of Sales", "BSc Economics, year 2", "+44 20 7946 0000"
_SENTENCE = re.compile(
    rf"[?!]|\.$|\b(?:{_BEGINS_TO_ASK}|i|my|me|we|our|us|you|your|it|was|were|has|have|had|not|please)\b|n't",
    re.I,
)
_MAX_SIGNATURE_LINE = 60  # characters
_MAX_SIGNATURE_LINES = 4  # a name and what stands below it
_GOES_ON = rf"(?:{_BEGINS_TO_ASK}|and|but|tell|explain|let|confirm|advise)"
_SET_OFF = r"(?:\s*[,.!:;–—]+|\s*-+(?=\s))\s*"  # but "Re-issue" is one word
# What may stand before the question itself.
# matches: "Hi team, ", "And ", "Thanks Bob! ", "Quick question: ", "Ok " before "can ...", "Ok cool" before "and"
# not: the "so" of "so on", "Now" before anything but a question
_OPENERS = (
    rf"(?:{GREETING}|{THANKS}|{_WELLBEING}|{_PEOPLE}){_SET_OFF}",
    rf"{GREETING}\s+(?=(?:{_BEGINS_TO_ASK}|i|we)\b)",
    rf"(?:(?:dear|hi|hello|hey)(?: {_WORD}){{1,4}}|thanks(?: {_WORD}){{0,3}})\s*[,!]\s*",  # with names
    r"(?:and|but|so|also|or|plus)\b(?! (?:on|forth)\b)[,:]?\s+",
    rf"{_ASIDE}{_SET_OFF}",
    rf"(?:{THANKS}|{PRAISE}),?\s+(?=and\s+{_BEGINS_TO_ASK}\b)",
    rf"{_RUN_ON}\s+(?={_GOES_ON}\b)",
    r"[\s\"'(\[*_>#•·–—…,.;:!¿¡-]+",
)
_OPENER = re.compile("|".join(_OPENERS), re.IGNORECASE)
# matches: "Great. ", "Ok thanks! "; not: "No. ", which corrects or replies
_LEADING = re.compile(
    r"\s*(?!(?:yes|no|nope|sorry|wait)\b)([^.!?\n]{1,60}[.!]+)\s+(?=\S)", re.IGNORECASE
)
_MAX_OPENERS = 6
_MAX_COURTESY = 120  # characters
_MAX_OPENING = 400  # characters


def is_courtesy(sentence: str) -> bool:
    """Whether the sentence only greets, thanks, closes or begs for an answer: no question in it.

    >>> is_courtesy("Hi Sarah"), is_courtesy("Could you please let me know?")
    (True, True)
    >>> is_courtesy("Sorry to bother you, can we store the archive abroad?")
    False
    """
    folded = _bare(sentence)
    courtesies = (_COURTESY, _NAMED_GREETING, _SIGNED)
    return any(pattern.fullmatch(folded) for pattern in courtesies)


def pleads(sentence: str) -> bool:
    """Whether the sentence is a courtesy that begs for an answer, or points to a mail below.

    >>> pleads("Could somebody please answer this customer?"), pleads("Many thanks!")
    (True, False)
    """
    match = _COURTESY.fullmatch(_bare(sentence))
    return match is not None and match["plea"] is not None


def _bare(sentence: str) -> str:
    """The sentence as the patterns read it; nothing of one that is too long for a courtesy."""
    sentence = shortened(sentence)
    if len(sentence) > _MAX_COURTESY:
        return ""
    return straight_quotes(sentence.strip(" \"'([*_>#•·-"))


def without_leading_courtesy(text: str) -> str:
    """The text without the sentence of courtesy before what it says.

    >>> without_leading_courtesy("Great, thanks! Is it free?"), without_leading_courtesy("Thanks. Bye!")
    ('Is it free?', 'Thanks. Bye!')
    """
    match = _LEADING.match(text)
    if match is None or not is_courtesy(match[1]) or is_courtesy(text[match.end() :]):
        return text
    return text[match.end() :]


def signature_length(said: list[str]) -> int:
    """How many sentences at the end are the name after a courtesy, and the lines below it ("... Thanks!",
    "Bob Smith", "Head of Sales")."""
    for count in range(1, min(_MAX_SIGNATURE_LINES, len(said) - 1) + 1):
        name, *below = said[-count:]
        if _is_signature(name) and is_courtesy(said[-count - 1]):
            return count if all(map(_is_below_a_name, below)) else 0
    return 0


def _is_signature(sentence: str) -> bool:
    """Whether the sentence may be no more than the name of who writes."""
    return (
        len(sentence) <= _MAX_COURTESY
        and _SIGNATURE.fullmatch(straight_quotes(sentence)) is not None
    )


def _is_below_a_name(sentence: str) -> bool:
    """Whether the sentence may be a line below the name of who writes: a post, a firm, a number."""
    return (
        len(sentence) <= _MAX_SIGNATURE_LINE and _SENTENCE.search(straight_quotes(sentence)) is None
    )


def shortened(text: str) -> str:
    """The text with its runs of the same closing mark cut to three ("Why!!!!!!")."""
    return _REPEATED.sub(r"\1\1\1", text)


def opener_end(sentence: str) -> int:
    """Where the sentence itself begins, after greetings and connectives.

    >>> opener_end("Hi team, so, may we?")
    13
    """
    folded = straight_quotes(sentence[:_MAX_OPENING])
    position = 0
    for _ in range(_MAX_OPENERS):
        match = _OPENER.match(folded, position)
        if match is None or match.end() >= len(folded):
            break
        position = match.end()
    return position
