"""What somebody asks for, recognised from examples by TF-IDF and a logistic regression.

The examples are a few dozen sentences per intent; sentences that ask nothing (`chat.toml`) make
one more class, whose probability goes to nobody: so confidence stays low for small talk that uses
our words. Measured on labelled sentences, regression beats the nearest examples by ten points; see
`benchmarks/understanding.py`.

Fitting uses scikit-learn, imported then, and takes about half a second. Recognising does not: one
short sentence is a few look-ups.
"""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from math import log, sqrt
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from matching.utterance import letter_features, said, unasked, word_features

if TYPE_CHECKING:
    from sklearn.linear_model import LogisticRegression

# Confidence from which a guess may be acted upon, and the lower one from which it may be offered
# as a question.
RECOGNISED_AT = 0.6
WORTH_ASKING_AT = 0.35

NOTHING = "unknown"  # the class of what asks nothing; never the intent of a guess
WORD_SHARE = 0.6  # of the length of a sentence; the rest is of letters
FIRMNESS = 100.0  # inverse of the regularisation, scikit-learn's C


@dataclass(frozen=True, slots=True)
class Guess:
    """The likeliest intent of a text; act on it from `RECOGNISED_AT` only."""

    intent: str  # "" when there is nothing to go by
    confidence: float  # its probability, 0–1
    runner_up: str
    margin: float  # confidence minus that of the runner-up


@dataclass(frozen=True, slots=True)
class _Block:
    """One kind of features, fitted: where each stands among the columns, and how rare it is."""

    listed: Callable[[list[str]], list[str]]
    columns: dict[str, int]
    rarity: list[float]
    share: float

    def row(self, tokens: list[str]) -> tuple[list[int], list[float]]:
        """Weigh the known features of a text as scikit-learn would, to the length of its share."""
        columns, weights = [], []
        total = 0.0
        for name, times in Counter(self.listed(tokens)).items():
            column = self.columns.get(name)
            if column is not None:
                weight = (1 + log(times)) * self.rarity[column]
                columns.append(column)
                weights.append(weight)
                total += weight * weight
        scale = sqrt(self.share / total) if total else 0.0
        return columns, [weight * scale for weight in weights]


class Recogniser:
    """Guesses which intent a text expresses, having seen examples of each."""

    def __init__(self, examples: Mapping[str, Sequence[str]]) -> None:
        """Learn from examples: intent -> sentences, all languages together."""
        # Here, not above: they take a second to import, and `--help` or a button need none of it.
        from scipy.sparse import csr_array, hstack
        from sklearn.feature_extraction.text import TfidfVectorizer
        from sklearn.linear_model import LogisticRegression

        classes: dict[str, list[str]] = {NOTHING: list(unasked())}
        for intent in sorted(examples):
            classes.setdefault(intent, []).extend(examples[intent])
        self.intents = tuple(intent for intent in classes if intent != NOTHING)
        if not self.intents:
            raise ValueError("A recogniser needs examples of at least one intent.")
        texts = [said(text) for sentences in classes.values() for text in sentences]
        labels = [intent for intent, sentences in classes.items() for _ in sentences]
        self._blocks: list[_Block] = []
        rows = []
        for listed, share in ((word_features, WORD_SHARE), (letter_features, 1 - WORD_SHARE)):
            vectorizer = TfidfVectorizer(analyzer=listed, sublinear_tf=True)
            rows.append(csr_array(vectorizer.fit_transform(texts)) * sqrt(share))
            self._blocks.append(
                _Block(listed, vectorizer.vocabulary_, vectorizer.idf_.tolist(), share)
            )
        # saga stops early enough to start in half a second, with the same figures as a full fit in
        # four.
        model = LogisticRegression(
            C=FIRMNESS, solver="saga", tol=3e-3, max_iter=500, random_state=0
        )
        model.fit(hstack(rows, format="csr"), labels)
        self._fit(model)

    def _fit(self, model: "LogisticRegression") -> None:
        """Keep the weights: a row per feature, a column per class, NOTHING in the last one."""
        order = [list(model.classes_).index(intent) for intent in (*self.intents, NOTHING)]
        coefficients, bias = model.coef_, model.intercept_
        if len(order) == 2:  # scikit-learn gives one row for two classes
            coefficients, bias = (
                np.vstack([-coefficients, coefficients]),
                np.concatenate([-bias, bias]),
            )
        self._weights: npt.NDArray[np.float32] = np.ascontiguousarray(
            coefficients[order].T, dtype=np.float32
        )
        self._bias: npt.NDArray[np.float64] = bias[order].astype(np.float64)

    def recognise(self, text: str) -> Guess:
        """Guess the intent of one text."""
        tokens = said(text)
        columns: list[int] = []
        weights: list[float] = []
        offset = 0
        for block in self._blocks:
            found, weighed = block.row(tokens)
            columns += [column + offset for column in found]
            weights += weighed
            offset += len(block.columns)
        if not columns:
            return Guess("", 0.0, "", 0.0)
        lean = np.array(weights) @ self._weights[columns] + self._bias
        chances = np.exp(lean - lean.max())
        chances = (chances / chances.sum())[:-1]
        order = np.argsort(-chances, kind="stable")
        first, second = int(order[0]), int(order[1]) if len(order) > 1 else None
        confidence = float(chances[first])
        if second is None:
            return Guess(self.intents[first], confidence, "", confidence)
        return Guess(
            self.intents[first],
            confidence,
            self.intents[second],
            confidence - float(chances[second]),
        )
