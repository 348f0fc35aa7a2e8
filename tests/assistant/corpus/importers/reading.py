"""Reads a text as an import does, and what an import wrote, for the tests of each format."""

from pathlib import Path

from assistant.corpus import Severity, lint_corpus, load_corpus
from assistant.corpus.importers.answers import safe_answer
from assistant.corpus.importers.detection import read_items
from assistant.corpus.importers.items import Document

PAGE = """\
<!doctype html><html><head><title>x</title>
<script>var a = "<h2>Is this code?</h2>";</script></head><body>
<nav><h2>Where am I?</h2><p>Here.</p></nav>
<main><h1>Help &amp; FAQ</h1>
<dl><dt>What is <code>&lt;id&gt;</code>?</dt><dd>An <a href="/docs">identifier</a>.</dd></dl>
<details><summary>Is it <b>free</b>?</summary><p>Yes.</p><ol start="3"><li>one</li><li>two</li></ol></details>
<h2>How is it called?</h2><p>So:</p><pre><code class="language-sh">echo "```"</code></pre>
<table><tr><th>a</th><th>b|c</th></tr><tr><td>1</td><td><code>x|y</code></td></tr></table>
<p><strong>Anything else?</strong><br>No.</p>
</main><footer><h2>Who made this?</h2><p>We.</p></footer></body></html>
"""


def found(text, name="faq.md", url=None):
    """Question, answer and topic of each item."""
    items = read_items(Document(name, "faq", text, url))
    return [(item.question, safe_answer(item.answer, url), item.topic) for item in items]


def questions(text, name="faq.md"):
    return [question for question, _, _ in found(text, name)]


def write(folder: Path, name: str, text: str | bytes) -> str:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return str(path)


def entries(folder: Path) -> list[tuple[str, str, str | None]]:
    """Question, answer and topic of what was written; it must be without errors."""
    assert not [p for p in lint_corpus(folder) if p.severity is Severity.ERROR]
    corpus = load_corpus(folder)
    return [
        (e.title, corpus.sources[e.path][e.blocks[0].span.start : e.span.end], e.topic)
        for e in corpus.entries
    ]
