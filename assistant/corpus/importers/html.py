"""HTML pages: schema.org data first, then microdata, then what the page is built of.

Details, lists of terms, headings and questions in bold are read as the Markdown that the page makes.
"""

from __future__ import annotations

import json
from dataclasses import replace

from assistant.corpus.importers.html_markdown import (
    embedded_json,
    marked_questions,
    page_to_markdown,
    parse,
)
from assistant.corpus.importers.items import Document, Item, LeftOut
from assistant.corpus.importers.markdown import read_markdown
from assistant.corpus.importers.records import items_in
from assistant.text import question_key


def read_html(document: Document) -> list[Item]:
    """The questions of a page, from the first source in it that has any."""
    soup = parse(document.text)
    structured = _structured(document, embedded_json(soup)) or [
        Item(question, answer) for question, answer in marked_questions(soup, document.url)
    ]
    if not any(item.answer for item in structured):
        return _of_the_page(document, page_to_markdown(soup, document.url)) or structured
    known = {question_key(item.question) for item in structured}
    unread = replace(document, left_out=[])
    document.left_out.extend(
        LeftOut("only the structured data of the page is read", item.question)
        for item in _of_the_page(unread, page_to_markdown(soup, document.url))
        if question_key(item.question) not in known
    )
    return structured


def _structured(document: Document, scripts: list[str]) -> list[Item]:
    items: list[Item] = []
    for script in scripts:
        try:
            items += items_in(json.loads(script), html=True, left_out=document.left_out)
        except ValueError as error:  # the page itself may still be read
            reason = error.msg if isinstance(error, json.JSONDecodeError) else error
            document.left_out.append(LeftOut(f"structured data that is not valid JSON ({reason})"))
    return items


def _of_the_page(document: Document, markdown: str) -> list[Item]:
    # A line of the Markdown is no line of the page.
    return [replace(item, line=None) for item in read_markdown(replace(document, text=markdown))]
