"""Collective moments: the list, who comes, who came; one is made, changed or cancelled."""

from collections import Counter
from collections.abc import Callable, Mapping
from datetime import datetime
from hashlib import sha256

from bot.calendar import when
from bot.commands.arguments import Arguments, UnknownMoment, WrongWords, word
from bot.commands.entry import run_button
from bot.commands.moving import programme_of
from bot.commands.overview import Overview, overview_of
from bot.commands.registry import command
from bot.commands.relocating import put_in, put_on
from bot.dialogues.workshops import calendar_file, in_words_of, place_at
from bot.message import NOTHING, Attachment, Bullets, Button, Buttons, Facts, Part, Reply, Run, Runs
from bot.scene import Scene
from bot.texts import Typed
from storage.nouns import Answer, Workshop
from storage.nouns.programme import STATES

_SHOWN = 20  # names in a list of those who come
_LONGEST_TITLE = 120
_ALL = {"all", "tous", "toutes", "everyone", "everybody"}
_LIST = {"list", "liste"}
_NEW = {"new", "nouveau", "nouvel", "nouvelle", "ajouter", "add"}


def _reads(words: Arguments) -> bool:
    """The list, or one of them: what does nothing with it."""
    return not words or (
        words.first not in _NEW | _DEEDS.keys() and not words.after() and not words.tokens[0].quoted
    )


@command("workshop", states=STATES, reads=_reads)
def workshop(scene: Scene, words: Arguments) -> Reply:
    """Lists the collective moments, or does something with one."""
    seen = overview_of(scene)
    if words.first in _NEW:
        _new(scene, seen, words.after())
        return NOTHING
    if not words or words.first in _LIST:
        if words.after():
            raise WrongWords(words.raw)
        _list(scene, seen)
        return NOTHING
    if not seen.workshops:
        _list(scene, seen)
        return NOTHING
    one, rest = _meant(seen, words)
    if one is None:
        keys = ", ".join(each.key for each in seen.workshops)
        scene.say(
            scene.voice.para("command.workshop.which", None, name=Typed(words.words[0]), keys=keys)
        )
        return NOTHING
    if not rest:
        _show(scene, seen, one)
        return NOTHING
    if rest.first not in _DEEDS:
        raise WrongWords(rest.raw)
    _DEEDS[rest.first](scene, seen, one, rest.after())
    return NOTHING


def _meant(seen: Overview, words: Arguments) -> tuple[Workshop | None, Arguments]:
    """The workshop of a key or a title; with a deed alone, the only one it can be about."""
    if words.first in _DEEDS:
        named = next((each for each in seen.workshops if words.after().first == each.key), None)
        if named is not None:
            return named, Arguments(words.text, (words.tokens[0], *words.tokens[2:]))
        left = [each for each in seen.workshops if each.state != "cancelled"]
        return (left[0] if len(left) == 1 else None), words
    said = words.first
    for each in seen.workshops:
        if said in (each.key, word(each.title)):
            return each, words.after()
    begun = [e for e in seen.workshops if word(e.key).startswith(said) or said in word(e.title)]
    return (begun[0], words.after()) if len(begun) == 1 else (None, words)


def _list(scene: Scene, seen: Overview) -> None:
    voice = scene.voice
    if not seen.workshops:
        scene.say(voice.para("command.workshop.none"), voice.hint("command.workshop.how-new"))
        return
    lines: list[Runs] = []
    for each in seen.workshops:
        shown = in_words_of(each, seen.plan, voice)
        places = seen.attendances.get(each.id, ())
        counts = Counter(place.answer for place in places)
        came = sum(bool(place.attended) for place in places)
        if each.state == "planned" and not places:
            state = voice.words("command.workshop.not-announced")
        else:
            state = voice.words(
                f"command.workshop.{each.state}",
                came if each.state == "held" else counts["yes"],
                no=counts["no"],
                silent=counts[""],
            )
        lines.append(
            voice.runs(
                "command.workshop.line",
                None,
                title=Typed(shown.title),
                key=each.key,
                when=each.starts_at,
                state=state,
            )
        )
    buttons = tuple(
        Button(in_words_of(each, seen.plan, voice).title, f"command:workshop:{each.key}")
        for each in seen.workshops
        if each.state != "cancelled"
    )
    scene.say(
        voice.title("command.workshop.title"),
        Bullets(tuple(lines)),
        Buttons(buttons[:8]),
        voice.hint("command.workshop.how-new"),
    )


