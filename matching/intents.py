"""What somebody asks for, recognised from examples by TF-IDF and a logistic regression.

The examples are a few dozen sentences per intent; sentences that ask nothing (`chat.toml`) make
one more class, whose probability goes to nobody: so confidence stays low for small talk that uses
our words. Measured on labelled sentences, regression beats the nearest examples by ten points; see
`benchmarks/understanding.py`.

Fitting takes about a second (`matching/fitting.py`). Recognising does without scikit-learn: one
short sentence is a few look-ups.
"""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from math import log, sqrt

import numpy as np

from matching.fitting import FEATURES, Fitted, Sentences, fit
from matching.guess import NOTHING, Guess
from matching.stems import word_lists
from matching.utterance import said, unasked


def _classes_of(examples: Mapping[str, Sequence[str]]) -> Sentences:
    """What is told apart: what asks nothing, then each intent in order of its name.

    Raises ValueError when there is no intent.
    """
    intents = [intent for intent in sorted(examples) if intent != NOTHING]
    if not intents:
        raise ValueError("A recogniser needs examples of at least one intent.")
    nothing = [*unasked(), *examples.get(NOTHING, ())]
    return {NOTHING: nothing, **{intent: examples[intent] for intent in intents}}


@cache
def _articles() -> frozenset[str]:
    return frozenset().union(*word_lists()["article"].values())


@dataclass(frozen=True, slots=True)
class _Block:
    """One kind of features, fitted: where each stands among the columns, and how rare it is."""

    listed: Callable[[list[str]], list[str]]
    columns: dict[str, int]
    rarity: Sequence[float]
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

    def __init__(
        self,
        examples: Mapping[str, Sequence[str]],
        fitting: Callable[[Sentences], Fitted] = fit,
    ) -> None:
        """Learn from examples: intent -> sentences, all languages together."""
        classes = _classes_of(examples)
        self.intents = tuple(classes)[1:]  # what asks nothing has the first column
        fitted = fitting(classes)
        self._weights, self._bias = fitted.weights, fitted.bias
        self._blocks = [
            _Block(listed, {name: column for column, name in enumerate(names)}, rarity, share)
            for (listed, share), names, rarity in zip(
                FEATURES, fitted.names, fitted.rarity, strict=True
            )
        ]

    def recognise(self, text: str) -> Guess:
        """Guess the intent of one text."""
        tokens = self._without_article(said(text))
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
        chances = (chances / chances.sum())[1:]
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

    def _without_article(self, tokens: list[str]) -> list[str]:
        """Leave an article out before a lone word never seen: `a cat` would be what `a` is."""
        if len(tokens) != 2 or tokens[0] not in _articles():
            return tokens
        words = self._blocks[0]
        known = any(name in words.columns for name in words.listed(tokens[1:]))
        return tokens if known else tokens[1:]
