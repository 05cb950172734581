"""Tells in which encoding an office wrote a file, and refuses to guess when it is not sure."""

import codecs
import re

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_LETTER = r"[^\W\d_]"
_MISREAD = re.compile(
    rf"[a-zß-ÿ][À-ÞŽŠŸŒ](?![A-ZÀ-Þ])"
    rf"|{_LETTER}[‚„…†‡ˆ‰‹›•˜™‘“”¡-©¬®¯±-³µ¶¸¹»-¿×÷](?={_LETTER})"
    r"|[a-z][‚„†‡ˆ‰‹•˜ƒ]|\bƒ[a-z]"
)


def decoded(data: bytes) -> tuple[str | None, str, int]:
    """The text and its encoding, or None and the first line that could not be read."""
    encoding = next((name for mark, name in _MARKS if data.startswith(mark)), "utf-8")
    text, broken_at = _strictly(data, encoding)
    if text is None and encoding == "utf-8":
        encoding = "cp1252"
        text, broken_at = _strictly(data, encoding)
        for line, written in enumerate(text.splitlines() if text else (), start=1):
            if not _is_plausible(written):
                return None, "", line
    if text is None:
        return None, "", broken_at
    # UTF-16 without its mark passes for UTF-8, with a NUL beside every letter.
    if text.count("\x00") > len(text) // 4:
        return None, "", 1
    return text, encoding.removesuffix("-sig"), 0


def _strictly(data: bytes, encoding: str) -> tuple[str | None, int]:
    try:
        return data.decode(encoding), 0
    except UnicodeDecodeError as error:
        before = data[: error.start].decode(encoding, errors="ignore")
        return None, before.count("\n") + 1


def _is_plausible(written: str) -> bool:
    """Whether text guessed as Windows-1252 reads like names, not like another encoding misread.

    Mac and DOS accents come out as signs inside words ("Beno”t", "Ren‚") or as capitals after small
    letters ("RenŽ"); Cyrillic or Greek as words made of accented letters alone.
    """
    for word in re.findall(r"[^\s,;\"()<>/|]+", written):
        accented = [letter for letter in word if letter > "\x7f" and letter.isalpha()]
        if len(word) >= 4 and len(accented) > len(word) // 2:
            return False
        if _MISREAD.search(word):
            return False
    return True
