"""The window has a word for every kind that the terminal has one for."""

from engine.cli.sentences import KINDS as TOLD_IN_TERMINAL
from engine.records import Reason
from gui import kind_names, texts


def test_every_kind_has_a_word() -> None:
    assert set(kind_names.KINDS) == set(TOLD_IN_TERMINAL)


def test_a_sentence_names_the_kind() -> None:
    assert "a video" in texts.reason_sentence(Reason(code="file.unsupported", params={"format": "video"}))
    assert "“qqq”" in texts.reason_sentence(Reason(code="file.unsupported", params={"format": "qqq"}))
    told = texts.reason_sentence(Reason(code="ignored.no_speech_model", params={"format": "audio"}))
    assert "no speech model" in told
