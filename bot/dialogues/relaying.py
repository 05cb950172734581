"""Passing a short message on to the other of one's pair, when no platform joins the two.

Both must have agreed once, each in their own conversation. The words are shown with the name of
whoever wrote them, as data; nobody else sees them, and they are erased once they arrived. While the
other has not answered yet they wait in the draft, for a week at most.
"""

import re
from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

from bot.conversation.arrivals import own
from bot.conversation.leading import Dialogue, begin, dialogue, drop, open_draft
from bot.conversation.pressed import action
from bot.dialogues.choices import Agreement
from bot.dialogues.planning import own_pair
from bot.dialogues.standing import no_pair
from bot.forms import Form, Given, Text
from bot.forms.words import fold
from bot.message import NOTHING, Buttons, Option, Para, Part, Reply, Run
from bot.pairs.both import Both, Side, both, pairs_of
from bot.scene import Scene, address_of, hour_for, post
from bot.texts import Typed
from storage import outbox
from storage.nouns import Draft, Happened, Outgoing, Pair, Person
from storage.work import Work

LONGEST = 500  # characters
MOST_A_DAY = 5
PATIENCE = timedelta(days=7)  # during which a message waits for the other's word
_OTHER = (
    r"(?:(?:à|a)\s+)?(?:mon|ma)\s+(?:bin[oô]me|mentore?e?|ment[ée]e|mentorée?|partenaire)"
    r"|(?:to\s+)?my\s+(?:partner|mentor|mentee|pair)"
)
_VERBS = (
    r"dis|dites|dire|transmet(?:s|tez|tre)|préviens|prévenez|prévenir|écri(?:s|vez|re)"
    r"|fais\s+savoir|faites\s+savoir|tell|let|write|pass\s+(?:this\s+)?on|send\s+word"
)
_FLAGS = re.IGNORECASE | re.VERBOSE | re.DOTALL
_KINDLY = r"(?:(?:peux-tu|pouvez-vous|tu\s+peux|vous\s+pouvez|can\s+you|could\s+you|please)\s+)?"
_ASKED = re.compile(
    rf"""{_KINDLY}(?:{_VERBS})\s+(?:{_OTHER})(?:\s+know)?(?!\w)
    \s*(?:[:,]|que\b|qu['’]|that\b)?\s*(?P<words>.*)""",
    _FLAGS,
)
_BY_NAME = re.compile(
    rf"""{_KINDLY}(?:{_VERBS})\s+(?:(?:à|a|to)\s+)?(?P<name>[^\W\d_][\w-]*)(?:\s+know)?
    \s*(?:[:,]|\bque\b|\bqu['’]|\bthat\b|\s)\s*(?P<words>.+)""",
    _FLAGS,
)
# Of folded words: `j aurai 10 min de retard`.
_SPAN = (
    r"(?: (?:(?:de|d|environ|about|une?|a|some) )*(?:\w+ )?\d*(?:mins?|mn|minutes?|heures?|hours?)"
    r"| (?:un (?:petit )?peu|legerement|a bit|a little))?"
)
_SORRY = r"(?:desolee?|pardon|oups|sorry|oops|bonjour|hello|hi|merci|thanks)"
_LATE = re.compile(
    rf"(?:{_SORRY} )*"
    rf"(?:j aurai{_SPAN} d[eu] retard"
    rf"|je (?:serai|suis|vais etre|risque d etre){_SPAN} en retard{_SPAN}"
    rf"|(?:i (?:ll be|will be|m|am|might be)(?: going to be| running)?|running){_SPAN} late)"
    r"(?: (?:a|pour|to|for) (?:notre|la|our|the) (?:seance|rendez-vous|rdv|session|meeting))?"
    rf"(?: {_SORRY}| j arrive| (?:i m )?on my way)*"
)


def words_to_relay(text: str) -> str | None:
    """The words to pass on in `tell my partner that …`; None when that is not what it says."""
    found = _ASKED.fullmatch(text.strip())
    return found["words"].strip().strip('«»“”"').strip() if found else None


def relays(scene: Scene, text: str) -> bool:
    """Passes words on when they are asked to be, whatever the other is called; else False."""
    words = words_to_relay(text)
    if words is not None:
        relay(scene, words)
        return True
    named = _BY_NAME.fullmatch(text.strip())
    found = [each for each in _pairs(scene) if _is(named["name"], scene, each)] if named else []
    if named is None or len(found) != 1:
        return False
    _begin(scene.within(found[0].programme), found[0], named["words"].strip())
    return True


def late(scene: Scene, text: str) -> bool:
    """Offers to tell the other, when somebody says that they are late; else False."""
    if not _LATE.fullmatch(fold(text)):
        return False
    found = _pairs(scene)
    if len(found) == 1:
        _begin(scene.within(found[0].programme), found[0], text, offered=True)
    elif found:
        relay(scene, "")
    return bool(found)


