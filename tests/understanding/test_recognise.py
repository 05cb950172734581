"""The recogniser is fitted when first needed, once, and costs nothing before."""

import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from functools import cache

from bot.understanding import recognise


def test_the_commands_load_no_scientific_library():
    code = (
        "import sys, bot.handle; "
        "print([name for name in ('sklearn', 'scipy', 'matplotlib') if name in sys.modules])"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout == "[]\n"


def test_what_fits_is_never_loaded_by_who_recognises():
    code = (
        "import sys; from bot.understanding.recognise import understood; "
        "assert understood('je veux quitter le programme').intent == 'leave'; "
        "print([name for name in ('sklearn', 'scipy') if name in sys.modules])"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout == "[]\n"


def test_it_is_fitted_once_however_many_ask_at_the_same_time(monkeypatch):
    fitted: list[object] = []

    def slowly() -> object:
        time.sleep(0.02)
        fitted.append(object())
        return fitted[-1]

    monkeypatch.setattr(recognise, "_fitted", cache(slowly))
    with ThreadPoolExecutor(4) as threads:
        found = {*threads.map(lambda _: recognise.recogniser(), range(4))}
    assert len(found) == len(fitted) == 1
