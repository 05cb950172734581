"""The columns a list of people may have: their names in both languages, how each value is read."""

import re
import unicodedata
from collections.abc import Callable, Container

from bot.calendar.availability import known_zone
from bot.forms.words import fold
from bot.people import generations

# Headers as people write them, compared without accents, capitals or punctuation.
_HEADERS = {
    "name": "name, nom, full name, nom complet, display name, prenom nom, nom prenom,"
    "prenom et nom, nom et prenom, participant, participante",
    "first": "first name, firstname, given name, prenom",
    "last": "last name, lastname, surname, family name, nom de famille",
    "email": "email, e-mail, mail, courriel, adresse e-mail, adresse email, adresse mail,"
    "adresse electronique, email address, e-mail address, mel",
    "role": "role",
    "locale": "locale, langue, language, lang",
    "zone": "zone, fuseau, fuseau horaire, time zone, timezone, tz",
    "team": "team, equipe, service, department, departement, direction",
    "manager": "manager, responsable, manager email, manager e-mail, manager s email,"
    "courriel du responsable, e-mail du responsable, email du responsable, superieur, n+1",
    "hours": "hours, heures, hours offered, heures offertes, offer, offre",
    "age": "age, age range, tranche d age",
    "seniority": "seniority, years of work, anciennete, annees de travail, annees d experience",
    "platform": "platform, plateforme",
    "tenant": "tenant, workspace, espace, espace de travail, tenant id, workspace id",
    "user": "user, user id, utilisateur, identifiant, id utilisateur",
    "slack": "slack, slack id, slack user, slack user id, identifiant slack",
    "teams": "teams, teams id, teams user, teams user id, identifiant teams, microsoft teams",
}
COLUMNS = {
    fold(header): column for column, headers in _HEADERS.items() for header in headers.split(",")
}
# Accents decide here: "mentoré" learns; "mentore", some women's word for themselves, teaches, but
# is also "mentoré" typed in haste, so it is not known.
_ROLES = {
    "mentee": "mentee mentees mentoré mentorée mentorés mentorées mentoree mentorees",
    "mentor": "mentor mentors",
    "both": "both deux",
}
_LINKS = frozenset({"et", "and", "les"})
_ROLE_OF = {word: role for role, words in _ROLES.items() for word in words.split()}
_LANGUAGES = {
    "francais": "fr",
    "francaise": "fr",
    "french": "fr",
    "anglais": "en",
    "anglaise": "en",
    "english": "en",
}
_PLATFORMS = {
    "slack": "slack",
    "teams": "teams",
    "ms teams": "teams",
    "msteams": "teams",
    "microsoft teams": "teams",
    "web": "web",
    "console": "console",
}
_AGED, _WORKED = range(14, 100), range(70)  # years; what is beyond was a slip
_EMAIL = re.compile(
    r"[a-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9-]{2,}"
)


def as_typed(value: str) -> str | None:
    """Any text."""
    return value


def _email(value: str) -> str | None:
    folded = value.casefold()
    return folded if _EMAIL.fullmatch(folded) else None


def _role(value: str) -> str | None:
    spoken = unicodedata.normalize("NFC", value).casefold()
    plain = re.sub(r"[·•‧.(/-]e\)?(?:[·•‧.]?s)?(?!\w)", "", spoken)
    roles = {_ROLE_OF.get(word) for word in re.findall(r"\w+", plain) if word not in _LINKS}
    if roles == {"mentor", "mentee"}:
        return "both"
    return roles.pop() if len(roles) == 1 else None


def _locale(value: str) -> str | None:
    tag = re.fullmatch(r"(fr|en)(?:[-_]([a-z]{2}))?", value.casefold())
    if tag:
        return f"{tag[1]}-{tag[2].upper()}" if tag[2] else tag[1]
    return _LANGUAGES.get(fold(value))


def _hours(value: str) -> str | None:
    found = re.fullmatch(r"(\d{1,3})\s*(?:h|heures?|hours?)?", value.casefold())
    return found[1] if found else None


def _age(value: str) -> str | None:
    return _range(value, generations.AGES, generations.age_range, _AGED)


def _seniority(value: str) -> str | None:
    return _range(value, generations.SENIORITIES, generations.seniority_range, _WORKED)


def _range(
    value: str, known: Container[str], of: Callable[[int], str], likely: range
) -> str | None:
    """A range by its code, as `25-34`, or the one that a number of years is in."""
    code = re.sub(r"\s*[-–—]\s*", "-", value.casefold())
    if code in known:
        return code
    found = re.fullmatch(r"(\d{1,2})\s*(?:ans|years?|y|a)?", code)
    return of(int(found[1])) if found and int(found[1]) in likely else None


def _platform(value: str) -> str | None:
    return _PLATFORMS.get(fold(value))


# Each gives the value in our own terms, or None, which the code explains. Others take any text.
READERS: dict[str, tuple[Callable[[str], str | None], str]] = {
    "email": (_email, "bad-email"),
    "manager": (_email, "bad-email"),
    "role": (_role, "unknown-role"),
    "locale": (_locale, "unknown-locale"),
    "zone": (known_zone, "unknown-zone"),
    "hours": (_hours, "bad-hours"),
    "age": (_age, "bad-age"),
    "seniority": (_seniority, "bad-seniority"),
    "platform": (_platform, "unknown-platform"),
}
