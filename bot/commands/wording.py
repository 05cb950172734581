"""How a command is written, and what is said of wrong words: what was meant, the forms that fit.

A form is a line of the usage, such as `review approve N… | NAME | all`: its keywords are in small
letters, and what stands for a value is in capitals.
"""

from collections.abc import Sequence
from dataclasses import replace
from difflib import get_close_matches
from itertools import chain

from bot.commands.arguments import Arguments, UnknownDay, UnknownMoment, WrongWords, word
from bot.commands.registry import PREFIX, Entry
from bot.message import Bullets, Button, Buttons, Part, Run
from bot.texts import Typed, Voice

LONGEST = 120  # signs of a command that a button gives again
_LIKE = 0.75  # how much a misspelt word resembles a keyword, as difflib counts
_LOOKED_AT = 2  # words: `workshop twitter atended` has its keyword second


def usage(voice: Voice, entry: Entry, words: Arguments | None = None) -> tuple[Part, ...]:
    """How a command is written, with an example; only the forms that fit the words, if given."""
    forms = _forms(voice, entry)
    shown = forms if words is None else fitting(forms, words)
    example = voice.words(entry.key("example"))
    parts: list[Part] = [Bullets(tuple((Run(f"{PREFIX} {form}", bold=True),) for form in shown))]
    # The example of another form would lead astray.
    if shown == forms or example.split()[1:2] == shown[0].split()[1:2]:
        parts.append(voice.para("command.example", None, example=f"{PREFIX} {example}"))
    return tuple(parts)


def put_right(voice: Voice, entry: Entry, words: Arguments, wrong: WrongWords) -> tuple[Part, ...]:
    """What to say of wrong words: the command as it was probably meant, then how it is written."""
    for kind, key in ((UnknownDay, "no-such-day"), (UnknownMoment, "no-such-moment")):
        if isinstance(wrong, kind):
            told = voice.para(f"command.{key}", None, words=Typed(str(wrong)[:LONGEST]))
            return (told, *usage(voice, entry, words))
    meant = corrected(_forms(voice, entry), words)
    if meant is None:
        return (voice.para("command.wrong-words"), *usage(voice, entry, words))
    misspelt, right = meant
    shown, action = f"{PREFIX} {entry.name} {right.rewritten}", again(entry, right)
    near = voice.para("command.near", None, word=Typed(misspelt[:40]), near=Typed(shown[:LONGEST]))
    button = (Buttons((Button(shown, action, "primary"),)),) if action else ()
    return (near, *button, *usage(voice, entry, right))


def again(entry: Entry, words: Arguments) -> str:
    """The action that gives the same command; empty when no button can hold it.

    A button parts its words by colons, so none may be in them.
    """
    said = f"{entry.name} {words.rewritten}".rstrip()
    if len(said) > LONGEST or ":" in said:
        return ""
    return "command:" + said.replace(" ", ":")


def corrected(forms: Sequence[str], words: Arguments) -> tuple[str, Arguments] | None:
    """The misspelt keyword and the words put right; none when every word may be what it says."""
    known = sorted(set(chain.from_iterable(_keywords(form) for form in forms)))
    for at, token in enumerate(words.tokens[:_LOOKED_AT]):
        if token.quoted or word(token.text) in known:
            continue
        near = get_close_matches(word(token.text), known, 1, _LIKE)
        if near:
            tokens = list(words.tokens)
            tokens[at] = replace(token, text=near[0])
            return token.text, Arguments(words.text, tuple(tokens))
    return None


def fitting(forms: Sequence[str], words: Arguments) -> list[str]:
    """The forms that have a keyword which was typed; all of them when none has."""
    for token in words.tokens[:_LOOKED_AT]:
        found = [form for form in forms if word(token.text) in _keywords(form)]
        if found and not token.quoted:
            return found
    return [*forms]


def _forms(voice: Voice, entry: Entry) -> list[str]:
    return voice.words(entry.key("usage")).split("\n")


def _keywords(form: str) -> list[str]:
    """The words in small letters after the command's name."""
    return [each for each in (raw.strip("[]|") for raw in form.split()[1:]) if each.islower()]
