"""The FAQ on disk: the native Markdown format and what is wrong with a corpus."""

from assistant.corpus.lint import lint_corpus
from assistant.corpus.native import corpus_sha256, load_corpus
from assistant.corpus.problems import Problem, Severity

__all__ = ["Problem", "Severity", "corpus_sha256", "lint_corpus", "load_corpus"]
