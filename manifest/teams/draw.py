"""Draws the two icons of the Teams app: `python manifest/teams/draw.py`.

Two linked rings, as in the web page's logo. Teams asks for a colour icon of 192 pixels, of which
some screens show the middle only, and for a white outline of 32 pixels on nothing.
"""

from pathlib import Path
from typing import Any

import numpy as np
from matplotlib import image

FOLDER = Path(__file__).parent
_GROUND, _LEFT, _RIGHT = (0x12, 0x66, 0x5F), (0xFF, 0xFF, 0xFF), (0xF4, 0xAD, 0x8E)
_FINER = 8  # each pixel is the mean of that many squared
# In hundredths of the picture: how far the centres are from the middle, and the rings' measures.
_APART, _RADIUS, _WIDTH, _GAP = 11.5, 20.0, 7.5, 2.6

Picture = np.ndarray[Any, np.dtype[np.float64]]


def rings(size: int, scale: float) -> tuple[Picture, Picture]:
    """How much each ring covers each pixel, from 0 to 1; over one another they leave a gap."""
    fine = (np.arange(size * _FINER) + 0.5) / _FINER
    x, y = np.meshgrid(fine - size / 2, fine - size / 2)
    unit = size * scale / 100

    def ring(side: int, more: float) -> Picture:
        away = np.hypot(x - side * _APART * unit, y)
        found: Picture = (np.abs(away - _RADIUS * unit) <= (_WIDTH / 2 + more) * unit) * 1.0
        return found

    left, right, below = ring(-1, 0), ring(1, 0), y > 0
    # The left ring passes over the right one above, and under it below.
    right *= 1 - ring(-1, _GAP) * ~below
    left *= 1 - ring(1, _GAP) * below
    return _coarse(left, size), _coarse(right, size)


def colour(size: int = 192) -> Picture:
    """The colour icon: red, green, blue and full opacity, from 0 to 1."""
    left, right = (cover[..., np.newaxis] for cover in rings(size, 0.88))
    ground = np.ones((size, size, 3)) * np.array(_GROUND) / 255
    drawn = ground * (1 - left - right)
    drawn = drawn + left * np.array(_LEFT) / 255 + right * np.array(_RIGHT) / 255
    return np.dstack([drawn, np.ones((size, size))])


def outline(size: int = 32) -> Picture:
    """The outline icon: white wherever it is not transparent."""
    left, right = rings(size, 1.33)
    return np.dstack([np.ones((size, size, 3)), np.clip(left + right, 0, 1)])


def _coarse(cover: Picture, size: int) -> Picture:
    found: Picture = cover.reshape(size, _FINER, size, _FINER).mean(axis=(1, 3))
    return found


def main() -> None:
    """Writes both icons beside this program."""
    for name, drawn in (("color.png", colour()), ("outline.png", outline())):
        image.imsave(FOLDER / name, np.clip(drawn, 0, 1), metadata={"Software": None})
        print(f"{name}: {drawn.shape[1]} × {drawn.shape[0]}")


if __name__ == "__main__":
    main()
