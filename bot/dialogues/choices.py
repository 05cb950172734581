"""What can be chosen in several forms, and the other words that mean those choices."""

import re
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from typing import Any
from zoneinfo import available_timezones

from babel import Locale

from bot.forms.field import Answers, Given, Wrong
from bot.forms.fields import Choose
from bot.forms.words import YES, fold, has_words, says_no, says_yes
from bot.message import Option
from bot.texts import Voice
from bot.vocabulary import lists, names, words

_SAVE = re.compile(r" (?:pas|ni|sauf|jamais|not|except|never) ")
OTHER = "other"  # the code of a subject for whatever is in no list
_NAMELESS = YES | frozenset(words("answers", "nameless"))
_SHORT, _ROOT, _ENOUGH = 3, 6, 2  # letters, letters, words in common
LANGUAGES = ("fr", "en", "es", "de", "it", "pt", "nl", "ar")


class Agreement(Choose):
    """A yes or a no, in any of the words for them."""

    def read(self, text: str, given: Given) -> str:
        if says_yes(text):
            return "yes"
        return "no" if says_no(text) else super().read(text, given)


def labelled(prefix: str, codes: Iterable[str]) -> Callable[[Given], tuple[Option, ...]]:
    """Options whose labels are the sentences `choice.<prefix>.<code>`."""
    kept = tuple(codes)

    def options(given: Given) -> tuple[Option, ...]:
        return _labelled(given.voice.language, prefix, kept)

    return options


def topics(given: Given) -> tuple[Option, ...]:
    """The subjects of the programme."""
    return tuple(
        Option(topic["code"], topic["en" if given.voice.locale == "en" else "fr"])
        for topic in given.plan.get("topics", ())
    )


def topics_near(name: str) -> Callable[[Answers, Given], tuple[str, ...]]:
    """The subjects that an earlier answer names; where it names none, the one for all others."""

    def near(answers: Answers, given: Given) -> tuple[str, ...]:
        written = f" {fold(' '.join(answers.get(name, ())))} "
        if not written.strip():
            return ()
        every = given.plan.get("topics", ())
        found = [each["code"] for each in every if _is_named(each, written)]
        return tuple(found) or tuple(each["code"] for each in every if each["code"] == OTHER)

    return near


def _is_named(topic: Mapping[str, Any], written: str) -> bool:
    """Whether a text holds the subject's name in either language, a proper name of it, or most of
    its telling words: one such as `ligne` alone would tick what nobody meant.
    """
    if topic["code"] == OTHER:
        return False
    said = _roots(written)
    for tongue in ("fr", "en"):
        name = topic[tongue]
        proper = {fold(each) for each in re.findall(r"(?<=[ (])[A-Z]\w+", name)}
        if f" {fold(name)} " in written or any(f" {each} " in written for each in proper):
            return True
        if len(_roots(fold(name)) & said) >= _ENOUGH:
            return True
    return False


def _roots(text: str) -> set[str]:
    """The beginnings of the words that are long enough to tell something."""
    return {word[:_ROOT] for word in text.split() if len(word) > _SHORT}


def languages(given: Given) -> tuple[Option, ...]:
    """The languages of the programme, each in the person's own."""
    wanted = given.plan.get("signup", {}).get("languages") or LANGUAGES[:2]
    return tuple(Option(code, _language_name(code, given.voice.locale)) for code in wanted)


def capacities(given: Given) -> tuple[Option, ...]:
    """How many people a mentor may follow."""
    most = given.plan.get("signup", {}).get("capacity", 1)
    return tuple(
        Option(str(n), given.voice.words("choice.capacity", n)) for n in range(1, most + 1)
    )


def hours(given: Given) -> tuple[Option, ...]:
    """How many hours in all a mentor may offer."""
    most = given.plan.get("on_request", {}).get("hours") or 1
    return tuple(Option(str(n), given.voice.words("choice.hours", n)) for n in range(1, most + 1))


def format_meant(text: str) -> str:
    """How words say that people would rather meet; empty when they do not, or when in doubt."""
    said = f" {fold(text)} "
    known = lists("formats").items()
    ways = {way for way, words in known if any(f" {each} " in said for each in words)}
    if "either" in ways:
        return "either"
    if not ways or _SAVE.search(said):
        return ""
    return "either" if len(ways) > 1 else ways.pop()


def somebody_meant(text: str, given: Given) -> str:
    """The names typed where somebody was asked for, without the yes before. Raises Wrong."""
    if fold(text) in _NAMELESS:
        raise Wrong("name-wanted")
    first, _, rest = text.partition(",")
    return rest.strip() if fold(first) in _NAMELESS and has_words(rest) else text


def zone_meant(text: str, given: Given) -> str:
    """The time zone that a city or an IANA name means. Raises Wrong."""
    if text in _zones():
        return text
    found = _cities().get(fold(text))
    if found is None:
        raise Wrong("no-such-zone")
    return found


@cache
def _zones() -> frozenset[str]:
    """Every IANA name; the library walks the disk each time it is asked."""
    return frozenset(available_timezones())


@cache
def _cities() -> dict[str, str]:
    known: dict[str, str] = {}
    for zone in sorted(_zones()):
        if "/" in zone and not zone.startswith(("Etc/", "SystemV/", "US/", "Brazil/", "Canada/")):
            known.setdefault(fold(zone.rsplit("/", 1)[1]), zone)
    for locale in ("fr", "en"):
        for zone, told in Locale(locale).time_zones.items():
            if "city" in told and zone in _zones():
                known[fold(told["city"])] = zone
    return known | names("cities")


@cache
def _labelled(language: str, prefix: str, codes: tuple[str, ...]) -> tuple[Option, ...]:
    voice = Voice(language.partition("_")[0], tone="tu" if language.endswith("_tu") else "vous")
    return tuple(Option(code, voice.words(f"choice.{prefix}.{code}")) for code in codes)


@cache
def _language_name(code: str, locale: str) -> str:
    name = Locale(locale).languages.get(code, code)
    return str(name)
