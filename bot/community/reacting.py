"""What is pressed under a post: an answer to its question, or that its challenge was taken up.

Nobody is told who pressed what, and nothing is told of fewer answers than the floor. Who pressed
is kept until the results are told, so that everybody may change their mind and counts once; then
only the counts stay.
"""

from collections import Counter

from bot.channels import voice_in
from bot.community.calendar import Planned, changed, key_of, planned
from bot.message import Bullets, Button, Buttons, Para, Part, Run
from bot.programme.template import plan_of
from bot.texts import Typed, Voice
from storage.nouns import Posting, Programme, Reaction
from storage.work import Work


def shown(work: Work, programme: Programme, each: Planned) -> list[Part]:
    """A post as everybody reads it, with what can be pressed; it is kept as sent."""
    parts: list[Part] = [Para((Run(text),)) for text in each.text.split("\n\n")]
    posting = changed(work, programme, each, state="sent", sent_at=work.now)
    post, voice = each.post, voice_in(programme)
    if post is None or not each.pressed:
        return parts
    if post.poll is not None:
        parts.append(Para((Run(post.poll.question.of(programme.locale), bold=True),)))
        parts.append(
            Buttons(
                tuple(
                    Button(label, f"react:{posting.id}:{number}")
                    for number, label in enumerate(each.options(programme.locale))
                )
            )
        )
    else:
        parts.append(Buttons((voice.button("community.button.done", f"react:{posting.id}:0"),)))
    return [*parts, voice.hint("community.no-names", post.results_days)]


def counts(work: Work, posting: Posting, options: int) -> list[int]:
    """How many pressed each option."""
    if posting.state == "told":
        return [int(each) for each in posting.counts]
    found = Counter(each.option for each in work.find(Reaction, posting_id=posting.id))
    return [found[number] for number in range(max(options, 1))]


def enough(programme: Programme, total: int) -> bool:
    """Whether so many answers may be told together."""
    return total >= plan_of(programme.plan).polls.floor


def results(work: Work, programme: Programme, key: str) -> tuple[str, list[Part]] | None:
    """What was pressed under a post, told once, and where its thread is; then nobody is kept."""
    each = next((e for e in planned(work, programme) if e.key == key), None)
    if each is None or each.posting is None or each.posting.state != "sent" or not each.pressed:
        return None
    labels = each.options(programme.locale)
    found = counts(work, each.posting, len(labels))
    for reaction in work.find(Reaction, posting_id=each.posting.id):
        work.remove(reaction)
    work.change(each.posting, state="told", counts=found)
    parts = told(voice_in(programme), programme, each, found)
    return (key_of(each, programme), parts) if parts else None


def told(voice: Voice, programme: Programme, each: Planned, found: list[int]) -> list[Part]:
    """How many pressed what; how few, when they are too few to tell more."""
    total = sum(found)
    if not total:
        return []
    if each.post is not None and each.post.challenge:
        return [voice.para("community.taken-up", total)]
    if each.post is None or each.post.poll is None:
        return []
    floor = plan_of(programme.plan).polls.floor
    if not enough(programme, total):
        return [voice.para("community.too-few", None, floor=floor)]
    question = Typed(each.post.poll.question.of(programme.locale))
    lines = tuple(
        voice.runs("community.share", count, label=Typed(label), percent=round(100 * count / total))
        for label, count in zip(each.options(programme.locale), found, strict=True)
    )
    return [voice.para("community.results", total, question=question), Bullets(lines)]
