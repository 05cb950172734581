"""Sessions asked for: those that wait for my word, and the one of mine that waits for another's."""

from bot.calls.putting import offered, question
from bot.dialogues.calling import where
from bot.message import Part
from bot.scene import Scene
from storage.nouns import Call, Enrolment

_MOST = 3


def section(scene: Scene, enrolment: Enrolment) -> list[Part]:
    """Each with what answers it; empty where nothing waits."""
    programme = scene.programme
    if programme is None or not scene.plan.on_request.allowed or programme.state != "running":
        return []
    parts: list[Part] = []
    if enrolment.role != "mentee":
        for each in scene.work.find(Call, mentor_id=enrolment.id, state="asked")[:_MOST]:
            if any(start > scene.work.now for start in offered(each, enrolment)):
                parts += question(scene.work, programme, scene.plan, each, enrolment)
    if enrolment.role != "mentor":
        mine = scene.work.first(Call, enrolment_id=enrolment.id, state="asked")
        parts += where(scene, mine) if mine is not None else ()
    return parts
