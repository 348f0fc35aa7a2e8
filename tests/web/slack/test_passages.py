"""Markdown of a passage in Slack: rich text where Slack has it, and never anything that acts."""

import pytest

from assistant.layout import layout
from tests.web.slack.blockkit import problems_of, visible
from tests.web.slack.test_translation import HOSTILE
from web.slack.blocks import Block
from web.slack.passages import passage_blocks


def elements(text: str, quote: str = "") -> list[Block]:
    start = text.index(quote)
    tree = layout(text, ((start, start + len(quote)),) if quote else ())
    assert tree
    blocks = passage_blocks(tree)
    assert problems_of({"text": "x", "blocks": blocks}) == []
    return [element for block in blocks for element in block["elements"]]


def plain(text: str, **styles: bool) -> Block:
    return {"type": "text", "text": text} | ({"style": styles} if styles else {})


def test_marks_are_styles_and_evidence_is_bold() -> None:
    [quote] = elements("**a** *b* `c` ~~d~~ and *e **f***", "and *e")
    assert quote == {
        "type": "rich_text_quote",
        "elements": [
            plain("a", bold=True),
            plain(" "),
            plain("b", italic=True),
            plain(" "),
            plain("c", code=True),
            plain(" "),
            plain("d", strike=True),
            plain(" "),
            plain("and ", bold=True),
            plain("e", italic=True, bold=True),
            plain(" ", italic=True),
            plain("f", italic=True, bold=True),
        ],
    }


def test_a_list_is_a_list_and_one_within_is_indented() -> None:
    found = elements("To do:\n\n3. one\n   - in *it*\n4. two\n\n   ```\n   code\n   ```\n5. three")
    assert [(e["type"], e.get("style"), e.get("indent"), e.get("offset")) for e in found] == [
        ("rich_text_quote", None, None, None),
        ("rich_text_list", "ordered", 0, 2),
        ("rich_text_list", "bullet", 1, None),
        ("rich_text_list", "ordered", 0, 3),
        ("rich_text_preformatted", None, None, None),
        ("rich_text_list", "ordered", 0, 4),
    ]
    assert visible({"blocks": found}).split("\n") == [
        "To do:",
        "one",
        "in ",
        "it",
        "two",
        "code",
        "three",
    ]


def test_a_table_is_rows_and_a_quotation_a_quotation() -> None:
    [table, quoted] = elements("|a|b|\n|-|-|\n|*c*|d|\n\n> [!NOTE]\n> e")
    assert "".join(part["text"] for part in table["elements"]) == "a | b\nc | d"
    assert quoted["elements"] == [plain("\u2139 e")]


def test_links_lead_to_the_web_and_addresses_are_told() -> None:
    [quote] = elements("[a *b*](https://x.example/) [c](mailto:d@x.example) <e@x.example>")
    url = {"type": "link", "url": "https://x.example/"}
    assert quote["elements"] == [
        url | {"text": "a "},
        url | {"text": "b", "style": {"italic": True}},
        plain(" "),
        plain("c"),
        plain(" (d@x.example)"),
        plain(" "),
        plain("e@x.example"),
    ]


def test_what_is_longer_than_slack_takes_is_plain_and_whole() -> None:
    text = "\n".join(f"- item **{number}** of the list, " + "word " * 30 for number in range(40))
    blocks = passage_blocks(layout(text))
    assert len(blocks) > 1
    assert problems_of({"text": "x", "blocks": blocks}) == []
    shown = visible({"blocks": blocks})
    assert "**" not in shown
    assert all(f"- item {number} of" in shown for number in range(40))


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize(
    "around",
    [
        "**x** {}",
        "- {}",
        "> {}",
        "|a|\n|-|\n|{}|",
        "```\n{}\n```",
        "[{}](https://x.example/)",
        "![{}](x)",
    ],
)
def test_nothing_acts(text: str, around: str) -> None:
    tree = layout(around.format(text))
    if tree:
        assert problems_of({"text": "x", "blocks": passage_blocks(tree)}) == []
