"""Every option once: what it may be, what it is when left out, and how settings are read."""

from labfolio_xl.options.checks import (
    LEVEL,
    check_count,
    check_flag,
    check_level,
    check_number,
    check_option,
    check_periods_per_year,
)
from labfolio_xl.options.declared import OPTIONS, find_option
from labfolio_xl.options.option import Option
from labfolio_xl.options.words import (
    AssetsAre,
    BenchmarkAre,
    DateOrder,
    FactorsAre,
    FrequencyName,
    Missing,
    RiskFreeIs,
    Unmatched,
    WeightsAre,
)

__all__ = [
    "LEVEL",
    "OPTIONS",
    "AssetsAre",
    "BenchmarkAre",
    "DateOrder",
    "FactorsAre",
    "FrequencyName",
    "Missing",
    "Option",
    "RiskFreeIs",
    "Unmatched",
    "WeightsAre",
    "check_count",
    "check_flag",
    "check_level",
    "check_number",
    "check_option",
    "check_periods_per_year",
    "find_option",
]
