"""The page itself, in a real browser."""

import re

import pytest
from playwright.sync_api import Page, expect

from adapters.web.app import real_core
from bot.message import Button, Buttons, Message, to_data
from storage.nouns import Enrolment, Line
from tests.ports import free_port
from tests.web import scripted
from tests.web.site import START, Site, served


def go(page: Page, site: Site, width: int = 1440, height: int = 900) -> None:
    """Opens the playground: Amina is on the left, Camille who coordinates on the right."""
    page.set_viewport_size({"width": width, "height": height})
    page.goto(site.url)
    expect(page.locator("#pane-one h2")).not_to_be_empty()
    expect(page.locator("#now-time")).not_to_be_empty()


def say(page: Page, text: str, pane: str = "one") -> None:
    page.fill(f"#write-{pane}", text)
    page.press(f"#write-{pane}", "Enter")
    expect(page.locator(f"#write-{pane}")).to_have_value("")


def card(page: Page, pane: str = "one"):
    return page.locator(f"#pane-{pane} .line.bot").last


# ---------------------------------------------------------------- conversing


def test_two_people_and_the_channel_side_by_side(page, site):
    go(page, site)
    for pane, name in (
        ("one", "Amina Benali"),
        ("two", "Camille Durand"),
        ("channel", "communaute"),
    ):
        place = page.get_by_role("region", name=re.compile(name))
        expect(place).to_be_visible()
        expect(place).to_have_id(f"pane-{pane}")
    expect(page.locator("#pane-one .lead")).to_have_text("Vous êtes Amina Benali")
    page.locator("#pane-one .nothing button", has_text="bonjour").click()
    expect(page.locator("#pane-one .bubble")).to_have_text("bonjour")
    expect(card(page)).to_contain_text("Vous avez écrit bonjour")
    expect(page.locator("#pane-two .line")).to_have_count(0)


def test_what_people_type_is_never_markup(page, site):
    go(page, site)
    say(page, "<img src=x onerror=\"document.title='stolen'\"><b>gras</b>")
    expect(page.locator("#pane-one .bubble")).to_contain_text("<b>gras</b>")
    expect(card(page)).to_contain_text("<img src=x")
    assert page.locator("#pane-one .log img, #pane-one .log b").count() == 0
    assert page.title() != "stolen"


def test_every_part_has_its_shape(page, site):
    go(page, site)
    say(page, "tout")
    message = card(page)
    expect(message.get_by_role("heading", name="Votre prochaine séance")).to_be_visible()
    expect(message.locator("dt")).to_have_text(["Avec", "Quand", "Où"])
    expect(message.locator("dd").last).to_have_text("Café de la Paix <b>étage</b>")
    expect(message.locator(".bullets li")).to_have_count(2)
    expect(message.locator("blockquote")).to_contain_text("J’aimerais")
    expect(message.locator(".error")).to_contain_text("déjà prise")
    expect(message.get_by_role("img", name="Les séances tenues, par mois")).to_be_visible()
    with page.expect_download() as download:
        message.locator("a.file").first.click()
    assert download.value.suggested_filename == "seance.ics"
    link = message.get_by_role("link", name="Voir le programme")
    expect(link).to_have_attribute("rel", re.compile("noopener"))


def test_a_decision_settles_its_row_and_a_plain_button_only_itself(page, site):
    go(page, site)
    say(page, "tout")
    row = card(page)
    row = page.locator("#pane-one .line.bot", has_text="Votre prochaine séance")
    row.get_by_role("button", name="Autre date").click()
    expect(card(page)).to_contain_text("Reçu : move:1")
    expect(row.get_by_role("button", name="Autre date")).to_be_disabled()
    expect(row.get_by_role("button", name="Accepter")).to_be_enabled()
    row.get_by_role("button", name="Accepter").click()
    expect(card(page)).to_contain_text("Reçu : accept:1")
    for name in ("Accepter", "Refuser"):
        expect(row.get_by_role("button", name=name)).to_be_disabled()
    expect(row.locator("button.chosen")).to_have_count(2)


