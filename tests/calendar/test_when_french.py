"""What a French speaker may type on Wednesday 18 February 2026 at 10:10 in Paris."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from bot.calendar.when import day, moment

NOW = datetime(2026, 2, 18, 9, 10, tzinfo=UTC)
PARIS = ZoneInfo("Europe/Paris")

MOMENTS = {
    "mardi à 14h": "2026-02-24 14:00",
    "mardi a 14h": "2026-02-24 14:00",
    "mardi a 14": "2026-02-24 14:00",
    "MARDI 14H": "2026-02-24 14:00",
    "mardi, 14 h": "2026-02-24 14:00",
    "mardi 14h00": "2026-02-24 14:00",
    "mardi 14h 30": "2026-02-24 14:30",
    "14h 30 mars": "2026-03-30 14:00",
    "le 3 mars à 18h30": "2026-03-03 18:30",
    "le 3 mars 2027 à 18:30": "2027-03-03 18:30",
    "le mardi 3 mars à 14h30": "2026-03-03 14:30",
    "1er avril 9h": "2026-04-01 09:00",
    "le premier avril à midi": "2026-04-01 12:00",
    "mardi midi et demi": "2026-02-24 12:30",
    "demain 10h": "2026-02-19 10:00",
    "14h demain": "2026-02-19 14:00",
    "après-demain à 10 h": "2026-02-20 10:00",
    "apres demain 10h": "2026-02-20 10:00",
    "aujourd’hui 18h": "2026-02-18 18:00",
    "aujourdhui 18h": "2026-02-18 18:00",
    "ce soir à 19h": "2026-02-18 19:00",
    "cet après-midi à 3h": "2026-02-18 15:00",
    "demain à 3h de l'après-midi": "2026-02-19 15:00",
    "demain matin à 8h": "2026-02-19 08:00",
    "demain soir à 8 heures": "2026-02-19 20:00",
    "mercredi 14h": "2026-02-25 14:00",
    "ce mercredi 14h": "2026-02-18 14:00",
    "jeudi 9h30": "2026-02-19 09:30",
    "jeudi prochain 9h30": "2026-02-26 09:30",
    "lundi prochain à 9h30": "2026-02-23 09:30",
    "mardi qui vient à 14h": "2026-02-24 14:00",
    "lundi en huit à 10h": "2026-03-02 10:00",
    "mardi de la semaine prochaine à 14h": "2026-02-24 14:00",
    "vendredi de cette semaine à 11h": "2026-02-20 11:00",
    "3/3 à 14h": "2026-03-03 14:00",
    "4/3 à 14h": "2026-03-04 14:00",
    "12/03/2026 14h": "2026-03-12 14:00",
    "12.03.26 à 14:15": "2026-03-12 14:15",
    "2026-03-03 14:00": "2026-03-03 14:00",
    "2026-03-03T14:00": "2026-03-03 14:00",
    "dans deux jours à 9h": "2026-02-20 09:00",
    "dans quinze jours à 9h": "2026-03-04 09:00",
    "dans trois semaines à 9h": "2026-03-11 09:00",
    "dans un mois à 9h": "2026-03-18 09:00",
    "dans 2h": "2026-02-18 12:10",
    "dans 1h30": "2026-02-18 11:40",
    "dans une heure et demie": "2026-02-18 11:40",
    "dans une demi-heure": "2026-02-18 10:40",
    "dans 48h": "2026-02-20 10:10",
    "vendredi de 14h à 16h": "2026-02-20 14:00",
    "vendredi de 14 à 16h": "2026-02-20 14:00",
    "vendredi 14h-16h": "2026-02-20 14:00",
    "mardi 9h et demie": "2026-02-24 09:30",
    "mardi à 9 heures et quart": "2026-02-24 09:15",
    "10h moins le quart mardi": "2026-02-24 09:45",
    "à quatorze heures trente mardi": "2026-02-24 14:30",
    "le vingt et un mars à dix-huit heures": "2026-03-21 18:00",
    "le 3 sept à 14h": "2026-09-03 14:00",
    "jeudi à sept heures": "2026-02-19 07:00",
    "26 fevrier à 10h": "2026-02-26 10:00",
    "26 févier 10h": "2026-02-26 10:00",
    "vednredi 10h": "2026-02-20 10:00",
    "3 aout 10h": "2026-08-03 10:00",
    "le 3 marche à 14h": "2026-03-03 14:00",
    "le 25 à 10h": "2026-02-25 10:00",
    "mardi 24 à 14h": "2026-02-24 14:00",
    "mar 24 févr. 14h": "2026-02-24 14:00",
    "Bonjour, on peut se voir mardi à 14h ?": "2026-02-24 14:00",
    "tuesday at 2pm": "2026-02-24 14:00",
    # Past, and no doubt about it: the caller says so.
    "2020-01-01 10:00": "2020-01-01 10:00",
    "3 mars 2020 à 10h": "2020-03-03 10:00",
    "aujourd'hui à 8h": "2026-02-18 08:00",
    "hier à 14h": "2026-02-17 14:00",
    # Without a year, the next one there is.
    "17 février à 10h": "2027-02-17 10:00",
}
UNSURE = [
    "",
    "oui",
    "bientôt",
    "mardi",
    "14h",
    "le 3 mars",
    "demain à 3h",
    "demain 10",
    "mardi à minuit",
    "mercredi 3 mars à 14h",
    "mardi 25 à 14h",
    "la semaine prochaine à 14h",
    "en mars à 14h",
    "mardi ou mercredi à 14h",
    "mardi 14h ou 15h",
    "mardi 14h/15h",
    "mardi entre 14h et 16h",
    "mardi vers 14h",
    "mardi après 14h",
    "pas mardi à 14h",
    "tous les mardis à 14h",
    "mardis à 14h",
    "jusqu'à mardi 14h",
    "pendant deux jours à 9h",
    "31/02 à 14h",
    "29 février à 10h",
    "3/13 à 14h",
    "le 14 juillet à 25h",
    "le 14 juillet à 14h75",
    "vendredi de 16h à 14h",
    "demain matin à 15h",
    "mardi 14h chez Zoé",
    "10h10 10h10 demain",
    "dans 99999999999 jours à 9h",
]
DAYS = {
    "jusqu'en mars": "2026-03-01",
    "jusqu’en mars 2027": "2027-03-01",
    "jusqu'au 15 avril": "2026-04-15",
    "jusqu'au 15 avril inclus": "2026-04-15",
    "jusquau 15 avril": "2026-04-15",
    "jusqu'à mercredi": "2026-02-25",
    "jusqu'à lundi": "2026-02-23",
    "jusqu'au 20": "2026-02-20",
    "le 15": "2026-03-15",
    "18 février": "2026-02-18",
    "15/4": "2026-04-15",
    "2026-04-15": "2026-04-15",
    "pendant trois semaines": "2026-03-11",
    "pour deux semaines": "2026-03-04",
    "2 semaines": "2026-03-04",
    "les 3 prochaines semaines": "2026-03-11",
    "quinze jours": "2026-03-04",
    "huit jours": "2026-02-25",
    "une quinzaine": "2026-03-04",
    "un mois": "2026-03-18",
    "dans un mois": "2026-03-18",
    "un an": "2027-02-18",
    "mi-mars": "2026-03-15",
    "jusqu'à la mi-mars": "2026-03-15",
    "fin mars": "2026-03-31",
    "jusqu'à fin février": "2026-02-28",
    "jusqu'à la fin du mois d'avril": "2026-04-30",
    "début avril": "2026-04-01",
    "fin du mois": "2026-02-28",
    "fin du mois prochain": "2026-03-31",
    "fin de l'année": "2026-12-31",
    "fin de semaine": "2026-02-20",
    "la semaine prochaine": "2026-02-23",
    "le mois prochain": "2026-03-01",
    "l'année prochaine": "2027-01-01",
    "mars prochain": "2026-03-01",
    "février prochain": "2027-02-01",
    "jusqu'à Noël": "2026-12-25",
    "jusqu'au nouvel an": "2027-01-01",
    "jusqu'en 2027": "2027-01-01",
    "jusqu'en jenvier": "2027-01-01",
    "jusqu'en janvier": "2027-01-01",
    "demain": "2026-02-19",
    "mardi 14h": "2026-02-24",
    "3 mars 2020": "2020-03-03",
}
NO_DAY = [
    "",
    "jusqu'en février",
    "jusqu'à la rentrée",
    "quelques jours",
    "14h",
    "31 février",
    "je ne sais pas",
    "avant mars",
    "mars ou avril",
]


@pytest.mark.parametrize("text", MOMENTS)
def test_a_moment(text: str) -> None:
    found = moment(text, NOW, "Europe/Paris", "fr")
    assert found is not None
    assert found.tzinfo is UTC
    assert f"{found.astimezone(PARIS):%Y-%m-%d %H:%M}" == MOMENTS[text]


@pytest.mark.parametrize("text", UNSURE)
def test_no_moment_when_unsure(text: str) -> None:
    assert moment(text, NOW, "Europe/Paris", "fr") is None


@pytest.mark.parametrize("text", DAYS)
def test_a_day(text: str) -> None:
    assert str(day(text, NOW, "Europe/Paris", "fr-FR")) == DAYS[text]


@pytest.mark.parametrize("text", NO_DAY)
def test_no_day_when_unsure(text: str) -> None:
    assert day(text, NOW, "Europe/Paris", "fr") is None
