"""The thesaurus as matrices over numbered roots, worked out once and used for every programme."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_array

from matching.features import either, trusted_from
from matching.stems import LANGUAGES
from matching.thesaurus import Thesaurus

SPEECHES = ("", *LANGUAGES)  # "" = could be either


@dataclass(frozen=True, slots=True)
class Bridge:
    """From the roots of one speech to the roots of a language of skills."""

    goes_over: npt.NDArray[np.float32]  # per root: 1 when it means something there as it is
    learned: csr_array  # roots × roots, weights
    trusted: csr_array  # the same, but for what is doubtful
    translated: npt.NDArray[np.bool_]  # per root: known for certain under another name there


@dataclass(frozen=True, slots=True)
class Roots:
    """All roots of a thesaurus, whatever their language, numbered from 0."""

    numbers: Mapping[str, int]  # name of the feature ("s:" and the root) -> number
    spread: npt.NDArray[np.float32]  # per root: share of labels that hold it
    shown: Mapping[str, tuple[str, ...]]  # speech -> per root its usual word, "" = not of it
    bridges: Mapping[tuple[str, str], Bridge]  # (speech of needs, of skills)


@lru_cache(maxsize=8)
def roots_of(table: Thesaurus) -> Roots:
    """Number the roots of a thesaurus and lay its tables over the numbers."""
    names = dict.fromkeys(term for language in LANGUAGES for term in table.names[language])
    numbers = {name: number for number, name in enumerate(names)}
    places = {
        language: np.array([numbers[term] for term in table.names[language]], dtype=np.int32)
        for language in LANGUAGES
    }
    width = len(numbers)
    spread = np.zeros(width, dtype=np.float32)
    shown = {}
    for language in LANGUAGES:
        spread[places[language]] = np.maximum(spread[places[language]], table.spread[language])
    for speech in SPEECHES:
        usual = [""] * width
        for language in either(speech):
            for place, word in zip(places[language].tolist(), table.shown[language], strict=True):
                usual[place] = word
        shown[speech] = tuple(usual)
    bridges = {
        (here, there): _bridge(table, places, width, here, there)
        for here in SPEECHES
        for there in SPEECHES
    }
    return Roots({f"s:{name}": n for name, n in numbers.items()}, spread, shown, bridges)


def _bridge(
    table: Thesaurus,
    places: Mapping[str, npt.NDArray[np.int32]],
    width: int,
    here: str,
    there: str,
) -> Bridge:
    goes_over = np.ones(width, dtype=np.float32)
    learned = csr_array((width, width), dtype=np.float32)
    trusted = csr_array((width, width), dtype=np.float32)
    translated = np.zeros(width, dtype=np.bool_)
    same = not {*either(here)}.isdisjoint(either(there))
    for one in either(here):
        if not same:
            goes_over[places[one]] = 0
        for other in either(there):
            near = table.near[one, other].tocoo()
            cells = (places[one][near.row], places[other][near.col])
            learned = learned + csr_array((near.data, cells), shape=(width, width))
            sure = near.data >= trusted_from(one != other)
            kept = (near.data[sure], (cells[0][sure], cells[1][sure]))
            trusted = trusted + csr_array(kept, shape=(width, width))
            if not same:
                translated[kept[1][0]] = True
    return Bridge(goes_over, csr_array(learned), csr_array(trusted), translated)
