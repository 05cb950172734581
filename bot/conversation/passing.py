"""Words that answer nothing: a yes or an OK where nothing was asked, a question about the question.

Nothing is done on such words: they bring back what waits for a press, or are just acknowledged.
"""

from collections.abc import Sequence

from bot.calls.putting import question
from bot.charter.signing import FORM as CHARTER
from bot.conversation import leading
from bot.conversation.greeting import join
from bot.conversation.pressed import pressed
from bot.dialogues.asking import ACCEPT, DECLINE, QUESTION
from bot.dialogues.asking import FORM as ENQUIRY
from bot.dialogues.inviting import first_name, invitation, welcome_in
from bot.dialogues.standing import tell_session
from bot.forms import Field, Form, Given, open_fields
from bot.forms.words import NO, fold, says_no, says_yes
from bot.message import Buttons, Option, Para, from_data
from bot.pairs.both import ahead, both, over, pairs_of, sessions_of
from bot.programme.lifecycle import takes_in
from bot.scene import Scene
from bot.understanding.puzzled import Puzzle
from bot.vocabulary import words
from storage import outbox
from storage.nouns import Call, Draft, Enquiry

_THANKS = {"merci", "thanks", "thank", "thx"}
_FEW = 4  # words: whoever says more says something else
_SHORT = 6  # words, where a question was just put
_DECLINES = words("answers", "declines")


def passed(scene: Scene, text: str, waiting: Sequence[Draft]) -> bool:
    """Answers a bare yes, no or OK; False when the words say something else.

    `waiting` is what waits for an answer without interrupting anybody.
    """
    no, thanks = fold(text) in NO, bool(_THANKS.intersection(fold(text).split()))
    if len(text.split()) > _FEW or not (no or says_yes(text)):
        return False
    proposals = [each for each in waiting if each.form == ENQUIRY]
    if proposals and (no or not thanks):
        _bring_back(scene, proposals[-1])
        return True
    if waiting:
        rules = waiting[-1].form == CHARTER and not thanks
        if rules:
            _bring_back(scene, waiting[-1])
        return rules
    if _called(scene) or _invited(scene, no=no):
        return True
    if no:
        scene.say(scene.voice.para("passing.no"))
        return True
    if thanks:
        return False
    if not _offered(scene):
        scene.say(scene.voice.para("passing.yes"))
    return True


def _bring_back(scene: Scene, draft: Draft) -> None:
    """Puts a question again, which its own answer follows; other words stay free."""
    now = leading.locked(scene, draft.id)
    if now is not None and now.state == "open" and not leading.lapsed(scene, now):
        leading.ask(scene, now)
        leading.focus(scene, None)


def yes_or_no(text: str, options: tuple[Option, ...]) -> str:
    """The label that `non, il n'est pas venu` means where yes and no are asked; empty when none."""
    if {option.value for option in options} != {"yes", "no"}:
        return ""
    said = "yes" if says_yes(text) else "no" if _begins_with_no(text) else ""
    return next((option.label for option in options if option.value == said), "")


def on_proposal(scene: Scene, draft: Draft, text: str, options: tuple[Option, ...]) -> str:
    """The label that `oui, avec plaisir` means right after a proposal was put; empty when none."""
    labels = {option.value: option.label for option in options}
    spoken = fold(text).split()
    if ACCEPT not in labels or len(spoken) > _SHORT or not just_put(scene, draft):
        return ""
    if says_no(text) or any(f"{' '.join(spoken)} ".startswith(f"{no} ") for no in _DECLINES):
        return labels[DECLINE]
    if "question" in spoken and not text.endswith("?"):
        return labels.get(QUESTION, "")
    return labels[ACCEPT] if says_yes(text) else ""


def just_put(scene: Scene, draft: Draft) -> bool:
    """Whether nothing was said at that address since the question."""
    last = outbox.latest(scene.work, scene.address.id)
    if last is not None and not last.payload:  # what another answered, with the question again
        if draft.form != ENQUIRY:
            return False
        enquiry = scene.work.get(Enquiry, int(draft.subject.partition(":")[2]))
        return enquiry.question == "answered"
    parts = last.payload["parts"] if last is not None else ()
    return any(part.get("draft") == draft.id for part in parts)


def about_question(
    scene: Scene, form: type[Form], draft: Draft, given: Given, field: Field, puzzle: Puzzle
) -> Para:
    """What helps somebody who is lost, or comes back, or asks if they must, or how much is left."""
    if puzzle == "hello":
        return scene.voice.para("ask.hello", None, name=first_name(scene.person))
    if puzzle == "back":
        return scene.voice.para("ask.back-again")
    if puzzle == "left":
        return scene.voice.para("ask.left", len(open_fields(form, draft, given)))
    if puzzle == "must":
        return scene.voice.para("ask.may-skip" if field.optional else "ask.must")
    return scene.voice.para("ask.lost-optional" if field.optional else "ask.lost")


def _begins_with_no(text: str) -> bool:
    return fold(text).partition(" ")[0] in ("non", "no", "nope", "nan")


def _called(scene: Scene) -> bool:
    """Brings back the session somebody asks of them: which moment it is takes a press."""
    place, programme = scene.enrolment, scene.programme
    if place is None or programme is None:
        return False
    call = scene.work.first(Call, mentor_id=place.id, state="asked")
    if call is None:
        return False
    scene.say(*question(scene.work, programme, scene.plan, call, place))
    return True


def _invited(scene: Scene, *, no: bool) -> bool:
    """Signs up whoever was invited and says yes; a no right after the invitation declines it."""
    place, programme = scene.enrolment, scene.programme
    if place is None or programme is None or not welcome_in(place, programme):
        return False
    action = f"invited-no:{place.id}"
    if not no:
        join(scene, "")
    elif action in _last_actions(scene):
        pressed(scene, action, ())
    else:
        scene.say(*invitation(scene.person, place, programme, met=True))
    return True


def _last_actions(scene: Scene) -> list[str]:
    """What can be pressed in the last message at that address."""
    last = outbox.latest(scene.work, scene.address.id)
    parts = from_data(last.payload).parts if last is not None and last.payload else ()
    return [each.action for part in parts if isinstance(part, Buttons) for each in part.buttons]


def _offered(scene: Scene) -> bool:
    """Brings back what a yes may be about: a date that waits for their word, or taking part."""
    place, programme = scene.enrolment, scene.programme
    if programme is None:
        return False
    if place is None or place.state == "left":
        may = takes_in(scene.plan, programme.state) and not scene.coordinates
        if may:
            join(scene, "")
        return may
    for pair in pairs_of(scene):
        session = ahead(sessions_of(scene.work, pair))
        if session is None or session.state != "proposed" or over(session, scene.work.now):
            continue
        whole = both(scene.work, pair, programme)
        if session.proposed_by != whole.side(scene.person).enrolment.id:
            tell_session(scene, whole, session)
            return True
    return False
