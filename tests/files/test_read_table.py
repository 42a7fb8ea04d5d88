"""read_table: what a file's numbers are, how often they come, and several files as one table."""

import hashlib

import numpy as np
import pandas as pd
import pytest

from labfolio_xl.errors import InputError
from labfolio_xl.files import read_table, read_unjudged

RANDOM = np.random.default_rng(11)
MONTHS = pd.date_range("2018-01-31", periods=36, freq="ME", name="date")
DAYS = pd.bdate_range("2018-01-01", periods=120, name="date")


def returns(dates=MONTHS, names=("A", "B"), scale=0.04):
    values = RANDOM.normal(0.005, scale, (len(dates), len(names))).round(6)
    return pd.DataFrame(values, dates, list(names))


def prices(dates=DAYS, names=("A", "B")):
    return (100 * (1 + returns(dates, names, 0.01)).cumprod()).round(4)


def write(path, table, **options):
    table.to_csv(path, **options)
    return path


def refusal(paths, **options):
    with pytest.raises(InputError) as caught:
        read_table(paths, **options)
    return str(caught.value)


# Unit, kind and frequency


@pytest.mark.parametrize(
    ("dates", "frequency"),
    [
        (DAYS, "daily"),
        (pd.date_range("2018-01-05", periods=60, freq="W-FRI"), "weekly"),
        (MONTHS, "monthly"),
        (pd.date_range("2010-03-31", periods=40, freq="QE"), "quarterly"),
        (pd.date_range("1980-12-31", periods=40, freq="YE"), "yearly"),
        (pd.DatetimeIndex(["2018-01-03", "2018-01-04"]), None),
    ],
)
def test_unit_kind_and_frequency_are_settled(dates, frequency, tmp_path):
    table = returns(dates.rename("date"))
    read = read_table(write(tmp_path / "r.csv", table))
    assert (read.kind, read.unit, read.frequency) == ("returns", "decimal", frequency)
    np.testing.assert_array_equal(read.frame, table)


def test_declared_percent_becomes_decimal(tmp_path):
    table = returns()
    path = write(tmp_path / "r.csv", 100 * table)
    read = read_table(path, are="percent")
    assert (read.kind, read.unit) == ("returns", "percent")
    np.testing.assert_allclose(read.frame, table, rtol=1e-14)
    assert "divided by 100" in " ".join(read.notes)
    assert "assets_are=percent" in refusal(path)
    assert "factors_are=percent" in refusal(path, argument="factors")


def test_declared_prices_and_values_stay_as_they_are(tmp_path):
    table = prices()
    path = write(tmp_path / "p.csv", table)
    for are in ("prices", "values"):
        read = read_table(path, are=are)
        assert read.kind == are
        np.testing.assert_array_equal(read.frame, table)
    assert "assets_are=prices" in refusal(path)


def test_an_unknown_declaration_is_refused(tmp_path):
    path = write(tmp_path / "r.csv", returns())
    assert 'are is "logs"; choose one of "returns"' in refusal(path, are="logs")
    assert 'dates is "ymd"; choose one of "dmy"' in refusal(path, dates="ymd")


def test_a_sentence_about_prices_speaks_of_prices(tmp_path):
    path = tmp_path / "p.csv"
    path.write_text("date,A\n2018-01-31,abc\n2018-02-28,1\n")
    assert refusal(path, are="prices").endswith("type a price.")


# Which files


def test_a_list_a_folder_and_a_pattern_are_one_table(tmp_path):
    for name in ("AAA", "BBB", "CCC"):
        write(tmp_path / f"{name}.csv", prices(names=("Close",)))
    files = [tmp_path / f"{name}.csv" for name in ("AAA", "BBB", "CCC")]
    expected = read_table(files, are="prices")
    assert expected.frame.columns.tolist() == ["AAA", "BBB", "CCC"]
    (tmp_path / ".hidden.csv").write_text("x")
    (tmp_path / "~$open.xlsx").write_text("x")
    (tmp_path / "notes.md").write_text("x")
    (tmp_path / "folder.csv").mkdir()
    for paths in (tmp_path, tmp_path / "*.csv", str(tmp_path / "[ABC]*"), [str(f) for f in files]):
        read = read_table(paths, are="prices")
        assert read.frame.equals(expected.frame)
        assert read.source == expected.source


