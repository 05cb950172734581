"""A channel is only taken for one where the bot writes when it can."""

from storage.nouns import Programme
from tests.slack.atlas import atlas, binome
from tests.slack.bot import database, empty_file, learned

__all__ = ["atlas", "binome", "database", "empty_file", "learned"]


def test_a_private_channel_without_the_bot_is_told_at_once(binome, atlas):
    claire = atlas.person("Claire")
    claire.gives("/binome", "create pwn-digital-2016")
    claire.waits_for("vous le coordonnez")
    # Slack tells no name of a private channel, and knows none where the bot is not.
    assert claire.gives("/binome", "here community", channel="privategroup").status == 200
    claire.waits_for("Je ne suis pas dans ce canal")
    assert binome.only(Programme).community_id is None
