"""What a coordinator does with one circle: who is in it, when it meets, who came, its end."""

from collections.abc import Callable, Mapping
from datetime import datetime

from bot.calendar import when
from bot.circles import box
from bot.circles.around import Around, around, circles_of, look_again, meetings_of, tell
from bot.circles.forming import meet
from bot.circles.letters import dissolved, joined, went
from bot.circles.meeting import note, place_at
from bot.commands.arguments import Arguments, WrongWords
from bot.commands.entry import owned
from bot.commands.moving import programme_of
from bot.commands.overview import overview_of
from bot.conversation.pressed import action
from bot.message import NOTHING, UNSETTLED, Buttons, Part, Reply
from bot.scene import Scene
from bot.texts import Typed
from storage.nouns import Circle, Enrolment, Meeting, Member, Programme

_ALL = {"all", "tous", "toutes", "everyone", "everybody"}


def _named(scene: Scene, words: Arguments) -> Around:
    """The circle that one word names. Raises WrongWords."""
    alive = [
        each
        for each in scene.work.find(Circle, programme_id=programme_of(scene).id)
        if each.state != "dissolved"
    ]
    said = words.first
    found = [each for each in alive if f"{each.key}-{each.number}" == said]
    found = found or [each for each in alive if each.key == said]
    if len(found) != 1:
        raise WrongWords(words.raw)
    return around(scene.work, found[0], programme_of(scene))


def _person(scene: Scene, words: Arguments) -> Enrolment | None:
    """Whom a typed name means; when nobody for sure, that is said."""
    seen = overview_of(scene)
    meant = seen.names.meant(words.raw)
    if len(meant) == 1:
        return seen.by_person[meant[0]]
    scene.say(scene.voice.para("command.circles.unknown", 1, names=Typed(words.raw[:60])))
    return None


def _last(words: Arguments) -> tuple[Arguments, Arguments]:
    """A name, and the circle that is written last."""
    rest, last = words.before(len(words) - 1), words.after(len(words) - 1)
    linking = rest.after(len(rest) - 1).first if len(rest) > 1 else ""
    return (rest.before(len(rest) - 1) if linking in {"to", "into", "vers", "dans"} else rest), last


def _move(scene: Scene, words: Arguments) -> Reply:
    """Puts somebody in a circle, out of any other of that kind."""
    if len(words) < 2:
        raise WrongWords(words.raw)
    name, last = _last(words)
    whole = _named(scene, last)
    scene.work.lock(Programme, whole.programme.id)
    person, voice = _person(scene, name), scene.voice
    if person is None:
        return UNSETTLED
    who, code = Typed(overview_of(scene).name(person.id)), whole.code
    if any(seat.enrolment.id == person.id for seat in whole.seats):
        scene.say(voice.para("command.circles.there-already", None, name=who, code=code))
        return UNSETTLED
    if person.state == "left" or len(whole.seats) >= whole.kind.most:
        key = "gone" if person.state == "left" else "full"
        scene.say(
            voice.para(f"command.circles.{key}", None, name=who, code=code, most=whole.kind.most)
        )
        return UNSETTLED
    parts: list[Part] = [voice.para("command.circles.moved", None, name=who, code=code)]
    for circle in circles_of(scene.work, person, "proposed", "active"):
        if circle.programme_id == whole.programme.id and circle.key == whole.circle.key:
            parts += _out_of(scene, circle, person)
    scene.work.add(Member(circle_id=whole.circle.id, enrolment_id=person.id))
    if whole.circle.state == "active":
        look_again(scene.work, whole.circle)
        now = around(scene.work, whole.circle, whole.programme)
        seat = next(each for each in now.seats if each.enrolment.id == person.id)
        joined(scene.work, f"{scene.key}/joined", now, seat)
    scene.say(*parts)
    return NOTHING


def _out_of(scene: Scene, circle: Circle, person: Enrolment) -> list[Part]:
    """Takes somebody out of a circle, whose others hear it; says when few are left."""
    before = around(scene.work, circle, programme_of(scene))
    gone = next((each for each in before.seats if each.enrolment.id == person.id), None)
    place = scene.work.first(Member, circle_id=circle.id, enrolment_id=person.id)
    if place is not None:
        scene.work.remove(place)
    after = around(scene.work, circle, programme_of(scene))
    if circle.state == "active" and gone is not None:
        went(scene.work, f"{scene.key}/out", after, gone)
        look_again(scene.work, circle)
    if len(after.seats) >= after.kind.least:
        return []
    return [scene.voice.hint("command.circles.few-left", len(after.seats), code=after.code)]


def _remove(scene: Scene, words: Arguments) -> Reply:
    """Takes somebody out of a circle."""
    if len(words) < 2:
        raise WrongWords(words.raw)
    name, last = _last(words)
    whole = _named(scene, last)
    person, voice = _person(scene, name), scene.voice
    if person is None:
        return UNSETTLED
    who = Typed(overview_of(scene).name(person.id))
    seat = next((each for each in whole.seats if each.enrolment.id == person.id), None)
    if seat is None:
        scene.say(voice.para("command.circles.not-there", None, name=who, code=whole.code))
        return UNSETTLED
    few = _out_of(scene, whole.circle, person)
    if whole.circle.state == "active":
        told = seat.voice.para("circle.out", None, title=whole.title(seat.voice))
        tell(scene.work, f"{scene.key}/told-out", seat, (told,))
    scene.say(voice.para("command.circles.removed", None, name=who, code=whole.code), *few)
    return NOTHING


