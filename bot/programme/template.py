"""Templates: reading a programme's plan from TOML, and saying where and what is wrong with one.

A template is data in `bot/templates/<name>.toml`. A programme keeps its plan for good as JSON
(`plan_data`), so a template may change without touching the programmes already made from it.
"""

import json
from collections.abc import Mapping
from difflib import get_close_matches
from functools import cache
from hashlib import sha256
from importlib.resources import files
from typing import Any

from bot.programme.lines import key_lines, line_of
from bot.programme.plan import Plan
from bot.programme.reading import Problem, told, understood

_plans: dict[str, Plan] = {}  # by digest: the same plan is asked for at every event
_MOST_PLANS = 512


class BadTemplate(ValueError):
    """A template cannot be used as it is written."""

    def __init__(self, source: str, problems: tuple[Problem, ...]) -> None:
        self.source = source
        self.problems = problems
        super().__init__("\n".join(told(source, problem) for problem in problems))


class UnknownTemplate(LookupError):
    """No template has that name."""

    def __init__(self, name: str) -> None:
        self.name = name
        begun = [each for each in names() if name and each.startswith(name)]
        self.near = next(iter(begun or get_close_matches(name, names(), 1)), None)
        guess = f" Did you mean {self.near!r}?" if self.near else ""
        super().__init__(f"No template is called {name!r}.{guess} There are: {', '.join(names())}.")


@cache
def names() -> tuple[str, ...]:
    """The names of the templates that come with the bot."""
    found = (files("bot") / "templates").iterdir()
    return tuple(sorted(file.name[:-5] for file in found if file.name.endswith(".toml")))


@cache
def load(name: str) -> Plan:
    """The plan of a template. Raises UnknownTemplate or BadTemplate."""
    if name not in names():
        raise UnknownTemplate(name)
    source = f"bot/templates/{name}.toml"
    text = (files("bot") / "templates" / f"{name}.toml").read_text("utf-8")
    plan = read(text, source)
    if plan.key != name:
        what = f"must be {name!r}, as the file is called"
        raise BadTemplate(source, (Problem(line_of(("key",), key_lines(text)), "key", what),))
    return plan


def copied(name: str, key: str) -> str:
    """The text of a template under another key. Raises UnknownTemplate or BadTemplate."""
    load(name)
    text = (files("bot") / "templates" / f"{name}.toml").read_text("utf-8")
    mine = text.replace(f'key = "{name}"', f'key = "{key}"', 1)
    read(mine, f"{key}.toml")  # what is no code is refused
    return mine


def check_all() -> None:
    """Reads every template, so that a bad one is met at start-up. Raises BadTemplate."""
    for name in names():
        load(name)


def read(text: str, source: str) -> Plan:
    """The plan that a TOML text describes; `source` names it in errors. Raises BadTemplate."""
    found = understood(Plan, text)
    if isinstance(found, tuple):
        raise BadTemplate(source, found)
    return found


def plan_data(plan: Plan) -> dict[str, Any]:
    """The plan as plain JSON, with the digest that `plan_of` finds it by."""
    data = plan.model_dump(mode="json", by_alias=True)
    return {**data, "digest": _digest(data)}


def plan_of(data: Mapping[str, Any]) -> Plan:
    """The plan that `plan_data` wrote. Raises ValueError when it was changed since."""
    plan = _plans.get(data.get("digest", ""))
    return plan if plan is not None else _read_back(data)


def _read_back(data: Mapping[str, Any]) -> Plan:
    bare = {key: value for key, value in data.items() if key != "digest"}
    digest = _digest(bare)
    if data.get("digest", digest) != digest:
        raise ValueError("This plan was changed without its digest: write it with plan_data.")
    # A programme outlives versions: what a later schema has dropped must not stop it.
    plan = Plan.model_validate(bare, extra="ignore")
    if len(_plans) >= _MOST_PLANS:
        _plans.clear()
    _plans[digest] = plan
    return plan


def _digest(data: Mapping[str, Any]) -> str:
    text = json.dumps(data, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return sha256(text.encode()).hexdigest()[:32]


__all__ = [
    "BadTemplate",
    "Problem",
    "UnknownTemplate",
    "check_all",
    "load",
    "names",
    "plan_data",
    "plan_of",
    "read",
]
