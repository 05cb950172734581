"""The editorial calendar: what goes out to the community and when, and changing it."""

from collections.abc import Callable, Mapping
from datetime import datetime

from bot.calendar import when
from bot.channels import channel_of
from bot.commands.arguments import Arguments, WrongWords
from bot.commands.moving import programme_of
from bot.commands.registry import bare, command
from bot.community.calendar import Planned, changed, planned
from bot.community.reacting import counts, enough, told
from bot.message import NOTHING, UNSETTLED, Bullets, Para, Part, Reply, Run, Runs
from bot.scene import Scene
from bot.texts import Typed
from storage.nouns import Posting
from storage.nouns.programme import STATES

_SHOWN, _BEGUN, _LONGEST = 20, 70, 3000


@command("posts", states=STATES, reads=bare)
def posts(scene: Scene, words: Arguments) -> Reply:
    """Lists the posts, shows one, moves, skips, edits or adds one."""
    if not words:
        _list(scene)
        return NOTHING
    if words.first not in _DEEDS:
        each = _named(scene, words)
        if each is None or len(words) > 1:
            raise WrongWords(words.raw)
        _show(scene, each)
        return NOTHING
    if programme_of(scene).state == "closed":
        scene.say(scene.voice.para("command.posts.closed"))
        return UNSETTLED
    reply = _DEEDS[words.first](scene, words.after())
    scene.work.change(programme_of(scene), look_at=scene.work.now)
    return reply


def _named(scene: Scene, words: Arguments) -> Planned | None:
    found = planned(scene.work, programme_of(scene))
    return next((each for each in found if each.key == words.first), None)


def _list(scene: Scene) -> None:
    voice, programme = scene.voice, programme_of(scene)
    found = planned(scene.work, programme)
    ahead = [each for each in found if each.state in ("planned", "skipped")]
    gone = [each for each in found if each.state in ("sent", "told")]
    parts: list[Part] = [voice.title("command.posts.title")]
    if not found:
        parts.append(voice.para("command.posts.none"))
    shown = [*gone[-5:], *ahead[:_SHOWN]]
    if shown:
        parts.append(Bullets(tuple(_line(scene, each) for each in shown)))
    scene.say(*parts, *_without_channel(scene), voice.hint("command.posts.how"))


def _without_channel(scene: Scene) -> list[Part]:
    """What is to be done first, while posts have nowhere to go."""
    if channel_of(scene.work, programme_of(scene), "community") is not None:
        return []
    return [scene.voice.para("command.posts.no-channel")]


def _line(scene: Scene, each: Planned) -> Runs:
    voice = scene.voice
    text = each.text if len(each.text) <= _BEGUN else f"{each.text[:_BEGUN].rstrip()}…"
    state = voice.words(f"command.posts.state-{each.state}")
    told = [state, *([voice.words("command.posts.moved")] if each.moved else [])]
    pressed = _pressed(scene, each)
    told += [pressed] if pressed else []
    return voice.runs(
        "command.posts.line",
        None,
        key=each.key,
        when=each.at,
        text=Typed(text.replace("\n", " ")),
        state=", ".join(told),
    )


def _pressed(scene: Scene, each: Planned) -> str:
    """How many answered, once they are enough to hide each of them; a challenge tells no more."""
    if not each.pressed or each.posting is None or each.state not in ("sent", "told"):
        return ""
    total = sum(counts(scene.work, each.posting, len(each.options(scene.voice.locale))))
    if not enough(programme_of(scene), total):
        return scene.voice.words("command.posts.few")
    return scene.voice.words("command.posts.answers", total)


def _show(scene: Scene, each: Planned) -> None:
    voice = scene.voice
    parts: list[Part] = [voice.para("command.posts.one", None, key=each.key, when=each.at)]
    parts += [_typed(line) for line in each.text.split("\n") if line.strip()]
    labels = each.options(voice.locale)
    if each.posting is not None and labels and each.state == "told":
        parts += told(voice, programme_of(scene), each, counts(scene.work, each.posting, 0))
    elif labels:
        parts.append(Bullets(tuple((Run(label, typed=True),) for label in labels)))
        pressed = _pressed(scene, each)
        # Only together, and once: who reads twice would learn what the one in between pressed.
        parts += [Para((Run(pressed),), "hint")] if pressed else []
    scene.say(*parts)


