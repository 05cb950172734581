"""What makes figures comparable between pairs of languages.

A French need meets its French skill with a higher figure than its English one, so without a
correction most pairs would be made within a language. For each pair of languages, the height of
the upper tenth of the best matches is measured, on needs drawn by lot, and made equal. A
pair of languages with few statements leans on the whole programme: its own height would be
chance.
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING
from zlib import crc32

import numpy as np

from matching.space import Space

if TYPE_CHECKING:
    from matching.similarity import Side

PERCENTILE = 90  # of the best matches, that is made equal between languages
LEANS_ON = 100  # statements for which the whole programme counts beside one pair of languages
SAMPLED = 400  # needs measured per language at most
CELLS_AT_ONCE = 4_000_000


def calibration(needs: "Side", skills: "Side", space: Space) -> Mapping[tuple[str, str], float]:
    """Give each (language of needs, of skills) a factor, at most 1, that makes figures equal."""
    said_here, said_there = (
        np.array([each.language for each in side.statements]) for side in (needs, skills)
    )
    speeches, languages = (sorted(set(each.tolist())) for each in (said_here, said_there))
    # Drawn by their own letters, so that the order of people changes nothing.
    drawn = np.array([crc32(each.text.encode()) for each in needs.statements])
    spoken = {language: np.flatnonzero(said_there == language) for language in languages}
    best: dict[tuple[str, str], np.ndarray] = {}
    for here in speeches:
        rows = np.flatnonzero(said_here == here)
        if len(rows) > SAMPLED:
            rows = rows[np.argsort(drawn[rows], kind="stable")[:SAMPLED]]
        for there, columns in spoken.items():
            if len(rows) and len(columns):
                best[here, there] = _best(space, rows, columns)
    heights = {
        pair: (float(np.percentile(figures, PERCENTILE)), min(len(figures), len(spoken[pair[1]])))
        for pair, figures in best.items()
    }
    told = sum(count for _, count in heights.values())
    whole = sum(height * count for height, count in heights.values()) / max(1, told)
    settled = {
        pair: (height * count + whole * LEANS_ON) / (count + LEANS_ON)
        for pair, (height, count) in heights.items()
    }
    lowest = min((height for height in settled.values() if height > 0), default=0.0)
    return {
        (here, there): lowest / settled[here, there] if settled.get((here, there)) else 1.0
        for here in speeches
        for there in languages
    }


def _best(space: Space, rows: np.ndarray, columns: np.ndarray) -> np.ndarray:
    """Find the figure of the best of some skills for each of some needs."""
    across = space.skills[columns].T.tocsr()
    step = max(1, CELLS_AT_ONCE // len(columns))
    return np.concatenate(
        [
            (space.needs[rows[low : low + step]] @ across).max(axis=1).toarray().ravel()
            for low in range(0, len(rows), step)
        ]
    )
