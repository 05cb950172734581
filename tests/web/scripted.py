"""A core that answers by rote with every kind of part, so that the page is tested on its own."""

import struct
import zlib
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from adapters.web.places import PLATFORM, TENANT
from adapters.web.world import Core
from bot.conversation.arrivals import meet
from bot.event import Command, Event, Joined, Known, Left, Pressed, Said, Submitted
from bot.message import (
    NOTHING,
    UNSETTLED,
    Ask,
    Attachment,
    Bullets,
    Button,
    Buttons,
    Facts,
    FieldView,
    FormView,
    Message,
    Option,
    Para,
    Part,
    Reply,
    Run,
    to_data,
)
from storage import inbox, outbox
from storage.nouns import Address, Enrolment, File, Happened, Person, Programme
from storage.work import Work

TOPICS = tuple(
    Option(*pair)
    for pair in (
        ("linkedin", "LinkedIn"),
        ("ai", "Intelligence artificielle"),
        ("privacy", "Vie privée en ligne"),
        ("watch", "Suivre son domaine"),
    )
)
STYLES = (
    Option("remote", "À distance", "Par visioconférence, où que vous soyez"),
    Option("in-person", "En présence", "Dans vos locaux ou ailleurs"),
    Option("either", "Peu importe"),
)
FIELDS = {
    "texte": FieldView(
        "team",
        "text",
        "Équipe",
        (Run("Dans quelle équipe travaillez-vous ?"),),
        "Quelques mots suffisent.",
        optional=True,
        at_most=80,
    ),
    "lignes": FieldView(
        "objectives",
        "lines",
        "Objectifs",
        (Run("Qu’aimeriez-vous savoir "), Run("faire", bold=True), Run(" ?")),
        "Un ou deux objectifs précis, un par ligne.",
        at_least=1,
        at_most=2,
    ),
    "choisir": FieldView(
        "format",
        "choose",
        "Format",
        (Run("Comment préférez-vous vous rencontrer ?"),),
        options=STYLES,
    ),
    "cocher": FieldView(
        "topics",
        "pick",
        "Sujets",
        (Run("Quels sujets vous attirent ?"),),
        options=TOPICS,
        at_least=1,
        at_most=3,
        value=("ai",),
    ),
    "note": FieldView(
        "level",
        "scale",
        "Aisance",
        (Run("Quelle est votre aisance aujourd’hui ?"),),
        "1 : je débute, 5 : à l’aise.",
        at_least=1,
        at_most=5,
    ),
    "charte": FieldView(
        "charter",
        "consent",
        "Charte",
        (Run("• Confiance\n• Respect\nAcceptez-vous la charte ?"),),
        options=(Option("yes", "J’accepte"),),
    ),
    "confirmer": FieldView(
        "sure",
        "confirm",
        "Confirmation",
        (Run("Est-ce bien cela ?"),),
        options=(Option("yes", "Je confirme"),),
    ),
}
DRAFT = 7
DRAFTS = {name: number for number, name in enumerate(FIELDS, 11)}
FORM = FormView(
    DRAFT,
    "Votre inscription",
    tuple(FIELDS[name] for name in ("lignes", "cocher", "note", "choisir", "texte", "charte")),
    "Envoyer",
    "Deux minutes suffisent. Vous pourrez tout modifier ensuite.",
)


@dataclass(frozen=True, slots=True)
class Due:
    """A moment of the script."""

    at: datetime
    subject: str
    name: str


def core() -> Core:
    """The scripted core."""
    return Core(handle, tick, upcoming)


def handle(event: Event, work: Work) -> Reply:
    """Answers by rote."""
    if inbox.seen(work, event.key):
        return NOTHING
    scene = meet(work, event)

    def say(*parts: Part) -> Reply:
        outbox.post(work, f"{event.key}/1", scene.address.id, to_data(Message(parts)))
        return NOTHING

    match event:
        case Joined():
            return say(para("Bienvenue ! Écrivez « tout » pour tout voir."))
        case Left() | Known():
            return NOTHING
        case Command(text=text):
            return say(Para((Run("Commande : "), Run(text, typed=True))))
        case Said(text="casse"):
            raise RuntimeError("broken on purpose")
        case Said(text="tout"):
            return say(*everything(work, scene.person))
        case Said(text="relire"):
            sure = Ask(DRAFTS["confirmer"], FIELDS["confirmer"])
            change = Button("Modifier une réponse", f"change:{sure.draft}")
            return say(sure, Buttons((change, Button("Aide", "help"))))
        case Said(text="page"):
            first = Ask(DRAFTS["texte"], FIELDS["texte"])
            whole = Button("Répondre sur une seule page", f"form:{first.draft}")
            return say(first, Buttons((whole,)))
        case Said(text=text) if text in FIELDS:
            return say(
                Ask(
                    DRAFTS[text],
                    FIELDS[text],
                    skip="Passer" if FIELDS[text].optional else "",
                    back="Question précédente",
                    send="Valider ces choix",
                )
            )
        case Said(text=text):
            return say(Para((Run("Vous avez écrit "), Run(text, bold=True, typed=True))))
        case Pressed(action=action) if action.startswith("form:"):
            return Reply(form=replace(FORM, draft=int(action.split(":")[1])))
        case Pressed(values=("either",)):
            say(para("Il faut choisir."))
            return UNSETTLED
        case Pressed(action=action, values=values):
            return say(para(f"Reçu : {action} {', '.join(values)}".strip()))
        case Submitted(values=values):
            errors = {
                name: sentence
                for name, sentence in (
                    ("objectives", "Donnez au moins un objectif."),
                    ("charter", "Il faut accepter la charte pour continuer."),
                )
                if not values.get(name)
            }
            return Reply(errors=errors) if errors else say(para("Formulaire reçu, merci."))


