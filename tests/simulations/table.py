"""Write the table of simulated sizes and coverages into the page on statistics.

    python tests/simulations/table.py [--panels 2000]

Every module ``rows_<topic>.py`` beside this one yields rows from ``rows(n_panels)``, with seeds of
its own; the tests call the same functions with fewer panels.
"""

from __future__ import annotations

import argparse
import importlib
from dataclasses import dataclass
from pathlib import Path

__all__ = ["Row", "all_rows", "as_markdown"]

HERE = Path(__file__).parent
PAGE = HERE.parents[1] / "labfolio_xl" / "docs" / "statistics.md"
BEGIN, END = "<!-- simulations: begin -->\n", "<!-- simulations: end -->\n"


@dataclass(frozen=True)
class Row:
    """One line of the table.

    Attributes
    ----------
    item : str
        The test or the interval, such as "J of the factor model, T = 60".
    figure : str
        What the numbers are, such as "share of true nulls that are rejected at 5%".
    target : float
        What the figure should be.
    before, after : float
        The figure of the method that was used before, and of the one that is used now.
    """

    item: str
    figure: str
    target: float
    before: float
    after: float


def all_rows(n_panels: int) -> list[Row]:
    """The rows of all topics, in the order of their names."""
    topics = sorted(path.stem for path in HERE.glob("rows_*.py"))
    return [row for topic in topics for row in importlib.import_module(topic).rows(n_panels)]


def as_markdown(rows: list[Row]) -> str:
    """The rows as a table in Markdown."""
    lines = ["| item | figure | should be | before | now |", "|---|---|---|---|---|"]
    lines += [
        f"| {row.item} | {row.figure} | {row.target:.1%} | {row.before:.1%} | {row.after:.1%} |"
        for row in rows
    ]
    return "\n".join(lines) + "\n"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--panels", type=int, default=2000)
    rows = all_rows(parser.parse_args().panels)
    page = PAGE.read_text(encoding="utf-8")
    before, _, rest = page.partition(BEGIN)
    _, _, after = rest.partition(END)
    PAGE.write_text(f"{before}{BEGIN}{as_markdown(rows)}{END}{after}", encoding="utf-8")


if __name__ == "__main__":
    main()
