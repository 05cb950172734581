"""In which order anonymous answers came: by waves of the floor's size, and no nearer than that.

Their numbers are drawn by chance, so that none can be set beside the moment somebody answered. What
is told before the end must not change by one answer, though, and so needs an order of some kind.
"""

from storage.nouns import Answer, Programme
from storage.tally import tally
from storage.work import Work

WAVE = "wave"  # among the answers of somebody who is not named


def wave_of_next(work: Work, programme: Programme, form: str, role: str, floor: int) -> int:
    """How many whole waves of one role have answered a form."""
    known = tally(work, Answer, "role", programme_id=programme.id, form=form, role=role)
    return known.get(role, 0) // floor


def arrival(answer: Answer) -> tuple[int, int]:
    """What puts answers of one form and role in the order in which they may be told."""
    wave = answer.answers.get(WAVE, -1)  # kept before there were waves, or under a name
    return (wave if isinstance(wave, int) else -1, answer.id)
