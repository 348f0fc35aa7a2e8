"""What a question asks for: its one real question, whether yes or no answers it, its positive form.

The rules are for English; any other text is taken as an open question.
"""

from assistant.questions.form import Question, analyse

__all__ = ["Question", "analyse"]
