"""The half-way question: sent now, and what was answered, together and without names."""

from collections.abc import Sequence
from hashlib import sha256
from statistics import mean

from babel.numbers import format_decimal

from bot.commands.arguments import Arguments, WrongWords
from bot.commands.entry import run_button
from bot.commands.moving import programme_of
from bot.commands.overview import overview_of
from bot.commands.paging import page, taken_page
from bot.commands.registry import command
from bot.dialogues import polls
from bot.message import NOTHING, Bullets, Buttons, Part, Reply, Run
from bot.scene import Scene
from bot.texts import Typed
from bot.waves import arrival
from storage.nouns import Answer

_FORM = "midway"


@command("pulse", states=("kickoff", "running"))
def pulse(scene: Scene, words: Arguments) -> Reply:
    """Asks everybody in a pair how it is going, once, and tells what they answered."""
    number, rest = taken_page(words)
    if rest:
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
    scene.say(*parts, *_answered(scene, number))
    return NOTHING


def _answered(scene: Scene, number: int) -> Sequence[Part]:
    """How it is going and what would help, once enough people answered to hide each of them."""
    from bot.report.settled import settled

    voice, floor = scene.voice, scene.plan.polls.floor
    found = scene.work.find(Answer, programme_id=programme_of(scene).id, form=_FORM)
    # As in the report, by role, so that one compared with the other tells nobody apart either.
    answers = settled(found, floor, lambda each: (each.role, each.subject), arrival)
    if not answers:
        return [voice.hint("command.pulse.too-few", None, floor=floor)]
    average = mean(int(each.answers["going"]) for each in answers)
    told = format_decimal(average, "0.0", locale=voice.locale)
    parts: list[Part] = [voice.para("command.pulse.going", len(answers), average=told)]
    needs = [str(each.answers["need"]) for each in answers if each.answers.get("need")]
    if not needs:
        return parts
    # By what their words happen to give: the order in which they came could tell whose they are.
    shown = page(sorted(needs, key=lambda need: sha256(need.encode()).digest()), number)
    parts.append(voice.para("command.pulse.needs", len(needs)))
    parts.append(Bullets(tuple((Run(need, typed=True),) for need in shown.items)))
    if shown.pages > 1:
        parts.append(voice.hint("command.page.where", None, number=shown.number, pages=shown.pages))
        parts.append(Buttons(shown.turning(voice, "command:pulse")))
    return parts
