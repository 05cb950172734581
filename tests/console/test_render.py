from hypothesis import given
from hypothesis import strategies as st

from adapters.console.render import WIDTH, Choice, render, visible
from bot.message import (
    Ask,
    Attachment,
    Bullets,
    Button,
    Buttons,
    Facts,
    FieldView,
    Message,
    Option,
    Para,
    Part,
    Run,
)
from bot.texts import Voice

FR = Voice("fr")
TOPICS = (Option("ai", "IA"), Option("watch", "Veille", "Suivre son domaine"))


def shown(*parts: Part, voice: Voice = FR) -> str:
    return "\n".join(line.text for line in render(Message(parts), {}, voice)[0])


def numbered(*parts: Part) -> dict[int, Choice]:
    return dict(render(Message(parts), {}, FR)[1])


def ask(kind: str, **more: object) -> Ask:
    view = FieldView("topics", kind, "Sujets", (Run("Quels sujets ?"),), **more)  # type: ignore[arg-type]
    return Ask(7, view, skip="Passer", back="Revenir")


def test_every_part_is_readable():
    text = shown(
        Para((Run("Votre séance"),), "title"),
        Para((Run("Elle a lieu "), Run("demain", bold=True), Run("."))),
        Facts((("Avec", (Run("Léa", typed=True),)), ("Où", (Run("Ici"),)))),
        Bullets(((Run("Une"),), (Run("Deux"),))),
        Para((Run("Citation"),), "quote"),
        Attachment("t", "seance.ics", "text/calendar"),
        Attachment("t", "g.png", "image/png", "Un graphique"),
        Buttons((Button("Oui", "yes:1"), Button("Voir", url="https://example.org/x"))),
    )
    assert text == (
        "Votre séance\nElle a lieu demain.\n  Avec  Léa\n  Où    Ici\n• Une\n• Deux\n│ Citation\n"
        "[seance.ics]\n[g.png] Un graphique\n  1. Oui\n  → Voir : https://example.org/x"
    )


def test_english_has_no_space_before_the_colon_of_a_link():
    seen = Buttons((Button("See", url="https://example.org/x"),))
    assert shown(seen, voice=Voice("en")) == "  → See: https://example.org/x"


def test_a_choice_and_its_ways_out_are_numbered():
    question = ask("choose", options=TOPICS, value="ai", hint="Un seul.")
    assert shown(question) == (
        "Quels sujets ?\nUn seul.\n  1. IA ✓\n  2. Veille\n     Suivre son domaine\n"
        "  3. Passer\n  4. Revenir"
    )
    assert numbered(question) == {
        1: Choice("IA", "answer:7:topics", ("ai",)),
        2: Choice("Veille", "answer:7:topics", ("watch",)),
        3: Choice("Passer", "skip:7:topics"),
        4: Choice("Revenir", "back:7"),
    }


def test_several_choices_say_so():
    question = ask("pick", options=TOPICS)
    assert "séparez les numéros par des virgules" in shown(question)
    assert numbered(question)[1].several
    assert not numbered(question)[3].several


def test_a_scale_keeps_its_points_as_numbers():
    question = ask("scale", at_least=0, at_most=5)
    assert "  0   1   2   3   4   5" in shown(question)
    assert numbered(question)[0].values == ("0",)
    assert numbered(question)[5].values == ("5",)
    assert numbered(question)[6].action == "skip:7:topics"


def test_consent_can_be_declined():
    question = ask("consent", options=(Option("yes", "J’accepte"),))
    assert numbered(question)[1] == Choice("J’accepte", "answer:7:topics", ("yes",))
    assert numbered(question)[2] == Choice("Je n’accepte pas", "decline:7:topics")


def test_numbers_go_on_from_message_to_message_until_a_question():
    row = Message((Buttons((Button("Un", "a"), Button("Deux", "b"))),))
    _, first = render(row, {}, FR)
    _, second = render(row, first, FR)
    assert sorted(second) == [1, 2, 3, 4]
    _, third = render(Message((ask("choose", options=TOPICS),)), second, FR)
    assert third[1].values == ("ai",)
    assert len(third) == 4


def test_what_opens_a_whole_form_is_left_out():
    row = Buttons((Button("Sur une page", "form:7"), Button("Annuler", "cancel:7")))
    assert shown(row) == "  1. Annuler"


def test_control_and_direction_characters_command_nothing():
    assert visible("a\x1b[31mb\x07\x9bc\u202ed\r") == "a\\x1b[31mb\\x07\\x9bc\\x202ed\\x0d"
    assert visible("é\n\tœ 👩\u200d🔬") == "é\n\tœ 👩\u200d🔬"


@given(st.text(max_size=400), st.text(max_size=60))
def test_no_line_is_too_wide_or_holds_a_control_character(text, label):
    parts = (
        Para((Run(text, typed=True),)),
        Bullets(((Run(text),),)),
        Facts(((label, (Run(text),)),)),
        Buttons((Button(label, "a"),)),
    )
    for line in render(Message(parts), {}, FR)[0]:
        assert len(line.text) <= WIDTH
        assert not any((ord(c) < 32 and c != "\t") or 127 <= ord(c) < 160 for c in line.text)
