"""Answers questions from a team's FAQ: retrieves, judges and frames, and invents nothing.

`assistant` joins the rooms, in the order in which a question passes through them:

values      what flows: `types`; what goes wrong: `errors`; what can be set: `settings`
the FAQ     `corpus` reads its files, `lines`, `sentences` and `chunking` cut them, `encoder` gives vectors,
            `index` keeps them on disk, `index_loading` keeps the index in step with the files
understand  `questions` reads one text, `conversation` the words of a turn with those before it, `dialogue` a turn
            by what was answered before, too (past turns are answered again to understand this one);
            `audiences` finds for whom a text is; `english` has the word classes that these share, `patterns`
            how patterns are written
find        `retrieval`, with `lexical` ranking, and `spelling` for typos; `topics` tells
            by search whether a turn turns to another entry
judge       `judge` has the models; `reading` asks them, `tables` tells them rows, `evidence` chooses the words,
            `confidence` and `verdict` say how sure and what; `assessment` takes these steps for one `query`,
            and `audience_texts` those that choose among the texts for several readers
tell        `answer_builder` puts together what is told: `decision` whether to answer, `conditions` what the word
            hangs on, `condition_answers` what follows from them; `composition` has the message, `layout` and
            `plain_text` show Markdown, `answer_json` is for programs
keep        `storage` has conversations and feedback; `calibration` the thresholds; `review` changes to the FAQ,
            as `patches`; `clusters` groups what was asked; `statistics` says what a share is worth
ask         `cli`
"""
