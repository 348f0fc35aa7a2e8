"""An FAQ assistant: finds the passage that answers, judges yes or no with two small models, and frames both with
templates. It generates no text.

As a library: `Assistant.open(load_settings()).ask(Turn("..."))`, with the names exported below.

Packages and modules, in the order in which a question passes through them:

values      `types` has what flows, `errors` what goes wrong, `settings` what can be set; `notices` is how a caller
            hears of what is no error, `files` how a file is written whole or not at all
the FAQ     `corpus` reads its files, `lines`, `sentences` and `chunking` cut them (`text` and `markdown_patterns`
            have what these and others share), `encoder` gives vectors, `index` keeps them on disk,
            `index_loading` keeps the index in step with the files
understand  `questions` reads one text, `conversation` the words of a turn with those before it, `dialogue` a turn
            by what was answered before, too (past turns are answered again to understand this one);
            `audiences` finds for whom a text is; `english` has the word classes that these share, `patterns`
            how patterns are written
find        `retrieval`, with `lexical` ranking, and `spelling` for typos; `topics` tells by search whether a turn
            turns to another entry
judge       `assessment` takes these steps for one `query`: `reranking` by relevance, `evidence` selects passages
            and quotes, `audience_texts` those for the asker, `polarity` reads yes or no, `exclusivity` whether
            something is for one audience alone, `confidence` says how sure it is, and `verdict` joins the
            readings. `judge` has the models; `limits`, of `quantities`, are compared by arithmetic; `tables`
            puts rows in words for them, `antecedents` adds what a sentence points to, and `bounds` has the
            numbers that these share
tell        `answer_builder` puts together what is told: `decision` whether to answer, `proof` the verdict with
            the words that prove it, `conditions` what a yes or no hangs on, `condition_answers` what follows
            from the asker's answers; `composition` has the message with the sentences of `messages`, `layout`
            and `plain_text` show Markdown, `answer_json` is for programs
join        `assistant` has the one object that does all of this; `cli` asks it, `start` loads `cli`
tune        `calibration` stores thresholds, `statistics` says what a share is worth

Back office, used by the web application alone: `storage` has conversations and feedback, `clusters` groups what
was asked, `review` has changes to the FAQ, as `patches`.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from assistant.assistant import Assistant
    from assistant.errors import FaqError
    from assistant.settings import Settings, load_settings
    from assistant.types import Answer, Turn

__all__ = ["Answer", "Assistant", "FaqError", "Settings", "Turn", "load_settings"]

if not TYPE_CHECKING:
    _HOMES = {
        "Answer": "assistant.types",
        "Assistant": "assistant.assistant",
        "FaqError": "assistant.errors",
        "Settings": "assistant.settings",
        "Turn": "assistant.types",
        "load_settings": "assistant.settings",
    }

    def __getattr__(name: str) -> object:
        """Import on first use: `import assistant` alone loads no model library."""
        if name not in _HOMES:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        return getattr(import_module(_HOMES[name]), name)
