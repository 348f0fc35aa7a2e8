from assistant.composition import Content, compose
from assistant.types import (
    Escalation,
    Evidence,
    Link,
    Outcome,
    Passage,
    Source,
    Suggestion,
    Verdict,
    VerdictValue,
)

PASSAGE = Passage("e", "May I <b>?", "No <script> here. Ever.", Source("f.md", 0, 23), None, 0.9)


def test_markup_in_the_policy_is_shown_not_run() -> None:
    message = compose(Content(Outcome.ANSWERED, passages=(PASSAGE,)))
    assert "<script>" not in message.html
    assert "No &lt;script&gt; here. Ever." in message.html
    assert "No <script> here. Ever." in message.text


def test_evidence_is_marked_inside_the_exact_passage() -> None:
    evidence = (Evidence(0, "Ever.", 18, 23), Evidence(0, "here. Ever", 12, 22))
    message = compose(Content(Outcome.ANSWERED, passages=(PASSAGE,), evidence=evidence))
    assert "<mark>here. Ever</mark><mark>.</mark>" in message.html


def test_the_verdict_leads() -> None:
    verdict = Verdict(VerdictValue.NO, 0.9)
    message = compose(Content(Outcome.ANSWERED, passages=(PASSAGE,), verdict=verdict))
    assert message.text.startswith("No.\n")


def test_a_word_is_followed_by_its_proof() -> None:
    evidence = (Evidence(0, "Ever.", 18, 23),)
    for value, proof in ((VerdictValue.NO, True), (VerdictValue.UNDETERMINED, False)):
        verdict = Verdict(value, 0.9)
        content = Content(Outcome.ANSWERED, passages=(PASSAGE,), evidence=evidence, verdict=verdict)
        assert ("> Ever.\n" in compose(content).text) is proof


def test_silence_gives_the_way_out() -> None:
    way_out = Escalation("Write to us.", (Link("Desk", "https://desk.example/"), Link("Office")))
    message = compose(Content(Outcome.NOT_COVERED, escalation=way_out))
    assert "Write to us." in message.text
    assert '<a href="https://desk.example/" rel="noopener">Desk</a>' in message.html
    assert "<li>Office</li>" in message.html


def test_suggestions_are_listed_by_title() -> None:
    message = compose(Content(Outcome.SUGGESTED, suggestions=(Suggestion("e", "May I?", 0.4),)))
    assert "- May I?" in message.text
