"""Real FAQs as they are published, against the pairs that a careful reader found in them."""

import json
import os
import re
from collections import Counter, defaultdict
from pathlib import Path

import pytest

KNOWN = {  # (found of the reader's pairs, of what is found in the reader's pairs)
    "bankfaqs": (0.9, 0.9),
}
_PREFIX = re.compile(
    r"^\s*(?:(?:Q?uestion|Q)\s*)?\d*(?:\.\d+)*\s*[:.)](?!\d)\s*|^\s*\d+(?:\.\d+)+\s+", re.I
)


def bare(text: str) -> str:
    """The words of a text: no marks, no addresses, no includes, no prefix, no case."""
    text = re.sub(r"&#x20;|&nbsp;|\\(?=\W)", " ", text)
    text = re.sub(r"(?s)<!--.*?-->|<[^<>]*>", " ", text)
    text = re.sub(
        r"\]\([^()\s]*(?:\([^()]*\)[^()\s]*)?(?:\s+\"[^\"]*\")?\)|\]\[[^\[\]]*\]", " ", text
    )
    text = re.sub(r"https?://\S+", " ", text)
    return " ".join(re.sub(r"[\W_]+", " ", text).casefold().replace("include ", "").split())


def key(question: str) -> str:
    """What two spellings of a question have in common; some have lost their first letter."""
    words = bare(_PREFIX.sub("", question))
    return re.sub(r"\W", "", words)


def overlap(ours: str, theirs: str) -> float:
    """Share of their words that are in ours, in any order."""
    a, b = Counter(bare(ours).split()), Counter(bare(theirs).split())
    return (a & b).total() / max(1, b.total())


def folder() -> Path:
    if "FAQ_DATA" not in os.environ:
        pytest.skip("FAQ_DATA does not name the folder that holds faq_corpora/")
    return Path(os.environ["FAQ_DATA"], "faq_corpora")


def pairs() -> dict[str, list[dict]]:
    found = defaultdict(list)
    with (folder() / "pairs.jsonl").open(encoding="utf-8") as file:
        for line in file:
            row = json.loads(line)
            found[row["corpus"]].append(row)
    return found
