"""What a message asks: its one real question, and whether yes or no answers it.

The rules are for English; any other text is taken as an open question.
"""

from assistant.questions.form import Question, analyse

__all__ = ["Question", "analyse"]
