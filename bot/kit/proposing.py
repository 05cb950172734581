"""Which modules would serve a mentee: by the words of their objectives, then by their topics."""

from collections.abc import Iterable, Sequence

from bot.kit.reading import LOCALES, Module

# Seen on the objectives of our templates: below, or far below the best, words agree by chance.
_NEAR = 0.14
_BESIDE_THE_BEST = 0.55
_ON_TOPIC = 0.25  # what a topic in common is worth beside words, whose score lies in [0, 1]


def proposed(
    objectives: Sequence[str], topics: Iterable[str], shelf: Sequence[Module], top: int = 3
) -> tuple[Module, ...]:
    """The modules that come nearest, best first; none when nothing is said or nothing is near."""
    chosen = frozenset(topics)
    said = [each for each in objectives if each.strip()]
    near = _nearness(said, shelf)
    worth = {
        module.key: near[module.key] + _ON_TOPIC * bool(chosen & {*module.outline.topics})
        for module in shelf
    }
    least = max(_NEAR, _BESIDE_THE_BEST * max(worth.values(), default=0.0))
    found = [module for module in shelf if worth[module.key] >= least]
    return tuple(sorted(found, key=lambda each: (-worth[each.key], each.key))[:top])


def _nearness(objectives: Sequence[str], shelf: Sequence[Module]) -> dict[str, float]:
    """How near each module comes to the objective that suits it best, from 0 to 1."""
    near = {module.key: 0.0 for module in shelf}
    if not objectives or not shelf:
        return near
    # Late: scikit-learn comes with it.
    from matching.similarity import side_of_texts, space_of, text_scores

    # Each sentence by itself, since a module speaks every language.
    told = [(module.key, text) for module in shelf for text in _told(module)]
    here = side_of_texts([[each] for each in objectives])
    there = side_of_texts([[text] for _, text in told])
    scores, subject = text_scores(here, there, space_of(here, there))
    # Words spelled alike, such as "apprendre" and "reprendre", are no subject in common.
    best = (scores * subject).max(axis=0).tolist()
    for (key, _), score in zip(told, best, strict=True):
        near[key] = max(near[key], score)
    return near


def _told(module: Module) -> list[str]:
    """What a module says it teaches, in every language."""
    outline = module.outline
    return [
        text
        for locale in LOCALES
        for text in (outline.title.of(locale), outline.words.of(locale), *outline.aims.of(locale))
    ]
