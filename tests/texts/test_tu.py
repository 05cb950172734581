"""A programme that says `tu`: what it says to people follows, and only a pair is still `vous`."""

import re
from collections import Counter
from functools import cache
from importlib.resources import files

import pytest
from babel.messages.pofile import read_po

from bot.home import home
from bot.message import text_of
from bot.readers import voice_at
from bot.texts import Voice
from storage.nouns import Address, Enrolment
from tests import client

# The fixtures of a conversation, found by their names.
_empty, chat = client._empty, client.chat

_FOLDER = files("bot") / "locale"
# What speaks to participants and coordinators. The report is read by others; the web page, the
# terminal and the rehearsal stand around the conversations, and know no programme.
FILES = (
    "assessment",
    "board",
    "charter",
    "circles",
    "commendation",
    "community",
    "commands",
    "coordination",
    "dataset",
    "forms",
    "guests",
    "home",
    "introducing",
    "kit",
    "momentum",
    "on-request",
    "pairing",
    "programme",
    "proposals",
    "recognition",
    "selection",
    "session",
    "signup",
    "talk",
    "teams",
    "today",
    "watch",
)

# Said to one person about both people of a pair: `vous` is a plural there, and stays.
TO_TWO = {
    "form.plan.place.ask": "the two meet each other",
    "form.plan.slot.ask": "the two see each other by both diaries; the hour is one’s own",
    "pairing.intro.trust": "what the two tell each other",
    "pairing.own.excluded": "one of the two prefers to avoid the other",
    "pause.other": "the two start again together",
    "plan.all-held-no-extra": "the two go on seeing each other",
    "session.all-held": "the two held their sessions, and both are praised",
    "session.none-left": "both are praised",
    "session.none-left-but-extra": "both are praised",
    "thanks.may-i": "the names of both people",
}

_VOUS = re.compile(
    r"\b(?:vous|votre|vos|vôtres?)\b"
    r"|\b(?!(?:assez|chez|nez)\b)\w+ez\b"  # a verb, but for these words
    r"|\b(?:\w*êtes|\w*faites|\w*dites)\b",
    re.IGNORECASE,
)
_NOT_VOUS = re.compile(r"\brendez-vous\b", re.IGNORECASE)  # the noun
_PLACE = re.compile(r"\{\w+\}")
# What is written alike whoever is spoken to: values, bold, commands and their words.
_SAME = re.compile(r"\{\w+\}|\*\*|/binome(?: [a-z-]+\b)?")
_SPACES = "\u00a0\u202f"


@cache
def sentences(language: str, file: str) -> dict[str, tuple[str, ...]]:
    """The sentences of one file by key, with their plurals."""
    with (_FOLDER / language / f"{file}.po").open("rb") as lines:
        return {
            (entry.id if isinstance(entry.id, str) else entry.id[0]): (
                (text,) if isinstance(text := entry.string or "", str) else tuple(text)
            )
            for entry in read_po(lines, locale="fr", abort_invalid=True)
            if entry.id
        }


def says_vous(forms: tuple[str, ...]) -> bool:
    return any(_VOUS.search(_NOT_VOUS.sub("", form)) for form in forms)


@pytest.mark.parametrize(
    ("sentence", "found"),
    [
        ("Que puis-je faire pour vous ?", True),
        ("Choisissez-en trois.", True),
        ("Vous êtes là", True),
        ("Dites oui", True),
        ("Un rendez-vous assez court, chez soi", False),
        ("Un rendez-vous avec votre mentor", True),
    ],
)
def test_vous_is_told_from_what_looks_like_it(sentence: str, found: bool) -> None:
    assert says_vous((sentence,)) is found


def test_the_same_files_speak_both_ways() -> None:
    written = {each.name for each in (_FOLDER / "fr_tu").iterdir()}
    assert written == {f"{file}.po" for file in FILES}


