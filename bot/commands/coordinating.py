"""Who coordinates, and with which right: the list, somebody more, somebody less, never nobody.

Only owners change it, and there is always one: whoever leaves as the last names a successor.
"""

from bot.channels import channel_of, name_of
from bot.commands.arguments import Arguments, WrongWords, word
from bot.commands.entry import owned, run_button
from bot.commands.handing import (
    ask_hand_over,
    everybody,
    hand_over,
    name_successor,
    owners,
    place_of,
    places_of,
    tell_others,
    welcome,
)
from bot.commands.moving import programme_of
from bot.commands.registry import command
from bot.conversation.pressed import action
from bot.message import NOTHING, Bullets, Button, Buttons, Part, Reply
from bot.pairing.names import Names
from bot.rights import COORDINATOR, OWNER, READER, rights_of
from bot.scene import Scene, address_of
from bot.texts import Typed
from storage.nouns import Address, Enrolment, Person, Programme
from storage.nouns.programme import RIGHTS

_MEANINGS = {
    "add": "add", "ajouter": "add", "ajoute": "add", "nommer": "add", "inviter": "add",
    "remove": "remove", "retirer": "remove", "retire": "remove", "enlever": "remove",
    "supprimer": "remove", "list": "list", "liste": "list", "": "list",
    "change": "change", "changer": "change", "modifier": "change", "droit": "change",
    "right": "change", "hand-over": "hand-over", "handover": "hand-over",
    "confier": "hand-over", "transmettre": "hand-over", "passer": "hand-over",
    "leave": "leave", "quitter": "leave", "partir": "leave", "quit": "leave",
}  # fmt: skip
_RIGHTS = {
    "owner": OWNER, "responsable": OWNER, "proprietaire": OWNER,
    "coordinator": COORDINATOR, "coordination": COORDINATOR, "coordonner": COORDINATOR,
    "reader": READER, "lecture": READER, "lecteur": READER, "lectrice": READER, "lire": READER,
}  # fmt: skip
_AS = {"as", "comme", "en"}
_OFFERED = 5


def _needs_no_owner(words: Arguments) -> bool:
    """Whoever reads may read the list, and leave."""
    return _MEANINGS.get(words.first) in ("list", "leave") or not words


@command("coordinators", rights=OWNER, reads=_needs_no_owner)
def coordinators_(scene: Scene, words: Arguments) -> Reply:
    """Lists who coordinates, adds or removes somebody, changes their right, or hands over."""
    verb = "list" if not words else words.one_of(_MEANINGS)
    wanted, right = _right_last(words.after(), verb)
    if (verb in ("list", "leave")) is bool(wanted) or (verb == "change" and not right):
        raise WrongWords(words.raw)
    if verb == "list":
        _list(scene)
        return NOTHING
    scene.work.lock(Programme, programme_of(scene).id)  # two who part at once must not leave nobody
    if verb == "leave":
        _remove(scene, scene.person)
        return NOTHING
    known = _known(scene) if verb in ("add", "hand-over") else everybody(scene)
    found = _meant(known, wanted)
    deed = ":".join(filter(None, (verb, right)))
    if len(found) == 1:
        _act(scene, deed, found[0])
    elif found:
        _ask_which(scene, deed, found, wanted)
    else:
        _nobody(scene, verb, known, wanted)
    return NOTHING


def _right_last(words: Arguments, verb: str) -> tuple[str, str]:
    """A name, and the right that is said last; a quoted name holds none."""
    if verb not in ("add", "change") or len(words) < 2 or words.tokens[-1].quoted:
        return words.raw, ""
    right = _RIGHTS.get(word(words.words[-1]), "")
    if not right:
        return words.raw, ""
    rest = words.before(len(words) - 1)
    if len(rest) > 1 and word(rest.words[-1]) in _AS:
        rest = rest.before(len(rest) - 1)
    return rest.raw, right


@action("coordinator")
def _pressed(scene: Scene, words: tuple[str, ...], values: tuple[str, ...]) -> Reply:
    """`coordinator:<programme>:<verb>:[<right>:]<person>`, once somebody was told apart."""
    now = owned(scene, int(words[0]), OWNER)
    now.work.lock(Programme, programme_of(now).id)
    deed, key = ":".join(words[1:-1]), int(words[-1])
    verb = words[1]
    known = _known(now) if verb in ("add", "hand-over", "hand-over-yes") else everybody(now)
    person = next((each for each in known if each.id == key), None)
    if person is None:
        raise LookupError("nobody they know")
    _act(now, deed, person)
    return NOTHING


def _act(scene: Scene, deed: str, person: Person) -> None:
    verb, _, right = deed.partition(":")
    if right and right not in RIGHTS:
        raise LookupError(right)
    match verb:
        case "add":
            _add(scene, person, right or COORDINATOR)
        case "change" if right:
            _change(scene, person, right)
        case "remove":
            _remove(scene, person)
        case "hand-over":
            ask_hand_over(scene, person)
        case "hand-over-yes":
            hand_over(scene, person)
        case _:
            raise LookupError(verb)


