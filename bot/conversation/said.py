"""Typed text: a word that steers the conversation, an answer to the open question, or a request.

In that order, with one exception: while a question that takes free text is open, only an exact
steering word, a clear question to the bot, or a plain wish to leave, to be erased or to talk to
somebody is taken out of the answer's place. A choice that cannot be read may be a request, so
requests are tried before the question is asked again. A poll does not interrupt anybody: it hears
an answer only when the words are one. A yes right after the bot asked to confirm something comes
before all this, and so does a yes to what the bot guessed.
"""

import re

from bot.charter.signing import FORM as CHARTER
from bot.conversation import confirming, leading
from bot.conversation.answered import answered, settled
from bot.conversation.greeting import greet
from bot.conversation.guessed import agreed
from bot.conversation.lettered import lettered
from bot.conversation.passing import about_question, just_put, on_proposal, passed, yes_or_no
from bot.conversation.pressed import go_back
from bot.conversation.requests import REQUESTS, unknown
from bot.dialogues.asking import FORM as ENQUIRY
from bot.dialogues.asking import Told
from bot.dialogues.gatherings import attends
from bot.dialogues.parting import stops_with
from bot.dialogues.polls import POLLS
from bot.dialogues.relaying import Relay, late, relays
from bot.dialogues.thanking import Thank, thank
from bot.dialogues.timing import Plan
from bot.forms import Field, Wrong, edit, next_field, skip, submit
from bot.forms.filling import amended, kept, onward, suggested
from bot.forms.views import label
from bot.forms.words import NO, YES, clean, exactly, fold, has_words, option_meant, says_yes
from bot.forms.words import NOTHING as NOTHING_WORDS
from bot.message import NOTHING, Button, Buttons, Option, Reply
from bot.scene import Scene
from bot.understanding.language import language_of
from bot.understanding.puzzled import puzzle_in
from bot.understanding.recognise import understood, word_for_word
from bot.understanding.unchanged import leaves_as_it_is
from bot.vocabulary import lists
from bot.vocabulary import words as vocabulary
from storage.nouns import Draft

_STEERING = {verb: frozenset(known) for verb, known in lists("steering").items()}
_DONE = frozenset(vocabulary("answers", "done"))  # nothing more to say: where all is read back, yes
# Requests that may interrupt a question about free text, when the sentence is clearly a question.
_ASIDE = {"who", "next", "me", "help", "about", "privacy", "language", "erase", "leave"}
# Those that no question may swallow, when said in words that cannot mean anything else.
_RIGHTS = {"leave", "erase", "problem"}
# And what no answer would ever be, word for word: somebody looks for their circle or its notes.
_PLAIN = _RIGHTS | {"circle"}
# Requests about the session that is being planned, where its place is asked.
_NO_PLACE = {"move", "drop-session"}
# Forms that interrupt nobody, and hear an answer only when the words are one.
_PATIENT = {*POLLS, CHARTER, ENQUIRY}
# Whoever leaves or comes back says so, but for words that somebody else is to read.
_COMING_OR_GOING = {"hello", "back", "away"}
_PASSED_ON = {Relay.name, Thank.name, ENQUIRY, Told.name}
_AGREED = {"j accepte", "j accepte ces regles", "i accept", "i agree", "i agree to these rules"}
# Requests that may be meant where a choice was expected.
_INSTEAD = _ASIDE | {
    *("charter", "circle", "problem", "export", "certificate", "thanks", "cancel", "later"),
}


