"""What becomes due for the community: its posts, what was pressed under them, its digest."""

from datetime import date, time, timedelta

from bot.calendar.civil import on
from bot.channels import channel_of
from bot.community import digest
from bot.community.calendar import Planned, key_of, planned
from bot.community.reacting import results, shown
from bot.message import Message, to_data
from bot.moments.moment import Moment
from bot.programme.template import plan_of
from bot.scene import post
from storage import outbox
from storage.nouns import Address, Programme
from storage.work import Work

_LATE, _AT = timedelta(days=2), time(11)
_MET = ("kickoff", "running", "closing")


def moments(programme: Programme, posts: tuple[Planned, ...]) -> list[Moment]:
    """The posts of a programme, their results, and its digests."""
    found: list[Moment] = []
    for each in posts:
        if each.state == "skipped":
            continue
        found.append(Moment(f"post-{each.key}", each.at, "post", (each.key,), each.at + _LATE))
        if each.pressed and each.posting is not None and each.posting.sent_at is not None:
            days = each.post.results_days if each.post is not None else 0
            at = each.posting.sent_at + timedelta(days=days)
            found.append(Moment(f"post-{each.key}-results", at, "post-results", (each.key,)))
    return [*found, *_digests(programme)]


def _digests(programme: Programme) -> list[Moment]:
    """One every so many days from the kick-off, while there is something to tell."""
    plan = plan_of(programme.plan)
    every = plan.community.digest_days
    if not every or programme.state not in _MET:
        return []
    days = range(plan.calendar.kickoff + every, plan.calendar.closed + 1, every)
    found: list[Moment] = []
    for day in days:
        told_on = programme.starts_on + timedelta(days=day)
        at = on(told_on, _AT, programme.zone)
        name = f"digest-{told_on.isoformat()}"
        found.append(Moment(name, at, "digest", (told_on.isoformat(),), at + _LATE))
    return found


def act_post(work: Work, programme: Programme, moment: Moment) -> None:
    """Something for the community, in the programme's own language, where it gathers."""
    each = next((e for e in planned(work, programme) if e.key == moment.about[0]), None)
    channel = work.first(Address, id=programme.community_id or 0)
    if each is None or each.state != "planned" or channel is None:
        return
    post(work, key_of(each, programme), channel, shown(work, programme, each), "hold")
    work.change(work.get(Programme, programme.id), look_at=work.now)


def act_results(work: Work, programme: Programme, moment: Moment) -> None:
    """What was pressed, in the thread of the post."""
    told = results(work, programme, str(moment.about[0]))
    channel = channel_of(work, programme, "community")
    if told is None or channel is None:
        return
    thread, parts = told
    data = to_data(Message(tuple(parts)))
    outbox.post(work, f"{thread}/results", channel.id, data, kind="hold", after=thread)


def act_digest(work: Work, programme: Programme, moment: Moment) -> None:
    """What happened since the last one; nothing to tell, nothing sent."""
    channel = channel_of(work, programme, "community")
    if channel is None:
        return
    calendar, every = (
        plan_of(programme.plan).calendar,
        plan_of(programme.plan).community.digest_days,
    )
    day = date.fromisoformat(str(moment.about[0]))
    first = programme.starts_on + timedelta(days=calendar.kickoff + every)
    # The first one tells of all that came before it too.
    before = programme.starts_on - timedelta(days=365) if day == first else day - timedelta(every)
    parts = digest.parts(work, programme, on(before, _AT, programme.zone))
    if parts:
        post(work, f"programme:{programme.id}/{moment.name}", channel, parts, "hold")
