"""Certificates for everybody who took part to the end: sent once, each in its reader's day.

One that should not have been given is withdrawn, and the page that checks it says so; it can be
given back. Its holder is not told by a machine.
"""

from collections import defaultdict
from collections.abc import Mapping

from bot.commands.arguments import Arguments, WrongWords
from bot.commands.entry import owned, run_button
from bot.commands.moving import programme_of
from bot.commands.overview import Overview, overview_of
from bot.commands.registry import command
from bot.conversation.pressed import action
from bot.message import NOTHING, Bullets, Button, Buttons, Reply, Run, Runs
from bot.message import Part as Said
from bot.recognition.giving import ENDING, begun_for
from bot.recognition.issuer import issuer
from bot.recognition.record import Part
from bot.scene import Scene, address_of
from bot.texts import Typed
from storage.nouns import Certificate, Commendation, Enrolment, Person

_NAMED = 25  # people at most in one line
_OFFERED = 5  # buttons, when a name means several people
OUT_OF_REACH, WITHDRAWN = "out-of-reach", "withdrawn"
_MEANINGS = {
    "withdraw": "withdraw", "retirer": "withdraw", "retire": "withdraw", "revoke": "withdraw",
    "restore": "restore", "rendre": "restore", "rends": "restore", "give-back": "restore",
}  # fmt: skip


@command("certificates", states=ENDING)
def certificates(scene: Scene, words: Arguments) -> Reply:
    """Sends every certificate that was not, and says who gets none; or withdraws, restores one."""
    if not words:
        _send(scene)
        return NOTHING
    verb, wanted = words.one_of(_MEANINGS), words.after().raw
    if not wanted:
        raise WrongWords(words.raw)
    seen, known = overview_of(scene), _known(scene)
    people = [seen.by_person[one] for one in seen.names.meant(wanted)]
    found = [(each, known[each.id]) for each in people if each.id in known]
    if not found:
        said = Typed(wanted[:80])
        scene.say(scene.voice.para("certificates.whose", None, name=said))
    elif len(found) == 1:
        _settle(scene, verb, found[0][1], seen.name(found[0][0].id))
    else:
        buttons = [
            Button(seen.name(each.id), f"certificate:{programme_of(scene).id}:{verb}:{kept.id}")
            for each, kept in found[:_OFFERED]
        ]
        scene.say(scene.voice.para("certificates.which"), Buttons(tuple(buttons)))
    return NOTHING


@action("certificate")
def _pressed(scene: Scene, words: tuple[str, ...], values: tuple[str, ...]) -> Reply:
    """One of several was chosen: `certificate:<programme>:withdraw|restore:<certificate>`."""
    now = owned(scene, int(words[0]))
    kept = now.work.first(Certificate, id=int(words[2]), programme_id=programme_of(now).id)
    if kept is None or words[1] not in _MEANINGS.values():
        raise LookupError("no certificate of theirs")
    place = now.work.get(Enrolment, kept.enrolment_id)
    _settle(now, words[1], kept, Typed(now.work.get(Person, place.person_id).name))
    return NOTHING


def _settle(scene: Scene, verb: str, kept: Certificate, name: Typed) -> None:
    """Withdraws a certificate or gives it back, and offers the contrary."""
    withdrawn = verb == "withdraw"
    scene.work.change(kept, revoked_at=scene.work.now if withdrawn else None)
    contrary = "restore" if withdrawn else "withdraw"
    again = f"certificate:{programme_of(scene).id}:{contrary}:{kept.id}"
    scene.say(
        scene.voice.para(f"certificates.done.{verb}", None, name=name),
        Buttons((scene.voice.button(f"certificates.button.{contrary}", again),)),
    )


def _known(scene: Scene) -> dict[int, Certificate]:
    """The certificates of the programme, by the place that each is of."""
    found = scene.work.find(Certificate, programme_id=programme_of(scene).id)
    return {each.enrolment_id: each for each in found}


def _send(scene: Scene) -> None:
    seen, known = overview_of(scene), _known(scene)
    sent, before = 0, 0
    without: Mapping[str, list[str]] = defaultdict(list)
    for enrolment in seen.enrolments.values():
        if enrolment.state == "invited" or seen.people[enrolment.person_id].erased_at is not None:
            continue
        reason = _lacking(scene, seen, enrolment, known)
        if reason:
            without[reason].append(seen.name(enrolment.id))
        elif enrolment.id in known:
            before += 1
        else:
            begun = begun_for(scene.work, enrolment)
            scene.work.change(begun, look_at=scene.work.now)
            sent += 1
    scene.say(*_told(scene, sent, before, without))


def _lacking(
    scene: Scene, seen: Overview, enrolment: Enrolment, known: Mapping[int, Certificate]
) -> str:
    """Why somebody gets none, by its code."""
    pairs = seen.pairs_of.get(enrolment.id, [])
    sessions = [each for pair in pairs for each in seen.sessions.get(pair.id, [])]
    lacking = Part(enrolment, tuple(pairs), tuple(sessions)).lacking
    kept = known.get(enrolment.id)
    if kept is not None and kept.revoked_at is not None:
        return WITHDRAWN
    if lacking or kept is not None:
        return lacking
    person = seen.people[enrolment.person_id]
    return "" if address_of(scene.work, person) is not None else OUT_OF_REACH


def _told(scene: Scene, sent: int, before: int, without: Mapping[str, list[str]]) -> list[Said]:
    voice = scene.voice
    if not sent and not before:
        said: list[Said] = [voice.para("certificates.nobody")]
    elif not sent:
        said = [voice.para("certificates.all-sent", before)]
    else:
        said = [voice.para("certificates.sending", sent)]
        if before:
            said.append(voice.para("certificates.before", before))
    lines: list[Runs] = []
    for reason in sorted(without):
        names = without[reason]
        shown: Runs = (Run(voice.listed(names[:_NAMED]), typed=True),)
        lines.append(voice.runs(f"certificates.none.{reason}", len(names), names=shown))
    if lines:
        said += [voice.para("certificates.without"), Bullets(tuple(lines))]
    if scene.plan.recognition.managers == "asked":
        found = scene.work.find(Commendation, programme_id=programme_of(scene).id, agreed=True)
        said.append(
            voice.para("commend.agreed", len(found)) if found else voice.para("commend.agreed-none")
        )
    if not issuer().signs:
        said.append(voice.hint("certificates.no-badge"))
    said.append(Buttons((run_button(scene, "report", "report"),)))
    return said
