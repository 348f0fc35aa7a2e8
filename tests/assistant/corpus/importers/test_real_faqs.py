"""Real FAQs as they are published, against the pairs that a careful reader found in them."""

import json
import os
import re
from collections import Counter, defaultdict
from pathlib import Path

import pytest

from assistant.corpus import Severity, lint_corpus, load_corpus
from assistant.corpus.importers import import_sources

# Pairs found, and what is found in the pairs. Where the first is low, authors have commented the questions
# out; where the second is, the reader did not look at a page or at plain "Question:" lines.
FLOORS = {
    "bankfaqs": (1.0, 1.0),
    "creativecommons": (1.0, 1.0),
    "foxml_licensing": (1.0, 0.98),
    "fsfe_reuse": (1.0, 1.0),
    "fsl_software": (1.0, 0.06),
    "ms_aks": (1.0, 1.0),
    "ms_azure_mgmt": (1.0, 0.96),
    "ms_azure_security": (1.0, 1.0),
    "ms_d365_devitpro": (0.75, 0.99),
    "ms_d365_guidance": (1.0, 1.0),
    "ms_d365_smb": (0.99, 0.99),
    "ms_exchange": (1.0, 1.0),
    "ms_intune": (1.0, 0.97),
    "ms_powerquery": (1.0, 1.0),
    "ms_sharepoint": (1.0, 0.63),
    "ms_wsl": (1.0, 1.0),
    "softwareone": (1.0, 0.99),
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


def measured(corpus: str, rows: list[dict], tmp_path: Path) -> tuple[float, float, float]:
    """Shares: of the reader's pairs found, of what was found in them, of their words in our answers.

    What the authors have commented out, and what the reader took for one question, is theirs alone.
    """
    out = tmp_path / corpus
    import_sources([str(folder() / corpus)], out)
    assert not [p for p in lint_corpus(out) if p.severity is Severity.ERROR]
    read = load_corpus(out)
    ours: dict[str, list[str]] = defaultdict(list)
    for entry in read.entries:
        ours[key(entry.title)].append(
            read.sources[entry.path][entry.blocks[0].span.start : entry.span.end]
        )
    found = [(r, k) for r in rows if (k := _spelling(key(r["question"]), ours)) is not None]
    known = {k for _, k in found}
    words = [max(overlap(answer, r["answer"]) for answer in ours[k]) for r, k in found]
    precision = sum(k in known for k in ours) / len(ours)
    return len(found) / len(rows), precision, sum(words) / len(words)


def _spelling(wanted: str, ours: dict[str, list[str]]) -> str | None:
    """The key itself, or one whose first letter the reader has lost."""
    if wanted in ours:
        return wanted
    return next((k for k in ours if k[1:] == wanted and len(wanted) > 4), None)


@pytest.mark.integration
@pytest.mark.parametrize("corpus", sorted(FLOORS))
def test_the_pairs_of_a_careful_reader_are_found(corpus: str, tmp_path: Path) -> None:
    recall, precision, words = measured(corpus, pairs()[corpus], tmp_path)
    assert recall >= FLOORS[corpus][0]
    assert precision >= FLOORS[corpus][1]
    assert words >= 0.95