def said(scene: Scene, text: str) -> Reply:
    """What follows from typed text."""
    words = clean(text)
    if not has_words(words) and fold(words) not in NOTHING_WORDS:
        scene.say(scene.voice.para("said.no-words"))
        again(scene)
        return NOTHING
    sure = confirming.answered(scene, words)
    if sure is not None:
        reply = confirming.settle(scene, sure)
        if sure.answer != "unclear":
            again(scene)
        return reply
    guessed = agreed(scene, words) or lettered(scene, words)
    if guessed is not None:
        return guessed
    held = _held(scene)
    draft = None if held is None or leading.lapsed(scene, held) else held
    if relays(scene, words):  # asked in such words that it answers no question
        if draft is not None and scene.address.draft_id == draft.id:
            again(scene)
        return NOTHING
    if draft is None:
        if held is not None and (says_yes(words) or fold(words) in NO):
            return NOTHING  # they were told just now that it is too late
        _follow_language(scene, words)
        poll, answer = _polled(scene, words)
        if poll is not None:
            if leading.lapsed(scene, poll):
                return NOTHING
            return _answer(leading.scene_of(scene, poll), poll, answer)
        return _request(scene, words)
    within = leading.scene_of(scene, draft)
    steering = next((verb for verb, known in _STEERING.items() if fold(words) in known), None)
    if steering == "skip" and fold(words) in _DONE and _reads_back(within, draft):
        return _answer(within, draft, next(iter(YES)))
    if leaves_as_it_is(words):
        if _reads_back(within, draft):
            return _answer(within, draft, next(iter(YES)))
        steering = "keep"
    if steering is not None and (steering != "keep" or _kept(within, draft) is not None):
        return _steer(within, draft, steering)
    rules = _rules_meant(within, draft, words)
    if rules is not None:
        reply = _answer(leading.scene_of(scene, rules), rules, words)
        leading.ask(within, draft)
        return reply
    return _answer(within, draft, words)


def welcome(scene: Scene) -> Reply:
    """The first contact, said once."""
    if not scene.address.welcomed:
        greet(scene, "")
    return NOTHING


def again(scene: Scene) -> None:
    """Asks the open question again, after something else was said."""
    draft = _listening(scene)
    if draft is not None:
        leading.ask(scene, draft)


def _listening(scene: Scene) -> Draft | None:
    """The draft that typed text answers now, unless it is over."""
    draft = _held(scene)
    return None if draft is None or leading.lapsed(scene, draft) else draft


def _held(scene: Scene) -> Draft | None:
    """The draft that typed text answers, though it may be too late."""
    if scene.address.draft_id is None:
        return None
    draft = leading.locked(scene, scene.address.draft_id)
    if draft is None or draft.state != "open" or draft.form not in leading.DIALOGUES:
        leading.focus(scene, None)
        return None
    return draft


def _waiting(scene: Scene) -> list[Draft]:
    """What waits for an answer without interrupting, which a bare yes may be meant for."""
    drafts = scene.work.find(Draft, person_id=scene.person.id, state="open")
    return [draft for draft in drafts if draft.form in _PATIENT]


def _polled(scene: Scene, text: str) -> tuple[Draft | None, str]:
    """The latest poll or charter that the words answer, and the answer; None when they do not."""
    drafts = scene.work.find(Draft, person_id=scene.person.id, state="open")
    for draft in reversed([each for each in drafts if each.form in _PATIENT]):
        given = leading.given_for(leading.scene_of(scene, draft), draft)
        field = next_field(leading.DIALOGUES[draft.form].form, draft, given)
        if field is not None and field.kind == "consent":
            bare = says_yes(text) or fold(text) in NO
            if fold(text) in _AGREED or (bare and just_put(scene, draft)):
                return draft, text
            continue
        if field is None or field.kind not in ("choose", "scale"):
            return None, ""
        options = field.options(given)
        if exactly(text, options) is not None or re.fullmatch(r"\d{1,2}(/\d{1,2})?", text):
            return draft, text
        meant = on_proposal(scene, draft, text, options)
        if not meant and understood(text) is None:
            meant = yes_or_no(text, options)
        return (draft, meant) if meant else (None, "")
    return None, ""


def _rules_meant(scene: Scene, draft: Draft, text: str) -> Draft | None:
    """The charter that `j’accepte` agrees to while another question is open, which it answers not.

    A question that such words may answer keeps them: another consent, a last check, a choice.
    """
    if fold(text) not in _AGREED or draft.form == CHARTER:
        return None
    given = leading.given_for(scene, draft)
    field = next_field(leading.DIALOGUES[draft.form].form, draft, given)
    if field is None or field.kind not in ("text", "lines", "scale", "pick"):
        return None
    waiting = [each for each in _waiting(scene) if each.form == CHARTER]
    return next((each for each in waiting if not leading.lapsed(scene, each)), None)


