"""Circles: the list, and what can be done with one; forming them is in `gathering`."""

from collections.abc import Callable, Mapping, Sequence

from bot.circles.around import Around, around, meetings_of
from bot.circles.meeting import answers, minutes_of
from bot.commands.arguments import Arguments, WrongWords
from bot.commands.gathering import decide, deciding, form, kind_named
from bot.commands.moving import programme_of
from bot.commands.registry import command
from bot.commands.tending import DEEDS
from bot.message import NOTHING, UNSETTLED, Bullets, Button, Buttons, Facts, Part, Reply, Run, Runs
from bot.programme.plan import Circle as Kind
from bot.scene import Scene
from bot.texts import Typed
from storage.nouns import Circle, Meeting, Presence
from storage.nouns.programme import STATES

_SHOWN = 25  # circles in one list
_FORM = {"form", "former", "forme", "create", "creer"}
_DECIDE = {
    **dict.fromkeys(("approve", "approuver", "valider", "accept"), "approve"),
    **dict.fromkeys(("drop", "abandonner", "annuler", "oublier"), "drop"),
}
_SHOW = {"show", "montrer", "voir"}
_LIST = {"list", "liste"}


def _reads(words: Arguments) -> bool:
    return words.first not in {*_FORM, *_DECIDE, *DEEDS}


@command("circles", states=STATES[1:], reads=_reads)
def circles(scene: Scene, words: Arguments) -> Reply:
    """Lists the circles, forms some, or does something with one."""
    programme = programme_of(scene)
    if not scene.plan.circles:
        scene.say(scene.voice.para("command.circles.not-in-plan"))
        return NOTHING
    if not words or words.first in _LIST:
        if words.after():
            raise WrongWords(words.raw)
        _list(scene)
    elif words.first in _FORM:
        return form(scene, words.after())
    elif words.first in _DECIDE:
        return decide(scene, kind_named(scene, words.after()), _DECIDE[words.first])
    elif words.first in DEEDS:
        if programme.state == "closed":
            scene.say(scene.voice.para("command.circles.closed"))
            return UNSETTLED
        return DEEDS[words.first](scene, words.after())
    else:
        rest = words.after() if words.first in _SHOW else words
        found = circle_meant(scene, rest)
        if found is None or len(rest) > 1:
            raise WrongWords(words.raw)
        _show(scene, found)
    return NOTHING


def circle_meant(scene: Scene, words: Arguments) -> Circle | None:
    """The circle of a code such as `supervision-2`; the number may be left out of an only one."""
    found = [
        each
        for each in scene.work.find(Circle, programme_id=programme_of(scene).id)
        if each.state != "dissolved"
    ]
    if not words:
        return found[0] if len(found) == 1 else None
    for each in found:
        if f"{each.key}-{each.number}" == words.first:
            return each
    alike = [each for each in found if each.key == words.first]
    return alike[0] if len(alike) == 1 else None


def _list(scene: Scene) -> None:
    voice, programme = scene.voice, programme_of(scene)
    parts: list[Part] = [voice.title("command.circles.title")]
    buttons: list[Button] = []
    for kind in scene.plan.circles:
        found = scene.work.find(Circle, programme_id=programme.id, key=kind.key)
        wholes = [around(scene.work, e, programme) for e in found if e.state != "dissolved"]
        parts.append(_kind_line(scene, kind))
        if wholes:
            parts.append(Bullets(tuple(_line(scene, each) for each in wholes[:_SHOWN])))
        buttons += [
            Button(each.title(voice), f"command:circles:{each.code}")
            for each in wholes
            if each.circle.state == "active"
        ]
        if any(each.circle.state == "proposed" for each in wholes):
            buttons += deciding(scene, kind)
        elif not wholes:
            label = voice.words("command.circles.form", title=Typed(kind.title.of(voice.locale)))
            buttons.append(Button(label, f"command:circles:form:{kind.key}", "primary"))
    scene.say(*parts, Buttons(tuple(buttons[:10])), voice.hint("command.circles.how"))


def _kind_line(scene: Scene, kind: Kind) -> Part:
    voice = scene.voice
    return voice.para(
        "command.circles.kind",
        None,
        title=Typed(kind.title.of(voice.locale)),
        key=kind.key,
        who=voice.words(f"command.circles.who-{kind.who}"),
        least=kind.least,
        most=kind.most,
    )


def _line(scene: Scene, whole: Around) -> Runs:
    """A circle in one line: who is in it, and how far it is."""
    voice = scene.voice
    meetings = meetings_of(scene.work, whole.circle)
    held = sum(each.state == "held" for each in meetings)
    state = voice.words(f"command.circles.state-{whole.circle.state}", held)
    names = whole.listed(voice) if whole.seats else Typed("—")
    return voice.runs("command.circles.line", None, code=whole.code, names=names, state=state)


# ---------------------------------------------------------------- one circle


def _show(scene: Scene, circle: Circle) -> None:
    """One circle: who, when, who came; never what was written in it."""
    voice = scene.voice
    whole = around(scene.work, circle, programme_of(scene))
    rows: list[tuple[str, Runs]] = [
        (voice.words("command.circles.who"), (Run(whole.listed(voice), typed=True),))
    ]
    names = {seat.enrolment.id: seat.person.name for seat in whole.seats}
    rows += [
        (
            voice.words("command.circles.meeting", None, number=each.number),
            _meeting(scene, each, names),
        )
        for each in meetings_of(scene.work, circle)
    ]
    parts: list[Part] = [
        voice.title("command.circles.one", title=whole.title(voice), code=whole.code),
        Facts(tuple(rows)),
    ]
    if circle.state == "proposed":
        parts.append(Buttons(tuple(deciding(scene, whole.kind))))
    else:
        parts.append(voice.hint("command.circles.how-one", None, code=whole.code))
    scene.say(*parts)


def _meeting(scene: Scene, meeting: Meeting, names: Mapping[int, str]) -> Runs:
    """When a meeting is or was, who came or cannot come, and whether there are minutes."""
    voice, said = scene.voice, answers(scene.work, meeting)
    told = [voice.words(f"command.circles.meeting-{meeting.state}")]
    came = _named(names, said, lambda place: place.attended)
    away = _named(names, said, lambda place: place.answer == "no" and not place.attended)
    if came:
        told.append(voice.words("command.circles.came", len(came), names=voice.listed(came)))
    if away and meeting.state == "planned":
        told.append(voice.words("command.circles.away", len(away), names=voice.listed(away)))
    if minutes_of(scene.work, meeting):
        told.append(voice.words("command.circles.minutes"))
    return voice.runs(
        "command.circles.meeting-line", None, when=meeting.starts_at, told=Typed(" · ".join(told))
    )


def _named(
    names: Mapping[int, str], said: Mapping[int, Presence], keeps: Callable[[Presence], object]
) -> Sequence[str]:
    return [names[one] for one, place in said.items() if one in names and keeps(place)]
