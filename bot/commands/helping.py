"""The commands in a few words, those of the moment first, or one of them in full."""

from bot.commands.arguments import Arguments
from bot.commands.entry import about, run_button
from bot.commands.registry import COMMANDS, GROUPS, PREFIX, Entry, command, named, nearest
from bot.commands.wording import usage
from bot.message import NOTHING, Bullets, Button, Buttons, Part, Reply, Run
from bot.scene import Scene
from bot.texts import Typed, Voice
from storage.nouns.programme import STATES


@command("help", states=STATES, needs_programme=False)
def help_(scene: Scene, words: Arguments) -> Reply:
    """Lists the commands, or explains one."""
    now = about(scene) or scene
    if words:
        return _one(now, words)
    voice, programme = now.voice, now.programme
    parts: list[Part] = [voice.title("command.help.title")]
    for group, names in GROUPS.items():
        lines = tuple(
            (
                Run(f"{PREFIX} {name}", bold=True),
                Run(" – "),
                *voice.runs(COMMANDS[name].key("does")),
            )
            for name in names
        )
        parts += [voice.para(f"command.group.{group}"), Bullets(lines)]
    if programme is not None and now.coordinates:
        parts.append(voice.hint(f"state.{programme.state}.next"))
    parts.append(voice.hint("command.help.one"))
    now.say(*parts, Buttons((run_button(now, "status", "status"),)))
    return NOTHING


def _within(voice: Voice, said: str) -> Entry | None:
    """The only command that a word such as `guest` belongs to, as its second; none when several."""
    found = {
        entry.name: entry
        for entry in COMMANDS.values()
        for form in voice.words(entry.key("usage")).split("\n")
        if form.split()[1:2] in ([said], [said.removesuffix("s")])
    }
    return next(iter(found.values())) if len(found) == 1 else None


def _one(scene: Scene, words: Arguments) -> Reply:
    voice = scene.voice
    entry = named(words.first) or _within(voice, words.first)
    if entry is None:
        near = nearest(words.first)
        key = "command.near" if near else "command.unknown"
        again = Button(f"{PREFIX} help {near}".rstrip(), f"command:help:{near}".rstrip(":"))
        scene.say(
            voice.para(key, None, word=Typed(words.words[0][:40]), near=f"{PREFIX} help {near}"),
            Buttons((again,)),
        )
        return NOTHING
    parts: list[Part] = [
        voice.title("command.help.of", command=f"{PREFIX} {entry.name}"),
        voice.para(entry.key("does")),
        *usage(voice, entry),
    ]
    if voice.knows(entry.key("more")):
        parts.append(voice.hint(entry.key("more")))
    if len(entry.states) < len(STATES):
        when = voice.listed(voice.words(f"state.{state}.label") for state in entry.states)
        parts.append(voice.hint("command.help.when", None, states=when))
    scene.say(*parts)
    return NOTHING
