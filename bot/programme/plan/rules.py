"""What bars a pair, and how pairs are chosen."""

from typing import Annotated

from pydantic import Field

from bot.programme.plan.part import Part, Synonym
from matching.people import How, Strategy


class Prefer(Part):
    """What makes one of two close pairs better, and how much."""

    hours: How = "a little"
    format: How = "a little"
    generations: How = "a little"
    departments: How = "a little"
    waiting: How = "somewhat"


class Rules(Part):
    """What bars a pair, and how pairs are chosen among those that are left."""

    same_team: bool = True
    reporting_line: bool = True
    common_language: bool = True
    common_halfday: bool = True
    strategy: Strategy = "greedy"
    every_mentor: bool = False
    age_gap: Annotated[int, Field(ge=0, le=40)] = 0  # years that two people are apart at least
    seniority_gap: Annotated[int, Field(ge=0, le=40)] = 0
    mentors_each: Annotated[int, Field(ge=1, le=3)] = 1  # the most a mentee may have at once
    prefer: Prefer = Prefer()
    synonyms: dict[Synonym, Annotated[tuple[Synonym, ...], Field(min_length=1, max_length=20)]] = (
        Field(default={}, max_length=300)
    )
