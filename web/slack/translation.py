"""The two translations: what was typed in Slack to a Turn, and an Answer to Block Kit. Pure."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from assistant.composition import (
    pieces,
    shown_conditions,
    shown_rows,
    verdict_label,
)
from assistant.messages import INCOMPLETE, LEADS, VERDICT_LABELS, undetermined
from assistant.types import Answer, Escalation, Link, Outcome, Turn, Verdict, VerdictValue
from web.pages import REASONS
from web.slack.blocks import (
    HEADER,
    MAX_BLOCKS,
    TEXT,
    Block,
    actions,
    bullets,
    button,
    context,
    fit,
    fits,
    header,
    heading,
    pack,
    plain,
    quotes,
    sections,
    web_address,
)
from web.slack.passages import passage_blocks

AUDIENCE = "faq_audience"
ASK = "faq_ask"
UP = "faq_up"
DOWN = "faq_down"
REASON = "faq_reason"
PERSON = "faq_person"
SHARE = "faq_share"

_MARKED = re.compile(r"<([^<>]*)>")
_SPACE = re.compile(r"\s+")
_MAX_JSON = 12_000  # of all blocks but the buttons, as JSON; Slack refuses much more


@dataclass(frozen=True, slots=True)
class SlackMessage:
    """What is posted: blocks, and the text that notifications and screen readers get."""

    text: str
    blocks: tuple[Block, ...]


def to_turn(
    text: str,
    bot_user: str | None,
    *,
    history: tuple[str, ...] = (),
    audience: str | None = None,
    conversation_id: str | None = None,
) -> Turn:
    """The question in a message: without the mention of the bot, and with markup as it reads."""
    shown = _MARKED.sub(lambda match: _shown(match[1], bot_user), text)
    shown = shown.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
    question = _SPACE.sub(" ", shown).strip()
    return Turn(
        question.removeprefix(",").removeprefix(":").strip(), history, audience, conversation_id
    )


def to_message(
    answer: Answer,
    *,
    labels: Mapping[str, str],
    share: bool = False,
    titled: bool = False,
) -> SlackMessage:
    """The answer as a message. `labels` name the audiences; `share` adds the button to share it;
    `titled`: the question stands above, where it is not to be seen otherwise.
    """
    shown = {
        Outcome.ANSWERED: _answered,
        Outcome.SUGGESTED: _suggested,
    }.get(answer.outcome, _plainly)(answer)
    shown = [*shown, *_also_asked(answer)]
    before = [heading(f"“{answer.question}”")] if titled else []
    if answer.standalone_question != answer.question:
        before.append(context(f"Question understood as: {answer.standalone_question}"))
    if answer.audience and answer.outcome is Outcome.ANSWERED:
        before.append(context(f"For {labels.get(answer.audience, answer.audience)}"))
    has_buttons = answer.outcome in (Outcome.ANSWERED, Outcome.SUGGESTED, Outcome.NOT_COVERED)
    buttons = _buttons(answer, share=share) if has_buttons else []
    return SlackMessage(fit(answer.message.text, TEXT), _within([*before, *shown], buttons))


def note(text: str) -> SlackMessage:
    """A sentence of our own."""
    return SlackMessage(fit(text, TEXT), tuple(sections(text)))


def to_reasons(answer_id: str) -> SlackMessage:
    """What was wrong with an answer, to be chosen."""
    text = "Thank you. What was wrong with it?"
    buttons = [
        button(label, f"{REASON}_{number}", pack(id=answer_id, reason=reason) or "")
        for number, (reason, label) in enumerate(REASONS.items())
    ]
    return SlackMessage(text, (*sections(text), *actions(buttons)))


def to_escalation(escalation: Escalation) -> SlackMessage:
    """The way to a person."""
    text = escalation.text or "The FAQ names nobody to turn to."
    return SlackMessage(fit(text, TEXT), tuple(_escalation(Escalation(text, escalation.links))))


def _shown(marked: str, bot_user: str | None) -> str:
    """What a reader of the message sees for `<marked>`."""
    target, _, label = marked.partition("|")
    if target.startswith("@"):
        return " " if target[1:] == bot_user else label
    if target.startswith("#"):
        return f"#{label}" if label else ""
    if target.startswith("!"):
        return label
    return label or target.removeprefix("mailto:").removeprefix("tel:")


def _answered(answer: Answer) -> list[Block]:
    verdict = answer.verdict
    blocks = _verdict(verdict) if verdict else []
    title = None
    for index, passage in enumerate(answer.passages):
        if passage.title != title:
            title = passage.title
            blocks.append(heading(f"From “{title}”", passage.source.url))
        evidence = [item for item in answer.evidence if item.passage == index]
        if passage.layout:
            blocks += passage_blocks(passage.layout)
        else:
            blocks += quotes(pieces(passage.text, evidence))
        if passage.incomplete:
            blocks.append(context(INCOMPLETE))
    conditions = shown_conditions(verdict)
    if conditions:
        blocks += [heading("Note the conditions"), bullets([Link(text) for text in conditions])]
    return [*blocks, *_clarification(answer), *_resources(answer.resources)]


def _verdict(verdict: Verdict) -> list[Block]:
    if verdict.value is VerdictValue.UNDETERMINED:
        blocks = sections(undetermined(verdict))
    else:
        blocks = _verdict_line(verdict_label(verdict))
    rows = [Link(f"{row.label}: {VERDICT_LABELS[row.value]}") for row in shown_rows(verdict)]
    return [*blocks, bullets(rows)] if rows else blocks


def _verdict_line(text: str) -> list[Block]:
    """The verdict in large; one that a long label would push out of a header stands as a text."""
    return [header(text)] if fits(text, HEADER) else sections(text)


def _clarification(answer: Answer) -> list[Block]:
    clarification = answer.clarification
    if clarification is None:
        return []
    buttons = []
    for number, option in enumerate(clarification.options):
        again = pack(audience=option.audience, question=answer.standalone_question)
        value = again or pack(audience=option.audience)
        if value:
            said = f"Answer for {option.label}"
            buttons.append(button(option.label, f"{AUDIENCE}_{number}", value, label=said))
    return [*sections(clarification.question), *actions(buttons)]


def _also_asked(answer: Answer) -> list[Block]:
    """The other questions of the message, each with a button that asks it."""
    blocks = [heading("You also asked")] if answer.also_asked else []
    for number, question in enumerate(answer.also_asked, start=len(answer.suggestions)):
        blocks.append(_offered(question, f"{ASK}_{number}"))
    return blocks


def _offered(question: str, action: str) -> Block:
    """A question with a button that asks it."""
    line: Block = {"type": "section", "text": plain(question, TEXT)}
    if value := pack(question=question):
        said = f"Show the answer to: {question}"
        line["accessory"] = button("Show answer", action, value, label=said)
    return line


def _resources(resources: Sequence[Link]) -> list[Block]:
    return [heading("See also"), bullets(resources)] if resources else []


def _suggested(answer: Answer) -> list[Block]:
    blocks = sections(LEADS[answer.outcome])
    for number, suggestion in enumerate(answer.suggestions):
        blocks.append(_offered(suggestion.title, f"{ASK}_{number}"))
    return [*blocks, *(_escalation(answer.escalation) if answer.escalation else [])]


def _plainly(answer: Answer) -> list[Block]:
    lead = LEADS.get(answer.outcome)
    if lead is None:
        return _clarification(answer) or sections(answer.message.text)
    return [*sections(lead), *(_escalation(answer.escalation) if answer.escalation else [])]


def _escalation(escalation: Escalation) -> list[Block]:
    reachable = [link for link in escalation.links if web_address(link.url)]
    return [*sections(escalation.text), *([bullets(reachable)] if reachable else [])]


def _buttons(answer: Answer, *, share: bool) -> list[Block]:
    about = pack(id=answer.answer_id)
    assert about is not None
    buttons = []
    if answer.outcome is Outcome.ANSWERED:
        buttons += [
            button("👍 Helpful", UP, about, label="This answer was helpful"),
            button("👎 Not helpful", DOWN, about, label="This answer was not helpful"),
        ]
    if answer.escalation is None:
        buttons.append(button("Talk to a person", PERSON, about))
    again = pack(question=answer.standalone_question, audience=answer.audience or "")
    if share and again and answer.outcome is Outcome.ANSWERED:
        said = "Share this answer in the channel"
        buttons.append(button("Share in channel", SHARE, again, label=said, primary=True))
    return actions(buttons)


def _within(shown: Sequence[Block], buttons: Sequence[Block]) -> tuple[Block, ...]:
    """As many blocks as Slack takes, the buttons among them in any case."""
    kept: list[Block] = []
    room, used = MAX_BLOCKS - len(buttons) - 1, 0
    for block in shown:
        used += len(json.dumps(block))
        if kept and (used > _MAX_JSON or len(kept) == room):
            kept.append(context("There is more of this in the FAQ than a message can hold."))
            break
        kept.append(block)
    return (*kept, *buttons)
