"""One pair from sign-up to report, told once for every platform."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

from tests.platforms.stage import Player, Stage

AGNES = (
    "J’aimerais apprendre à me servir de LinkedIn",
    "oui",
    "LinkedIn",
    "Un profil, jamais ouvert",
    "2",
    "mardi matin et jeudi matin",
    "français",
    "à distance",
    "passer",
    "passer",
    "oui",
)
LEA: Mapping[str, str | Sequence[str]] = {
    "Que pouvez-vous apprendre": "Écrire une biographie LinkedIn",
    "Sur quels sujets": ["LinkedIn"],
    "Comment évaluez-vous": "5",
    "Qu’aimez-vous particulièrement": "Des exemples",
    "Quelqu’un vous dit": "On débute tous",
    "Combien de personnes": "1 personne",
    "Quand êtes-vous libre": ["Mardi matin", "Jeudi matin"],
    "Dans quelles langues": ["français"],
    "Comment préférez-vous": "À distance",
    "Dans quelle équipe": "",
    "Y a-t-il quelqu’un": "",
    "Confirmation": ["Tout est juste, je confirme"],
}


def tell(stage: Stage, *, to_its_end: bool = True) -> None:
    """The whole story, or all but its closing, whose report takes seconds to draw."""
    helene, agnes, lea = map(stage.player, ("Hélène Marin", "Agnès Martin", "Léa Petit"))
    _signing_up(stage, helene, agnes, lea)
    _pairing(stage, helene, agnes, lea)
    _meeting(stage, agnes, lea)
    if to_its_end:
        _closing(stage, helene, agnes, lea)


def _signing_up(stage: Stage, helene: Player, agnes: Player, lea: Player) -> None:
    stage.programme()
    helene.arrives()
    stage.coordinates(helene)
    helene.gives("open")
    helene.hears("Les inscriptions sont ouvertes")
    stage.until(_at(1, 6, 9))
    agnes.arrives()
    for text in AGNES:
        agnes.says(text)
    agnes.hears("Merci Agnès, votre inscription est complète")
    stage.until(_at(1, 7, 9))
    lea.arrives()
    lea.presses("Je peux transmettre")
    lea.presses("J’accepte ces règles")
    lea.submits(LEA)
    lea.hears("Merci Léa, votre inscription est complète")


def _pairing(stage: Stage, helene: Player, agnes: Player, lea: Player) -> None:
    stage.until(_at(1, 19, 9))
    helene.gives("match")
    helene.hears("1 très bon accord")
    helene.gives("review")
    helene.presses("Pourquoi ?")
    helene.hears("Me servir de LinkedIn")
    helene.gives("review approve 1")
    helene.hears("Binôme approuvé : Agnès Martin – Léa Petit")
    helene.presses("Annoncer les binômes")
    helene.hears("1 binôme présenté")
    agnes.hears("votre mentor est Léa Petit")
    lea.hears("vous accompagnez Agnès Martin")
    stage.until(_at(1, 20, 9))
    agnes.presses("Je viendrai")
    stage.until(_at(2, 1, 10))
    helene.gives("kickoff")
    helene.hears("Le coup d’envoi est donné")


def _meeting(stage: Stage, agnes: Player, lea: Player) -> None:
    stage.until(_at(2, 3, 9))
    agnes.says("planifier une séance")
    agnes.presses("jeudi 4 février à 10 h 30")
    agnes.presses("Passer")
    lea.hears("Agnès Martin vous propose une séance")
    lea.presses("Accepter cette date")
    agnes.hears("C’est fixé avec Léa Petit")
    stage.until(_at(2, 3, 12))
    lea.says("déplacer ma séance")
    lea.presses("jeudi 11 février à 9 h")
    lea.presses("Passer")
    agnes.hears("Léa Petit souhaite déplacer votre séance")
    agnes.presses("Accepter cette date")
    lea.hears("C’est fixé avec Agnès Martin")
    stage.until(_at(2, 11, 16))
    for player in (agnes, lea):
        player.hears("La séance a-t-elle eu lieu ?")
        player.presses("Oui")
        player.presses("5")
        player.presses("En partie")
        player.says("Oser publier")
        player.hears("Il vous reste 2 séances")


def _closing(stage: Stage, helene: Player, agnes: Player, lea: Player) -> None:
    stage.until(_at(2, 15, 9))
    helene.gives("close")
    helene.hears("les questions de fin partent")
    stage.until(_at(2, 17, 9))
    agnes.presses("9")
    agnes.presses("Oui")
    agnes.presses("4")
    agnes.says("Merci, j’ose enfin publier.")
    agnes.presses("Oui")
    lea.presses("10")
    lea.presses("Oui")
    lea.presses("5")
    lea.presses("Passer")
    stage.until(_at(2, 22, 9))
    helene.gives("close")
    helene.hears("Bilan de fin de programme")
    stage.until(_at(2, 23, 9))


def _at(month: int, day: int, hour: int) -> datetime:
    # Not on the hour: a few seconds more must not change which hours can still be proposed.
    return datetime(2016, month, day, hour, 5, tzinfo=UTC)
