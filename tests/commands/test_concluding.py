"""The end: closing, the report's files, the export."""

from io import BytesIO

import pytest

from bot.commands.concluding import report_parts
from bot.commands.exporting import give_tables
from bot.commands.overview import overview_of
from bot.message import Attachment
from bot.scene import Scene
from storage.nouns import Coordination, File, Pair
from tests.commands.desk import Desk, in_state, met, paired, several


@pytest.fixture
def closing(desk: Desk) -> Desk:
    town = desk.town
    pair = paired(town, town.mentee("=Anne Leroy"), town.mentor("Paul Roy"))
    met(desk.work, pair, 1, "held", -9)
    paired(town, town.mentee("Berthe Roux"), town.mentor("Zoé Petit"))
    in_state(town, "closing")
    return desk


def files(desk: Desk) -> list[File]:
    return [desk.work.find(File, token=each.token)[0] for each in desk.files()]


def spoken(desk: Desk) -> Scene:
    """The scene once commands know which programme is meant."""
    return desk.scene().within(desk.programme)


def test_close_begins_the_closing_then_ends_the_programme(closing):
    in_state(closing.town, "running")
    assert "4 personnes vont recevoir les questions de fin" in closing.gives("close")
    assert closing.programme.state == "closing"
    said = closing.gives("close")
    assert "Le programme est terminé" in said
    assert "binômes formés : 2" in said
    assert closing.programme.state == "closed"
    assert [each.state for each in closing.work.find(Pair)] == ["completed", "ended"]
    assert "déjà terminé" in closing.gives("close")


def test_the_report_is_for_whoever_asked(closing):
    closing.gives("report")
    found = files(closing)
    assert {"text/html", "text/csv", "image/png"} <= {each.media_type for each in found}
    assert all(each.person_id == closing.person.id for each in found)
    html = next(each for each in found if each.media_type == "text/html")
    assert b"Leroy" not in html.content


@pytest.mark.parametrize(
    ("locale", "proposed", "approved", "reasons"),
    [
        (
            "fr",
            "2 binômes sont proposés et attendent une décision. Relisez les propositions",
            "2 binômes sont approuvés et attendent leur annonce. Annoncez-les",
            "proposition en attente (4)",
        ),
        (
            "en",
            "2 pairs are proposed and wait for a decision. Review the proposals",
            "2 pairs are approved and wait to be announced. Announce them",
            "proposal waiting (4)",
        ),
    ],
)
def test_pairs_that_are_proposed_are_not_to_be_matched_again(
    desk, locale, proposed, approved, reasons
):
    several(desk.town, 2)
    desk.work.change(desk.person, locale=locale, locale_chosen=True)
    assert proposed not in desk.gives("report")
    desk.gives("match")
    said = desk.gives("report")
    assert proposed in said
    page = next(each for each in files(desk) if each.media_type == "text/html").content.decode()
    assert reasons in page.replace("\u00a0", " ")
    desk.gives("review approve all")
    said = desk.gives("report")
    assert approved in said
    assert proposed not in said
    desk.gives("announce")
    said = desk.gives("report")
    assert approved not in said
    assert proposed not in said


def test_tokens_cannot_be_guessed_and_tests_may_fix_them(closing):
    closing.gives("report")
    closing.gives("report")
    tokens = [each.token for each in closing.work.find(File)]
    assert len(tokens) == len(set(tokens))
    assert all(len(token) >= 32 for token in tokens)
    given = iter(f"token-{n}" for n in range(99))
    parts = report_parts(spoken(closing), lambda size: next(given))
    attached = [part.token for part in parts if isinstance(part, Attachment)]
    assert attached[0] == "token-0"


def test_the_export_holds_people_and_pairs_and_no_formula(closing):
    from openpyxl import load_workbook

    closing.gives("export")
    people, pairs, book = files(closing)
    text = people.content.decode("utf-8-sig")
    assert "'=Anne Leroy" in text
    assert "Paul Roy" in text
    assert ";" in text.splitlines()[0]
    assert (
        pairs.content.decode("utf-8-sig").splitlines()[1].startswith("'=Anne Leroy;Paul Roy;actif")
    )
    sheets = load_workbook(BytesIO(book.content))
    assert sheets.sheetnames == ["Personnes", "Binômes"]
    assert sheets["Personnes"].max_row == 5
    assert {each.person_id for each in (people, pairs, book)} == {closing.person.id}


def test_the_workbook_has_words_where_the_files_for_programs_have_codes(closing):
    from openpyxl import load_workbook

    closing.town.mentee("Nadia Fersi", topics=["other", "linkedin", "gone"], languages=["fr", "en"])
    closing.gives("export")
    people, _, book = files(closing)
    (line,) = [each for each in people.content.decode().splitlines() if "Nadia" in each]
    assert "fr, en;Europe/Paris" in line
    assert "other, linkedin, gone" in line
    sheet = load_workbook(BytesIO(book.content))["Personnes"]
    (row,) = [list(each) for each in sheet.values if each[0] == "Nadia Fersi"]
    assert row[4:6] == ["français, anglais", "Paris"]
    assert row[7] == "Autre sujet numérique, LinkedIn, gone"


def test_the_export_leaves_confidences_behind(closing):
    closing.town.mentee("Nadia Fersi", "Mon secret objectif", avoid="Gérard Dupont", already="rien")
    scene = spoken(closing)
    given = iter(f"token-{n}" for n in range(99))
    give_tables(scene, overview_of(scene), lambda size: next(given))
    text = "".join(each.content.decode("utf-8", "ignore") for each in files(closing)[:2])
    assert "Nadia Fersi" in text
    for private in ("Dupont", "secret", "rien"):
        assert private not in text


def test_the_data_set_is_one_file_and_never_of_too_few(closing):
    assert "Moins de 5 personnes sont inscrites" in closing.gives("export dataset")
    assert closing.files() == []
    closing.town.mentee("Odile Gris")
    said = closing.gives("export données")
    assert "Voici le jeu de données du programme" in said
    assert "pas sans risque" in said
    (file,) = files(closing)
    assert file.name.endswith("-donnees.zip")
    assert file.media_type == "application/zip"
    assert b"Leroy" not in file.content
    assert "export dataset" in closing.gives("export dataset now")


def test_the_data_set_is_the_owners(closing):
    closing.town.mentee("Odile Gris")
    (place,) = closing.work.find(Coordination, person_id=closing.person.id)
    closing.work.change(place, rights="coordinator")
    assert "jeu de données du programme" not in closing.gives("export dataset")
    assert closing.files() == []
