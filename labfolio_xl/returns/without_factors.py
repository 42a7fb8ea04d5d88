"""Returns of assets without factors beside them: judged, on their own dates, with their rate."""

from __future__ import annotations

from typing import Unpack, cast

import pandas as pd

from labfolio_xl.errors import InputError
from labfolio_xl.options import FactorsAre
from labfolio_xl.returns.aligned import Aligned, Table
from labfolio_xl.returns.chosen import chosen_dates
from labfolio_xl.returns.data_options import OPTION_OF_TABLE, DataOptions, checked_options
from labfolio_xl.returns.findings import Findings
from labfolio_xl.returns.frequency.compounding import resample
from labfolio_xl.returns.frequency.detection import Frequency, find_frequency
from labfolio_xl.returns.rates.risk_free import per_period
from labfolio_xl.returns.tables.checked import RiskFree, as_input, check_rate
from labfolio_xl.returns.tables.input_table import InputTable
from labfolio_xl.returns.tables.prices import returns_from_prices
from labfolio_xl.returns.tables.rows import rows_to_keep
from labfolio_xl.returns.units.judgement import judge
from labfolio_xl.returns.units.sanity import check_returns

__all__ = ["aligned_alone", "returns_alone"]


def returns_alone(
    findings: Findings,
    assets: Table,
    risk_free: RiskFree | InputTable = None,
    *,
    argument: str = "Assets",
    **data: Unpack[DataOptions],
) -> tuple[pd.DataFrame, pd.Series[float] | None, Frequency | None]:
    """Returns of assets, their risk-free rate on the same dates, and how often they come.

    Parameters
    ----------
    findings : Findings
        Gets what is decided and doubted; nothing is warned of here.
    assets, risk_free, **data
        As :func:`labfolio_xl.align` takes them; options of the other table have nothing to do.
    argument : "Assets" or "Factors"
        What the table is, for its option and for messages.

    Returns
    -------
    tuple
        Decimal returns (dates x assets, NaN is missing), the rate per period on the same dates
        or None, and the frequency or None where the dates follow none.

    Raises
    ------
    InputError, MissingDataError
        As :func:`labfolio_xl.align` does.
    """
    said = checked_options(data)
    given = as_input(assets, argument)
    findings.lines += given.findings
    declared: FactorsAre | None = said.get(OPTION_OF_TABLE[argument])  # type: ignore[assignment]
    table = judge(given, argument, declared, findings)
    frame = table.frame
    if table.kind == "prices":
        frame = returns_from_prices(frame)
        check_returns(frame, argument, findings)
    wanted = said.get("frequency")
    if wanted is not None:
        frame = resample(frame, wanted)
    (frame,) = chosen_dates((frame,), said.get("start"), said.get("end"), findings)
    dates = cast("pd.DatetimeIndex", frame.index)
    frequency = find_frequency(dates)
    rate = risk_free if isinstance(risk_free, InputTable) else check_rate(risk_free)
    series = per_period(rate, said.get("risk_free_is"), dates, frequency, findings)
    if series is not None and series.isna().any() and isinstance(rate, pd.Series | InputTable):
        raise InputError(
            f"RiskFree: {int(series.isna().sum()):,} of {len(dates):,} dates of {argument} have no "
            "rate; give rates for all dates, or choose dates with start and end."
        )
    keep = rows_to_keep(frame, frame.iloc[:, :0], series, said.get("missing", "available"))
    return frame[keep], None if series is None else series[keep], frequency


def aligned_alone(
    findings: Findings,
    assets: Table,
    risk_free: RiskFree | InputTable = None,
    **data: Unpack[DataOptions],
) -> Aligned:
    """Returns of assets as an Aligned that has no factors; see :func:`returns_alone`."""
    returns, rate, frequency = returns_alone(findings, assets, risk_free, **data)
    none = returns.iloc[:, :0]
    said = checked_options(data)
    return Aligned(
        assets=returns,
        factors=none,
        risk_free=rate,
        missing=said.get("missing", "available"),
        self_financing=(),
        frequency=frequency,
        given=(returns, none, rate),
        options=said,
        findings=tuple(findings.lines),
        factors_are_returns=True,
    )
