"""The words of `review` that decide: approve, reject, swap, lock, and the two that explain."""

from collections.abc import Callable, Iterable, Iterator

from bot.commands.arguments import Arguments, WrongWords, forced
from bot.commands.entry import run_button
from bot.commands.sifting import nobody, of_people, sifted
from bot.forms.words import fold
from bot.message import Bullets, Button, Buttons, Facts, Para, Part, Run, Runs
from bot.pairing import decide
from bot.pairing.candidates import Pool
from bot.pairing.decide import Decided
from bot.pairing.evidence import others_for
from bot.pairing.explain import rule, told, why_not
from bot.pairing.refused import BrokenRules, Refused
from bot.scene import Scene
from bot.texts import Typed, Voice
from matching.proposals import Proposal as Match
from storage.nouns import Enrolment, Proposal

Verb = Callable[[Scene, Pool, Arguments], Decided | None]

_JOINERS = {"with", "avec", "and", "et", "+", "/", "a", "to", "from", "de"}


def _approve(scene: Scene, pool: Pool, words: Arguments) -> Decided:
    return decide.approve(scene.work, pool, _wanted(pool, words), scene.person)


def _wanted(pool: Pool, words: Arguments) -> list[Proposal]:
    """The proposals of those numbers; or those undecided of a kind, or of a person."""
    if not words or _numbers(words):
        return decide.numbered(pool, words.numbers())
    sieve, rest = sifted(words)
    if rest and sieve.words:
        raise WrongWords(words.raw)
    if rest:
        people = pool.names.meant(rest.raw)
        if not people:
            raise nobody(pool.names, rest.raw)
        sieve = of_people(rest, people, [*pool.enrolments.values()])
    return [each for each in pool.undecided().values() if sieve.keeps(each)]


def _reject(scene: Scene, pool: Pool, words: Arguments) -> Decided:
    if _numbers(words):
        numbers, reason = words.leading_numbers()
        wanted = decide.numbered(pool, numbers)
    else:
        sieve, reason = sifted(words)
        if not sieve.says:  # all of them, and for good, is nobody's wish
            raise WrongWords(words.raw)
        wanted = [each for each in pool.undecided().values() if sieve.keeps(each)]
    return decide.reject(scene.work, pool, wanted, scene.person, reason.raw[:300])


def _numbers(words: Arguments) -> bool:
    return bool(words) and not words.tokens[0].quoted and words.words[0].lstrip("#")[:1].isdecimal()


def _swap(scene: Scene, pool: Pool, words: Arguments) -> Decided | None:
    words, force = forced(words)
    wanted = decide.numbered(pool, words.numbers())
    if len(wanted) != 2:
        raise WrongWords(words.raw)
    one, other = wanted
    return _unless_broken(
        scene, pool, lambda: decide.swap(scene.work, pool, one, other, scene.person, force)
    )


def _lock(scene: Scene, pool: Pool, words: Arguments) -> Decided | None:
    words, force = forced(words)
    mentee, mentor = _two(pool, words, ("mentee", "mentor"))
    return _unless_broken(
        scene, pool, lambda: decide.lock(scene.work, pool, mentee, mentor, scene.person, force)
    )


def _why(scene: Scene, pool: Pool, words: Arguments) -> None:
    numbers = words.numbers()
    if len(numbers) != 1:
        raise WrongWords(words.raw)
    (each,) = decide.numbered(pool, numbers)
    explain(scene, pool, each)


def explain(scene: Scene, pool: Pool, each: Proposal) -> None:
    """Why these two, who else would suit the mentee, and what can be decided about it."""
    voice = scene.voice
    parts: list[Part] = [*told(voice, pool, each)]
    mentee = pool.candidate(pool.enrolments[each.mentee_id], "mentee")
    others = others_for(pool, mentee, each.mentor_id)
    if others:
        rows = tuple((pool.name(other.mentor), _suits(voice, pool, other)) for other in others)
        name = Typed(pool.name(each.mentee_id))
        parts += [voice.para("command.review.others", None, mentee=name), Facts(rows)]
        parts.append(
            Buttons(
                tuple(
                    voice.button(
                        "command.button.instead",
                        f"review-instead:{each.id}:{other.mentor}",
                        "plain",
                        name=Typed(pool.name(other.mentor)),
                    )
                    for other in others
                )
            )
        )
    scene.say(*parts, Buttons(_decisions(voice, each)))


def _suits(voice: Voice, pool: Pool, other: Match) -> Runs:
    """How well somebody else would suit, and whether they still have room."""
    label = voice.words(f"pairing.label.{other.label}")
    if pool.room(other.mentor) > 0:
        return (Run(label),)
    return voice.runs("command.review.no-room", None, label=label)


def _decisions(voice: Voice, each: Proposal) -> tuple[Button, ...]:
    found: list[Button] = []
    if each.state != "approved":
        found.append(voice.button("command.button.approve", f"review-approve:{each.id}", "primary"))
    if not each.locked:
        found.append(voice.button("command.button.lock", f"review-lock:{each.id}"))
    if each.state != "rejected":
        found.append(voice.button("command.button.reject", f"review-reject:{each.id}"))
    return tuple(found)


def lock_as_is(scene: Scene, pool: Pool, each: Proposal) -> Decided | None:
    """Keeps two people together, whatever a later matching finds."""
    return instead(scene, pool, each, pool.enrolments[each.mentor_id])


