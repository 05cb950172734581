"""The modules that pairs agreed on, and those that they worked on: an agreed session was held."""

from collections import Counter

from bot.kit.shelf import shelf
from bot.pairs.course import module_for
from bot.report.facts import Facts
from bot.report.tree import Course
from storage.nouns import Session


def courses(facts: Facts) -> tuple[Course, ...]:
    """Every module that a pair agreed on, the most worked on first."""
    sessions: dict[int, list[Session]] = {}
    for each in facts.sessions:
        sessions.setdefault(each.pair_id, []).append(each)
    agreed: Counter[str] = Counter()
    held: Counter[str] = Counter()
    worked: Counter[str] = Counter()
    for pair in facts.pairs:
        own = sessions.get(pair.id, [])
        agreed.update(set(pair.course.get("modules", ())))
        on = [
            module.key
            for each in own
            if each.state == "held" and (module := module_for(pair, each, own)) is not None
        ]
        held.update(on)
        worked.update(set(on))
    known = {each.key: (each.outline.title.fr, each.outline.title.en) for each in shelf()}
    found = [
        Course(known[key], agreed[key], worked[key], held[key]) for key in agreed if key in known
    ]
    return tuple(sorted(found, key=lambda each: (-each.worked, -each.agreed, each.name)))
