"""What a database told, so that it need not be asked again.

One event asks for the same few people and programme many times over, and the next event asks for
some of them again. An answer is forgotten once a noun that it holds, or that it would hold now, is
written, unless what it holds now is sure; other answers stand.

On SQLite, which has one writer at a time, a memory outlives its unit of work: what was read stands
until this process writes it, or until the database says that somebody else wrote.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, TypeVar

from storage.nouns import File, Noun

N = TypeVar("N", bound=Noun)
Shape = tuple[tuple[str, ...], int | None]  # the columns compared, and how many nouns are wanted
Answers = dict[tuple[Any, ...], list[Any]]  # by the values compared

# Of a kind, what one work leaves to the next: one event asks of each person in several ways, and an
# answer, which is often that there is nothing, weighs little beside a noun.
_MOST, _MOST_ANSWERS = 5_000, 20_000
_LONG = 50  # nouns in an answer that is not worth keeping up to date


class Memory:
    """Nouns by their id, and answers by their shape; every noun of an answer is also kept by id."""

    def __init__(self) -> None:
        self._nouns: dict[type[Noun], dict[int, Any]] = {}
        self._answers: dict[type[Noun], dict[Shape, Answers]] = {}
        # What this work wrote or locked, as it is now: nobody else can write it until the end.
        self._held: dict[type[Noun], dict[int, Any]] = {}
        self._written: set[type[Noun]] = set()  # since the attempt under way began

    def noun(self, noun: type[N], key: int) -> N | None:
        """The noun of that id, if it was read and not written since."""
        known = self._nouns.get(noun)
        return None if known is None else known.get(key)

    def answer(self, noun: type[N], shape: Shape, values: tuple[Any, ...]) -> list[N] | None:
        """What was answered to the same question, if it still stands."""
        shapes = self._answers.get(noun)
        answers = None if shapes is None else shapes.get(shape)
        return None if answers is None else answers.get(values)

    def keep(self, noun: type[N], found: Sequence[N]) -> None:
        """Remembers nouns just read."""
        known = self._nouns.setdefault(noun, {})
        for each in found:
            before = known.get(each.id)
            if before is not None and before.__dict__ != each.__dict__:
                self.forget(noun)  # another transaction wrote meanwhile: no answer is sure
                self._nouns[noun] = {one.id: one for one in found}
                return
            known[each.id] = each

    def keep_answer(
        self, noun: type[N], shape: Shape, values: tuple[Any, ...], found: list[N]
    ) -> None:
        """Remembers an answer just read."""
        self.keep(noun, found)
        self._answers.setdefault(noun, {}).setdefault(shape, {})[values] = found

    def added(self, value: Noun) -> None:
        """Forgets the answers to which a new noun belongs."""
        self._written.add(type(value))
        for (names, _most), answers in self._answers.get(type(value), {}).items():
            answers.pop(tuple([value.__dict__[name] for name in names]), None)

    def changed(self, value: Noun, fields: Mapping[str, Any], now: Noun | None) -> None:
        """Forgets a noun that was written, and the answers that it left or may have joined.

        When it is sure what the noun is `now`, it stays known, and the other answers hold it.
        """
        noun, columns = type(value), fields.keys()
        self._written.add(noun)
        # Whoever changes it may hold an older copy: what was read last says where it belongs.
        known = self._nouns.get(noun, {}).pop(value.id, None)
        self._held.get(noun, {}).pop(value.id, None)
        if now is not None:
            if known is not None and _moved(known, now, fields):
                self.forget(noun)  # another transaction wrote meanwhile: no answer is sure
            self.hold(now)
        for (names, _most), answers in self._answers.get(noun, {}).items():
            if not answers:
                continue
            if not columns.isdisjoint(names):
                answers.clear()
            elif known is not None:
                held = tuple([known.__dict__[name] for name in names])
                found = answers.get(held)
                if found is None:
                    continue
                if now is None or len(found) > _LONG:
                    del answers[held]
                else:
                    answers[held] = [now if each.id == now.id else each for each in found]

    def hold(self, value: Noun) -> None:
        """Remembers a noun that nobody else can write until this work ends."""
        self._nouns.setdefault(type(value), {})[value.id] = value
        self._held.setdefault(type(value), {})[value.id] = value

    def held(self, noun: type[N], key: int) -> N | None:
        """The noun of that id, if nobody else can have written it since it was read."""
        known = self._held.get(noun)
        return None if known is None else known.get(key)

    def doubt(self) -> None:
        """Forgets what others may have written by now: all but what this work holds."""
        held = self._held
        self.clear()
        for known in held.values():
            for value in known.values():
                self.hold(value)

    @contextmanager
    def attempt(self) -> Iterator[None]:
        """A part of the work that may be undone alone: what it wrote is then forgotten."""
        before, self._written = self._written, set()
        try:
            yield
        except BaseException:
            if Noun in self._written:
                self.clear()
            for noun in tuple(self._written):
                self.forget(noun)
            self._held = {}  # its locks are undone with it
            raise
        finally:
            self._written |= before

    def forget(self, noun: type[Noun]) -> None:
        """Forgets all nouns of a kind."""
        self._written.add(noun)
        self._nouns.pop(noun, None)
        self._answers.pop(noun, None)
        self._held.pop(noun, None)

    def clear(self) -> None:
        """Forgets everything."""
        self._written.add(Noun)
        self._nouns.clear()
        self._answers.clear()
        self._held = {}

    def rest(self) -> None:
        """Keeps what the next unit of work may ask for, within bounds."""
        self._written.clear()
        self._held.clear()
        for noun, known in tuple(self._nouns.items()):
            # What is in a file is large, and asked for once.
            if noun is File or len(known) > _MOST:
                self.forget(noun)
            elif sum(map(len, self._answers.get(noun, {}).values())) > _MOST_ANSWERS:
                del self._answers[noun]


def _moved(known: Noun, now: Noun, fields: Mapping[str, Any]) -> bool:
    """Whether a noun differs from what was known of it by more than those fields."""
    written = {name: now.__dict__[name] for name in fields}
    return {**known.__dict__, **written} != now.__dict__