@pytest.mark.parametrize("file", FILES)
def test_whatever_says_vous_to_one_person_has_its_tu(file: str) -> None:
    lacking = [
        f"{key}: {forms[0]}"
        for key, forms in sentences("fr", file).items()
        if says_vous(forms) and key not in sentences("fr_tu", file) and key not in TO_TWO
    ]
    assert lacking == []


@pytest.mark.parametrize("file", FILES)
def test_only_two_people_are_still_called_vous(file: str) -> None:
    left = {key for key, forms in sentences("fr_tu", file).items() if says_vous(forms)}
    assert sorted(left - TO_TWO.keys()) == []


@pytest.mark.parametrize("key", TO_TWO)
def test_a_sentence_kept_for_two_still_says_vous(key: str) -> None:
    assert says_vous((Voice("fr", tone="tu").words(key, **dict.fromkeys(_values(key), "X")),))


def _kept(form: str) -> Counter[str]:
    return Counter(_SAME.findall(form))


def _values(key: str) -> list[str]:
    found = next(forms for file in FILES for k, forms in sentences("fr", file).items() if k == key)
    return [each.strip("{}") for each in _PLACE.findall(" ".join(found))]


@pytest.mark.parametrize("file", FILES)
def test_a_tu_stands_for_a_sentence_of_the_same_shape(file: str) -> None:
    wrong = []
    for key, forms in sentences("fr_tu", file).items():
        plain = sentences("fr", file).get(key, ())
        if not plain:
            wrong.append(f"{key}: fr/{file}.po has no such sentence")
        elif len(plain) != len(forms):
            wrong.append(f"{key}: a plural on one side only")
        elif [*map(_kept, plain)] != [*map(_kept, forms)]:
            wrong.append(f"{key}: other values, bold or commands than in fr/{file}.po")
        elif plain == forms:
            wrong.append(f"{key}: the same words as in fr/{file}.po, which would be found anyway")
    assert wrong == []


@pytest.mark.parametrize("file", FILES)
def test_a_tu_is_written_once(file: str) -> None:
    with (_FOLDER / "fr_tu" / f"{file}.po").open(encoding="utf-8") as lines:
        seen = Counter(line for line in lines if line.startswith("msgid "))
    assert [line for line, times in seen.items() if times > 1] == []


@pytest.mark.parametrize("file", FILES)
def test_a_tu_is_typeset_like_the_rest(file: str) -> None:
    faulty = re.compile(
        rf"['\"“”]|\.\.\.|  | - |^\s|\s$|[^{_SPACES}…][;?!»]|[^{_SPACES}]:|«[^{_SPACES}]"
    )
    wrong = [
        f"{key}: {form}"
        for key, forms in sentences("fr_tu", file).items()
        for form in forms
        if not form.strip() or faulty.search(form)
    ]
    assert wrong == []


def test_signing_up_with_a_programme_that_says_tu(chat: client.Chat) -> None:
    chat.programme(tone="tu")
    agnes = chat.person("agnes", name="Agnès Martin")
    assert "Tu peux aussi me dire simplement ce que tu cherches" in agnes.says("bonjour")

    welcome = agnes.says("J’aimerais apprendre à me servir de LinkedIn")
    assert "tu peux t’arrêter quand tu veux" in welcome
    assert "J’ai noté ton souhait : « Me servir de LinkedIn »" in welcome
    assert "Ces règles te conviennent-elles ?" in welcome

    assert "Quels sujets t’intéressent ?" in agnes.says("oui, j’accepte")
    assert "Je n’ai pas trouvé" in agnes.says("la poterie")
    assert "Que fais-tu déjà" in agnes.says("1 et 2")
    assert "à quel point te sens-tu à l’aise" in agnes.says("Un profil, jamais ouvert.")
    assert "Quand es-tu libre" in agnes.says("2")
    assert "Dans quelles langues peux-tu échanger" in agnes.says("mardi matin et jeudi soir")
    assert "Comment préfères-tu rencontrer ton binôme" in agnes.says("français")
    assert "Dans quelle équipe" in agnes.says("à distance")
    assert "avec qui tu préfères ne pas être en binôme" in agnes.says("Direction financière")
    assert "Tout est juste ?" in agnes.says("rien")

    done = agnes.says("oui")
    assert "Merci Agnès, ton inscription est complète." in done
    assert "puis je te présente la personne qui t’accompagnera" in done
    assert agnes.enrolment.role == "mentee"

    # What the help suggests is understood as it is written there.
    assert "« supprime mes données »" in agnes.says("aide")
    assert "J’effacerai ton nom, tes réponses" in agnes.says("supprime mes données")


