"""What is said of a question instead of answering it, and what only looks like it."""

import pytest

from bot.understanding.puzzled import puzzle_in

LOST = ["Je ne comprends pas", "euh c'est quoi ?", "Pourquoi cette question ?", "why do you ask?"]
BLANK = ["euh je sais pas trop", "Aucune idée", "no idea", "I don't know what to say"]
MUST = ["C'est obligatoire ?", "do I have to answer?", "Je peux passer cette question ?"]
LEFT = ["Combien de questions encore ?", "how many more questions?", "c'est long ?"]
HELLO = ["Bonjour !", "re-bonjour", "Hello again"]
BACK = ["Re-bonjour, je suis de retour", "on continue ?", "where were we?", "I'm back"]
AWAY = ["je reviens demain", "Je dois y aller", "à demain", "brb", "I'll be back tomorrow"]
ANSWERS = [
    "revenir à Excel",
    "Bonjour Paris",
    "continuer LinkedIn",
    "je ne sais pas utiliser Excel",
    "Je ne comprends rien aux hashtags",
    "donner des exemples",
    "Des exemples",
    "pourquoi pas LinkedIn",
    "Aider",
    "why people leave Facebook",
]


@pytest.mark.parametrize(
    ("text", "puzzle"),
    [
        *((each, "lost") for each in LOST),
        *((each, "blank") for each in BLANK),
        *((each, "must") for each in MUST),
        *((each, "left") for each in LEFT),
        *((each, "hello") for each in HELLO),
        *((each, "back") for each in BACK),
        *((each, "away") for each in AWAY),
        *((each, None) for each in ANSWERS),
    ],
)
def test_only_whole_messages_about_the_question_count(text: str, puzzle: str | None) -> None:
    assert puzzle_in(text) == puzzle
