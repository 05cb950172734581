"""Messages as Slack's blocks: each part in its shape, within limits, and typed text always data."""

import json
import re
from datetime import UTC, datetime
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.slack.actions import pressed
from adapters.slack.render import limits
from adapters.slack.render.home import home_view
from adapters.slack.render.pieces import Post, Upload, pieces
from adapters.slack.render.settled import settled
from bot.message import (
    Ask,
    Attachment,
    Bullets,
    Button,
    Buttons,
    Facts,
    FieldView,
    Message,
    Option,
    Para,
    Part,
    Run,
)
from bot.texts import Voice
from tests.slack.limits_check import faults, validate

FR, EN = Voice("fr"), Voice("en", "Europe/London")
MOMENT = datetime(2016, 2, 9, 13, 30, tzinfo=UTC)
THREE = (Option("ai", "IA"), Option("watch", "Veille"), Option("web", "Sites"))


def posts(*parts: Part, voice: Voice = FR) -> list[Post]:
    found = [each for each in pieces(Message(parts), voice) if isinstance(each, Post)]
    for post in found:
        validate(post.blocks)
    return found


def blocks(*parts: Part, voice: Voice = FR) -> list[dict[str, Any]]:
    (post,) = posts(*parts, voice=voice)
    return [*post.blocks]


def line(text: str, **more: Any) -> Para:
    return Para((Run(text),), **more)


def ask(kind: str, **more: Any) -> Ask:
    ways = {name: more.pop(name) for name in ("skip", "back", "send") if name in more}
    view = FieldView("topics", kind, "Sujets", (Run("Quels sujets ?"),), **more)  # type: ignore[arg-type]
    return Ask(7, view, **ways)


