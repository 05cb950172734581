"""The charter of a programme: who signed which revision, its text, a reminder, a new revision."""

from collections import Counter
from collections.abc import Mapping

from bot.charter.signing import concerned, signatures, waiting
from bot.charter.text import charter_parts
from bot.commands.arguments import Arguments, WrongWords
from bot.commands.entry import run_button
from bot.commands.moving import programme_of
from bot.commands.overview import Overview, overview_of
from bot.commands.paging import page, taken_page
from bot.commands.registry import command
from bot.dialogues.revising import propose, revise
from bot.dialogues.signing import request
from bot.message import NOTHING, Bullets, Button, Buttons, Part, Reply, Runs
from bot.programme.template import UnknownTemplate, load
from bot.scene import Scene
from bot.texts import Typed, Voice
from storage.nouns import Enrolment, Signature
from storage.nouns.programme import STATES

_MEANINGS = {
    **dict.fromkeys(("text", "texte", "read", "lire", "clauses"), "text"),
    **dict.fromkeys(("signatures", "list", "liste", "signed", "signees"), "list"),
    **dict.fromkeys(("remind", "relancer", "rappeler"), "remind"),
    **dict.fromkeys(("revise", "reviser", "changer", "change", "modifier"), "revise"),
}
_TEMPLATE = ("template", "modele")
_NAMED = 8
Signed = Mapping[int, list[Signature]]


@command("charter", states=STATES)
def charter(scene: Scene, words: Arguments) -> Reply:
    """Says who signed, or shows, reminds, revises."""
    verb = words.one_of(_MEANINGS) if words else ""
    number, rest = taken_page(words.after())
    if rest and verb != "revise":
        raise WrongWords(words.raw)
    if verb == "revise":
        _revise(scene, words.after())
    elif verb == "text":
        _text(scene)
    elif verb == "list":
        _list(scene, number)
    elif verb == "remind":
        _remind(scene)
    else:
        _summary(scene)
    return NOTHING


def _signed(scene: Scene, seen: Overview) -> Signed:
    return signatures(scene.work, programme_of(scene), seen.enrolments.values())


def _summary(scene: Scene) -> None:
    """How many signed the revision in force, who has still to, and what stands from before."""
    seen, voice, now = overview_of(scene), scene.voice, scene.plan.charter.revision
    found = _signed(scene, seen)
    there, left = concerned(seen.enrolments.values()), _waiting(scene, seen, found)
    parts: list[Part] = [voice.title("command.charter.title", revision=now)]
    buttons = [run_button(scene, "charter-text", "charter text")]
    if not there:
        parts.append(voice.para("command.charter.nobody"))
    else:
        signed = len(there) - len(left)
        parts.append(voice.para("command.charter.signed", signed, all=len(there)))
        buttons.append(run_button(scene, "charter-list", "charter list"))
    if left:
        names = Typed(_names(voice, seen, left))
        parts.append(voice.para("command.charter.waiting", len(left), names=names))
        buttons.append(run_button(scene, "charter-remind", "charter remind"))
    earlier = Counter(one.revision for each in there for one in found.get(each.id, ()))
    parts += [
        voice.hint("command.charter.earlier", count, revision=revision)
        for revision, count in sorted(earlier.items())
        if revision != now
    ]
    buttons.append(run_button(scene, "charter-revise", "charter revise"))
    scene.say(*parts, Buttons(tuple(buttons)))


def _waiting(scene: Scene, seen: Overview, found: Signed) -> list[Enrolment]:
    return waiting(seen.enrolments.values(), found, scene.plan)


def _names(voice: Voice, seen: Overview, some: list[Enrolment]) -> str:
    shown = seen.names_of(some, _NAMED)
    if len(some) > _NAMED:
        shown.append(voice.words("pairing.week.more", len(some) - _NAMED))
    return voice.listed(shown)


def _text(scene: Scene) -> None:
    """The whole charter, with the clauses of each role."""
    voice, now = scene.voice, scene.plan.charter
    title = voice.title("command.charter.text", revision=now.revision)
    buttons = (
        run_button(scene, "charter", "charter"),
        run_button(scene, "charter-revise", "charter revise"),
    )
    scene.say(title, *charter_parts(voice, now), Buttons(buttons))


def _list(scene: Scene, number: int) -> None:
    """Each person with what they signed, those who have still to first."""
    seen, voice = overview_of(scene), scene.voice
    found = _signed(scene, seen)
    left = {each.id for each in _waiting(scene, seen, found)}
    there = sorted(
        concerned(seen.enrolments.values()),
        key=lambda each: (each.id not in left, seen.people[each.person_id].name.casefold()),
    )
    if not there:
        scene.say(voice.para("command.charter.nobody"))
        return
    shown = page(there, number)
    lines = tuple(_line(scene, seen, each, found.get(each.id, [])) for each in shown.items)
    parts: list[Part] = [
        voice.title("command.charter.title", revision=scene.plan.charter.revision),
        Bullets(lines),
    ]
    buttons: tuple[Button, ...] = ()
    if shown.pages > 1:
        where = voice.hint("command.page.where", None, number=shown.number, pages=shown.pages)
        parts.append(where)
        buttons = shown.turning(voice, "command:charter:list")
    if left:
        buttons += (run_button(scene, "charter-remind", "charter remind"),)
    scene.say(*parts, *([Buttons(buttons)] if buttons else []))


def _line(scene: Scene, seen: Overview, each: Enrolment, signed: list[Signature]) -> Runs:
    voice, now = scene.voice, scene.plan.charter.revision
    name, role = seen.name(each.id), voice.words(f"command.role.{each.role}")
    latest = next((one for one in signed if one.revision == now), signed[-1] if signed else None)
    if latest is None:
        return voice.runs("command.charter.line-none", None, name=name, role=role)
    key = f"command.charter.line-{latest.how}"
    if latest.revision != now:
        key = "command.charter.line-earlier"
    return voice.runs(
        key, None, name=name, role=role, day=latest.at.date(), revision=latest.revision
    )


def _remind(scene: Scene) -> None:
    """Asks those who have not signed, once a day at most."""
    seen, voice, work = overview_of(scene), scene.voice, scene.work
    left = [
        each
        for each in _waiting(scene, seen, _signed(scene, seen))
        if each.state == "active"  # whoever is paused is left in peace until they are back
    ]
    if not left:
        scene.say(voice.para("command.charter.nobody-left"))
        return
    came = [(each, request(work, programme_of(scene), each)) for each in left]
    asked, again = (sum(how == one for _, how in came) for one in ("asked", "asked-today"))
    lost = [each for each, how in came if how == "unreachable"]
    parts: list[Part] = []
    if asked:
        parts.append(voice.para("command.charter.reminded", asked))
    if again:
        parts.append(voice.para("command.remind.already", again))
    if lost:
        names = Typed(_names(voice, seen, lost))
        parts.append(voice.para("command.remind.unreachable", len(lost), names=names))
    scene.say(*parts)


def _revise(scene: Scene, words: Arguments) -> None:
    """Changes the clauses one by one, or takes those of the programme's template."""
    if not words:
        revise(scene, scene.plan.charter)
        return
    if len(words) != 1 or words.first not in _TEMPLATE:
        raise WrongWords(words.raw)
    name = programme_of(scene).template
    try:
        template = load(name)
    except UnknownTemplate:
        scene.say(scene.voice.para("command.charter.no-template", None, name=Typed(name)))
        return
    propose(scene, template.charter)
