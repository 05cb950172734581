"""Pressing under a post of the community."""

from bot.community.calendar import Planned, planned
from bot.conversation.pressed import action
from bot.message import NOTHING, UNSETTLED, Reply
from bot.scene import Scene
from bot.texts import Typed
from storage.nouns import Posting, Programme, Reaction


@action("react")
def _react(scene: Scene, words: tuple[str, ...], values: tuple[str, ...]) -> Reply:
    """An answer under a post: one each, which may be changed until the results."""
    work = scene.work
    posting, option = work.get(Posting, int(words[0])), int(words[1])
    now = scene.within(work.get(Programme, posting.programme_id))
    each = _planned(now, posting)
    place, voice = now.enrolment, now.voice
    if place is None or place.state == "left":
        now.say(voice.para("community.not-in"))
        return UNSETTLED
    who = each.post.who if each.post is not None else "everyone"
    if who != "everyone" and place.role not in (who.removesuffix("s"), "both"):
        now.say(voice.para(f"community.for-{who}"))
        return UNSETTLED
    if posting.state != "sent":
        now.say(voice.para("community.over"))
        return UNSETTLED
    challenge = each.post is not None and each.post.challenge
    if not 0 <= option < max(len(each.options(voice.locale)), 1):
        raise LookupError("no such option")
    known = work.first(Reaction, posting_id=posting.id, enrolment_id=place.id)
    if known is None:
        work.add(Reaction(posting_id=posting.id, enrolment_id=place.id, option=option))
    else:
        work.change(known, option=option)
    if challenge:
        now.say(voice.para("community.bravo" if known is None else "community.bravo-again"))
        return NOTHING
    label = Typed(each.options(voice.locale)[option])
    now.say(voice.para("community.counted", None, label=label))
    return NOTHING


def _planned(scene: Scene, posting: Posting) -> Planned:
    """The post behind a button. Raises LookupError when nothing can be pressed under it."""
    programme = scene.work.get(Programme, posting.programme_id)
    for each in planned(scene.work, programme):
        if each.key == posting.key and each.pressed:
            return each
    raise LookupError("nothing to press")
