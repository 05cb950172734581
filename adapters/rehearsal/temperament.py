"""How people behave: how soon they answer, and what they do with a planned session."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Temperament:
    """Hours before answering (least, most), and how likely each habit is (0 to 1)."""

    hours: tuple[float, float]
    answers: float  # a poll, an invitation
    plans: float  # presses the button that plans, when shown it
    cancels: float  # a session just agreed
    moves: float
    leaves: float  # after a session


TEMPERAMENTS = {
    "eager": Temperament((0.1, 5), 0.98, 0.97, 0.01, 0.03, 0.0),
    "steady": Temperament((2, 40), 0.86, 0.85, 0.04, 0.08, 0.01),
    "silent": Temperament((20, 90), 0.3, 0.3, 0.05, 0.05, 0.02),
    "canceller": Temperament((3, 40), 0.7, 0.8, 0.6, 0.1, 0.02),
    "mover": Temperament((3, 40), 0.8, 0.85, 0.05, 0.65, 0.0),
    "leaver": Temperament((6, 60), 0.5, 0.8, 0.1, 0.1, 0.7),
}
