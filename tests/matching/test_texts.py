"""Words, stems, languages, the lexicon, and what makes two texts near."""

import tomllib
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.sparse import csr_array
from sklearn.feature_extraction.text import TfidfTransformer

from matching import Candidate, Rules, match
from matching.calibration import calibration
from matching.explain import Reasons
from matching.features import Statement, features
from matching.knowledge import usual
from matching.language import language_of
from matching.lexicon import lexicon, parsed
from matching.rarity import rarity, weighed
from matching.similarity import side_of, space_of, text_scores
from matching.stems import folded, stem, words

FIELD = tomllib.loads((Path(__file__).parent / "field.toml").read_text(encoding="utf-8"))


def scores(needs, skills):
    here = side_of([Candidate(1, tuple(needs))])
    there = side_of([Candidate(1, tuple(skills))])
    figures, subject = text_scores(here, there, space_of(here, there))
    return float(figures[0, 0]), bool(subject[0, 0])


def named(text):
    return [each for each in features(Statement(text, "fr"), usual()) if each.name[:2] == "m:"]


def test_words_keep_the_names_of_one_letter_and_drop_elisions():
    assert words("J’utilise C++, R et C# ; c'est X !") == (
        "utilise",
        "c++",
        "r",
        "et",
        "c#",
        "est",
        "x",
    )
    assert words("My mentor's e-mail") == ("my", "mentor", "e", "mail")


def test_stems_fold_accents_afterwards():
    assert stem("réseaux", "fr") == stem("réseau", "fr") == "reseau"
    assert stem("sharing", "en") == stem("share", "en")
    assert folded("Œuvre ÉTÉ") == "oeuvre ete"


@pytest.mark.parametrize("subject", FIELD)
@pytest.mark.parametrize("side", ["need", "skill"])
def test_the_language_of_a_person_is_told_from_a_sentence_or_two(subject, side):
    texts = FIELD[subject][side]
    for language, other in (("fr", "en"), ("en", "fr")):
        assert language_of([texts[language]], otherwise=language) == language
        assert language_of([texts[language]]) != other


@pytest.mark.parametrize(
    ("text", "language"), [("Dialogue social, CSE, syndicats", "fr"), ("Hiring freelancers", "en")]
)
def test_the_plural_of_a_word_known_in_one_language_tells_it(text, language):
    assert language_of([text]) == language


def test_somebody_who_writes_in_two_languages_is_read_in_both():
    """Each statement in its own language; one that tells little is read in that of its author."""
    texts = (
        "Je voudrais apprendre à écrire sur les réseaux sociaux",
        "Comment protéger mes données personnelles",
        "I would like to protect my data",
        "LinkedIn",
    )
    side = side_of([Candidate(1, texts)])
    assert side.languages == ("fr",)
    assert [each.language for each in side.statements] == ["fr", "fr", "en", "fr"]


def test_a_need_in_another_language_than_the_others_is_worth_as_much():
    """Whoever writes one of her needs in English is matched as well as in French."""
    french = ("Je voudrais apprendre à tenir un blog", "Comment protéger mes données personnelles")
    mixed = (french[0], "I would like to know how to protect my personal data")
    skills = ["How to keep your personal data safe", "Tenir un blog avec des photos"]
    assert scores(list(mixed), skills)[0] >= scores(list(french), skills)[0] - 0.02


def test_a_text_that_tells_nothing_takes_the_language_given():
    assert language_of(["LinkedIn"], otherwise="fr") == "fr"
    assert language_of([], otherwise="en") == "en"


def test_a_meaning_is_named_once_at_the_end_of_a_text_too():
    (found,) = named("le web")
    assert (found.start, found.end) == (1, 2)
    assert {f.end - f.start for f in named("mes mots de passe")} == {3}


def test_the_lexicon_is_large_and_each_line_speaks_both_languages():
    meanings = lexicon().meanings
    assert len(meanings) >= 120
    assert all(0 < each.weight <= 1 for each in meanings)
    with pytest.raises(ValueError, match="blank wording: '…'"):
        parsed('meanings = [{ fr = ["…"], en = ["x"] }]')


@pytest.mark.parametrize(
    ("french", "english"),
    [
        ("les réseaux sociaux", "social media"),
        ("référencement", "SEO"),
        ("IA", "AI"),
        ("Twitter", "X"),
        ("visio", "video calls"),
        ("mots-dièse", "hashtags"),
        ("faire sa veille", "monitoring"),
        ("partage d’écran", "screen sharing"),
        ("mots de passe", "passwords"),
        ("ma vie privée", "privacy"),
        ("tableur", "spreadsheets"),
    ],
)
def test_a_meaning_crosses_languages(french, english):
    figure, subject = scores([french], [english])
    assert subject
    assert figure > 0.1
    assert scores([english], [french])[1]