def _typed(line: str) -> Part:
    return Para((Run(line, typed=True),), "quote")


# ---------------------------------------------------------------- changing it


def _open(scene: Scene, words: Arguments) -> Planned | None:
    """The post that is named, if it has not left; else that is said."""
    each = _named(scene, words)
    if each is None:
        raise WrongWords(words.raw)
    if each.state in ("sent", "told"):
        scene.say(scene.voice.para("command.posts.gone", None, key=each.key))
        return None
    return each


def _moment(scene: Scene, words: Arguments) -> datetime | None:
    """A moment to come; one that is past is said to be."""
    zone, locale = programme_of(scene).zone, scene.voice.locale
    at = when.moment(words.raw, scene.work.now, zone, locale)
    if at is None:
        raise WrongWords(words.raw)
    if at <= scene.work.now:
        scene.say(scene.voice.para("command.workshop.past", None, when=at))
        return None
    return at


def _move(scene: Scene, words: Arguments) -> Reply:
    each = _open(scene, words)
    at = None if each is None else _moment(scene, words.after())
    if each is None or at is None:
        return UNSETTLED
    changed(scene.work, programme_of(scene), each, at=at, state="planned")
    scene.say(scene.voice.para("command.posts.moved-to", None, key=each.key, when=at))
    return NOTHING


def _skip(scene: Scene, words: Arguments) -> Reply:
    return _put(scene, words, "skipped")


def _restore(scene: Scene, words: Arguments) -> Reply:
    return _put(scene, words, "planned")


def _put(scene: Scene, words: Arguments, state: str) -> Reply:
    each = _open(scene, words)
    if each is None:
        return UNSETTLED
    if len(words) > 1:
        raise WrongWords(words.raw)
    changed(scene.work, programme_of(scene), each, state=state)
    scene.say(scene.voice.para(f"command.posts.now-{state}", None, key=each.key, when=each.at))
    return NOTHING


def _edit(scene: Scene, words: Arguments) -> Reply:
    each, text = _open(scene, words), words.after().raw.strip()
    if each is None:
        return UNSETTLED
    if not text or len(text) > _LONGEST:
        raise WrongWords(words.raw)
    changed(scene.work, programme_of(scene), each, text=text)
    scene.say(scene.voice.para("command.posts.edited", None, key=each.key, when=each.at))
    return NOTHING


def _add(scene: Scene, words: Arguments) -> Reply:
    """A post of the coordinator's own: a moment, then its words in quotes."""
    quoted = next((n for n, token in enumerate(words.tokens) if token.quoted), None)
    if quoted is None or quoted == 0:
        raise WrongWords(words.raw)
    text = words.after(quoted).raw.strip()
    at = _moment(scene, words.before(quoted))
    if at is None or len(text) > _LONGEST:
        return UNSETTLED
    programme = programme_of(scene)
    known = {each.key for each in planned(scene.work, programme)}
    number = next(n for n in range(1, len(known) + 2) if f"own-{n}" not in known)
    key = f"own-{number}"
    scene.work.add(Posting(programme_id=programme.id, key=key, at=at, text=text))
    added = scene.voice.para("command.posts.added", None, key=key, when=at)
    scene.say(added, *_without_channel(scene))
    return NOTHING


_Deed = Callable[[Scene, Arguments], Reply]
_DEEDS: Mapping[str, _Deed] = {
    **dict.fromkeys(("move", "deplacer", "reporter"), _move),
    **dict.fromkeys(("skip", "sauter", "passer"), _skip),
    **dict.fromkeys(("restore", "remettre", "retablir"), _restore),
    **dict.fromkeys(("edit", "modifier", "changer"), _edit),
    **dict.fromkeys(("add", "ajouter", "new", "nouveau"), _add),
}
