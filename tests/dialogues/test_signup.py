"""Signing up as it is lived: the mentee's and the mentor's transcripts, and all that interrupts."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.dialogues.choices import topics_near
from bot.forms import Given
from bot.message import plain
from bot.programme.template import load
from bot.texts import Voice
from storage.nouns import Address, Draft, Enrolment, Programme
from tests.client import Chat, NotShown, Someone


@pytest.fixture
def agnes(chat: Chat) -> Someone:
    """A French senior, while sign-up is open."""
    chat.programme()
    return chat.person("agnes", name="Agnès Martin")


@pytest.fixture
def paul(chat: Chat) -> Someone:
    """An English-speaking junior, while sign-up is open."""
    chat.programme()
    return chat.person("paul", name="Paul Reed", locale="en-GB", zone="Europe/London")


def at_objectives(someone: Someone) -> None:
    """Somebody who has accepted the rules of the game."""
    someone.joins()
    someone.presses("Je veux apprendre")
    someone.presses("J’accepte ces règles")


def at_the_end(someone: Someone) -> None:
    """Somebody who has answered everything but the confirmation."""
    at_objectives(someone)
    someone.says("Rédiger ma biographie LinkedIn\nPublier deux fois par mois")
    someone.picks("LinkedIn")
    someone.presses("Passer")
    someone.says("2")
    someone.says("mardi matin et jeudi soir")
    someone.picks("français")
    someone.presses("À distance")
    someone.presses("Passer")
    someone.presses("Passer")


def signed_up(someone: Someone) -> None:
    at_the_end(someone)
    someone.presses("Tout est juste, je confirme")


def test_a_mentee_signs_up_in_french(agnes: Someone) -> None:
    hello = agnes.says("bonjour")
    assert hello.startswith("Bonjour Agnès !")
    assert agnes.shown() == ["Je veux apprendre", "Je peux transmettre"]

    welcome = agnes.says("J’aimerais apprendre à me servir de LinkedIn, s’il vous plaît")
    assert "Bienvenue dans Reverse Mentoring Digital" in welcome
    assert "J’ai noté votre souhait : « Me servir de LinkedIn »" in welcome
    assert "• Ce qui se dit dans le binôme reste dans le binôme." in welcome

    assert "Quels sujets vous intéressent ?" in agnes.says("oui, j’accepte")
    assert "Que faites-vous déjà" in agnes.says("1 et 2")
    assert "à quel point vous sentez-vous à l’aise" in agnes.says("Un profil, jamais ouvert.")
    assert "Quand êtes-vous libre" in agnes.says("2")
    assert "Dans quelles langues" in agnes.says("mardi matin et jeudi soir")
    assert "Comment préférez-vous vous rencontrer" in agnes.says("français et anglais")
    assert "Dans quelle ville" in agnes.says("l'un ou l'autre")
    assert "Dans quelle équipe" in agnes.says("Paris 11e")
    assert "ne pas être en binôme" in agnes.says("Direction financière")

    card = agnes.says("rien")
    assert "Ce que je veux savoir faire : Me servir de LinkedIn" in card
    assert "Mes disponibilités : Mardi matin, Jeudi soir" in card
    assert "Mon fuseau horaire : Paris" in card
    assert "Tout est juste ?" in card

    done = agnes.says("oui")
    assert "Merci Agnès, votre inscription est complète." in done
    assert "à partir du mardi 19 janvier" in done
    kept = agnes.enrolment
    assert kept.role == "mentee"
    assert kept.answers == {
        "charter": "1",
        "objectives": ["Me servir de LinkedIn"],
        "topics": ["linkedin", "twitter"],
        "already": "Un profil, jamais ouvert.",
        "level": 2,
        "halfdays": ["tue-am", "thu-eve"],
        "zone": "Europe/Paris",
        "languages": ["fr", "en"],
        "format": "either",
        "place": "Paris 11e",
        "team": "Direction financière",
    }
    assert agnes.person.team == "Direction financière"


def test_a_mentor_signs_up_in_english(paul: Someone) -> None:
    assert paul.joins().startswith("Hello Paul!")
    thanks = paul.presses("I can teach")
    assert "Thank you for offering to teach" in thanks
    assert "What can you teach someone?" in paul.presses("I accept these rules")
    assert "Which topics are you comfortable with?" in paul.says("- Instagram\n- Slack")
    assert "rate your own level" in paul.picks("Instagram", "Tools for working together")
    assert "What do you particularly like to show" in paul.presses("4")
    assert "I’m hopeless at all this" in paul.says("Small tricks that save an hour a week")
    assert "How many people" in paul.says("Nobody is. We start from what you know.")
    assert "usually free" in paul.says("2")
    assert "Which languages" in paul.says("every morning")
    assert "rather meet" in paul.says("English")
    assert "Which team" in paul.says("remotely")
    assert "rather not be paired with" in paul.says("skip")
    assert "Is it all correct?" in paul.says("nobody")
    assert "Thank you Paul, your sign-up is complete." in paul.says("yes please")
    kept = paul.enrolment
    assert kept.role == "mentor"
    assert kept.answers["skills"] == ["Instagram", "Slack"]
    assert kept.answers["capacity"] == "2"
    assert kept.answers["halfdays"] == ["mon-am", "tue-am", "wed-am", "thu-am", "fri-am"]
    assert kept.answers["zone"] == "Europe/London"


def test_a_vague_objective_is_helped_with_examples_and_may_stay_as_it_is(agnes: Someone) -> None:
    at_objectives(agnes)
    agnes.says("Progresser en digital")
    helped = agnes.picks("Twitter")
    assert "C’est un bon point de départ." in helped
    assert (
        "• Ouvrir un compte Twitter professionnel et publier trois messages par semaine" in helped
    )
    assert "Que faites-vous déjà" in agnes.says("Raconter une conférence en direct sur Twitter")
    for answer in (
        "rien du tout",
        "1",
        "lundi matin",
        "français",
        "à distance",
        "passer",
        "passer",
    ):
        agnes.says(answer)
    agnes.says("oui")
    assert agnes.enrolment.answers["objectives"] == [
        "Raconter une conférence en direct sur Twitter"
    ]
    assert "precise" not in agnes.enrolment.answers


@pytest.mark.parametrize("typed", ["Je ne sais pas", "mieux utiliser"])
def test_an_answer_that_says_less_does_not_replace_what_was_said_first(
    agnes: Someone, typed: str
) -> None:
    at_objectives(agnes)
    agnes.says("Comprendre le numérique")
    agnes.picks("LinkedIn")
    said = agnes.says(typed)
    assert "Vos premiers mots en disent plus : Comprendre le numérique. Je les garde." in said
    assert "Quelle chose concrète" in said
    assert "Que faites-vous déjà" in agnes.says("passer")


def test_where_one_of_two_objectives_is_vague_the_other_stays(agnes: Someone) -> None:
    at_objectives(agnes)
    agnes.says("Rédiger ma biographie LinkedIn\nComprendre le numérique")
    agnes.picks("LinkedIn")
    assert "en disent plus" in agnes.says("les outils")
    agnes.says("Publier deux fois par mois")
    for word in ("Passer", "2", "mardi matin", "français", "À distance", "Passer", "Passer"):
        agnes.says(word)
    agnes.says("oui")
    assert agnes.enrolment.answers["objectives"] == [
        "Rédiger ma biographie LinkedIn",
        "Publier deux fois par mois",
    ]


def test_a_precise_objective_is_not_asked_again(agnes: Someone) -> None:
    at_objectives(agnes)
    agnes.says("Créer une page Facebook pour mon cabinet")
    assert "Que faites-vous déjà" in agnes.picks("Facebook")


@pytest.mark.parametrize("no", ["non", "Non merci", "non, je n’accepte pas", "J’accepte pas"])
def test_who_refuses_the_rules_is_let_go_and_nothing_is_kept(
    agnes: Someone, chat: Chat, no: str
) -> None:
    agnes.says("J’aimerais apprendre à me servir de LinkedIn")
    assert agnes.says(no) == (
        "C’est votre droit, et rien n’a été gardé. Si vous changez d’avis, écrivez-moi."
    )
    assert not chat.all(Enrolment)
    assert chat.only(Draft).answers == {}
    assert "Bienvenue" in agnes.says("J’aimerais apprendre à me servir de Twitter")


def test_an_unclear_yes_is_asked_again(agnes: Someone, chat: Chat) -> None:
    agnes.says("J’aimerais apprendre à me servir de LinkedIn")
    assert "Dites-moi clairement" in agnes.says("oui mais pas tout")
    assert "charter" not in chat.only(Draft).answers


def test_declining_by_button_is_the_same(agnes: Someone, chat: Chat) -> None:
    agnes.says("J’aimerais apprendre à me servir de LinkedIn")
    assert "C’est votre droit" in agnes.sends(f"decline:{agnes.draft()}:charter")
    assert chat.only(Draft).state == "cancelled"


@pytest.mark.parametrize("word", ["annuler", "Stop", "laisse tomber"])
def test_cancelling_forgets_what_was_answered(agnes: Someone, chat: Chat, word: str) -> None:
    at_objectives(agnes)
    agnes.says("Rédiger ma biographie LinkedIn")
    assert agnes.says(word) == "C’est annulé, rien n’a été gardé."
    assert chat.only(Draft).answers == {}
    assert "biographie" not in str(chat.all(Draft))


def test_later_then_back_days_after_exactly_where_it_was(agnes: Someone, chat: Chat) -> None:
    at_objectives(agnes)
    agnes.says("Rédiger ma biographie LinkedIn")
    agnes.picks("LinkedIn")
    assert "je garde tout" in agnes.says("plus tard")
    assert "Que puis-je" not in agnes.says("merci")  # the form no longer listens
    chat.later(days=1)
    assert agnes.heard() == ""
    chat.later(days=2)
    assert "vous attend, à l’endroit où vous l’avez laissée" in agnes.heard()
    back = agnes.says("reprendre")
    assert "Reprenons là où nous en étions." in back
    assert "Que faites-vous déjà" in back


def test_the_reminder_has_a_button_that_resumes(agnes: Someone, chat: Chat) -> None:
    at_objectives(agnes)
    chat.later(days=3)
    assert "Qu’aimeriez-vous savoir faire" in agnes.presses("Reprendre où j’en étais")
    agnes.says("Rédiger ma biographie LinkedIn")
    chat.later(days=3)
    assert "vous attend" in agnes.heard()
    assert agnes.presses("Ne pas continuer") == "C’est annulé, rien n’a été gardé."


def test_a_form_left_alone_is_let_go_after_a_month(agnes: Someone, chat: Chat) -> None:
    at_objectives(agnes)
    agnes.says("Rédiger ma biographie LinkedIn")
    chat.later(days=31)
    assert chat.only(Draft).state == "cancelled"
    assert chat.only(Draft).answers == {}


def test_saying_again_that_one_wants_to_join_takes_the_form_up_and_keeps_the_answers(
    agnes: Someone, chat: Chat
) -> None:
    at_objectives(agnes)
    agnes.says("Rédiger ma biographie LinkedIn")
    agnes.says("plus tard")
    chat.change(chat.only(Draft), answers={**chat.only(Draft).answers, "zone": "Asia/Tokyo"})
    again = agnes.says("J’aimerais apprendre à me servir de Twitter")
    assert "Reprenons là où nous en étions." in again
    assert "Quels sujets" in again
    draft = chat.only(Draft)
    assert draft.answers["objectives"] == ["Rédiger ma biographie LinkedIn"]
    assert draft.answers["zone"] == "Asia/Tokyo"


def test_going_back_and_forth(agnes: Someone) -> None:
    at_objectives(agnes)
    agnes.says("Rédiger ma biographie LinkedIn")
    assert "Qu’aimeriez-vous savoir faire" in agnes.presses("Question précédente")
    assert "Quels sujets" in agnes.says("Publier deux fois par mois")
    assert "Qu’aimeriez-vous" in agnes.says("retour")
    assert "Ces règles vous conviennent-elles" in agnes.says("retour")
    assert "C’est déjà la première question." in agnes.says("retour")


def test_a_question_gone_back_to_shows_its_answer_which_one_word_keeps(agnes: Someone) -> None:
    at_the_end(agnes)
    asked = agnes.says("mes disponibilités")
    assert "Votre réponse pour l’instant : Mardi matin, Jeudi soir" in asked
    assert "Garder cette réponse" in agnes.shown()
    assert "Mes disponibilités : Mardi matin, Jeudi soir" in agnes.presses("Garder cette réponse")
    assert "Votre réponse pour l’instant" not in agnes.says("retour")  # what was passed has none
    agnes.says("passer")
    agnes.says("mes objectifs")
    card = agnes.says("je garde")
    assert "Tout est juste ?" in card
    assert "Rédiger ma biographie LinkedIn" in card


def test_what_was_pressed_twice_or_for_a_new_question_keeps_nothing(agnes: Someone) -> None:
    at_objectives(agnes)
    agnes.says("Rédiger ma biographie LinkedIn")
    said = agnes.presses("Question précédente")
    assert "Votre réponse pour l’instant : Rédiger ma biographie LinkedIn" in said
    action, _ = agnes.action_of("Garder cette réponse")
    for _ in range(2):
        assert "Quels sujets" in agnes.sends(action)
    assert "Quels sujets" in agnes.says("je garde")  # no subject is called so


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("mardi soir", ["tue-eve"]),
        ("plutôt le mardi soir", ["tue-eve"]),
        ("je suis libre le mercredi après-midi", ["wed-pm"]),
        ("aussi mardi soir", ["tue-am", "tue-eve", "thu-eve"]),
        ("pas jeudi soir", ["tue-am"]),
        ("Tuesday evening", ["tue-eve"]),
        ("Tuesday evening too", ["tue-am", "tue-eve", "thu-eve"]),
    ],
)
def test_half_days_typed_where_answers_are_read_back_change_them(
    agnes: Someone, typed: str, kept: list[str]
) -> None:
    at_the_end(agnes)
    said = agnes.says(typed)
    assert "C’est noté, cette réponse change : Mes disponibilités." in said
    assert "Tout est juste ?" in said
    agnes.says("oui")
    assert agnes.enrolment.answers["halfdays"] == kept


def test_half_days_that_may_be_misread_are_asked_for_again(agnes: Someone, chat: Chat) -> None:
    at_objectives(agnes)
    agnes.says("Rédiger ma biographie LinkedIn")
    agnes.picks("LinkedIn")
    agnes.presses("Passer")
    agnes.says("2")
    for typed in ("je travaille le lundi", "jamais le vendredi", "lundi pas avant 10 h"):
        said = agnes.says(typed)
        assert "dites-moi seulement les demi-journées où vous êtes libre" in said
        assert "Quand êtes-vous libre" in said
        assert "halfdays" not in chat.only(Draft).answers
    agnes.says("tous les matins sauf mercredi")
    assert chat.only(Draft).answers["halfdays"] == ["mon-am", "tue-am", "thu-am", "fri-am"]


def test_half_days_that_may_be_misread_in_english_are_asked_for_again(
    paul: Someone, chat: Chat
) -> None:
    paul.joins()
    paul.presses("I can teach")
    paul.presses("I accept these rules")
    paul.says("Instagram")
    paul.picks("Instagram")
    paul.presses("4")
    paul.says("Small tricks that save an hour a week")
    paul.says("Nobody is. We start from what you know.")
    paul.says("2")
    assert "just tell me the half-days when you are free" in paul.says("I work on Mondays")
    assert "Which languages" in paul.says("every morning but Wednesday")
    assert chat.only(Draft).answers["halfdays"] == ["mon-am", "tue-am", "thu-am", "fri-am"]


@pytest.mark.parametrize("typed", ["je répondrai mardi soir", "demain matin", "plus tard"])
def test_a_moment_to_come_back_is_still_later(agnes: Someone, chat: Chat, typed: str) -> None:
    at_the_end(agnes)
    agnes.says(typed)
    assert chat.only(Draft).answers["halfdays"] == ["tue-am", "thu-eve"]


def test_there_is_nothing_to_skip_once_all_is_read_back(agnes: Someone) -> None:
    at_the_end(agnes)
    said = agnes.says("passer")
    assert "Il n’y a plus rien à passer. Dites « oui » pour confirmer" in said
    assert "J’ai besoin de cette réponse" not in said


def test_a_page_is_offered_once_right_after_the_rules(agnes: Someone) -> None:
    agnes.joins()
    agnes.presses("Je veux apprendre")
    with pytest.raises(NotShown):
        agnes.action_of("Répondre sur une seule page")
    agnes.presses("J’accepte ces règles")
    assert "Répondre sur une seule page" in agnes.shown()
    agnes.says("Rédiger ma biographie LinkedIn")
    assert "Répondre sur une seule page" not in agnes.shown()


def test_a_page_opened_before_the_rules_were_accepted_says_them(agnes: Someone, chat: Chat) -> None:
    agnes.joins()
    agnes.presses("Je veux apprendre")
    opening = f"form:{chat.only(Draft).id}"
    agnes.sends(opening)
    assert agnes.form is not None
    rules = plain(agnes.form.fields[0].ask)
    assert "• Ce qui se dit dans le binôme reste dans le binôme." in rules
    assert rules.endswith("Ces règles vous conviennent-elles\u202f?")
    agnes.presses("J’accepte ces règles")
    agnes.sends(opening)
    assert "•" not in plain(agnes.form.fields[0].ask)  # they were read


def test_everything_on_one_page(agnes: Someone, chat: Chat) -> None:
    at_objectives(agnes)
    form = agnes.opens_form("Répondre sur une seule page")
    assert form.title == "Mon inscription pour apprendre"
    values = {
        "charter": "1",
        "objectives": "Rédiger ma biographie LinkedIn",
        "topics": ["linkedin"],
        "level": "9",
        "halfdays": [],
        "zone": "Montréal",
        "languages": ["fr"],
        "format": "remote",
        "sure": True,
    }
    agnes.submits(values)
    assert agnes.errors == {
        "level": "Donnez un nombre entier entre 1 et 5.",
        "halfdays": "Choisissez-en au moins 1.",
        "sure": "Il manque encore une réponse avant de confirmer.",
    }
    assert agnes.form is not None
    shown = {view.name: view.value for view in agnes.form.fields}
    assert shown["zone"] == "America/Toronto"  # what was right is kept
    said = agnes.submits(
        {**values, "level": "3", "halfdays": ["mon-am"], "already": "", "team": "", "avoid": ""}
    )
    assert not agnes.errors
    assert "votre inscription est complète" in said
    assert agnes.enrolment.answers["zone"] == "America/Toronto"
    assert agnes.submits(values) == "Cette question n’attend plus de réponse."


def test_a_page_with_a_question_that_only_now_applies_goes_on_in_the_conversation(
    agnes: Someone,
) -> None:
    at_objectives(agnes)
    agnes.opens_form("Répondre sur une seule page")
    asked = agnes.submits(
        {
            "objectives": ["Rédiger ma biographie LinkedIn"],
            "topics": ["linkedin"],
            "already": "",
            "level": "3",
            "halfdays": ["mon-am"],
            "zone": "Paris",
            "languages": ["fr"],
            "format": "in-person",
            "team": "",
            "avoid": "",
        }
    )
    assert not agnes.errors
    assert asked.startswith("Dans quelle ville ou quel quartier ?")
    assert "Tout est juste ?" in agnes.says("Paris 11e")


def test_changing_one_answer_before_confirming(agnes: Someone) -> None:
    at_the_end(agnes)
    assert "Quand êtes-vous libre" in agnes.says("je veux changer mes disponibilités")
    card = agnes.says("lundi matin")
    assert "Mes disponibilités : Lundi matin" in card
    assert "Que souhaitez-vous modifier ?" in agnes.presses("Modifier une réponse")
    assert "Mon lieu" not in agnes.shown()  # she meets at a distance: it does not apply
    assert "à quel point vous sentez-vous" in agnes.presses("Mon aisance aujourd’hui")
    assert "Mon aisance aujourd’hui : 5/5" in agnes.says("5")
    assert "inscription est complète" in agnes.says("C’est bon")


def test_a_yes_with_a_reserve_does_not_confirm(agnes: Someone, chat: Chat) -> None:
    at_the_end(agnes)
    assert "Dites « oui » pour confirmer" in agnes.says("oui mais il manque quelque chose")
    assert not chat.all(Enrolment)


def test_editing_after_the_end(agnes: Someone, chat: Chat) -> None:
    signed_up(agnes)
    card = agnes.says("modifier mes réponses")
    assert "Voici vos réponses." in card
    assert "Mes disponibilités : Mardi matin, Jeudi soir" in card
    agnes.says("mes disponibilités")
    agnes.says("lundi matin")
    assert agnes.says("oui") == "Vos réponses sont à jour."
    assert agnes.enrolment.answers["halfdays"] == ["mon-am"]
    assert len(chat.all(Enrolment)) == 1


def test_who_only_looked_at_their_answers_is_not_told_that_their_sign_up_waits(
    agnes: Someone, chat: Chat
) -> None:
    signed_up(agnes)
    agnes.presses("Modifier mes réponses")
    chat.later(days=15)  # past the last days of sign-up
    heard = agnes.heard()
    assert "Votre inscription" not in heard
    assert "La vôtre est presque complète" not in heard
    assert heard.count("Nous n’avions pas fini.") == 1


def test_what_is_half_edited_is_not_overwritten_by_asking_again(agnes: Someone) -> None:
    signed_up(agnes)
    agnes.presses("Modifier mes réponses")
    agnes.says("mes disponibilités")
    agnes.says("lundi matin")
    assert "Mes disponibilités : Lundi matin" in agnes.presses("Modifier mes réponses")


def test_signing_up_twice_shows_the_answers_instead(agnes: Someone, chat: Chat) -> None:
    signed_up(agnes)
    assert "Voici vos réponses." in agnes.says("J’aimerais apprendre à me servir de Twitter")
    agnes.says("plus tard")
    assert "Vous participez déjà à ce programme, pour apprendre." in agnes.presses(
        "Je peux transmettre"
    )
    assert len(chat.all(Enrolment)) == 1


def test_finishing_as_a_mentee_lets_go_of_a_form_begun_as_a_mentor(
    agnes: Someone, chat: Chat
) -> None:
    agnes.joins()
    agnes.presses("Je peux transmettre")
    agnes.presses("J’accepte ces règles")
    mentor = agnes.draft()
    agnes.says("plus tard")
    signed_up(agnes)
    assert "Cette question n’attend plus de réponse" in agnes.sends(f"resume:{mentor}")
    assert agnes.enrolment.role == "mentee"


def test_a_half_filled_form_is_not_taken_once_sign_up_is_closed(agnes: Someone, chat: Chat) -> None:
    at_the_end(agnes)
    chat.moves(chat.only(Programme), "matching")
    assert "sont closes" in agnes.presses("Tout est juste, je confirme")
    assert not chat.all(Enrolment)
    assert chat.only(Draft).state == "cancelled"


@pytest.mark.parametrize(
    ("locale", "word", "closed"),
    [("fr-FR", "oui", "sont closes"), ("fr-FR", "non", "sont closes"), ("en-GB", "yes", "closed")],
)
def test_a_yes_to_a_form_that_came_too_late_hears_only_that(
    chat: Chat, locale: str, word: str, closed: str
) -> None:
    chat.programme()
    nadia = chat.person("nadia", name="Nadia Roux", locale=locale)
    nadia.joins()
    nadia.says("Je veux apprendre" if locale == "fr-FR" else "I want to learn")
    chat.moves(chat.only(Programme), "matching")
    nadia.heard()
    before = len(nadia.history)
    assert closed in nadia.says(word)
    assert len(nadia.history) == before + 1


def test_those_who_are_in_may_change_their_answers_while_the_programme_runs(
    agnes: Someone, chat: Chat
) -> None:
    signed_up(agnes)
    chat.moves(chat.only(Programme), "running")
    agnes.presses("Modifier mes réponses")
    agnes.says("mes disponibilités")
    agnes.says("lundi matin")
    assert agnes.says("oui") == "Vos réponses sont à jour."


@pytest.mark.parametrize(
    ("state", "answer"),
    [
        ("draft", "ouvriront le mardi 22 décembre"),
        ("matching", "sont closes"),
        ("running", "sont closes"),
        ("closed", "Aucun programme n’accueille d’inscriptions"),
    ],
)
def test_who_comes_too_early_or_too_late_is_told(chat: Chat, state: str, answer: str) -> None:
    programme = chat.programme()
    agnes = chat.person("agnes")
    agnes.joins()
    chat.moves(programme, state)
    chat.change(chat.only(Address), programme_id=programme.id)
    assert answer in agnes.presses("Je veux apprendre")


def test_pressing_an_answer_twice_asks_the_next_question_and_keeps_one_answer(
    agnes: Someone, chat: Chat
) -> None:
    agnes.joins()
    agnes.presses("Je veux apprendre")
    agnes.presses("J’accepte ces règles")
    again = agnes.presses("J’accepte ces règles")
    assert "Qu’aimeriez-vous savoir faire" in again
    assert chat.only(Draft).answers["charter"] == "1"


def test_the_same_event_delivered_twice_says_nothing_twice(agnes: Someone, chat: Chat) -> None:
    agnes.joins()
    first = agnes.presses("Je veux apprendre", key="K1")
    assert first
    assert agnes.presses("Je veux apprendre", key="K1") == ""
    assert len(chat.all(Draft)) == 1


def test_confirming_twice_says_that_it_is_done(agnes: Someone, chat: Chat) -> None:
    signed_up(agnes)
    assert agnes.presses("Tout est juste, je confirme") == (
        "Cette question n’attend plus de réponse."
    )
    assert len(chat.all(Enrolment)) == 1


def test_a_button_of_a_form_long_gone_is_answered_kindly(agnes: Someone, chat: Chat) -> None:
    at_objectives(agnes)
    chat.later(days=40)
    agnes.heard()
    assert "Cette question n’attend plus de réponse" in agnes.presses("J’accepte ces règles")


@pytest.mark.parametrize(
    "action",
    [
        "answer:999:charter",
        "answer:x:charter",
        "answer:",
        "answer",
        "nothing:1",
        "",
        "::::",
        "ask:fly",
        "plan:999",
        "accept:999",
        "move:x",
        "rsvp:1",
        "rsvp:1:maybe",
        "leave-yes:999",
        "erase-yes:999",
        "programme:999",
        "edit:1:nowhere",
        "skip:1:objectives",
        "answer:1:nowhere",
    ],
)
def test_a_mangled_or_forged_button_changes_nothing_and_is_answered(
    agnes: Someone, chat: Chat, action: str
) -> None:
    at_objectives(agnes)
    before = chat.only(Draft)
    said = agnes.sends(action)
    assert said.count("\n\n") == 0
    assert said
    after = chat.only(Draft)
    assert after == before


def test_somebody_elses_form_does_not_exist(agnes: Someone, chat: Chat) -> None:
    at_objectives(agnes)
    nora = chat.person("nora")
    nora.joins()
    for said in (
        nora.sends(f"answer:{agnes.draft()}:objectives", "Volé"),
        nora.sends(f"cancel:{agnes.draft()}"),
        nora.submits({"objectives": ["Volé"]}, draft=agnes.draft()),
    ):
        assert said == "Cette question n’attend plus de réponse."
    assert nora.form is None
    assert chat.only(Draft).answers.keys() == {"charter", "zone"}


@pytest.mark.parametrize(
    ("asked", "answer"),
    [
        ("qui est mon binôme ?", "Vous ne participez encore à aucun programme"),
        ("où en suis-je ?", "Vous ne participez encore à aucun programme"),
        ("comment supprimer mes données ?", "J’effacerai votre nom"),
        ("supprimez mes données", "J’effacerai votre nom"),
        ("je voudrais parler à la coordinatrice", "Vous n’êtes dans aucun programme"),
        ("aide", "Répondez à la question ci-dessous"),
    ],
)
def test_a_request_in_the_middle_of_a_free_question_is_not_taken_for_an_answer(
    agnes: Someone, chat: Chat, asked: str, answer: str
) -> None:
    at_objectives(agnes)
    assert answer in agnes.says(asked)
    assert "objectives" not in chat.only(Draft).answers
    assert "Quels sujets" in agnes.says("Rédiger ma biographie LinkedIn")


@pytest.mark.parametrize(
    ("asked", "answer"),
    [
        ("qui est mon binôme", "Vous ne participez encore à aucun programme"),
        ("je voudrais parler à quelqu'un en privé", "Vous n’êtes dans aucun programme"),
        ("envoyez-moi mes données", "Voici tout ce que je garde"),
        ("merci beaucoup", "Avec plaisir."),
    ],
)
def test_a_request_in_the_middle_of_a_choice_is_answered_then_the_question_comes_back(
    agnes: Someone, chat: Chat, asked: str, answer: str
) -> None:
    at_objectives(agnes)
    agnes.says("Rédiger ma biographie LinkedIn")
    said = agnes.says(asked)
    assert answer in said
    assert "Revenons à notre question." in said
    assert said.endswith("jusqu’à quatre ; en répondant « oui », vous les gardez.")


def test_wanting_to_stop_in_the_middle_of_signing_up_stops_the_form(
    agnes: Someone, chat: Chat
) -> None:
    for question in ("free", "choice"):
        at_objectives(agnes)
        if question == "choice":
            agnes.says("Rédiger ma biographie LinkedIn")
        assert agnes.says("je veux arrêter") == "C’est annulé, rien n’a été gardé."
    assert {draft.state for draft in chat.all(Draft)} == {"cancelled"}


def test_a_plain_objective_that_resembles_a_request_is_kept(agnes: Someone, chat: Chat) -> None:
    at_objectives(agnes)
    agnes.says("Supprimer mes données personnelles de vieux sites")
    assert chat.only(Draft).answers["objectives"] == [
        "Supprimer mes données personnelles de vieux sites"
    ]


def test_a_choice_that_cannot_be_read_says_so_and_asks_again(agnes: Someone) -> None:
    at_objectives(agnes)
    agnes.says("Rédiger ma biographie LinkedIn")
    said = agnes.says("LinkedIn et cuisine")
    assert said.startswith("Je n’ai pas trouvé « cuisine » parmi les choix.")
    assert "Quels sujets vous intéressent ?" in said


@pytest.mark.parametrize("text", ["👍", "…", "???", "\u202e"])
def test_signs_without_words_are_asked_again(agnes: Someone, text: str) -> None:
    at_objectives(agnes)
    said = agnes.says(text)
    assert "Je ne lis que les mots." in said
    assert "Qu’aimeriez-vous savoir faire" in said


def test_a_dash_is_enough_to_pass(agnes: Someone, chat: Chat) -> None:
    at_objectives(agnes)
    agnes.says("Rédiger ma biographie LinkedIn")
    agnes.picks("LinkedIn")
    assert "à l’aise" in agnes.says("-")
    assert chat.only(Draft).skipped == ["already"]


def test_what_was_passed_though_it_must_be_answered_is_explained(agnes: Someone) -> None:
    at_objectives(agnes)
    assert "J’ai besoin de cette réponse" in agnes.says("passer")


def test_speaking_english_half_way_changes_every_question(agnes: Someone) -> None:
    at_objectives(agnes)
    agnes.says("Rédiger ma biographie LinkedIn")
    said = agnes.says("English please")
    assert "Understood, I’ll speak English with you." in said
    assert "Which topics interest you?" in said
    assert "What do you already do" in agnes.says("LinkedIn")
    assert agnes.person.locale == "en"
    assert agnes.person.locale_chosen


@pytest.mark.parametrize(
    ("said", "locale"),
    [
        ("parlez anglais", "en"),
        ("English please", "en"),
        ("en français s'il vous plaît", "fr"),
        ("Je ne comprends pas l’anglais", "fr"),
        ("I don't understand French", "en"),
        ("changer de langue", "en"),
    ],
)
def test_the_language_asked_for_is_the_one_spoken(
    agnes: Someone, chat: Chat, said: str, locale: str
) -> None:
    agnes.joins()
    agnes.says(said)
    assert agnes.person.locale == locale


def test_a_language_chosen_is_not_followed_any_more(agnes: Someone) -> None:
    agnes.joins()
    agnes.says("English please")
    agnes.says("bonjour, je voudrais apprendre à me servir de LinkedIn")
    assert agnes.person.locale == "en"


def test_a_zone_that_nobody_knows_is_replaced(chat: Chat) -> None:
    chat.programme()
    lost = chat.person("lost", zone="Romance Standard Time")
    assert lost.joins()
    assert lost.person.zone == "Europe/Paris"


@pytest.mark.parametrize("nonsense", ["xyzzy", "42", "asdf qwer", "la la la", "<script>", "null"])
def test_what_is_not_understood_is_said_so_honestly(agnes: Someone, nonsense: str) -> None:
    agnes.joins()
    said = agnes.says(nonsense)
    assert "pas compris" in said or "pas certain d’avoir compris" in said
    assert agnes.shown()


def test_a_far_too_long_message_is_survived(agnes: Someone) -> None:
    at_objectives(agnes)
    assert "C’est un peu long : 10 000 caractères" in agnes.says("x" * 10_000)
    agnes.says("annuler")
    assert agnes.says("blabla " * 1_500)


def test_pressing_where_people_left_then_writing_elsewhere(agnes: Someone, chat: Chat) -> None:
    """A reminder days later, another form begun meanwhile: each answer goes where it was asked."""
    at_objectives(agnes)
    first = agnes.draft()
    chat.clock.advance(timedelta(days=1))
    agnes.says("plus tard")
    agnes.presses("Je peux transmettre")
    agnes.presses("J’accepte ces règles")
    second = agnes.draft()
    assert second != first
    agnes.says("Instagram")
    agnes.sends(f"resume:{first}")
    agnes.says("Rédiger ma biographie LinkedIn")
    kept = {draft.id: draft.answers for draft in chat.all(Draft)}
    assert kept[first]["objectives"] == ["Rédiger ma biographie LinkedIn"]
    assert kept[second]["skills"] == ["Instagram"]


def test_a_programme_is_called_by_the_name_its_coordinator_gave(agnes: Someone, chat: Chat) -> None:
    chat.change(chat.only(Programme), name="Mentorat inversé *2027*")
    assert "Mentorat inversé *2027*" in agnes.joins()
    assert "Bienvenue dans Mentorat inversé *2027*" in agnes.presses("Je veux apprendre")


def topics_asked(chat: Chat, wish: str) -> Someone:
    """Somebody who has said what they want, and is asked on which subjects."""
    chat.programme()
    zoe = chat.person("zoe", name="Zoé Sy")
    zoe.joins()
    zoe.presses("Je veux apprendre")
    zoe.presses("J’accepte ces règles")
    zoe.says(wish)
    return zoe


def test_subjects_named_before_are_ticked_and_a_yes_keeps_them(chat: Chat) -> None:
    zoe = topics_asked(chat, "Écrire un profil LinkedIn et publier sur Twitter")
    assert zoe.asked().value == ("linkedin", "twitter")
    assert "Cochés d’après vos mots : LinkedIn, Twitter." in zoe.said_last()
    zoe.says("oui")
    assert chat.only(Draft).answers["topics"] == ["linkedin", "twitter"]


def test_what_is_ticked_can_be_changed(chat: Chat) -> None:
    zoe = topics_asked(chat, "Écrire un profil LinkedIn")
    zoe.says("Twitter")
    assert chat.only(Draft).answers["topics"] == ["twitter"]
    zoe.says("retour")
    assert zoe.asked().value == ("twitter",), "what was answered, not what was guessed"
    assert "Choisissez-en jusqu’à quatre." in zoe.said_last()


def test_a_wish_on_no_subject_of_the_list_ticks_the_one_for_all_others(chat: Chat) -> None:
    zoe = topics_asked(chat, "Faire un tableau croisé dans Excel")
    assert zoe.asked().value == ("other",)
    assert "« Autre sujet numérique » est coché" in zoe.said_last()
    chat.change(zoe.person, locale="en", locale_chosen=True)
    assert "so “Another digital subject” is ticked" in zoe.says("carrots")
    zoe.says("yes")
    assert chat.only(Draft).answers["topics"] == ["other"]


@pytest.mark.parametrize(
    ("wish", "ticked"),
    [
        ("Tenir une réunion à distance où l’on s’écoute", "meetings"),
        ("Me servir d’une intelligence artificielle sans me tromper", "ai"),
        ("Publier en ligne les nouvelles de mon entreprise", ""),
    ],
)
def test_a_subject_of_several_words_takes_more_than_one(wish: str, ticked: str) -> None:
    plan = {"topics": [each.model_dump() for each in load("at-scale").topics]}
    given = Given(Voice("fr"), datetime(2016, 1, 4, tzinfo=UTC), plan)
    found = topics_near("objectives")({"objectives": [wish]}, given)
    assert found == ((ticked,) if ticked else ("other",))


def test_later_with_nothing_begun_promises_nothing(chat: Chat) -> None:
    chat.programme(state="signup")
    paul, kate = chat.person("paul", name="Paul Roy"), chat.person("kate", locale="en-GB")
    paul.says("bonjour")
    kate.says("hello")
    assert "quand vous voulez" in paul.says("plus tard")
    assert "whenever you like" in kate.says("later")
    paul.presses("Je veux apprendre")
    assert "je garde tout" in paul.says("plus tard")
