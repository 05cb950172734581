"""Every sentence that the program asks for exists and is given its values; none is left over."""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import pytest

import bot.commands  # some of its commands ask questions as well
import bot.dialogues
from bot.assessment import FORM as ASSESSMENT
from bot.assessment import MOMENTS
from bot.conversation.leading import DIALOGUES
from bot.conversation.requests import _PRESSABLE, REQUESTS
from bot.dialogues.polls import POLLS
from bot.forms import Field, Form, Given
from bot.programme.following import NEXT
from bot.programme.lifecycle import MOVES
from bot.programme.template import load, names, plan_data
from bot.texts import LOCALES, Voice, catalogue
from bot.understanding.recognise import _examples
from storage.nouns.programme import ROLES, STATES

ROOT = Path(bot.dialogues.__file__).parents[2]
SAYING = {"para", "words", "title", "hint", "button", "runs"}
TAKES_COUNT = {"para", "words", "hint", "runs"}  # as their second argument
# Whose keys these tests know one by one; other parts of the program look after their own.
OURS = ("conversation", "dialogues", "forms", "home", "moments", "pairs")
PLACE = re.compile(r"\{(\w+)\}")

# What may be suggested to somebody.
PROMPTED = (
    "join-mentee", "join-mentor", "join-both", "language", "next", "plan", "who",
    "problem", "me", "edit",
    "pause", "help",
)  # fmt: skip
# What stands in the braces of each key that is put together: `signup.hello-{}` for each role.
EXPANSIONS: dict[str, tuple[str, ...]] = {
    "care.answered.{}": ("together", "private", "no"),
    "choice.how-far.{}": ("yes", "partly", "no"),
    "command.button.{}": tuple(dict.fromkeys(each for names in NEXT.values() for each in names)),
    "commend.answered.{}": ("yes", "no"),
    "commend.button.after-{}": ("yes", "no"),
    "course.prepare-{}": ("mentee", "mentor"),
    "selection.decided-{}": ("kept", "other"),
    "home.role-{}": ROLES,
    "home.row-{}": (
        "role",
        "phase",
        "then",
        "workshop",
        "objectives",
        "skills",
        "progress",
    ),
    "offer.added-{}": ("mentee", "mentor"),
    "offer.full-{}": ("mentee", "mentor"),
    "offer.none-open-{}": ("mentee", "mentor"),
    "programme.phase.{}": ("signup", "matching", *STATES[4:]),
    "prompt.{}.say": PROMPTED,
    "prompt.{}.title": PROMPTED,
    "signup.invited-{}": ROLES,
    "state.{}.label": STATES,
    "button.join-{}": ROLES,
    "button.{}": tuple(sorted(_PRESSABLE)),
    "form.{}.title": tuple(DIALOGUES),
    "help.{}.{}": tuple(f"{who}.{n}" for who in ("newcomer", "enrolled") for n in range(1, 6)),
    "me.phase.{}": STATES,
    "me.{}": ROLES,
    "next.{}": ("planned", "you-proposed", "they-proposed"),
    "notice.do.{}": (
        *("remind", "other-pair", "done", "held", "missed", "rematch"),
        *("again", "discard"),
        "take-over",
    ),
    "notice.done.{}": (
        *("remind", "end", "done", "held", "missed", "rematch"),
        *("again", "discard"),
    ),
    "notice.messages-{}": ("again", "discard"),
    "notice.over.{}": ("held", "planned"),
    "notice.{}": (
        "silent",
        "cancellations",
        "moves",
        "unconfirmed",
        "asks-for-help",
        "out-of-reach",
        "channel-lost",
        "pair-ended",
        "undelivered",
        "late",
        "coordinator-lost",
        "coordinator-lost-owner",
        "mediation-wanted",
    ),
    "notice.{}.do": (
        "out-of-reach",
        "channel-lost",
        "undelivered",
        "late",
        "silent",
        "cancellations",
        "moves",
        "unconfirmed",
    ),
    "phase.{}": tuple(move for move in MOVES if move not in ("start", "close", "reopen")),
    "assessment.intro.{}": MOMENTS,
    "assessment.thanks.{}": MOMENTS,
    "poll.{}.intro": tuple(each for each in POLLS if each != ASSESSMENT),
    "poll.{}.thanks": tuple(each for each in POLLS if each != ASSESSMENT),
    "poll.{}.unmet": ("midway", "closing"),
    "privacy.{}": ("unread", "coordination", "pair", "polls", "rights"),
    "pause.sure-{}": ("yes", "no"),
    "relay.agree-{}": ("yes", "no"),
    "relay.noted-{}": ("yes", "no"),
    "signup.already-{}": ROLES,
    "signup.hello-{}": ROLES,
    "signup.next-{}": ROLES,
    "signup.noted-{}": ROLES,
    "signup.on-request-{}": ROLES,
    "signup.on-request-now-{}": ROLES,
    "state.{}.next": STATES,
    "who.{}": ("mentee", "mentor"),
    "words who.{}": ("objectives", "skills"),
    "workshop.{}": ("yes", "no"),
    "workshop.new-{}": ("place", "date"),
    "community.for-{}": ("mentors", "mentees"),
    "title workshop.{}": ("to-come", "next", "next-yes", "next-no"),
    "circle.{}": ("next", "next-yes", "next-no"),
    "circle.button.{}": ("read", "minutes"),
    "{}-{}": tuple(
        f"nudge.{kind}{again}-{role}"
        for kind in ("first", "next")
        for again in ("", "-again")
        for role in ("mentee", "mentor")
    ),
}
# Put together by code that the form tests below exercise with every form and option.
BY_FORMS = {"choice.{}.{}", "wrong.{}", "{}.{}", "{}.{}-own"}


