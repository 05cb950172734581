"""Puts what people type about dates, in French or in English, into one small language of tokens.

People mix both languages whatever their locale, so one vocabulary serves all; the locale decides
only what two languages read differently ("mar", "sept", 3/12). Typed words are lower case and
tokens upper case, so nothing typed can pass for a token; an unknown word becomes "?", and whoever
reads the tokens gives up on it rather than guess what was meant around it.

N3 number, O3 day of a month ("the 3rd", "le 3"), M3 March, Y2026 year, W0 Monday, D1 days from
today, T1430 wall time, V0530 wall time that may be of the morning or of the afternoon, UD UW UM UY
UH UN units from days to hours and minutes; the others are words of grammar.
"""

import re
import unicodedata
from collections.abc import Callable, Mapping
from functools import cache, partial

_MONTHS = (
    ("janvier janv january jan", "M1"),
    ("fevrier fevr fev february feb", "M2"),
    ("mars march", "M3"),
    ("avril avr april apr", "M4"),
    ("mai may", "M5"),
    ("juin june jun", "M6"),
    ("juillet juil july jul", "M7"),
    ("aout august aug", "M8"),
    ("septembre september sep", "M9"),
    ("octobre october oct", "M10"),
    ("novembre november nov", "M11"),
    ("decembre december dec", "M12"),
)
_WEEKDAYS = (
    ("lundi lun monday", "W0"),
    ("mardi tuesday tue tues", "W1"),
    ("mercredi mer wednesday wed", "W2"),
    ("jeudi jeu thursday thu thur thurs", "W3"),
    ("vendredi ven friday fri", "W4"),
    ("samedi sam saturday sat weekend", "W5"),
    ("dimanche dim sunday sun", "W6"),
)
_GRAMMAR = (
    ("le la l au du the", "LE"),
    ("at", "AT"),
    ("to", "TO"),
    ("from", "FROM"),
    ("dans en in", "IN"),
    ("pendant durant pour for", "FOR"),
    ("until till til jusque", "UNTIL"),
    ("ce cet cette this", "THIS"),
    ("prochain prochaine prochains prochaines next", "NEXT"),
    ("debut beginning start", "BEGIN"),
    ("mi mid milieu middle", "MID"),
    ("fin end", "END"),
    ("jour jours journee day days", "UD"),
    ("semaine semaines week weeks", "UW"),
    ("mois month months", "UM"),
    ("annee annees year years", "UY"),
    ("hour hours", "UH"),
    ("minute minutes min mn", "UN"),
    ("aujourdhui ajd today", "D0"),
    ("demain tomorrow tomorow tommorow tommorrow tmrw", "D1"),
    ("hier yesterday", "D-1"),
    ("tonight", "D0 EVENING"),
    ("matin matinee morning", "MORNING"),
    ("aprem afternoon", "AFTERNOON"),
    ("soir soiree evening", "EVENING"),
    ("noel christmas xmas", "N25 M12"),
)
# Courtesies around a date that change nothing of it.
_SILENT = """
    de d of on les des inclus incluse included inclusive compris pile sharp
    bonjour bonsoir salut hello hi ok okay oui yes alors donc well svp stp please merci thanks
    je i propose on peut peux pourrait can could we us nous vous se voir voit retrouve rdv
    rendez seance session meeting reunion let s lets meet how what about would be is est
    works work fine good great parfait perfect me va convient ira irait ca cela that it marche
    suis m im am disponible dispo libre free available
"""
_BY_LOCALE: Mapping[str, Mapping[str, str]] = {
    "fr": {"mar": "W1", "mon": "", "a": "AT"},
    "en": {"mar": "M3", "mon": "W0", "a": "AT", "sept": "M9"},
}

_NAMES: dict[str, str] = {
    word: token for words, token in (*_MONTHS, *_WEEKDAYS) for word in words.split()
}
_WORDS: dict[str, str] = {
    **dict.fromkeys(_SILENT.split(), ""),
    **{word: token for words, token in _GRAMMAR for word in words.split()},
    **_NAMES,
}
_LONG_NAMES = {name: token for name, token in _NAMES.items() if len(name) >= 5}


