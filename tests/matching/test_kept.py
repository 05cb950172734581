"""What was learned is read at the next start, and never by another version."""

import json
import subprocess
import sys

import numpy as np

from matching import fitting
from matching.fitting import fit, kept_in
from matching.kept import file_of

EXAMPLES = {
    "leave": ["je veux partir", "je quitte le programme", "I want to leave"],
    "help": ["aide-moi", "que sais-tu faire", "what can you do"],
}


def learned(folder, monkeypatch, examples=EXAMPLES):
    """What it comes to, and whether it was learned anew."""
    times = []

    def counted(classes):
        times.append(classes)
        return fit(classes)

    monkeypatch.setattr(fitting, "fit_apart", counted)
    return kept_in(folder, written(examples))(examples), bool(times)


def written(examples):
    return json.dumps(examples).encode()


def test_it_is_learned_once(tmp_path, monkeypatch):
    first, anew = learned(tmp_path / "new", monkeypatch)
    assert anew
    again, anew = learned(tmp_path / "new", monkeypatch)
    assert not anew
    assert (again.names, again.rarity) == (first.names, first.rarity)
    assert np.array_equal(again.weights, first.weights)
    assert np.array_equal(again.bias, first.bias)


def test_other_examples_are_learned_anew_in_its_place(tmp_path, monkeypatch):
    learned(tmp_path, monkeypatch)
    other = {**EXAMPLES, "leave": ["adieu"]}
    assert learned(tmp_path, monkeypatch, other)[1]
    assert len([*tmp_path.iterdir()]) == 1


def test_a_damaged_file_is_learned_anew(tmp_path, monkeypatch):
    learned(tmp_path, monkeypatch)
    for broken in (b"", b"PK nothing", b"\x93NUMPY"):
        for file in tmp_path.iterdir():
            file.write_bytes(broken)
        assert learned(tmp_path, monkeypatch)[1]


def test_a_folder_that_may_not_be_written_is_no_obstacle(tmp_path, monkeypatch):
    (tmp_path / "file").write_text("in the way")
    assert learned(tmp_path / "file", monkeypatch)[1]


def test_whether_it_is_learned_is_known_without_the_arithmetic(tmp_path, monkeypatch):
    file = file_of(tmp_path, written(EXAMPLES))
    assert not file.exists()
    learned(tmp_path, monkeypatch)
    assert file.exists()
    loaded = "import sys, bot.handle, bot.understanding.recognise; print('numpy' in sys.modules)"
    told = subprocess.run(
        [sys.executable, "-c", loaded], capture_output=True, text=True, check=True
    )
    assert told.stdout == "False\n"