def _steer(scene: Scene, draft: Draft, verb: str) -> Reply:
    form = leading.DIALOGUES[draft.form].form
    match verb:
        case "cancel":
            leading.drop(scene, draft)
            scene.say(scene.voice.para("form.cancelled"))
        case "later":
            later(scene)
        case "back":
            field = next_field(form, draft, leading.given_for(scene, draft))
            reply = go_back(scene, draft)
            if field is None or not reply.settles:
                return reply
            return settled(draft, field, scene.voice.words("ask.back"))
        case "keep":
            field = _kept(scene, draft)
            leading.ask(scene, leading.keep(scene, draft, onward(draft)))
            if field is not None:
                return settled(draft, field, scene.voice.words("ask.keep"))
        case "resume":
            leading.ask(scene, draft, intro=(scene.voice.hint("resume.draft"),))
        case "form":
            scene.say(scene.voice.para("ask.form-by-button"), _form_button(scene, draft))
        case "skip":
            field = next_field(form, draft, leading.given_for(scene, draft))
            try:
                changed = skip(form, draft, field.name if field else "")
            except Wrong as wrong:
                leading.ask(scene, draft, wrong)
            else:
                leading.ask(scene, leading.keep(scene, draft, changed))
                if field is not None:
                    return settled(draft, field, scene.voice.words("ask.skip"))
        case _:
            scene.say(scene.voice.para("ask.help"))
            leading.ask(scene, draft)
    return NOTHING


def _reads_back(scene: Scene, draft: Draft) -> bool:
    """Whether the answers were read back, and only the last word is missing."""
    form, given = leading.DIALOGUES[draft.form].form, leading.given_for(scene, draft)
    field = next_field(form, draft, given)
    return field is not None and field.kind == "confirm"


def _kept(scene: Scene, draft: Draft) -> Field | None:
    """The question gone back to, whose answer may stay as it is."""
    return kept(leading.DIALOGUES[draft.form].form, draft, leading.given_for(scene, draft))


def later(scene: Scene) -> None:
    """Leaves everything as it is until the person comes back."""
    leading.focus(scene, None)
    scene.say(scene.voice.para("form.later"))


def _form_button(scene: Scene, draft: Draft) -> Buttons:
    return Buttons((Button(scene.voice.words("ask.as-form"), f"form:{draft.id}", "primary"),))


def _answer(scene: Scene, draft: Draft, text: str) -> Reply:
    form, given = leading.DIALOGUES[draft.form].form, leading.given_for(scene, draft)
    field = next_field(form, draft, given)
    if field is None:
        leading.ask(scene, draft)
        return NOTHING
    if field.optional and fold(text) in NOTHING_WORDS:
        leading.ask(scene, leading.keep(scene, draft, skip(form, draft, field.name)))
        return settled(draft, field, scene.voice.words("ask.skip"))
    puzzle = puzzle_in(text)
    if puzzle in _COMING_OR_GOING and draft.form in _PASSED_ON:
        puzzle = None
    answers = puzzle == "blank" and field.optional
    if puzzle == "away" and exactly(text, field.options(given)) is None:
        return _steer(scene, draft, "later")
    if puzzle is not None and not answers and exactly(text, field.options(given)) is None:
        told = about_question(scene, form, draft, given, field, puzzle)
        leading.ask(scene, draft, intro=(told,))
        return NOTHING
    free = field.kind in ("text", "lines")
    if free and text.endswith("?") and len(text) < 80:
        guess = understood(text)
        if guess is not None and guess.intent in _ASIDE:
            return _aside(scene, draft, guess.intent, text)
    if free and (plain := word_for_word(text)) in _PLAIN:
        return _aside(scene, draft, plain, text)
    if (draft.form, field.name) == (Plan.name, "place"):
        guess = understood(text)
        if guess is not None and guess.intent in _NO_PLACE:
            return _instead_of_place(scene, draft, guess.intent, text)
    ticked = suggested(form, field, draft, given) if says_yes(text) else ()
    value = [*ticked] if ticked else text
    changed, errors = submit(form, draft, {field.name: value}, given, typed=not ticked)
    wrong = errors.get(field.name)
    if wrong is not None and not free:
        named = _named_field(scene, draft, text) if field.kind == "confirm" else None
        if named is not None:
            leading.ask(scene, leading.keep(scene, draft, edit(form, draft, named)))
            return NOTHING
        new = amended(form, text, draft, given) if field.kind == "confirm" else {}
        if new:
            changed, errors = submit(form, draft, new, given)
            labels = (label(form, form.field(name), given) for name in new)
            told = scene.voice.para("ask.amended", None, answers=scene.voice.listed(labels))
            first = next(iter(errors.values()), None)
            leading.ask(scene, leading.keep(scene, draft, changed), first, intro=(told,))
            return NOTHING
        if wrong.key == "consent-refused":
            leading.drop(scene, draft)
            scene.say(scene.voice.para(leading.DIALOGUES[draft.form].refused))
            return NOTHING
        guess = None if leaves_as_it_is(text) else understood(text)
        if guess is not None and guess.intent in _INSTEAD:
            if guess.intent in ("cancel", "later"):
                return _steer(scene, draft, guess.intent)
            return _aside(scene, draft, guess.intent, text)
    first = next(iter(errors.values()), None)
    now = leading.keep(scene, draft, changed)
    reply = NOTHING if errors else answered(now, field, given)
    leading.ask(scene, now, first, after=field)
    return reply


