"""The App Home, from a message that says where somebody stands."""

from itertools import count

from adapters.slack.render.blocks import hint
from adapters.slack.render.limits import BLOCKS_OF_VIEW, BYTES_OF_VIEW, bytes_in
from adapters.slack.render.pieces import units
from adapters.slack.render.text import Json
from bot.message import Message, Run
from bot.texts import Voice


def home_view(message: Message, voice: Voice) -> Json:
    """The view to publish: without files, and with a word about what had to be left out."""
    blocks: list[Json] = []
    size = 0
    more = hint((Run(voice.words("slack.more")),))
    for unit in units(message.parts, voice, count()):
        size += bytes_in(unit.blocks)
        if len(blocks) + len(unit.blocks) >= BLOCKS_OF_VIEW or size > BYTES_OF_VIEW:
            blocks += more
            break
        blocks += unit.blocks
    return {"type": "home", "blocks": blocks or more}
