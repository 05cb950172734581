"""Words of the organisation: internal tools and acronyms, and what they mean to matching."""

import re

from bot.commands.arguments import Arguments, WrongWords, word
from bot.commands.entry import run_button
from bot.commands.moving import programme_of
from bot.commands.registry import command
from bot.message import NOTHING, Bullets, Buttons, Part, Reply
from bot.programme.template import plan_data
from bot.scene import Scene
from bot.texts import Typed
from storage.nouns import Programme

_MEANINGS = {
    **dict.fromkeys(("add", "ajouter", "ajoute", "new", "nouveau"), "add"),
    **dict.fromkeys(
        ("remove", "retirer", "retire", "enlever", "supprimer", "delete", "oublier"), "remove"
    ),
    **dict.fromkeys(("list", "liste", "lister", ""), "list"),
}
_MEANS = re.compile(r"\s*(?:=+|≈|:(?=\s)|→|->)\s*")
_BETWEEN = re.compile(r"\s*(?:[,;|]|(?<=[\"”»])\s+(?:et|and|ou|or)\s+(?=[\"“«]))\s*")
_QUOTES = "\"“”«»‘’' \u00a0\u202f"
_LONGEST, _MOST, _MOST_EACH = 80, 300, 20


@command("synonym")
def synonym(scene: Scene, words: Arguments) -> Reply:
    """Lists the words of the organisation, adds one or takes one out."""
    verb, said = _asked(words)
    if verb == "list":
        if said:
            raise WrongWords(words.raw)
        _list(scene)
    elif verb == "remove":
        _remove(scene, _bare(said.raw))
    else:
        _add(scene, said.raw)
    return NOTHING


def _asked(words: Arguments) -> tuple[str, Arguments]:
    """What to do, and with what; `list = register` explains the word "list"."""
    said = words.after()
    if words.first not in _MEANINGS or _MEANS.match(said.raw):
        return "add", words
    return _MEANINGS[words.first], said


def _bare(text: str) -> str:
    return text.strip(_QUOTES)


def _add(scene: Scene, said: str) -> None:
    sides = _MEANS.split(said, maxsplit=1)
    if len(sides) != 2:
        raise WrongWords(said)
    name = _bare(sides[0])
    means = tuple(dict.fromkeys(each for part in _BETWEEN.split(sides[1]) if (each := _bare(part))))
    every = (name, *means)
    if not means or not all(any(letter.isalnum() for letter in each) for each in every):
        raise WrongWords(said)
    voice, known = scene.voice, _locked(scene)
    called = _called(known, name) or name
    meanings = tuple(dict.fromkeys((*known.get(called, ()), *means)))
    full = called not in known and len(known) >= _MOST
    if full or len(meanings) > _MOST_EACH or any(len(each) > _LONGEST for each in every):
        scene.say(voice.para("command.synonym.too-much", None, most=_MOST, each=_MOST_EACH))
        return
    _keep(scene, {**known, called: meanings})
    means_told = Typed(voice.listed(meanings))
    scene.say(
        voice.para("command.synonym.added", None, name=Typed(called), means=means_told),
        Buttons((run_button(scene, "match", "match", "primary"),)),
    )


def _remove(scene: Scene, name: str) -> None:
    if not name:
        raise WrongWords(name)
    voice, known = scene.voice, _locked(scene)
    called = _called(known, name)
    if called is None:
        scene.say(
            voice.para("command.synonym.unknown", None, name=Typed(name)),
            Buttons((run_button(scene, "synonyms", "synonym list"),)),
        )
        return
    _keep(scene, {each: known[each] for each in known if each != called})
    scene.say(voice.para("command.synonym.removed", None, name=Typed(called)))


def _list(scene: Scene) -> None:
    voice, known = scene.voice, scene.plan.rules.synonyms
    if not known:
        scene.say(voice.para("command.synonym.none"), voice.hint("command.synonym.how"))
        return
    lines = tuple(
        voice.runs(
            "command.synonym.one", None, name=Typed(each), means=Typed(voice.listed(known[each]))
        )
        for each in sorted(known, key=word)
    )
    parts: list[Part] = [voice.title("command.synonym.title"), Bullets(lines)]
    scene.say(*parts, voice.hint("command.synonym.how"))


def _locked(scene: Scene) -> dict[str, tuple[str, ...]]:
    """The synonyms as they are now, one coordinator after the other."""
    scene.work.lock(Programme, programme_of(scene).id)
    return dict(scene.plan.rules.synonyms)


def _keep(scene: Scene, synonyms: dict[str, tuple[str, ...]]) -> None:
    plan = scene.plan
    rules = plan.rules.model_copy(update={"synonyms": synonyms})
    plan = plan.model_copy(update={"rules": rules})
    scene.work.change(programme_of(scene), plan=plan_data(plan))


def _called(known: dict[str, tuple[str, ...]], name: str) -> str | None:
    """The name as it was given first, however it is written now."""
    return next((each for each in known if word(each) == word(name)), None)
