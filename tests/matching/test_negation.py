"""What a text sets aside, and what only sounds like it."""

import pytest

from matching.negation import asked


@pytest.mark.parametrize(
    ("text", "kept", "gone"),
    [
        ("pas Excel, plutôt la visio", "visio", "Excel"),
        ("LinkedIn, pas Facebook, TikTok", "TikTok", "Facebook"),
        ("Pas Excel ni Word : la visio", "visio", "Word"),
        ("je ne veux pas d’Excel mais de la visio", "visio", "Excel"),
        ("Slack plutôt que des mails", "Slack", "mails"),
        ("pas besoin d’Excel, la visio oui", "visio", "Excel"),
        ("not Excel but video calls", "video", "Excel"),
        ("I don’t want Excel, rather video calls", "video", "Excel"),
        ("use Slack rather than email", "Slack", "email"),
        ("Tout sauf Excel", "", "Excel"),
    ],
)
def test_what_is_set_aside_is_left_out(text, kept, gone):
    assert kept in asked(text)
    assert gone not in asked(text)


@pytest.mark.parametrize(
    "text",
    [
        "Je ne sais pas utiliser Excel",
        "I can’t write posts",
        "pas à l’aise en visio",
        "pas seulement Excel",
        "not only Excel",
        "pas encore sur LinkedIn",
        "not good at Excel",
        "no-code tools",
        "Je n’ai pas de compte LinkedIn",
        "Envoyer une infolettre sans finir dans les spams",
    ],
)
def test_what_one_cannot_do_yet_is_what_one_asks_for(text):
    assert asked(text) == text