def _show(scene: Scene, seen: Overview, each: Workshop) -> None:
    """One workshop: when, where, who comes, who does not, who has not answered."""
    voice = scene.voice
    shown = in_words_of(each, seen.plan, voice)
    places = seen.attendances.get(each.id, [])
    rows: list[tuple[str, Runs]] = [
        (voice.words("command.workshop.when"), voice.span(each.starts_at, each.minutes))
    ]
    if shown.place:
        rows.append((voice.words("command.workshop.where"), (Run(shown.place, typed=True),)))
    for label, chosen in (
        ("coming", [p for p in places if p.answer == "yes"]),
        ("not-coming", [p for p in places if p.answer == "no"]),
        ("silent", [p for p in places if not p.answer]),
        ("came", [p for p in places if p.attended]),
    ):
        if chosen:
            names = [seen.name(place.enrolment_id) for place in chosen[:_SHOWN]]
            listed = [*names, *(["…"] if len(chosen) > _SHOWN else [])]
            row = voice.runs("command.status.some", len(chosen), names=Typed(voice.listed(listed)))
            rows.append((voice.words(f"command.workshop.{label}"), row))
    parts: list[Part] = [
        voice.title("command.workshop.one", title=Typed(shown.title)),
        Facts(tuple(rows)),
    ]
    parts += _words(scene, seen, each)
    if each.state == "cancelled":
        parts.append(voice.para("command.workshop.was-cancelled"))
    elif not places:
        parts.append(voice.para("command.workshop.not-invited-yet"))
    if each.state != "cancelled" and each.starts_at <= scene.work.now:
        parts.append(voice.hint("command.workshop.how-attended", None, key=each.key))
    elif each.state == "planned":
        parts.append(voice.hint("command.workshop.how-change", None, key=each.key))
        parts.append(voice.hint("command.workshop.how-cancel", None, key=each.key))
    scene.say(*parts)


def _words(scene: Scene, seen: Overview, each: Workshop) -> list[Part]:
    """What people answered to the workshop's own question: without names, and never too few."""
    subject, floor = f"workshop:{each.id}", seen.plan.polls.floor
    everybody = scene.work.find(Answer, form="workshop", subject=subject)
    found = [each for each in everybody if each.answers.get("word")]
    if programme_of(scene).state != "closed":
        from bot.report.settled import settled

        found = settled(found, floor, lambda each: each.role)
    said = [str(answer.answers["word"]) for answer in found]
    if len(said) < floor:
        return []
    # By what their words happen to give: the order in which they came could tell whose they are.
    said.sort(key=lambda text: sha256(text.encode()).digest())
    lines = tuple((Run(text, typed=True),) for text in said[:_SHOWN])
    return [scene.voice.hint("command.workshop.words", len(said)), Bullets(lines)]


def _new(scene: Scene, seen: Overview, words: Arguments) -> None:
    """Another collective moment; the invitation leaves by itself."""
    programme, voice = programme_of(scene), scene.voice
    title, starts_at = _title_and_time(scene, words)
    if starts_at is None and len(words) > 1:
        raise UnknownMoment(words.after().raw if words.tokens[0].quoted else words.raw)
    if not title or starts_at is None or len(title) > _LONGEST_TITLE:
        raise WrongWords(words.raw)
    if programme.state == "closed":
        scene.say(voice.para("command.workshop.closed"))
        return
    if starts_at <= scene.work.now:
        scene.say(voice.para("command.workshop.past", None, when=starts_at))
        return
    key = _free_key(seen, word(title))
    scene.work.add(Workshop(programme_id=programme.id, key=key, title=title, starts_at=starts_at))
    scene.work.change(programme, look_at=scene.work.now)
    scene.say(
        voice.para("command.workshop.made", None, title=Typed(title), when=starts_at),
        Buttons((run_button(scene, "workshop", "workshop"),)),
    )


