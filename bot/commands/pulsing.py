"""The half-way question, sent now."""

from bot.commands.arguments import Arguments, WrongWords
from bot.commands.entry import run_button
from bot.commands.moving import programme_of
from bot.commands.overview import overview_of
from bot.commands.registry import command
from bot.dialogues import polls
from bot.message import NOTHING, Buttons, Part, Reply
from bot.scene import Scene
from bot.texts import Typed

_FORM = "midway"


@command("pulse", states=("kickoff", "running"))
def pulse(scene: Scene, words: Arguments) -> Reply:
    """Asks everybody in a pair how it is going, once."""
    if words:
        raise WrongWords(words.raw)
    seen, voice = overview_of(scene), scene.voice
    ids = dict.fromkeys(one for p in seen.active for one in (p.mentee_id, p.mentor_id))
    concerned = [seen.enrolments[one] for one in ids if seen.enrolments[one].state == "active"]
    if not concerned:
        scene.say(
            voice.para("command.pulse.nobody"), Buttons((run_button(scene, "status", "status"),))
        )
        return NOTHING
    asked = {poll.enrolment_id for poll in seen.polls if poll.form == _FORM and not poll.subject}
    sent, unreachable = 0, []
    for each in concerned:
        if each.id in asked:
            continue
        if polls.send(scene.work, programme_of(scene), _FORM, each):
            sent += 1
        else:
            unreachable.append(seen.people[each.person_id].name)
    parts: list[Part] = []
    if sent:
        parts.append(voice.para("command.pulse.sent", sent))
    before = [p for p in seen.polls if p.form == _FORM and p.enrolment_id in ids and not p.subject]
    if before:
        answered = sum(poll.state == "answered" for poll in before)
        parts.append(voice.para("command.pulse.before", answered, asked=len(before)))
    if unreachable:
        names = Typed(voice.listed(unreachable[:8]))
        parts.append(voice.para("command.remind.unreachable", len(unreachable), names=names))
    scene.say(*parts)
    return NOTHING