def instead(
    scene: Scene, pool: Pool, each: Proposal, mentor: Enrolment, force: bool = False
) -> Decided | None:
    """Gives a mentee another mentor; what is against it is said, with a button to insist."""
    mentee = pool.enrolments[each.mentee_id]
    action = f"review-instead:{each.id}:{mentor.id}:force"
    insist = scene.voice.button("command.button.insist", action, "danger")
    try:
        return _unless_broken(
            scene,
            pool,
            lambda: decide.lock(scene.work, pool, mentee, mentor, scene.person, force, each),
            insist,
        )
    except Refused as refused:
        scene.say(Para(refused.sentence(scene.voice)))
        return None


def _why_not(scene: Scene, pool: Pool, words: Arguments) -> None:
    mentee, mentor = _two(pool, words, ("mentee", "mentor"), either_way=True)
    code = why_not(pool, mentee, mentor)
    parts: list[Part] = [Para(rule(scene.voice, pool, code, mentee, mentor))]
    if code == "full":
        parts.append(
            scene.voice.para("pairing.rule.full-with", None, names=_taken(scene, pool, mentor))
        )
    if code in ("full", "better", "not-yet", "no-common-subject"):
        parts.append(scene.voice.hint("command.review.by-hand"))
    scene.say(*parts)


def _taken(scene: Scene, pool: Pool, mentor: Enrolment) -> Typed:
    """Those for whom a mentor's places are."""
    active = [each for each in pool.pairs if each.state == "active"]
    open_ = [each for each in pool.pending.values() if each.state != "rejected"]
    there = [each.mentee_id for each in active if each.mentor_id == mentor.id]
    there += [each.mentee_id for each in open_ if each.mentor_id == mentor.id]
    return Typed(scene.voice.listed(pool.name(one) for one in dict.fromkeys(there)))


VERBS: dict[str, Verb] = {
    **dict.fromkeys(("approve", "approuver", "approuve", "valider", "ok"), _approve),
    **dict.fromkeys(("reject", "rejeter", "refuser", "ecarter", "ecarte"), _reject),
    **dict.fromkeys(("swap", "echanger", "echange", "permuter"), _swap),
    **dict.fromkeys(("lock", "imposer", "fixer", "verrouiller", "reunir"), _lock),
    **dict.fromkeys(("why", "pourquoi"), _why),
    **dict.fromkeys(("why-not", "whynot", "pourquoi-pas"), _why_not),
}


def _unless_broken(
    scene: Scene, pool: Pool, act: Callable[[], Decided], insist: Button | None = None
) -> Decided | None:
    """Decides, or names the rules against it and how to insist."""
    try:
        return act()
    except BrokenRules as broken:
        mentee, mentor = pool.enrolments[broken.mentee], pool.enrolments[broken.mentor]
        rules = tuple(rule(scene.voice, pool, code, mentee, mentor) for code in broken.rules)
        parts: list[Part] = [Para(broken.sentence(scene.voice)), Bullets(rules)]
        may = "same-person" not in broken.rules
        if may and insist is None:
            parts.append(scene.voice.hint("command.review.force"))
        buttons = [insist] if may and insist is not None else []
        parts.append(Buttons((*buttons, run_button(scene, "review", "review"))))
        scene.say(*parts)
        return None


def _two(
    pool: Pool, words: Arguments, roles: tuple[str, str], either_way: bool = False
) -> tuple[Enrolment, Enrolment]:
    """The mentee and the mentor whom two names mean. Raises Refused, or WrongWords."""
    if len(words) < 2:
        raise WrongWords(words.raw)
    lost: list[str] = []
    several: list[str] = []
    for first, second in _splits(words):
        for mentee, mentor in ((first, second), (second, first))[: 2 if either_way else 1]:
            found = [
                _enrolments(pool, name, role)
                for name, role in zip((mentee, mentor), roles, strict=True)
            ]
            if all(len(each) == 1 for each in found):
                return found[0][0], found[1][0]
            for name, each in zip((mentee, mentor), found, strict=True):
                (lost if not each else several).append(name)
    sure = [name for name in several if len(pool.names.meant(name)) > 1]
    if sure:
        who = [pool.people[one].name for one in pool.names.meant(sure[0])[:5]]
        raise Refused(
            "command.review.which-one", None, name=Typed(sure[0]), names=Typed(", ".join(who))
        )
    unknown = next((name for name in lost if not pool.names.meant(name)), lost[0] if lost else "")
    if pool.names.meant(unknown):
        raise Refused("command.review.other-role", None, name=Typed(unknown))
    raise nobody(pool.names, unknown)


def _splits(words: Arguments) -> Iterator[tuple[str, str]]:
    """Every way of reading some words as two names, quotes and joining words first."""
    said = words.words
    if len(said) == 2:
        yield said[0], said[1]
        return
    for at in range(1, len(said)):
        left, right = said[:at], said[at:]
        if fold(right[0]) in _JOINERS or right[0] in _JOINERS:
            right = right[1:]
        if right:
            yield " ".join(left).rstrip(",;/"), " ".join(right)


def _enrolments(pool: Pool, name: str, role: str) -> list[Enrolment]:
    people = set(pool.names.meant(name))
    return _playing((each for each in pool.enrolments.values() if each.person_id in people), role)


def _playing(enrolments: Iterable[Enrolment], role: str) -> list[Enrolment]:
    return [each for each in enrolments if each.role in (role, "both")]
