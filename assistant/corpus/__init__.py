"""The FAQ on disk: the native Markdown format and what is wrong with a corpus."""

from assistant.corpus.native import load_corpus

__all__ = ["load_corpus"]
