"""The Slack of the tests, used as an app would use it but without the bot."""

from tests.slack.clients import using
from tests.slack.harness import Profile
from tests.slack.server.parrot import QUIET


def test_the_app_knows_itself_and_the_people(slack):
    agnes = Profile(name="Agnès Durand", tz="America/Montreal", locale="fr-CA", admin=True)
    atlas = slack.workspace(people=["Lucie Martin", agnes])

    async def ask(client):
        return (
            await client.auth_test(),
            await client.users_info(user=atlas.person("Agnès").id, include_locale=True),
            await client.users_list(limit=100),
            await client.users_lookupByEmail(email="lucie.martin@atlas.example"),
        )

    me, person, everybody, found = using(slack, atlas, ask)
    assert (me["team_id"], me["user_id"]) == ("T0ATLAS", atlas.bot_user)
    assert person["user"]["tz"] == "America/Montreal"
    assert person["user"]["locale"] == "fr-CA"
    assert person["user"]["is_admin"]
    assert person["user"]["profile"]["email"] == "agnes.durand@atlas.example"
    assert [m["real_name"] for m in everybody["members"] if not m["is_bot"]] == [
        "Lucie Martin",
        "Agnès Durand",
    ]
    assert "locale" not in found["user"]
    assert slack.calls.counted()["users.info"] == 1


def test_a_message_by_user_id_is_read_in_the_private_conversation(slack):
    atlas = slack.workspace(people=["Lucie Martin"])
    lucie = atlas.person("Lucie")

    async def send(client):
        return await client.chat_postMessage(channel=lucie.id, text="Bonjour", **QUIET)

    sent = using(slack, atlas, send)
    assert sent["channel"] == lucie.dm
    assert lucie.waits_for("Bonjour")["ts"] == sent["ts"]
    (call,) = slack.calls.to("chat.postMessage")
    assert call.args["channel"] == lucie.id


def test_a_file_is_uploaded_and_read(slack):
    atlas = slack.workspace(people=["Lucie Martin"])
    lucie = atlas.person("Lucie")

    async def send(client):
        return await client.files_upload_v2(
            channel=lucie.dm, filename="séance.ics", content=b"BEGIN:VCALENDAR", title="Séance"
        )

    using(slack, atlas, send)
    (file,) = lucie.messages[0]["files"]
    assert (file["name"], file["title"]) == ("séance.ics", "Séance")
    assert lucie.downloads(file) == b"BEGIN:VCALENDAR"


def test_two_people_and_the_bot_talk_in_a_group(slack):
    atlas = slack.workspace(people=["Lucie Martin", "Agnès Durand"])
    lucie, agnes = atlas.person("Lucie"), atlas.person("Agnès")

    async def introduce(client):
        opened = await client.conversations_open(users=f"{lucie.id},{agnes.id}")
        channel = opened["channel"]["id"]
        await client.chat_postMessage(channel=channel, text="Voici votre binôme", **QUIET)
        return channel

    channel = using(slack, atlas, introduce)
    assert lucie.groups == agnes.groups == [channel]
    assert agnes.reads(channel)[0]["text"] == "Voici votre binôme"


def test_prompts_are_suggested(slack):
    atlas = slack.workspace(people=["Lucie Martin"])
    prompts = [{"title": "Où j’en suis", "message": "où j’en suis"}]

    async def suggest(client):
        await client.assistant_threads_setSuggestedPrompts(
            channel_id=atlas.person("Lucie").dm, thread_ts="1.0", prompts=prompts
        )

    using(slack, atlas, suggest)
    assert atlas.prompts[atlas.person("Lucie").dm]["prompts"] == prompts
