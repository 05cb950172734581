"""Why this pair: which need is met by which skill, through which words.

The similarity of two texts is a sum over their common features, so the shares shown are the real
ones and not a story told afterwards. A raw cosine is never shown, since an excellent pair of short
texts may have 0.2: people see the coverage of each need (how much of its meaning, weighed by
rarity, the skill names) and a label.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from matching.features import Feature, Statement, features, features_towards
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
    mine, theirs = needs.of(mentee).tolist(), skills.of(mentor).tolist()
    if not mine or not theirs:
        return ()
    best = [_best(space, need, theirs) for need in mine]
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


def _best(space: Space, need: int, skills: Sequence[int]) -> _Product:
    """Find the skill that suits a need best; scipy would take ten times as long."""
    mine = slice(*space.needs.indptr[need : need + 2])
    here = np.zeros(space.needs.shape[1], dtype=np.float32)
    here[space.needs.indices[mine]] = space.needs.data[mine]
    products = []
    for skill in skills:
        theirs = slice(*space.skills.indptr[skill : skill + 2])
        columns = space.skills.indices[theirs]
        parts = space.skills.data[theirs] * here[columns]
        products.append(_Product(need, skill, columns, parts, float(parts.sum())))
    return max(products, key=lambda product: product.sum)


def mean_coverage(found: Sequence[Evidence], needs: int) -> float:
    """Average the coverage over all the needs of a mentee, those that nothing meets included."""
    return sum(each.coverage for each in found) / needs if needs else 0.0


def _compare(
    need: Statement, skill: Statement, space: Space, product: _Product, known: Knowledge
) -> tuple[float, tuple[Term, ...]]:
    """Work out the coverage of a need, and list the telling words in common."""
    offered: dict[str, Feature] = {}
    for feature in features(skill, known):
        offered.setdefault(feature.name, feature)
    asked: dict[str, list[Feature]] = {}
    for feature in features_towards(need, skill.language, offered, known):
        asked.setdefault(feature.name, []).append(feature)
    in_words = (product.columns < space.words) & (product.parts > 0)
    parts = dict(
        zip(product.columns[in_words].tolist(), product.parts[in_words].tolist(), strict=True)
    )
    whole = sum(parts.values())
    met = [
        (
            mine,
            offered[name],
            parts[column] * mine.weight / sum(each.weight for each in asked[name]),
        )
        for name in asked
        if (column := space.offsets[skill.language] + space.vocabulary[name]) in parts
        for mine in asked[name]
    ]
    # Long wordings first, so that single words find the run of words which holds them; what was
    # said before what was learned.
    met.sort(
        key=lambda each: (
            each[0].start - each[0].end,
            each[0].learned,
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
            link = _Link(mine, theirs, _path(mine, theirs, need.language, skill.language))
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


def _path(need: Feature, skill: Feature, need_language: str, skill_language: str) -> Path:
    """Tell by which path two wordings meet."""
    if folded(need.wording) == folded(skill.wording):
        return "same"
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
