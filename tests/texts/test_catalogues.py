"""The catalogues themselves: both languages whole, alike in shape, and written with care."""

import re
from collections import Counter
from importlib.resources import files

import pytest
from babel.messages.pofile import read_po

from bot.texts import LOCALES, catalogue

_FOLDER = files("bot") / "locale"
_PLACE = re.compile(r"\{(\w+)\}")
_SPACES = "\u00a0\u202f"
# Sentences that are the same in both languages: names, numbers, and what only holds a value.
_SAME = re.compile(r"[\W\d_]*|.{1,24}|/binome\b.*", re.DOTALL)
# Small words that only the other language has.
_FOREIGN = {
    "fr": re.compile(r"\b(?:the|your|you|with|this|from|are|and|of)\b", re.IGNORECASE),
    "en": re.compile(r"\b(?:le|les|des|vous|votre|avec|une|pour|et|est)\b", re.IGNORECASE),
}
# How a command is written: for the machine as much as for people.
_WRITTEN = re.compile(r"command\.[\w-]+\.(?:usage|example)")
# Pieces that are put inside or after another sentence.
_PIECES = {"pairing.line.subject", "pairing.told.words"}


def sentences(language: str) -> list[tuple[str, str]]:
    """Every sentence of a language with its key, each plural form apart."""
    return [(key, form) for key, forms in catalogue(language).items() for form in forms]


def faults(language: str, pattern: str, flags: int = 0) -> list[str]:
    """The sentences in which something is found that must not be there."""
    found = re.compile(pattern, flags)
    return [
        f"{key}: {text}"
        for key, text in sentences(language)
        if not _WRITTEN.fullmatch(key) and found.search(_bare(text))
    ]


def _bare(text: str) -> str:
    """A sentence without addresses and without what stands for a value."""
    return _PLACE.sub("X", re.sub(r"https?://\S+|`[^`]*`|/binome .*", "URL", text))


def test_both_languages_hold_the_same_keys() -> None:
    french, english = catalogue("fr").keys(), catalogue("en").keys()
    assert sorted(french - english) == []
    assert sorted(english - french) == []


@pytest.mark.parametrize("language", LOCALES)
def test_a_key_is_written_once(language: str) -> None:
    seen: Counter[str] = Counter()
    for file in (_FOLDER / language).iterdir():
        if file.name.endswith(".po"):
            with file.open("rb") as lines:
                for entry in read_po(lines, locale=language):
                    if entry.id:
                        seen[entry.id if isinstance(entry.id, str) else entry.id[0]] += 1
    assert [key for key, times in seen.items() if times > 1] == []


@pytest.mark.parametrize("language", LOCALES)
def test_no_sentence_is_empty_or_unfinished(language: str) -> None:
    assert [key for key, text in sentences(language) if not text.strip()] == []
    assert faults(language, r"TODO|FIXME|XXX|\blorem\b") == []


def test_both_languages_take_the_same_values_in_the_same_shape() -> None:
    wrong = []
    for key, french in catalogue("fr").items():
        english = catalogue("en").get(key, ())
        if len(french) != len(english):
            wrong.append(f"{key}: a plural in one language only")
        taken = [set(_PLACE.findall(" ".join(forms))) for forms in (french, english)]
        if taken[0] != taken[1]:
            wrong.append(f"{key}: fr takes {sorted(taken[0])}, en takes {sorted(taken[1])}")
    assert wrong == []


@pytest.mark.parametrize("language", LOCALES)
def test_a_singular_takes_no_value_that_its_plural_does_not(language: str) -> None:
    wrong = [
        key
        for key, forms in catalogue(language).items()
        if len(forms) > 1
        # The singular may say `one` in letters, and tell less.
        and not set(_PLACE.findall(forms[0])) <= set(_PLACE.findall(forms[1])) | {"count"}
    ]
    assert wrong == []


@pytest.mark.parametrize("language", LOCALES)
def test_what_is_in_bold_ends(language: str) -> None:
    assert [f"{key}: {text}" for key, text in sentences(language) if text.count("**") % 2] == []


@pytest.mark.parametrize("language", LOCALES)
def test_braces_only_hold_values(language: str) -> None:
    assert [
        f"{key}: {text}"
        for key, text in sentences(language)
        if re.search(r"[{}]", _PLACE.sub("", text))
    ] == []


@pytest.mark.parametrize("language", LOCALES)
@pytest.mark.parametrize(
    ("what", "pattern"),
    [
        ("a straight apostrophe", r"\w'\w|'"),
        ("a straight quotation mark", r'"'),
        ("three dots for an ellipsis", r"\.\.\."),
        ("two spaces", r"  "),
        ("a space at an end", r"^\s|\s$"),
        ("a hyphen for a dash", r" - "),
        ("an exclamation that shouts", r"!!|!\?"),
    ],
)
def test_typography(language: str, what: str, pattern: str) -> None:
    found = faults(language, pattern)
    assert [each for each in found if each.partition(": ")[0] not in _PIECES] == [], what


def test_french_has_unbreakable_spaces_before_its_double_signs() -> None:
    before = rf"[^{_SPACES}\d:/?!;…»][;?!»]|[^{_SPACES}\d/][:](?!\w|\d|//)"
    assert faults("fr", before) == []
    assert faults("fr", rf"«[^{_SPACES}]") == []
    assert faults("fr", r" [;:?!»]|« ") == []


def test_french_quotes_like_french_and_english_like_english() -> None:
    assert faults("fr", "[“”]") == []
    assert faults("en", "[«»]") == []


def test_english_has_no_space_before_its_signs() -> None:
    assert faults("en", rf"[ {_SPACES}][;:?!”]") == []


def test_french_says_vous_and_never_tu() -> None:
    assert faults("fr", r"\b(?:tu|toi|ton|tes)\b|\b[tT]’", re.IGNORECASE) == []


def test_nothing_was_left_in_the_other_language() -> None:
    same = [
        key
        for key, forms in catalogue("fr").items()
        if forms == catalogue("en").get(key)
        and not _WRITTEN.fullmatch(key)
        and not _SAME.fullmatch(_PLACE.sub("", forms[0]))
    ]
    assert same == []
    for language, foreign in _FOREIGN.items():
        # What is quoted may well be in the other language: `English please`.
        told = [
            (key, _bare(re.sub(r"[«“][^»”]*[»”]", "", text)))
            for key, text in sentences(language)
            if not _WRITTEN.fullmatch(key)
        ]
        assert [f"{key}: {text}" for key, text in told if foreign.search(text)] == []
