"""What a recogniser says of a text, and how sure one must be; no number is loaded for that."""

from dataclasses import dataclass

# Confidence from which a guess may be acted upon, and the lower one from which it may be offered
# as a question.
RECOGNISED_AT = 0.6
WORTH_ASKING_AT = 0.35

NOTHING = "unknown"  # the class of what asks nothing; never the intent of a guess


@dataclass(frozen=True, slots=True)
class Guess:
    """The likeliest intent of a text; act on it from `RECOGNISED_AT` only."""

    intent: str  # "" when there is nothing to go by
    confidence: float  # its probability, 0–1
    runner_up: str
    margin: float  # confidence minus that of the runner-up
