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
    from matching import rank  # late: scikit-learn comes with it

    order, scores = rank(
        [[each] for each in objectives], [_told(each) for each in shelf], len(shelf)
    )
    for places, row in zip(order.tolist(), scores.tolist(), strict=True):
        for place, score in zip(places, row, strict=True):
            key = shelf[place].key
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


__all__ = ["proposed"]
