"""Where a programme stands, at one glance, and what comes next."""

from collections.abc import Callable
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from bot.commands.arguments import Arguments, WrongWords
from bot.commands.calendar import day_in_full
from bot.commands.entry import run_button
from bot.commands.moving import programme_of
from bot.commands.overview import Overview, overview_of
from bot.commands.registry import always, command
from bot.dialogues.workshops import in_words_of
from bot.message import NOTHING, Bullets, Button, Buttons, Facts, Para, Part, Reply, Runs
from bot.notices import kept_from, line, names_in
from bot.pairing.listing import pending
from bot.programme.following import next_hint, next_in
from bot.programme.lifecycle import dates_lived
from bot.scene import Scene
from bot.texts import Typed
from storage.nouns import Enrolment, Proposal
from storage.nouns.programme import STATES

_NAMED = 5
_NOTICES = 5


@command("status", states=STATES, reads=always)
def status(scene: Scene, words: Arguments) -> Reply:
    """Says who signed up, what was held, what was noticed, and what comes next."""
    if words:
        raise WrongWords(words.raw)
    seen, programme, voice = overview_of(scene), programme_of(scene), scene.voice
    state = voice.words(f"state.{programme.state}.label")
    parts: list[Part] = [
        voice.title("command.status.title", name=Typed(programme.name), state=state)
    ]
    if programme.state == "signup" and not seen.signed_up:
        parts.append(voice.para("command.status.nobody"))
    parts.append(Facts(tuple(_rows(scene, seen))))
    parts += _noticed(scene, seen)
    parts += [*_coming(scene, seen), voice.hint(next_hint(scene.plan, programme.state))]
    buttons = [run_button(scene, name, name) for name in next_in(scene.work, programme)]
    scene.say(*parts, Buttons(tuple(buttons)))
    return NOTHING


def _rows(scene: Scene, seen: Overview) -> list[tuple[str, Runs]]:
    """One row for each matter that has something to tell."""
    voice, programme = scene.voice, programme_of(scene)
    rows: list[tuple[str, Runs]] = []

    def row(label: str, runs: Runs) -> None:
        rows.append((voice.words(f"command.status.{label}"), runs))

    def counted(role: str) -> int:
        return sum(each.role in (role, "both") for each in seen.signed_up)

    signed = {
        role: voice.words(f"command.status.{role}s", counted(role)) for role in ("mentee", "mentor")
    }
    row("people", voice.runs("command.status.signed-up", None, **signed))
    invited = [each for each in seen.enrolments.values() if _only_invited(each)]
    if invited:
        row("invited", voice.runs("command.status.of-people", len(invited)))
    if seen.half_filled:
        who = [seen.people[each.person_id].name for each in seen.half_filled]
        row("half-filled", _some(scene, who))
    if seen.pairs:
        states = {
            s: sum(pair.state == s for pair in seen.pairs) for s in ("active", "completed", "ended")
        }
        told = [voice.words(f"command.status.pairs-{s}", n) for s, n in states.items() if n]
        row("pairs", voice.runs("command.status.listed", None, things=voice.listed(told)))
    if programme.round and programme.state != "closed":
        _proposal_rows(scene, seen, row)
        if seen.alone:
            row("alone", _some(scene, [seen.people[each.person_id].name for each in seen.alone]))
    if seen.pairs:
        sessions = [each for some in seen.sessions.values() for each in some]
        held = sum(each.state == "held" for each in sessions)
        planned = sum(each.state == "planned" for each in sessions)
        told = [
            voice.words("command.status.held", held),
            voice.words("command.status.planned", planned),
        ]
        lost = sum(each.state in ("cancelled", "missed") for each in sessions)
        if lost:
            told.append(voice.words("command.status.lost", lost))
        row("sessions", voice.runs("command.status.listed", None, things=voice.listed(told)))
    if seen.polls:
        answered = sum(poll.state == "answered" for poll in seen.polls)
        row("polls", voice.runs("command.status.answered", answered, sent=len(seen.polls)))
    for state in ("paused", "left"):
        gone = [each for each in seen.enrolments.values() if each.state == state]
        if gone:
            row(state, _some(scene, seen.names_of(gone, len(gone))))
    return rows


def _proposal_rows(scene: Scene, seen: Overview, row: Callable[[str, Runs], None]) -> None:
    programme, voice = programme_of(scene), scene.voice
    latest = scene.work.find(Proposal, programme_id=programme.id, round=programme.round)
    waiting = pending(latest, seen.pairs).values()
    for state in ("proposed", "approved"):
        count = sum(each.state == state for each in waiting)
        if count and (state == "proposed" or programme.state in ("matching", "reviewed")):
            row(f"proposals-{state}", voice.runs("command.status.proposals", count))


def _some(scene: Scene, names: list[str]) -> Runs:
    """How many, and the first few names."""
    shown = [*names[:_NAMED]]
    if len(names) > _NAMED:
        shown.append(scene.voice.words("pairing.week.more", len(names) - _NAMED))
    listed = Typed(scene.voice.listed(shown))
    return scene.voice.runs("command.status.some", len(names), names=listed)


def _only_invited(each: Enrolment) -> bool:
    return each.state == "invited" or (each.state != "left" and not each.answers)


def _noticed(scene: Scene, seen: Overview) -> list[Part]:
    """What the bot noticed and nobody has dealt with, each with a button that settles it."""
    found = [each for each in seen.notices if not kept_from(scene.work, each, scene.person)]
    if not found:
        return []
    voice, latest = scene.voice, found[-_NOTICES:]
    parts: list[Part] = [voice.para("command.status.noticed", len(found))]
    parts.append(Bullets(tuple(line(voice, each) for each in latest)))
    buttons = tuple(
        Button(
            voice.words("command.button.settled", None, names=names_in(voice, each)),
            f"notice:{each.id}:done",
        )
        for each in latest
    )
    parts.append(Buttons(buttons))
    return parts


def _coming(scene: Scene, seen: Overview) -> list[Part]:
    """The next dates of the programme."""
    voice, programme = scene.voice, programme_of(scene)
    today = scene.work.now.astimezone(ZoneInfo(programme.zone)).date()
    ahead: list[tuple[date, Runs]] = [
        (
            day,
            voice.runs(
                "command.status.coming-phase",
                None,
                phase=voice.words(f"programme.phase.{phase}"),
                day=day_in_full(scene, day),
            ),
        )
        for phase, day in dates_lived(scene.plan, programme.starts_on).items()
        if day >= today and not _reached(phase, programme.state)
    ]
    for workshop in seen.workshops:
        if workshop.state == "planned" and workshop.starts_at > scene.work.now:
            told = voice.runs(
                "command.status.coming-workshop",
                None,
                title=Typed(in_words_of(workshop, seen.plan, voice).title),
                when=workshop.starts_at,
            )
            ahead.append((workshop.starts_at.astimezone(ZoneInfo(programme.zone)).date(), told))
    if programme.state == "closed" or not ahead:
        return []
    ahead.sort(key=lambda each: each[0])
    soon = [told for day, told in ahead if day <= today + timedelta(days=60)][:3] or [ahead[0][1]]
    return [Para(voice.runs("command.status.coming")), Bullets(tuple(soon))]


def _reached(phase: str, state: str) -> bool:
    """Whether a programme is already in that phase or past it, whatever the calendar says."""
    return phase in STATES and STATES.index(phase) <= STATES.index(state)
