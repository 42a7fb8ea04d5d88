"""The panel of assets without factors beside them, for questions that need none."""

from __future__ import annotations

from typing import Any, Unpack

import numpy as np

from labfolio_xl.options import check_option
from labfolio_xl.options.words import Rebalance
from labfolio_xl.returns.aligned import Aligned, Table
from labfolio_xl.returns.data_options import BenchmarkOptions, DataOptions
from labfolio_xl.returns.dates.used import UsedDates
from labfolio_xl.returns.findings import Findings
from labfolio_xl.returns.panel import Panel
from labfolio_xl.returns.rates.excess import subtract_risk_free
from labfolio_xl.returns.tables.checked import RiskFree
from labfolio_xl.returns.weights.weighing import Weighing
from labfolio_xl.returns.without_factors import returns_alone

__all__ = ["panel_alone"]


def panel_alone(
    findings: Findings,
    assets: Table,
    risk_free: RiskFree = None,
    **data: Unpack[BenchmarkOptions],
) -> Panel:
    """Excess returns of assets on the dates that they have, as a panel of no factors.

    Parameters
    ----------
    findings : Findings
        Gets what is decided and doubted; nothing is warned of here.
    assets, risk_free, **data
        As :func:`labfolio_xl.align` and :mod:`labfolio_xl.models` take them.

    Raises
    ------
    InputError, MissingDataError
        As :func:`labfolio_xl.align` does.
    """
    of_tables: Any = {n: v for n, v in data.items() if n in DataOptions.__optional_keys__}
    frame, rate, frequency = returns_alone(findings, assets, risk_free, **of_tables)
    no_factors = frame.iloc[:, :0]
    aligned = Aligned(
        frame,
        no_factors,
        rate,
        of_tables.get("missing", "available"),
        (),
        frequency,
        (frame, no_factors, rate),
        of_tables,
        tuple(findings.lines),
        factors_are_returns=True,
    )
    excess = subtract_risk_free(aligned)
    check_option(data.get("rebalance", "every"), Rebalance, "rebalance")
    return Panel(
        excess.assets.to_numpy(),
        np.empty((len(frame), 0)),
        excess,
        UsedDates.of(frame.index),
        Weighing.of(data),
        data.get("doubts", "warn"),
        data.get("benchmark_is"),
    )
