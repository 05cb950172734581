"""Why this pair: which need is met by which skill, through which words.

The similarity of two texts is a sum over their common features, so the shares shown are the real
ones and not a story told afterwards. A raw cosine is never shown, since an excellent pair of short
texts may have 0.2: people see the coverage of each need (how much of its meaning, weighed by
rarity, the skill names) and a label.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from matching.features import (
    ALIKE_ACROSS,
    ALIKE_WITHIN,
    Feature,
    Statement,
    features,
    features_towards,
    meets,
)
from matching.knowledge import Knowledge, usual
from matching.proposals import Evidence, Label, Path, Term
from matching.similarity import Side
from matching.space import Space
from matching.stems import folded

# Coverage of the needs, blended with the topics in common in the same shares as the score, from
# which a pair is called:
STRONG_FROM = 0.5  # at least half of what was asked for is met by name
GOOD_FROM = 0.25
TERMS_SHOWN = 5


@dataclass(slots=True)
class _Link:
    """Words of a need met by words of a skill, while their contributions are summed."""

    need: Feature
    skill: Feature
    path: Path
    sum: float = 0.0

    def holds(self, need: Feature, skill: Feature) -> bool:
        """Tell whether another match is but a part of this one."""
        return (
            self.need.start <= need.start
            and need.end <= self.need.end
            and self.skill.start <= skill.start
            and skill.end <= self.skill.end
        )


def label(coverage: float) -> Label:
    """Name the strength of a pair from how much of the needs is covered (0–1)."""
    if coverage >= STRONG_FROM:
        return "strong"
    return "good" if coverage >= GOOD_FROM else "fair"


def evidence(
    needs: Side,
    skills: Side,
    space: Space,
    mentee: int,
    mentor: int,
    known: Knowledge | None = None,
) -> tuple[Evidence, ...]:
    """Decompose the text similarity of two people (row numbers), need by need.

    `known` is what `space` was made with.
    """
    known = known or usual()
    mine, theirs = needs.of(mentee).tolist(), skills.of(mentor)
    if not mine or not len(theirs):
        return ()
    best = [*_best(space, mine, int(theirs[0]), int(theirs[-1]) + 1)]
    total = sum(product.sum for product in best)
    return tuple(
        Evidence(
            needs.positions[product.need],
            skills.positions[product.skill],
            product.sum / total,
            *_compare(
                needs.statements[product.need],
                skills.statements[product.skill],
                space,
                product,
                known,
            ),
        )
        for product in best
        if product.sum > 0
    )


@dataclass(frozen=True, slots=True)
class _Product:
    """The product of two statements, column by column."""

    need: int
    skill: int
    columns: npt.NDArray[np.int32]
    parts: npt.NDArray[np.float32]
    sum: float


def _best(space: Space, needs: Sequence[int], first: int, after: int) -> Iterator[_Product]:
    """Find the skill that suits each need best, of those from `first` to `after` (excluded).

    Read from the arrays: scipy would take ten times as long for so few rows.
    """
    starts = space.skills.indptr[first : after + 1]
    columns = space.skills.indices[starts[0] : starts[-1]]
    figures = space.skills.data[starts[0] : starts[-1]]
    owners = np.repeat(np.arange(after - first), np.diff(starts))
    here = np.zeros(space.needs.shape[1], dtype=np.float32)
    for need in needs:
        mine = slice(*space.needs.indptr[need : need + 2])
        here[space.needs.indices[mine]] = space.needs.data[mine]
        parts = figures * here[columns]
        here[space.needs.indices[mine]] = 0
        sums = np.bincount(owners, parts, after - first)
        best = int(sums.argmax())
        own = slice(starts[best] - starts[0], starts[best + 1] - starts[0])
        yield _Product(need, first + best, columns[own], parts[own], float(sums[best]))


def mean_coverage(found: Sequence[Evidence], needs: int) -> float:
    """Average the coverage over all the needs of a mentee, those that nothing meets included."""
    return sum(each.coverage for each in found) / needs if needs else 0.0


def _compare(
    need: Statement, skill: Statement, space: Space, product: _Product, known: Knowledge
) -> tuple[float, tuple[Term, ...]]:
    """Work out the coverage of a need, and list the telling words in common."""
    in_words = (product.columns < space.words) & (product.parts > 0)
    offset = space.offsets[skill.language]
    parts = {
        space.names[column - offset]: part
        for column, part in zip(
            product.columns[in_words].tolist(), product.parts[in_words].tolist(), strict=True
        )
    }
    if not parts:
        return 0.0, ()
    whole = sum(parts.values())
    offered: dict[str, Feature] = {}
    for feature in features(skill, known):
        if feature.name in parts:
            offered.setdefault(feature.name, feature)
    asked: dict[str, list[Feature]] = {}
    for feature in (
        *features_towards(need, skill.language, offered, known),
        *_alike(need, skill.language, offered, space, known),
    ):
        asked.setdefault(feature.name, []).append(feature)
    met = [
        (
            mine,
            offered[name],
            parts[name] * mine.pull / whole_pull,
        )
        for name in asked
        for whole_pull in [sum(each.pull for each in asked[name])]
        for mine in asked[name]
    ]
    # Long wordings first, so that single words find the run of words which holds them; what was
    # said before what was learned.
    met.sort(
        key=lambda each: (
            each[0].start - each[0].end,
            each[0].learned or each[0].alike,
            not each[0].name.startswith("w:"),
            each[0].start,
            -each[0].weight,
            each[0].name,
        )
    )
    links: list[_Link] = []
    for mine, theirs, part in met:
        link = next((each for each in links if each.holds(mine, theirs)), None)
        if link is None:
            link = _Link(mine, theirs, _path(mine, theirs, need.language, skill.language, known))
            links.append(link)
        link.sum += part
    telling = [each for each in links if not each.need.plain and each.need.trusted]
    telling.sort(key=lambda each: (-each.sum, each.need.start))
    shown = tuple(
        Term(each.need.wording, each.skill.wording, each.path, min(1.0, each.sum / whole))
        for each in telling[:TERMS_SHOWN]
        if each.sum > 0
    )
    return _coverage(need, telling, space, known), shown


def _alike(
    need: Statement,
    language: str,
    offered: Mapping[str, Feature],
    space: Space,
    known: Knowledge,
) -> Iterator[Feature]:
    """List the features by which a need meets roots that are spelled nearly as its own."""
    roots = {space.vocabulary[name]: name for name in offered if name.startswith("s:")}
    share = ALIKE_WITHIN if meets(need.language, language) else ALIKE_ACROSS
    seen: set[str] = set()
    for feature in features(need, known) if roots else ():
        if feature.name.startswith("s:") and feature.name not in seen:
            seen.add(feature.name)
            number = space.vocabulary[feature.name]
            cells = slice(*space.alike.indptr[number : number + 2])
            if cells.start == cells.stop:
                continue
            near = dict(
                zip(
                    space.alike.indices[cells].tolist(),
                    space.alike.data[cells].tolist(),
                    strict=True,
                )
            )
            for other, name in roots.items():
                if (likeness := near.get(other)) is not None:
                    yield feature._replace(
                        name=name,
                        weight=likeness,
                        alike=True,
                        pull=likeness * share,
                    )


def _path(
    need: Feature, skill: Feature, need_language: str, skill_language: str, known: Knowledge
) -> Path:
    """Tell by which path two wordings meet."""
    if folded(need.wording) == folded(skill.wording):
        return "same"
    if not known.lexicon.own.isdisjoint(
        {tuple(folded(each.wording).split()) for each in (need, skill)}
    ):
        return "own"
    if need.alike:
        return "root"
    if need.learned:
        return "translation" if need.languages else "synonym"
    if need.name.startswith("s:"):
        return "root"
    if not need.languages & skill.languages or {need_language, skill_language} == {"fr", "en"}:
        return "translation"
    return "synonym"


def _coverage(need: Statement, links: Sequence[_Link], space: Space, known: Knowledge) -> float:
    """Weigh by rarity how many of the telling words of a need are met."""
    met_places = {place for link in links for place in range(link.need.start, link.need.end)}
    said = [each for each in features(need, known) if each.name[0] in "wi" and not each.plain]
    met_words = {each.name for each in said if each.start in met_places}
    rarity = {each.name: float(space.rarity[space.vocabulary[each.name]]) for each in said}
    whole = sum(rarity.values())
    return min(1.0, sum(rarity[name] for name in sorted(met_words)) / whole) if whole else 0.0