def _title_and_time(scene: Scene, words: Arguments) -> tuple[str, datetime | None]:
    """A title, in quotes or not, then a day and an hour."""
    zone, locale = programme_of(scene).zone, scene.voice.locale
    firsts = [1] if words and words.tokens[0].quoted else range(1, len(words))
    for at in firsts:
        starts_at = when.moment(words.after(at).raw, scene.work.now, zone, locale)
        if starts_at is not None:
            return words.before(at).raw.strip(), starts_at
    return "", None


def _attended(scene: Scene, seen: Overview, each: Workshop, words: Arguments) -> None:
    """Notes who came: names, or all who said they would."""
    voice = scene.voice
    if not words:
        raise WrongWords("")
    if each.state == "cancelled" or each.starts_at > scene.work.now:
        scene.say(voice.para("command.workshop.not-held", None, title=Typed(each.title)))
        return
    places = seen.attendances.get(each.id, [])
    lost: list[str] = []
    if len(words) == 1 and words.first in _ALL:
        ids = [place.enrolment_id for place in places if place.answer == "yes"]
        if not ids:
            scene.say(
                voice.para("command.workshop.nobody-coming", None, title=Typed(each.title)),
                voice.hint("command.workshop.how-attended", None, key=each.key),
            )
            return
    else:
        people, lost = seen.names.listed_in(
            " , ".join(words.words) if _quoted(words) else words.raw
        )
        ids = [seen.by_person[person].id for person in people]
    for one in ids:
        scene.work.change(place_at(scene.work, each, seen.enrolments[one]), attended=True)
    parts: list[Part] = []
    if ids or not lost:
        parts.append(voice.para("command.workshop.noted", len(ids), title=Typed(each.title)))
    if lost:
        unknown = Typed(voice.listed(lost))
        parts.append(voice.para("command.workshop.unknown", len(lost), names=unknown))
    scene.say(*parts)


def _quoted(words: Arguments) -> bool:
    return any(token.quoted for token in words.tokens)


def _cancel(scene: Scene, seen: Overview, each: Workshop, words: Arguments) -> None:
    """Takes a workshop off the calendar, and tells whoever was expected."""
    voice = scene.voice
    if words:
        raise WrongWords(words.raw)
    if each.state != "planned" or each.starts_at <= scene.work.now:
        scene.say(voice.para("command.workshop.over", None, title=Typed(each.title)))
        return
    gone = scene.work.change(each, state="cancelled", sequence=each.sequence + 1)
    told = 0
    for place in seen.attendances.get(each.id, ()):
        enrolment = seen.enrolments[place.enrolment_id]
        if place.answer == "no" or enrolment.state == "left":
            continue
        person = seen.people[enrolment.person_id]
        theirs = scene.voice_for(person)
        shown = in_words_of(gone, seen.plan, theirs)
        parts: list[Part] = [
            theirs.para(
                "command.workshop.cancelled-letter",
                None,
                title=Typed(shown.title),
                when=gone.starts_at,
            )
        ]
        if place.answer == "yes":
            file = calendar_file(scene.work, gone, theirs)
            alt = theirs.words("command.workshop.ics")
            parts.append(Attachment(file.token, file.name, file.media_type, alt))
        told += scene.tell(person, *parts)
    scene.say(voice.para("command.workshop.cancelled-now", told, title=Typed(each.title)))


def _free_key(seen: Overview, stem: str) -> str:
    known = {each.key for each in seen.workshops} | _LIST | _NEW | _DEEDS.keys()
    key, number = stem[:40].strip("-"), 1
    while key in known or not key:
        number += 1
        key = f"{stem[:40].strip('-') or 'workshop'}-{number}"
    return key


_Deed = Callable[[Scene, Overview, Workshop, Arguments], None]
_DEEDS: Mapping[str, _Deed] = {
    **dict.fromkeys(("attended", "came", "presents", "presentes", "present", "venus"), _attended),
    **dict.fromkeys(("cancel", "annuler", "annule"), _cancel),
    **dict.fromkeys(("place", "lieu", "salle", "room"), put_in),
    **dict.fromkeys(("date", "move", "deplacer", "reporter"), put_on),
}
