"""`python -m matching.learning labels.csv`: learn the thesaurus anew and put it in the package."""

import argparse
import sys
from pathlib import Path

from matching.learning.compiling import thesaurus_of
from matching.learning.labels import LabelsError, read_labels
from matching.thesaurus import SHIPPED, written


def main() -> None:
    """Read the labels, learn, write, and say how large it is."""
    parser = argparse.ArgumentParser(prog="python -m matching.learning", description=__doc__)
    parser.add_argument("labels", type=Path, help="CSV in UTF-8 (docs/thesaurus.md)")
    parser.add_argument("--out", type=Path, default=SHIPPED, help="where the table goes")
    options = parser.parse_args()
    try:
        concepts = read_labels(options.labels)
    except (OSError, LabelsError) as error:
        sys.exit(str(error))
    learned = thesaurus_of(concepts)
    options.out.write_bytes(written(learned))
    links = sum(table.nnz for table in learned.near.values())
    size = options.out.stat().st_size // 1024
    sys.stdout.write(f"{len(concepts)} concepts, {links} links, {size} KiB: {options.out}\n")


if __name__ == "__main__":
    main()
