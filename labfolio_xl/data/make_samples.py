"""Make the sample returns from the price files inside the skfolio wheel.

Run by a developer, never by the package::

    python labfolio_xl/data/make_samples.py                    # asks pip for the wheel
    python labfolio_xl/data/make_samples.py --wheel skfolio-1.12.2-py3-none-any.whl

The files written are the same, byte for byte, on every run.
"""  # noqa: INP001  the folder holds data and is not a package

from __future__ import annotations

import argparse
import gzip
import io
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

import pandas as pd

SKFOLIO = "skfolio==1.12.2"
PRICES = "skfolio/datasets/data/{}.csv.gz"
LICENCE = "skfolio-1.12.2.dist-info/licenses/LICENSE"

# The first return of 2022 needs the last price of 2021.
FIRST_PRICE, LAST_PRICE = "2021-12-31", "2022-12-31"

# Prices have three decimals; below 20 dollars one unit of the third is 3e-5 of the price, so
# eight decimals of a return keep all that the prices hold.
DECIMALS = 8


def download(folder: Path) -> Path:
    """Return the wheel that pip puts into `folder`."""
    pip = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--only-binary=:all:"]
    subprocess.run([*pip, "--dest", str(folder), SKFOLIO], check=True)  # noqa: S603  fixed words
    return next(folder.glob("skfolio-*.whl"))


def read_prices(wheel: zipfile.ZipFile, name: str) -> pd.DataFrame:
    """Return one of skfolio's price files, dates x names."""
    plain = gzip.decompress(wheel.read(PRICES.format(name)))
    return pd.read_csv(io.BytesIO(plain), index_col="Date", parse_dates=True)


def simple_returns(prices: pd.DataFrame) -> pd.DataFrame:
    """Return ``price_t / price_{t-1} - 1`` of 2022, rounded."""
    year = prices.loc[FIRST_PRICE:LAST_PRICE]
    return (year / year.shift(1) - 1.0).iloc[1:].round(DECIMALS)


def sample_tables(wheel_path: Path) -> dict[str, pd.DataFrame]:
    """Return the sample returns by the name of their file."""
    with zipfile.ZipFile(wheel_path) as wheel:
        market = read_prices(wheel, "sp500_index")
        styles = read_prices(wheel, "factors_dataset")
        return {
            "sample_assets.csv": simple_returns(read_prices(wheel, "sp500_dataset")),
            "sample_factors.csv": simple_returns(market.join(styles, how="inner")),
        }


def write(wheel_path: Path, folder: Path) -> None:
    """Write the sample files and the licence of their source into `folder`."""
    for name, returns in sample_tables(wheel_path).items():
        returns.to_csv(folder / name, float_format=f"%.{DECIMALS}f", lineterminator="\n")
    with zipfile.ZipFile(wheel_path) as wheel:
        (folder / "LICENSE.skfolio").write_bytes(wheel.read(LICENCE))


def main() -> None:
    """Write the sample files beside this script."""
    parser = argparse.ArgumentParser(description="Make the sample returns from skfolio's prices.")
    parser.add_argument("--wheel", type=Path, help="a skfolio wheel; without it pip is asked")
    wheel = parser.parse_args().wheel
    with tempfile.TemporaryDirectory() as folder:
        write(wheel or download(Path(folder)), Path(__file__).parent)


if __name__ == "__main__":
    main()
