"""Who coordinates: the list, somebody more, somebody less, and never nobody."""

from bot.channels import channel_of, name_of
from bot.commands.arguments import Arguments, WrongWords
from bot.commands.entry import owned, run_button
from bot.commands.moving import programme_of
from bot.commands.registry import command
from bot.conversation.pressed import action
from bot.message import NOTHING, Bullets, Button, Buttons, Part, Reply
from bot.pairing.names import Names
from bot.scene import Scene, coordinators
from bot.texts import Typed
from storage.nouns import Address, Coordination, Enrolment, Person, Programme

_MEANINGS = {
    "add": "add", "ajouter": "add", "ajoute": "add", "nommer": "add", "inviter": "add",
    "remove": "remove", "retirer": "remove", "retire": "remove", "enlever": "remove",
    "supprimer": "remove", "list": "list", "liste": "list", "": "list",
}  # fmt: skip
_OFFERED = 5


@command("coordinators")
def coordinators_(scene: Scene, words: Arguments) -> Reply:
    """Lists who coordinates, adds somebody or takes somebody out."""
    verb = "list" if not words else words.one_of(_MEANINGS)
    wanted = words.after().raw
    if (verb == "list") is bool(wanted):
        raise WrongWords(words.raw)
    if verb == "list":
        _list(scene)
        return NOTHING
    programme = programme_of(scene)
    known = _known(scene) if verb == "add" else coordinators(scene.work, programme)
    found = _meant(known, wanted)
    if len(found) == 1:
        _act(scene, verb, found[0])
    elif found:
        _ask_which(scene, verb, found, wanted)
    else:
        _nobody(scene, verb, known, wanted)
    return NOTHING


@action("coordinator")
def _pressed(scene: Scene, words: tuple[str, ...], values: tuple[str, ...]) -> Reply:
    """One of several was chosen: `coordinator:<programme>:add|remove:<person>`."""
    now = owned(scene, int(words[0]))
    programme = programme_of(now)
    known = {
        "add": _known(now) if words[1] == "add" else [],
        "remove": coordinators(now.work, programme),
    }[words[1]]
    person = next((each for each in known if each.id == int(words[2])), None)
    if person is None:
        raise LookupError("nobody they know")
    _act(now, words[1], person)
    return NOTHING


def _list(scene: Scene) -> None:
    voice, programme = scene.voice, programme_of(scene)
    found = coordinators(scene.work, programme)
    names = Bullets(
        tuple(voice.runs("command.coordinators.one", None, name=Typed(each.name)) for each in found)
    )
    parts: list[Part] = [
        voice.title("command.coordinators.title", name=Typed(programme.name)),
        names,
    ]
    channel = channel_of(scene.work, programme, "coordinators")
    if channel is not None:
        name = Typed(name_of(channel))
        parts.append(voice.hint("command.coordinators.channel", None, channel=name))
    else:
        parts.append(voice.hint("command.coordinators.no-channel"))
    parts.append(Buttons((run_button(scene, "help", "help coordinators"),)))
    scene.say(*parts)


def _act(scene: Scene, verb: str, person: Person) -> None:
    # One after the other: two people who take each other out must not leave nobody.
    scene.work.lock(Programme, programme_of(scene).id)
    if verb == "add":
        _add(scene, person)
    else:
        _remove(scene, person)


def _add(scene: Scene, person: Person) -> None:
    work, voice, programme = scene.work, scene.voice, programme_of(scene)
    name = Typed(person.name)
    place = Coordination(programme_id=programme.id, person_id=person.id)
    if work.first(Coordination, programme_id=programme.id, person_id=person.id) is not None:
        scene.say(voice.para("command.coordinators.already", None, name=name))
        return
    work.add(place)
    theirs = scene.voice_for(person)
    by = {"by": Typed(scene.person.name), "programme": Typed(programme.name)}
    reached = scene.tell(
        person,
        theirs.para("command.coordinators.welcome", None, **by),
        theirs.para("command.coordinators.welcome-do"),
        Buttons(
            (
                Button(theirs.words("command.button.status"), "command:status", "primary"),
                Button(theirs.words("command.button.help"), "command:help"),
            )
        ),
    )
    parts: list[Part] = [voice.para("command.coordinators.added", None, name=name)]
    if not reached:
        parts.append(voice.hint("command.coordinators.unreachable", None, name=name))
    scene.say(*parts)


def _remove(scene: Scene, person: Person) -> None:
    work, voice, programme = scene.work, scene.voice, programme_of(scene)
    name = Typed(person.name)
    places = work.find(Coordination, programme_id=programme.id)
    place = next((each for each in places if each.person_id == person.id), None)
    if place is None:
        scene.say(voice.para("command.coordinators.not-one", None, name=name))
        return
    if len(places) == 1:
        scene.say(voice.para("command.coordinators.last"))
        return
    work.remove(place)
    if person.id == scene.person.id:
        scene.say(voice.para("command.coordinators.left", None, programme=Typed(programme.name)))
        return
    theirs = scene.voice_for(person)
    by = {"by": Typed(scene.person.name), "programme": Typed(programme.name)}
    scene.tell(person, theirs.para("command.coordinators.goodbye", None, **by))
    scene.say(voice.para("command.coordinators.removed", None, name=name))


def _known(scene: Scene) -> list[Person]:
    """Everybody of the programme or of the coordinator's own workspace."""
    work, here = scene.work, scene.address
    places = work.find(Enrolment, programme_id=programme_of(scene).id)
    around = work.find(Address, platform=here.platform, tenant=here.tenant, reachable=True)
    ids = [each.person_id for each in places if each.state != "left"]
    ids += [each.person_id for each in around if each.person_id is not None]
    ids += [each.id for each in coordinators(work, programme_of(scene))]
    return [each for each in work.among(Person, ids) if each.erased_at is None]


def _meant(known: list[Person], wanted: str) -> list[Person]:
    """Whom a name or an e-mail means among those known."""
    email = wanted.strip("<>").lower()
    exact = [each for each in known if each.email == email]
    if exact or "@" in email:
        return exact
    meant = Names.of(known).meant(wanted)
    return [each for each in known if each.id in meant]


def _ask_which(scene: Scene, verb: str, found: list[Person], wanted: str) -> None:
    programme = programme_of(scene)
    buttons = tuple(
        Button(
            f"{each.name} ({each.email})" if each.email else each.name,
            f"coordinator:{programme.id}:{verb}:{each.id}",
        )
        for each in found[:_OFFERED]
    )
    asked = scene.voice.para("command.coordinators.which", None, name=Typed(wanted[:60]))
    scene.say(asked, Buttons(buttons))


def _nobody(scene: Scene, verb: str, known: list[Person], wanted: str) -> None:
    voice, name = scene.voice, Typed(wanted[:60])
    near = Names.of(known).near(wanted)
    if near:
        scene.say(voice.para("command.coordinators.near", None, name=name, near=Typed(near)))
    else:
        key = "unknown" if verb == "add" else "not-one"
        scene.say(voice.para(f"command.coordinators.{key}", None, name=name))