ANSWERS = (
    ("choisir", "À distance", "answer:13:format remote"),
    ("note", "4", "answer:15:level 4"),
    ("charte", "J’accepte", "answer:16:charter yes"),
    ("charte", "Je n’accepte pas", "decline:16:charter"),
    ("confirmer", "Je confirme", "answer:17:sure yes"),
    ("texte", "Passer", "skip:11:team"),
    ("choisir", "Question précédente", "back:13"),
)


def test_a_question_is_answered_by_a_button_and_becomes_inert(page, site):
    go(page, site)
    asked = page.locator("#pane-one .ask")
    for number, (question, choice, received) in enumerate(ANSWERS, 1):
        say(page, question)
        expect(asked).to_have_count(number)
        asked.last.get_by_role("button", name=choice).click()
        expect(card(page)).to_contain_text(f"Reçu : {received}")
        expect(page.locator("#pane-one .bubble.pressed").last).to_have_text(choice)
        expect(asked.last).to_have_class(re.compile("settled"))
        assert asked.locator("button:enabled, input:enabled").count() == 0
        expect(asked.last.locator(".chosen")).to_contain_text(choice)
    page.reload()  # and so they stay
    expect(page.locator("#pane-one .ask.settled .chosen")).to_have_count(len(ANSWERS))
    assert asked.locator("button:enabled, input:enabled").count() == 0


def test_several_choices_are_sent_together(page, site):
    go(page, site)
    say(page, "cocher")
    asked = page.locator("#pane-one .ask")
    expect(asked.get_by_label("Intelligence artificielle")).to_be_checked()  # held before
    expect(asked).to_contain_text("Choisissez-en 3 au plus.")
    asked.get_by_label("LinkedIn").check()
    asked.get_by_role("button", name="Valider ces choix").click()
    expect(card(page)).to_contain_text("Reçu : answer:14:topics linkedin, ai")
    expect(asked.locator(".check.chosen")).to_have_count(2)
    expect(asked.get_by_label("Suivre son domaine")).to_be_hidden()


def test_a_question_asked_again_leaves_the_first_one_inert(page, site):
    go(page, site)
    say(page, "note")
    say(page, "note")
    expect(page.locator("#pane-one .ask")).to_have_count(2)
    expect(page.locator("#pane-one .ask").first).to_have_class(re.compile("settled"))
    expect(page.locator("#pane-one .ask").last).not_to_have_class(re.compile("settled"))


def test_what_goes_with_an_answered_question_is_over_too(page, site):
    go(page, site)
    say(page, "relire")
    asked = page.locator("#pane-one .line.bot", has=page.locator(".ask"))
    expect(asked.get_by_role("button", name="Modifier une réponse")).to_be_enabled()
    asked.get_by_role("button", name="Je confirme").click()
    expect(asked.get_by_role("button", name="Modifier une réponse")).to_be_disabled()
    expect(asked.get_by_role("button", name="Aide")).to_be_enabled()


def test_a_form_shows_each_mistake_under_its_field(page, site):
    go(page, site)
    say(page, "texte")
    page.get_by_role("button", name="Voir tout le formulaire").click()
    form = page.get_by_role("dialog", name="Votre inscription")
    assert "• Confiance\n• Respect\n" in form.inner_text(), "each clause has a line of its own"
    expect(form.get_by_label("Objectifs")).to_be_focused()
    form.get_by_label("LinkedIn").check()
    form.get_by_label("4", exact=True).check()
    form.get_by_label(re.compile("À distance")).check()
    form.get_by_role("button", name="Envoyer").click()
    wrong = form.get_by_label("Objectifs")
    expect(wrong).to_have_attribute("aria-invalid", "true")
    expect(wrong).to_be_focused()
    expect(wrong).to_have_accessible_description(re.compile("Donnez au moins un objectif"))
    expect(form.get_by_role("alert")).to_contain_text("Il reste 2 réponses à corriger.")
    expect(form.get_by_label("LinkedIn")).to_be_checked()
    wrong.fill("Écrire une biographie\nPublier")
    form.get_by_label("J’accepte").check()
    form.get_by_role("button", name="Envoyer").click()
    expect(form).to_have_count(0)
    expect(card(page)).to_contain_text("Formulaire reçu, merci.")
    expect(page.locator("#pane-one .bubble").last).to_have_text(
        "Formulaire envoyé\u00a0: Votre inscription"
    )
    expect(page.locator("#pane-one .ask")).to_have_class(re.compile("settled"))


