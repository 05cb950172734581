"""Leaving without reproach, and receiving a copy of one's data."""

import json
import secrets
from typing import Any

from bot.circles.leaving import in_circles, leave_circles
from bot.conversation.pressed import action
from bot.dialogues.parting import one_pair_is_meant, ways_out
from bot.message import NOTHING, UNSETTLED, Attachment, Buttons, Reply
from bot.pairs.ending import end
from bot.pairs.together import forget_gatherings
from bot.scene import Scene
from storage.looking import wake
from storage.nouns import (
    Answer,
    Call,
    Certificate,
    Commendation,
    Draft,
    Enquiry,
    Enrolment,
    File,
    Pair,
    Programme,
    Session,
    Signature,
)


def leave(scene: Scene, text: str) -> None:
    """Asks once, and says what leaving means, or ending one pair; a pause is offered beside it."""
    enrolment, voice = scene.enrolment, scene.voice
    if enrolment is None or enrolment.state == "left":
        scene.say(voice.para("leave.not-enrolled"))
        return
    if one_pair_is_meant(scene, text):
        return
    scene.say(
        voice.para("leave.sure", None, programme=scene.programme.name if scene.programme else ""),
        Buttons(
            (
                voice.button("button.pause-instead", "ask:pause", "primary"),
                *ways_out(scene),
                voice.button("button.leave-yes", f"leave-yes:{enrolment.id}", "danger"),
            )
        ),
    )


@action("leave-yes")
def _leave(scene: Scene, words: tuple[str, ...], values: tuple[str, ...]) -> Reply:
    enrolment = scene.work.first(Enrolment, id=int(words[0]), person_id=scene.person.id)
    if enrolment is None or enrolment.state == "left":
        scene.say(scene.voice.para("leave.not-enrolled"))
        return UNSETTLED
    now = scene.within(scene.work.get(Programme, enrolment.programme_id))
    withdraw(now, enrolment)
    now.say(now.voice.para("leave.done"))
    return NOTHING


def withdraw(scene: Scene, enrolment: Enrolment) -> None:
    """Takes somebody out: their pairs end, and the other of each is told and looked after."""
    work = scene.work
    work.lock(Programme, enrolment.programme_id)  # nobody is paired while they leave
    work.lock(Enrolment, enrolment.id)
    for column in ("mentee_id", "mentor_id"):
        for pair in work.find(Pair, **{column: enrolment.id}, state="active"):
            if work.lock(Pair, pair.id).state != "active":
                continue  # the other left at the same moment
            end(work, f"{scene.key}/{pair.id}", pair, "left", by=scene.person)
    for draft in work.find(Draft, person_id=scene.person.id, state="open"):
        if draft.programme_id == enrolment.programme_id:
            work.change(draft, state="cancelled", answers={}, look_at=None)
    for column in ("enrolment_id", "mentor_id"):
        wake(work, Call, **{column: enrolment.id}, state="asked")  # somebody else is to be asked
    for column in ("enrolment_id", "other_id"):
        wake(work, Enquiry, **{column: enrolment.id}, state="open")
    forget_gatherings(work, scene.person)
    work.change(enrolment, state="left", left_at=work.now, look_at=None)
    leave_circles(work, scene.key, enrolment, scene.person)


def export(scene: Scene, text: str) -> None:
    """Gives someone all that is kept about them, without the confidences of others."""
    content = json.dumps(_about(scene), ensure_ascii=False, indent=2, default=str).encode()
    file = scene.work.add(
        File(
            token=secrets.token_urlsafe(24),
            name="binome.json",
            media_type="application/json",
            content=content,
            person_id=scene.person.id,
            at=scene.work.now,
        )
    )
    alt = scene.voice.words("export.file")
    scene.say(
        scene.voice.para("export.done"), Attachment(file.token, file.name, file.media_type, alt)
    )


def _about(scene: Scene) -> dict[str, Any]:
    work, person = scene.work, scene.person
    places = []
    for enrolment in work.find(Enrolment, person_id=person.id):
        pairs = [
            *work.find(Pair, mentee_id=enrolment.id),
            *work.find(Pair, mentor_id=enrolment.id),
        ]
        places.append(
            {
                "programme": work.get(Programme, enrolment.programme_id).name,
                **enrolment.model_dump(
                    include={"role", "state", "answers", "told", "joined_at", "left_at"}
                ),
                "sessions": [
                    session.model_dump(include={"number", "state", "starts_at", "minutes", "place"})
                    for pair in pairs
                    for session in work.find(Session, pair_id=pair.id)
                ],
                "signatures": [
                    signature.model_dump(include={"revision", "role", "how", "at"})
                    for signature in work.find(Signature, enrolment_id=enrolment.id)
                ],
                "circles": in_circles(work, enrolment),
                "proposals": [
                    enquiry.model_dump(include={"role", "state", "reason", "words", "asked_at"})
                    for enquiry in work.find(Enquiry, enrolment_id=enrolment.id)
                ],
                "certificates": [
                    certificate.facts
                    for certificate in work.find(Certificate, enrolment_id=enrolment.id)
                ],
                "manager_thanked": [
                    kept.model_dump(include={"agreed", "asked_at", "answered_at", "told_at"})
                    for kept in work.find(Commendation, enrolment_id=enrolment.id)
                ],
                "polls": [
                    answer.model_dump(include={"form", "subject", "answers", "on"})
                    for answer in work.find(Answer, enrolment_id=enrolment.id)
                ],
            }
        )
    fields = {"name", "email", "locale", "zone", "team", "created_at"}
    return {"person": person.model_dump(include=fields), "programmes": places}
