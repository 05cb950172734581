"""How pictures of a report are drawn: on one width, in the page's own colours, in few strokes.

Only Figure objects are used: matplotlib's other interface keeps a state that threads would share.
Words are drawn as they are (`parse_math=False`): a dollar sign in a title is not mathematics.
"""

from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING, Any

from bot.report.say import Say

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

# The page's own colours (page.css), far enough apart in lightness to survive a grey printer.
INK = "#1d2939"
QUIET = "#5d6b7c"
RULE = "#e3e7ec"
DEEP = "#0f4c5c"
MIDDLE = "#7fa3ab"
PALE = "#d3e0e3"
WARM = "#e0a042"

WIDTH = 7.2  # inches: the width of the text on an A4 page
DOTS = 180  # an inch
SMALL, TEXT, LARGE = 7.5, 8.5, 10.0
CLEAR = {"facecolor": "white", "edgecolor": "none", "pad": 1.0}  # hides the rule behind words


@dataclass(frozen=True, slots=True)
class Chart:
    """A picture, its title, and what it shows in words."""

    name: str
    title: str
    alt: str
    png: bytes


def figure_of(height: float) -> "Figure":
    """An empty picture of that height, in inches."""
    # Here, not above: matplotlib takes half a second to import, and only reports need it.
    from matplotlib.figure import Figure

    return Figure(figsize=(WIDTH, height), dpi=DOTS, layout="constrained", facecolor="white")


def bare(axes: "Axes", grid: str = "y") -> None:
    """Leaves of the axes a line at the bottom and a quiet grid."""
    for side, spine in axes.spines.items():
        spine.set_visible(side == "bottom")
        spine.set_color(QUIET)
        spine.set_linewidth(0.8)
    axes.tick_params(length=0, pad=5, labelsize=TEXT, labelcolor=QUIET)
    axes.set_axisbelow(True)
    if grid == "y":
        axes.yaxis.grid(color=RULE, linewidth=0.8)
    else:
        axes.xaxis.grid(color=RULE, linewidth=0.8)


def write(axes: "Axes", x: float, y: float, text: str, size: float = TEXT, **style: Any) -> None:
    """Words at a place of the axes."""
    axes.text(x, y, text, fontsize=size, parse_math=False, **{"color": INK, **style})


def caption(axes: "Axes", text: str) -> None:
    """A quiet title above the axes."""
    axes.set_title(text, fontsize=TEXT, color=QUIET, loc="left", parse_math=False, pad=8)


def legend(axes: "Axes", size: float) -> None:
    """What the colours mean, under the axes: inside them it would lie upon bars."""
    axes.legend(
        frameon=False,
        fontsize=size,
        labelcolor=INK,
        loc="upper left",
        bbox_to_anchor=(0, -0.1),
        borderaxespad=0,
        ncols=2,
        handlelength=1.2,
    )


def whole_ticks(axes: "Axes", top: float) -> None:
    """Marks at whole numbers only."""
    # Here for the same reason as in `figure_of`.
    from matplotlib.ticker import MaxNLocator

    axes.yaxis.set_major_locator(MaxNLocator(nbins=min(5, max(1, int(top))), integer=True))


def short(text: str, longest: int = 44) -> str:
    """A text cut to fit beside a bar."""
    return text if len(text) <= longest else f"{text[: longest - 1].rstrip()}…"


def chart_of(name: str, say: Say, alt: str, figure: "Figure") -> Chart:
    """The picture as a PNG; the same figures always give the same bytes."""
    content = BytesIO()
    # Without the program's version the same figures always give the same bytes.
    figure.savefig(content, format="png", metadata={"Software": None})
    return Chart(name, say.words(f"chart.{name}"), alt, content.getvalue())