def test_each_need_meets_its_own_skill():
    """One precise need is not drowned by what else the mentor knows."""
    alone = scores(["écrire un blog"], ["écrire un blog"])[0]
    among = scores(["écrire un blog"], ["cuisine", "jardinage", "écrire un blog", "danse"])[0]
    assert alone == pytest.approx(1, abs=1e-5)
    assert among == pytest.approx(1, abs=1e-5)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.text(max_size=30), max_size=3), st.lists(st.text(max_size=30), max_size=3))
def test_any_text_at_all_gives_a_score_between_0_and_1(needs, skills):
    figure, _ = scores(needs, skills)
    assert 0 <= figure <= 1


@settings(max_examples=40, deadline=None)
@given(st.lists(st.sampled_from(sorted(FIELD)), min_size=2, max_size=6, unique=True), st.booleans())
def test_an_explanation_decomposes_the_real_product(subjects, same_language):
    other = "fr" if same_language else "en"
    here = side_of([Candidate(1, tuple(FIELD[s]["need"]["fr"] for s in subjects))])
    there = side_of([Candidate(1, tuple(FIELD[s]["skill"][other] for s in subjects))])
    space = space_of(here, there)
    assert space is not None
    found = Reasons(here, there, space).of(0, 0)
    assert sum(each.share for each in found) == pytest.approx(1, abs=1e-5)
    near = (space.needs @ space.skills.T).toarray()
    for each in found:
        assert each.skill == near[each.need].argmax()
        assert 0 <= each.coverage <= 1
        assert sum(term.share for term in each.terms) <= 1 + 1e-6
        if each.coverage > 0:
            assert each.terms


def test_the_terms_of_an_explanation_sum_to_the_word_product():
    here = side_of([Candidate(1, ("blog linkedin",))])
    there = side_of([Candidate(1, ("linkedin blogging",)), Candidate(2, ("danse",))])
    space = space_of(here, there)
    assert space is not None
    (found,) = Reasons(here, there, space).of(0, 0)
    assert sum(term.share for term in found.terms) == pytest.approx(1, abs=1e-5)
    product = space.needs[[0]].multiply(space.skills[[0]]).tocsr()
    in_words = product.data[product.indices < space.words].sum()
    linkedin = next(t for t in found.terms if t.need == "linkedin")
    own = [
        space.vocabulary[each.name]
        for each in features(here.statements[0], usual())
        if each.wording == "linkedin"
    ]
    assert len(own) > 3
    expected = sum(product.data[product.indices == column].sum() for column in own) / in_words
    assert linkedin.share == pytest.approx(expected, abs=1e-5)


@pytest.mark.parametrize("mode", ["fr-fr", "fr-en", "en-fr", "en-en"])
def test_a_small_bilingual_programme_finds_nearly_all_its_pairs(mode):
    mine, theirs = mode.split("-")
    order = np.random.default_rng(7).permutation(len(FIELD)).tolist()
    mentees = [Candidate(k, (each["need"][mine],)) for k, each in enumerate(FIELD.values())]
    mentors = [
        Candidate(order[k], (each["skill"][theirs],)) for k, each in enumerate(FIELD.values())
    ]
    found = {p.mentee: p.mentor for p in match(mentees, mentors, Rules()).proposals}
    right = sum(found.get(k) == order[k] for k in range(len(FIELD)))
    assert right / len(FIELD) >= 0.9


def test_a_large_programme_in_two_languages_is_calibrated():
    """French needs do not all go to French skills because one language meets itself more easily."""
    here = side_of([Candidate(k, (f"gérer les dossiers {k % 7} du client",)) for k in range(100)])
    there = side_of(
        [Candidate(k, (f"gérer le dossier {k % 7} pour le client",)) for k in range(100)]
        + [Candidate(k, (f"manage the client files {k % 7}",)) for k in range(100, 200)]
    )
    space = space_of(here, there)
    assert space is not None
    factors = calibration(here, there, space)
    figures, _ = text_scores(here, there, space)
    french, english = figures[:, :100].max(axis=1).mean(), figures[:, 100:].max(axis=1).mean()
    plain = french / factors["fr", "fr"] - english / factors["fr", "en"]
    assert max(factors.values()) == 1
    assert 0 < french - english < plain / 2


def test_rarity_weighs_as_scikit_learn_does() -> None:
    drawn = np.random.default_rng(7).poisson(0.4, (40, 60)).astype(np.float32)
    counts = csr_array(drawn)
    theirs = TfidfTransformer().fit_transform(counts)
    np.testing.assert_allclose(
        weighed(counts, rarity(counts)).toarray(), theirs.toarray(), rtol=1e-5, atol=1e-7
    )
