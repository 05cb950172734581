"""What a pair could work on, how a mentor teaches it, and the mentors' induction."""

from datetime import date

import pytest

from bot.kit.page import PARTS
from bot.kit.shelf import chapters, modules
from bot.message import Buttons
from bot.texts import Voice
from tests.client import Chat, Someone

OBJECTIVES = {
    "fr": ["Rédiger une biographie LinkedIn qui dit en cinq lignes ce que j’apporte"],
    "en": ["Write a LinkedIn biography that says in five lines what I bring"],
}
GONE = Voice("fr").words("pressed.gone").replace("\u00a0", " ").replace("\u202f", " ")
ASKED = {"fr": "que pouvons-nous travailler ?", "en": "what could we work on?"}


def pair(chat: Chat, locale: str = "fr", **answers: object) -> tuple[Someone, Someone]:
    chat.programme(state="running", starts_on=date(2016, 1, 4))
    agnes = chat.person("agnes", name="Agnès Martin", locale=locale)
    bruno = chat.person("bruno", name="Bruno Petit", locale=locale)
    given = {"objectives": OBJECTIVES[locale], "topics": ["linkedin"], **answers}
    chat.enrols(agnes, "mentee", **given)
    chat.enrols(bruno, "mentor")
    chat.pairs(agnes, bruno)
    for each in (agnes, bruno):
        each.heard()
        chat.change(each.person, locale=locale, locale_chosen=True)
    return agnes, bruno


def labels(someone: Someone) -> list[str]:
    parts = someone.history[-1].message.parts
    return [each.label for part in parts if isinstance(part, Buttons) for each in part.buttons]


@pytest.mark.parametrize(
    ("locale", "intro", "title", "step"),
    [
        ("fr", "Voici ce que vous pourriez travailler avec Agnès Martin",
         "Un profil LinkedIn à son image", "15 min · Titre et photo"),
        ("en", "Here is what you could work on with Agnès Martin",
         "A LinkedIn profile that sounds like you", "15 minutes · Headline and photo"),
    ],
)  # fmt: skip
def test_a_pair_gets_the_modules_near_its_objective_with_their_hour(
    chat: Chat, locale: str, intro: str, title: str, step: str
) -> None:
    _, bruno = pair(chat, locale)
    told = bruno.says(ASKED[locale])
    assert intro in told
    assert title in told
    assert step in told


def test_the_mentee_gets_the_same_without_what_is_for_mentors(chat: Chat) -> None:
    agnes, _ = pair(chat)
    told = agnes.says(ASKED["fr"])
    assert "avec Bruno Petit" in told
    assert "Me préparer à être mentor" not in told
    card = agnes.presses("Un profil LinkedIn à son image")
    assert "À la fin, savoir" in card
    assert "Comment l’enseigner" not in card


def test_a_mentor_reads_how_to_teach_a_module_part_by_part(chat: Chat) -> None:
    _, bruno = pair(chat)
    bruno.says(ASKED["fr"])
    bruno.presses("Un profil LinkedIn à son image")
    told = bruno.presses("Comment l’enseigner")
    for part, title in [*PARTS["fr"].items()][1:]:
        assert title.split(",")[0][:8] in " ".join(labels(bruno)), part
        told = bruno.presses(title)
    assert "Relire le résumé après trois jours" in told
    assert "Un profil LinkedIn" in bruno.presses("Revenir au module")


def test_only_mentors_read_how_to_teach(chat: Chat) -> None:
    agnes, _ = pair(chat)
    for action in ("teach:linkedin-profile:steps", "induction", "induction:2"):
        assert agnes.sends(action) == GONE


def test_nothing_near_is_said_and_all_modules_are_there(chat: Chat) -> None:
    _, bruno = pair(chat, objectives=["Réussir mon pain au levain"], topics=["other"])
    assert "Aucun module tout prêt" in bruno.says(ASKED["fr"])
    told = bruno.presses("Voir tous les modules")
    for each in modules():
        assert each.outline.title.fr.replace("\u00a0", " ") in told
    assert len(labels(bruno)) == len(modules())


def test_a_mentor_without_a_pair_gets_what_suits_their_skills(chat: Chat) -> None:
    chat.programme(state="signup")
    bruno = chat.person("bruno", name="Bruno Petit")
    chat.enrols(bruno, "mentor", skills=["LinkedIn"], topics=["linkedin"])
    bruno.heard()
    told = bruno.says(ASKED["fr"])
    assert "d’après vos réponses" in told
    assert "Un réseau LinkedIn" in told


def test_whoever_takes_no_part_is_told_so(chat: Chat) -> None:
    chat.programme()
    bruno = chat.person("bruno", name="Bruno Petit")
    bruno.joins()
    bruno.heard()
    assert "LinkedIn" not in bruno.says(ASKED["fr"])


@pytest.mark.parametrize(
    ("locale", "get_ready", "answer", "right", "wrong", "carry_on", "ready"),
    [
        ("fr", "Me préparer à être mentor", "Répondre à deux questions", "Oui.",
         "Pas tout à fait", "Continuer", "Bonne première séance"),
        ("en", "Get ready to be a mentor", "Answer two questions", "Yes.",
         "Not quite", "Carry on", "Enjoy your first session"),
    ],
)  # fmt: skip
def test_the_induction_from_beginning_to_end(
    chat: Chat,
    locale: str,
    get_ready: str,
    answer: str,
    right: str,
    wrong: str,
    carry_on: str,
    ready: str,
) -> None:
    _, bruno = pair(chat, locale)
    bruno.says(ASKED[locale])
    told = bruno.presses(get_ready)
    for place, chapter in enumerate(chapters(), 1):
        assert chapter.heading.title.of(locale).replace("\u00a0", " ") in told
        bruno.presses(answer)
        for number, question in enumerate(chapter.heading.questions, 1):
            assert question.right is not None
            assert labels(bruno) == ["A", "B", "C"]
            slip = "C" if question.right != 3 else "A"
            said = bruno.presses(slip if number == 2 else "ABC"[question.right - 1])
            assert (wrong if number == 2 else right) in said
            if (place, number) != (len(chapters()), 2):
                told = bruno.presses(carry_on)
            else:
                assert ready in said


@pytest.mark.parametrize(
    "action", ["induction:9", "check:1:3", "check:0:1", "module:none", "teach:x:y"]
)
def test_a_forged_action_is_answered_kindly(chat: Chat, action: str) -> None:
    _, bruno = pair(chat)
    assert bruno.sends(action) == GONE
