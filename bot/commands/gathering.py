"""Forming circles: a preview with its reasons, then a coordinator's word."""

from bot.circles.around import Around, around, kind_of, meetings_of
from bot.circles.forming import Mix, approve, dealt, drop_proposed, eligible, mix, propose
from bot.circles.letters import introduce
from bot.commands.arguments import Arguments, WrongWords
from bot.commands.entry import owned, run_button
from bot.commands.moving import programme_of
from bot.conversation.pressed import action
from bot.message import NOTHING, UNSETTLED, Bullets, Button, Buttons, Part, Reply, Runs
from bot.pairing.candidates import Pool, pool_of
from bot.programme.plan import Circle as Kind
from bot.scene import Scene
from bot.texts import Typed
from storage.nouns import Circle, Programme


def kind_named(scene: Scene, words: Arguments) -> Kind:
    """The kind that is named, or the only one there is. Raises WrongWords."""
    kinds = scene.plan.circles
    if not words and len(kinds) == 1:
        return kinds[0]
    for each in kinds:
        if each.key == words.first and len(words) == 1:
            return each
    raise WrongWords(words.raw)


def form(scene: Scene, words: Arguments) -> Reply:
    """Proposes circles: nobody hears of them before a coordinator approves."""
    voice, size = scene.voice, 0
    if words and words.words[-1].isdecimal():
        size, words = int(words.words[-1]), words.before(len(words) - 1)
    kind = kind_named(scene, words)
    title = Typed(kind.title.of(voice.locale))
    programme = scene.work.lock(Programme, programme_of(scene).id)
    if programme.state == "closed":
        scene.say(voice.para("command.circles.closed"))
        return UNSETTLED
    if size and not kind.least <= size <= kind.most:
        scene.say(voice.para("command.circles.size", None, least=kind.least, most=kind.most))
        return UNSETTLED
    if scene.work.find(Circle, programme_id=programme.id, key=kind.key, state="active"):
        scene.say(voice.para("command.circles.already", None, title=title, key=kind.key))
        return UNSETTLED
    pool = pool_of(scene.work, programme, scene.plan)
    groups = dealt(pool, kind, size)
    if not groups:
        few = len(eligible(pool, kind))
        told = voice.para(
            "command.circles.cannot", few, title=title, least=kind.least, most=kind.most
        )
        scene.say(told, Buttons((run_button(scene, "people", "people"),)))
        return UNSETTLED
    propose(scene.work, programme, kind, groups)
    _preview(scene, pool, kind)
    return NOTHING


def _preview(scene: Scene, pool: Pool, kind: Kind) -> None:
    """The circles that are proposed, each with what makes it mixed, and who could not be apart."""
    voice, programme = scene.voice, programme_of(scene)
    found = scene.work.find(Circle, programme_id=programme.id, key=kind.key, state="proposed")
    lines: list[Runs] = []
    clashes: list[str] = []
    count = 0
    for circle in found:
        whole = around(scene.work, circle, programme)
        what = mix(pool, [seat.enrolment for seat in whole.seats])
        count += len(whole.seats)
        lines.append(_mixed(scene, whole, what))
        clashes += [f"{pool.name(one)} – {pool.name(other)}" for one, other in what.clashes]
    title = Typed(kind.title.of(voice.locale))
    parts: list[Part] = [
        voice.para("command.circles.proposed", len(found), title=title, people=count),
        Bullets(tuple(lines)),
        voice.hint("command.circles.why"),
    ]
    if clashes:
        pairs = Typed(voice.listed(clashes))
        parts.append(voice.para("command.circles.clash", len(clashes), pairs=pairs))
    else:
        parts.append(voice.hint("command.circles.no-clash"))
    parts.append(Buttons(tuple(deciding(scene, kind))))
    scene.say(*parts, voice.hint("command.circles.how-move", None, code=f"{kind.key}-1"))


def _mixed(scene: Scene, whole: Around, what: Mix) -> Runs:
    voice = scene.voice
    told = [voice.words("command.circles.people", len(whole.seats))]
    if what.teams:
        told.append(voice.words("command.circles.teams", what.teams))
    if what.topics:
        told.append(voice.words("command.circles.topics", what.topics))
    return voice.runs(
        "command.circles.line",
        None,
        code=whole.code,
        names=whole.listed(voice),
        state=voice.listed(told),
    )


def deciding(scene: Scene, kind: Kind) -> list[Button]:
    """What can be done with the circles of a kind that are proposed."""
    own, voice = programme_of(scene).id, scene.voice
    return [
        voice.button("command.circles.approve", f"circles:{own}:{kind.key}:approve", "primary"),
        voice.button("command.circles.drop", f"circles:{own}:{kind.key}:drop"),
    ]


@action("circles")
def _pressed(scene: Scene, words: tuple[str, ...], values: tuple[str, ...]) -> Reply:
    now = owned(scene, int(words[0]))
    if words[2] not in ("approve", "drop"):
        raise LookupError(words[2])
    return decide(now, kind_of(programme_of(now), words[1]), words[2])


def decide(scene: Scene, kind: Kind, verb: str) -> Reply:
    """A coordinator's word on the circles that are proposed."""
    voice = scene.voice
    programme = scene.work.lock(Programme, programme_of(scene).id)
    title = Typed(kind.title.of(voice.locale))
    if verb == "drop":
        gone = drop_proposed(scene.work, programme, kind.key)
        key = "command.circles.dropped" if gone else "command.circles.nothing-proposed"
        scene.say(voice.para(key, None, title=title))
        return NOTHING if gone else UNSETTLED
    made = approve(scene.work, programme, kind)
    if not made:
        scene.say(voice.para("command.circles.nothing-proposed", None, title=title))
        return UNSETTLED
    told = 0
    dated = False
    for circle in made:
        whole = around(scene.work, circle, programme)
        told += introduce(scene.work, f"circle:{circle.id}/introduced", whole)
        dated |= bool(meetings_of(scene.work, circle))
    parts: list[Part] = [voice.para("command.circles.approved", told, title=title)]
    if not dated:
        code = f"{kind.key}-{made[0].number}"
        parts.append(voice.hint("command.circles.how-date", None, code=code))
    scene.say(*parts, Buttons((run_button(scene, "circles", "circles"),)))
    return NOTHING
