"""The modules and the induction that come with the bot: whole, alike, and written with care."""

import re
from collections.abc import Iterator

import pytest

from bot.kit.outline import MINUTES, Question
from bot.kit.page import PARTS
from bot.kit.reading import LOCALES
from bot.kit.shelf import chapters, module, modules
from bot.programme.plan import WordLists, Words

KEYS = [each.key for each in modules()]
_N, _F = "\u00a0", "\u202f"
_FOREIGN = {
    "fr": re.compile(r"\b(?:the|your|you|with|this|from|are|and)\b", re.IGNORECASE),
    "en": re.compile(r"\b(?:le|les|des|vous|votre|avec|une|pour|est)\b", re.IGNORECASE),
}
# Sounding sure of what nobody here has counted.
_COUNTED = re.compile(r"\d+\s?%|\d+ (?:sur|out of) \d+|selon une étude|according to a study", re.I)


def words(part: Words | WordLists | None, locale: str) -> Iterator[str]:
    if isinstance(part, WordLists):
        yield from part.of(locale)
    elif part is not None:
        yield part.of(locale)


def asked(questions: tuple[Question, ...], locale: str) -> Iterator[str]:
    for each in questions:
        for part in (each.ask, each.choices, each.why):
            yield from words(part, locale)


def texts(key: str, locale: str) -> list[str]:
    """Everything that a module or a chapter says in one language."""
    for chapter in chapters():
        if chapter.key == key:
            heading = chapter.heading
            told = [heading.title.of(locale), chapter.texts[locale]]
            return [*told, *asked(heading.questions, locale)]
    found = module(key)
    outline = found.outline
    told = [*found.pages[locale].values(), *asked(outline.questions, locale)]
    for part in (outline.title, outline.audience, outline.words, outline.aims, outline.wanted):
        told += words(part, locale)
    told += [step.of(locale) for step in outline.agenda]
    return told + [link.title.of(locale) for link in outline.links]


EVERYTHING = [*KEYS, *(each.key for each in chapters())]
EVERY_TEXT = [(key, locale) for key in EVERYTHING for locale in LOCALES]


def test_the_twelve_that_were_promised_are_there():
    promised = {
        *("linkedin-profile", "linkedin-network", "x", "facebook-page", "instagram"),
        *("enterprise-network", "remote-meetings", "shared-documents", "ai-assistants"),
        *("security-privacy", "watch", "wellbeing"),
    }
    assert promised <= {*KEYS}
    assert sorted(KEYS) == KEYS


def test_the_induction_has_its_four_chapters_in_order():
    assert [each.key for each in chapters()] == [
        *("posture", "reassurance", "hour", "confidentiality")
    ]
    for chapter in chapters():
        assert len(chapter.heading.questions) == 2
        # A check is a choice with its reason, never a scale.
        assert all(each.choices and each.right and each.why for each in chapter.heading.questions)


@pytest.mark.parametrize("key", KEYS)
def test_a_module_is_an_hour_with_all_its_parts(key):
    found = module(key)
    assert sum(step.minutes for step in found.outline.agenda) == MINUTES
    for locale in LOCALES:
        assert [*found.pages[locale]] == [*PARTS[locale]]
        steps = re.findall(r"^\d+\. ", found.pages[locale]["steps"], re.MULTILINE)
        assert 6 <= len(steps) <= 10
        assert len(re.findall(r"^- ", found.pages[locale]["worries"], re.MULTILINE)) >= 3
    kinds = {each.choices is None for each in found.outline.questions}
    assert kinds == {True, False}, "what one knows, and how one feels about it"


@pytest.mark.parametrize("key", KEYS)
def test_both_languages_have_the_same_shape(key):
    found = module(key)
    for part in PARTS["fr"]:
        shapes = [
            [re.match(r"\d+\.|-|", line)[0] for line in found.pages[locale][part].splitlines()]  # type: ignore[index]
            for locale in LOCALES
        ]
        assert shapes[0] == shapes[1], part


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("key", KEYS)
def test_a_page_is_read_in_about_five_minutes(key, locale):
    length = len(" ".join(module(key).pages[locale].values()).split())
    assert 600 <= length <= 1000


@pytest.mark.parametrize("locale", LOCALES)
def test_a_chapter_is_read_in_two_or_three_minutes(locale):
    lengths = [len(each.texts[locale].split()) for each in chapters()]
    assert all(300 <= length <= 450 for length in lengths), lengths


@pytest.mark.parametrize("key", KEYS)
def test_links_are_few_official_and_plain(key):
    for link in module(key).outline.links:
        for locale in LOCALES:
            address = link.url.of(locale)
            assert re.fullmatch(r"https://[\w.-]+\.[a-z]{2,}(?:/[\w./-]*)?", address)


@pytest.mark.parametrize(("key", "locale"), EVERY_TEXT)
def test_typography(key, locale):
    wrong = {
        "a straight apostrophe": r"'",
        "a straight quotation mark": r'"',
        "three dots for an ellipsis": r"\.\.\.",
        "two spaces": r" {2}",
        "a space at an end": r"(?m)^ | $",
        "a hyphen for a dash": r"\w - \w",
        "an exclamation that shouts": r"!!|!\?",
    }
    for text in texts(key, locale):
        for what, sign in wrong.items():
            assert not re.search(sign, text), f"{what}: {text}"
        assert text.count("**") % 2 == 0


@pytest.mark.parametrize("key", EVERYTHING)
def test_french_signs_stay_with_their_words(key):
    for text in texts(key, "fr"):
        assert not re.search(rf"[^{_N}{_F}][;?!»]|[^{_N}]:|«[^{_N}]|[ ][;:?!»]", text), text
        assert not re.search("[“”]", text), text


@pytest.mark.parametrize("key", EVERYTHING)
def test_english_signs_stand_against_their_words(key):
    for text in texts(key, "en"):
        assert not re.search(rf"[ {_N}{_F}][;:?!”]|[«»]", text), text


@pytest.mark.parametrize("key", EVERYTHING)
def test_french_says_vous_and_never_tu(key):
    # What is typed to a machine, or quoted from it, may say tu.
    said = " ".join(re.sub(r"«[^»]*»", "", text) for text in texts(key, "fr"))
    the_noun = re.compile(r"\b(?:un|quel) ton\b")
    assert not re.search(r"\b(?:tu|toi|ton|tes)\b|\b[tT]’", the_noun.sub("", said))


@pytest.mark.parametrize(("key", "locale"), EVERY_TEXT)
def test_nothing_was_left_in_the_other_language(key, locale):
    names = re.compile(r"Pour vous|For you|Viva Engage|Google \w+")
    told = [names.sub("", text) for text in texts(key, locale)]
    assert [text for text in told if _FOREIGN[locale].search(text)] == []


@pytest.mark.parametrize(("key", "locale"), EVERY_TEXT)
def test_no_figure_is_invented(key, locale):
    assert [text for text in texts(key, locale) if _COUNTED.search(text)] == []


def test_key_figures_are_left_to_coordinators():
    assert [each.key for each in modules() if each.figures] == []


def test_right_answers_are_not_always_in_the_same_place():
    questions = [q for each in modules() for q in each.outline.questions if q.right]
    questions += [q for each in chapters() for q in each.heading.questions]
    places = {place: sum(q.right == place for q in questions) for place in (1, 2, 3)}
    assert min(places.values()) >= len(questions) // 8, places
