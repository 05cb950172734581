"""One's place in one programme: who I am in it, what comes next, my pairs, what I can change."""

from zoneinfo import ZoneInfo

from bot.dialogues import inviting, standing
from bot.dialogues.workshops import concerns, in_words_of
from bot.home import calls, pairs
from bot.message import Buttons, Facts, Part, Run, Runs
from bot.programme.lifecycle import dates
from bot.scene import Scene
from bot.texts import Typed
from storage.nouns import Answer, Enrolment, Programme, Workshop

# The phase that each state waits for, as somebody who takes part sees it.
_THEN = {
    "signup": "matching",
    "matching": "kickoff",
    "reviewed": "kickoff",
    "kickoff": "running",
    "running": "closing",
    "closing": "closed",
}


def section(scene: Scene, enrolment: Enrolment) -> list[Part]:
    """What the programme of the scene is for that place in it."""
    voice, programme = scene.voice, scene.programme
    if programme is None:
        return []
    title = voice.title("home.place", programme=Typed(programme.name))
    if enrolment.state == "invited":
        return [title, *_invited(scene, programme, enrolment)]
    parts: list[Part] = [title]
    if enrolment.state == "paused" and enrolment.paused_until is not None:
        parts.append(voice.para("me.paused", None, day=enrolment.paused_until))
    found = pairs.section(scene, enrolment)
    phase = standing.phase_key(programme, bool(found))
    parts.append(Facts(tuple(_rows(scene, programme, enrolment, phase))))
    if not found:
        found = _nobody(scene, enrolment)
    return [
        *parts,
        *calls.section(scene, enrolment),
        *found,
        _changes(scene, programme, enrolment),
    ]


def _nobody(scene: Scene, enrolment: Enrolment) -> list[Part]:
    """Why there is no pair to show."""
    voice = scene.voice
    if not enrolment.answers:
        return [voice.para("home.no-answers")]
    return [*standing.no_pair_parts(scene, enrolment)]


def _invited(scene: Scene, programme: Programme, enrolment: Enrolment) -> list[Part]:
    open_to_them = inviting.welcome_in(enrolment, programme)
    if open_to_them and not inviting.begun(scene.work, enrolment, state="open"):
        return [*inviting.invitation(scene.person, enrolment, programme, met=True)]
    return [scene.voice.hint(f"me.phase.{programme.state}")]


def _rows(
    scene: Scene, programme: Programme, enrolment: Enrolment, phase: str
) -> list[tuple[str, Runs]]:
    """One row for each matter that has something to tell."""
    voice = scene.voice
    rows = [
        ("role", voice.runs(f"home.role-{enrolment.role}")),
        ("phase", voice.runs(phase)),
        ("then", _then(scene, programme)),
        ("workshop", _workshop(scene, programme, enrolment)),
        ("objectives", _typed(enrolment, "objectives")),
        ("skills", _typed(enrolment, "skills")),
        ("progress", _progress(scene, enrolment)),
    ]
    return [(voice.words(f"home.row-{label}"), runs) for label, runs in rows if runs]


def _then(scene: Scene, programme: Programme) -> Runs:
    """The next phase and its first day, unless that day is past and somebody's word awaited."""
    phase = _THEN.get(programme.state)
    if programme.state == "signup" and not scene.plan.on_request.paired:
        phase = "running"
    day = dates(scene.plan, programme.starts_on).get(phase or "")
    today = scene.work.now.astimezone(ZoneInfo(programme.zone)).date()
    if day is None or day < today:
        return ()
    name = scene.voice.words(f"programme.phase.{phase}")
    return scene.voice.runs("home.then-on", None, phase=name, day=day)


def _workshop(scene: Scene, programme: Programme, enrolment: Enrolment) -> Runs:
    """The next collective moment."""
    coming = [
        each
        for each in scene.work.find(Workshop, programme_id=programme.id, state="planned")
        if each.starts_at > scene.work.now and concerns(each, scene.plan, enrolment.role)
    ]
    if not coming:
        return ()
    soonest = min(coming, key=lambda each: each.starts_at)
    title = Typed(in_words_of(soonest, scene.plan, scene.voice).title)
    when = scene.voice.span(soonest.starts_at, soonest.minutes)
    return scene.voice.runs("home.workshop-on", None, title=title, when=when)


def _typed(enrolment: Enrolment, name: str) -> Runs:
    lines = enrolment.answers.get(name, ())
    return (Run("\n".join(lines), typed=True),) if lines else ()


def _progress(scene: Scene, enrolment: Enrolment) -> Runs:
    """How far they said they were after their last session; empty when polls name nobody."""
    told = [
        each
        for each in scene.work.find(Answer, enrolment_id=enrolment.id, form="session")
        if each.answers.get("progress")
    ]
    if not told:
        return ()
    last = told[-1]
    far = scene.voice.words(f"choice.how-far.{last.answers['progress']}")
    return scene.voice.runs("home.progress-on", None, far=far, day=last.on)


def _changes(scene: Scene, programme: Programme, enrolment: Enrolment) -> Buttons:
    """What somebody may always change about their own place."""
    voice = scene.voice
    away = enrolment.state == "paused"
    about = f"about:{programme.id}"
    pause = (
        voice.button("button.resume", f"come-back:{enrolment.id}", "primary")
        if away
        else voice.button("button.pause", f"{about}:pause")
    )
    rest = () if enrolment.state == "applied" else (pause,)
    edit = (voice.button("button.edit", f"{about}:edit"),) if enrolment.answers else ()
    return Buttons(
        (
            *edit,
            *rest,
            voice.button("button.problem", f"{about}:problem"),
            voice.button("button.leave", f"{about}:leave"),
        )
    )