def test_escape_closes_a_form_and_it_can_be_opened_again(page, site):
    go(page, site)
    say(page, "texte")
    way = page.get_by_role("button", name="Voir tout le formulaire")
    for _ in range(2):
        way.click()
        expect(page.get_by_role("dialog")).to_be_visible()
        page.keyboard.press("Escape")
        expect(page.get_by_role("dialog")).to_have_count(0)


def test_the_line_to_write_in_follows_the_question(page, site):
    go(page, site)
    write = page.get_by_label("Écrire en tant qu’Amina Benali")
    expect(write).to_have_attribute("placeholder", "Votre message")
    say(page, "lignes")
    expect(write).to_have_attribute("placeholder", "Une réponse par ligne")
    write.press_sequentially("un")
    write.press("Shift+Enter")
    write.press_sequentially("deux")
    write.press("Enter")
    expect(page.locator("#pane-one .bubble").last).to_have_text("un\ndeux")


def test_a_refusal_is_shown_and_what_was_typed_stays(page, site):
    go(page, site)
    page.fill("#write-one", "casse")
    page.press("#write-one", "Enter")
    expect(page.locator("#pane-one .pane-foot .error")).to_contain_text("rien n’a été changé")
    expect(page.locator("#write-one")).to_have_value("casse")


def test_after_a_restart_of_the_server_the_page_goes_on_by_itself(page, tmp_path):
    port = free_port()
    with served(tmp_path, scripted.core(), port=port) as before:
        go(page, before)
        page.fill("#write-one", "bon")
    expect(page.locator("#notices")).to_contain_text("reconnecte")
    with served(tmp_path, scripted.core(), inhabited=False, port=port):
        expect(page.locator("#notices p")).to_have_count(0)
        expect(page.locator("#write-one")).to_have_value("bon")
        expect(page.locator("#write-one")).to_be_focused()
        page.keyboard.type("jour")
        page.keyboard.press("Enter")
        expect(card(page)).to_contain_text("Vous avez écrit bonjour")
        expect(page.locator("#pane-one .bubble")).to_have_text("bonjour")
        expect(page.locator("#pane-one .pane-foot .error")).to_be_hidden()


# ---------------------------------------------------------------- people


def test_a_newcomer_comes_in_from_nothing(page, tmp_path):
    with served(tmp_path, scripted.core(), inhabited=False) as empty:
        page.set_viewport_size({"width": 1440, "height": 900})
        page.goto(empty.url)
        expect(page.locator("#people-more")).to_have_text("Il n’y a encore personne ici.")
        page.locator("#pane-one").get_by_role("button", name="Nouvelle personne").click()
        form = page.get_by_role("dialog", name="Nouvelle personne")
        form.get_by_label("Prénom et nom").fill("Zoé d’Été")
        form.get_by_label("English").check()
        zones = form.get_by_label("Fuseau horaire")
        expect(zones).to_contain_text("Londres")
        zones.select_option("Asia/Tokyo")
        form.get_by_role("button", name="Ouvrir la conversation").click()
        expect(page.locator("#pane-one h2")).to_have_text("Zoé d’Été")
        expect(card(page)).to_contain_text("Bienvenue")
        expect(page.locator("#now-zone")).to_have_text("Tokyo")
        expect(page.locator("#now-time")).to_contain_text("17:12")
        expect(page.locator("#write-one")).to_be_focused()
        expect(page.locator("#people button")).to_have_count(1)


def test_somebody_is_found_by_name_and_takes_the_place_last_used(page, site):
    go(page, site)
    page.locator("#pane-two").click()
    page.get_by_label("Chercher un nom").fill("moreau")
    expect(page.locator("#people button")).to_have_count(1)
    page.keyboard.press("Enter")
    expect(page.locator("#pane-two h2")).to_have_text("Léa Moreau")
    expect(page.locator("#pane-one h2")).to_have_text("Amina Benali")
    expect(page.locator("#people [aria-current]")).to_have_count(1)
    page.reload()
    expect(page.locator("#pane-two h2")).to_have_text("Léa Moreau")


