"""Circles: groups of 3 to 20 people, balanced over what they know and where they work.

People who may not be together (they exclude each other, or are of one reporting line) are kept
apart first; then each circle gets its share of every department and of every subject. Whoever is
alike (same team, same department, same subjects) is dealt to different circles in turn, and then
pairs of people change places as long as that makes the circles more mixed.
"""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from matching.people import Candidate
from matching.rules import tidy

LEAST, MOST = 3, 20
APART = 1_000.0  # how much worse two people who may not be together are than two who are alike
ALIKE = {"team": 2.0, "department": 1.0, "topic": 1.0}


class NoCircles(ValueError):
    """People cannot be put into circles: the message says why."""


def circles(people: Sequence[Candidate], size: int) -> tuple[tuple[int, ...], ...]:
    """Deal people (by id) into circles of about `size`, whose sizes differ by one at most."""
    if not LEAST <= size <= MOST:
        raise NoCircles(f"A circle has {LEAST} to {MOST} people, not {size}.")
    if len({each.id for each in people}) < len(people):
        raise NoCircles("Two people have the same id.")
    if len(people) < LEAST:
        raise NoCircles(f"A circle takes {LEAST} people at least; there are {len(people)}.")
    everyone = sorted(people, key=lambda each: each.id)
    count = _how_many(len(everyone), size)
    likeness = _likeness(everyone)
    place = _dealt(everyone, count)
    _exchange(likeness, place, count)
    groups = (np.flatnonzero(place == circle).tolist() for circle in range(count))
    return tuple(sorted(tuple(everyone[one].id for one in group) for group in groups))


def _how_many(people: int, size: int) -> int:
    """As many circles as come nearest to the size wished for, none too small or too large."""
    possible = [n for n in range(1, people // LEAST + 1) if -(-people // n) <= MOST]
    return min(possible, key=lambda n: (abs(people / n - size), n))


def _likeness(people: Sequence[Candidate]) -> npt.NDArray[np.float64]:
    """How little each two people bring to each other; people × people."""
    likeness = np.zeros((len(people), len(people)))
    for field in ("team", "department"):
        said = [tidy(getattr(each, field)) for each in people]
        number = {text: k for k, text in enumerate(dict.fromkeys(said))}
        code = np.array([number[text] if text else -1 for text in said])
        likeness += ALIKE[field] * ((code[:, None] == code[None, :]) & (code >= 0)[:, None])
    topics = sorted({topic for each in people for topic in each.topics})
    knows = np.array([[topic in each.topics for topic in topics] for each in people], dtype=float)
    if topics:
        share = knows / np.maximum(knows.sum(axis=1, keepdims=True), 1)
        likeness += ALIKE["topic"] * (share @ share.T)
    place = {each.person: k for k, each in enumerate(people) if each.person}
    for k, each in enumerate(people):
        for other in each.avoids | each.managers | each.declined:
            if other in place:
                likeness[k, place[other]] = likeness[place[other], k] = APART
    np.fill_diagonal(likeness, 0)
    return likeness


def _dealt(people: Sequence[Candidate], count: int) -> npt.NDArray[np.int64]:
    """Deal those who are alike one after the other, to and fro."""
    order = sorted(
        range(len(people)),
        key=lambda k: (
            tidy(people[k].department),
            tidy(people[k].team),
            sorted(people[k].topics),
            people[k].id,
        ),
    )
    place = np.zeros(len(people), dtype=np.int64)
    for turn, one in enumerate(order):
        lap, step = divmod(turn, count)
        place[one] = step if lap % 2 == 0 else count - 1 - step
    return place


def _exchange(likeness: npt.NDArray[np.float64], place: npt.NDArray[np.int64], count: int) -> None:
    """Let two people change places while it makes the circles more mixed; best exchange first."""
    member = np.zeros((len(place), count))
    member[np.arange(len(place)), place] = 1
    near = likeness @ member  # person × circle: how alike the person is to the circle
    for _ in range(20 * len(place)):
        own = near[np.arange(len(place)), place]
        there = near[:, place]  # person i in the circle of person j
        gain = own[:, None] + own[None, :] - there - there.T + 2 * likeness
        gain[place[:, None] == place[None, :]] = 0
        one, other = divmod(int(gain.argmax()), len(place))
        if gain[one, other] <= 1e-9:
            return
        here, far = place[one], place[other]
        near[:, far] += likeness[:, one] - likeness[:, other]
        near[:, here] += likeness[:, other] - likeness[:, one]
        place[one], place[other] = far, here
