"""The panel of assets without factors beside them, for questions that need none."""

from __future__ import annotations

from typing import Unpack

from labfolio_xl.returns.aligned import Table
from labfolio_xl.returns.data_options import BenchmarkOptions, options_of_tables
from labfolio_xl.returns.findings import Findings
from labfolio_xl.returns.panel import Panel, panel_of
from labfolio_xl.returns.tables.checked import RiskFree
from labfolio_xl.returns.weights.weighing import Weighing
from labfolio_xl.returns.without_factors import aligned_alone

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
    aligned = aligned_alone(findings, assets, risk_free, **options_of_tables(data))
    return panel_of(
        aligned,
        Weighing.of(data),
        doubts=data.get("doubts", "warn"),
        benchmark_is=data.get("benchmark_is"),
    )