def tokens(text: str, locale: str) -> str:
    """The tokens of `text`, separated by spaces, read as somebody of `locale` would."""
    language = "fr" if locale[:2].casefold() == "fr" else "en"
    month_first = locale.replace("_", "-").casefold() == "en-us"
    said = _plain(text)
    said = _NUMBER_WORDS[language].sub(lambda found: f"{_numbers()[found[0]]}", said)
    if language == "fr":
        said = re.sub(r"\ba (?=[0-9])", "at ", said)
    for pattern, written in _PHRASES:
        said = pattern.sub(written, said)
    said = _NUMERIC_DATE.sub(lambda found: _numeric_date(found, month_first), said)
    for pattern, wall_time in _TIMES:
        said = pattern.sub(partial(_spaced, wall_time, language), said)
    said = re.sub(r"\b([0-9]{1,2})(?:st|nd|rd|th|er|ere|e|eme)\b", r" O\1 ", said)
    said = re.sub(r"\b(1[0-9]{3}|2[0-9]{3})\b", r" Y\1 ", said)
    said = re.sub(r"\b([0-9]{1,4})\b", r" N\1 ", said)
    said = re.sub(r"(?<=[0-9]) +- +(?=[TV][0-9])", " TO ", said)
    said = re.sub(r"[/&+|=<>~]", " ? ", said)
    words = _BY_LOCALE[language]
    return " ".join(
        token
        for word in re.findall(r"[A-Z][A-Z0-9-]*|\?|[^\W_]+", said)
        if (token := word if word[0] in _UPPER else _token(word, words))
    )


_UPPER = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZ?")


def _plain(text: str) -> str:
    """Lower case without accents; a "?" is mere punctuation; "à" is kept apart from "a"."""
    lower = unicodedata.normalize("NFKC", text).casefold().replace("?", " ").replace("@", " at ")
    lower = re.sub(r"(?<![\w'’])à(?!\w)", "at", lower)
    bare = unicodedata.normalize("NFKD", lower).casefold()
    bare = "".join(letter for letter in bare if not unicodedata.combining(letter))
    bare = re.sub("[’‘ʼ`´]", "'", bare).replace("?", " ")
    bare = re.sub("[\u2010-\u2015\u2212]", "-", bare)
    return " ".join(bare.split())


def _token(word: str, of_locale: Mapping[str, str]) -> str:
    if word in of_locale:
        return of_locale[word]
    found = _WORDS.get(word)
    return _nearest_name(word) if found is None else found


def _nearest_name(word: str) -> str:
    """The month or weekday one slip away from a word of five letters or more, if only one is.

    A plural is no slip: "Tuesdays" is a habit, not a date.
    """
    if not 5 <= len(word) <= 12 or word.removesuffix("s") in _LONG_NAMES:
        return "?"
    meant = {token for name, token in _LONG_NAMES.items() if _one_slip(word, name)}
    return meant.pop() if len(meant) == 1 else "?"


def _one_slip(typed: str, name: str) -> bool:
    """Whether one letter is wrong, missing, too many, or swapped with its neighbour."""
    if abs(len(typed) - len(name)) > 1:
        return False
    while typed and name and typed[0] == name[0]:
        typed, name = typed[1:], name[1:]
    while typed and name and typed[-1] == name[-1]:
        typed, name = typed[:-1], name[:-1]
    return (len(typed) <= 1 and len(name) <= 1) or (len(typed) == 2 and typed == name[::-1])


# ------------------------------------------------------------------------------ numbers in words


_FRENCH = """
    zero un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze
    seize dix-sept dix-huit dix-neuf
"""
_ENGLISH = """
    zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen
    fifteen sixteen seventeen eighteen nineteen
"""
_ORDINAL = """
    zeroth first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth
    thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth
"""
_TENS = (
    ("vingt", "twenty"),
    ("trente", "thirty"),
    ("quarante", "forty"),
    ("cinquante", "fifty"),
)


@cache
def _numbers() -> dict[str, str]:
    """Numbers to 59 and English ordinals to 31, in words, with "-" or a space inside."""
    french, english, ordinal = _FRENCH.split(), _ENGLISH.split(), _ORDINAL.split()
    written = {word: str(value) for value, word in enumerate(french)}
    written |= {word: str(value) for value, word in enumerate(english)}
    written |= {word: f"{value}th" for value, word in enumerate(ordinal) if value}
    written |= {"une": "1", "premier": "1th", "twentieth": "20th", "thirtieth": "30th"}
    for ten, (in_french, in_english) in enumerate(_TENS, start=2):
        written |= {in_french: f"{ten}0", in_english: f"{ten}0"}
        written |= {f"{in_french}-et-{one}": f"{ten}1" for one in ("un", "une")}
        for unit in range(1, 10):
            written[f"{in_french}-{french[unit]}"] = f"{ten}{unit}"
            written[f"{in_english}-{english[unit]}"] = f"{ten}{unit}"
            written[f"{in_english}-{ordinal[unit]}"] = f"{ten}{unit}th"
    return written | {word.replace("-", " "): value for word, value in written.items()}


