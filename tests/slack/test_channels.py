"""A channel is only taken for one where the bot writes when it can."""

from bot.message import Button, Buttons, Message, Para, Run, to_data
from storage import outbox
from storage.nouns import Address, Programme
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


def test_a_press_in_a_channel_that_changes_nothing_there_says_where_the_answer_is(
    slack, binome, atlas
):
    lucie = atlas.person("Lucie")
    lucie.adds_bot("general")
    place = atlas.channels["general"]
    channel = binome.until(lambda: binome.all(Address, user=place), "the channel")[0]
    vote = Message((Para((Run("Une question."),)), Buttons((Button("Mardi", "react:99:0"),))))
    with binome.database.work(binome.clock.now()) as work:
        outbox.post(work, "k", channel.id, to_data(vote))
    binome.courier.kick()
    lucie.clicks("Mardi", lucie.waits_for("Une question.", "general"))
    lucie.waits_for("ne sert plus")
    binome.settled()
    (whispered,) = slack.calls.to("response_url")
    assert whispered.args["text"] == "La réponse est dans notre conversation privée."
    assert lucie.ephemerals
    assert "Mardi" in str(lucie.reads("general")[-1]["blocks"])