def test_roles_and_states_are_told(page, site):
    with site.database.work(START) as work:
        sophie = work.find(Enrolment)[-1]
        work.change(sophie, state="paused")
    go(page, site)
    people = page.locator("#people")
    expect(people.locator("button", has_text="Sophie")).to_contain_text(
        "mentor et mentee, en pause"
    )
    expect(people.locator("button", has_text="Camille")).to_contain_text("coordination")


def test_what_arrives_elsewhere_is_counted(page, site):
    go(page, site)
    page.get_by_role("button", name="Aller au prochain événement").click()
    badge = page.locator("#people button", has_text="Sophie").locator(".badge")
    expect(badge).to_contain_text("1")
    page.locator("#people button", has_text="Sophie").click()
    expect(card(page, "one")).to_contain_text("Bonne journée")
    expect(badge).to_have_count(0)


def test_whoever_is_chosen_takes_an_empty_place_first(page, tmp_path):
    with served(tmp_path, scripted.core(), inhabited=False) as empty:
        page.set_viewport_size({"width": 1440, "height": 900})
        page.goto(empty.url)
        expect(page.locator("#now-time")).not_to_be_empty()  # the page listens from then on
        for name in ("Zoé", "Yann"):
            page.locator("#new-person").click()
            page.get_by_label("Prénom et nom").fill(name)
            page.keyboard.press("Enter")
            expect(page.locator("#people button", has_text=name)).to_be_visible()
        expect(page.locator("#pane-one h2")).to_have_text("Zoé")
        expect(page.locator("#pane-two h2")).to_have_text("Yann")


def test_a_long_message_is_read_from_its_beginning(page, site):
    go(page, site, 1440, 520)
    say(page, "tout")
    title = card(page).get_by_role("heading")
    expect(title).to_be_in_viewport()
    expect(card(page).locator("a.file").last).not_to_be_in_viewport()
    page.locator("#pane-one").get_by_role("button", name="Aller à la fin").click()
    expect(card(page).locator("figcaption")).to_be_in_viewport()
    expect(page.locator("#pane-one .jump")).to_be_hidden()


# ---------------------------------------------------------------- time


def test_the_visitor_drives_the_clock(page, site):
    go(page, site)
    expect(page.locator("#now-time")).to_have_text(re.compile("mar. 9 févr. 2016.*08:12"))
    first = page.locator("#next li").first
    expect(first).to_contain_text("09:00")
    expect(first).to_contain_text("Fin de la pause")
    page.get_by_role("button", name="Aller au prochain événement").click()
    expect(page.locator("#now-time")).to_contain_text("09:00")
    expect(card(page)).to_contain_text("Bonne journée")
    expect(card(page, "two")).to_contain_text("Bonne journée")
    page.get_by_role("button", name="Avancer d’une heure").click()
    expect(page.locator("#now-time")).to_contain_text("10:00")
    page.get_by_role("button", name="Avancer d’un jour").click()
    expect(page.locator("#now-time")).to_contain_text("mer. 10 févr.")
    expect(page.locator("#pane-one .line.bot")).to_have_count(2)
    expect(page.locator("#pane-one .day")).to_have_text(["mardi 9 février", "mercredi 10 février"])


def test_time_plays_and_pauses(page, site):
    go(page, site)
    page.get_by_role("button", name="Laisser le temps s’écouler").click()
    expect(page.locator("#now")).to_have_class(re.compile("playing"))
    expect(card(page)).to_contain_text("Bonne journée")
    pause = page.get_by_role("button", name="Arrêter le temps")
    pause.click()
    expect(page.locator("#now")).not_to_have_class(re.compile("playing"))


def test_the_clock_is_in_the_zone_of_who_one_is(page, site):
    go(page, site)
    page.locator("#people button", has_text="Sophie").click()
    expect(page.locator("#now-zone")).to_have_text("Toronto")
    expect(page.locator("#now-time")).to_contain_text("03:12")


# ---------------------------------------------------------------- the page for everybody


def test_two_languages(page, site):
    go(page, site)
    page.get_by_role("button", name="English").click()
    expect(page.locator("#people-title")).to_have_text("Who are you?")
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page.get_by_role("button", name="Go to the next event")).to_be_visible()
    expect(page.locator("#pane-one .lead")).to_have_text("You are Amina Benali")
    page.reload()
    expect(page.locator("#people-title")).to_have_text("Who are you?")


