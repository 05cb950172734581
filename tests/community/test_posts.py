"""The editorial calendar: what goes out, what is pressed under it, and its results."""

from datetime import timedelta

from bot.programme.template import load
from storage.nouns import Posting, Programme, Reaction
from tests.client import Chat, Someone

DAY = timedelta(days=1)


def posted(chat: Chat) -> dict[str, int]:
    chat.until(chat.clock.now() + 4 * DAY)
    return {each.key: each.id for each in chat.all(Posting)}


def test_a_poll_is_answered_once_each_and_told_without_names_in_its_thread(
    chat: Chat, claire: Someone, people: list[Someone]
) -> None:
    ids = posted(chat)
    assert "Quel jour vous convient ?\n[Mardi] [Jeudi]" in "\n".join(chat.read_in("mentorat"))
    for n, each in enumerate(people[:4]):
        assert each.sends(f"react:{ids['vote']}:{n % 2}").startswith("C’est compté")
    assert "moins de réponses qu’il n’en faut" in claire.gives("posts vote")
    people[0].sends(f"react:{ids['vote']}:1")
    people[4].sends(f"react:{ids['vote']}:1")
    assert people[5].sends(f"react:{ids['vote']}:0") == (
        "Counted: Tuesday. You can change your mind until the results."
    )
    shown = claire.gives("posts vote")
    assert "6 réponses" in shown
    assert ": 2" not in shown, "not split before the results: two readings would tell who"
    chat.until(chat.clock.now() + 7 * DAY)
    told = next(each for each in chat.read_in("mentorat") if "6 réponses" in each)
    assert "• Mardi : 2 (33 %)" in told
    assert "Petit" not in told
    assert chat.all(Reaction, posting_id=ids["vote"]) == [], "only counts stay"
    assert "déjà publiés" in people[0].sends(f"react:{ids['vote']}:0")
    assert "• Jeudi : 4 (67 %)" in claire.gives("posts vote")


def test_too_few_answers_are_never_told(chat: Chat, claire: Someone, people: list[Someone]) -> None:
    ids = posted(chat)
    for each in people[:4]:
        each.sends(f"react:{ids['vote']}:0")
    chat.until(chat.clock.now() + 7 * DAY)
    told = "\n".join(chat.read_in("mentorat"))
    assert "Il y a eu moins de 5 réponses" in told
    assert "Mardi :" not in told + claire.gives("posts vote")


def test_a_challenge_is_pressed_thanked_and_counted(
    chat: Chat, claire: Someone, people: list[Someone]
) -> None:
    ids = posted(chat)
    assert "Bravo, c’est compté !" in people[0].sends(f"react:{ids['try']}:0")
    assert "C’est déjà compté" in people[0].sends(f"react:{ids['try']}:0")
    assert "Well done" in people[5].sends(f"react:{ids['try']}:0")
    chat.until(chat.clock.now() + 6 * DAY)
    assert "Le défi est relevé : 2 personnes l’ont fait. Bravo !" in chat.read_in("mentorat")[-1]


def test_who_may_not_press(chat: Chat, claire: Someone, people: list[Someone]) -> None:
    ids = posted(chat)
    assert "qui participent au programme" in claire.sends(f"react:{ids['vote']}:0")
    assert "ne sert plus" in people[0].sends(f"react:{ids['vote']}:7")
    assert "ne sert plus" in people[0].sends("react:99:0")
    assert chat.all(Reaction) == []


def test_a_coordinator_moves_skips_edits_and_adds(
    chat: Chat, claire: Someone, people: list[Someone], programme: Programme
) -> None:
    assert "later · lundi 25 janvier à 10 h (à venir) : Plus tard." in claire.gives("posts")
    assert "mardi 12 janvier à 15 h" in claire.gives("posts move later 12 janvier 2016 15h")
    claire.gives("posts edit later Les nouveaux mots")
    assert "ne partira pas" in claire.gives("posts skip try")
    assert "own-1 partira" in claire.gives('posts add 13 janvier 2016 9h "Bonjour à vous"')
    assert "c’est déjà passé" in claire.gives("posts move later 4 janvier 2016 15h")
    assert "Je n’ai pas compris la fin" in claire.gives("posts move nothing 12 janvier 2016 15h")
    chat.until(chat.clock.now() + 9 * DAY)
    told = chat.read_in("mentorat")
    assert "Les nouveaux mots" in told
    assert "Bonjour à vous" in told
    assert not any("hashtag" in each for each in told)
    assert "est déjà publié" in claire.gives("posts skip later")
    chat.until(chat.clock.now() + 20 * DAY)
    assert sum("Les nouveaux mots" in each for each in chat.read_in("mentorat")) == 1


def test_without_a_channel_that_is_said(chat: Chat, programme: Programme) -> None:
    claire = chat.person("claire")
    claire.joins()
    chat.coordinates(claire, programme)
    assert "pas encore de canal" in claire.gives("posts")
    told = claire.gives('posts add 13 janvier 2016 9h "Bonjour à vous"')
    assert "own-1 partira" in told
    assert "pas encore de canal" in told


def test_what_is_for_mentors_is_answered_by_mentors_alone(
    chat: Chat, claire: Someone, people: list[Someone]
) -> None:
    programme = chat.only(Programme)
    posts = [{**each, "who": "mentors"} for each in programme.plan["posts"]]
    plan = {key: part for key, part in programme.plan.items() if key != "digest"}
    chat.change(programme, plan={**plan, "posts": posts})
    ids = posted(chat)
    mentees = [each for each in people if each.enrolment.role == "mentee"]
    mentors = [each for each in people if each.enrolment.role == "mentor"]
    assert mentees
    assert mentors
    for each in mentees:
        french = each.sender.locale.startswith("fr")
        told = "s’adresse aux mentors" if french else "is for the mentors"
        for key in ("vote", "try"):
            assert told in each.sends(f"react:{ids[key]}:0")
    assert chat.all(Reaction) == []
    assert "compté" in mentors[0].sends(f"react:{ids['vote']}:0")


def test_the_question_of_a_template_that_speaks_to_mentors_is_theirs() -> None:
    found = {
        (name, post.key)
        for name in ("at-scale", "classic-mentoring", "select-and-equip")
        for post in load(name).posts
        if post.who == "mentors"
    }
    assert found == {
        ("at-scale", "hands-on"),
        ("classic-mentoring", "listening"),
        ("select-and-equip", "posture"),
    }