def _number_words(*left_out: str) -> str:
    words = sorted((word for word in _numbers() if word not in left_out), key=len, reverse=True)
    return rf"(?<![\w'])(?:{'|'.join(words)})(?![\w'])"


# In English "sept" is a month; in French it is one only after the day ("le 3 sept").
_NUMBER_WORDS = {
    "fr": re.compile(
        rf"(?<![0-9] )(?<![0-9]er ){_number_words()}"
        rf"|(?:(?<=[0-9] )|(?<=[0-9]er )){_number_words('sept')}"
    ),
    "en": re.compile(_number_words("sept")),
}


# ----------------------------------------------------------------- phrases, numeric dates, hours

_PHRASES: list[tuple[re.Pattern[str], str]] = [
    (re.compile(pattern), written)
    for pattern, written in (
        (r"\b([ap])\.\s?m\b\.?", r"\1m"),
        (r"(?<=[0-9]) sept\b", " septembre"),
        (r"(?<=[0-9]er) sept\b", " septembre"),
        (r"\bhalf an hour\b|\b(?:1 )?demi[ -]heure\b", "30 minutes"),
        (r"\b(?:a |1 )?couple of\b", "2"),
        (r"\ban? (?=hour|day|week|month|year|fortnight)", "1 "),
        (r"\b(?:1 )?(?:quinzaine(?: de jours)?|fortnight)\b", "2 semaines"),
        # Eight days are a week and fifteen are two, as everybody counts them in French.
        (r"\b8 jours\b", "1 semaine"),
        (r"\b15 jours\b", "2 semaines"),
        (r"(?<=[0-9] )ans?\b", "annee"),
        (r"\bapres[ -]?demain\b|\b(?:the )?day after tomorrow\b", " D2 "),
        (r"\b(?:aujourd|ojourd|aujour)[' ]?d?'?hui\b", " D0 "),
        (r"\bapres[ -]?midi\b|\baprem\b", " AFTERNOON "),
        (r"\bfrom (?:now|today)\b", " NOW "),
        (r"\bjusqu(?:'| |e )?(?:aux?|a|en)?\b", " UNTIL "),
        (r"\bqui vient\b", " NEXT "),
        # A span of hours keeps its start: "de 14 à 16h", "14-16h", "2-4 pm".
        (r"\bde ([0-9]{1,2}) at (?=[0-9]{1,2} ?h)", r"\1h to "),
        (r"\b([0-9]{1,2}) ?- ?(?=[0-9]{1,2} ?h)", r"\1h to "),
        (r"\b([0-9]{1,2}) ?(?:-|to) ?(?=[0-9]{1,2} ?([ap]m)\b)", r"\1\2 to "),
        (r"\bo'? ?clock\b", "oclock"),
        (r"\bweek[ -]end\b", "weekend"),
        (r"\b(?:nouvel an|jour de l'an|new year's day|new year)\b", " N1 M1 "),
    )
]

_DAY = r"([0-9]{1,2})"
_NUMERIC_DATE = re.compile(
    r"(?<![0-9/.:-])(?:"
    r"([0-9]{4})([/-])([0-9]{1,2})\2([0-9]{1,2})(?:t(?=[0-9])|(?![0-9]))"
    rf"|(?:{_DAY}([/.-]){_DAY}\6([0-9]{{4}}|[0-9]{{2}})|{_DAY}/{_DAY})(?![0-9/]|[.:-][0-9]))"
)


def _numeric_date(found: re.Match[str], month_first: bool) -> str:
    if found[1]:
        year, month, day = found[1], found[3], found[4]
    else:
        first, second = (found[5], found[7]) if found[5] else (found[9], found[10])
        day, month = (second, first) if month_first else (first, second)
        year = found[8] or ""
    if not (1 <= int(month) <= 12 and 1 <= int(day) <= 31):
        return " ? "
    year = f"20{year}" if len(year) == 2 else year
    return f" N{int(day)} M{int(month)} {'Y' if year else ''}{year} "


