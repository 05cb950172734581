"""What people typed in Slack, as the plain words that the core reads.

Slack escapes three signs, writes links and mentions between angle brackets and keeps formatting as
marks; the composer's own blocks, when they come along, say the same without any guess.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any

_LINK = re.compile(r"<([^<>|\n]*)(?:\|([^<>\n]*))?>")
# A mark formats when it hugs words: `*gras*` does, `2 * 3 * 4` and `nom_de_famille` do not.
_MARKS = re.compile(r"(?<!\w)([*_~])(?=\S)((?:(?!\1)[^\n])*?\S)\1(?!\w)")
_CODE = re.compile(r"(`{3}|`)(?=[^`])(.+?)\1", re.DOTALL)
_QUOTED = re.compile(r"^&gt;(?:&gt;&gt;)? ?", re.MULTILINE)


def words(text: str) -> str:
    """Plain words of a text in Slack's own writing."""
    bare = _CODE.sub(r"\2", _QUOTED.sub("", text))
    for _ in range(3):  # one style inside another
        bare = _MARKS.sub(r"\2", bare)
    return unescaped(_LINK.sub(_spelled, bare))


def unescaped(text: str) -> str:
    """Text with the three signs that Slack escapes."""
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def words_of_message(message: Mapping[str, Any]) -> str:
    """Plain words of a message that somebody wrote: a list in it is one item a line."""
    blocks = message.get("blocks")
    if isinstance(blocks, list) and blocks:
        try:
            told = "\n".join(_block(each) for each in blocks).strip("\n")
        except _Unknown:
            told = ""
        if told:
            return unescaped(told)
    text = message.get("text")
    return words(text) if isinstance(text, str) else ""


def _spelled(link: re.Match[str]) -> str:
    target, label = link.group(1), link.group(2) or ""
    sign, name = target[:1], target[1:]
    if sign == "@":
        return f"@{(label or name).lstrip('@')}"
    if sign == "#":
        return f"#{(label or name).lstrip('#')}"
    if sign == "!":
        kind, *rest = name.split("^")
        return label or (f"@{kind}" if not rest else rest[-1])
    return _link(target, label)


def _link(target: str, label: str) -> str:
    """What was typed when Slack made the link itself; the label and the address otherwise."""
    address = target.removeprefix("mailto:").removeprefix("tel:")
    if not label or label == address:
        return address
    return label if label.rstrip("/") in address else f"{label} ({address})"


class _Unknown(ValueError):
    """A block that this program cannot put in words."""


def _block(block: Any) -> str:
    if not isinstance(block, Mapping) or block.get("type") != "rich_text":
        raise _Unknown
    return "\n".join(line for each in _list(block) for line in _lines(each))


def _lines(element: Any) -> Iterator[str]:
    kind = element.get("type") if isinstance(element, Mapping) else None
    if kind == "rich_text_list":
        for item in _list(element):
            yield from _lines(item)
    elif kind in ("rich_text_section", "rich_text_quote", "rich_text_preformatted"):
        yield "".join(_inline(each) for each in _list(element)).strip("\n")
    else:
        raise _Unknown


def _inline(element: Any) -> str:
    if not isinstance(element, Mapping):
        raise _Unknown
    match element:
        case {"type": "text", "text": str(text)}:
            return text
        case {"type": "link", "url": str(url)}:
            label = element.get("text")
            return _link(url, label if isinstance(label, str) else "")
        case {"type": "emoji", "unicode": str(codes)}:
            return _emoji(codes)
        case {"type": "emoji", "name": str(name)}:
            return f":{name}:"
        case {"type": "broadcast", "range": str(whom)}:
            return f"@{whom}"
        case {"type": "date", "fallback": str(fallback)}:
            return fallback
        # Mentions carry an id here and a name in `text`: that one is the better to read.
        case _:
            raise _Unknown


def _emoji(codes: str) -> str:
    try:
        return "".join(chr(int(code, 16)) for code in codes.split("-"))
    except (ValueError, OverflowError):
        raise _Unknown from None


def _list(of: Mapping[str, Any]) -> list[Any]:
    found = of.get("elements")
    if not isinstance(found, list):
        raise _Unknown
    return found
