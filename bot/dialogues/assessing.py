"""The same short situations at the start, half-way and at the end: what would you really do?

Answers stay with the person's place, or nobody could be set beside themselves; they are only ever
told of together with those of others. Whoever passed the start is not asked the situations again.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from bot.assessment import END, FORM, NOTHING, RETURNS, START, sides
from bot.conversation.leading import Dialogue, dialogue
from bot.dialogues import polls
from bot.dialogues.choices import labelled
from bot.forms import Choose, Form, Given, Pick
from bot.forms.field import typed
from bot.message import Option
from bot.pairs.both import have_met
from bot.programme.plan import Assessment, Plan
from bot.programme.plan.assessment import MOST_OWN, OF_MENTEES, OF_MENTORS
from bot.programme.template import plan_of
from bot.scene import Scene
from storage.nouns import Answer, Draft, Enrolment, Programme
from storage.work import Work

_LEVELS = ("1", "2", "3", "4", "5")
_RETURNS = labelled("returns", RETURNS)


def _asked(name: str) -> Callable[[Given], bool]:
    return lambda given: name in given.facts.get("fields", ())


def _ours(code: str) -> Choose:
    return Choose(among=labelled(code, _LEVELS), where=_asked(code))


def _own(place: int) -> Choose:
    """A situation in the template's own words; the form knows it by its place."""

    def options(given: Given) -> tuple[Option, ...]:
        own = given.plan.get("assessment", {}).get("own", ())
        if place >= len(own):
            return tuple(Option(each, each) for each in _LEVELS)
        said = own[place]["answers"]["en" if given.voice.locale == "en" else "fr"]
        return tuple(Option(str(n), each) for n, each in enumerate(said, 1))

    return Choose(among=options, where=_asked(f"own{place + 1}"))


class SelfAssessment(Form, name=FORM):
    """A few situations, each answered by what one would really do; at the end, what was given."""

    screen = _ours("screen")
    tool = _ours("tool")
    unknown = _ours("unknown")
    reassure = _ours("reassure")
    senior = _ours("senior")
    network = _ours("network")
    own1 = _own(0)
    own2 = _own(1)
    own3 = _own(2)
    received = Pick(among=_RETURNS, where=_asked("received"))
    gave = Pick(among=_RETURNS, where=_asked("gave"))


polls.POLLS[FORM] = SelfAssessment


def fields(plan: Assessment, role: str, moment: str, *, situations: bool) -> dict[str, str]:
    """The questions of one moment: each field with the code under which its answer is kept."""
    found: dict[str, str] = {}
    if situations:
        wanted = {code for side in sides(role) for code in plan.codes(side)}
        found = {code: code for code in (*OF_MENTEES, *OF_MENTORS) if code in wanted}
        found |= {
            f"own{place}": each.code
            for place, each in enumerate(plan.own[:MOST_OWN], 1)
            if each.code in wanted
        }
    if moment == END and plan.returns:
        found["gave" if role == "mentee" else "received"] = "returns"
    return found


def asks(work: Work, plan: Plan, enrolment: Enrolment, moment: str) -> dict[str, str]:
    """What somebody is asked at a moment; nothing where it would measure nothing."""
    if not plan.assessment.asked:
        return {}
    situations = moment == START or _began(work, enrolment)
    return fields(plan.assessment, enrolment.role, moment, situations=situations)


def _began(work: Work, enrolment: Enrolment) -> bool:
    """Whether somebody answered at the start."""
    return work.first(Answer, enrolment_id=enrolment.id, form=FORM, subject=START) is not None


def ask(work: Work, programme: Programme, enrolment: Enrolment, moment: str, due: datetime) -> None:
    """Sends the questions of a moment to one person, once, where there are any.

    Whoever never met anybody is not asked what it changed.
    """
    if moment != START and not have_met(work, enrolment):
        return
    if asks(work, plan_of(programme.plan), enrolment, moment):
        polls.send(work, programme, FORM, enrolment, moment, due=due)


def _facts(scene: Scene, draft: Draft) -> dict[str, Any]:
    enrolment, programme = scene.enrolment, scene.programme
    if enrolment is None or programme is None:
        return {"programme": "", "fields": frozenset()}
    own = scene.plan.assessment.own
    said = {f"own{n}": typed(each.ask.of(scene.voice.locale)) for n, each in enumerate(own, 1)}
    names = {
        f"own{n}_name": typed(each.name.of(scene.voice.locale)) for n, each in enumerate(own, 1)
    }
    asked = frozenset(asks(scene.work, scene.plan, enrolment, draft.subject))
    return {"programme": programme.name, "fields": asked, **said, **names}


def _finish(scene: Scene, draft: Draft, answers: dict[str, Any]) -> None:
    enrolment = scene.enrolment
    if enrolment is None:
        return
    asked = asks(scene.work, scene.plan, enrolment, draft.subject)
    levels = {
        asked[name]: int(value)
        for name, value in answers.items()
        if name in asked and asked[name] != "returns"
    }
    returns = answers.get("gave") or answers.get("received") or []
    if len(returns) > 1:  # nothing at all, and something: something it is
        returns = [each for each in returns if each != NOTHING]
    kept: dict[str, Any] = {"levels": levels} if levels else {}
    polls.keep(scene, draft, kept | ({"returns": returns} if returns else {}))
    scene.say(scene.voice.para(f"assessment.thanks.{draft.subject}"))


dialogue(Dialogue(SelfAssessment, _finish, _facts, polls.lapsed, steady=True))
