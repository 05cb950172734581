"""Where what was learned is kept: in a file named after all that it was learned from.

Another version, or other sentences, never read it. To know whether it is there loads no numbers.
"""

import json
from collections.abc import Mapping, Sequence
from hashlib import sha256
from pathlib import Path

from matching.guess import NOTHING
from matching.utterance import unasked

Sentences = Mapping[str, Sequence[str]]  # by class
_BEGINS, _ENDS = "understanding-", ".npz"


def classes_of(examples: Mapping[str, Sequence[str]]) -> Sentences:
    """What is told apart: what asks nothing, then each intent in order of its name.

    Raises ValueError when there is no intent.
    """
    intents = [intent for intent in sorted(examples) if intent != NOTHING]
    if not intents:
        raise ValueError("A recogniser needs examples of at least one intent.")
    nothing = [*unasked(), *examples.get(NOTHING, ())]
    return {NOTHING: nothing, **{intent: examples[intent] for intent in intents}}


def file_of(folder: Path, classes: Sentences) -> Path:
    """The file in a folder for what is learned from these sentences by this code."""
    code = sorted(each for each in Path(__file__).parent.iterdir() if each.is_file())
    asked = json.dumps({name: list(sentences) for name, sentences in classes.items()})
    name = sha256(b"".join([asked.encode(), *(each.read_bytes() for each in code)])).hexdigest()
    return folder / f"{_BEGINS}{name[:16]}{_ENDS}"


def forget_others(file: Path) -> None:
    """Removes what other versions kept beside that file. Raises OSError."""
    for former in file.parent.glob(f"{_BEGINS}*"):
        former.unlink(missing_ok=True)
