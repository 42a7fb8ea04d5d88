"""Invented files in the form in which data vendors give them, for the pages and their table.

Each function writes into a folder and returns the words by which the command line names the files.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

import numpy as np
import pandas as pd
import xlsxwriter

NUMBERS = np.random.default_rng(11)
DAYS = pd.bdate_range("2021-01-04", periods=260)
MONTHS = pd.date_range("2018-01-31", periods=60, freq="ME")
DAILY, MONTHLY = (
    pd.DataFrame(NUMBERS.normal(0, size, (len(dates), 3)), dates, ["AAA", "BBB", "CCC"])
    for dates, size in ((DAYS, 0.01), (MONTHS, 0.04))
)
PRICES = 100 * (1 + DAILY).cumprod()
INDICES = 1500 * (1 + MONTHLY).cumprod()
RATES = 2 + np.sin(np.arange(len(MONTHS)) / 9)


def _write(path: Path, lines: Iterable[str], encoding: str = "utf-8") -> str:
    path.write_text("\n".join(lines), encoding=encoding)
    return str(path)


def _book(path: Path, **sheets: Iterable[Iterable[object]]) -> str:
    with xlsxwriter.Workbook(str(path), {"default_date_format": "dd/mm/yyyy"}) as book:
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name.replace("_", " "))
            for number, row in enumerate(rows):
                sheet.write_row(number, 0, ["" if cell is None else cell for cell in row])
    return str(path)


def _rows(table: pd.DataFrame, date: str, number: str, by: str = ",") -> list[str]:
    """A line for each row, as a text file has it."""
    return [
        by.join([f"{day:{date}}", *(number.format(cell) for cell in row)])
        for day, row in zip(table.index, table.to_numpy(), strict=True)
    ]


def _series(day: pd.Timestamp) -> list[float]:
    """Open, high, low, close of a day."""
    close = float(PRICES.loc[day, "AAA"])
    return [close, 1.01 * close, 0.99 * close, close]


def french(folder: Path) -> list[str]:
    factors = 100 * MONTHLY
    lines = ["This file was created by a program using the 202312 CRSP database.", ""]
    lines += [",Mkt-RF,SMB,RF", *_rows(factors.iloc[:, :2].assign(rf=0.1), "%Y%m", "{:8.2f}")]
    lines += ["", " Annual Factors: January-December ", ",Mkt-RF,SMB,RF", "2018, 1.1, 2.2, 0.9"]
    more = ["Missing data are indicated by -99.99 or -999.", "", ",Mom"]
    more += _rows(factors[["CCC"]], "%Y%m", "{:8.2f}")
    files = _write(folder / "ff.csv", lines), _write(folder / "mom.csv", more)
    return ["--factors", files[0], "--factors", files[1]]


def aqr(folder: Path) -> list[str]:
    titles = [["Betting Against Beta: Equity Factors, Monthly"]] * 3
    dates = [f"{day:%m/%d/%Y}" for day in MONTHS]
    rows = ([day, *row] for day, row in zip(dates, MONTHLY.to_numpy().tolist(), strict=True))
    rate = ([day, 0.001] for day in dates)
    book = _book(
        folder / "bab.xlsx",
        BAB=[*titles, [], ["DATE", "AUS", "USA", "Global"], *rows],
        RF=[*titles, [], ["DATE", "Risk Free Rate"], *rate],
    )
    return ["--factors", book, "--risk-free", book, "--risk-free-sheet", "RF"]


def msci(folder: Path) -> list[str]:
    texts = (
        [f"{day:%b %d, %Y}", *(f"{cell:,.3f}" for cell in row)]
        for day, row in zip(MONTHS, INDICES.to_numpy(), strict=True)
    )
    head = [["MSCI Index Performance"], ["Currency: USD"], [], ["Date", "WORLD", "EUROPE", "EM"]]
    return ["--assets", _book(folder / "m.xlsx", I=[*head, *texts, [], ["Copyright MSCI 2024."]])]


def standard_and_poors(folder: Path) -> list[str]:
    head = [["S&P Dow Jones Indices"], [], ["Effective date ", "S&P 500", "S&P 400", "S&P 600"]]
    rows = ([day, *row] for day, row in zip(DAYS, PRICES.to_numpy().tolist(), strict=True))
    return ["--assets", _book(folder / "sp.xlsx", P=[*head, *rows, [], ["Source: S&P."]])]


def bloomberg_pairs(folder: Path) -> list[str]:
    head = [["AAA US Equity", "", "", "BBB US Equity"], ["Date", "PX_LAST", "", "Date", "PX_LAST"]]
    rows: list[list[object]] = [
        [day, float(PRICES.loc[day, "AAA"]), None, day, float(PRICES.loc[day, "BBB"])]
        for day in DAYS
    ]
    rows[3][1] = "#N/A N/A"
    return ["--assets", _book(folder / "bdh.xlsx", S=[*head, *rows])]


def bloomberg_fields(folder: Path) -> list[str]:
    head = [["", "AAA US Equity", "", "BBB US Equity"], ["Dates", *["PX_LAST", "PX_VOLUME"] * 2]]
    rows = ([d, float(PRICES.loc[d, "AAA"]), 9, float(PRICES.loc[d, "BBB"]), 8] for d in DAYS)
    return ["--assets", _book(folder / "bdh.xlsx", S=[*head, *rows])]


def refinitiv(folder: Path) -> list[str]:
    names = ["Exchange Date", "Close", "Net", "%Chg", "Open", "High", "Low", "Volume", "Flow"]
    rows = (
        [f"{day:%d-%b-%Y}", _series(day)[3], 0.1, "+0.12%", *_series(day)[:3], 1e6, 2e6]
        for day in DAYS[::-1]
    )
    sheet = [["Vodafone Group PLC (VOD.L)"], ["Price History"], [], names, *rows]
    return ["--assets", _book(folder / "VOD.L.xlsx", T=sheet)]


def datastream(folder: Path) -> list[str]:
    head = ["Name,AAA - TOT RETURN IND,BBB,CCC", "Code,912345(RI),923456(RI),934567(RI)"]
    lines = [*head, "CURRENCY,U$,U$,U$", *_rows(PRICES, "%d/%m/%Y", "{:.2f}")]
    return ["--assets", _write(folder / "ds.csv", lines)]


def yahoo(folder: Path) -> list[str]:
    for name in PRICES:
        table = pd.DataFrame([_series(day) for day in DAYS], DAYS) * (1 + DAILY[[name]].to_numpy())
        table = table.assign(adjusted=PRICES[name], volume=100)
        lines = ["Date,Open,High,Low,Close,Adj Close,Volume", *_rows(table, "%Y-%m-%d", "{:.4f}")]
        lines[5] = f"{lines[5][:10]},null,null,null,null,null,null"
        _write(folder / f"{name}.csv", lines)
    return ["--assets", str(folder / "*.csv")]


def yfinance(folder: Path) -> list[str]:
    both = pd.concat({"Close": PRICES, "Volume": 0 * PRICES + 9}, axis=1, names=["Price", "Ticker"])
    both.rename_axis("Date").to_csv(folder / "yf.csv")
    return ["--assets", str(folder / "yf.csv")]


def stooq(folder: Path) -> list[str]:
    table = pd.DataFrame([_series(day) for day in DAYS], DAYS).assign(volume=100)
    lines = ["Date,Open,High,Low,Close,Volume", *_rows(table, "%Y-%m-%d", "{:.4f}")]
    return ["--assets", _write(folder / "aaa_us_d.csv", lines)]


def stooq_ascii(folder: Path) -> list[str]:
    lines = ["<TICKER>,<PER>,<DATE>,<TIME>,<OPEN>,<HIGH>,<LOW>,<CLOSE>,<VOL>,<OPENINT>"]
    lines += [
        f"AAA.US,D,{day:%Y%m%d},000000,{','.join(map(str, _series(day)))},100,0" for day in DAYS
    ]
    return ["--assets", _write(folder / "aaa.us.txt", lines)]


def fred(folder: Path) -> list[str]:
    lines = ["observation_date,DGS3", *_rows(pd.DataFrame(RATES, MONTHS), "%Y-%m-01", "{:.2f}")]
    lines[7] = f"{lines[7][:11]}."
    return ["--factors", _write(folder / "DGS3.csv", lines)]


def as_rate(make: Callable[[Path], list[str]]) -> Callable[[Path], list[str]]:
    return lambda folder: ["--risk-free", *make(folder)[1:]]


def bundesbank(folder: Path) -> list[str]:
    lines = ['"";BBIN1.M;BBIN1.M_FLAGS', '"";"Leitzins";""', "Einheit;% p.a.;"]
    rows = _rows(pd.DataFrame(RATES, MONTHS), "%Y-%m", "{:.2f}", ";")
    lines += [f"{row};".replace(".", ",") for row in rows]
    return ["--risk-free", _write(folder / "bbk.csv", lines)]


def bank_of_england(folder: Path) -> list[str]:
    lines = _rows(pd.DataFrame(RATES, MONTHS), "%d %b %y", "{:.2f}")
    return ["--risk-free", _write(folder / "boe.csv", ["Date,Bank Rate", *lines[::-1]])]


def federal_reserve(folder: Path) -> list[str]:
    lines = ['"Series Description","Market yield"', '"Unit:","Percent:_Per_Year"']
    lines += ['"Currency:","NA"', '"Time Period","RIFLGFCM03_N.B"', "2017-12-31,ND"]
    lines += _rows(pd.DataFrame(RATES, MONTHS), "%Y-%m-%d", "{:.2f}")
    return ["--risk-free", _write(folder / "h15.csv", lines)]


def treasury(folder: Path) -> list[str]:
    curve = pd.DataFrame([[2.0, 3.0]] * len(MONTHS), MONTHS)
    lines = ["Date,1 Mo,3 Mo", *_rows(curve, "%m/%d/%Y", "{:.2f}")]
    return ["--risk-free", _write(folder / "par.csv", lines)]


def shiller(folder: Path) -> list[str]:
    lines = ["Date,P,D", *(f"{day:%Y.%m},{2000 + i}.5,50" for i, day in enumerate(MONTHS))]
    return ["--factors", _write(folder / "ie_data.csv", lines)]


def ishares(folder: Path) -> list[str]:
    lines = ["iShares Core ETF", 'Fund Holdings as of,"Dec 29, 2023"', " "]
    lines += ["Ticker,Name,Asset Class,Market Value,Weight (%),Price"]
    lines += [f'"{n}","{n} INC","Equity","9,900.00","33.0","1.00"' for n in PRICES]
    lines += ['"USD","USD CASH","Cash","600.00","1.0","1.00"']
    lines += ['"ESH4","S&P500 EMINI","Futures","0.00","0.0","1.00"', " ", '"Owned by BlackRock."']
    return ["--weights", _write(folder / "ivv.csv", lines)]


def spdr(folder: Path) -> list[str]:
    head = [["Fund Name:", "SPDR"], ["Holdings:", "As of 29-Dec-2023"], []]
    rows = [["Name", "Ticker", "Weight", "Shares Held"], *([n, n, 33.3, 100] for n in PRICES)]
    return ["--weights", _book(folder / "spy.xlsx", holdings=[*head, *rows, [], ["Past."]])]


def vanguard(folder: Path) -> list[str]:
    lines = ["Holdings details", "", "Holdings,Ticker,% of fund*,Market value*"]
    lines += [f'{name} Inc,{name},33.3%,"$9,000"' for name in PRICES]
    return ["--weights", _write(folder / "v.csv", lines)]


def crsp(folder: Path) -> list[str]:
    long = (f"1000{i},{day:%Y%m%d},{DAILY.loc[day].iloc[i]}" for i in range(3) for day in DAYS)
    return ["--assets", _write(folder / "crsp.csv", ["PERMNO,date,RET", *long])]


def r_and_pandas(folder: Path) -> list[str]:
    lines = ['"","Date","AAA","BBB"', *_rows(DAILY[["AAA", "BBB"]], "%Y-%m-%d", "{:.6f}")]
    numbered = (f'"{number}",{line}' for number, line in enumerate(lines[1:], start=1))
    return ["--assets", _write(folder / "r.csv", [lines[0], *numbered])]


def german(folder: Path) -> list[str]:
    rows = _rows(MONTHLY, "%d/%m/%Y", "{:.4f}", ";")
    lines = ["Datum;Fonds Ä;B;C", *(row.replace(".", ",").replace("/", ".") for row in rows)]
    return ["--assets", _write(folder / "de.csv", lines, "cp1252")]


def french_excel(folder: Path) -> list[str]:
    rows = _rows(100 * MONTHLY, "%d/%m/%Y", "{:.2f} %", ";")
    lines = ["Date;A;B;C", *(row.replace(".", ",") for row in rows)]
    return ["--assets", _write(folder / "fr.csv", lines, "cp1252")]
