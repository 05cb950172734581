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
from matching.space import Ints, Space
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


@dataclass(frozen=True, slots=True)
class _Product:
    """The product of two statements, column by column."""

    need: int
    skill: int
    columns: npt.NDArray[np.int32]
    parts: npt.NDArray[np.float32]
    sum: float


_OFFERS_KEPT = 500
_ARRAYS = ("indptr", "indices", "data")  # what a sparse matrix is made of
_NOBODY: Mapping[int, float] = {}


@dataclass(frozen=True, slots=True)
class _Offer:
    """The skills of one mentor, end to end."""

    first: int  # of the skills
    starts: list[int]  # where each begins among the columns
    owners: Ints  # which skill each column is of, 0 for the first
    columns: npt.NDArray[np.int32]
    figures: npt.NDArray[np.float32]

    @classmethod
    def of(cls, space: Space, skills: range) -> "_Offer":
        """Cut them out of the space."""
        starts, indices, data = (getattr(space.skills, each) for each in _ARRAYS)
        mine = starts[skills.start : skills.stop + 1]
        owners = np.repeat(np.arange(len(skills)), np.diff(mine))
        some = slice(mine[0], mine[-1])
        return cls(skills.start, (mine - mine[0]).tolist(), owners, indices[some], data[some])


def label(coverage: float) -> Label:
    """Name the strength of a pair from how much of the needs is covered (0–1)."""
    if coverage >= STRONG_FROM:
        return "strong"
    return "good" if coverage >= GOOD_FROM else "fair"


def mean_coverage(found: Sequence[Evidence], needs: int) -> float:
    """Average the coverage over all the needs of a mentee, those that nothing meets included."""
    return sum(each.coverage for each in found) / needs if needs else 0.0


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


def _distinct(listed: Sequence[Feature]) -> Mapping[str, Feature]:
    """Give the first of the features of each name."""
    found: dict[str, Feature] = {}
    for each in listed:
        if each.name not in found:
            found[each.name] = each
    return found


