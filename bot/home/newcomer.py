"""For somebody who has no place: what this is, and how to join each programme that is open."""

from collections.abc import Sequence

from bot.message import Buttons, Part
from bot.programme.lifecycle import sign_up_ends
from bot.programme.template import plan_of
from bot.texts import Typed, Voice
from storage.nouns import Programme

_MOST = 8


def section(voice: Voice, opened: Sequence[Programme], name: str) -> list[Part]:
    """What the bot is for, and its open doors."""
    first = Typed(next(iter(name.split()), ""))
    hello = voice.title("home.hello", name=first) if first else voice.title("home.hello-you")
    parts: list[Part] = [hello, voice.para("home.about")]
    if not opened:
        return [*parts, voice.hint("home.none-open")]
    for programme in opened[:_MOST]:
        parts += _door(voice, programme)
    if len(opened) > _MOST:
        rest = Typed(voice.listed(each.name for each in opened[_MOST:]))
        parts.append(voice.hint("home.more-open", None, programmes=rest))
    return parts


def _door(voice: Voice, programme: Programme) -> list[Part]:
    plan = plan_of(programme.plan)
    closes = sign_up_ends(plan, programme.starts_on)
    joining = tuple(
        voice.button(f"button.join-{role}", f"within:{programme.id}:join:{role}", "primary")
        for role in plan.signup.roles
    )
    return [
        voice.title("home.door", programme=Typed(programme.name)),
        voice.para("home.open-until", None, about=plan.about.of(voice.locale), day=closes),
        Buttons(joining),
    ]