def _is(name: str, scene: Scene, pair: Both) -> bool:
    return fold(name) == fold(str(_across(scene, pair)))


def _yes_or_no(given: Given) -> tuple[Option, ...]:
    return tuple(Option(each, given.voice.words(f"relay.agree-{each}")) for each in ("yes", "no"))


class Relay(Form, name="relay"):
    """What to pass on, and once whether they agree to this way; the subject is the pair."""

    text = Text(at_most=LONGEST)
    agree = Agreement(among=_yes_or_no)


def relay(scene: Scene, words: str) -> None:
    """Passes words on to the other, or asks which words, or to whom."""
    pairs = _pairs(scene)
    if not pairs:
        no_pair(scene)
    elif len(pairs) == 1:
        now = scene.within(pairs[0].programme)
        _begin(now, pairs[0], words)
    else:
        buttons = tuple(
            scene.voice.button(
                "pairing.button.relay", f"relay:{each.pair.id}", "plain", name=_across(scene, each)
            )
            for each in pairs
        )
        scene.say(scene.voice.para("relay.which"), Buttons(buttons))


def _pairs(scene: Scene) -> list[Both]:
    mine = [scene.programme] if scene.programme else own(scene.work, scene.person)
    return [
        both(scene.work, pair, programme)
        for programme in mine
        for pair in pairs_of(scene.within(programme))
    ]


def _across(scene: Scene, pair: Both) -> Typed:
    other = pair.other(pair.side(scene.person)).person
    return Typed(next(iter(other.name.split()), other.name))


def _begin(scene: Scene, pair: Both, words: str, *, offered: bool = False) -> None:
    """Asks what is missing: an agreement too, when passing the words on was only `offered`."""
    intro: tuple[Part, ...] = ()
    if len(words) > LONGEST:
        wrong = scene.voice.runs("wrong.too-long", None, at_most=LONGEST, length=len(words))
        words, intro = "", (Para(wrong, "error"),)
    answers = {"text": words} if words else {}
    if not offered and _agreed(scene.work, pair, pair.side(scene.person)):
        answers["agree"] = "yes"
    subject = f"pair:{pair.pair.id}"
    before = open_draft(scene, Relay, subject)
    if before is not None:  # words not agreed to yet make room for those said now
        drop(scene, before)
    begin(scene, Relay, subject=subject, answers=answers, intro=intro)


def _facts(scene: Scene, draft: Draft) -> dict[str, Any]:
    pair = _pair(scene, draft)
    return {"name": pair.other(pair.side(scene.person)).name}


def _over(scene: Scene, draft: Draft) -> bool:
    return _pair(scene, draft).pair.state != "active"


def _pair(scene: Scene, draft: Draft) -> Both:
    return both(scene.work, scene.work.get(Pair, int(draft.subject.partition(":")[2])))


def _finish(scene: Scene, draft: Draft, answers: dict[str, Any]) -> None:
    """Agreed and written: it goes now, waits for the other's word, or is let go."""
    work, voice, pair = scene.work, scene.voice, _pair(scene, draft)
    mine = pair.side(scene.person)
    other, text = pair.other(mine), str(answers["text"])
    name = other.name
    kept = work.change(draft, answers={})
    if answers["agree"] != "yes":
        scene.say(voice.para("relay.not-agreed"))
        return
    _note(work, pair, mine, "yes")
    known = _word(work, pair, other)
    if known is not None and known.note == "no":
        scene.say(voice.para("relay.refused", None, name=name))
    elif not _counted(work, pair, mine):
        scene.say(voice.para("relay.enough", MOST_A_DAY))
    elif known is not None:
        told = _deliver(work, draft, pair, mine, text)
        scene.say(voice.para("relay.sent" if told else "relay.unreachable", None, name=name))
    else:
        work.change(kept, answers={"text": text}, look_at=work.now)
        _ask(work, f"{scene.key}/may-relay", pair, mine)
        scene.say(voice.para("relay.waiting", None, name=name))


dialogue(Dialogue(Relay, _finish, _facts, lapse=_over, lapsed="relay.over"))


def _ask(work: Work, key: str, pair: Both, by: Side) -> None:
    """Asks the other whether messages may be passed on, each time that one waits."""
    other = pair.other(by)
    voice, own = other.voice, pair.pair.id
    _tell(
        work,
        key,
        other,
        (
            voice.para("relay.may-i", None, name=by.name),
            voice.hint("relay.how"),
            Buttons(
                (
                    voice.button("relay.agree-yes", f"relay-may:{own}:yes", "primary"),
                    voice.button("relay.agree-no", f"relay-may:{own}:no"),
                )
            ),
        ),
    )


