"""What the bot's own help says that one may write is understood, to the letter."""

import re

import pytest

from bot.texts import Voice
from bot.understanding.recognise import understood

KEYS = [f"help.enrolled.{number}" for number in range(1, 9)]


@pytest.mark.parametrize("locale", ["fr", "en"])
@pytest.mark.parametrize("tone", ["vous", "tu"])
def test_every_sentence_of_the_help_is_understood(locale: str, tone: str) -> None:
    voice = Voice(locale, tone=tone)
    for key in KEYS:
        for sentence in re.findall(r"[«“]\s?(.+?)\s?[»”]", voice.words(key)):
            assert understood(sentence) is not None, sentence
