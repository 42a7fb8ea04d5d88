"""What stands on which result sheet: the tables, in stacks, and what each asks for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

__all__ = ["CONTENTS", "MOST_ASSETS_OF_A_GRID", "SheetContents", "Table"]

Own = Mapping[str, str]

# A grid of all pairs of more assets is no longer looked at, and takes longer than all the rest.
MOST_ASSETS_OF_A_GRID = 250


@dataclass(frozen=True, slots=True)
class Table:
    """A table of results.

    Attributes
    ----------
    key : str
        By which charts and Refresh find it.
    title : str
    function : str
        That spills it.
    style : str
        How numbers are shown where the header does not say it: "beta", "return", "mixed", "item".
    own : mapping
        What the function is given beside the inputs and the settings, by argument.
    widest : mapping
        By header: units of width beyond which the words of a column are broken into lines.
    is_grid : bool
        Whether assets stand down and across.
    """

    key: str
    title: str
    function: str
    style: str
    own: Own = field(default_factory=dict)
    widest: Mapping[str, float] = field(default_factory=dict)
    is_grid: bool = False


@dataclass(frozen=True, slots=True)
class SheetContents:
    """Tables in stacks: below each other in a stack, the stacks side by side.

    With one table a stack, all have the same header row, which stays in view.

    Attributes
    ----------
    sheet : str
    stacks : tuple of tuple of Table
    apart : bool
        Whether each stack has paper of its own, since together they would print too small.
    """

    sheet: str
    stacks: tuple[tuple[Table, ...], ...]
    apart: bool = False


# How errors were made, and from which dates, takes more room than a column of numbers.
_LINES = {"inference": 44.0}

_ESTIMATES = (
    SheetContents(
        "Exposure",
        (
            (
                Table(
                    "exposure", "Exposure of the portfolio", "LF_EXPOSURE", "beta", widest=_LINES
                ),
                Table("mean_betas", "Betas of the assets", "LF_BETA_MEANS", "beta"),
            ),
        ),
    ),
    SheetContents(
        "Betas",
        (
            (Table("betas", "Betas", "LF_BETAS", "beta"),),
            (
                Table(
                    "beta_stats", "Every coefficient", "LF_BETA_STATS", "coefficient", widest=_LINES
                ),
            ),
        ),
        apart=True,
    ),
    SheetContents(
        "Lambdas",
        (
            (Table("lambdas", "Premium of each period", "LF_LAMBDAS", "return"),),
            (Table("cumulative", "Running sum", "LF_LAMBDAS", "return", {"show": "cumulative"}),),
        ),
    ),
    SheetContents(
        "Premia",
        (
            (
                Table(
                    "premia",
                    "Risk premia, with the standard errors of each kind",
                    "LF_PREMIA",
                    "return",
                    {"show": "kinds"},
                    _LINES,
                ),
            ),
        ),
    ),
    SheetContents(
        "Model",
        (
            (
                Table("model", "Linear factor model", "LF_MODEL", "item"),
                Table(
                    "model_premia",
                    "Risk premia of the model",
                    "LF_MODEL_PREMIA",
                    "return",
                    widest=_LINES,
                ),
            ),
            (Table("model_params", "Pricing errors (alpha) and betas", "LF_MODEL_PARAMS", "beta"),),
        ),
        apart=True,
    ),
    SheetContents(
        "Expected",
        ((Table("expected", "Expected and realised", "LF_EXPECTED", "return", widest=_LINES),),),
    ),
)

_PORTFOLIO = (
    SheetContents(
        "Risk",
        (
            (
                Table(
                    "risk",
                    "Risk by factor",
                    "LF_RISK",
                    "return",
                    # Without an annual column it stands above a column of numbers.
                    widest={"rule": 30.0},
                ),
                Table(
                    "risk_assets",
                    "Risk by asset",
                    "LF_RISK",
                    "return",
                    {"show": "assets"},
                    widest={"rule": 44.0},
                ),
            ),
        ),
    ),
    SheetContents(
        "Attribution",
        (
            (
                Table(
                    "attribution",
                    "Parts of the realised return",
                    "LF_ATTRIBUTION",
                    "return",
                    widest={"reading": 36.0, "inference": 28.0},
                ),
            ),
        ),
    ),
    SheetContents(
        "Rolling", ((Table("rolling", "Exposures in moving windows", "LF_ROLLING", "beta"),),)
    ),
)

_TESTS = (
    SheetContents(
        "Tests",
        (
            (
                Table(
                    "grs",
                    "Do the factors price the assets?",
                    "LF_GRS",
                    "mixed",
                    widest={"test": 24.0, "null": 28.0, "reading": 26.0, "inference": 24.0},
                ),
                Table(
                    "findings",
                    "Do the data fit what the estimates assume?",
                    "LF_DIAGNOSTICS",
                    "mixed",
                    widest={"check": 26.0, "null": 28.0, "reading": 72.0},
                ),
            ),
        ),
    ),
    SheetContents(
        "Residuals",
        (
            (
                Table(
                    "residual_tests",
                    "Tests by asset",
                    "LF_DIAGNOSTICS",
                    "t",
                    {"show": "assets"},
                ),
            ),
            (
                Table(
                    "residual_correlations",
                    "Correlations of the residuals",
                    "LF_DIAGNOSTICS",
                    "correlation",
                    {"show": "correlations"},
                    is_grid=True,
                ),
            ),
        ),
        apart=True,
    ),
    SheetContents(
        "Check",
        (
            (
                Table(
                    "check",
                    "The data report",
                    "LF_CHECK",
                    "mixed",
                    widest={"item": 40.0, "found": 44.0, "reading": 84.0},
                ),
            ),
        ),
    ),
)

CONTENTS = (*_ESTIMATES, *_PORTFOLIO, *_TESTS)
