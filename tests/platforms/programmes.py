"""A small programme of any template, told once for every platform: two people and a coordinator."""

from collections.abc import Sequence
from datetime import UTC, date, datetime

from bot.dialogues.questions import FORMS
from bot.forms import Given
from bot.forms.views import label, sentence
from bot.message import plain
from bot.programme.plan import Plan
from bot.programme.template import load, plan_data
from bot.texts import Voice
from storage.nouns import Call, Enrolment
from tests.client import Chat
from tests.platforms.stage import Player, Stage

PEOPLE = ("Hélène Marin", "Agnès Martin", "Léa Petit")
_KICKOFF = date(2016, 2, 2)


def tell(stage: Stage, template: str) -> None:
    """Signing up, being paired or asking for a session, meeting, closing."""
    plan = load(template)
    helene, agnes, lea = map(stage.player, PEOPLE)
    _opening(stage, template, helene)
    _signing_up(stage, plan, helene, agnes, lea)
    if plan.on_request.paired:
        _pairing(stage, plan, helene, agnes, lea)
        _planning(stage, agnes, lea)
    else:
        _asking(stage, plan, agnes, lea)
    _meeting(stage, agnes, lea)
    stage.until(_at(2, 15, 9))
    helene.gives("close")
    helene.hears("les questions de fin partent")
    stage.until(_at(2, 17, 9))
    agnes.presses("9")
    stage.until(_at(2, 22, 9))
    helene.gives("close")
    helene.hears("Bilan de fin de programme")
    stage.until(_at(2, 23, 9))


def _opening(stage: Stage, template: str, helene: Player) -> None:
    Chat(stage.database, stage.clock).programme(template, state="draft", starts_on=_KICKOFF)
    helene.arrives()
    stage.coordinates(helene)
    helene.gives("open")
    helene.hears("Les inscriptions sont ouvertes")


def _signing_up(stage: Stage, plan: Plan, helene: Player, agnes: Player, lea: Player) -> None:
    stage.until(_at(1, 6, 9))
    for player, role in ((agnes, "mentee"), (lea, "mentor")):
        offered = role if role in plan.signup.roles else "both"
        player.arrives()
        player.presses(Voice("fr", tone=plan.tone).words(f"button.join-{offered}"))
        player.presses("J’accepte ces règles")
        player.submits(_answers(plan, offered, role))
        player.hears("complète")
    if _is_chosen(plan, "mentor"):
        _choosing(helene, lea)


def _is_chosen(plan: Plan, role: str) -> bool:
    return role == "mentor" and plan.selection.mentors == "chosen"


def _choosing(helene: Player, lea: Player) -> None:
    """A coordinator reads what a future mentor answered, and keeps her."""
    helene.gives("candidates")
    helene.presses("Lire Léa Petit")
    for _ in range(3):
        helene.presses("3 · remarquable")
    helene.presses("Retenir comme mentor")
    helene.presses("Passer")
    helene.says("oui")
    lea.hears("Bonne nouvelle, Léa")


def _answers(plan: Plan, form: str, role: str) -> dict[str, str | Sequence[str]]:
    """What one of them answers, by the first words of each question; together they fit."""
    mine, theirs = plan.topics[0], plan.topics[-1]
    if role == "mentor":
        mine, theirs = theirs, mine
    skill = "Montrer ceci : " + theirs.examples.fr[0] if theirs.examples else theirs.fr
    said: dict[str, str | Sequence[str]] = {
        "objectives": mine.examples.fr[0] if mine.examples else mine.fr,
        "topics": [(theirs if form == "mentor" else mine).fr],
        "already": "",
        "level": "2" if role == "mentee" else "5",
        "skills": skill,
        "teaches": [theirs.fr],
        "show": "Des exemples",
        "case": "Je cherche le document avec la personne",
        "reassure": "On débute tous",
        "lost": "Je reprends lentement, avec ses mots",
        "capacity": "1 personne",
        "hours": "4 heures",
        "halfdays": ["Mardi matin", "Jeudi matin"],
        "languages": ["français"],
        "format": "À distance",
        "team": "",
        "avoid": "",
    }
    given = Given(Voice("fr", tone=plan.tone), datetime(2016, 1, 6, tzinfo=UTC), plan_data(plan))
    asked = [field for field in FORMS[form].fields if field.where is None or field.where(given)]
    found = {
        _spaced(plain(sentence(FORMS[form], field, "ask", given) or ()))[:24]: said[field.name]
        for field in asked
        if field.name in said
    }
    sure = FORMS[form].field("sure")
    return {**found, label(FORMS[form], sure, given): ["Tout est juste, je confirme"]}


def _spaced(text: str) -> str:
    return text.replace("\u00a0", " ").replace("\u202f", " ")


def _pairing(stage: Stage, plan: Plan, helene: Player, agnes: Player, lea: Player) -> None:
    stage.until(_at(1, 19, 9))
    helene.gives("match")
    helene.gives("review approve all")
    helene.hears("Agnès Martin")
    helene.gives("announce")
    for player, role in ((agnes, "mentee"), (lea, "mentor")):
        if plan.proposals.asks(role):
            player.presses("Accepter")
    agnes.hears("Léa Petit")
    lea.hears("Agnès Martin")
    stage.until(_at(2, 1, 10))
    helene.gives("kickoff")
    helene.hears("Le coup d’envoi est donné")


def _planning(stage: Stage, agnes: Player, lea: Player) -> None:
    stage.until(_at(2, 3, 9))
    agnes.says("planifier une séance")
    agnes.presses("Un autre moment")
    agnes.says("le 11 février à 10h")
    agnes.presses("Passer")
    lea.hears("Agnès Martin")
    lea.presses("Accepter cette date")
    agnes.hears("C’est fixé avec Léa Petit")


def _asking(stage: Stage, plan: Plan, agnes: Player, lea: Player) -> None:
    """Nobody was paired: a session is asked for, on its subject."""
    stage.until(_at(2, 4, 13))
    topic = plan.topics[0]
    agnes.says(f"J’ai besoin d’une demi-heure sur {topic.fr}")
    if plan.on_request.precise:
        agnes.says(topic.examples.fr[0] if topic.examples else topic.fr)
    if len(plan.on_request.minutes) > 1:
        agnes.says("1 h")
    agnes.says("Cette semaine, d’ici sept jours")
    agnes.presses("Demander à Léa")
    lea.hears("Agnès Martin")
    with stage.database.reading(stage.clock.now()) as work:
        call = work.find(Call)[0]
        mentor = work.find(Enrolment, role="mentor")[0]
        slots = [datetime.fromisoformat(each) for each in call.slots[str(mentor.id)]]
    late = [each for each in slots if each.date() == date(2016, 2, 11)]
    lea.presses(_spaced(Voice("fr").moment((late or slots)[0])))
    agnes.hears("Léa Petit")


def _meeting(stage: Stage, agnes: Player, lea: Player) -> None:
    stage.until(_at(2, 12, 12))
    for player in (agnes, lea):
        player.hears("La séance a-t-elle eu lieu ?")
        player.presses("Oui")
        player.presses("5")
        player.presses("En partie")
        player.says("Oser essayer")


def _at(month: int, day: int, hour: int) -> datetime:
    # Not on the hour: a few seconds more must not change which hours can still be proposed.
    return datetime(2016, month, day, hour, 5, tzinfo=UTC)
