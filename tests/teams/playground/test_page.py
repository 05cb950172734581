"""The playground's own page in a browser: what somebody sees and clicks, and what is drawn of it.

Each screen is kept in the test's temporary folder, to be looked at.
"""

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.teams.playground.client import Playground
from tests.teams.playground.conftest import here, page_zone, tenant

__all__ = ["here", "page_zone", "tenant"]
pytestmark = pytest.mark.slow
_PATIENCE = 60_000  # milliseconds
LEA: dict[str, Any] = {
    "charter": "true",
    "skills": "Écrire une biographie LinkedIn qui donne envie",
    "topics": "linkedin",
    "level": "5",
    "show": "De bons exemples",
    "reassure": "On débute tous",
    "capacity": "1",
    "halfdays": "tue-am,thu-am",
    "languages": "fr",
    "format": "remote",
    "sure": "true",
}


class Reader:
    """Agnès at her screen."""

    def __init__(self, page: Page, shots: Path) -> None:
        self._page, self._shots, self._count = page, shots, 0

    def opens(self, teams: Playground) -> None:
        """Opens her Teams, which installs the app; the log is put away."""
        # Its fonts are elsewhere: it does without.
        self._page.route("https://*.cdn.office.net/**", lambda route: route.abort())
        self._page.set_viewport_size({"width": 1000, "height": 1150})
        self._page.goto(teams.url)
        self._page.get_by_title("Clear logs").locator("xpath=following-sibling::button").click()

    def says(self, text: str, words: str) -> None:
        """Writes, and waits for words of the answer."""
        box = self._page.locator("[data-lexical-editor=true]")
        box.click()
        self._page.keyboard.type(text)
        self._page.keyboard.press("Enter")
        self.sees(words)

    def clicks(self, title: str, words: str) -> None:
        """Clicks the latest button of that name, and waits for words of what comes."""
        self._page.get_by_role("button", name=title, exact=True).last.click()
        self.sees(words)

    def fills(self, text: str) -> None:
        """Writes in the latest text input."""
        self._page.locator("textarea").last.fill(text)

    def ticks(self, *titles: str) -> None:
        """Ticks choices of the latest question."""
        for title in titles:
            self._page.get_by_role("checkbox", name=title).last.check()

    def picks(self, title: str) -> None:
        """Chooses one among the choices of the latest question."""
        self._page.get_by_role("radio", name=title).last.check()

    def sees(self, words: str) -> None:
        """Waits until the words are on the page, and keeps what it looks like."""
        shown = self._page.get_by_text(words).last
        expect(shown).to_be_visible(timeout=_PATIENCE)
        shown.scroll_into_view_if_needed()
        self._count += 1
        self._page.screenshot(path=self._shots / f"{self._count:02}.png")


def test_a_pair_is_made_on_the_page(tenant, page, tmp_path):
    helene, agnes, lea = map(tenant.person, ("Hélène Marin", "Agnès Durand", "Léa Petit"))
    for each in (helene, lea):
        each.installs()
        each.says("parlons français")
        each.waits_for("je vous parle français")
    helene.says('binome create pwn-digital-2016 "Mentorat inversé"')
    helene.presses("Ouvrir les inscriptions")
    lea.says("je peux transmettre")
    lea.presses("Voir tout le formulaire")
    lea.presses("Enregistrer mes réponses", **LEA)
    reader = Reader(page, tmp_path)
    reader.opens(agnes)
    signs_up(reader)
    helene.says("binome match")
    helene.presses("Approuver les très bons accords")
    helene.presses("Annoncer les binômes")
    plans(reader)
    lea.presses("Accepter cette date")
    reader.sees("C’est fixé avec Léa Petit")
    for command, words in (
        ("kickoff", "Le coup d’envoi est donné"),
        ("start", "Les séances peuvent commencer"),
        ("close", "La clôture commence"),
    ):
        helene.says(f"binome {command}")
        helene.waits_for(words)
    # Sent at the next look at what is due, within twenty seconds.
    agnes.until(lambda: "recommanderiez-vous" in agnes.words, "the closing poll")
    reader.sees("recommanderiez-vous")


def signs_up(reader: Reader) -> None:
    reader.says("parlons français", "je vous parle français")
    reader.says("bonjour", "Bonjour Agnès")
    reader.clicks("Je veux apprendre", "Ces règles vous conviennent-elles")
    reader.clicks("J’accepte ces règles", "Ce que je veux savoir faire")
    reader.fills("Rédiger ma biographie LinkedIn")
    reader.clicks("Envoyer", "Quels sujets vous intéressent")
    reader.clicks("Valider ces choix", "Que faites-vous déjà")  # LinkedIn, named, is ticked
    reader.clicks("Passer", "à quel point vous sentez-vous")
    reader.clicks("2", "Quand êtes-vous libre")
    reader.clicks("Valider ces choix", "Choisissez-en au moins 1")
    reader.ticks("Mardi matin", "Jeudi matin")
    reader.clicks("Valider ces choix", "Dans quelles langues")
    reader.ticks("français")
    reader.clicks("Valider ces choix", "Comment préférez-vous")
    reader.clicks("À distance", "Dans quelle équipe")
    reader.clicks("Passer", "préférez ne pas être")
    reader.clicks("Passer", "Tout est juste")
    reader.clicks("Tout est juste, je confirme", "votre inscription est complète")


def plans(reader: Reader) -> None:
    reader.sees("votre mentor est")
    reader.clicks("Planifier la première séance", "Quand vous verrez-vous")
    reader.picks("à 9 h")
    reader.clicks("Envoyer", "Où vous retrouvez-vous")
    reader.clicks("Passer", "J’ai proposé")