def test_a_file_is_read_once_however_often_it_is_named(tmp_path):
    path = write(tmp_path / "r.csv", returns())
    assert read_table([path, str(path), tmp_path / "*.csv"]).frame.shape == (36, 2)


def test_a_name_with_signs_of_a_pattern_is_a_name_first(tmp_path):
    write(tmp_path / "r1.csv", returns(names=("X",)))
    path = write(tmp_path / "r[1].csv", returns(names=("Y",)))
    assert read_table(path).frame.columns.tolist() == ["Y"]


@pytest.mark.parametrize(
    ("named", "sentence"),
    [
        ("*.csv", 'no file fits "'),
        ("", "is a folder without a file that can be read; name a file."),
        ("no.csv", 'there is no file "'),
        ("no/*.csv", 'no file fits "'),
    ],
)
def test_where_there_is_no_file_the_sentence_says_so(named, sentence, tmp_path):
    assert sentence in refusal(tmp_path / named)


def test_no_file_at_all_is_a_sentence():
    assert refusal([]) == "Assets: no file is named; name one or more."


# Several files as one table


def test_files_are_joined_by_date_with_one_note(tmp_path):
    """Each column as in its own file; a date that one file lacks is missing there."""
    left, right = returns(names=("A",)), returns(MONTHS[3:], names=("B", "C"))
    paths = [write(tmp_path / "l.csv", left), write(tmp_path / "r.csv", right)]
    read = read_table(paths)
    expected = pd.concat([left, right], axis=1)
    pd.testing.assert_frame_equal(read.frame, expected, check_freq=False, check_index_type=False)
    assert read.frequency == "monthly"
    joined = [note for note in read.notes if note.startswith("files")]
    assert joined == ["files, Assets: 2 (l, r); joined by date"]
    digests = "\n".join(hashlib.sha256(path.read_bytes()).hexdigest() for path in paths)
    assert read.source.sha256 == hashlib.sha256(digests.encode()).hexdigest()
    assert (read.source.file, read.source.n_rows) == ("l.csv and 1 more", 37)


def test_the_order_of_the_files_is_that_of_the_columns(tmp_path):
    for name in "AB":
        write(tmp_path / f"{name}.csv", returns(names=(name,)))
    assert read_table([tmp_path / "B.csv", tmp_path / "A.csv"]).frame.columns.tolist() == ["B", "A"]


def test_files_of_one_column_keep_their_names_where_these_differ(tmp_path):
    for name in "AB":
        write(tmp_path / f"file_{name}.csv", returns(names=(name,)))
    assert read_table(tmp_path).frame.columns.tolist() == ["A", "B"]


def test_text_files_and_workbooks_are_joined_too(tmp_path):
    table = returns()
    write(tmp_path / "a.txt", table[["A"]], sep="\t")
    with pd.ExcelWriter(tmp_path / "b.xlsx", engine="xlsxwriter") as book:
        pd.DataFrame().to_excel(book, sheet_name="Cover")
        table[["B"]].to_excel(book, sheet_name="Data")
        table[["A"]].to_excel(book, sheet_name="More")
    read = read_table(tmp_path, sheet="Data")
    np.testing.assert_array_equal(read.frame, table)


def test_what_was_found_alike_in_many_files_is_one_line(tmp_path):
    for number in range(30):
        table = returns(names=(f"X{number:02}",)).astype(str)
        table.iloc[3] = ""
        (tmp_path / f"{number:02}.csv").write_text(
            table.to_csv().replace("\n2018-03-31", "\n,\n2018-03-31")
        )
    read = read_table(tmp_path)
    assert read.frame.shape == (36, 30)
    assert len(read.notes) <= 4
    assert any("(00, 01, 02, 03 and 26 more)" in note for note in read.notes)