def elements(shown: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Everything that can be used."""
    rows = [e for b in shown if b["type"] == "actions" for e in b["elements"]]
    return rows + [b["accessory"] for b in shown if "accessory" in b]


def used(shown: list[dict[str, Any]]) -> list[tuple[str, tuple[str, ...]]]:
    """What each button does, as it comes back."""
    return [pressed(e, {}) for e in elements(shown) if e["type"] == "button"]


def labels(shown: list[dict[str, Any]]) -> list[str]:
    return [e["text"]["text"] for e in elements(shown) if e["type"] == "button"]


# -------------------------------------------------------------------- parts


def test_a_title_is_a_header_and_a_longer_one_keeps_its_words():
    assert blocks(line("Votre séance", role="title"))[0]["type"] == "header"
    (long,) = blocks(line("mot " * 60, role="title"))
    assert long["elements"][0]["elements"] == [
        {"type": "text", "text": "mot " * 60, "style": {"bold": True}}
    ]


def test_typed_words_are_literal_whatever_they_look_like():
    odd = "*gras* <!channel> <@U1> @here https://exemple.org :wave: `x`"
    (shown,) = blocks(Para((Run("Lieu : "), Run(odd, typed=True))))
    assert shown["elements"][0]["elements"] == [{"type": "text", "text": f"Lieu : {odd}"}]
    assert posts(Para((Run(odd, typed=True),)))[0].text == (
        "*gras* &lt;!channel&gt; &lt;@U1&gt; @here https://exemple.org :wave: `x`"
    )


def test_moments_are_shown_on_the_readers_clock_with_the_persons_own_as_fallback():
    (shown,) = blocks(Para((Run("Le "), *FR.span(MOMENT, 120))))
    stamp = int(MOMENT.timestamp())
    assert shown["elements"][0]["elements"] == [
        {"type": "text", "text": "Le "},
        {
            "type": "date",
            "timestamp": stamp,
            "format": "{date_long}, {time}",
            "fallback": "mardi 9 février, 14\u202fh\u202f30",
        },
        {"type": "text", "text": "\N{NO-BREAK SPACE}– "},
        {
            "type": "date",
            "timestamp": stamp + 7200,
            "format": "{time}",
            "fallback": "16\u202fh\u202f30",
        },
    ]


def test_facts_stand_side_by_side_when_they_are_short_and_plain():
    (shown,) = blocks(Facts((("Avec", (Run("Léa", typed=True),)), ("Quand", FR.span(MOMENT, 60)))))
    stamp = int(MOMENT.timestamp())
    assert [field["text"] for field in shown["fields"]] == [
        "*Avec*\nLéa",
        f"*Quand*\n<!date^{stamp}^{{date_long}}, {{time}}|mardi 9 février, 14\u202fh\u202f30>"
        f"\N{NO-BREAK SPACE}– <!date^{stamp + 3600}^{{time}}|15\u202fh\u202f30>",
    ]


def test_a_notification_has_the_colon_of_its_language():
    row = Facts((("Place", (Run("Paris"),)),))
    assert [each.text for each in posts(row, voice=EN)] == ["Place: Paris"]
    assert [each.text for each in posts(row, voice=FR)] == ["Place : Paris"]


def test_a_fact_that_reads_as_markup_is_rich_text():
    for odd in ("*Léa*", "@here", "a\nb", "https://x.org", "exemple.org", "_x_", "x" * 200):
        (shown,) = blocks(Facts((("Avec", (Run(odd, typed=True),)),)))
        assert shown["type"] == "rich_text", odd


def test_a_hint_has_markup_only_for_its_own_style():
    (shown,) = blocks(Para((Run("Le "), Run("mardi", bold=True)), "hint"))
    assert shown["elements"] == [{"type": "mrkdwn", "text": "Le *mardi*", "verbatim": True}]
    (shown,) = blocks(Para((Run("*x*", typed=True), Run("y", bold=True)), "hint"))
    assert shown["elements"] == [{"type": "plain_text", "text": "*x*y", "emoji": False}]


def test_an_error_has_its_sign_and_a_quote_its_bar():
    (shown,) = blocks(line("Non", role="error"))
    assert shown["elements"][0]["elements"][0] == {"type": "emoji", "name": "warning"}
    (shown,) = blocks(line("Cité", role="quote"))
    assert shown["elements"][0]["type"] == "rich_text_quote"


def test_buttons_carry_their_action_and_links_open_what_is_on_the_web():
    shown = blocks(
        line("?"),
        Buttons(
            (
                Button("Oui", "yes:1", "primary"),
                Button("Non", "no#1", "danger"),
                Button("Voir", "see", url="https://exemple.org/x?y=1"),
                Button("Piège", url="javascript:alert(1)"),
                Button("Long", "a" * 300),
                Button("Trop long", "a" * 2100),
                Button("mot " * 40, "cut"),
            )
        ),
    )
    assert used(shown) == [
        *(("yes:1", ()), ("no#1", ()), ("", ()), ("a" * 300, ()), ("cut", ())),
    ]
    assert labels(shown)[-1] == ("mot " * 40)[:71].rstrip() + "…"
    assert [e.get("style") for e in elements(shown)][:2] == ["primary", "danger"]


def test_the_same_action_twice_has_two_identifiers():
    twice = Buttons((Button("Un", "a"), Button("Deux", "a")))
    shown = blocks(line("?"), twice, twice)
    assert len({e["action_id"] for e in elements(shown)}) == 4
    assert {action for action, _ in used(shown)} == {"a"}


def test_buttons_called_alike_say_aloud_what_they_are_about():
    yes = Buttons((Button("Approuver", "a:1"), Button("Seul", "b")))
    more = Buttons((Button("Approuver", "a:2"),))
    shown = blocks(line("Agnès et Léa"), yes, line("Béa et Karim"), more)
    assert [e.get("accessibility_label") for e in elements(shown)] == [
        "Approuver – Agnès et Léa",
        None,
        "Approuver – Béa et Karim",
    ]


# -------------------------------------------------------------------- questions


def test_few_short_answers_are_buttons():
    shown = blocks(ask("choose", options=THREE, skip="Passer", back="Revenir"))
    assert labels(shown) == [
        "IA",
        "Veille",
        "Sites",
        "Passer",
        "Revenir",
        "Voir tout le formulaire",
    ]
    assert used(shown) == [
        ("answer:7:topics", ("ai",)),
        ("answer:7:topics", ("watch",)),
        ("answer:7:topics", ("web",)),
        ("skip:7:topics", ()),
        ("back:7", ()),
        ("form:7", ()),
    ]


def many(number: int) -> tuple[Option, ...]:
    return tuple(Option(f"v{n}", f"Choix {n}") for n in range(number))


def test_more_answers_are_radio_buttons_then_a_menu_then_groups():
    kinds = {}
    for number in (5, 6, 10, 11, 100, 101, 250):
        first = elements(blocks(ask("choose", options=many(number), value="v0")))[0]
        kinds[number] = (first["type"], len(first.get("option_groups", ())))
        # What is already chosen could not be chosen again: it would not come back.
        assert "initial_option" not in first
    assert kinds == {
        5: ("button", 0),
        6: ("radio_buttons", 0),
        10: ("radio_buttons", 0),
        11: ("static_select", 0),
        100: ("static_select", 0),
        101: ("static_select", 2),
        250: ("static_select", 3),
    }


def test_an_answer_with_a_remark_shows_it():
    shown = blocks(ask("choose", options=(Option("a", "IA", "Pour débuter"), THREE[1])))
    radio = elements(shown)[0]
    assert radio["type"] == "radio_buttons"
    assert radio["options"][0]["description"]["text"] == "Pour débuter"


def test_a_label_that_is_cut_is_written_in_full_above():
    long = "Un intitulé beaucoup trop long pour une option de Slack, qui en accepte soixante-quinze"
    shown = blocks(ask("choose", options=(Option("a", long), THREE[1])))
    listed = shown[1]["elements"][0]
    assert listed["style"] == "ordered"
    assert listed["elements"][0]["elements"][0]["text"] == long
    assert elements(shown)[0]["options"][0]["text"]["text"].endswith("…")


def test_several_answers_are_ticked_then_sent():
    shown = blocks(ask("pick", options=THREE, value=("watch",), at_most=2, send="Envoyer"))
    boxes, send, _ = elements(shown)
    assert boxes["type"] == "checkboxes"
    assert [o["value"] for o in boxes["initial_options"]] == ["watch"]
    assert pressed(boxes, {}) == ("", ())
    assert pressed(send, {}) == ("answer:7:topics", ("watch",))
    now = {"type": "checkboxes", "selected_options": boxes["options"]}
    state = {"x": {boxes["action_id"]: now}}
    assert pressed(send, state) == ("answer:7:topics", ("ai", "watch", "web"))
    assert shown[1]["elements"][0]["text"] == "2 choix au plus."


def test_many_to_pick_from_are_a_menu_beside_the_question():
    shown = blocks(ask("pick", options=many(16), at_least=2, at_most=3), voice=EN)
    menu = next(b["accessory"] for b in shown if "accessory" in b)
    assert menu["type"] == "multi_static_select"
    assert menu["max_selected_items"] == 3
    assert menu["placeholder"]["text"] == "Choose…"
    assert shown[1]["elements"][0]["text"] == "Choose 2 to 3."
    assert labels(shown) == ["Send", "Open as a form"]


def test_a_scale_is_a_row_and_spells_itself_out():
    shown = blocks(ask("scale", at_least=0, at_most=10))
    assert labels(shown)[:-1] == [str(n) for n in range(11)]
    assert used(shown)[4] == ("answer:7:topics", ("4",))


def test_consent_can_be_given_or_declined():
    shown = blocks(ask("consent", options=(Option("yes", "J’accepte"),)))
    assert labels(shown) == ["J’accepte", "Je n’accepte pas", "Voir tout le formulaire"]
    assert used(shown)[:2] == [("answer:7:topics", ("yes",)), ("decline:7:topics", ())]
    assert elements(shown)[0]["style"] == "primary"


def test_free_text_needs_nothing_but_its_hint():
    shown = blocks(ask("text", hint="Quelques mots."))
    assert [b["type"] for b in shown] == ["rich_text", "context", "actions"]
    assert labels(shown) == ["Voir tout le formulaire"]


def test_the_whole_form_is_offered_once():
    form = Buttons((Button("Sur une page", "form:7"),))
    assert labels(blocks(ask("text"), form)) == ["Sur une page"]


def test_a_question_without_options_can_still_be_typed():
    assert labels(blocks(ask("choose"))) == ["Voir tout le formulaire"]


# -------------------------------------------------------------------- settled


def test_a_settled_question_keeps_its_words_and_the_answer():
    change = Buttons((Button("Modifier", "change:7"), Button("Ailleurs", "plan:3")))
    question = ask("choose", options=THREE, skip="Passer", hint="Un seul.")
    shown = blocks(line("Bonjour"), question, Buttons((Button("Modifier", "change:7"),)))
    after = settled(shown, "answer:7:topics", "Veille")
    validate(after)
    assert [b["type"] for b in after] == ["rich_text", "rich_text", "rich_text"]
    assert after[:2] == shown[:2]
    assert "Veille" in json.dumps(after[2])
    # A row that also serves something else stays.
    kept = settled(blocks(question, change), "skip:7:topics", "Passer")
    assert labels(kept) == ["Modifier", "Ailleurs"]


def test_opening_the_form_or_an_old_press_settles_nothing():
    shown = blocks(ask("choose", options=THREE))
    assert settled(shown, "form:7", "Voir tout le formulaire") == shown
    assert settled(shown, "answer:8:topics", "IA") == shown
    assert settled(shown, "", "") == shown
    assert settled([], "answer:7:topics", "IA") == []


def test_a_decision_ends_its_row_and_another_button_does_not():
    def row(n):
        return Buttons((Button("Oui", f"yes:{n}", "primary"), Button("Pourquoi ?", f"why:{n}")))

    shown = blocks(line("Un"), row(1), line("Deux"), row(2))
    assert settled(shown, "why:1", "Pourquoi ?") == shown
    after = settled(shown, "yes:1", "Oui")
    validate(after)
    assert [b["type"] for b in after] == ["rich_text", "rich_text", "rich_text", "actions"]
    assert used(after) == [("yes:2", ()), ("why:2", ())]


def test_what_closes_a_matter_ends_its_row_and_no_other():
    def row(*numbers):
        done = [Button("C’est réglé", f"notice:{n}:done") for n in numbers]
        return Buttons((Button("Un mot", f"notice:{numbers[0]}:remind"), *done))

    shown = blocks(line("Un"), row(1), line("Deux"), row(2, 3))
    after = settled(shown, "notice:1:done", "C’est réglé", closes=True)
    validate(after)
    assert {action for action, _ in used(after)} == {
        "notice:2:remind",
        "notice:2:done",
        "notice:3:done",
    }
    assert settled(shown, "notice:2:done", "C’est réglé", closes=True) == shown
    assert settled(shown, "notice:1:done", "C’est réglé") == shown


# -------------------------------------------------------------------- pieces


def test_files_are_shared_in_their_place_and_together():
    file = Attachment("t1", "seance.ics", "text/calendar", "Ajouter & noter")
    picture = Attachment("t2", "g.png", "image/png", "Un graphique")
    found = pieces(Message((line("Un"), file, picture, line("Deux"))), FR)
    assert [type(each) for each in found] == [Post, Upload, Post]
    assert found[1] == Upload(
        (("t1", "Ajouter & noter"), ("t2", "Un graphique")), "Ajouter &amp; noter"
    )


def test_buttons_after_a_file_stay_with_the_words_before_it():
    file = Attachment("t1", "seance.ics", "text/calendar")
    found = pieces(Message((line("Un"), file, Buttons((Button("Oui", "a"),)))), FR)
    assert [type(each) for each in found] == [Post, Upload]
    assert len(found[0].blocks) == 2  # type: ignore[union-attr]
    found = pieces(Message((file, Buttons((Button("Oui", "a"),)))), FR)
    assert [type(each) for each in found] == [Upload, Post]
    assert found[1].text == "Oui"  # type: ignore[union-attr]


def test_a_message_that_shows_nothing_is_nothing():
    assert pieces(Message(()), FR) == ()
    assert pieces(Message((line("  \n"), Bullets(()), Facts(()), Buttons(()))), FR) == ()


def test_fifty_one_blocks_are_two_posts_and_buttons_stay_with_their_line():
    parts: list[Part] = []
    for n in range(30):
        parts += [line(f"Ligne {n}"), Buttons((Button("Oui", f"yes:{n}"),))]
    first, second = posts(*parts)
    assert (len(first.blocks), len(second.blocks)) == (50, 10)
    assert second.blocks[0]["type"] == "rich_text"
    assert (first.text.split("\n")[0], second.text.split("\n")[0]) == ("Ligne 0", "Ligne 25")


def test_a_title_is_never_left_behind_at_the_end_of_a_post():
    parts = [*(line(f"{n}") for n in range(49)), line("Titre", role="title"), line("Suite")]
    first, second = posts(*parts)
    assert len(first.blocks) == 49
    assert second.blocks[0]["type"] == "header"


def test_long_words_are_split_at_lines_and_nothing_is_lost():
    text = "".join(f"Une ligne numéro {n} assez longue.\n" for n in range(1500))
    found = posts(line(text))
    assert len(found) > 3
    said = [b["elements"][0]["elements"][0]["text"] for p in found for b in p.blocks]
    assert "".join(said) == text
    assert all(each.endswith("\n") for each in said)
    assert all(len(p.text) <= 4000 and p.text.endswith("…") for p in found[:1])


def test_a_home_keeps_within_a_view_and_says_so():
    shown = home_view(Message(tuple(line(f"{n}") for n in range(150))), FR)
    validate(shown)
    assert len(shown["blocks"]) == 100
    assert (
        shown["blocks"][-1]["elements"][0]["text"] == "La suite se trouve dans notre conversation."
    )
    small = Message((line("Vous", role="title"), Attachment("t", "x", "image/png"), line("Ici")))
    validate(home_view(small, FR))
    assert len(home_view(small, FR)["blocks"]) == 2
    validate(home_view(Message(()), FR))


def test_cutting_parts_no_letter_from_its_accent():
    assert limits.cut("un deux trois", 10) == "un deux…"
    assert limits.cut("a" * 20, 5) == "aaaa…"
    assert limits.cut("👩\u200d🔬" * 10, 8) == "👩\u200d🔬…"
    assert limits.cut("e\u0301" * 10, 6) == "e\u0301e\u0301…"


# -------------------------------------------------------------------- anything at all

ODD = st.sampled_from(
    [
        *("<!channel>", "<!here|x>", "<@U1>", "<#C1|g>", "<https://x.org|y>", "*_~`x`~_*", "&amp;"),
        *(
            "@channel",
            "https://x.org",
            ":smile:",
            "\u202eabc",
            "\x00\x07",
            "\u200f\u05d0",
            "👩\u200d🔬",
        ),
        *("\ud800", " ", "\n\n", "> x", "x" * 7000, "mot " * 2500, "\n" * 50, "é" * 80, "🎉" * 200),
    ]
)
TEXT = st.text(max_size=40) | ODD | st.lists(ODD, max_size=3).map("".join)
RUN = st.builds(
    Run,
    TEXT,
    st.booleans(),
    st.booleans(),
    st.none() | st.just(MOMENT),
    st.booleans(),
)
RUNS = st.lists(RUN, max_size=3).map(tuple)
OPTION = st.builds(Option, TEXT, TEXT, st.just("") | TEXT)
OPTIONS = st.lists(OPTION, max_size=12).map(tuple) | st.integers(0, 400).map(many)
FIELD = st.builds(
    FieldView,
    st.sampled_from(["topics", "x" * 300, "a#b", ""]),
    st.sampled_from(["text", "lines", "choose", "pick", "scale", "consent", "confirm"]),
    TEXT,
    RUNS,
    TEXT,
    OPTIONS,
    st.none() | TEXT | st.just(("v1", "v2")) | st.booleans() | st.integers(0, 5),
    st.booleans(),
    st.integers(0, 3),
    st.integers(0, 40),
    TEXT,
)
BUTTON = st.builds(
    Button,
    TEXT,
    st.just("") | TEXT,
    st.sampled_from(["plain", "primary", "danger"]),
    st.just("") | TEXT | st.just("https://exemple.org/"),
)
PART = st.one_of(
    st.builds(Para, RUNS, st.sampled_from(["text", "title", "hint", "quote", "error"])),
    st.builds(Bullets, st.lists(RUNS, max_size=4).map(tuple)),
    st.builds(Facts, st.lists(st.tuples(TEXT, RUNS), max_size=12).map(tuple)),
    st.builds(Buttons, st.lists(BUTTON, max_size=30).map(tuple)),
    st.builds(Attachment, TEXT, TEXT, st.sampled_from(["image/png", "text/csv"]), TEXT),
    st.builds(Ask, st.integers(1, 9), FIELD, TEXT, TEXT, TEXT),
)
_OURS = re.compile(r"<!date\^\d+\^\{[a-z_]+\}(?:, \{time\})?\|[^<>]*>")


# Each example renders thousands of words several times.
@settings(max_examples=50)
@given(st.lists(PART, max_size=6), st.sampled_from([1, 1, 1, 15]))
def test_any_message_keeps_within_limits_and_pings_nobody(parts, times):
    message = Message(tuple(parts) * times)
    for piece in pieces(message, FR):
        if isinstance(piece, Post):
            within(piece.blocks)
            inert(piece.text)
            assert 0 < len(piece.text) <= 4000
            each_literal(piece.blocks)
            ended(piece.blocks)
        else:
            inert(piece.comment)
    view = home_view(message, EN)
    within(view)
    each_literal(view["blocks"])


def within(shown: Any) -> None:
    """Within the limits; and, as that takes longer, of the right shape where it is short."""
    size = len(shown["blocks"] if isinstance(shown, dict) else shown)
    if 0 < size <= 8:
        validate(shown)
    assert [*faults(shown)] == []


def inert(text: str) -> None:
    """No sign that Slack reads as a link or a mention, but our own dates."""
    bare = _OURS.sub("", text)
    assert "<" not in bare
    assert ">" not in bare
    assert re.sub(r"&(?:amp|lt|gt);", "", bare).count("&") == 0


def each_literal(value: Any) -> None:
    """Everything with markup is inert and untouched by Slack; the rest is literal by its type."""
    match value:
        case {"type": "mrkdwn", "text": str(text), **more}:
            inert(text)
            assert more == {"verbatim": True}
        case dict():
            for each in value.values():
                each_literal(each)
        case list() | tuple():
            for each in value:
                each_literal(each)


def ended(shown: Any) -> None:
    """Whatever can be pressed can be settled, and what is left still stands."""
    for element in elements([*shown]):
        action, _ = pressed(element, {})
        after = settled(shown, action, "Fait")
        if after:
            assert [*faults(after)] == []


@given(st.text(max_size=300) | ODD, st.integers(1, 60))
def test_a_split_text_is_whole_again(text, most):
    found = [*limits.split(text, most)]
    assert "".join(found) == text
    assert all(0 < limits.length(each) <= max(most, 2) for each in found)
