"""The first words: hello, and how somebody comes to take part."""

from bot.conversation.arrivals import joinable, open_to_all
from bot.conversation.meant import Request, ask_buttons, inside, tell_over, which_open
from bot.dialogues import calling, inviting, offering
from bot.dialogues.questions import FORMS
from bot.dialogues.signup import sign_up
from bot.message import Buttons, Run
from bot.programme.following import next_in
from bot.programme.lifecycle import takes_in
from bot.programme.template import plan_of
from bot.scene import Scene
from bot.texts import Typed
from bot.understanding.recognise import word_for_word
from bot.understanding.wishes import wish_in
from storage.nouns import Draft, Programme

_FEW = 3  # words: whoever says more says what they want


def greet(scene: Scene, text: str) -> None:
    """Hello: what the bot is for, or where the person stands."""
    met = scene.address.welcomed
    if not met:
        scene.address = scene.work.change(scene.address, welcomed=True)
    if inviting.greet_invited(scene, met=met):
        return
    name = (Run(scene.person.name.split()[0] if scene.person.name.split() else "", typed=True),)
    if inside(scene):
        scene.say(
            scene.voice.para("greet.again", None, name=name),
            ask_buttons(scene, "who", "next", "me", "help"),
        )
        return
    if _greet_half_way(scene, name):
        return
    programme = scene.programme
    if programme is None and len(joinable(scene.work)) > 1:
        scene.say(scene.voice.para("greet.hello", None, name=name))
        which_open(scene)
        return
    if tell_over(scene, scene.voice.para("greet.back", None, name=name)):
        return
    if scene.coordinates:
        scene.say(scene.voice.para("greet.coordinator", None, name=name), command_buttons(scene))
        return
    if programme is None or not open_to_all(programme):
        scene.say(scene.voice.para("greet.no-programme", None, name=name))
        return
    scene.say(
        scene.voice.para("greet.hello", None, name=name),
        scene.voice.para("greet.about", None, programme=Typed(programme.name)),
        join_buttons(scene),
    )


def _greet_half_way(scene: Scene, name: tuple[Run, ...]) -> bool:
    """Whether a sign-up was left half-way, which whoever is back may take up at a press."""
    for draft in reversed(scene.work.find(Draft, person_id=scene.person.id, state="open")):
        if draft.form in FORMS and draft.programme_id is not None:
            programme = scene.work.get(Programme, draft.programme_id)
            if takes_in(plan_of(programme.plan), programme.state):
                now = scene.within(programme)
                now.say(
                    now.voice.para("greet.back", None, name=name),
                    now.voice.para("left.signup", None, programme=Typed(programme.name)),
                    Buttons(
                        (
                            now.voice.button("button.resume-form", f"resume:{draft.id}", "primary"),
                            now.voice.button("button.drop-form", f"cancel:{draft.id}"),
                        )
                    ),
                )
                return True
    return False


def join(scene: Scene, text: str) -> None:
    """Taking part, without saying in which role."""
    if which_open(scene):
        return
    enrolment = scene.enrolment
    if enrolment is not None and enrolment.state != "left":
        sign_up(scene, enrolment.role)
    elif scene.programme is None or not open_to_all(scene.programme):
        sign_up(scene, "mentee")  # which says why nobody can sign up now
    elif len(scene.plan.signup.roles) == 1:
        sign_up(scene, scene.plan.signup.roles[0])
    else:
        scene.say(scene.voice.para("join.which-role"), join_buttons(scene))


def call(scene: Scene, text: str) -> None:
    """A session now, on some subject; whoever has no place yet signs up with that subject."""
    if not which_open(scene, "ask:call"):
        calling.call(scene, text)


def joining(role: str) -> Request:
    """The request of whoever wants to take part in that role."""

    def request(scene: Scene, text: str) -> None:
        if role == "mentee" and calling.may_call(scene):  # they are in, and say what they need
            calling.call(scene, text)
            return
        wish = wish_in(text, role)
        place = scene.enrolment
        if place is not None and place.state == "invited" and not wish and _only_names(text):
            sign_up(scene, place.role)
            return
        if wish and scene.programme is None and len(joinable(scene.work)) > 1:
            offering.keep(scene, role, wish)
        elif not which_open(scene, f"join:{role}"):
            sign_up(scene, role, wish)

    return request


def _only_names(text: str) -> bool:
    """Whether words name a subject, such as `LinkedIn`, and not which side of it they are on."""
    return len(text.split()) <= _FEW and word_for_word(text) is None


def join_buttons(scene: Scene) -> Buttons:
    """The roles that a sign-up offers."""
    roles = scene.plan.signup.roles
    return Buttons(
        tuple(
            scene.voice.button(f"button.join-{role}", f"join:{role}", "primary") for role in roles
        )
    )


def command_buttons(scene: Scene) -> Buttons:
    """What somebody who coordinates the programme spoken of likely wants to do now."""
    following = next_in(scene.work, scene.programme) if scene.programme is not None else ()
    names = dict.fromkeys(("status", *following, "help"))
    return Buttons(
        tuple(scene.voice.button(f"command.button.{each}", f"command:{each}") for each in names)
    )


def join_or_help(scene: Scene) -> Buttons:
    """What is likely wanted by somebody who was not understood."""
    if scene.coordinates and not inside(scene):
        return command_buttons(scene)
    if scene.enrolment is None and scene.programme is not None and open_to_all(scene.programme):
        return Buttons((*join_buttons(scene).buttons, *ask_buttons(scene, "help").buttons))
    return ask_buttons(scene, "me", "help")
