"""LF_PERFORMANCE: what each asset earned, and at which risk."""

from labfolio_xl.models.performance import performance
from labfolio_xl.sheet.arguments.shared import NONE, Assets, RiskFree, Settings
from labfolio_xl.sheet.boundary import worksheet
from labfolio_xl.sheet.cells import Result
from labfolio_xl.sheet.gate import with_remarks
from labfolio_xl.sheet.layout import RULE, with_note

_HEADINGS = {
    "total_return": "return",
    "return_annual": "annual return",
    "volatility_annual": "annual volatility",
    "sharpe_annual": "Sharpe ratio",
}


@worksheet("risk", asks=performance, blank_missing=True)
def LF_PERFORMANCE(
    assets: Assets,
    risk_free: RiskFree = None,
    settings: Settings = NONE,
) -> Result:
    """What each asset earned and at which risk: return, volatility, Sharpe ratio, drawdown.

    Returns
    -------
    One row for each asset: return over its dates, annual return, annual volatility, annual Sharpe
    ratio with its standard error, deepest drawdown with the dates of peak and trough, dates; the
    last column says how the annual numbers were made.

    Notes
    -----
    An asset is judged on the dates that it has. Returns of less than a year are not annualised.

    Examples
    --------
    =LF_PERFORMANCE(Assets, RiskFree)
    =LF_PERFORMANCE(Assets, , "periods_per_year=252; start=2022-07")
    """
    result = settings.ask(performance, assets, None, risk_free)
    table = with_note(result.to_frame(), result.rule, RULE, headings=_HEADINGS)
    warnings = (f"data warning: {line.sentence}" for line in result.warnings)
    return with_remarks(table, next(warnings, ""))
