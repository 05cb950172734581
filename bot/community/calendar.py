"""The editorial calendar: the plan's posts as a coordinator changed them, and her own."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.calendar.civil import on
from bot.programme.plan import Post
from bot.programme.template import plan_of
from storage.nouns import Posting, Programme
from storage.work import Work


@dataclass(frozen=True, slots=True)
class Planned:
    """One post: when it goes out, in which words, and where it stands."""

    key: str
    at: datetime
    text: str  # in the programme's language
    state: str = "planned"
    post: Post | None = None  # of the plan; None for a coordinator's own
    posting: Posting | None = None  # once something differs from the plan, or once it left
    moved: bool = False

    @property
    def pressed(self) -> bool:
        """Whether people may press something under it."""
        return self.post is not None and (self.post.poll is not None or self.post.challenge)

    def options(self, locale: str) -> tuple[str, ...]:
        """What can be answered under it, in that language."""
        if self.post is None or self.post.poll is None:
            return ()
        return self.post.poll.options.of(locale)


def planned(work: Work, programme: Programme) -> tuple[Planned, ...]:
    """Every post of a programme, in the order in which they go out."""
    known = {each.key: each for each in work.find(Posting, programme_id=programme.id)}
    found: list[Planned] = []
    for each in plan_of(programme.plan).posts:
        own = known.pop(each.key, None)
        at = on(programme.starts_on + timedelta(days=each.day), each.at, programme.zone)
        text = each.text.of(programme.locale)
        if own is None:
            found.append(Planned(each.key, at, text, post=each))
        else:
            found.append(
                Planned(
                    each.key,
                    own.at or at,
                    own.text or text,
                    own.state,
                    each,
                    own,
                    own.at is not None,
                )
            )
    found += [
        Planned(each.key, each.at, each.text, each.state, None, each)
        for each in known.values()
        if each.at is not None
    ]
    return tuple(sorted(found, key=lambda each: (each.at, each.key)))


def changed(work: Work, programme: Programme, each: Planned, **fields: object) -> Posting:
    """Keeps what differs from the plan in one post."""
    if each.posting is not None:
        return work.change(each.posting, **fields)
    made = Posting(programme_id=programme.id, key=each.key, **fields)  # type: ignore[arg-type]  # see callers
    return work.add(made)


def key_of(each: Planned, programme: Programme) -> str:
    """The key under which a post leaves: its results go in the thread of it."""
    return f"programme:{programme.id}/post-{each.key}"
