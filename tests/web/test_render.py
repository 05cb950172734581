from adapters.web.render import offered
from bot.message import Ask, Button, Buttons, Message, Para, Run, options_of
from bot.texts import Voice
from tests.web.scripted import FIELDS

FR, EN = Voice("fr"), Voice("en")


def asked(name: str, skip: str = "", back: str = "") -> Message:
    return Message((Para((Run("D’abord"),)), Ask(3, FIELDS[name], skip, back)))


def label(message: Message, action: str, *values: str, voice: Voice = FR) -> str | None:
    press = offered(message, action, values, voice)
    return None if press is None else press.label


def test_an_answer_is_labelled_with_the_words_of_its_options():
    assert label(asked("choisir"), "answer:3:format", "remote") == "À distance"
    assert (
        label(asked("cocher"), "answer:3:topics", "ai", "linkedin")
        == "Intelligence artificielle, LinkedIn"
    )
    assert label(asked("note"), "answer:3:level", "4") == "4"
    assert label(asked("charte"), "answer:3:charter", "yes") == "J’accepte"
    assert label(asked("charte"), "decline:3:charter") == "Je n’accepte pas"
    assert label(asked("charte"), "decline:3:charter", voice=EN) == "I do not agree"


def test_ways_out_are_offered_only_where_they_were_shown():
    shown = asked("texte", skip="Passer", back="Revenir")
    assert label(shown, "skip:3:team") == "Passer"
    assert label(shown, "back:3") == "Revenir"
    assert label(asked("texte"), "skip:3:team") is None
    assert label(asked("texte"), "back:3") is None
    assert label(asked("texte"), "decline:3:team") is None


def test_what_was_not_shown_cannot_be_pressed():
    assert label(asked("choisir"), "answer:4:format", "remote") is None
    assert label(asked("choisir"), "answer:3:topics", "remote") is None
    assert label(asked("choisir"), "answer:3:format", "elsewhere") is None
    assert label(asked("choisir"), "answer:3:format") is None
    assert label(asked("choisir"), "answer:3:format", "remote", "either") is None
    assert label(asked("note"), "answer:3:level", "6") is None
    assert label(asked("choisir"), "") is None


def test_a_press_settles_a_question_but_opening_its_form_does_not():
    assert offered(asked("note"), "answer:3:level", ("2",), FR).question  # type: ignore[union-attr]
    assert not offered(asked("note"), "form:3", (), FR).question  # type: ignore[union-attr]


def test_buttons_are_found_by_their_action_and_links_are_not_pressed():
    row = Buttons((Button("Oui", "yes:1"), Button("Voir", "see:1", url="https://example.org")))
    press = offered(Message((Para((Run("?"),)), row)), "yes:1", (), FR)
    assert press is not None
    assert (press.part, press.label, press.question) == (1, "Oui", False)
    assert offered(Message((row,)), "see:1", (), FR) is None


def test_a_scale_without_options_offers_its_points():
    assert [o.value for o in options_of(FIELDS["note"])] == ["1", "2", "3", "4", "5"]