@dataclass(frozen=True)
class Saying:
    """A call that asks for a sentence."""

    where: str
    verb: str  # how it is said: para, words, title …
    key: str  # with `{}` for each part that is put together
    given: frozenset[str] | None  # the names of its values; None when they cannot be told
    counts: bool

    @property
    def together(self) -> bool:
        return "{}" in self.key


def modules() -> Iterator[Path]:
    for package in ("bot", "adapters"):
        yield from sorted((ROOT / package).rglob("*.py"))


@cache
def sayings() -> tuple[Saying, ...]:
    """Every call of the program that asks for a sentence by a key that can be read."""
    found: list[Saying] = []
    for file in modules():
        where = str(file.relative_to(ROOT))
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and node.args:
                name = node.func.attr if isinstance(node.func, ast.Attribute) else ""
                plain = node.func.id if isinstance(node.func, ast.Name) else ""
                if name in SAYING or plain == "Wrong":
                    found += _asked(where, name or plain, node)
    return tuple(found)


def _asked(where: str, name: str, call: ast.Call) -> Iterator[Saying]:
    prefix = "wrong." if name == "Wrong" else ""
    if where.startswith("bot/report/") and isinstance(call.func, ast.Attribute):
        said_by = call.func.value
        # The report speaks through `Say`, whose keys are all its own.
        if not (isinstance(said_by, ast.Attribute) and said_by.attr == "voice"):
            prefix = "report."
    keywords = {each.arg for each in call.keywords}
    given = None if None in keywords else frozenset(key for key in keywords if key)
    if name == "Wrong":
        counts = "count" in keywords
    else:
        counts = name in TAKES_COUNT and len(call.args) > 1 and not _is_none(call.args[1])
    for key in _keys(call.args[0]):
        if re.fullmatch(r"[a-z{][\w.{}-]*", key):
            yield Saying(f"{where}:{call.lineno}", name, prefix + key, given, counts)


