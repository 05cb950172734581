"""How well free text is understood: `python -m benchmarks.understanding`.

Accuracy: share of the labelled sentences where the outcome is right, staying silent on "unknown"
included. False action: share where the bot would have acted on something that was not asked,
whether small talk or another request.
"""

import argparse
import time
import tomllib
from collections import Counter
from pathlib import Path

from bot.understanding.recognise import recogniser
from matching.guess import RECOGNISED_AT, WORTH_ASKING_AT, Guess

ROOT = Path(__file__).resolve().parent.parent
UTTERANCES = ROOT / "tests" / "data" / "utterances.toml"
UNKNOWN = "unknown"


def labelled(path: Path = UTTERANCES) -> list[dict[str, str]]:
    """The labelled sentences: text, intent and lang of each."""
    found: list[dict[str, str]] = tomllib.loads(path.read_text(encoding="utf-8"))["utterance"]
    return found


def figures(answers: list[tuple[str, Guess]], threshold: float) -> dict[str, float]:
    """Accuracy, false actions, and silence where something was asked, as shares of all."""
    right = wrong = silent = 0
    for intent, guess in answers:
        acted = guess.confidence >= threshold
        right += (acted and guess.intent == intent) or (not acted and intent == UNKNOWN)
        wrong += acted and guess.intent != intent
        silent += not acted and intent != UNKNOWN
    return {
        "accuracy": right / len(answers),
        "false action": wrong / len(answers),
        "silent": silent / len(answers),
    }


def main() -> None:
    """Print the figures per language and threshold, and the commonest confusions."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--mistakes", action="store_true", help="list every sentence acted upon wrongly"
    )
    options = parser.parse_args()
    start = time.perf_counter()
    learned = recogniser()
    print(f"fitted in {time.perf_counter() - start:.2f} s")
    rows = labelled()
    start = time.perf_counter()
    guesses = [learned.recognise(row["text"]) for row in rows]
    each = 1000 * (time.perf_counter() - start) / len(rows)
    print(f"{each:.3f} ms a sentence, {len(rows)} sentences")
    answers = [(row["intent"], guess) for row, guess in zip(rows, guesses, strict=True)]
    asked = [(intent, guess) for intent, guess in answers if intent != UNKNOWN]
    right = sum(intent == guess.intent for intent, guess in asked) / len(asked)
    print(f"likeliest intent right, when something is asked: {right:.1%}")
    for language in ("fr", "en", "both"):
        mine = [
            a for row, a in zip(rows, answers, strict=True) if language in (row["lang"], "both")
        ]
        for threshold in sorted({0.3, WORTH_ASKING_AT, 0.5, RECOGNISED_AT, 0.7, 0.8}):
            shown = "  ".join(
                f"{name} {value:6.1%}" for name, value in figures(mine, threshold).items()
            )
            mark = {
                RECOGNISED_AT: "  <- RECOGNISED_AT",
                WORTH_ASKING_AT: "  <- WORTH_ASKING_AT",
            }.get(threshold, "")
            print(f"{language:5} from {threshold:.2f}  {shown}{mark}")
    wrong = [
        (row["text"], intent, guess)
        for row, (intent, guess) in zip(rows, answers, strict=True)
        if guess.intent != intent and guess.confidence >= RECOGNISED_AT
    ]
    print(
        "acted upon wrongly:",
        Counter(f"{intent} as {guess.intent}" for _, intent, guess in wrong).most_common(12),
    )
    if options.mistakes:
        for text, intent, guess in wrong:
            print(f"  {guess.confidence:.2f} {intent} as {guess.intent}: {text}")


if __name__ == "__main__":
    main()