def tick(work: Work) -> int:
    """Greets everyone at nine each day, once."""
    done = 0
    today = work.now.replace(hour=9, minute=0, second=0, microsecond=0)
    if work.now < today:
        return 0
    name = f"pause-ends-{today:%Y%m%d}"
    for address in work.find(Address, platform=PLATFORM):
        subject = f"enrolment:{address.id}"
        if not work.first(Happened, subject=subject, name=name):
            work.add(Happened(subject=subject, name=name, at=work.now))
            told = to_data(Message((para("Bonne journée !"),)))
            outbox.post(work, f"{subject}/{name}", address.id, told)
            done += 1
    return done


def upcoming(work: Work, limit: int) -> list[Due]:
    """The next mornings."""
    first = work.now.replace(hour=9, minute=0, second=0, microsecond=0)
    first += timedelta(days=1) * (first <= work.now)
    days = [first + timedelta(days=number) for number in range(min(limit, 4))]
    return [Due(day, "enrolment:1", f"pause-ends-{day:%Y%m%d}") for day in days]


def para(text: str) -> Para:
    return Para((Run(text),))


def everything(work: Work, person: Person) -> tuple[Part, ...]:
    """One of each part, buttons and files included."""
    return (
        Para((Run("Votre prochaine séance"),), "title"),
        Para((Run("Voici "), Run("tout", bold=True), Run(" ce qu’un message peut contenir."))),
        Facts(
            (
                ("Avec", (Run("Léa Moreau", typed=True),)),
                ("Quand", (Run("mardi 9 février, 14:30–16:30"),)),
                ("Où", (Run("Café de la Paix <b>étage</b>", typed=True),)),
            )
        ),
        Bullets(((Run("Préparer une question précise"),), (Run("Apporter son téléphone"),))),
        Para((Run("J’aimerais écrire une biographie efficace.", typed=True),), "quote"),
        Para((Run("Vous pourrez déplacer la séance jusqu’à la veille."),), "hint"),
        Para((Run("Cette date est déjà prise."),), "error"),
        Buttons(
            (
                Button("Accepter", "accept:1", "primary"),
                Button("Autre date", "move:1"),
                Button("Refuser", "drop:1", "danger"),
                Button("Voir le programme", url="https://example.org/programme"),
            )
        ),
        keep(work, person, "seance.ics", "text/calendar", b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n"),
        keep(work, person, "rapport.html", "text/html", b"<script>alert(1)</script>"),
        keep(
            work,
            person,
            "rapport.xlsx",
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            b"PK",
        ),
        keep(work, person, "graphique.png", "image/png", picture(), "Les séances tenues, par mois"),
    )


def keep(
    work: Work, person: Person, name: str, media_type: str, content: bytes, alt: str = ""
) -> Attachment:
    """A file of the person's, and the attachment that leads to it."""
    token = f"{person.id}-{work.now:%Y%m%d%H%M%S}-{name.replace('.', '-')}"
    if work.first(File, token=token) is None:
        work.add(
            File(
                token=token,
                name=name,
                media_type=media_type,
                content=content,
                person_id=person.id,
                at=work.now,
            )
        )
    return Attachment(token, name, media_type, alt)


def picture(width: int = 360, height: int = 150) -> bytes:
    """A small PNG: bars of growing height."""
    rows = b""
    for y in range(height):
        rows += b"\0"
        for x in range(width):
            bar = x // 60
            inside = x % 60 > 14 and height - y < 18 + bar * 22
            rows += bytes((18, 102, 95) if inside else (255, 254, 252))
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    parts = ((b"IHDR", header), (b"IDAT", zlib.compress(rows)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in parts
    )


PEOPLE = (
    ("Martine Lefèvre", "mentee", "fr", "Europe/Paris"),
    ("Léa Moreau", "mentor", "fr", "Europe/Paris"),
    ("Amina Benali", "mentee", "fr", "Africa/Casablanca"),
    ("James O’Connor", "mentor", "en", "Europe/London"),
    ("Sophie Nguyen", "both", "fr", "America/Toronto"),
)


def populate(work: Work) -> dict[str, int]:
    """A programme with its people, a coordinator and a channel; the place of each by first name."""
    from storage.nouns import Coordination

    found: dict[str, Any] = {}
    channel = work.add(
        Address(platform=PLATFORM, tenant=TENANT, user="#communaute", route={"name": "communaute"})
    )
    programme = work.add(
        Programme(
            name="Mentorat inversé 2016",
            slug="pwn",
            template="t",
            starts_on=work.now.date(),
            community_id=channel.id,
            created_at=work.now,
            changed_at=work.now,
        )
    )
    for name, role, locale, zone in (("Camille Durand", "", "fr", "Europe/Paris"), *PEOPLE):
        person = work.add(Person(name=name, locale=locale, zone=zone, created_at=work.now))
        user = name.split()[0].lower()
        address = work.add(
            Address(person_id=person.id, platform=PLATFORM, tenant=TENANT, user=user)
        )
        found[user] = address.id
        if role:
            work.add(
                Enrolment(
                    programme_id=programme.id, person_id=person.id, role=role, joined_at=work.now
                )
            )
        else:
            work.add(Coordination(programme_id=programme.id, person_id=person.id))
    return {**found, "channel": channel.id}
