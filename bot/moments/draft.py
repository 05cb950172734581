"""What becomes due for a half-filled form: a reminder or two, then it is let go."""

from dataclasses import dataclass
from datetime import timedelta

from bot.calendar.civil import civil
from bot.charter.signing import FORM
from bot.conversation.leading import DIALOGUES
from bot.dialogues import relaying
from bot.dialogues.asking import FORM as ENQUIRY
from bot.dialogues.polls import POLLS
from bot.message import Button, Buttons
from bot.moments.moment import Moment
from bot.moments.telling import tell_with_room
from bot.programme.lifecycle import takes_in
from bot.programme.template import plan_of
from bot.scene import place_of, voice_of
from bot.texts import Typed
from storage.nouns import Draft, Enrolment, Person, Poll, Programme
from storage.work import Work

SIGN_UPS = ("mentee", "mentor", "both")
LET_GO = timedelta(days=30)
LATE = timedelta(days=2)
LEFT_ALONE = 2  # days before any form but a sign-up is spoken of again


@dataclass(frozen=True, slots=True)
class DraftFacts:
    """A form that somebody has not finished."""

    draft: Draft
    person: Person
    programme: Programme | None
    enrolment: Enrolment | None
    lost: bool = False  # words it held for somebody can arrive no more

    @property
    def subject(self) -> str:
        return f"draft:{self.draft.id}"

    @property
    def signing_up(self) -> bool:
        """Whether it is a sign-up, rather than somebody who is in changing their answers."""
        inside = self.enrolment is not None and self.enrolment.state not in ("invited", "left")
        return self.draft.form in SIGN_UPS and not inside

    @property
    def away(self) -> bool:
        """Whether the person was promised to be left in peace."""
        return self.enrolment is not None and self.enrolment.state == "paused"


def facts(work: Work, draft: Draft) -> DraftFacts:
    """All that a draft's moments depend on."""
    person = work.get(Person, draft.person_id)
    if draft.programme_id is None:
        return DraftFacts(draft, person, None, None)
    programme = work.get(Programme, draft.programme_id)
    place = place_of(work, person, programme)
    return DraftFacts(draft, person, programme, place, relaying.is_lost(work, draft))


def moments(f: DraftFacts) -> list[Moment]:
    """Every moment of a draft, past and future."""
    draft = f.draft
    if relaying.waits(draft):
        return [Moment("unheard", draft.changed_at + relaying.PATIENCE, "give-up")]
    if f.lost:
        return [Moment("lost", draft.changed_at, "own-up")]
    if draft.state != "open" or draft.form not in DIALOGUES or draft.form == ENQUIRY:
        return []  # a proposal has its own time (bot/moments/enquiry.py)
    since = draft.changed_at
    if f.programme is None:
        return [Moment("let-go", since + LET_GO, "let-go")]
    plan = plan_of(f.programme.plan)
    if draft.form in POLLS:
        ends = draft.created_at + timedelta(days=plan.polls.expire_days)
        return [*_reminders(f), Moment("expire", ends, "expire")]
    return [*_reminders(f), Moment(f"let-go-{since:%Y%m%d}", since + LET_GO, "let-go")]


def _reminders(f: DraftFacts) -> list[Moment]:
    draft, zone = f.draft, f.person.zone
    if f.away or f.programme is None:
        return []
    plan = plan_of(f.programme.plan)
    if draft.form in POLLS:
        if f.programme.state == "closed":
            return []
        at = civil(draft.created_at + timedelta(days=plan.polls.remind_days), zone)
        return [Moment("remind", at, "remind-poll", (), at + LATE)]
    if f.signing_up and not takes_in(plan, f.programme.state):
        return []
    found: list[Moment] = []
    for days in plan.signup.remind_days if f.signing_up else (LEFT_ALONE,):
        at = civil(draft.changed_at + timedelta(days=days), zone)
        name = f"left-{draft.changed_at:%Y%m%d}-{days}"
        found.append(Moment(name, at, "remind-form", (), at + LATE))
    return found


def _say(work: Work, f: DraftFacts, moment: Moment, key: str) -> None:
    voice = voice_of(f.person, f.programme)
    resume = Button(voice.words("button.resume-form"), f"resume:{f.draft.id}", "primary")
    drop = Button(voice.words("button.drop-form"), f"cancel:{f.draft.id}")
    buttons = (resume,) if f.draft.form in (*POLLS, FORM) else (resume, drop)
    programme = Typed(f.programme.name if f.programme else "")
    told = voice.para(key, None, programme=programme)
    key, parts = f"{f.subject}/{moment.name}", (told, Buttons(buttons))
    if f.programme is not None:
        tell_with_room(work, key, f.person, parts, plan_of(f.programme.plan))


def _remind_form(work: Work, f: DraftFacts, moment: Moment) -> None:
    asked = "charter.left" if f.draft.form == FORM else "left.form"
    _say(work, f, moment, "left.signup" if f.signing_up else asked)


def _remind_poll(work: Work, f: DraftFacts, moment: Moment) -> None:
    _say(work, f, moment, "left.poll")


def _expire(work: Work, f: DraftFacts, moment: Moment) -> None:
    work.change(f.draft, state="cancelled", answers={}, look_at=None)
    if f.programme is None:
        return
    enrolment = place_of(work, f.person, f.programme)
    if enrolment is not None:
        subject = f.draft.subject
        poll = work.first(Poll, enrolment_id=enrolment.id, form=f.draft.form, subject=subject)
        if poll is not None and poll.state == "sent":
            work.change(poll, state="expired")


def _let_go(work: Work, f: DraftFacts, moment: Moment) -> None:
    work.change(f.draft, state="cancelled", answers={}, look_at=None)


def _give_up(work: Work, f: DraftFacts, moment: Moment) -> None:
    relaying.give_up(work, f.draft)


def _own_up(work: Work, f: DraftFacts, moment: Moment) -> None:
    relaying.own_up(work, f.draft)


ACTS = {
    "own-up": _own_up,
    "give-up": _give_up,
    "remind-form": _remind_form,
    "remind-poll": _remind_poll,
    "expire": _expire,
    "let-go": _let_go,
}
