"""Age and seniority, told in ranges and only where a programme's rules use them.

Nobody has to say, and a range is all that is kept. Rules count from the middle of the range.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

# The code of each range, and the years that it stands for.
AGES = {"under-25": 22, "25-34": 30, "35-44": 40, "45-54": 50, "55-64": 60, "65-more": 68}
SENIORITIES = {"0-2": 1, "3-5": 4, "6-10": 8, "11-20": 15, "21-more": 25}


def asks_age(plan: Mapping[str, Any]) -> bool:
    """Whether a programme wants to know how old people are, and has a use for it."""
    return _asks(plan, "ask_age", "age_gap")


def asks_seniority(plan: Mapping[str, Any]) -> bool:
    """Whether a programme wants to know how long people have worked, and has a use for it."""
    return _asks(plan, "ask_seniority", "seniority_gap")


def age_range(years: int) -> str:
    """The range that somebody of so many years is in."""
    return _range(AGES, years)


def seniority_range(years: int) -> str:
    """The range of somebody who has worked for so many years."""
    return _range(SENIORITIES, years)


def told(plan: Mapping[str, Any], ranges: Mapping[str, Any]) -> dict[str, Any]:
    """Of what a list told about somebody, what the programme asks people too."""
    asked = {"age": asks_age(plan), "seniority": asks_seniority(plan)}
    return {name: code for name, code in ranges.items() if asked[name]}


def born(answers: Mapping[str, Any], on: date) -> int | None:
    """The year about which somebody was born, if they told their age."""
    years = AGES.get(str(answers.get("age", "")))
    return None if years is None else on.year - years


def seniority(answers: Mapping[str, Any]) -> int | None:
    """About how many years somebody has worked, if they told."""
    return SENIORITIES.get(str(answers.get("seniority", "")))


def _asks(plan: Mapping[str, Any], asked: str, gap: str) -> bool:
    rules = plan.get("rules", {})
    used = rules.get(gap, 0) > 0 or rules.get("prefer", {}).get("generations", "a little") != "no"
    return bool(plan.get("signup", {}).get(asked, False)) and used


def _range(ranges: Mapping[str, int], years: int) -> str:
    """The last range that begins at so many years or before."""
    codes = [*ranges]
    starts = (0, *(int(code.split("-")[0]) for code in codes[1:]))
    return [code for code, start in zip(codes, starts, strict=True) if start <= years][-1]
