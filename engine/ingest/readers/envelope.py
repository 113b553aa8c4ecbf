"""What stands on a letter: who wrote it, to whom, when, about what, in answer to which.

The same for mail of every format. Output: a ``Head``, and the lines a person reads
above the text.
"""

from __future__ import annotations

from dataclasses import dataclass

from engine.ingest.readers.pieces import Head

_SHOWN = (("From", "author"), ("To", "to"), ("Cc", "cc"), ("Bcc", "bcc"), ("Date", "shown_date"),
          ("Subject", "subject"))  # fmt: skip
_STATED = ("author", "to", "cc", "bcc", "date", "message_id", "in_reply_to")


@dataclass(frozen=True, slots=True, kw_only=True)
class Envelope:
    """The headers of a letter, decoded; empty where it has none.

    Attributes:
        date: ISO 8601, as far as the letter's own date can be understood.
        shown_date: The date as the letter has it.
        message_id: Without angle brackets, and so ``in_reply_to``.
    """

    subject: str = ""
    author: str = ""
    to: str = ""
    cc: str = ""
    bcc: str = ""
    date: str = ""
    shown_date: str = ""
    message_id: str = ""
    in_reply_to: str = ""

    @property
    def head(self) -> Head:
        """What the file says about itself."""
        return Head(
            title=self.subject or None,
            attributes={name: value for name in _STATED if (value := getattr(self, name))},
        )

    @property
    def lines(self) -> str:
        """One line a header, those that the letter has."""
        return "\n".join(f"{label}: {value}" for label, name in _SHOWN if (value := getattr(self, name)))