def _wall(hour: int, minute: int, language: str, *, sure: bool = False) -> str:
    if not (0 <= hour <= 23 and 0 <= minute <= 59):
        return "?"
    # Nobody meets at four in the morning; "at 7" in English is as often the evening.
    vague = not sure and 1 <= hour <= (6 if language == "fr" else 7)
    return f"{'V' if vague else 'T'}{hour:02}{minute:02}"


def _twelve_hour(found: re.Match[str], language: str) -> str:
    hour = int(found[1])
    if not 1 <= hour <= 12:
        return "?"
    return _wall(hour % 12 + 12 * (found[3] == "pm"), int(found[2] or 0), language, sure=True)


def _written_hour(found: re.Match[str], language: str) -> str:
    minute = next((digits for digits in found.groups()[1:] if digits), "0")
    return _wall(int(found[1]), int(minute), language, sure=found[1].startswith("0"))


def _with_fraction(found: re.Match[str], language: str) -> str:
    """Hours such as "9 heures et quart" or "half past 9"."""
    hour = int(found["before"] or found["after"])
    minutes = 60 * hour + _FRACTIONS[found["fraction"] or found["past"]]
    if found["half_day"]:
        minutes += 12 * 60 * (found["half_day"] == "pm")
    return _wall(minutes // 60, minutes % 60, language, sure=bool(found["half_day"]))


def _within(found: re.Match[str], _language: str) -> str:
    """A length of time in hours, such as "dans 1h30"."""
    extra = found[2] or "0"
    return f"IN N{60 * int(found[1]) + (_FRACTIONS.get(extra) or int(extra))} UN"


def _spaced(read: Callable[[re.Match[str], str], str], language: str, found: re.Match[str]) -> str:
    return f" {read(found, language)} "


def _noon(found: re.Match[str], _language: str) -> str:
    return "T1230" if found[1] else "T1200"


_FRACTIONS = {
    "et demi": 30,
    "et demie": 30,
    "et quart": 15,
    "moins le quart": -15,
    "half past": 30,
    "quarter past": 15,
    "quarter to": -15,
    "and a half": 30,
}
_HOUR = r"(?<![0-9/.:])(?<![0-9],)([0-9]{1,2})"
_H = r" ?(?:heures?|h)"
_MINUTES = r"(?: ?(?:minutes|min|mn))?"
_A_MONTH = "|".join(word for words, _ in _MONTHS for word in words.split())
_NOT_AN_HOUR = rf"{_A_MONTH}|jour|day|semaine|week|mois|month|an|year"
_TIMES: list[tuple[re.Pattern[str], Callable[[re.Match[str], str], str]]] = [
    (re.compile(pattern), read)
    for pattern, read in (
        (
            r"\b(?:dans|in) ([0-9]{1,3}) ?(?:heures?|hours?|hrs?|h)\b"
            r"(?: (et demie|and a half|et quart))?",
            _within,
        ),
        (rf"\b(?:dans|in) ([0-9]{{1,3}}){_H} ?([0-9]{{2}}){_MINUTES}\b", _within),
        (
            rf"(?<![0-9/.:,])(?:(?P<before>[0-9]{{1,2}}){_H} "
            r"(?P<fraction>et demie?|et quart|moins le quart)"
            r"|\b(?P<past>half past|quarter past|quarter to) (?P<after>[0-9]{1,2}))"
            r"(?: ?(?P<half_day>[ap]m))?\b",
            _with_fraction,
        ),
        (rf"{_HOUR}(?:[:.h]([0-9]{{2}}))?(?::[0-9]{{2}})? ?(am|pm)\b", _twelve_hour),
        # "14h 30" has minutes; "14h 30 mars" has a day.
        (
            rf"{_HOUR}{_H}(?:([0-9]{{2}})| ([0-5][0-9])(?!/| ?(?:{_A_MONTH})\b))?"
            rf"{_MINUTES}(?![0-9a-z])",
            _written_hour,
        ),
        (rf"{_HOUR}:([0-9]{{2}})(?::[0-9]{{2}})?(?![0-9:])", _written_hour),
        (r"(?<=at )([0-9]{1,2})\.([0-5][0-9])(?![0-9.])", _written_hour),
        (rf"{_HOUR}\.(1[3-9]|[2-5][0-9])(?![0-9.])", _written_hour),
        (rf"{_HOUR} ?oclock\b", _written_hour),
        (rf"(?<=\bat )([0-9]{{1,2}})\b(?![/.:'-]| ?(?:{_NOT_AN_HOUR}))", _written_hour),
        (r"\b(?:midi|noon|midday)( et demie?)?\b", _noon),
    )
]