def test_a_coordinator_is_spoken_to_in_the_same_way(chat: client.Chat) -> None:
    programme = chat.programme(tone="tu", state="draft")
    helene = chat.person("helene", name="Hélène Marin")
    helene.says("bonjour")
    chat.coordinates(helene, programme)
    assert "Ce que tu peux me demander" in helene.gives("help")
    assert "ouvre les inscriptions" in helene.gives("status")


def test_what_a_platform_adds_to_a_message_is_said_in_the_tone_of_the_programme(
    chat: client.Chat,
) -> None:
    programme = chat.programme(tone="tu")
    agnes = chat.person("agnes")
    agnes.says("bonjour")

    def told() -> str:
        with chat.reading() as work:
            return voice_at(work, chat.only(Address)).words("teams.ask.words")

    assert told() == "Ta réponse"
    chat.enrols(agnes, "mentee")
    chat.change(programme, state="running")
    assert told() == "Ta réponse"
    chat.change(programme, tone="vous")
    assert told() == "Votre réponse"


def test_whoever_manages_a_mentor_is_spoken_to_as_in_that_programme(chat: client.Chat) -> None:
    programme = chat.programme(tone="tu", state="running")
    bruno = chat.person("bruno")
    chat.enrols(bruno, "mentor")
    odile = chat.person("odile", name="Odile Gris")
    assert "quand on vous en annoncera un" in odile.says("bonjour"), "nobody of hers takes part"
    chat.change(bruno.person, manager_id=odile.person.id)
    assert "quand on t’en annoncera un" in odile.says("bonjour")
    assert "je préfère te le dire" in odile.says("la racine carrée de douze")
    chat.change(programme, state="closed")
    assert "quand on t’en annoncera un" in odile.says("bonjour"), "the thanks come at the end"
    with chat.reading() as work:
        address = work.first(Address, user="odile")
        assert voice_at(work, address).tone == "tu"
        shown = text_of(home(work, address))
    assert not says_vous((shown,))
    chat.change(odile.person, locale="en", locale_chosen=True)
    assert "come back" in odile.says("hello").lower()


def test_whoever_took_part_is_spoken_to_as_before_once_it_is_over(chat: client.Chat) -> None:
    programme = chat.programme(tone="tu", state="running")
    bruno = chat.person("bruno")
    chat.enrols(bruno, "mentor")
    chat.change(programme, state="closed")
    assert "ravi de te retrouver" in bruno.says("bonjour")


def test_whoever_knows_programmes_of_both_tones_is_spoken_to_as_usual(chat: client.Chat) -> None:
    bruno, odile = chat.person("bruno"), chat.person("odile")
    chat.programme(tone="tu", state="running")
    chat.enrols(bruno, "mentor")
    odile.joins()
    chat.change(bruno.person, manager_id=odile.person.id)
    other = chat.programme(state="running", slug="other")
    with chat.database.work(chat.clock.now()) as work:
        work.add(
            Enrolment(
                programme_id=other.id,
                person_id=bruno.person.id,
                role="mentee",
                joined_at=work.now,
            )
        )
    assert "quand on vous en annoncera un" in odile.says("bonjour")
