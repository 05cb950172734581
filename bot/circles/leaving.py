"""Leaving a programme means leaving its circles: the others of each hear it."""

from typing import Any

from bot.circles.around import Seat, around, circles_of, look_again, meetings_of
from bot.circles.letters import went
from bot.scene import voice_of
from storage.nouns import Contribution, Enrolment, Person, Presence
from storage.work import Work


def leave_circles(work: Work, key: str, enrolment: Enrolment, person: Person) -> None:
    """Tells the circles of somebody who left; that they were there stays, for the figures."""
    for circle in circles_of(work, enrolment):
        whole = around(work, circle)
        went(work, f"{key}/circle-{circle.id}", whole, Seat(enrolment, person, voice_of(person)))
        look_again(work, circle)


def in_circles(work: Work, enrolment: Enrolment) -> list[dict[str, Any]]:
    """What is kept of somebody in their circles, for their copy; a dilemma is nobody's."""
    return [
        {
            "circle": f"{circle.key}-{circle.number}",
            "state": circle.state,
            "meetings": [
                {
                    "starts_at": meeting.starts_at,
                    **presence.model_dump(include={"answer", "attended"}),
                }
                for meeting in meetings_of(work, circle)
                for presence in work.find(
                    Presence, meeting_id=meeting.id, enrolment_id=enrolment.id
                )
            ],
            "written": [
                each.model_dump(include={"about", "text", "at"})
                for each in work.find(Contribution, circle_id=circle.id, enrolment_id=enrolment.id)
            ],
        }
        for circle in circles_of(work, enrolment, "active", "dissolved")
    ]
