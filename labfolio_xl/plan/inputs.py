"""The inputs of a workbook: tables, settings, and the files that they came from."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from importlib import resources
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from labfolio_xl.errors import printable
from labfolio_xl.files import Source
from labfolio_xl.models.shared import readings
from labfolio_xl.plan.branding import Branding
from labfolio_xl.plan.provenance import SAMPLE, source_words
from labfolio_xl.plan.settings import IN_WORKBOOKS
from labfolio_xl.returns.aligned import Aligned, Table
from labfolio_xl.returns.benchmark import Benchmark, settled_unit
from labfolio_xl.returns.data_options import as_settled
from labfolio_xl.returns.findings import Finding
from labfolio_xl.returns.tables.checked import RiskFree
from labfolio_xl.returns.tables.input_table import InputTable, Kind
from labfolio_xl.returns.weights.judgement import Weights
from labfolio_xl.samples import SAMPLES, SampleName, load_sample
from labfolio_xl.sheet.settings import NONE, Settings

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable


__all__ = ["Inputs", "sample_inputs"]

# Settings that describe the cells as they were given. The input sheets hold the converted cells,
# so that the settings of the workbook must not convert them a second time.
_ABOUT_CELLS = (
    *("assets_are", "factors_are", "risk_free_is", "weights_are", "benchmark_is"),
    *("dates", "frequency", "start", "end", "use_factors", "unmatched"),
)

_SAMPLE_FILES = {"assets": "sample_assets.csv", "factors": "sample_factors.csv"}


@dataclass(frozen=True, slots=True)
class Inputs:
    """The tables of a workbook, the settings of its estimates, and the provenance of both.

    Attributes
    ----------
    assets, factors : DataFrame or InputTable, dates x names
    risk_free, weights
        As :mod:`labfolio_xl.models` takes them. None means no risk-free rate, or equal weights.
        Dated weights are a DataFrame, dates x assets.
    benchmark
        Returns by date (a Series, a DataFrame or InputTable of one column), weights of the assets
        as ``weights``, or None.
    sources : mapping
        The file of each input that came from one, by its name ("assets", ..., "benchmark").
    origins : mapping
        The words on the origin of each input in an open workbook, as its sheet About has them;
        they are shown in place of the sources.
    notes : tuple of str
        One sentence for each repair that was made when the files were read.
    cautions : tuple of str
        One sentence for each thing that a reader has to know of the choice of the data.
    decided : tuple of Finding
        The decisions that were made when files were loaded into an open workbook.
    subject : str
        The subject of the numbers, for the title and the document properties.
    branding : Branding
        Title, subtitle and logo of the first page.
    settings : Settings
        They state what the tables and weights mean, and how the numbers are estimated.
    """

    assets: Table
    factors: Table
    risk_free: RiskFree | InputTable = None
    weights: Weights = None
    benchmark: Benchmark = None
    sources: Mapping[str, Source] = field(default_factory=dict)
    origins: Mapping[str, str] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    cautions: tuple[str, ...] = ()
    decided: tuple[Finding, ...] = ()
    subject: str = ""
    branding: Branding = field(default_factory=Branding)
    settings: Settings = NONE

    def __post_init__(self) -> None:
        """Make texts from files and workbooks printable, on one line, as names are."""
        object.__setattr__(self, "subject", printable(self.subject))
        object.__setattr__(self, "notes", tuple(map(printable, self.notes)))

    def settled(
        self,
        aligned: Aligned,
        weights: pd.Series[float] | pd.DataFrame,
        benchmark: InputTable | pd.Series[float] | pd.DataFrame | None = None,
    ) -> Inputs:
        """Return the inputs as the input gate has judged and converted them.

        Parameters
        ----------
        aligned : Aligned
            These inputs aligned: decimal returns of one frequency, and the rate per period.
        weights : Series or DataFrame
            Fractions by asset; over time, dates x assets; of several portfolios, assets x
            portfolios.
        benchmark : InputTable, Series, DataFrame or None
            Decimal returns in one column; fractions by asset; or fractions, dates x assets.

        Returns
        -------
        Inputs
            Their settings describe the converted numbers. If the number of periods in a year
            was not given, it is that of the frequency found.
        """
        assets, factors, rate = aligned.given
        often = None if aligned.frequency is None else aligned.frequency.name
        given = self.settings.given
        kind: Kind = "values" if given.get("factors_are") == "values" else "returns"
        unit: dict[str, str] = {}
        if given.get("benchmark_is") is not None and benchmark is not None:
            unit["benchmark_is"] = settled_unit(of_series=isinstance(benchmark, InputTable))
        return replace(
            self,
            assets=InputTable(assets, "returns", "decimal", often),
            factors=InputTable(factors, kind, "decimal", often),
            risk_free=rate,
            weights=None if self.weights is None else weights,
            benchmark=benchmark,
            settings=replace(self.settings, given={**_settled(given, aligned), **unit}),
        )


def _settled(given: Mapping[str, Any], aligned: Aligned) -> dict[str, Any]:
    """Return the settings of converted tables, without those that would convert them again."""
    kept = {name: value for name, value in given.items() if name not in _ABOUT_CELLS}
    kept |= as_settled(given)
    if kept.get("self_financing", "auto") != "auto":
        kept["self_financing"] = _self_financing(aligned)
    if aligned.frequency is not None:
        kept.setdefault("periods_per_year", aligned.frequency.periods_per_year)
    return {**IN_WORKBOOKS, **kept}


def _self_financing(aligned: Aligned) -> str:
    """Return the names of the self-financing factors; "auto" if no rate is subtracted."""
    names = aligned.self_financing
    if aligned.risk_free is None:
        return "auto"
    return "all" if len(names) == aligned.factors.shape[1] else ", ".join(names) or "none"


def sample_inputs(name: SampleName = "us2022") -> Inputs:
    """Return the inputs of a sample, with the provenance of its files."""
    tables, about = load_sample(name), SAMPLES[name]
    sources = _sample_files(tables) if name == "us2022" else _french_tables(tables)
    return Inputs(
        assets=tables.assets,
        factors=tables.factors,
        risk_free=tables.risk_free,
        sources=sources,
        origins={name: f"{SAMPLE}{source_words(source)}" for name, source in sources.items()},
        notes=(f"Sample: {about.source}.",),
        cautions=(readings.survivors(about.survivors),) if about.survivors else (),
        subject=about.title,
        settings=Settings(
            {
                "self_financing": about.self_financing,
                "periods_per_year": about.periods_per_year,
            }
        ),
    )


def _sample_files(tables: tuple[pd.DataFrame, pd.DataFrame, object]) -> dict[str, Source]:
    folder: Traversable = resources.files("labfolio_xl") / "data"
    sources = {}
    for (argument, file), frame in zip(_SAMPLE_FILES.items(), tables[:2], strict=True):
        digest = hashlib.sha256((folder / file).read_bytes()).hexdigest()
        sources[argument] = Source(file, None, len(frame) + 1, frame.shape[1] + 1, digest)
    return sources


def _french_tables(
    tables: tuple[pd.DataFrame, pd.DataFrame, pd.Series[float] | None],
) -> dict[str, Source]:
    """Return the sources of tables without a file: the digest is that of dates and numbers."""
    sources = {}
    for argument, table in zip(("assets", "factors", "risk_free"), tables, strict=True):
        if table is None:
            continue
        frame = table.to_frame() if isinstance(table, pd.Series) else table
        digest = hashlib.sha256(np.ascontiguousarray(frame.to_numpy(dtype=float)).tobytes())
        shape = (len(frame) + 1, frame.shape[1] + 1)
        sources[argument] = Source(
            "linearmodels.datasets.french", argument, *shape, digest.hexdigest()
        )
    return sources
