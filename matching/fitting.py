"""Fitting what a recogniser knows, in this process or in one of its own, or once and for all.

scikit-learn takes a hundred MiB, which recognising has no use for and which nothing gives back. A
program that lives for months has a short-lived twin of itself fit, and takes the figures alone. It
also takes seconds: what was learned is kept in a file for the next start (`matching/kept.py`).
"""

import io
import json
import os
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from math import sqrt
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zipfile import BadZipFile

import numpy as np
import numpy.typing as npt

from matching.kept import file_of, forget_others
from matching.utterance import letter_features, said, word_features

if TYPE_CHECKING:
    from sklearn.linear_model import LogisticRegression

Sentences = Mapping[str, Sequence[str]]  # by class
WORD_SHARE = 0.6  # of the length of a sentence; the rest is of letters
FIRMNESS = 100.0  # inverse of the regularisation, scikit-learn's C

# Each kind of features, and its share of the length of a sentence.
FEATURES: tuple[tuple[Callable[[list[str]], list[str]], float], ...] = (
    (word_features, WORD_SHARE),
    (letter_features, 1 - WORD_SHARE),
)
_TWINS: set[subprocess.Popen[bytes]] = set()  # that are fitting, and that nobody abandoned


@dataclass(frozen=True, slots=True)
class Fitted:
    """What was learned: a row of weights for each feature, a column for each class as given."""

    names: tuple[tuple[str, ...], ...]  # of the features of each kind, in the order of the rows
    rarity: tuple[tuple[float, ...], ...]  # of each of them
    weights: npt.NDArray[np.float32]  # features × classes
    bias: npt.NDArray[np.float64]  # per class


def fit(classes: Sentences) -> Fitted:
    """Learns to tell two classes or more by their sentences."""
    # Here, not above: they take a second to import, and `--help` or a button need none of it.
    from scipy.sparse import csr_array, hstack
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.linear_model import LogisticRegression

    texts = [said(text) for sentences in classes.values() for text in sentences]
    labels = [name for name, sentences in classes.items() for _ in sentences]
    names, rarity, rows = [], [], []
    for listed, share in FEATURES:
        vectorizer = TfidfVectorizer(analyzer=listed, sublinear_tf=True)
        rows.append(csr_array(vectorizer.fit_transform(texts)) * sqrt(share))
        names.append(tuple(vectorizer.get_feature_names_out().tolist()))
        rarity.append(tuple(vectorizer.idf_.tolist()))
    # saga stops early enough to start in half a second, with the same figures as a full fit in
    # four.
    model = LogisticRegression(C=FIRMNESS, solver="saga", tol=3e-3, max_iter=500, random_state=0)
    model.fit(hstack(rows, format="csr"), labels)
    return Fitted(tuple(names), tuple(rarity), *_figures(model, tuple(classes)))


def _figures(
    model: "LogisticRegression", classes: Sequence[str]
) -> tuple[npt.NDArray[np.float32], npt.NDArray[np.float64]]:
    """The weights and the bias of each class, in the order of the classes."""
    order = [list(model.classes_).index(name) for name in classes]
    coefficients, bias = model.coef_, model.intercept_
    if len(order) == 2:  # scikit-learn gives one row for two classes
        coefficients = np.vstack([-coefficients, coefficients])
        bias = np.concatenate([-bias, bias])
    weights = np.ascontiguousarray(coefficients[order].T, dtype=np.float32)
    return weights, bias[order].astype(np.float64)


class Abandoned(Exception):
    """What was to be learned is wanted no more: the program stops."""


def fit_apart(classes: Sentences) -> Fitted:
    """Like `fit`, in a process that ends with it; here when there can be no other process.

    Raises Abandoned when that process was.
    """
    asked = json.dumps({name: list(sentences) for name, sentences in classes.items()})
    try:
        with subprocess.Popen(  # noqa: S603  # this interpreter, on this module
            [sys.executable, "-m", __name__],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            start_new_session=True,  # Ctrl-C is for us, who end it when we stop
        ) as twin:
            _TWINS.add(twin)
            told, _ = twin.communicate(asked.encode())
        if twin not in _TWINS:
            raise Abandoned
        _TWINS.discard(twin)
        return _read(io.BytesIO(told))
    except (OSError, ValueError, EOFError, BadZipFile):
        return fit(classes)


def abandon() -> None:
    """Ends the processes that are fitting, so that a program that stops need not wait for them."""
    while _TWINS:
        _TWINS.pop().kill()


def kept_in(folder: Path, written: bytes) -> Callable[[Sentences], Fitted]:
    """Like `fit_apart`, but what was learned before from examples so `written` is read there."""
    return partial(_fit_or_read, file_of(folder, written))


def _fit_or_read(file: Path, classes: Sentences) -> Fitted:
    with suppress(OSError, ValueError, KeyError, EOFError, BadZipFile):
        return _read(file)
    fitted = fit_apart(classes)
    with suppress(OSError):  # a folder that may not be written costs each start its seconds
        file.parent.mkdir(parents=True, exist_ok=True)
        forget_others(file)
        half = file.with_suffix(f".{os.getpid()}")  # whole or not there, for whoever reads it now
        half.write_bytes(_written(fitted))
        half.replace(file)
    return fitted


def _written(fitted: Fitted) -> bytes:
    told = io.BytesIO()
    arrays: dict[str, Any] = {"weights": fitted.weights, "bias": fitted.bias}
    for kind, (names, rarity) in enumerate(zip(fitted.names, fitted.rarity, strict=True)):
        arrays |= {f"names{kind}": np.array(names), f"rarity{kind}": np.array(rarity)}
    np.savez(told, **arrays)
    return told.getvalue()


def _read(told: io.BytesIO | Path) -> Fitted:
    with np.load(told) as read:
        kinds = range(len(FEATURES))
        return Fitted(
            tuple(tuple(read[f"names{kind}"].tolist()) for kind in kinds),
            tuple(tuple(read[f"rarity{kind}"].tolist()) for kind in kinds),
            read["weights"],
            read["bias"],
        )


if __name__ == "__main__":
    sys.stdout.buffer.write(_written(fit(json.loads(sys.stdin.buffer.read()))))
