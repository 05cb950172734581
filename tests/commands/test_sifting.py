"""Going through many proposals: only some of them, page after page, and another mentor instead."""

import pytest

from bot.commands.arguments import Arguments, WrongWords
from bot.commands.sifting import sifted
from storage.nouns import Enrolment, Proposal
from tests.commands.desk import Desk, several


def said(text: str):
    sieve, rest = sifted(Arguments.of(text))
    return sorted(sieve.labels), sieve.least, sieve.most, rest.raw


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ([], None, None, "")),
        ("all", ([], None, None, "")),
        ("strong", (["strong"], None, None, "")),
        ("très bons", (["strong"], None, None, "")),
        ("strong good", (["good", "strong"], None, None, "")),
        ("bons au-dessus de 60 %", (["good"], 60, None, "")),
        ("all above 70", ([], 70, None, "")),
        ("above 40 below 70% 2", ([], 40, 70, "2")),
        ("moins de 30 trop loin", ([], None, 30, "trop loin")),
        ("Karim Benali", ([], None, None, "Karim Benali")),
        ("“Bon Jovi”", ([], None, None, "Bon Jovi")),
    ],
)
def test_what_is_meant_by_a_few_words(text, expected):
    assert said(text) == expected


@pytest.mark.parametrize("text", ["above", "above all", "above 101", "below -3", "above de"])
def test_a_figure_that_is_none(text):
    with pytest.raises(WrongWords):
        sifted(Arguments.of(text))


@pytest.fixture
def many(desk: Desk) -> Desk:
    """Thirty proposals, of 95 per cent and less, in three labels of ten."""
    several(desk.town, 30)
    desk.gives("match")
    proposals = desk.work.find(Proposal, round=desk.programme.round)
    assert len(proposals) == 30
    for place, each in enumerate(proposals):
        label = ("strong", "good", "fair")[place // 10]
        desk.work.change(each, label=label, score=0.95 - place * 0.03)
    return desk


def states(desk: Desk, **fields: object) -> list[str]:
    return [each.state for each in desk.work.find(Proposal, **fields)]


def test_one_label_at_a_time_and_the_page_keeps_it(many):
    text = many.gives("review")
    assert "30 à décider" in text
    assert {"command:review:strong", "command:review:fair"} <= set(many.buttons())
    text = many.presses("command:review:good")
    assert "10 propositions : bon accord." in text
    assert "Page 1 sur 2" in text
    assert "command:review:good:2" in many.buttons()
    text = many.presses("command:review:good:2")
    assert "Page 2 sur 2" in text
    assert "19. " in text
    assert "— accord possible" not in text
    many.presses("command:review:approve:good")
    assert states(many, label="good") == ["approved"] * 10
    assert set(states(many, label="strong") + states(many, label="fair")) == {"proposed"}


def test_by_figure_the_figures_are_shown(many):
    text = many.gives("review above 70")
    assert "9 propositions : à partir de 70 %." in text
    assert "· 95 %" in text
    assert "command:review:above:70:2" in many.buttons()
    assert "· 71 %" in many.presses("command:review:above:70:2")
    assert "%" not in many.gives("review")
    assert "Aucune proposition de ce genre" in many.gives("review above 99")


@pytest.mark.parametrize(
    ("typed", "count"),
    [
        ("approve all above 70", 9), ("approve above 70%", 9), ("approuver au-dessus de 70", 9),
        ("approve strong", 10), ("approve strong good", 20), ("approve fair above 20", 6),
        ("approve tout", 30),
    ],
)  # fmt: skip
def test_many_are_approved_at_once(many, typed, count):
    many.gives(f"review {typed}")
    assert states(many).count("approved") == count


def test_many_are_rejected_at_once_but_never_all(many):
    assert "Je n’ai pas compris" in many.gives("review reject all")
    many.gives("review reject below 20 trop différents")
    rejected = many.work.find(Proposal, state="rejected")
    assert len(rejected) == 4
    assert {each.why["reason"] for each in rejected} == {"trop différents"}
    many.gives("review écarter possible")
    assert states(many, label="fair") == ["rejected"] * 10


def test_by_name_whatever_was_decided(many):
    proposal = many.work.find(Proposal)[4]
    mentee = many.work.get(Enrolment, proposal.mentee_id)
    name = many.work.get(type(many.person), mentee.person_id).name
    text = many.gives(f'review "{name}"')
    assert f"5. {name} apprend avec" in text
    assert "30 à décider" in text
    many.gives(f"review approve {name}")
    assert many.work.get(Proposal, proposal.id).state == "approved"
    assert f"5. ✓ {name}" in many.gives(f"review {name}")


def test_a_name_of_many_turns_its_pages(many):
    first = "Prénom"
    for each in many.work.find(type(many.person)):
        if each.id != many.person.id:
            many.work.change(each, name=f"{first} Numéro-{each.id}")
    assert "Page 1 sur 4" in many.gives(f"review {first}")
    assert f"command:review:{first}:2" in many.buttons()
    assert "Page 2 sur 4" in many.presses(f"command:review:{first}:2")


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("review Zorglub", "Personne ne s’appelle « Zorglub »"),
        ("review aprove 3", "Je ne connais pas « aprove »"),
        ("review approve Zorglub", "Personne ne s’appelle « Zorglub »"),
        ("review strong Zorglub", "Personne ne s’appelle"),
        ("review above many", "Je n’ai pas compris"),
        ("review approve 3 strong", "Je n’ai pas compris"),
    ],
)
def test_what_means_nothing_changes_nothing(many, typed, expected):
    assert expected in many.gives(typed)
    assert set(states(many)) == {"proposed"}


