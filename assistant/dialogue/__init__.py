"""Understands a turn by what the assistant itself said before, as well as by what was asked.

`conversation` reads the words of a turn alone; here the earlier turns are answered again, which gives what
they were answered with: the same turn on the same index always does. So only questions are kept of a
conversation, and "the second one" or "yes" can still be understood.
"""

from assistant.dialogue.understanding import Dialogue

__all__ = ["Dialogue"]
