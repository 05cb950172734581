"""Who takes part: the list, filtered, or one person's place."""

from collections.abc import Callable, Mapping
from difflib import get_close_matches

from bot.calendar.zones import city_of
from bot.calls.hours import offer
from bot.commands.arguments import Arguments, WrongWords
from bot.commands.entry import run_button
from bot.commands.moving import programme_of
from bot.commands.overview import Overview, overview_of
from bot.commands.paging import page, taken_page
from bot.commands.registry import PREFIX, always, command
from bot.dialogues.choices import languages as languages_of
from bot.forms.field import Given
from bot.message import NOTHING, Bullets, Button, Buttons, Facts, Part, Reply, Run, Runs
from bot.pairing.candidates import WISHES, capacity, statements
from bot.pairing.explain import reason
from bot.pairing.listing import Listing
from bot.scene import Scene
from bot.texts import Typed
from storage.nouns import Enrolment
from storage.nouns.programme import STATES

Sieve = Callable[[Overview, Enrolment], bool]


def _alone(seen: Overview, each: Enrolment) -> bool:
    return any(one.id == each.id for one in seen.alone)


def _role(role: str) -> Sieve:
    return lambda seen, each: each.state != "left" and each.role in (role, "both")


def _state(state: str) -> Sieve:
    return lambda seen, each: each.state == state


SIEVES: Mapping[str, Sieve] = {
    "mentees": _role("mentee"),
    "mentors": _role("mentor"),
    "both": lambda seen, each: each.role == "both",
    "active": _state("active"),
    "invited": lambda seen, each: each.state != "left" and not each.answers,
    "paused": _state("paused"),
    "left": _state("left"),
    "unmatched": _alone,
    "all": lambda seen, each: each.state != "left",
}
_MEANINGS = {
    **{name: name for name in SIEVES},
    "mentee": "mentees", "mentore": "mentees", "mentores": "mentees", "mentoree": "mentees",
    "mentorees": "mentees", "mentor": "mentors", "deux": "both", "les-deux": "both",
    "actif": "active", "actifs": "active", "actives": "active", "invites": "invited",
    "invitees": "invited", "pause": "paused", "en-pause": "paused", "partis": "left",
    "parties": "left", "quitte": "left", "seuls": "unmatched", "seules": "unmatched",
    "sans-binome": "unmatched", "alone": "unmatched", "tous": "all", "toutes": "all",
}  # fmt: skip


@command("people", states=STATES, reads=always)
def people(scene: Scene, words: Arguments) -> Reply:
    """Lists who takes part, all or some, or shows one person."""
    seen = overview_of(scene)
    number, asked = taken_page(words)
    sieve = _MEANINGS.get(asked.first if len(asked) == 1 else "-".join(asked.words).lower(), "")
    if not asked:
        sieve = "all"
    if sieve:
        _list(scene, seen, sieve, number)
        return NOTHING
    found = [seen.by_person[one] for one in seen.names.meant(words.raw)]
    if len(found) == 1:
        _one(scene, seen, found[0])
    elif found:
        _show(scene, seen, found, number, None)
    else:
        _nobody(scene, seen, words)
    return NOTHING


def _list(scene: Scene, seen: Overview, sieve: str, number: int) -> None:
    found = [each for each in seen.enrolments.values() if SIEVES[sieve](seen, each)]
    proposed = _proposed(scene, seen) if sieve == "unmatched" else set()
    if sieve == "unmatched":
        found = [each for each in seen.alone if each.id not in proposed]
    if found:
        _show(scene, seen, found, number, sieve)
        return
    state = programme_of(scene).state
    nobody = "draft" if state == "draft" else "all" if not seen.signed_up else sieve
    if nobody == "unmatched" and proposed:  # nobody is left out, and nobody has a pair yet
        nobody = "proposed"
    name = "open" if state == "draft" else "status"
    scene.say(
        scene.voice.para(f"command.people.none-{nobody}"), Buttons((run_button(scene, name, name),))
    )


def _proposed(scene: Scene, seen: Overview) -> set[int]:
    """The places that a proposal, not announced yet, may bring a pair."""
    waiting = Listing(scene.work, seen.programme, seen.plan).pending.values()
    kept = [each for each in waiting if each.state in ("proposed", "approved")]
    return {one for each in kept for one in (each.mentee_id, each.mentor_id)}


def _show(
    scene: Scene, seen: Overview, found: list[Enrolment], number: int, sieve: str | None
) -> None:
    voice = scene.voice
    if sieve != "unmatched":
        found.sort(key=lambda each: seen.people[each.person_id].name.casefold())
    shown = page(found, number)
    title = voice.words(f"command.people.title-{sieve or 'several'}")
    parts: list[Part] = [
        voice.title("command.people.title", title=title, count=len(found)),
        Bullets(tuple(_line(scene, seen, each, sieve == "unmatched") for each in shown.items)),
    ]
    buttons: tuple[Button, ...] = ()
    if shown.pages > 1:
        where = voice.hint("command.page.where", None, number=shown.number, pages=shown.pages)
        parts.append(where)
        buttons = shown.turning(voice, f"command:people:{sieve}") if sieve else ()
    scene.say(*parts, *([Buttons(buttons)] if buttons else []))