# ---------------------------------------------------------------- another mentor


@pytest.fixture
def few(desk: Desk) -> Desk:
    """Two mentees, three mentors who know the same things, one proposal each for the first two."""
    town = desk.town
    town.mentee("Anne Leroy")
    town.mentee("Berthe Roux")
    for name in ("Paul Roy", "Zoé Petit", "Inès Blanc"):
        town.mentor(name)
    desk.gives("match")
    return desk


def kept(desk: Desk, number: int = 1) -> Proposal:
    return desk.work.find(Proposal, round=desk.programme.round)[number - 1]


def who(desk: Desk, enrolment_id: int) -> str:
    place = desk.work.get(Enrolment, enrolment_id)
    return desk.work.get(type(desk.person), place.person_id).name


def others(desk: Desk) -> list[str]:
    return [each for each in desk.buttons() if each.startswith("review-instead:")]


def test_why_offers_the_other_mentors(few):
    before = kept(few)
    text = few.presses(f"review-why:{before.id}")
    assert f"Qui d’autre conviendrait à {who(few, before.mentee_id)}" in text
    actions = others(few)
    assert len(actions) == 2
    other = int(actions[0].split(":")[2])
    assert f"[Plutôt avec {who(few, other)}]" in text
    said_ = few.presses(actions[0])
    assert f"{who(few, before.mentee_id)} – {who(few, other)}" in said_
    assert few.work.get(Proposal, before.id).state == "replaced"
    (new,) = few.work.find(Proposal, mentee_id=before.mentee_id, state="approved")
    assert (new.mentor_id, new.locked) == (other, True)


def test_the_same_by_typing(few):
    assert "[Plutôt avec" in few.gives("review why 1")


def test_two_are_kept_together_at_a_press(few):
    found = kept(few)
    few.presses(f"review-why:{found.id}")
    assert f"review-lock:{found.id}" in few.buttons()
    few.presses(f"review-lock:{found.id}")
    now = few.work.get(Proposal, found.id)
    assert (now.state, now.locked) == ("approved", True)
    assert "Composé à la main" in few.presses(f"review-why:{found.id}")
    assert f"review-lock:{found.id}" not in few.buttons()


def test_a_mentor_without_room_is_told_apart_and_refused(few):
    one, other = kept(few, 1), kept(few, 2)
    few.presses(f"review-approve:{other.id}")
    text = few.presses(f"review-why:{one.id}")
    assert "sans place libre" in text
    action = f"review-instead:{one.id}:{other.mentor_id}"
    assert "Je ne dépasse jamais" in few.presses(action)
    assert "Je ne dépasse jamais" in few.presses(f"{action}:force")
    assert few.work.get(Proposal, one.id).state == "proposed"


def test_a_rule_against_it_is_named_and_insisting_is_a_press(few):
    found = kept(few)
    few.presses(f"review-why:{found.id}")
    action = others(few)[0]
    for one in (found.mentee_id, int(action.split(":")[2])):
        place = few.work.get(Enrolment, one)
        few.work.change(place, answers={**place.answers, "team": "Finance"})
    text = few.presses(action)
    assert "de la même équipe" in text
    assert "[Passer outre]" in text
    assert few.work.get(Proposal, found.id).state == "proposed"
    assert "Binôme approuvé" in few.presses(few.buttons()[0])
    assert few.work.get(Proposal, found.id).state == "replaced"


@pytest.mark.parametrize(
    "forged", ["review-instead:{}:999999", "review-instead:{}", "review-lock:0"]
)
def test_a_forged_press_changes_nothing(few, forged):
    found = kept(few)
    assert "Ce bouton ne sert plus" in few.presses(forged.format(found.id))
    assert states(few) == ["proposed", "proposed"]


def test_a_page_reads_the_names_it_shows_and_no_more(many):
    """However many take part, a page costs the round's proposals and sixteen names."""
    many.town.statements.clear()
    many.gives("review 2")
    read = [each.partition("WHERE")[2] for each in many.town.statements if "FROM enrolment" in each]
    assert read
    assert all("enrolment.id IN" in each for each in read)
