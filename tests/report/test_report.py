"""The report as files: what the page holds, what a spreadsheet opens, what is said in chat."""

import csv
import re
from collections.abc import Iterator
from dataclasses import replace
from html.parser import HTMLParser
from io import BytesIO, StringIO

import pytest
from openpyxl import load_workbook
from playwright.sync_api import Page
from sqlalchemy import Engine, create_engine, event
from sqlmodel import SQLModel

from bot.message import Facts as Rows
from bot.message import from_data, plain, text_of, to_data
from bot.report import ReportFile, figures, files, gather, summary
from bot.report.advice import (
    LIMITS,
    RULES,
    advice,
    advice_runs,
    limit_runs,
    limits,
    recommendation,
    signs,
    verdict,
)
from bot.report.figures import GOOD_PRACTICE
from bot.report.page import page as page_of
from bot.report.say import Say
from bot.report.summary import findings, headline
from bot.report.tables import guarded, xlsx_of
from bot.report.tree import ENDINGS, UNMATCHED
from bot.texts import Voice, catalogue
from storage.nouns import Happened, Poll, Programme
from storage.work import Work
from tests.report.invented import CLOSED, KICKOFF, Invented, nothing, programme, rich

LANGUAGES = ("fr", "en")


def html_of(report: tuple[ReportFile, ...]) -> str:
    return report[0].content.decode()


@pytest.fixture(scope="module")
def reports() -> dict[str, tuple[ReportFile, ...]]:
    facts = rich()
    return {locale: files(facts, Voice(locale)) for locale in LANGUAGES}


# ---------------------------------------------------------------- the database


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    engine = create_engine(database_url)
    SQLModel.metadata.create_all(engine)
    yield engine
    engine.dispose()


def test_a_whole_programme_is_gathered_from_a_database(engine: Engine) -> None:
    invented = Invented(6, seed=1, state="closed")
    with engine.begin() as connection:
        invented.keep(Work(connection, CLOSED))
    with engine.begin() as connection:
        work = Work(connection, CLOSED)
        kept = work.get(Programme, 1)
        found = gather(work, kept)
        report = files(gather(work, kept, CLOSED), Voice("fr"))
    assert figures(found) == figures(invented.facts())
    assert "SECRET" not in str(found)
    assert [file.name.rpartition(".")[2] for file in report] == [
        "html",
        *["png"] * 4,
        "csv",
        "xlsx",
    ]


def test_only_nudges_that_left_are_counted(engine: Engine) -> None:
    invented = Invented(2, seed=1, state="closed")
    invented.happened = [
        Happened(id=key, subject="pair:1", name=name, at=KICKOFF, note=note)
        for key, (name, note) in enumerate(
            (
                ("quiet-20160202-7-mentee", ""),
                ("quiet-20160202-7-mentor", "late"),
                ("quiet-20160202-alert", ""),
                ("session-1.1-before-24-mentee", ""),
            ),
            1,
        )
    ]
    with engine.begin() as connection:
        work = Work(connection, CLOSED)
        found = gather(work, invented.keep(work))
    assert [each.id for each in found.nudges] == [1]


def test_the_number_of_queries_does_not_grow_with_the_programme(engine: Engine) -> None:
    counts = []
    with engine.begin() as connection:
        work = Work(connection, CLOSED)
        kept = Invented(2, seed=1, state="closed").keep(work)
        counts.append(queries(engine, work, kept))
        more = Invented(30, seed=1, state="closed")
        for noun in (more.people, more.enrolments, more.pairs, more.sessions, more.answers):
            have = {each.id for each in work.find(type(noun[0]))}
            for each in noun:
                if each.id not in have:
                    work.add(each)
        counts.append(queries(engine, work, kept))
    assert counts[0] == counts[1] <= 12


def queries(engine: Engine, work: Work, kept: Programme) -> int:
    seen: list[str] = []

    def count(*arguments: object) -> None:
        seen.append(str(arguments[2]))

    event.listen(engine, "before_cursor_execute", count)
    gather(work, kept)
    event.remove(engine, "before_cursor_execute", count)
    return len(seen)


# ---------------------------------------------------------------- the page


