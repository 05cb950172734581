"""Inviting somebody from outside the organisation: a personal link, to be handed to them alone."""

from dataclasses import replace

from bot.commands.arguments import Arguments, WrongWords, word
from bot.commands.entry import run_button
from bot.commands.moving import programme_of
from bot.commands.overview import overview_of
from bot.commands.registry import command
from bot.forms.words import clean
from bot.guests.door import door
from bot.guests.passes import NoGuest, invite, link, renew, revoke, usual_role
from bot.message import NOTHING, UNSETTLED, Bullets, Buttons, Part, Reply, Run, Runs
from bot.people.columns import READERS
from bot.scene import Scene
from bot.texts import Typed
from storage.nouns import Pass, Person

_WHAT = {
    **dict.fromkeys(("guest", "invite", "invitee", "externe"), "guest"),
    **dict.fromkeys(("revoke", "revoquer", "retirer", "fermer"), "revoke"),
    **dict.fromkeys(("again", "renew", "renouveler", "nouveau"), "renew"),
    **dict.fromkeys(("list", "liste", "guests", "invites"), "list"),
}
_ROLES = {
    **dict.fromkeys(("mentee", "mentoree"), "mentee"),
    **dict.fromkeys(("mentor", "mentore", "expert", "experte"), "mentor"),
    **dict.fromkeys(("both", "deux"), "both"),
}


@command("invite", reads=lambda words: not words or words.first in ("list", "liste"))
def guests(scene: Scene, words: Arguments) -> Reply:
    """Makes a guest's link, takes one back, or lists them."""
    what = words.one_of(_WHAT) if words else "list"
    if what == "list":
        return _list(scene)
    if not door():
        scene.say(scene.voice.para("command.invite.closed"))
        return UNSETTLED
    return {"guest": _guest, "revoke": _revoke, "renew": _renew}[what](scene, words.after())


def _guest(scene: Scene, words: Arguments) -> Reply:
    name, email, role = _read(scene, words)
    programme = programme_of(scene)
    try:
        made, secret = invite(scene.work, programme, name, email, role, scene.person)
    except NoGuest:
        scene.say(scene.voice.para("command.invite.has-a-way-in", None, name=Typed(name)))
        return UNSETTLED
    _hand(scene, made, secret, name)
    return NOTHING


def _read(scene: Scene, words: Arguments) -> tuple[str, str | None, str]:
    """The name, the e-mail if one was given, and the role. Raises WrongWords."""
    offered = scene.plan.signup.roles
    names: list[str] = []
    email: str | None = None
    role: str = usual_role(offered)
    for each in words.tokens:
        if "@" in each.text and not each.quoted:
            email = READERS["email"][0](each.text)
            if email is None:
                raise WrongWords(each.text)
        elif not each.quoted and names and word(each.text) in _ROLES:
            role = _ROLES[word(each.text)]
        else:
            names.append(each.text)
    name = clean(" ".join(names))[:120]
    if not name or role not in offered:
        raise WrongWords(words.raw)
    return name, email, role


def _hand(scene: Scene, made: Pass, secret: str, name: str) -> None:
    """The link, in a message that is not kept here once it has arrived."""
    voice = scene.voice
    replace(scene, vanishing=True).say(
        voice.para("command.invite.made", None, name=Typed(name), day=made.expires_at.date()),
        voice.para("command.invite.link", None, link=(Run(link(secret), typed=True),)),
        voice.hint("command.invite.alone", None, name=Typed(name)),
    )


def _renew(scene: Scene, words: Arguments) -> Reply:
    person = _named(scene, words)
    made, secret = renew(scene.work, programme_of(scene), person, scene.person)
    _hand(scene, made, secret, person.name)
    return NOTHING


def _revoke(scene: Scene, words: Arguments) -> Reply:
    person = _named(scene, words)
    closed = revoke(scene.work, programme_of(scene), person)
    key = "command.invite.revoked" if closed else "command.invite.revoked-already"
    scene.say(scene.voice.para(key, None, name=Typed(person.name)))
    return NOTHING


def _named(scene: Scene, words: Arguments) -> Person:
    """The guest of that name. Raises WrongWords when nobody, or more than one, is meant."""
    passes = scene.work.find(Pass, programme_id=programme_of(scene).id)
    holders = {each.person_id for each in passes}
    seen = overview_of(scene)
    found = [one for one in seen.names.meant(words.raw) if one in holders]
    if len(found) != 1:
        raise WrongWords(words.raw)
    return seen.people[found[0]]


def _list(scene: Scene) -> Reply:
    """Every guest, and whether their link opens."""
    latest: dict[int, Pass] = {}
    for each in scene.work.find(Pass, programme_id=programme_of(scene).id):
        latest[each.person_id] = each
    if not latest:
        scene.say(scene.voice.para("command.invite.none"), *_to_people(scene))
        return NOTHING
    people = {each.id: each for each in scene.work.among(Person, [*latest])}
    lines = tuple(_line(scene, people[one], each) for one, each in latest.items())
    parts: list[Part] = [scene.voice.title("command.invite.title"), Bullets(lines)]
    scene.say(*parts)
    return NOTHING


def _line(scene: Scene, person: Person, found: Pass) -> Runs:
    voice, name = scene.voice, Typed(person.name)
    if found.revoked_at is not None:
        return voice.runs("command.invite.line-revoked", None, name=name)
    if found.expires_at <= scene.work.now:
        return voice.runs("command.invite.line-expired", None, name=name)
    until = found.expires_at.date()
    if found.used_at is None:
        return voice.runs("command.invite.line-unopened", None, name=name, day=until)
    used = found.used_at.date()
    return voice.runs("command.invite.line-used", None, name=name, used=used, day=until)


def _to_people(scene: Scene) -> tuple[Part, ...]:
    return (Buttons((run_button(scene, "people", "people"),)),)
