"""The rules as matrices, against each rule written out for one pair."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from matching.people import WEIGHTS, Candidate, Preferences, Rules
from matching.rules import BIT, ENOUGH_STARTS, SELF, Rulebook, bars, session_starts

TEXT = st.sampled_from(["", "Équipe A", "equipe  a", "B", "c"])
IDS = st.frozensets(st.integers(1, 8), max_size=2)


@st.composite
def candidates(draw, number):
    return Candidate(
        id=number,
        languages=draw(st.frozensets(st.sampled_from(["fr", "en", "FR"]), max_size=2)),
        hours=draw(st.frozensets(st.sampled_from([0, 1, 2, 9, 10, 11, 166, 167]), max_size=5)),
        team=draw(TEXT),
        person=draw(st.integers(0, 8)),
        managers=draw(IDS),
        avoids=draw(IDS),
        declined=draw(IDS),
        earlier=draw(IDS),
        seniority=draw(st.none() | st.integers(0, 9)),
        born=draw(st.none() | st.integers(1960, 2000)),
        place=draw(TEXT),
        format=draw(st.sampled_from(["remote", "in-person", "either"])),
    )


@st.composite
def programmes(draw):
    mentees = [draw(candidates(number)) for number in range(draw(st.integers(0, 4)))]
    mentors = [draw(candidates(number)) for number in range(draw(st.integers(0, 4)))]
    barred = draw(st.frozensets(st.tuples(st.integers(0, 4), st.integers(0, 4)), max_size=2))
    gaps = {"seniority_gap": draw(st.integers(0, 4)), "age_gap": draw(st.integers(0, 20))}
    rules = Rules(session_hours=draw(st.integers(1, 3)), barred=barred, **gaps)
    return mentees, mentors, rules


def tidy(text):
    return " ".join(text.lower().replace("é", "e").split())


def named(one, other, field):
    return other.person in getattr(one, field) or (one.person in getattr(other, field))


def barred_by(mentee, mentor, rules):
    """The rules that bar one pair, each in words."""
    found = set()
    if named(mentee, mentor, "avoids") or (mentee.id, mentor.id) in rules.barred:
        found.add("excluded")
    if named(mentee, mentor, "managers"):
        found.add("reporting-line")
    if named(mentee, mentor, "earlier"):
        found.add("earlier")
    if named(mentee, mentor, "declined"):
        found.add("declined")
    known = None not in (mentee.seniority, mentor.seniority)
    if known and abs(mentee.seniority - mentor.seniority) < rules.seniority_gap:
        found.add("seniority-gap")
    if None not in (mentee.born, mentor.born) and abs(mentee.born - mentor.born) < rules.age_gap:
        found.add("age-gap")
    if mentee.team and tidy(mentee.team) == tidy(mentor.team):
        found.add("same-team")
    spoken = [{code.lower() for code in each.languages} for each in (mentee, mentor)]
    if all(spoken) and not spoken[0] & spoken[1]:
        found.add("no-common-language")
    fits = [
        start
        for start in range(168)
        if all(
            (start + later) % 168 in mentee.hours & mentor.hours
            for later in range(rules.session_hours)
        )
    ]
    if mentee.hours and mentor.hours and not fits:
        found.add("no-common-hours")
    forms = {mentee.format, mentor.format}
    places = {tidy(mentee.place), tidy(mentor.place)}
    if "in-person" in forms and ("remote" in forms or (len(places) == 2 and "" not in places)):
        found.add("place")
    return found


@settings(max_examples=100, deadline=None)
@given(programmes())
def test_each_rule_bars_what_it_says(programme):
    mentees, mentors, rules = programme
    cells = bars(mentees, mentors, rules)
    assert cells.shape == (len(mentees), len(mentors))
    for row, mentee in enumerate(mentees):
        for column, mentor in enumerate(mentors):
            if mentee.person and mentee.person == mentor.person:
                assert cells[row, column] == SELF
                continue
            found = {rule for rule, bit in BIT.items() if cells[row, column] & bit}
            assert found == barred_by(mentee, mentor, rules)
    edges = np.indices(cells.shape).reshape(2, -1)
    assert (Rulebook(mentees, mentors, rules).at(*edges) == cells.ravel()).all()


def test_a_rule_that_is_switched_off_bars_nobody():
    boss = Candidate(1, person=7, team="HR", languages=frozenset({"fr"}), hours=frozenset({1}))
    junior = Candidate(
        1,
        person=8,
        team="hr",
        managers=frozenset({7}),
        earlier=frozenset({7}),
        languages=frozenset({"en"}),
        hours=frozenset({50}),
    )
    off = Rules(
        same_team=False,
        reporting_line=False,
        earlier=False,
        common_language=False,
        common_hours=False,
        common_place=False,
    )
    assert bars([boss], [junior], Rules()).all()
    assert not bars([boss], [junior], off).any()


def test_two_hours_apart_are_not_a_session_of_two_hours():
    free = Candidate(1, hours=frozenset({9, 11}))
    assert not session_starts([free], 2).any()
    assert np.flatnonzero(session_starts([free], 1)).tolist() == [9, 11]


def test_a_session_may_cross_the_end_of_the_week():
    night = Candidate(1, hours=frozenset({167, 0}))
    assert np.flatnonzero(session_starts([night], 2)).tolist() == [167]


def factor(mentee, mentor, **prefer):
    rules = Rules(prefer=Preferences(**{**dict.fromkeys(Preferences.__slots__, "no"), **prefer}))
    cell = np.zeros((1, 1), dtype=np.int64)
    return float(Rulebook([mentee], [mentor], rules).factors(cell, cell)[0, 0])


def test_each_preference_takes_its_share_and_no_more():
    one, same = (
        Candidate(1, department="Ventes", born=1970),
        Candidate(1, department="ventes", born=1970),
    )
    other = Candidate(1, department="Achats", born=1990)
    assert factor(one, same, departments="a lot") == np.float32(1 - WEIGHTS["a lot"])
    assert factor(one, other, departments="a lot") == 1
    assert factor(one, same, generations="somewhat") == np.float32(1 - WEIGHTS["somewhat"])
    assert factor(one, other, generations="somewhat") == 1
    inside, remote = Candidate(1, format="in-person"), Candidate(1, format="remote")
    assert factor(inside, remote, format="a little") == np.float32(1 - WEIGHTS["a little"])
    waited = Candidate(2, waiting=1)
    assert factor(waited, one, waiting="a lot") == 1
    assert factor(one, other, waiting="a lot") == 1  # nobody waited: nothing to make up for


def test_hours_in_common_count_until_there_are_enough():
    def common(count):
        free = frozenset(range(count + 1)) if count else frozenset({100, 101})
        return factor(
            Candidate(1, hours=free), Candidate(1, hours=frozenset(range(40))), hours="a lot"
        )

    figures = [common(count) for count in range(ENOUGH_STARTS + 3)]
    assert figures == sorted(figures)
    assert figures[ENOUGH_STARTS:] == [1, 1, 1]
    assert factor(Candidate(1), Candidate(1, hours=frozenset({1})), hours="a lot") == 1


@settings(max_examples=100, deadline=None)
@given(programmes())
def test_preferences_are_bounded_whatever_people_say(programme):
    mentees, mentors, _ = programme
    rules = Rules(prefer=Preferences("a lot", "a lot", "a lot", "a lot", "a lot"))
    rows, columns = np.arange(len(mentees))[:, None], np.arange(len(mentors))[None, :]
    figures = Rulebook(mentees, mentors, rules).factors(rows, columns)
    assert figures.shape == (len(mentees), len(mentors))
    assert ((figures >= 1 - 5 * WEIGHTS["a lot"] - 1e-6) & (figures <= 1)).all()
