"""What every part of a plan is made of: sentences in both languages, codes, days, broken rules."""

from collections.abc import Iterable
from typing import Annotated, Self
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError

from bot.programme.lines import Path

Broken = tuple[Path, str]  # where, seen from the part that holds the rule, and what to do


def refuse_if(broken: Iterable[Broken]) -> None:
    """Refuses a part with all its broken rules at once; a template's reader finds their lines."""
    found = [*broken]
    if found:
        text = "; ".join(what for _, what in found)
        # Braces would be read as places to fill in.
        raise PydanticCustomError("rules", "{text}", {"text": text, "broken": found})


def _said(text: str) -> str:
    if not text.strip():
        raise PydanticCustomError("empty", "is empty: write the sentence")
    return text


def _spelled(text: str) -> str:
    if not any(letter.isalnum() for letter in text):
        raise PydanticCustomError("spelled", "has no letter: write a word")
    return text


def _known_zone(zone: str) -> str:
    try:
        ZoneInfo(zone)
    except (LookupError, ValueError, OSError) as error:  # unknown, malformed, a folder of zones
        what = "is no time zone: write one such as Europe/Paris"
        raise PydanticCustomError("zone", what) from error
    return zone


Sentence = Annotated[str, AfterValidator(_said)]
Synonym = Annotated[str, Field(max_length=80), AfterValidator(_spelled)]
Code = Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]*$")]
Zone = Annotated[str, AfterValidator(_known_zone)]
Days = Annotated[int, Field(ge=1)]


class Part(BaseModel):
    """A part of what is written in TOML: no key but its own, and never changed."""

    # What checks a part is built when a template is first read.
    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)


class Words(Part):
    """A sentence in each language."""

    fr: Sentence
    en: Sentence

    def of(self, locale: str) -> str:
        """The sentence in that language."""
        return self.en if locale == "en" else self.fr


class WordLists(Part):
    """Several sentences in each language, as many in both."""

    fr: tuple[Sentence, ...] = Field(min_length=1)
    en: tuple[Sentence, ...] = Field(min_length=1)

    def of(self, locale: str) -> tuple[str, ...]:
        """The sentences in that language."""
        return self.en if locale == "en" else self.fr

    @model_validator(mode="after")
    def _same_length(self) -> Self:
        if len(self.fr) != len(self.en):
            held = f"fr holds {len(self.fr)}, en holds {len(self.en)}"
            refuse_if([((), f"must hold as many sentences in both languages: {held}")])
        return self
