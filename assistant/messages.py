"""The sentences that messages, the pages and Slack share. The widget has its own, in several languages."""

from __future__ import annotations

from collections.abc import Mapping

from assistant.types import Outcome, Verdict, VerdictValue

VERDICT_LABELS: Mapping[VerdictValue, str] = {
    VerdictValue.YES: "Yes",
    VerdictValue.NO: "No",
    VerdictValue.DEPENDS: "It depends",
    VerdictValue.UNDETERMINED: "Not clear",
}
LEADS: Mapping[Outcome, str] = {
    Outcome.SUGGESTED: "I am not sure that the FAQ answers this. Did you mean one of these?",
    Outcome.NOT_COVERED: "The FAQ does not answer that.",
    Outcome.HANDOFF: "Here is how to reach a person.",
}
INCOMPLETE = "The published text breaks off here."
# Not "the FAQ gives no clear yes or no": it may well, and it is the judge that is not sure.
_UNSURE = "I cannot say yes or no for sure. The FAQ says:"
_CONFLICT = "The FAQ says both yes and no here. Compare:"


def undetermined(verdict: Verdict) -> str:
    """What stands above the passages where neither yes nor no is said."""
    return _CONFLICT if verdict.conflict else _UNSURE
