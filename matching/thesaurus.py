"""What words stand for which, learned from ESCO: French to English and back, and within each.

The table is compiled by `matching.learning` and read once, when a first text is compared. It also
tells how common a root is in descriptions of skills, so that a programme of ten people knows that
"gérer" says less than "comptabilité", and which words exist, so that a misspelt one is noticed.
"""

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property
from pathlib import Path

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_array

from matching.stems import LANGUAGES, folded

SHIPPED = Path(__file__).parent / "esco" / "thesaurus.npz"
DIRECTIONS = tuple((here, there) for here in LANGUAGES for there in LANGUAGES)


@dataclass(frozen=True, eq=False)
class Thesaurus:
    """Terms are folded stems, numbered from 0 in each language."""

    terms: Mapping[str, Mapping[str, int]]  # language -> term -> its number
    shown: Mapping[str, tuple[str, ...]]  # language -> the usual word of each term
    spread: Mapping[str, npt.NDArray[np.float32]]  # language -> share of labels that hold the term
    near: Mapping[tuple[str, str], csr_array]  # (from, to) -> terms × terms, weights in [0, 1]
    words: Mapping[str, tuple[str, ...]]  # language -> lower-case words, sorted
    _related: dict[tuple[str, str], "Related"] = field(default_factory=dict)

    def related(self, here: str, there: str) -> "Related":
        """Tell what the terms of a language stand for in another, or in their own."""
        if (here, there) not in self._related:
            found = Related(self.terms[here], self.near[here, there], self.names[there])
            self._related[here, there] = found
        return self._related[here, there]

    @cached_property
    def names(self) -> Mapping[str, tuple[str, ...]]:
        """List the terms of each language by number."""
        return {language: tuple(known) for language, known in self.terms.items()}

    @cached_property
    def spelled(self) -> Mapping[str, Mapping[str, str]]:
        """Give the word meant by letters without accents: language -> folded word -> word."""
        return {
            language: {folded(word): word for word in reversed(listed)}
            for language, listed in self.words.items()
        }


class Related(dict[str, Mapping[str, float]]):
    """What each term stands for: name of a feature -> weight; worked out when first asked for."""

    def __init__(self, terms: Mapping[str, int], near: csr_array, names: Sequence[str]) -> None:
        """Read `near`, which has a row for each of the terms and a column for each of the names."""
        self._terms, self._near, self._names = terms, near, names

    def __missing__(self, term: str) -> Mapping[str, float]:
        """Look up one term; an unknown one stands for nothing."""
        number = self._terms.get(term)
        cells = slice(0, 0) if number is None else slice(*self._near.indptr[number : number + 2])
        columns = self._near.indices[cells].tolist()
        found = self[term] = {
            f"s:{self._names[column]}": weight
            for column, weight in zip(columns, self._near.data[cells].tolist(), strict=True)
        }
        return found


@cache
def thesaurus() -> Thesaurus:
    """Read the table that comes with the package, once."""
    return read(SHIPPED.read_bytes())


def written(learned: Thesaurus) -> bytes:
    """Compile a thesaurus; equal ones give equal bytes."""
    arrays: dict[str, npt.NDArray[np.generic]] = {}
    for language in LANGUAGES:
        arrays[f"terms_{language}"] = _packed(tuple(learned.terms[language]))
        arrays[f"shown_{language}"] = _packed(learned.shown[language])
        arrays[f"words_{language}"] = _packed(learned.words[language])
        arrays[f"spread_{language}"] = learned.spread[language].astype(np.float32)
    for here, there in DIRECTIONS:
        table = learned.near[here, there]
        arrays[f"weights_{here}_{there}"] = np.rint(table.data * 255).astype(np.uint8)
        arrays[f"columns_{here}_{there}"] = table.indices.astype(np.uint16)
        arrays[f"starts_{here}_{there}"] = table.indptr.astype(np.uint32)
    file = io.BytesIO()
    np.savez_compressed(file, allow_pickle=False, **arrays)
    return file.getvalue()


def read(compiled: bytes) -> Thesaurus:
    """Read what `written` made."""
    with np.load(io.BytesIO(compiled), allow_pickle=False) as arrays:
        terms = {language: _unpacked(arrays[f"terms_{language}"]) for language in LANGUAGES}
        near: dict[tuple[str, str], csr_array] = {
            (here, there): csr_array(
                (
                    arrays[f"weights_{here}_{there}"].astype(np.float32) / np.float32(255),
                    arrays[f"columns_{here}_{there}"].astype(np.int32),
                    arrays[f"starts_{here}_{there}"].astype(np.int32),
                ),
                shape=(len(terms[here]), len(terms[there])),
            )
            for here, there in DIRECTIONS
        }
        return Thesaurus(
            {
                language: {term: number for number, term in enumerate(listed)}
                for language, listed in terms.items()
            },
            {language: _unpacked(arrays[f"shown_{language}"]) for language in LANGUAGES},
            {language: arrays[f"spread_{language}"] for language in LANGUAGES},
            near,
            {language: _unpacked(arrays[f"words_{language}"]) for language in LANGUAGES},
        )


def _packed(listed: tuple[str, ...]) -> npt.NDArray[np.uint8]:
    return np.frombuffer("\n".join(listed).encode(), dtype=np.uint8)


def _unpacked(packed: npt.NDArray[np.uint8]) -> tuple[str, ...]:
    text = packed.tobytes().decode()
    return tuple(text.split("\n")) if text else ()