def _aside(scene: Scene, draft: Draft, intent: str, text: str) -> Reply:
    enrolment = scene.enrolment
    if intent == "leave" and (enrolment is None or enrolment.state == "left"):
        return _steer(scene, draft, "cancel")  # what they leave is the form
    REQUESTS[intent](scene, text)
    if scene.address.draft_id == draft.id and intent not in ("erase", "leave"):
        now = scene.work.get(Draft, draft.id)
        leading.ask(scene, now, intro=(scene.voice.hint("ask.where-we-were"),))
    return NOTHING


def _instead_of_place(scene: Scene, draft: Draft, intent: str, text: str) -> Reply:
    """Asks for another moment, or lets the session go: nobody was told of it yet, or it is kept."""
    if intent == "move":
        leading.ask(scene, leading.keep(scene, draft, edit(Plan, draft, "slot")))
        return NOTHING
    if draft.subject.startswith("session:"):
        return _aside(scene, draft, intent, text)
    return _steer(scene, draft, "cancel")


def _named_field(scene: Scene, draft: Draft, text: str) -> str | None:
    """The answer that somebody reading them back wants to change: `mes disponibilités`."""
    form, given = leading.DIALOGUES[draft.form].form, leading.given_for(scene, draft)
    options = [
        Option(field.name, label(form, field, given))
        for field in form.fields
        if field.name in draft.answers and field.kind != "confirm"
    ]
    bare = fold(text)
    for lead in ("modifier", "changer", "change", "edit", "corriger", "je veux", "i want to"):
        bare = bare.removeprefix(lead).strip()
    for article in ("mes ", "mon ", "ma ", "my ", "le ", "la ", "les ", "the "):
        bare = bare.removeprefix(article)
    found = option_meant(bare, options) if bare and not bare.isdigit() else None
    return found.value if found else None


def _request(scene: Scene, text: str) -> Reply:
    if leaves_as_it_is(text):
        scene.say(scene.voice.para("sure.kept"))
        return NOTHING
    if thank(scene, text) or stops_with(scene, text):
        return NOTHING
    if passed(scene, text, _waiting(scene)):
        return NOTHING
    if late(scene, text) or attends(scene, text):
        return NOTHING
    guess = understood(text)
    if guess is None and puzzle_in(text) == "back":
        REQUESTS["resume"](scene, text)
    elif guess is None:
        unknown(scene, text)
    else:
        REQUESTS[guess.intent](scene, text)
    return NOTHING


def _follow_language(scene: Scene, text: str) -> None:
    """Answers in the language people write, until they choose one."""
    if scene.person.locale_chosen:
        return
    language = language_of(text)
    if language is not None and language != scene.person.locale:
        scene.person = scene.work.change(scene.person, locale=language)
        scene.__dict__.pop("voice", None)


__all__ = ["again", "later", "said", "welcome"]
