"""The bot watches over its own messages, and tells the coordinators once when something is wrong.

- Messages that did not arrive, or of which nobody knows, are told with two buttons: send them
  again, or give them up. While nobody has dealt with that, more of them are no new news.
- Messages that wait for long are told once for each time that they do; when they leave again, that
  is settled by itself.

What somebody was to read is neither looked at nor told.
"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import timedelta

from bot.channels import USES, name_of
from bot.notices import notice
from storage.nouns import Address, Coordination, Enrolment, Notice, Person, Programme
from storage.signs import late, stuck
from storage.work import Work

UNDELIVERED, LATE = "undelivered", "late"
_LATE_AFTER = timedelta(minutes=15)
_MOST = 200  # messages at once: more say nothing new
_NAMES = 5  # people named in a notice

_Affected = dict[int, list[tuple[int, str]]]  # programme: its messages, and whom each is for


def in_trouble(work: Work) -> bool:
    """Whether there may be something to tell, or to settle; nothing is changed."""
    if late(work, work.now - _LATE_AFTER, 1) or stuck(work, 1):
        return True
    return work.first(Notice, kind=LATE, state="open") is not None


def tell(work: Work) -> int:
    """Tells the coordinators what is wrong, and how many programmes heard of it."""
    work.alone("watch")  # several processes may see the same
    waiting = _affected(work, late(work, work.now - _LATE_AFTER, _MOST))
    lost = _affected(work, stuck(work, _MOST))
    for each in work.find(Notice, kind=LATE, state="open"):
        if each.programme_id not in waiting:
            work.change(each, state="handled", handled_at=work.now)
    told = [_tell_late(work, work.get(Programme, key)) for key in sorted(waiting)]
    told += [_tell_lost(work, work.get(Programme, key), lost[key]) for key in sorted(lost)]
    return sum(told)


def _tell_late(work: Work, programme: Programme) -> bool:
    subject = f"programme:{programme.id}"
    if work.first(Notice, subject=subject, kind=LATE, state="open"):
        return False
    key = f"{subject}/{LATE}-{work.now:%Y%m%d%H%M%S}"
    notice(work, programme, key, subject, LATE, [programme.name])
    return True


def _tell_lost(work: Work, programme: Programme, messages: list[tuple[int, str]]) -> bool:
    subject = f"programme:{programme.id}"
    known = work.find(Notice, subject=subject, kind=UNDELIVERED)
    told = {number for each in known for number in each.facts["messages"]}
    new = [(number, name) for number, name in messages if number not in told]
    if not new or any(each.state == "open" for each in known):
        return False
    names = [*dict.fromkeys(name for _, name in sorted(new))]
    numbers = sorted(number for number, _ in new)
    key = f"{subject}/{UNDELIVERED}-{numbers[-1]}"
    notice(work, programme, key, subject, UNDELIVERED, names[:_NAMES], messages=numbers)
    return True


def _affected(work: Work, messages: Iterable[tuple[int, int]]) -> _Affected:
    """The messages of each programme under way: those of its people, and of its channels."""
    by_address: dict[int, list[int]] = defaultdict(list)
    for message, place in messages:
        by_address[place].append(message)
    found: _Affected = defaultdict(list)
    for address in work.among(Address, [*by_address]):
        name = _name(work, address)
        for programme in _programmes(work, address):
            if work.get(Programme, programme).state != "closed":
                found[programme] += [(message, name) for message in by_address[address.id]]
    return found


def _programmes(work: Work, address: Address) -> set[int]:
    if address.person_id is None:
        of_uses = (work.find(Programme, **{use: address.id}) for use in USES.values())
        return {each.id for some in of_uses for each in some}
    person = address.person_id
    found = {each.programme_id for each in work.find(Enrolment, person_id=person)}
    return found | {each.programme_id for each in work.find(Coordination, person_id=person)}


def _name(work: Work, address: Address) -> str:
    return (
        name_of(address) if address.person_id is None else work.get(Person, address.person_id).name
    )