def test_a_name_in_two_files_is_refused(tmp_path):
    write(tmp_path / "one.csv", returns(names=("A", "B")))
    write(tmp_path / "two.csv", returns(names=("B", "C")))
    assert refusal(tmp_path) == (
        'Assets: the name "B" occurs in "one" and in "two"; rename one, or leave one file out.'
    )


def test_files_of_one_name_go_by_their_folders(tmp_path):
    for folder in "xy":
        (tmp_path / folder).mkdir()
        write(tmp_path / folder / "AAA.csv", prices(names=("Close",)))
    pattern = tmp_path / "*" / "*.csv"
    assert list(read_table(pattern, are="prices").frame) == ["x", "y"]
    write(tmp_path / "y" / "BBB.csv", prices(names=("Close",)))
    assert list(read_table(pattern, are="prices").frame) == ["x/AAA", "y/AAA", "BBB"]


@pytest.mark.parametrize(
    ("one", "other"), [("D", "ME"), ("W-FRI", "ME"), ("ME", "QE"), ("B", "W-FRI"), ("D", "B")]
)
def test_files_of_two_frequencies_are_refused(one, other, tmp_path):
    for name, freq in (("one", one), ("two", other)):
        dates = pd.date_range("2018-01-05", periods=60, freq=freq, name="date")
        write(tmp_path / f"{name}.csv", returns(dates, names=(name,)))
    assert "join files of one frequency" in refusal(tmp_path)


def test_months_are_matched_whichever_day_stands_for_them(tmp_path):
    table = returns(names=("A", "B", "C"))
    for name, freq in (("A", "ME"), ("B", "BME"), ("C", "MS")):
        dates = pd.date_range("2018-01-01", periods=36, freq=freq, name="date")
        write(tmp_path / f"{name}.csv", table[[name]].set_axis(dates))
    read = read_table(tmp_path)
    np.testing.assert_array_equal(read.frame, table)
    assert read.frame.index.equals(MONTHS)
    assert "rows of one month under the last day that any file has for it" in " ".join(read.notes)


def test_prices_with_weekends_beside_prices_of_business_days_are_taken_on_these(tmp_path):
    every_day = pd.date_range(DAYS[0], DAYS[-1], name="date")
    coin, stock = prices(every_day, ("COIN",)), prices(DAYS, ("STOCK",))
    paths = [write(tmp_path / "c.csv", coin), write(tmp_path / "s.csv", stock)]
    joined = read_unjudged(paths, are="prices")
    assert joined.frame.index.equals(DAYS)
    np.testing.assert_array_equal(joined.frame["COIN"], coin.loc[DAYS, "COIN"])
    assert "weekends left out" in " ".join(joined.notes)
    assert "daily with weekends" in refusal([*paths])


def test_a_mistake_in_one_of_many_files_names_it(tmp_path):
    write(tmp_path / "good.csv", returns(names=("A",)))
    (tmp_path / "wrong.csv").write_text("date,B\n2018-01-31,abc\n2018-02-28,0.1\n")
    sentence = refusal(tmp_path)
    assert sentence.startswith(f'Assets: "{tmp_path / "wrong.csv"}": column "B", 2018-01-31')


# What vendors write


def history(dates=DAYS, **names):
    """Prices as Yahoo writes them; the adjusted close is what the others are not."""
    close = prices(dates, ("Close",))["Close"]
    table = pd.DataFrame({"Open": close - 1, "High": close + 1, "Low": close - 2, "Close": close})
    table["Adj Close"] = (0.9 * close).round(4)
    table["Volume"] = 1_000_000 + np.arange(len(dates))
    return table.rename(columns=names)


def test_price_histories_are_joined_under_the_names_of_their_files(tmp_path):
    tables = {name: history() for name in ("AAPL", "MSFT", "BRK-B")}
    for name, table in tables.items():
        write(tmp_path / f"{name}.csv", table.rename_axis("Date"))
    read = read_table(tmp_path)
    assert (read.kind, read.frequency) == ("prices", "daily")
    assert read.frame.columns.tolist() == ["AAPL", "BRK-B", "MSFT"]
    for name, table in tables.items():
        np.testing.assert_array_equal(read.frame[name], table["Adj Close"])
    assert sum("a price history" in note for note in read.notes) == 1