@action("relay-may")
def _may(scene: Scene, words: tuple[str, ...], values: tuple[str, ...]) -> Reply:
    """The other's word: what waits goes, or is erased."""
    (scene, pair), said = own_pair(scene, words[0]), words[1]
    if said not in ("yes", "no"):
        raise LookupError(said)
    mine = pair.side(scene.person)
    other = pair.other(mine)
    _note(scene.work, pair, mine, said)
    for draft in _waiting(scene.work, pair, other):
        text = str(draft.answers["text"])
        scene.work.change(draft, answers={}, look_at=None)
        if said == "yes":
            _deliver(scene.work, draft, pair, other, text)
    key = "relay.agreed" if said == "yes" else "relay.refused"
    told = other.voice.para(key, None, name=mine.name)
    _tell(scene.work, f"{scene.key}/said", other, (told,))
    scene.say(scene.voice.para(f"relay.noted-{said}", None, name=other.name))
    return NOTHING


@action("relay")
def _relay(scene: Scene, words: tuple[str, ...], values: tuple[str, ...]) -> Reply:
    _begin(*own_pair(scene, words[0]), "")
    return NOTHING


def waits(draft: Draft) -> bool:
    """Whether the words of a draft wait for the other's word."""
    return draft.form == Relay.name and draft.state == "done" and bool(draft.answers.get("text"))


def give_up(work: Work, draft: Draft) -> None:
    """Erases words that the other never agreed to receive, and says so to whoever wrote them."""
    pair, mine = _sides(work, draft)
    work.change(draft, answers={}, look_at=None)
    told = mine.voice.para("relay.lapsed", None, name=pair.other(mine).name)
    _tell(work, f"draft:{draft.id}/relay-lapsed", mine, (told,))


def is_lost(work: Work, draft: Draft) -> bool:
    """Whether the words of a draft were on their way and can arrive no more."""
    if draft.form != Relay.name or draft.state != "done":
        return False
    return work.first(Outgoing, key=outbox.fleeting(draft), state="dead") is not None


def own_up(work: Work, draft: Draft) -> None:
    """Tells whoever wrote words that they did not arrive."""
    pair, mine = _sides(work, draft)
    told = mine.voice.para("relay.lost", None, name=pair.other(mine).name)
    _tell(work, f"draft:{draft.id}/relay-lost", mine, (told,))


def _sides(work: Work, draft: Draft) -> tuple[Both, Side]:
    """The pair of a draft, and the side that wrote it."""
    pair = both(work, work.get(Pair, int(draft.subject.partition(":")[2])))
    return pair, pair.side(work.get(Person, draft.person_id))


def _waiting(work: Work, pair: Both, by: Side) -> list[Draft]:
    subject = f"pair:{pair.pair.id}"
    found = work.find(Draft, person_id=by.person.id, form=Relay.name, subject=subject, state="done")
    return [each for each in found if waits(each)]


def _deliver(work: Work, draft: Draft, pair: Both, by: Side, text: str) -> bool:
    """Gives words to the other, with whose they are; they are erased once they arrived."""
    other = pair.other(by)
    first = Typed(next(iter(by.person.name.split()), by.person.name))
    answer = other.voice.button(
        "pairing.button.relay", f"relay:{pair.pair.id}", "plain", name=first
    )
    parts: tuple[Part, ...] = (
        other.voice.para("relay.from", None, name=by.name),
        Para((Run(text, typed=True),), "quote"),
        Buttons((answer,)),
    )
    return _tell(work, outbox.fleeting(draft), other, parts)


def _tell(work: Work, key: str, side: Side, parts: tuple[Part, ...]) -> bool:
    address = address_of(work, side.person)
    if address is None:
        return False
    post(work, key, address, parts, due=hour_for(work, side.person, address))
    return True


# ---------------------------------------------------------------- what was agreed, and how often


def _agreed(work: Work, pair: Both, side: Side) -> bool:
    known = _word(work, pair, side)
    return known is not None and known.note == "yes"


def _word(work: Work, pair: Both, side: Side) -> Happened | None:
    return work.first(Happened, subject=f"pair:{pair.pair.id}", name=f"relay-{side.role}")


def _note(work: Work, pair: Both, side: Side, said: str) -> None:
    known = _word(work, pair, side)
    if known is not None:
        work.change(known, note=said, at=work.now)
        return
    subject, name = f"pair:{pair.pair.id}", f"relay-{side.role}"
    work.add(Happened(subject=subject, name=name, at=work.now, note=said))


def _counted(work: Work, pair: Both, side: Side) -> bool:
    """Counts one more message of today's; False when there were enough."""
    day = f"{work.now.astimezone(ZoneInfo(side.person.zone)):%Y%m%d}"
    subject = f"pair:{pair.pair.id}"
    for n in range(MOST_A_DAY):
        name = f"relayed-{side.role}-{day}-{n}"
        if work.first(Happened, subject=subject, name=name) is None:
            work.add(Happened(subject=subject, name=name, at=work.now))
            return True
    return False
