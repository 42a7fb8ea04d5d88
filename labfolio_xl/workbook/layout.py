"""Which result stands where: the one layout of both flavours, of Refresh, and of the tests."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from labfolio_xl.blocks import ERROR_MARK, Rows
from labfolio_xl.workbook.analysis import Analysis
from labfolio_xl.workbook.formulas import Formula, formula, input_rows
from labfolio_xl.workbook.places import Area
from labfolio_xl.workbook.wording import COMPLETE, NOTES, SUBTITLES

__all__ = ["Block", "Page", "blocks", "pages"]

# On every result sheet a narrow margin stands before the first table.
_FIRST_COLUMN = 1
_NOTES_ROW = 2
# From the last row of a table to the header of the next: a gap, its title, its formula.
_BETWEEN = 4

# How the numbers of a column are shown, by its header, whatever the block.
_BY_HEADER = {
    "date": "date",
    "alpha": "return",
    "t": "t",
    "p": "p",
    "R-squared": "number",
    "dates": "count",
    "annual premium": "percent",
    "annual expected": "percent",
    "annual realised": "percent",
    **dict.fromkeys(("asset", "factor", "term", "item", "check"), "text"),
    # Words to the right of numbers stand off from them.
    **dict.fromkeys(("reading", "inference", "verdict"), "text_after"),
}


@dataclass(frozen=True, slots=True)
class Block:
    """A table on a result sheet: its place, its formula, and what the formula spills.

    Attributes
    ----------
    key : str
        By which charts and Refresh find it.
    title : str
    formula : Formula
    area : Area
        The cells of the spill, header included.
    cells : rows
        As the worksheet function returns them: a header row, then values; or one cell with
        the sentence of a mistake.
    style : str
        How numbers are shown where the header does not say it: "beta", "return", "mixed", "item".
    """

    key: str
    title: str
    formula: Formula
    area: Area
    cells: Rows
    style: str

    @property
    def failed(self) -> bool:
        """Whether there is a sentence in place of the result."""
        first = self.cells[0][0]
        return isinstance(first, str) and first.startswith(ERROR_MARK)

    @property
    def mistake(self) -> str:
        """The sentence, without its mark."""
        return str(self.cells[0][0]).removeprefix(ERROR_MARK)

    @property
    def header(self) -> list[str]:
        """The texts of the first row."""
        return [str(cell) for cell in self.cells[0]]

    @property
    def styles(self) -> list[str]:
        """How each column is shown."""
        return [_BY_HEADER.get(name, self.style) for name in self.header]

    def column(self, name: str | int) -> Area:
        """The values of a column, without its header."""
        place = name if isinstance(name, int) else self.header.index(name)
        area = self.area
        return Area(area.sheet, area.row + 1, area.column + place, area.n_rows - 1)

    def head(self, name: str | int) -> Area:
        """The header cell of a column."""
        place = name if isinstance(name, int) else self.header.index(name)
        return Area(self.area.sheet, self.area.row, self.area.column + place)


@dataclass(frozen=True, slots=True)
class Page:
    """A result sheet: what stands above the tables, and the tables.

    Attributes
    ----------
    frozen : tuple of int
        Row and column from which the sheet scrolls.
    """

    sheet: str
    subtitle: str
    notes: tuple[str, ...]
    blocks: tuple[Block, ...]
    frozen: tuple[int, int]


@dataclass(frozen=True, slots=True)
class _Spec:
    key: str
    title: str
    function: str
    style: str
    options: Mapping[str, str | float | bool] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _PageSpec:
    """Tables in stacks: below each other in a stack, the stacks side by side.

    With one table a stack, all have the same header row, which stays in view.
    """

    sheet: str
    stacks: tuple[tuple[_Spec, ...], ...]


_SORTED: dict[str, str | float | bool] = {"sort": True}

_PAGES = (
    _PageSpec(
        "Exposure",
        (
            (
                _Spec("exposure", "Exposure of the portfolio", "LF_EXPOSURE", "beta"),
                _Spec("mean_betas", "Betas of the assets", "LF_BETA_MEANS", "beta", _SORTED),
            ),
        ),
    ),
    _PageSpec(
        "Betas",
        (
            (_Spec("betas", "Betas", "LF_BETAS", "beta"),),
            (_Spec("beta_stats", "Every coefficient", "LF_BETA_STATS", "number"),),
        ),
    ),
    _PageSpec(
        "Lambdas",
        (
            (_Spec("lambdas", "Premium of each period", "LF_LAMBDAS", "return"),),
            (_Spec("cumulative", "Running sum", "LF_LAMBDAS", "return", {"cumulative": True}),),
        ),
    ),
    _PageSpec(
        "Premia",
        (
            (
                _Spec("premia", "Risk premia, lowest first", "LF_PREMIA", "return", _SORTED),
                _Spec(
                    "premia_hac",
                    "The same with Newey-West errors",
                    "LF_PREMIA",
                    "return",
                    {**_SORTED, "cov": "hac"},
                ),
                _Spec(
                    "premia_shanken",
                    "The same with Shanken's errors, which allow for estimated betas",
                    "LF_PREMIA",
                    "return",
                    {**_SORTED, "cov": "shanken"},
                ),
            ),
        ),
    ),
    _PageSpec(
        "Model",
        (
            (
                _Spec("model", "Linear factor model", "LF_MODEL", "item"),
                _Spec("model_premia", "Risk premia of the model", "LF_MODEL_PREMIA", "return"),
            ),
            (_Spec("model_params", "Pricing errors (alpha) and betas", "LF_MODEL_PARAMS", "beta"),),
        ),
    ),
    _PageSpec(
        "Expected", ((_Spec("expected", "Expected and realised", "LF_EXPECTED", "return"),),)
    ),
    _PageSpec("Check", ((_Spec("check", "The data report", "LF_CHECK", "mixed"),),)),
)


def pages(analysis: Analysis) -> tuple[Page, ...]:
    """The result sheets in order, each formula evaluated once."""
    rows = input_rows(analysis)
    return tuple(_page(spec, analysis, rows) for spec in _PAGES)


def blocks(analysis: Analysis) -> tuple[Block, ...]:
    """Every table of every result sheet, with its formula and its place."""
    return tuple(block for page in pages(analysis) for block in page.blocks)


def _page(spec: _PageSpec, analysis: Analysis, rows: Mapping[str, Rows]) -> Page:
    notes = NOTES.get(spec.sheet, ())
    if spec.sheet == "Check" and analysis.aligned.missing == "complete":
        notes = (*notes, COMPLETE)
    top, column = _NOTES_ROW + len(notes) + 3, _FIRST_COLUMN
    placed: list[Block] = []
    for stack in spec.stacks:
        row = top
        for part in stack:
            placed.append(_block(part, analysis, rows, (spec.sheet, row, column)))
            row = placed[-1].area.last_row + _BETWEEN
        column = max(block.area.last_column for block in placed) + 2
    one_each = all(len(stack) == 1 for stack in spec.stacks)
    frozen = (top + 1 if one_each else 1, _FIRST_COLUMN + 1)
    return Page(spec.sheet, SUBTITLES[spec.sheet], notes, tuple(placed), frozen)


def _block(
    spec: _Spec, analysis: Analysis, rows: Mapping[str, Rows], place: tuple[str, int, int]
) -> Block:
    call = _formula(spec, analysis)
    cells = call.evaluate(rows)
    area = Area(*place, n_rows=len(cells), n_columns=max(map(len, cells)))
    return Block(spec.key, spec.title, call, area, cells, spec.style)


def _formula(spec: _Spec, analysis: Analysis) -> Formula:
    inputs = analysis.inputs
    chosen: dict[str, str | float | bool | None] = {
        "intercept": inputs.intercept or None,
        "zero_beta": inputs.intercept or None,
        "per_year": inputs.periods_per_year,
        "self_financing": _self_financing(analysis),
    }
    return formula(spec.function, **{**chosen, **spec.options})


def _self_financing(analysis: Analysis) -> str | None:
    """The option as a formula takes it; left out where no rate is subtracted at all."""
    names = analysis.aligned.self_financing
    if not names or analysis.aligned.risk_free is None:
        return None
    if len(names) == analysis.aligned.factors.shape[1]:
        return "all"
    return ",".join(names)
