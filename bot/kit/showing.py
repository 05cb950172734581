"""The kit's Markdown as parts of a message: paragraphs, lists, and what is in bold."""

from bot.message import Bullets, Para, Part, Run, Runs


def shown(text: str) -> tuple[Part, ...]:
    """A page, or one of its parts, as a chat shows it."""
    parts: list[Part] = []
    items: list[Runs] = []
    for line in [*text.splitlines(), ""]:
        if line.startswith("- "):
            items.append(_runs(line[2:]))
            continue
        if items:
            parts.append(Bullets(tuple(items)))
            items = []
        if line.strip():
            parts.append(Para(_runs(line)))
    return tuple(parts)


def words(text: str) -> Para:
    """A sentence of the kit as a paragraph."""
    return Para(_runs(text))


def bullets(texts: tuple[str, ...]) -> Bullets:
    """Sentences of the kit as a list."""
    return Bullets(tuple(map(_runs, texts)))


def _runs(text: str) -> Runs:
    pieces = text.split("**")
    return tuple(Run(piece, bold=bool(n % 2)) for n, piece in enumerate(pieces) if piece)


__all__ = ["bullets", "shown", "words"]