def _is_none(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and node.value is None


def _keys(node: ast.expr) -> Iterator[str]:
    match node:
        case ast.Constant(value=str(key)):
            yield key
        case ast.JoinedStr(values=parts):
            yield "".join(str(p.value) if isinstance(p, ast.Constant) else "{}" for p in parts)
        case ast.IfExp(body=one, orelse=other):
            yield from _keys(one)
            yield from _keys(other)


def ours(saying: Saying) -> bool:
    return saying.where.split("/")[1] in OURS or saying.where.startswith("bot/notices")


def expanded(saying: Saying) -> list[str]:
    """The keys that a saying may ask for."""
    if not saying.together:
        return [saying.key]
    if saying.key in BY_FORMS:
        return []
    parts = EXPANSIONS.get(f"{saying.verb} {saying.key}") or EXPANSIONS[saying.key]
    if saying.key.count("{}") > 1:  # written whole in the table
        return [each if saying.key == "{}-{}" else f"help.{each}" for each in parts]
    return [saying.key.replace("{}", part) for part in parts]


def test_every_sentence_asked_for_by_name_exists() -> None:
    missing = [
        f"{each.where} asks for {each.key}"
        for each in sayings()
        if not each.together
        for language in LOCALES
        if each.key not in catalogue(language)
    ]
    assert missing == []


def test_every_key_put_together_in_the_conversation_is_in_the_table_and_exists() -> None:
    undeclared = {s.key for s in sayings() if ours(s) and s.together} - EXPANSIONS.keys() - BY_FORMS
    assert sorted(undeclared) == []
    missing = [
        f"{each.where}: {key}"
        for each in sayings()
        if ours(each)
        for key in expanded(each)
        for language in LOCALES
        if key not in catalogue(language)
    ]
    assert missing == []


def test_every_key_put_together_elsewhere_fits_some_sentence() -> None:
    known = catalogue("fr")
    lost = []
    for each in sayings():
        if each.together and not ours(each):
            shape = re.compile(re.escape(each.key).replace(r"\{\}", r"[\w.-]+"))
            if not any(shape.fullmatch(key) for key in known):
                lost.append(f"{each.where}: {each.key}")
    assert lost == []


def test_every_sentence_is_given_the_values_it_takes() -> None:
    wrong = []
    for each in sayings():
        if each.given is None or (each.together and not ours(each)):
            continue
        for key in expanded(each):
            forms = catalogue("fr").get(key, ())
            wanted = set(PLACE.findall(" ".join(forms)))
            lacking = wanted - each.given - ({"count"} if each.counts else set())
            if lacking:
                wrong.append(f"{each.where}: {key} lacks {sorted(lacking)}")
            if len(forms) > 1 and not each.counts:
                wrong.append(f"{each.where}: {key} has a plural and is given no count")
    assert wrong == []


def test_no_sentence_of_the_conversation_is_left_over() -> None:
    asked = {key for each in sayings() for key in (expanded(each) if ours(each) else [each.key])}
    asked |= {f"phase.{move}" for move in MOVES}
    literal = {
        node.value
        for file in modules()
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    by_form = {key for form in EVERY for key in sentences_of(form)}
    for file in ("talk", "signup", "session", "forms", "home"):
        text = (ROOT / "bot" / "locale" / "fr" / f"{file}.po").read_text(encoding="utf-8")
        kept = set(re.findall(r'^msgid "(.+)"$', text, re.MULTILINE))
        left = kept - asked - literal - by_form
        left = {key for key in left if not key.startswith(("choice.", "wrong.", "help."))}
        assert sorted(left) == [], f"nobody says these sentences of {file}.po"


# ---------------------------------------------------------------- forms

EVERY: list[type[Form]] = [entry.form for entry in DIALOGUES.values()]
PLANS = {name: plan_data(load(name)) for name in names()}
FACTS = {
    "seats": ((1, "N"),),
    "namesakes": {1: "N", 2: "M"},
    "examples": "•",
    "name": "N",
    "when": "mardi",
    "title": "T",
    "programme": "P",
}


def given(locale: str, plan: str) -> Given:
    return Given(Voice(locale), datetime(2016, 1, 5, tzinfo=UTC), PLANS[plan], FACTS)


def sentences_of(form: type[Form]) -> set[str]:
    """Every key under which a sentence about a form may be kept."""
    uses = ("label", "ask", "hint", "ask-own", "hint-own")
    bases = {
        base
        for field in form.fields
        for base in (field.texts, f"form.{form.name}.{field.name}", f"any.{field.name}")
    }
    return {f"form.{form.name}.title"} | {f"{base}.{use}" for base in bases for use in uses}


def said(field: Field, form: type[Form], use: str, locale: str) -> bool:
    bases = (field.texts, f"form.{form.name}.{field.name}", f"any.{field.name}")
    return any(f"{base}.{use}" in catalogue(locale) for base in bases)


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("form", EVERY, ids=lambda form: form.name)
def test_every_form_has_a_title_and_every_field_its_question(form: type[Form], locale: str) -> None:
    assert f"form.{form.name}.title" in catalogue(locale)
    for field in form.fields:
        assert said(field, form, "label", locale), f"{form.name}.{field.name} has no label"
        assert said(field, form, "ask", locale), f"{form.name}.{field.name} has no question"


@pytest.mark.parametrize("plan", PLANS)
@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("form", EVERY, ids=lambda form: form.name)
def test_every_option_has_its_words(form: type[Form], locale: str, plan: str) -> None:
    for field in form.fields:
        options = field.options(given(locale, plan))
        assert all(option.label.strip() for option in options)
        if field.kind in ("choose", "pick"):
            assert options, f"{form.name}.{field.name} offers nothing"


def test_the_labels_of_a_form_are_told_apart() -> None:
    """Whoever reads everything back names what to change by its label."""
    for form in EVERY:
        for locale in LOCALES:
            from bot.forms.views import label

            labels = [label(form, f, given(locale, "pwn-digital-2016")) for f in form.fields]
            assert len(set(labels)) == len(labels), form.name


# ---------------------------------------------------------------- requests


def test_what_can_be_asked_in_words_is_what_the_recogniser_learned() -> None:
    assert _examples().keys() == REQUESTS.keys()


@pytest.mark.parametrize("request_", sorted(_PRESSABLE))
def test_what_can_be_guessed_can_be_pressed(request_: str) -> None:
    assert request_ in REQUESTS
    for locale in LOCALES:
        assert f"button.{request_}" in catalogue(locale)
