"""The guests' page in a real browser: a link, a conversation, a form, and a link taken back."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.ports import free_port
from tests.web.guests import House, housed


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    # Its own address is what a page's requests must come from.
    with housed(tmp_path, port=free_port()) as served:
        yield served


def test_a_guest_converses_and_the_link_is_taken_back(house: House, page: Page) -> None:
    page.goto(f"{house.url}/guest#{house.secret}")
    expect(page.locator("#who")).to_have_text("Nadia Roy")
    page.get_by_role("button", name="M’inscrire").click()
    page.get_by_role("button", name="J’accepte ces règles").click()
    page.get_by_label("Votre message").fill("Négocier un contrat")
    page.keyboard.press("Enter")
    expect(page.locator(".log")).to_contain_text("Sur quels sujets êtes-vous à l’aise")
    page.get_by_role("button", name="Voir tout le formulaire").last.click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("Mes disponibilités")
    dialog.get_by_role("button", name=re.compile("Enregistrer")).click()
    expect(dialog.get_by_role("alert").first).to_be_visible()
    page.keyboard.press("Escape")
    page.reload()
    expect(page.locator(".log")).to_contain_text("Négocier un contrat")
    house.gives("invite revoke Nadia")
    page.get_by_label("Votre message").fill("bonjour")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Ce lien n’ouvre plus rien")).to_be_visible()


def test_a_page_without_a_link_says_so(house: House, page: Page) -> None:
    page.goto(f"{house.url}/guest")
    expect(page.get_by_role("heading", name="Ce lien n’ouvre plus rien")).to_be_visible()
