"""Which readers a text is for: the audiences it names, denies, opens with or is about. Pure.

Names are found whatever their case, number and hyphens, those of a corpus' resources as well. A sentence
may say at its start to whom it speaks ("For students: ..."), or be about one audience ("Guests cannot ...").
A question may compare several ("the same for all levels?").
The rules are for English; what a corpus declares may be in any language.
"""

from assistant.audiences.comparisons import compares
from assistant.audiences.exclusive import Exclusive, exclusive_to
from assistant.audiences.leads import leading_audiences, leading_scope
from assistant.audiences.mentions import (
    Mention,
    denied_audiences,
    disowned_audiences,
    disowned_name,
    excluded_audiences,
    find_mentions,
    mentioned_audiences,
    mentions_after,
    only_disowned,
)
from assistant.audiences.names import find_name, name_pattern, normalised_name
from assistant.audiences.readers import HAS_BECOME, IS, asked_about, named_readers
from assistant.audiences.subjects import (
    goes_on,
    limited_to,
    refused_audiences,
    subject_of,
    subjects,
    tells_others,
)

__all__ = [
    "HAS_BECOME",
    "IS",
    "Exclusive",
    "Mention",
    "asked_about",
    "compares",
    "denied_audiences",
    "disowned_audiences",
    "disowned_name",
    "excluded_audiences",
    "exclusive_to",
    "find_mentions",
    "find_name",
    "goes_on",
    "leading_audiences",
    "leading_scope",
    "limited_to",
    "mentioned_audiences",
    "mentions_after",
    "name_pattern",
    "named_readers",
    "normalised_name",
    "only_disowned",
    "refused_audiences",
    "subject_of",
    "subjects",
    "tells_others",
]