class Reasons:
    """Why anybody of one side suits somebody of the other: what is looked up often, laid out once.

    `known` is what `space` was made with.
    """

    def __init__(
        self, needs: Side, skills: Side, space: Space, known: Knowledge | None = None
    ) -> None:
        """Explain the statements of both sides."""
        self._needs, self._skills, self._space = needs, skills, space
        self._known = known or usual()
        self._here = np.zeros(space.needs.shape[1], dtype=np.float32)
        self._alike_to: dict[str, Mapping[int, float]] = {}
        self._rarity: list[float] = space.rarity.tolist()
        self._offers: dict[int, _Offer] = {}

    def of(self, mentee: int, mentor: int) -> tuple[Evidence, ...]:
        """Decompose the text similarity of two people (row numbers), need by need."""
        needs, skills = self._needs, self._skills
        mine = needs.of(mentee)
        if not mine or not skills.of(mentor):
            return ()
        best = [*self._best(mine, mentor)]
        total = sum(product.sum for product in best)
        return tuple(
            Evidence(
                needs.positions[product.need],
                skills.positions[product.skill],
                product.sum / total,
                *self._compare(
                    needs.statements[product.need], skills.statements[product.skill], product
                ),
            )
            for product in best
            if product.sum > 0
        )

    def _best(self, needs: range, mentor: int) -> Iterator[_Product]:
        """Find the skill that suits each need best, of those of a mentor.

        Read from the arrays: scipy would take ten times as long for so few rows.
        """
        offer = self._offers.get(mentor)
        if offer is None:
            if len(self._offers) >= _OFFERS_KEPT:
                self._offers.clear()
            offer = self._offers[mentor] = _Offer.of(self._space, self._skills.of(mentor))
        starts, indices, data = (getattr(self._space.needs, each) for each in _ARRAYS)
        here = self._here
        for need in needs:
            low, high = starts[need], starts[need + 1]
            here[indices[low:high]] = data[low:high]
            parts = offer.figures * here[offer.columns]
            here[indices[low:high]] = 0
            sums = np.bincount(offer.owners, parts, len(offer.starts) - 1)
            best = int(sums.argmax())
            own = slice(offer.starts[best], offer.starts[best + 1])
            skill = offer.first + best
            yield _Product(need, skill, offer.columns[own], parts[own], float(sums[best]))

    def _compare(
        self, need: Statement, skill: Statement, product: _Product
    ) -> tuple[float, tuple[Term, ...]]:
        """Work out the coverage of a need, and list the telling words in common."""
        space, known = self._space, self._known
        words = int(np.searchsorted(product.columns, space.words))
        met_words = np.flatnonzero(product.parts[:words] > 0)
        offset = space.offsets[skill.language]
        parts = {
            space.names[column - offset]: part
            for column, part in zip(
                product.columns[met_words].tolist(), product.parts[met_words].tolist(), strict=True
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
        distinct = _distinct(features(need, known))
        for feature in features_towards(need, distinct, skill.language, offered, known):
            asked.setdefault(feature.name, []).append(feature)
        for feature in self._alike(need, distinct, skill.language, offered):
            asked.setdefault(feature.name, []).append(feature)
        if all(each.plain or not each.trusted for all_ in asked.values() for each in all_):
            return 0.0, ()
        met = [
            (mine, offered[name], parts[name] * mine.pull / whole_pull)
            for name, all_ in asked.items()
            for whole_pull in [sum(each.pull for each in all_)]
            for mine in all_
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
                path = _path(mine, theirs, need.language, skill.language, known)
                link = _Link(mine, theirs, path)
                links.append(link)
            link.sum += part
        telling = [each for each in links if not each.need.plain and each.need.trusted]
        telling.sort(key=lambda each: (-each.sum, each.need.start))
        shown = tuple(
            Term(each.need.wording, each.skill.wording, each.path, min(1.0, each.sum / whole))
            for each in telling[:TERMS_SHOWN]
            if each.sum > 0
        )
        return (self._coverage(need, telling) if telling else 0.0), shown

    def _alike(
        self,
        need: Statement,
        distinct: Mapping[str, Feature],
        language: str,
        offered: Mapping[str, Feature],
    ) -> Iterator[Feature]:
        """List the features by which a need meets roots that are spelled nearly as its own."""
        vocabulary, known = self._space.vocabulary, self._alike_to
        roots = [(vocabulary[name], name) for name in offered if name[0] == "s"]
        if not roots:
            return
        share = ALIKE_WITHIN if meets(need.language, language) else ALIKE_ACROSS
        for own, feature in distinct.items():
            if own[0] != "s":
                continue
            near = known.get(own)
            if near is None:
                near = known[own] = self._near(own)
            for other, name in roots if near else ():
                if (likeness := near.get(other)) is not None:
                    yield feature._replace(
                        name=name, weight=likeness, alike=True, pull=likeness * share
                    )

    def _near(self, root: str) -> Mapping[int, float]:
        """The numbers of the roots that are spelled nearly as another, and how nearly."""
        number, near = self._space.vocabulary[root], self._space.alike
        low, high = near.indptr[number], near.indptr[number + 1]
        if low == high:
            return _NOBODY
        some = slice(low, high)
        return dict(zip(near.indices[some].tolist(), near.data[some].tolist(), strict=True))

    def _coverage(self, need: Statement, links: Sequence[_Link]) -> float:
        """Weigh by rarity how many of the telling words of a need are met."""
        met_places = {place for link in links for place in range(link.need.start, link.need.end)}
        said = [
            each for each in features(need, self._known) if each.name[0] in "wi" and not each.plain
        ]
        vocabulary = self._space.vocabulary
        rarity = {each.name: self._rarity[vocabulary[each.name]] for each in said}
        whole = sum(rarity.values())
        met_words = {each.name for each in said if each.start in met_places}
        return min(1.0, sum(rarity[name] for name in sorted(met_words)) / whole) if whole else 0.0
