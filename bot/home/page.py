"""The whole page: what one coordinates, one's own places, what waits, or how to begin.

Reading only: what a button brings about is said in the conversation.
"""

from bot.conversation.arrivals import ALIVE, joinable
from bot.home import coordination, newcomer, place, waiting
from bot.message import NOTHING, Buttons, Message, Part, Reply
from bot.scene import Scene, voice_between, voice_in_all
from bot.texts import Typed, Voice, language_of
from storage.nouns import Address, Coordination, Enrolment, Person, Programme
from storage.work import Work


def home(work: Work, address: Address) -> Message:
    """What somebody sees of their own, in their language; nothing is written."""
    if address.person_id is None:
        return Message(tuple(_stranger(work, address)))
    person = work.get(Person, address.person_id)
    led = _led(work, person)
    places = _places(work, person)
    known = [programme for _, programme in places] or led
    voice = voice_in_all(person, known) if known else voice_between(work, person)
    parts: list[Part] = []
    leading = coordination.section(work, person, voice, led) if led or person.organiser else []
    if led:
        parts += leading
    theirs = [(each, programme) for each, programme in places if programme.state in ALIVE]
    for each, programme in theirs:
        parts += place.section(Scene(work, "", address, person, programme), each)
    parts += waiting.section(work, person, voice)
    if not theirs and not led:
        parts += newcomer.section(voice, joinable(work), person.name)
    if not led:
        parts += leading  # whoever could lead is greeted first
    over = [programme.name for _, programme in places if programme.state == "closed"]
    if over:
        parts.append(voice.hint("home.over", None, programmes=Typed(voice.listed(over))))
    return Message((*parts, _always(voice)))


def _led(work: Work, person: Person) -> list[Programme]:
    places = work.find(Coordination, person_id=person.id)
    return work.among(Programme, [each.programme_id for each in places])


def _places(work: Work, person: Person) -> list[tuple[Enrolment, Programme]]:
    """Their places, those they left aside."""
    places = [each for each in work.find(Enrolment, person_id=person.id) if each.state != "left"]
    # One at a time: nearly everybody has one, and the event that opened the page has read it.
    return [(each, work.get(Programme, each.programme_id)) for each in places]


def _stranger(work: Work, address: Address) -> list[Part]:
    """For somebody whose data were erased, and who has not written since."""
    voice = Voice(language_of(address.locale) if address.locale else "fr")
    return newcomer.section(voice, joinable(work), "")


def _always(voice: Voice) -> Buttons:
    return Buttons(
        (
            voice.button("home.other-language", "ask:language"),
            voice.button("button.help", "ask:help"),
        )
    )


def show_home(scene: Scene) -> Reply:
    """The page, said in the conversation: for platforms that have no place of its own for it."""
    scene.say(*home(scene.work, scene.address).parts)
    return NOTHING