def _list(scene: Scene) -> None:
    voice, programme = scene.voice, programme_of(scene)
    rights = {p.person_id: p.rights for p in places_of(scene)}
    found = sorted(everybody(scene), key=lambda each: -RIGHTS.index(rights[each.id]))
    names = Bullets(
        tuple(
            voice.runs(
                f"command.coordinators.one{'' if address_of(scene.work, each) else '-lost'}",
                None,
                name=Typed(each.name),
                right=voice.words(f"rights.{rights[each.id]}"),
            )
            for each in found
        )
    )
    parts: list[Part] = [
        voice.title("command.coordinators.title", name=Typed(programme.name)),
        names,
        voice.hint("rights.table"),
    ]
    channel = channel_of(scene.work, programme, "coordinators")
    if channel is not None:
        name = Typed(name_of(channel))
        parts.append(voice.hint("command.coordinators.channel", None, channel=name))
    else:
        parts.append(voice.hint("command.coordinators.no-channel"))
    parts.append(Buttons((run_button(scene, "help", "help coordinators"),)))
    scene.say(*parts)


def _add(scene: Scene, person: Person, right: str) -> None:
    voice, programme = scene.voice, programme_of(scene)
    name = Typed(person.name)
    if rights_of(scene.work, person, programme):
        scene.say(voice.para("command.coordinators.already", None, name=name))
        return
    reached = welcome(scene, person, right)
    key = "command.coordinators.added" if right != READER else "rights.added-reader"
    parts: list[Part] = [voice.para(key, None, name=name)]
    if not reached:
        parts.append(voice.hint("command.coordinators.unreachable", None, name=name))
    scene.say(*parts)


def _change(scene: Scene, person: Person, right: str) -> None:
    voice, programme = scene.voice, programme_of(scene)
    name, said = Typed(person.name), {"right": voice.words(f"rights.{right}")}
    place = place_of(scene, person)
    if place is None:
        scene.say(voice.para("command.coordinators.not-one", None, name=name))
        return
    if place.rights == right:
        scene.say(voice.para("rights.same", None, name=name, **said))
        return
    if place.rights == OWNER and owners(scene) == 1:
        name_successor(scene, person)
        return
    scene.work.change(place, rights=right)
    scene.say(voice.para("rights.changed", None, name=name, **said))
    if person.id != scene.person.id:
        theirs = scene.voice_for(person)
        told = theirs.para(
            "rights.yours",
            None,
            by=Typed(scene.person.name),
            programme=Typed(programme.name),
            right=theirs.words(f"rights.{right}"),
        )
        scene.tell(person, told, theirs.hint("rights.table"))


def _remove(scene: Scene, person: Person) -> None:
    work, voice, programme = scene.work, scene.voice, programme_of(scene)
    name, place = Typed(person.name), place_of(scene, person)
    if place is None:
        scene.say(voice.para("command.coordinators.not-one", None, name=name))
        return
    if len(places_of(scene)) == 1:
        scene.say(voice.para("command.coordinators.last"))
        return
    if place.rights == OWNER and owners(scene) == 1:
        name_successor(scene, person)
        return
    work.remove(place)
    if person.id == scene.person.id:
        scene.say(voice.para("command.coordinators.left", None, programme=Typed(programme.name)))
        gone = {"name": name, "programme": Typed(programme.name)}
        tell_others(scene, person, "rights.somebody-left", **gone)
        return
    theirs = scene.voice_for(person)
    by = {"by": Typed(scene.person.name), "programme": Typed(programme.name)}
    reached = scene.tell(person, theirs.para("command.coordinators.goodbye", None, **by))
    key = f"command.coordinators.removed{'' if reached else '-unheard'}"
    scene.say(voice.para(key, None, name=name))


def _known(scene: Scene) -> list[Person]:
    """Everybody of the programme or of the coordinator's own workspace."""
    work, here = scene.work, scene.address
    places = work.find(Enrolment, programme_id=programme_of(scene).id)
    around = work.find(Address, platform=here.platform, tenant=here.tenant, reachable=True)
    ids = [each.person_id for each in places if each.state != "left"]
    ids += [each.person_id for each in around if each.person_id is not None]
    ids += [each.id for each in everybody(scene)]
    return [each for each in work.among(Person, ids) if each.erased_at is None]


def _meant(known: list[Person], wanted: str) -> list[Person]:
    """Whom a name or an e-mail means among those known."""
    email = wanted.strip("<>").lower()
    exact = [each for each in known if each.email == email]
    if exact or "@" in email:
        return exact
    meant = Names.of(known).meant(wanted)
    return [each for each in known if each.id in meant]


def _ask_which(scene: Scene, deed: str, found: list[Person], wanted: str) -> None:
    programme = programme_of(scene)
    buttons = tuple(
        Button(
            f"{each.name} ({each.email})" if each.email else each.name,
            f"coordinator:{programme.id}:{deed}:{each.id}",
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
        key = "unknown" if verb in ("add", "hand-over") else "not-one"
        scene.say(voice.para(f"command.coordinators.{key}", None, name=name))
