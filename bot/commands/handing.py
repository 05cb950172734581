"""Handing a programme over: there is always an owner, so the last one names a successor first."""

from bot.commands.moving import programme_of
from bot.message import Button, Buttons
from bot.rights import OWNER, READER
from bot.scene import Scene
from bot.texts import Typed, Voice
from storage.nouns import Coordination, Person

_OFFERED = 5


def name_successor(scene: Scene, last: Person) -> None:
    """The last owner is not taken out: somebody else is to own the programme first."""
    programme = programme_of(scene)
    others = [each for each in everybody(scene) if each.id != last.id][:_OFFERED]
    asked = scene.voice.para("rights.successor", None, programme=Typed(programme.name))
    buttons = tuple(
        Button(each.name, f"coordinator:{programme.id}:hand-over:{each.id}") for each in others
    )
    scene.say(asked, *([Buttons(buttons)] if last.id == scene.person.id else []))


def ask_hand_over(scene: Scene, person: Person) -> None:
    """Says what handing over means, and asks once."""
    programme, voice = programme_of(scene), scene.voice
    if person.id == scene.person.id:
        scene.say(voice.para("rights.to-oneself"))
        return
    action_ = f"coordinator:{programme.id}:hand-over-yes:{person.id}"
    about = {"name": Typed(person.name), "programme": Typed(programme.name)}
    sure = voice.button("rights.hand-over-yes", action_, "danger")
    scene.say(voice.para("rights.hand-over-sure", None, **about), Buttons((sure,)))


def hand_over(scene: Scene, person: Person) -> None:
    """Somebody else owns the programme from now on, and whoever handed it over stops."""
    work, voice, programme = scene.work, scene.voice, programme_of(scene)
    mine, theirs = place_of(scene, scene.person), place_of(scene, person)
    if mine is None or person.id == scene.person.id:
        raise LookupError("nothing to hand over")
    about = {"by": Typed(scene.person.name), "programme": Typed(programme.name)}
    if theirs is None:
        work.add(Coordination(programme_id=programme.id, person_id=person.id, rights=OWNER))
    else:
        work.change(theirs, rights=OWNER)
    work.remove(mine)
    speaks = scene.voice_for(person)
    scene.tell(
        person,
        speaks.para("rights.handed-over", None, **about),
        speaks.para("command.coordinators.welcome-do"),
        _ways_in(speaks),
    )
    to = {"name": Typed(person.name), "programme": Typed(programme.name)}
    scene.say(voice.para("rights.hand-over-done", None, **to))
    tell_others(scene, person, "rights.handed-to", by=about["by"], **to)


def welcome(scene: Scene, person: Person, right: str) -> bool:
    """Gives somebody a right, and tells them what they may do; False when they cannot be told."""
    programme = programme_of(scene)
    scene.work.add(Coordination(programme_id=programme.id, person_id=person.id, rights=right))
    theirs = scene.voice_for(person)
    by = {"by": Typed(scene.person.name), "programme": Typed(programme.name)}
    key = f"command.coordinators.welcome{'-reader' if right == READER else ''}"
    return scene.tell(
        person,
        theirs.para(key, None, **by),
        theirs.para(f"{key}-do"),
        _ways_in(theirs),
    )


def _ways_in(voice: Voice) -> Buttons:
    """What somebody new to a programme looks at first."""
    first = voice.button("command.button.today", "command:today", "primary")
    others = (voice.button(f"command.button.{n}", f"command:{n}") for n in ("status", "help"))
    return Buttons((first, *others))


def tell_others(scene: Scene, but: Person, key: str, **about: Typed) -> None:
    """Those who coordinate too hear of it."""
    for place in places_of(scene):
        if place.person_id not in (but.id, scene.person.id):
            person = scene.work.get(Person, place.person_id)
            scene.tell(person, scene.voice_for(person).para(key, None, **about))


def everybody(scene: Scene) -> list[Person]:
    """Whoever has a right in the programme."""
    return scene.work.among(Person, [each.person_id for each in places_of(scene)])


def owners(scene: Scene) -> int:
    """How many own the programme."""
    return sum(each.rights == OWNER for each in places_of(scene))


def places_of(scene: Scene) -> list[Coordination]:
    """The right of each person in the programme."""
    return scene.work.find(Coordination, programme_id=programme_of(scene).id)


def place_of(scene: Scene, person: Person) -> Coordination | None:
    """Somebody's right in the programme; None when they have none."""
    return next((each for each in places_of(scene) if each.person_id == person.id), None)
