"""Where what was learned is kept: in a file named after all that it was learned from.

Another version, or other sentences, never read it. To know whether it is there loads no numbers,
and reads no sentence: a start waits for that.
"""

from hashlib import sha256
from pathlib import Path

_BEGINS, _ENDS = "understanding-", ".npz"


def file_of(folder: Path, written: bytes) -> Path:
    """The file in a folder for what this code learns from examples, as they are `written`."""
    code = sorted(each for each in Path(__file__).parent.iterdir() if each.is_file())
    name = sha256(b"".join([written, *(each.read_bytes() for each in code)])).hexdigest()
    return folder / f"{_BEGINS}{name[:16]}{_ENDS}"


def forget_others(file: Path) -> None:
    """Removes what other versions kept beside that file. Raises OSError."""
    for former in file.parent.glob(f"{_BEGINS}*"):
        former.unlink(missing_ok=True)