def test_a_conversation_keeps_its_language_on_a_page_in_another(page, site):
    go(page, site)
    page.locator("#people button", has_text="James").click()
    expect(page.locator("#pane-one")).to_contain_text("James")
    say(page, "charte")
    question = card(page)
    expect(question.get_by_role("button", name="I do not agree")).to_be_visible()
    question.get_by_role("button", name="Open as a form").click()
    form = page.get_by_role("dialog")
    expect(form.get_by_role("button", name="Later")).to_be_visible()
    expect(form).to_contain_text("(optional)")
    form.get_by_role("button", name="Envoyer").click()
    expect(form.locator(".trouble")).to_contain_text("another look")
    form.get_by_role("button", name="Later").click()
    expect(page.locator("#people-title")).to_have_text("Qui êtes-vous ?")


def test_the_whole_form_is_offered_once(page, site):
    go(page, site)
    say(page, "charte")
    expect(card(page).get_by_role("button", name="Voir tout le formulaire")).to_have_count(1)
    say(page, "page")
    expect(card(page).get_by_role("button", name="Répondre sur une seule page")).to_be_visible()
    expect(card(page).get_by_role("button", name="Voir tout le formulaire")).to_have_count(0)


def test_light_and_dark(page, site):
    page.emulate_media(color_scheme="dark")
    go(page, site)
    ground = "getComputedStyle(document.body).backgroundColor"
    assert page.evaluate(ground) == "rgb(19, 23, 26)"
    page.get_by_role("button", name="Passer au thème clair").click()
    assert page.evaluate(ground) == "rgb(246, 243, 238)"
    page.reload()
    assert page.evaluate(ground) == "rgb(246, 243, 238)"


def test_nothing_overflows_at_any_width(page, site):
    go(page, site)
    say(page, "tout")
    say(page, "cocher")
    expect(card(page)).to_contain_text("Quels sujets")
    for width in (320, 375, 640, 820, 1100, 1240, 1440):
        page.set_viewport_size({"width": width, "height": 760})
        assert page.evaluate("document.documentElement.scrollWidth") <= width, width
        assert page.evaluate(OVERFLOWING) == [], width


OVERFLOWING = """[...document.querySelectorAll(".top *, #pane-one *")].filter((node) => {
  const box = node.getBoundingClientRect();
  return box.width && box.right > innerWidth + 1 && !node.closest(".unseen");
}).map((node) => node.outerHTML.slice(0, 80))"""


def test_one_place_at_a_time_on_a_narrow_screen(page, site):
    go(page, site, 375, 760)
    expect(page.locator("#pane-one")).to_be_visible()
    expect(page.locator("#pane-two")).to_be_hidden()
    places = page.get_by_role("navigation", name="Conversations ouvertes")
    places.get_by_role("button", name="Camille").click()
    expect(page.locator("#pane-two")).to_be_visible()
    expect(page.locator("#pane-one")).to_be_hidden()
    places.get_by_role("button", name="communaute").click()
    expect(page.locator("#pane-channel")).to_be_visible()
    page.get_by_role("button", name="Choisir une personne").click()
    expect(page.get_by_label("Chercher un nom")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator("#side")).not_to_be_visible()
    expect(page.get_by_role("button", name="Choisir une personne")).to_be_focused()


def test_a_conversation_needs_no_mouse(page, site):
    go(page, site)
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Aller aux conversations")).to_be_focused()
    page.focus("#write-one")
    page.keyboard.type("note")
    page.keyboard.press("Enter")
    scale = page.locator("#pane-one .scale button")
    scale.first.focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    expect(scale.nth(2)).to_be_focused()
    page.keyboard.press("End")
    expect(scale.last).to_be_focused()
    outline = "getComputedStyle(document.activeElement).outlineStyle"
    assert page.evaluate(outline) == "solid"
    page.keyboard.press("Enter")
    expect(card(page)).to_contain_text("Reçu : answer:15:level 5")
    expect(page.locator("#write-one")).to_be_focused()


