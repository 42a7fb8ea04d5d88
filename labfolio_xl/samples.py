"""Sample returns to try the functions on; ``labfolio-xl demo`` makes its workbook of them."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import resources
from typing import TYPE_CHECKING, Literal, NamedTuple, get_args

from labfolio_xl.errors import InputError

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["SAMPLES", "Sample", "SampleName", "SampleReturns", "load_sample"]

SampleName = Literal["us2022", "french"]

# linearmodels has factors, rate and portfolios in one table.
_FRENCH_FACTORS = ["MktRF", "SMB", "HML", "Mom"]
_FRENCH_RISK_FREE = "RF"


class SampleReturns(NamedTuple):
    """The tables of a sample: returns by date, decimal and per period."""

    assets: pd.DataFrame
    factors: pd.DataFrame
    risk_free: pd.Series | None


@dataclass(frozen=True, slots=True)
class Sample:
    """What a report says about a sample, and the options with which it is estimated.

    ``survivors`` names the assets that were chosen because they lasted, as the subject of a
    sentence; empty if none were.
    """

    title: str
    source: str
    periods_per_year: int
    self_financing: Literal["auto", "all"]
    survivors: str = ""


SAMPLES: dict[SampleName, Sample] = {
    "us2022": Sample(
        title="20 US stocks, five style ETFs and the S&P 500, daily returns of 2022",
        source="price files of skfolio 1.12.2 (BSD-3-Clause), see labfolio_xl/data/README.md",
        periods_per_year=252,
        self_financing="auto",
        survivors="The 20 stocks of the sample, all of them listed from 1990 to 2022,",
    ),
    "french": Sample(
        title="30 portfolios and four factors of Kenneth French, monthly returns 1949 to 2017",
        source="linearmodels.datasets.french: Kenneth French's data library",
        periods_per_year=12,
        self_financing="all",
    ),
}


def load_sample(name: SampleName = "us2022") -> SampleReturns:
    """Return sample returns to try the functions on.

    Parameters
    ----------
    name
        ``"us2022"``: daily returns of 20 US stocks over 249 days of 2022, with the S&P 500 and
        five style ETFs as factors, no risk-free rate. ``"french"``: 819 months of 12 industries
        and 18 portfolios sorted by size, value and momentum, with the market, SMB, HML and
        momentum as factors and the one-month Treasury bill as risk-free rate; it is read from
        linearmodels, which takes about two seconds to import.

    Returns
    -------
    SampleReturns
        `assets`, `factors`, `risk_free`; returns are decimal and per period, by date.

    Raises
    ------
    InputError
        If there is no such sample.

    Notes
    -----
    The factors of ``"french"`` are self-financing, the portfolios are not in excess of the
    risk-free rate: regressing MktRF on the twelve industries and the rate gives the rate a
    coefficient of -1.03, and regressing SMB or HML on the eighteen sorted portfolios and the
    rate one within 2.2 standard errors of zero. So estimate with ``self_financing="all"``.

    The stocks of ``"us2022"`` are 20 large companies that were listed from 1990 to the end of
    2022. They were chosen because they lasted, so their mean returns are higher than an investor
    could expect who did not know that they would. The portfolios of ``"french"`` hold all stocks
    that were listed at the time.

    Examples
    --------
    >>> assets, factors, risk_free = load_sample("us2022")
    >>> assets.shape, list(factors.columns), risk_free
    ((249, 20), ['SP500', 'MTUM', 'QUAL', 'SIZE', 'USMV', 'VLUE'], None)
    """
    if name == "us2022":
        return _us2022()
    if name == "french":
        return _french()
    known = ", ".join(f'"{known}"' for known in get_args(SampleName))
    raise InputError(f'sample: there is no "{name}"; the samples are {known}.')


def _us2022() -> SampleReturns:
    import pandas as pd

    folder = resources.files("labfolio_xl") / "data"
    tables = []
    for file in ("sample_assets.csv", "sample_factors.csv"):
        with (folder / file).open("r", encoding="utf-8") as text:
            tables.append(pd.read_csv(text, index_col="Date", parse_dates=True))
    return SampleReturns(tables[0], tables[1], None)


def _french() -> SampleReturns:
    from linearmodels.datasets import french

    table = french.load().set_index("dates").rename_axis("Date")
    assets = table.drop(columns=[*_FRENCH_FACTORS, _FRENCH_RISK_FREE])
    return SampleReturns(assets, table[_FRENCH_FACTORS], table[_FRENCH_RISK_FREE])