@pytest.mark.parametrize("kept", ["Close", "Adj Close"])
def test_one_price_history_is_named_by_its_file(kept, tmp_path):
    table = history()
    if kept == "Close":
        table = table.drop(columns="Adj Close")
    read = read_table(write(tmp_path / "AAPL.txt", table, sep="\t"))
    assert read.frame.columns.tolist() == ["AAPL"]
    np.testing.assert_array_equal(read.frame["AAPL"], table[kept])


def test_a_price_history_beside_a_table_of_returns_is_refused(tmp_path):
    write(tmp_path / "a.csv", history())
    write(tmp_path / "b.csv", returns(DAYS, ("X",)))
    sentence = refusal(tmp_path)
    assert '"a" says prices, "b" says no unit' in sentence
    assert "assets_are=prices" in sentence


def test_a_table_between_titles_and_footers_of_a_text_file(tmp_path):
    """Two tables below each other, as in the library of Kenneth French: the first is taken."""
    table = returns()
    months = (100 * table).set_axis(MONTHS.strftime("%Y%m"))
    years = (100 * table.iloc[[11, 23, 35]]).set_axis(["2018", "2019", "2020"])
    (tmp_path / "french.csv").write_text(
        "This file was created by nobody, for a test.\n\n  Average Returns -- Monthly\n"
        + months.to_csv(index_label="")
        + "\n Annual Returns: January-December\n"
        + years.to_csv(index_label="")
        + "\nCopyright nobody\n"
    )
    read = read_table(tmp_path / "french.csv", are="percent")
    np.testing.assert_allclose(read.frame, table, rtol=1e-12)
    assert read.frame.index.equals(MONTHS)
    assert read.frequency == "monthly"
    assert "left out" in " ".join(read.notes)


@pytest.mark.parametrize("suffix", ["csv", "txt", "tsv"])
@pytest.mark.parametrize(
    ("labels", "frequency"),
    [("%Y%m", "monthly"), ("%b-%y", "monthly"), ("%Y-%m", "monthly"), ("%d.%m.%Y", "monthly")],
)
def test_months_in_text_are_periods(labels, frequency, suffix, tmp_path):
    table = returns()
    path = write(tmp_path / f"m.{suffix}", table.set_axis(MONTHS.strftime(labels)))
    read = read_table(path)
    assert read.frame.index.equals(MONTHS)
    assert read.frequency == frequency
    np.testing.assert_array_equal(read.frame, table)


def test_a_bare_number_in_a_text_file_is_a_quarter_and_no_serial(tmp_path):
    quarters = pd.date_range("2000-03-31", periods=40, freq="QE", name="date")
    labels = [f"{date.year}{date.quarter}" for date in quarters]
    table = returns(quarters)
    read = read_table(write(tmp_path / "q.csv", table.set_axis(labels)))
    assert read.frame.index.equals(quarters)
    assert read.frequency == "quarterly"


def test_an_open_order_of_dates_is_declared(tmp_path):
    dates = pd.date_range("2018-01-01", periods=12, freq="MS")
    labels = dates.strftime("%d/%m/%Y")
    path = write(tmp_path / "d.csv", returns(dates).set_axis(labels))
    assert "dates=dmy" in refusal(path)
    assert read_table(path, dates="dmy").frame.index.equals(dates)


def test_numbers_with_decimal_commas_and_points_between_thousands(tmp_path):
    table = 12.5 * prices()
    text = table.map(lambda x: f"{x:,.2f}".translate(str.maketrans(",.", ".,"))).to_csv(sep=";")
    (tmp_path / "p.csv").write_text(text)
    read = read_table(tmp_path / "p.csv", are="prices")
    np.testing.assert_allclose(read.frame, table, atol=0.005)