def test_every_control_has_a_name_and_the_page_its_landmarks(page, site):
    go(page, site)
    say(page, "tout")
    say(page, "cocher")
    for role in ("banner", "main", "complementary", "navigation"):
        assert page.get_by_role(role, include_hidden=True).count() >= 1, role
    log = page.locator("#pane-one [role=log]")
    expect(log).to_have_attribute("aria-live", "polite")
    expect(log).to_have_attribute("aria-label", "Conversation d’Amina Benali")
    nameless = """[...document.querySelectorAll('button, input, select, textarea, a')].filter(
        (node) => !(node.ariaLabel || node.textContent.trim() || node.labels?.length
          || node.querySelector('img[alt]:not([alt=""])'))).map((node) => node.outerHTML)"""
    assert page.evaluate(nameless) == []


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_text_stands_out_from_its_ground(page, site, theme):
    page.emulate_media(color_scheme=theme)
    go(page, site)
    say(page, "tout")
    say(page, "note", "two")
    page.locator("#pane-two .scale button").first.click()
    say(page, "cocher")
    expect(card(page)).to_contain_text("Quels sujets")
    assert page.evaluate(CONTRASTS) == []


# Every text whose contrast with the ground painted under it is below 4.5:1 (WCAG 2 AA).
CONTRASTS = """() => {
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = 1;
  const pen = canvas.getContext("2d", { willReadFrequently: true });
  const rgba = (colour) => {
    pen.clearRect(0, 0, 1, 1);
    pen.fillStyle = colour;
    pen.fillRect(0, 0, 1, 1);
    const [r, g, b, a] = pen.getImageData(0, 0, 1, 1).data;
    return [r, g, b, a / 255];
  };
  const over = (top, under) =>
    [0, 1, 2].map((n) => top[n] * top[3] + under[n] * (1 - top[3])).concat(1);
  const ground = (node) => {
    const layers = [];
    for (let each = node; each; each = each.parentElement)
      layers.push(rgba(getComputedStyle(each).backgroundColor));
    return layers.reverse().reduce((under, top) => over(top, under), [255, 255, 255, 1]);
  };
  const light = ([r, g, b]) => {
    const linear = (n) => (n <= 0.03928 ? n / 12.92 : ((n + 0.055) / 1.055) ** 2.4);
    const [x, y, z] = [r, g, b].map((n) => linear(n / 255));
    return 0.2126 * x + 0.7152 * y + 0.0722 * z;
  };
  const weak = [];
  for (const node of document.querySelectorAll("body *")) {
    const own = [...node.childNodes].some((each) => each.nodeType === 3 && each.data.trim());
    if (!own || !node.checkVisibility({ visibilityProperty: true })) continue;
    if (node.closest(".unseen, .skip, noscript, option")) continue;
    const behind = ground(node);
    const [a, b] = [light(over(rgba(getComputedStyle(node).color), behind)), light(behind)];
    const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    if (ratio < 4.5) weak.push(`${ratio.toFixed(2)} ${node.outerHTML.slice(0, 90)}`);
  }
  return weak;
}"""


def test_a_channel_message_arrives_and_its_buttons_act_as_somebody(page, site):
    with site.database.work(START) as work:
        parts = to_data(
            Message(
                (
                    scripted.para("Atelier jeudi"),
                    Buttons((Button("Je viens", "come:1", "primary"),)),
                )
            )
        )
        work.add(
            Line(
                address_id=site.places["channel"], author="bot", key="post", payload=parts, at=START
            )
        )
    go(page, site)
    channel = page.locator("#pane-channel")
    expect(channel).to_contain_text("au nom d’Amina Benali")
    page.focus("#write-two")
    expect(channel).to_contain_text("au nom de Camille Durand")
    channel.get_by_role("button", name="Je viens").click()
    expect(card(page, "two")).to_contain_text("Reçu : come:1")
    expect(channel.get_by_role("button", name="Je viens")).to_be_disabled()
    expect(page.locator("#notices")).to_contain_text("C’est fait, au nom de Camille Durand.")


def test_somebodys_own_space_is_one_press_away(page, tmp_path):
    with served(tmp_path, real_core()) as site:
        go(page, site)
        page.locator("#pane-one").get_by_role(
            "button", name="Voir l’espace de cette personne"
        ).click()
        expect(card(page)).to_contain_text("Bonjour Amina")
        card(page).get_by_role("button", name="In English, please").click()
        expect(card(page)).to_contain_text("English")
