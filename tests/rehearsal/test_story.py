"""The story that a rehearsal tells in a terminal."""

import pytest

from adapters.rehearsal.story import why
from bot.texts import Voice
from storage.nouns import Proposal

BIO = {"need": "Écrire ma biographie", "skill": "LinkedIn", "share": 0.4}
WATCH = {"need": "Organiser ma veille", "skill": "Des flux", "share": 0.6}


def proposal(*needs: dict[str, object]) -> Proposal:
    return Proposal(
        programme_id=1,
        round=1,
        mentee_id=1,
        mentor_id=2,
        score=0.8,
        label="good",
        why={"needs": [*needs]},
    )


def test_the_reason_is_the_need_that_weighs_most():
    (told,) = why(proposal(BIO, WATCH), Voice("fr"))
    assert "Organiser ma veille" in told
    assert "Des flux" in told


@pytest.mark.parametrize(
    "silent",
    [
        None,
        proposal(),
        proposal({**WATCH, "skill": ""}),
        proposal({**WATCH, "need": ""}),
        proposal({"share": 1.0}),
    ],
)
def test_a_reason_with_nothing_to_say_is_left_out(silent):
    assert why(silent, Voice("fr")) == ()


def test_another_need_takes_the_place_of_one_that_no_skill_meets():
    (told,) = why(proposal(BIO, {**WATCH, "skill": ""}), Voice("en"))
    assert "Écrire ma biographie" in told


@pytest.mark.parametrize("number", [0, 1, 7])
@pytest.mark.parametrize(
    ("locale", "sessions", "polls"),
    [
        (
            "fr",
            "Fixées : {0} · tenues : {0} · déplacements : {0} · annulées : {0}.",
            "Questionnaires envoyés : {0} · remplis : {0} ({0} %).",
        ),
        (
            "en",
            "Set: {0} · held: {0} · moves: {0} · cancelled: {0}.",
            "Polls sent: {0} · answered: {0} ({0}%).",
        ),
    ],
)
def test_figures_read_well_whatever_the_number(locale, sessions, polls, number):
    voice = Voice(locale)
    moved = dict.fromkeys(("planned", "held", "moved", "cancelled"), number)
    asked = dict.fromkeys(("sent", "answered", "share"), number)
    told = (
        voice.words("rehearsal.session-figures", None, **moved),
        voice.words("rehearsal.poll-figures", None, **asked),
    )
    plain = tuple(each.replace("\u00a0", " ") for each in told)
    assert plain == (sessions.format(number), polls.format(number))
