"""A program that stops does not wait for what it was still learning."""

from concurrent.futures import ThreadPoolExecutor
from time import sleep

import pytest

from matching import fitting
from matching.fitting import Abandoned, abandon, fit_apart

CLASSES = {"greet": ["bonjour", "salut"], "leave": ["je pars", "au revoir"]}


def test_what_is_being_learned_is_abandoned() -> None:
    with ThreadPoolExecutor(1) as pool:
        learning = pool.submit(fit_apart, CLASSES)
        while not fitting._TWINS and not learning.done():
            sleep(0.01)
        abandon()
        with pytest.raises(Abandoned):
            learning.result()
    assert not fitting._TWINS


def test_what_is_learned_afterwards_is_learned() -> None:
    abandon()
    assert fit_apart(CLASSES).weights.shape[1] == len(CLASSES)