class Reader(HTMLParser):
    """What a screen reader would check: headings, alternatives, table headers, nesting."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.headings: list[str] = []
        self.images: list[dict[str, str | None]] = []
        self.tables = self.captions = 0
        self.open: list[str] = []
        self.ids: list[str] = []
        self.links: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        self.ids += [str(found["id"])] if "id" in found else []
        self.links += [str(found["href"])] if "href" in found else []
        if tag in ("h1", "h2", "h3"):
            self.headings.append(tag)
        if tag == "img":
            self.images.append(found)
        if tag == "th":
            assert found.get("scope") in ("row", "col")
        if tag not in ("meta", "img"):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


@pytest.mark.parametrize("locale", LANGUAGES)
def test_the_page_stands_alone_and_can_be_heard(
    locale: str, reports: dict[str, tuple[ReportFile, ...]]
) -> None:
    page = html_of(reports[locale])
    found = Reader(page)
    assert not found.open
    assert f'<html lang="{locale}">' in page
    assert found.headings[0] == "h1"
    assert found.headings.count("h1") == 1
    assert len(found.images) == 4
    assert all(image["alt"] and str(image["src"]).startswith("data:") for image in found.images)
    assert not re.search(r'(?:src|href)="(?!data:|#)', page)
    assert {link.removeprefix("#") for link in found.links} <= set(found.ids)
    assert len(found.ids) == len(set(found.ids))


def test_numbers_and_spaces_are_those_of_the_language(
    reports: dict[str, tuple[ReportFile, ...]],
) -> None:
    french, english = html_of(reports["fr"]), html_of(reports["en"])
    # What people typed is theirs, spaces included.
    ours = re.sub(r"<style>.*?</style>|<blockquote>.*?</blockquote>", "", french, flags=re.DOTALL)
    body = re.sub(r"<[^>]+>", "", ours)
    assert not re.search(r"\w [:;?!»]|« |\d %", body)
    assert "'" not in body.replace("&#39;", "'")
    assert re.search(r"\d,\d", body)
    assert "85\u00a0%" in french
    assert "85%" in english
    assert re.search(r"\d\.\d", english)


def test_typed_words_stay_words() -> None:
    evil = "<script>alert(1)</script>& **gras** {name}"
    facts = rich(5)
    workshop = facts.workshops[0].model_copy(update={"title": evil})
    facts = replace(
        facts,
        programme=programme(name=evil),
        workshops=(workshop,),
        quotes=(("mentee", evil),),
    )
    page = html_of(files(facts, Voice("fr")))
    assert "<script" not in page
    assert page.count("&lt;script&gt;alert(1)&lt;/script&gt;&amp; **gras** {name}") == 4
    said = summary(figures(facts), Voice("fr"))
    assert any(run.typed and run.text == evil for run in said.parts[0].runs)  # type: ignore[union-attr]


@pytest.mark.parametrize("locale", LANGUAGES)
def test_nobody_signed_up(locale: str) -> None:
    facts = nothing()
    report = files(facts, Voice(locale))
    assert [file.media_type for file in report][:2] == ["text/html", "text/csv"]
    page = html_of(report)
    assert Voice(locale).words("report.verdict.empty") in page
    assert advice(figures(facts)) == ("nobody",)
    assert "None" not in re.sub(r"<style>.*?</style>", "", page, flags=re.DOTALL)


@pytest.mark.parametrize("locale", LANGUAGES)
@pytest.mark.parametrize("state", ["draft", "signup", "running", "closing", "closed"])
def test_every_state_has_a_report(locale: str, state: str) -> None:
    for facts in (rich(1, state=state), rich(2, state=state), nothing(state=state)):
        text = page_of(Say(Voice(locale), figures(facts)), ())
        kind = "report.kind" if state in ("closing", "closed") else "report.kind.interim"
        assert Voice(locale).words(kind) in text


def test_a_report_does_not_change_from_one_time_to_the_next() -> None:
    facts = rich(6)
    first, again = files(facts, Voice("fr")), files(facts, Voice("fr"))
    assert [file.content for file in first] == [file.content for file in again]


def test_the_page_fits_a4_and_a_phone(
    page: Page, reports: dict[str, tuple[ReportFile, ...]]
) -> None:
    for width in (380, 660, 1100):  # a phone, A4 between its margins, a screen
        page.set_viewport_size({"width": width, "height": 900})
        page.set_content(html_of(reports["fr"]))
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 660, "height": 900})
    # The first page holds the whole summary: 297 mm less its margins are 986 CSS pixels.
    assert page.locator(".summary").bounding_box()["height"] < 986  # type: ignore[index]


# ---------------------------------------------------------------- pictures, tables, chat


def test_pictures_are_told_in_words(reports: dict[str, tuple[ReportFile, ...]]) -> None:
    pictures = [file for file in reports["fr"] if file.media_type == "image/png"]
    assert [file.name for file in pictures] == [
        f"rmd-2016-bilan-{name}.png" for name in ("seances", "progres", "recommandation", "sujets")
    ]
    for file in pictures:
        assert file.content.startswith(b"\x89PNG")
        assert file.alt.endswith(".")


def test_the_csv_opens_in_excel_in_both_languages(
    reports: dict[str, tuple[ReportFile, ...]],
) -> None:
    for locale, mark, decimal in (("fr", ";", ","), ("en", ",", ".")):
        [file] = [each for each in reports[locale] if each.media_type == "text/csv"]
        assert file.content.startswith(b"\xef\xbb\xbf")
        rows = list(csv.reader(StringIO(file.content.decode("utf-8-sig")), delimiter=mark))
        assert {len(row) for row in rows} == {3}
        values = {row[1]: row[2] for row in rows}
        mean = Voice(locale).words("report.row.recommend.mean")
        assert re.fullmatch(rf"\d+{re.escape(decimal)}\d+", values[mean])


def test_the_workbook_names_nobody(reports: dict[str, tuple[ReportFile, ...]]) -> None:
    [file] = [each for each in reports["fr"] if each.name.endswith(".xlsx")]
    book = load_workbook(BytesIO(file.content))
    assert book.sheetnames == ["Résumé", "Binômes", "Séances", "Participation", "Réponses"]
    pairs = list(book["Binômes"].iter_rows(values_only=True))
    assert len(pairs) == 21
    assert pairs[1][0] == 1
    assert len(list(book["Séances"].iter_rows())) == 61


@pytest.mark.parametrize(
    "text", ["=1+1", "+33", "-2", "@here", "\t=1", "\r=1", "＝1", "＋1", " =1"]
)
def test_no_cell_is_a_formula(text: str) -> None:
    assert guarded(text).startswith("'")
    facts = rich(2)
    facts = replace(facts, programme=programme(name=text))
    content = xlsx_of(facts, Say(Voice("fr"), figures(facts)))
    book = load_workbook(BytesIO(content))
    assert all(cell.data_type != "f" for sheet in book for row in sheet for cell in row)
    assert guarded("LinkedIn = bien") == "LinkedIn = bien"


@pytest.mark.parametrize("locale", LANGUAGES)
def test_the_short_version_can_be_sent(locale: str) -> None:
    said = summary(figures(rich()), Voice(locale))
    assert from_data(to_data(said)) == said
    assert any(isinstance(part, Rows) and len(part.rows) == 6 for part in said.parts)
    assert len(text_of(said)) < 1600


# ---------------------------------------------------------------- what the figures mean


def test_a_good_programme_and_what_it_is_told() -> None:
    found = figures(rich())
    assert verdict(found) == "strong"
    assert "moved" in advice(found)
    assert "untaught" in advice(found)
    assert "interim" not in limits(found)


def test_nothing_is_promised_to_those_who_found_no_pair() -> None:
    found = figures(rich())
    half = replace(found.pairs, seeking=18, unmatched_mentees=9)
    several = replace(found.pairs, seeking=20, unmatched_mentees=6)
    few = replace(found.pairs, seeking=20, unmatched_mentees=4)
    nobody = replace(found.pairs, seeking=0, unmatched_mentees=0)
    assert verdict(replace(found, pairs=half)) == "narrow"
    assert verdict(replace(found, pairs=several)) == "mixed"
    assert verdict(replace(found, pairs=few)) == "strong"
    assert "paired" not in [sign.code for sign in signs(replace(found, pairs=nobody))]


@pytest.mark.parametrize("locale", LANGUAGES)
def test_the_board_reads_how_many_were_left_without_a_pair(locale: str) -> None:
    found = figures(rich())
    short = replace(found, pairs=replace(found.pairs, seeking=18, unmatched_mentees=9))
    say = Say(Voice(locale), short)
    assert any("9 " in plain(each) and "18" in plain(each) for each in findings(say))
    verdict_said, signs_said = headline(say)
    assert verdict_said != say.words("verdict.strong")
    assert say.words("sign.paired") in plain(signs_said)


@pytest.mark.parametrize("answered", [7, 8])
def test_nobody_is_said_to_be_silent_when_all_answered(answered: int) -> None:
    polls = [
        Poll(
            id=n, programme_id=1, enrolment_id=n, form="closing", sent_at=CLOSED,
            state="answered" if n <= answered else "expired",
        )
        for n in range(1, 9)
    ]  # fmt: skip
    found = figures(replace(rich(4), polls=tuple(polls)))
    assert ("response" in limits(found)) is (answered < 8)


def test_the_recommendation_score_is_promoters_less_critics() -> None:
    found = figures(rich())
    scale = found.recommend.everyone
    assert scale is not None
    promoters, critics = sum(scale.counts[9:]), sum(scale.counts[:7])
    assert recommendation(found) == round(100 * (promoters - critics) / scale.n)


# ---------------------------------------------------------------- sentences


def test_both_languages_hold_the_same_sentences() -> None:
    french, english = (
        {k: v for k, v in catalogue(each).items() if k.startswith("report.")} for each in LANGUAGES
    )
    assert french.keys() == english.keys()
    for key, forms in french.items():
        assert len(forms) == len(english[key]), key
        names = [
            sorted(set(re.findall(r"\{(\w+)\}", text))) for text in (forms[-1], english[key][-1])
        ]
        assert names[0] == names[1], key


def test_every_code_has_a_name() -> None:
    keys = catalogue("fr").keys()
    wanted = {f"report.advice.{rule.code}" for rule in RULES} | {"report.advice.steady"}
    wanted |= {f"report.limit.{rule.code}" for rule in LIMITS}
    wanted |= {f"report.unmatched.{code}" for code in (*UNMATCHED, "other")}
    wanted |= {f"report.ending.{code}" for code in (*ENDINGS, "other")}
    wanted |= {f"report.practice.{code}" for code in GOOD_PRACTICE}
    assert wanted <= keys


@pytest.mark.parametrize("locale", LANGUAGES)
def test_every_piece_of_advice_and_limit_can_be_said(locale: str) -> None:
    say = Say(Voice(locale), figures(rich()))
    for rule in (*RULES, *LIMITS):
        said = advice_runs if rule in RULES else limit_runs
        text = plain(said(rule.code, say))
        assert text.endswith((".", "!", "?"))
        assert "{" not in text