def _line(scene: Scene, seen: Overview, each: Enrolment, why: bool) -> Runs:
    """A name, a role, and how the person stands."""
    voice = scene.voice
    name = Typed(seen.people[each.person_id].name)
    role = voice.words(f"command.role.{each.role}")
    if why and seen.programme.round:
        return voice.runs(
            "command.people.line-why", None, name=name, role=role, why=reason(voice, each)
        )
    return voice.runs(
        "command.people.line", None, name=name, role=role, state=_stands(scene, seen, each)
    )


def _stands(scene: Scene, seen: Overview, each: Enrolment) -> Runs:
    voice = scene.voice
    if each.state == "paused" and each.paused_until is not None:
        return voice.runs("command.people.paused", None, day=each.paused_until)
    if each.state != "active" or not each.answers:
        return voice.runs(f"command.people.{each.state if each.state != 'active' else 'invited'}")
    with_ = [pair for pair in seen.pairs_of.get(each.id, ()) if pair.state == "active"]
    if with_:
        others = [pair.mentor_id if pair.mentee_id == each.id else pair.mentee_id for pair in with_]
        names = Typed(voice.listed(seen.name(other) for other in others))
        return voice.runs("command.people.with", None, names=names)
    if each.id in seen.approved:
        return voice.runs("command.people.not-announced")
    return voice.runs("command.people.without" if seen.programme.round else "command.people.ready")


def _one(scene: Scene, seen: Overview, each: Enrolment) -> None:
    """One person's place: what they asked for, never what they say in their pair."""
    voice, answers = scene.voice, each.answers
    person = seen.people[each.person_id]
    topics = {topic.code: topic.of(voice.locale) for topic in seen.plan.topics}
    rows: list[tuple[str, Runs]] = [
        (voice.words("command.person.role"), voice.runs(f"command.role.{each.role}")),
        (voice.words("command.person.state"), _stands(scene, seen, each)),
    ]
    said = [topics.get(code, code) for code in answers.get("topics", ())]
    if said:
        rows.append((voice.words("command.person.topics"), (Run(voice.listed(said)),)))
    if answers.get("languages"):
        asked = Given(voice, scene.work.now, seen.programme.plan)
        names = {option.value: option.label for option in languages_of(asked)}
        languages = voice.listed(names.get(code, str(code)) for code in answers["languages"])
        rows.append((voice.words("command.person.languages"), (Run(languages),)))
    if each.role != "mentee" and answers:
        rows.append((voice.words("command.person.capacity"), (Run(str(capacity(each))),)))
    if each.role != "mentee" and seen.plan.induction == "asked":
        done = each.inducted_at
        said_so = voice.day(done.date()) if done else voice.words("command.person.not-inducted")
        rows.append((voice.words("command.person.inducted"), (Run(said_so),)))
    hours = offer(scene.work, seen.plan, each) if each.role != "mentee" else None
    if hours is not None:
        length = voice.duration
        given = {"left": length(hours.left), "offered": length(hours.offered)}
        told = voice.runs(f"command.requests.{'left' if hours.left else 'used'}", None, **given)
        rows.append((voice.words("command.person.hours"), told))
    if answers.get("team") or person.team:
        team = str(answers.get("team") or person.team)
        rows.append((voice.words("command.person.team"), (Run(team, typed=True),)))
    city = city_of(str(answers.get("zone") or person.zone), voice.locale)
    rows.append((voice.words("command.person.zone"), (Run(city),)))
    if each.waited:
        waited = voice.runs("command.person.rounds", each.waited)
        rows.append((voice.words("command.person.waited"), waited))
    pairs = seen.pairs_of.get(each.id, [])
    held = sum(s.state == "held" for pair in pairs for s in seen.sessions.get(pair.id, ()))
    if pairs:
        rows.append((voice.words("command.person.sessions"), (Run(str(held)),)))
    parts: list[Part] = [
        voice.title("command.person.title", name=Typed(person.name)),
        Facts(tuple(rows)),
    ]
    for role in WISHES:
        texts = statements(each, role)
        if texts:
            parts.append(voice.para(f"command.person.{WISHES[role]}"))
            parts.append(Bullets(tuple((Run(text, typed=True),) for text in texts)))
    scene.say(*parts)


def _nobody(scene: Scene, seen: Overview, words: Arguments) -> None:
    sieve = get_close_matches(words.first, SIEVES, 1, 0.8) if len(words) == 1 else []
    if sieve:
        shown = f"{PREFIX} people {sieve[0]}"
        told = scene.voice.para("command.near", None, word=Typed(words.raw[:60]), near=shown)
        scene.say(told, Buttons((Button(shown, f"command:people:{sieve[0]}", "primary"),)))
        return
    near = seen.names.near(words.raw)
    if not near and len(words) > 4:
        raise WrongWords(words.raw)
    key = "command.people.no-such-near" if near else "command.people.no-such"
    scene.say(
        scene.voice.para(key, None, name=Typed(words.raw[:60]), near=Typed(near)),
        Buttons((run_button(scene, "people", "people"),)),
    )
