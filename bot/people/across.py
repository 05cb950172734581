"""What is wrong between the rows of a list, each of them good by itself."""

from collections.abc import Iterator

from bot.people.problems import Problem, shown
from bot.people.rows import Row


def clashes(people: list[Row]) -> Iterator[Problem]:
    """E-mails and addresses that an earlier row has already."""
    emails: dict[str, int] = {}
    addresses: dict[tuple[str, str | None, str], int] = {}
    for person in people:
        if person.email:
            first = emails.setdefault(person.email, person.line)
            if first != person.line:
                yield Problem(person.line, "email", "duplicate-email", shown(person.email), first)
        if person.platform and person.user:
            address = (person.platform, person.tenant, person.user)
            first = addresses.setdefault(address, person.line)
            if first != person.line:
                yield Problem(person.line, "user", "duplicate-address", shown(person.user), first)


def cycles(people: list[Row]) -> Iterator[Problem]:
    """People who manage themselves, and each ring of managers once, at its first row."""
    rows = {person.email: person for person in reversed(people) if person.email}
    settled: set[str] = set()
    for email in sorted(rows, key=lambda email: rows[email].line):
        path: list[str] = []
        at: str | None = email
        while at in rows and at not in settled:
            settled.add(at)
            path.append(at)
            at = rows[at].manager
        if at in path:
            ring = [rows[member] for member in path[path.index(at) :]]
            first = min(ring, key=lambda person: person.line)
            code = "own-manager" if len(ring) == 1 else "manager-cycle"
            yield Problem(first.line, "manager", code, shown(first.manager or ""))
