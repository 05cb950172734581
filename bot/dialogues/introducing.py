"""What a programme asks and gives, and who reads what, told to whoever wonders, member or not."""

from bot.charter.text import charter_parts
from bot.message import Bullets, Buttons, Part, Run, Runs
from bot.programme.lifecycle import dates, sign_up_ends, takes_in
from bot.programme.plan import Plan
from bot.scene import Scene, coordinators
from bot.texts import Typed
from storage.nouns import Programme


def tell_about(scene: Scene, text: str) -> None:
    """What the programme is for, what it takes, its dates, and who coordinates it."""
    programme, voice = scene.programme, scene.voice
    if programme is None:
        scene.say(voice.para("about.bot"), voice.hint("home.none-open"))
        return
    parts: list[Part] = [
        voice.title("home.door", programme=Typed(programme.name)),
        voice.para("about.what", None, about=scene.plan.about.of(voice.locale)),
        Bullets(_points(scene, programme, scene.plan)),
    ]
    scene.say(*parts, _doors(scene, programme, "charter", "privacy"))


def tell_privacy(scene: Scene, text: str) -> None:
    """Who reads what, and how to see one's data or have them erased."""
    voice = scene.voice
    told = ("unread", "coordination", "pair", "polls", "rights")
    scene.say(
        voice.para("privacy.title"),
        Bullets(tuple(voice.runs(f"privacy.{each}") for each in told)),
        Buttons(
            tuple(voice.button(f"button.{each}", f"ask:{each}") for each in ("export", "erase"))
        ),
    )


def tell_rules(scene: Scene, programme: Programme) -> None:
    """The charter, to somebody who has no place yet and has nothing to sign."""
    voice = scene.voice
    scene.say(
        voice.title("charter.title", programme=Typed(programme.name)),
        *charter_parts(voice, scene.plan.charter),
        _doors(scene, programme, "about"),
    )


def _points(scene: Scene, programme: Programme, plan: Plan) -> tuple[Runs, ...]:
    voice, days = scene.voice, dates(plan, programme.starts_on)
    points: list[Runs] = []
    if plan.on_request.paired and not plan.circles:
        length = voice.duration(plan.sessions.minutes)
        points.append(voice.runs("about.sessions", plan.sessions.count, length=length))
    if takes_in(plan, programme.state):
        until = sign_up_ends(plan, programme.starts_on)
        points.append(voice.runs("about.signup", None, day=until))
    points.append(voice.runs("about.days", None, first=days["kickoff"], last=days["closed"]))
    points.append(voice.runs("about.choice"))
    names = [person.name for person in coordinators(scene.work, programme)]
    if names:
        listed = (Run(voice.listed(names), typed=True),)
        points.append(voice.runs("about.coordination", None, names=listed))
    return tuple(points)


def _doors(scene: Scene, programme: Programme, *asks: str) -> Buttons:
    """How to take part, for whoever may and does not yet; then what else can be read."""
    voice, place = scene.voice, scene.enrolment
    outside = place is None or place.state == "left"
    roles = scene.plan.signup.roles if outside and takes_in(scene.plan, programme.state) else ()
    return Buttons(
        (
            *(voice.button(f"button.join-{role}", f"join:{role}", "primary") for role in roles),
            *(voice.button(f"button.{each}", f"ask:{each}") for each in asks),
        )
    )
