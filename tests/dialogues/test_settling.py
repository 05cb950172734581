"""Whether what was pressed is answered by it: a press that was refused leaves its question open."""

from datetime import timedelta

import pytest

from bot.event import Pressed, Submitted
from bot.pairs.agreeing import accepting
from storage.nouns import Draft, Notice, Pair, Programme, Session
from tests.dialogues.test_together import paired


def settles(chat, someone, action, *values, key=""):
    """What the core answers to a press, as to whether it is over."""
    return chat.handle(Pressed(key or chat.key(), someone.sender, action, values)).settles


@pytest.fixture
def agnes(chat):
    chat.programme()
    agnes = chat.person("agnes", name="Agnès Martin")
    agnes.says("bonjour")
    return agnes


@pytest.fixture
def draft(chat, agnes):
    agnes.presses("Je veux apprendre")
    return chat.only(Draft)


def test_an_answer_that_is_taken_settles_its_question_once(chat, agnes, draft):
    action = f"answer:{draft.id}:charter"
    assert settles(chat, agnes, action, "yes", key="once")
    assert not settles(chat, agnes, action, "yes", key="once"), "the same press says nothing new"


@pytest.mark.parametrize(
    ("action", "values"),
    [
        ("answer:{}:topics", ("no-such-topic",)),
        ("answer:{}:sure", ("yes",)),
        ("answer:999:charter", ("yes",)),
        ("back:{}", ()),
        ("nonsense:1", ()),
        ("leave-yes:999", ()),
        ("come-back:999", ()),
        ("command:open", ()),
    ],
)
def test_what_was_refused_settles_nothing(chat, agnes, draft, action, values):
    assert not settles(chat, agnes, action.format(draft.id), *values)


def test_a_form_that_is_over_was_not_sent(chat, agnes, draft):
    agnes.sends(f"cancel:{draft.id}")
    assert not chat.handle(Submitted(chat.key(), agnes.sender, draft.id, {})).settles


def test_a_confirmation_settles_once_it_is_accepted(chat, agnes, draft):
    agnes.sends(f"answer:{draft.id}:charter", "yes")
    assert settles(chat, agnes, f"decline:{draft.id}:charter")


def test_a_moment_is_accepted_while_it_is_ahead_and_once(chat):
    _, bruno = paired(chat)
    pair = chat.only(Pair)
    with chat.database.work(chat.clock.now()) as work:
        proposed = Session(
            pair_id=pair.id,
            number=1,
            starts_at=work.now + timedelta(days=2),
            minutes=60,
            proposed_by=pair.mentee_id,
            created_at=work.now,
        )
        accept = accepting(work.add(proposed))
    late = chat.clock.now() + timedelta(days=3)
    assert settles(chat, bruno, accept)
    assert not settles(chat, bruno, accept), "it was accepted already"
    chat.change(chat.only(Session), state="proposed")
    chat.jump(late)
    assert not settles(chat, bruno, accept)


def test_who_coordinates_no_more_settles_nothing(chat):
    programme = chat.programme(state="draft")
    claire, paul = chat.person("claire"), chat.person("paul")
    for each in (claire, paul):
        each.says("bonjour")
    chat.coordinates(claire, programme)
    assert not settles(chat, paul, "command:open")
    assert settles(chat, claire, "command:open")
    assert not settles(chat, claire, "command:open"), "it was open already"


def test_a_notice_is_settled_by_the_first_who_deals_with_it(chat):
    paired(chat)
    programme = chat.only(Programme)
    claire, helene = chat.person("claire"), chat.person("helene")
    for each in (claire, helene):
        each.says("bonjour")
        chat.coordinates(each, programme)
    with chat.database.work(chat.clock.now()) as work:
        notice = work.add(
            Notice(
                programme_id=programme.id,
                kind="silent",
                subject=f"pair:{chat.only(Pair).id}",
                facts={"names": ["Agnès", "Bruno"]},
                at=work.now,
            )
        )
    assert settles(chat, claire, f"notice:{notice.id}:done")
    assert not settles(chat, helene, f"notice:{notice.id}:done")