def _date(scene: Scene, words: Arguments) -> Reply:
    """Moves the next meeting of a circle, or plans one when none is ahead."""
    if len(words) < 2:
        raise WrongWords(words.raw)
    whole, voice = _named(scene, words.before(1)), scene.voice
    programme, rest = whole.programme, words.after()
    starts_at = when.moment(rest.raw, scene.work.now, programme.zone, voice.locale)
    if starts_at is None or whole.circle.state != "active":
        raise WrongWords(rest.raw)
    if starts_at <= scene.work.now:
        scene.say(voice.para("command.workshop.past", None, when=starts_at))
        return UNSETTLED
    meeting = _put(scene, whole, starts_at)
    told = 0
    for seat in whole.there:
        theirs = seat.voice
        key = "circle.date-moved" if meeting.sequence else "circle.date-new"
        span = theirs.span(starts_at, meeting.minutes)
        parts: list[Part] = [theirs.para(key, None, title=whole.title(theirs), when=span)]
        parts.append(
            Buttons(
                (
                    theirs.button("button.come", f"meeting:{meeting.id}:yes", "primary"),
                    theirs.button("button.not-come", f"meeting:{meeting.id}:no"),
                )
            )
        )
        told += tell(scene.work, f"{scene.key}/date", seat, parts)
    scene.say(voice.para("command.circles.dated", told, code=whole.code, when=starts_at))
    return NOTHING


def _put(scene: Scene, whole: Around, starts_at: datetime) -> Meeting:
    ahead = [
        each
        for each in meetings_of(scene.work, whole.circle)
        if each.state == "planned" and each.starts_at > scene.work.now
    ]
    look_again(scene.work, whole.circle)
    if not ahead:
        return meet(scene.work, whole.circle, starts_at, whole.kind.minutes)
    for seat in whole.seats:  # another date is another question
        scene.work.change(place_at(scene.work, ahead[0], seat.enrolment.id), answer="")
    return scene.work.change(ahead[0], starts_at=starts_at, sequence=ahead[0].sequence + 1)


def _came(scene: Scene, words: Arguments) -> Reply:
    """Notes who was at the last meeting of a circle: names, or everybody who could come."""
    if len(words) < 2:
        raise WrongWords(words.raw)
    whole, voice, rest = _named(scene, words.before(1)), scene.voice, words.after()
    past = [
        each
        for each in meetings_of(scene.work, whole.circle)
        if each.state != "cancelled" and each.starts_at <= scene.work.now
    ]
    if not past:
        scene.say(voice.para("command.circles.not-held", None, code=whole.code))
        return UNSETTLED
    seats = {seat.person.id: seat for seat in whole.seats}
    lost: list[str] = []
    if len(rest) == 1 and rest.first in _ALL:
        ids = [seat.enrolment.id for seat in whole.seats]
    else:
        seen = overview_of(scene)
        people, lost = seen.names.named_in(
            " , ".join(rest.words) if any(token.quoted for token in rest.tokens) else rest.raw
        )
        ids = [seats[one].enrolment.id for one in people if one in seats]
        lost += [seen.people[one].name for one in people if one not in seats]
    parts: list[Part] = []
    if ids:
        note(scene.work, whole, past[-1], ids, was=True)
        noted = voice.para("command.circles.noted", len(ids), when=past[-1].starts_at)
        parts.append(noted)
    if lost:
        names = Typed(voice.listed(lost))
        parts.append(voice.para("command.circles.unknown", len(lost), names=names))
    scene.say(*parts)
    return NOTHING if ids else UNSETTLED


def _dissolve(scene: Scene, words: Arguments) -> Reply:
    """Says what dissolving means, and asks once."""
    whole, voice = _named(scene, words), scene.voice
    if len(words) > 1:
        raise WrongWords(words.raw)
    label, own = "command.circles.dissolve", f"circle-dissolve:{whole.circle.id}"
    scene.say(
        voice.para("command.circles.sure", len(whole.seats), code=whole.code),
        Buttons((voice.button(label, own, "danger"),)),
    )
    return NOTHING


@action("circle-dissolve")
def _dissolved(scene: Scene, words: tuple[str, ...], values: tuple[str, ...]) -> Reply:
    circle = scene.work.get(Circle, int(words[0]))
    now = owned(scene, circle.programme_id)
    circle = now.work.lock(Circle, circle.id)
    whole, voice = around(now.work, circle, programme_of(now)), now.voice
    if circle.state == "dissolved":
        now.say(voice.para("command.circles.gone-already", None, code=whole.code))
        return UNSETTLED
    for each in meetings_of(now.work, circle):
        if each.state == "planned":
            now.work.change(each, state="cancelled", sequence=each.sequence + 1)
    told = dissolved(now.work, f"{now.key}/dissolved", whole) if circle.state == "active" else 0
    box.empty(now.work, circle)
    now.work.change(circle, state="dissolved", look_at=None)
    now.say(voice.para("command.circles.dissolved", told, code=whole.code))
    return NOTHING


_Deed = Callable[[Scene, Arguments], Reply]
DEEDS: Mapping[str, _Deed] = {
    **dict.fromkeys(("move", "add", "deplacer", "ajouter", "mettre"), _move),
    **dict.fromkeys(("remove", "retirer", "enlever", "sortir"), _remove),
    **dict.fromkeys(("date", "reporter", "planifier"), _date),
    **dict.fromkeys(("came", "attended", "presents", "presentes", "venus"), _came),
    **dict.fromkeys(("dissolve", "dissoudre"), _dissolve),
}
