"""The table of vendors in data.md: each kind of file is read with what its row declares.

The files are invented, in the form in which the vendors give them.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pandas as pd
import pytest
import vendor_files as files
from vendor_files import DAILY, MONTHLY

import labfolio_xl
from labfolio_xl import cli

TABLE = (Path(labfolio_xl.__file__).parent / "docs" / "data.md").read_text(encoding="utf-8")
TABLE = TABLE.partition("## The usual vendors")[2].partition("\n## ")[0]
ROWS = [line.strip("| ").split(" | ") for line in TABLE.splitlines() if line.startswith("| ")]
ROWS = ROWS[1:]  # without the header
MISTAKE = 2


class Vendor(NamedTuple):
    """A kind of file.

    Attributes
    ----------
    row : str
        How its row in the table begins.
    make : callable
        Writes files into a folder and returns how the command line names them.
    others : DataFrame
        Returns on the dates of the file, for what it does not hold.
    declare : str
        The option that its row names.
    asks : bool
        Whether the file is refused without it.
    """

    row: str
    make: Callable[[Path], list[str]]
    others: pd.DataFrame
    declare: str = ""
    asks: bool = True


RATE = "--risk-free-is annual-percent"
VENDORS = [
    Vendor("Kenneth French", files.french, MONTHLY, "--factors-are percent"),
    Vendor("AQR", files.aqr, MONTHLY, "--self-financing all", asks=False),
    Vendor("MSCI", files.msci, MONTHLY, "--assets-are prices"),
    Vendor("S&P", files.standard_and_poors, DAILY, "--assets-are prices"),
    Vendor("Bloomberg, BDH", files.bloomberg_pairs, DAILY),
    Vendor("Bloomberg, tickers", files.bloomberg_fields, DAILY),
    Vendor("Refinitiv", files.refinitiv, DAILY),
    Vendor("Datastream", files.datastream, DAILY, "--assets-are prices"),
    Vendor("Yahoo", files.yahoo, DAILY),
    Vendor("yfinance", files.yfinance, DAILY),
    Vendor("Stooq", files.stooq, DAILY),
    Vendor("Stooq", files.stooq_ascii, DAILY),
    Vendor("FRED", files.fred, MONTHLY, "--factors-are values"),
    Vendor("Robert Shiller", files.shiller, MONTHLY, "--factors-are values"),
    Vendor("FRED", files.as_rate(files.fred), MONTHLY, RATE),
    Vendor("iShares", files.ishares, DAILY),
    Vendor("SPDR", files.spdr, DAILY),
    Vendor("Vanguard", files.vanguard, DAILY),
    Vendor("ECB", files.bundesbank, MONTHLY, RATE, asks=False),
    Vendor("ECB", files.bank_of_england, MONTHLY, RATE),
    Vendor("ECB", files.federal_reserve, MONTHLY, RATE),
    Vendor("CRSP", files.crsp, DAILY),
    Vendor("R, pandas", files.r_and_pandas, DAILY),
    Vendor("Excel in German", files.german, MONTHLY),
    Vendor("Excel in French", files.french_excel, MONTHLY),
]
REFUSED = [
    Vendor("US Treasury", files.treasury, MONTHLY, RATE),
]


def _check(vendor: Vendor, folder: Path, *declared: str) -> int:
    """The exit code of a check of the file, beside returns of its dates."""
    (folder / "file").mkdir()
    own = vendor.make(folder / "file")
    vendor.others.rename_axis("date").to_csv(folder / "assets.csv")
    factor = pd.DataFrame(vendor.others.mean(axis=1), columns=["X"]).rename_axis("date")
    factor.assign(X=factor["X"].round(3)).to_csv(folder / "factors.csv")
    for role in ("assets", "factors"):
        own += [] if f"--{role}" in own else [f"--{role}", str(folder / f"{role}.csv")]
    return cli.main(["check", *own, *declared])


def _row(vendor: Vendor) -> list[str]:
    found = [row for row in ROWS if row[0].startswith(vendor.row)]
    assert len(found) == 1, vendor.row
    return found[0]


def test_each_row_of_the_table_is_tried():
    tried = [_row(vendor)[0] for vendor in (*VENDORS, *REFUSED)]
    assert set(tried) == {row[0] for row in ROWS if not row[0].startswith("---")}


@pytest.mark.parametrize("vendor", VENDORS, ids=lambda vendor: vendor.make.__name__)
def test_a_file_is_read_with_what_its_row_declares(vendor, tmp_path, capsys):
    declared = _row(vendor)[2]
    assert (vendor.declare or "nothing") in declared
    assert _check(vendor, tmp_path, *vendor.declare.split()) == 0, capsys.readouterr().out


@pytest.mark.parametrize(
    "vendor",
    [vendor for vendor in VENDORS if vendor.declare and vendor.asks],
    ids=lambda vendor: vendor.make.__name__,
)
def test_a_file_without_its_declaration_asks_for_it(vendor, tmp_path, capsys):
    assert _check(vendor, tmp_path) == MISTAKE
    assert vendor.declare in capsys.readouterr().out


@pytest.mark.parametrize("vendor", REFUSED, ids=lambda vendor: vendor.make.__name__)
def test_a_file_that_has_to_be_changed_first_is_refused(vendor, tmp_path):
    assert "not as it is" in _row(vendor)[1] or "refused" in _row(vendor)[1]
    assert _check(vendor, tmp_path, *vendor.declare.split()) == MISTAKE
