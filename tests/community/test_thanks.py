"""A thank-you goes to whom it is for, and to everybody only if both agree."""

from datetime import timedelta

from storage.nouns import Draft, Thanks
from tests.client import Chat, Someone

DAY = timedelta(days=1)


def test_shared_when_both_agree_and_told_in_the_digest(
    chat: Chat, claire: Someone, people: list[Someone]
) -> None:
    ana, bas = people[:2]
    assert "Votre merci part à Basile Petit" in ana.says("merci à Basile pour sa patience")
    assert "si Basile Petit le veut bien" in ana.presses("Oui, avec nos deux noms")
    assert "Ana Petit vous dit merci :\nPour sa patience" in bas.heard()
    before = chat.read_in("mentorat")
    assert bas.presses("Le partager") == "C’est partagé avec la communauté."
    assert chat.read_in("mentorat")[len(before) :] == [
        "Ana Petit dit merci à Basile Petit :\nPour sa patience"
    ]
    assert "déjà noté" in bas.presses("Le partager")
    assert "ne sert plus" in ana.sends(f"thanks:{chat.only(Thanks).id}:yes")
    chat.until(chat.clock.now() + 8 * DAY)
    digest = next(e for e in chat.read_in("mentorat") if e.startswith("Ce qui s’est passé"))
    assert "• Ana Petit a remercié Basile Petit" in digest


def test_in_english_between_the_two_only(
    chat: Chat, claire: Someone, people: list[Someone]
) -> None:
    ana, ines = people[0], people[5]
    assert "What would you like to thank Ana Petit for?" in ines.says("Thanks to Ana")
    ines.says("You answered at once")
    assert ines.presses("No, between us") == "Passed on to Ana Petit."
    assert "Inès Petit vous dit merci :\nYou answered at once" in ana.heard()
    before = chat.read_in("mentorat")
    chat.until(chat.clock.now() + 8 * DAY)
    assert not any("Inès" in each for each in chat.read_in("mentorat")[len(before) :])


def test_the_other_keeps_it(chat: Chat, claire: Someone, people: list[Someone]) -> None:
    ana, bas = people[:2]
    ana.says("merci à Basile Petit")
    ana.says("Son calme")
    ana.presses("Oui, avec nos deux noms")
    assert "ne sera pas partagé" in bas.presses("Le garder pour moi")
    assert chat.only(Thanks).state == "kept"


def test_a_plain_thank_you_or_an_unknown_name_begins_nothing(
    chat: Chat, claire: Someone, people: list[Someone]
) -> None:
    for text in ("merci beaucoup", "merci à toi", "merci bien", "merci Binôme"):
        assert people[0].says(text) == "Avec plaisir."
    assert "personne qui s’appelle Zoé" in people[0].says("merci à Zoé pour tout")
    assert "nobody called Zoé" in people[5].says("thanks to Zoé for everything")
    assert chat.all(Draft, form="thanks") == []


def test_a_first_name_without_a_preposition_is_enough(
    chat: Chat, claire: Someone, people: list[Someone]
) -> None:
    assert "remercier Basile Petit" in people[0].says("merci Basile !")
    assert "thank Ana Petit for" in people[5].says("thanks Ana")


def test_a_name_of_several_people_is_asked_about_and_the_words_are_kept(
    chat: Chat, claire: Someone, people: list[Someone]
) -> None:
    ana, bas = people[:2]
    other = chat.person("u-9", name="Basile Roux")
    chat.enrols(other, "mentee")
    other.heard()
    assert "Qui souhaitez-vous remercier ?" in ana.says(
        "je voudrais remercier Basile pour son aide"
    )
    assert ana.shown()[:2] == ["Basile Petit", "Basile Roux"]
    assert "Votre merci part à Basile Roux" in ana.says("Basile Roux")
    assert "Pour son aide" in ana.says("retour")
    assert "Qui souhaitez-vous remercier ?" in ana.says("retour")
    ana.presses("Basile Petit")
    ana.says("Pour son aide")
    ana.presses("Non, entre nous")
    assert "Ana Petit vous dit merci :\nPour son aide" in bas.heard()
    assert other.heard() == ""


def test_a_bare_yes_or_no_answers_whether_to_share(
    chat: Chat, claire: Someone, people: list[Someone]
) -> None:
    ana, bas, ines = people[0], people[1], people[5]
    ana.says("merci à Basile pour sa patience")
    ana.presses("Oui, avec nos deux noms")
    chat.until(chat.clock.now() + timedelta(hours=5))
    bas.heard()
    assert bas.says("oui, volontiers") == "C’est partagé avec la communauté."
    ana.says("merci à Inès pour sa patience")
    ana.presses("Oui, avec nos deux noms")
    ines.heard()
    assert "won’t be shared" in ines.says("no thanks")
    assert [each.state for each in chat.all(Thanks)] == ["shared", "kept"]


def test_nothing_happened_so_nothing_is_told(
    chat: Chat, claire: Someone, people: list[Someone]
) -> None:
    chat.until(chat.clock.now() + 20 * DAY)
    assert not any(each.startswith("Ce qui s’est passé") for each in chat.read_in("mentorat"))


def test_whoever_is_erased_leaves_no_thanks(
    chat: Chat, claire: Someone, people: list[Someone]
) -> None:
    ana = people[0]
    ana.says("merci à Basile pour sa patience")
    ana.presses("Non, entre nous")
    ana.says("Effacez toutes mes données")
    ana.says("oui")
    assert chat.all(Thanks) == []
