"""What must and what must not change the word: on the default corpus, with the real models.

A single pair may be withheld (undetermined), so what is counted is contradictions: pairs where both
questions got a word and the two words do not fit each other.
"""

from collections.abc import Callable
from pathlib import Path

import pytest

from assistant.assistant import Assistant
from assistant.settings import load_settings
from assistant.types import Turn, VerdictValue

ROOT = Path(__file__).parent.parent.parent
YES, NO = VerdictValue.YES, VerdictValue.NO
OPPOSITE = {YES: NO, NO: YES}
pytestmark = pytest.mark.integration

# (question, its opposite, its negative form)
TRIPLES = [
    ("Can competency partners share licenses across countries?",
     "Are competency partners barred from sharing licenses across countries?",
     "Can't competency partners share licenses across countries?"),
    ("Can Action Pack licenses be shared across countries?",
     "Is it forbidden to share Action Pack licenses across countries?",
     "Can't Action Pack licenses be shared across countries?"),
    ("Can partners share licenses across separate organizations?",
     "Is it forbidden for partners to share licenses across separate organizations?",
     "Can't partners share licenses across separate organizations?"),
    ("Does the Microsoft Partner Network offer downgrade rights?",
     "Does the Microsoft Partner Network go without downgrade rights?",
     "Doesn't the Microsoft Partner Network offer downgrade rights?"),
    ("Is the headquarters location eligible to purchase an Additional Benefit Toolkit?",
     "Is the headquarters location excluded from purchasing an Additional Benefit Toolkit?",
     "Isn't the headquarters location eligible to purchase an Additional Benefit Toolkit?"),
    ("Are demonstration and training licenses bound to maximum grants?",
     "Are demonstration and training licenses exempt from maximum grants?",
     "Aren't demonstration and training licenses bound to maximum grants?"),
    ("Can partners use the Visual Studio subscriptions for client specific solutions?",
     "Is it forbidden to use the Visual Studio subscriptions for client specific solutions?",
     "Can't partners use the Visual Studio subscriptions for client specific solutions?"),
    ("Is product activation required for Microsoft Office client products?",
     "Is product activation optional for Microsoft Office client products?",
     "Isn't product activation required for Microsoft Office client products?"),
    ("Are home editions a qualified operating system?",
     "Are home editions excluded from the qualified operating systems?",
     "Aren't home editions a qualified operating system?"),
    ("Are KMS keys issued through the Microsoft Partner Network?",
     "Are KMS keys withheld from the Microsoft Partner Network?",
     "Aren't KMS keys issued through the Microsoft Partner Network?"),
    ("Are there exceptions to the KMS key policy?",
     "Is the KMS key policy without exceptions?",
     "Aren't there exceptions to the KMS key policy?"),
    ("Can we switch users between on-premises and Office 365 at any time?",
     "Are we prevented from switching users between on-premises and Office 365?",
     "Can't we switch users between on-premises and Office 365 at any time?"),
    ("Will a new set of tokens be issued when we renew our membership?",
     "Do we go without new tokens when we renew our membership?",
     "Won't a new set of tokens be issued when we renew our membership?"),
    ("Are the Windows client licenses upgrade licenses only?",
     "Are the Windows client licenses also full licenses?",
     "Aren't the Windows client licenses upgrade licenses only?"),
    ("Can the software licenses be installed on customers' computers?",
     "Is it forbidden to install the software licenses on customers' computers?",
     "Can't the software licenses be installed on customers' computers?"),
]  # fmt: skip
VARIANTS: dict[str, Callable[[str], str]] = {
    "polite": lambda q: f"Hello, could you please tell me: {q[0].lower()}{q[1:]} Thank you!",
    "capitals": str.upper,
    "British": lambda q: q.replace("license", "licence").replace("organization", "organisation"),
    "short": lambda q: q.replace("Microsoft Partner Network", "MPN"),
    "slips": lambda q: q.replace("licenses", "licenes").replace("products", "prodcts"),
}
# What the current weights reach; a better judge lowers these, nothing may raise them.
MOST_CONTRADICTIONS = {
    "flipped": 1, "negative": 0, "polite": 0, "capitals": 0, "British": 0, "short": 0, "slips": 0,
}  # fmt: skip


@pytest.fixture(scope="module")
def assistant() -> Assistant:
    return Assistant.open(load_settings(corpus=ROOT / "corpus" / "partner-network-licensing"))


def word(assistant: Assistant, question: str) -> VerdictValue | None:
    verdict = assistant.ask(Turn(question)).verdict
    return verdict.value if verdict and verdict.value in OPPOSITE else None


def contradictions(assistant: Assistant, pairs: list[tuple[str, str]], *, flips: bool) -> list[str]:
    """The pairs whose two words do not fit; at least a third of the pairs must get two words."""
    found, compared = [], 0
    for first, second in pairs:
        one, other = word(assistant, first), word(assistant, second)
        if one is None or other is None:
            continue
        compared += 1
        if other is not (OPPOSITE[one] if flips else one):
            found.append(f"{first} {one}; {second} {other}")
    assert compared * 3 >= len(pairs), f"only {compared} of {len(pairs)} pairs got two words"
    return found


def test_flipping_the_question_flips_the_word(assistant: Assistant) -> None:
    pairs = [(question, opposite) for question, opposite, _ in TRIPLES]
    assert len(contradictions(assistant, pairs, flips=True)) <= MOST_CONTRADICTIONS["flipped"]


def test_a_negative_question_agrees_with_its_positive_form(assistant: Assistant) -> None:
    pairs = [(question, negative) for question, _, negative in TRIPLES]
    assert len(contradictions(assistant, pairs, flips=False)) <= MOST_CONTRADICTIONS["negative"]


@pytest.mark.parametrize("name", VARIANTS)
def test_what_means_the_same_gets_the_same_word(assistant: Assistant, name: str) -> None:
    varied = [(q, VARIANTS[name](q)) for triple in TRIPLES for q in triple]
    pairs = [(question, other) for question, other in varied if question != other]
    assert len(contradictions(assistant, pairs, flips=False)) <= MOST_CONTRADICTIONS[name]
