"""Tables from text files: encodings, separators, decimal signs, and what is refused."""

import codecs
import os

import pytest

from labfolio_xl.errors import InputError
from labfolio_xl.files import read_risk_free, read_table, read_weights
from labfolio_xl.reader import text
from labfolio_xl.reader.unreadable import Unreadable

TABLE = "date,AAPL,MSFT\n2023-05-03,0.02,\n2023-05-02,-0.01,1.2%\n"


def write(folder, content, name="returns.csv"):
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def sentence_of(path, **options):
    with pytest.raises(InputError) as caught:
        read_table(path, **options)
    return str(caught.value)


def test_a_table_of_text_is_read_with_its_source(tmp_path):
    table = read_table(write(tmp_path, TABLE))
    assert table.frame["AAPL"].tolist() == [-0.01, 0.02]
    assert table.frame["MSFT"].iloc[0] == 0.012
    assert table.frame["MSFT"].isna().tolist() == [False, True]
    assert table.notes[0] == (
        "unit, Assets: 1 cell with a percent sign; read as fractions: 1.2% is 0.012"
    )
    source = table.source
    assert (source.file, source.sheet, source.n_rows, source.n_columns) == (
        "returns.csv",
        None,
        3,
        3,
    )
    # printf 'date,AAPL,MSFT\n2023-05-03,0.02,\n2023-05-02,-0.01,1.2%%\n' | sha256sum
    assert source.sha256 == "799348c396a5b02d5c3fe5d3b93f6b6b0008dbae0bb12dcc6ec50394f3589cb6"


@pytest.mark.parametrize(
    "content",
    [
        codecs.BOM_UTF8 + TABLE.encode(),
        TABLE.encode("utf-16"),
        codecs.BOM_UTF16_BE + TABLE.encode("utf-16-be"),
        TABLE.replace("\n", "\r\n").encode(),
        TABLE.replace("\n", "\r").encode(),
        TABLE.replace(",", ";").encode(),
        TABLE.replace(",", "\t").encode(),
        TABLE.replace(",", ";").replace("0.0", "0,0").replace("1.2", "1,2").encode(),
        TABLE.replace("date", '"date"').encode(),
        ("\n\n" + TABLE + "\n,,\n\n").encode(),
        TABLE.replace("2023-05-03", "20230503").replace("2023-05-02", "20230502").encode(),
        TABLE.replace("2023-05-03", "20230503").encode(),
    ],
)
def test_encodings_separators_decimal_signs_and_line_ends_do_not_matter(content, tmp_path):
    frame = read_table(write(tmp_path, content)).frame
    expected = read_table(write(tmp_path, TABLE, "plain.csv")).frame
    assert frame.equals(expected)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_names_keep_their_letters(encoding, tmp_path):
    path = write(tmp_path, "date,Münchner Rück €\n2023-05-02,0.1\n".encode(encoding))
    assert read_table(path).frame.columns.tolist() == ["Münchner Rück €"]


@pytest.mark.parametrize(
    ("content", "names"),
    [
        ('"date",";"\n2023-05-02,1\n', [";"]),
        ('"date",";;;","a;b"\n2023-05-02,1,2\n', [";;;", "a;b"]),
        ('"date";",";"a,b"\n2023-05-02;1;2\n', [",", "a,b"]),
        ('date,"A;\nB",C\n2023-05-02,1,2\n', ["A; B", "C"]),
        ('\n\ndate;"A,\nB,";C\n2023-05-02;1;2\n', ["A, B,", "C"]),
    ],
)
def test_a_name_within_quotation_marks_may_hold_another_separator(content, names, tmp_path):
    """The marks tell which one parts the fields, also where a name has two lines."""
    assert read_table(write(tmp_path, content)).frame.columns.tolist() == names


def test_a_quoted_name_may_hold_the_separator(tmp_path):
    path = write(tmp_path, 'date,"Fund, A",B\n2023-05-02,0.1,0.2\n')
    assert read_table(path).frame.columns.tolist() == ["Fund, A", "B"]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("", '"returns.csv" is empty; name a sheet or file with values.'),
        (" \n,,\n", '"returns.csv" is empty; name a sheet or file with values.'),
        (
            "date,A,B\n2023-05-02,0.1,0.2\n2023-05-03,0.1\n",
            "line 3 of ",
        ),
        ('date,A\n2023-05-02,"0.1\n', "has a quotation mark that is not closed or is within a"),
        (
            "date,A\n2023-05-02,soon\n",
            'column "A", 2023-05-02 (cell B2) holds "soon"; clear the cel',
        ),
        ("date,A\n45048,0.1\n", "cell A2 holds 45048, which may be a date as a spreadsheet counts"),
        ("date,A\n2023-05-02,inf\n", 'column "A", 2023-05-02 (cell B2) holds "inf"; clear the cel'),
        ("date,A\n2023-05-02,1_0\n", 'column "A", 2023-05-02 (cell B2) holds "1_0"; clear the cel'),
        ("date,A\n02/05/2023,0.1\n", 'cell A2 holds "02/05/2023", whose day and month can be'),
        (
            "date;A;B\n2023-05-02;0,1;0.2\n",
            'has numbers with a decimal comma ("0,1") and with a decimal point ("0.2"); use one of',
        ),
        (b"date,A\n2023-05-02,0.1\0\n", "is not a text file; save it as .csv again."),
        ("date\n2023-05-02\n", "the block has one column; select dates and values beside them."),
    ],
)
def test_each_mistake_is_one_sentence(content, sentence, tmp_path):
    found = sentence_of(write(tmp_path, content))
    assert found.startswith("Assets: ")
    assert sentence in found


def test_a_sheet_of_a_text_file_is_refused(tmp_path):
    assert "is a text file without sheets; leave the sheet out." in sentence_of(
        write(tmp_path, TABLE), sheet="Returns"
    )


def test_a_file_that_is_missing_a_folder_or_of_another_kind_is_one_sentence(tmp_path):
    assert sentence_of(tmp_path / "no.csv", argument="factors") == (
        f'Factors: there is no file "{tmp_path / "no.csv"}"; check its name and folder.'
    )
    assert "is a folder without a file that can be read; name a file." in sentence_of(tmp_path)
    assert "has a format that cannot be read; save it as .xlsx" in sentence_of(
        write(tmp_path, TABLE, "returns.pdf")
    )


def test_a_file_that_may_not_be_read_is_one_sentence(tmp_path, monkeypatch):
    """The tests may run as root, whom no permission stops."""
    path = write(tmp_path, TABLE)

    def refuse(*_args, **_options):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("pathlib.Path.open", refuse)
    assert "cannot be opened (permission denied); close it elsewhere" in sentence_of(path)


@pytest.mark.timeout(20)
@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="Windows has no named pipes in folders")
@pytest.mark.parametrize("name", ["returns.csv", "returns.xlsx"])
def test_a_named_pipe_is_refused_and_not_waited_for(tmp_path, name):
    os.mkfifo(tmp_path / name)
    assert sentence_of(tmp_path / name).endswith("is a device or a pipe; name a file on a disk.")


def test_a_file_beyond_the_limit_is_not_read(tmp_path, monkeypatch):
    monkeypatch.setattr("labfolio_xl.files.cells.MAX_FILE_BYTES", 2**20)
    path = write(tmp_path, b"x" * (2**20 + 1))
    assert sentence_of(path).endswith("is larger than 1 MB; split it.")


def test_weights_and_rates_are_read_from_text(tmp_path):
    table, source = read_weights(write(tmp_path, "asset,weight\nAAPL,0.6\nMSFT,0.4\n"))
    assert table.weights.to_dict() == {"AAPL": 0.6, "MSFT": 0.4}
    assert source.file == "returns.csv"
    rate, source = read_risk_free(write(tmp_path, "date,RF\n2023-05-02,0.0002\n"))
    assert rate.frame.iloc[:, 0].tolist() == [0.0002]
    assert rate.source == source
    assert read_risk_free(write(tmp_path, "0.0001\n"))[0] == 0.0001
    for read in (read_weights, read_risk_free):
        with pytest.raises(InputError, match="is empty; name a sheet or file with values"):
            read(write(tmp_path, "\n"))


# The cells of a whole file


def rows_of(folder, content, name="returns.csv"):
    path = str(write(folder, content, name))
    return list(text.read_rows(text.decode_file(path), path))


def refusal(folder, content):
    with pytest.raises(Unreadable) as caught:
        rows_of(folder, content)
    return str(caught.value)


@pytest.mark.parametrize("name", ["a.csv", "a.txt", "a.tsv", "A.TXT"])
@pytest.mark.parametrize("separator", [",", ";", "\t", "|", "   "])
def test_any_separator_in_any_text_file(separator, name, tmp_path):
    content = "date,A,Fund B\n2018-01-31,0.5,-1.25\n2018-02-28,0.25,3\n"
    assert rows_of(tmp_path, content.replace(",", separator), name) == [
        ["date", "A", "Fund B"],
        ["2018-01-31", 0.5, -1.25],
        ["2018-02-28", 0.25, 3.0],
    ]


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize(
    "title",
    [
        "Returns of funds, in percent; source: nobody",
        'The 5" fund, "so called" by some',
        '"Fund" A, B',
        'As of,"Jan 31, 2018"',
        "one;two;three;four;five;six;seven",
    ],
)
def test_a_title_has_no_say_in_the_separator(title, separator, tmp_path):
    table = f"date{separator}A{separator}B{separator}C\n" + "".join(
        f"2018-01-{day}{separator}0.5{separator}0.25{separator}1.5\n" for day in (29, 30, 31)
    )
    rows = rows_of(tmp_path, f"{title}\n\n{table}\nCopyright, nobody; at all\n")
    assert rows[-6:-2] == [
        ["date", "A", "B", "C"],
        *([f"2018-01-{day}", 0.5, 0.25, 1.5] for day in (29, 30, 31)),
    ]
    assert {type(cell) for cell in rows[0]} == {str}


def test_a_separator_is_not_found_in_dates_and_decimals(tmp_path):
    """A comma parts as many fields here, with nonsense in them."""
    content = "date;A;B\n31.01.2018;0,5;0,25\n28.02.2018;1,5;-0,75\n"
    assert rows_of(tmp_path, content)[1:] == [
        ["31.01.2018", 0.5, 0.25],
        ["28.02.2018", 1.5, -0.75],
    ]
    assert rows_of(tmp_path, "A;0,5\nB;0,5\n") == [["A", 0.5], ["B", 0.5]]
    content = "date\tA\nJan 31, 2018\t0.5\nFeb 28, 2018\t0.25\n"
    assert rows_of(tmp_path, content)[1:] == [["Jan 31, 2018", 0.5], ["Feb 28, 2018", 0.25]]


def test_columns_aligned_by_blanks_as_in_the_library_of_kenneth_french(tmp_path):
    content = "Created, as it says, by nobody.\n\n            Mkt-RF     SMB\n"
    content += "19260701    0.10   -0.24\n19260702    0.45 -199.99\n"
    assert rows_of(tmp_path, content, "daily.txt")[2:] == [
        [None, "Mkt-RF", "SMB"],
        [19260701.0, 0.1, -0.24],
        [19260702.0, 0.45, -199.99],
    ]


@pytest.mark.parametrize(
    ("content", "line"),
    [
        ("date,A,B\n2018-01-31,1,2\n2018-02-28,1\n", 3),
        ("date,A,B\n2018-01-31,1,2\n2018-02-28,1,2,3\n2018-03-31,1,2\n", 3),
        ("date,A,B\n2018-01-31,1\n2018-02-28,1,2\n2018-03-31,1,2\n", 2),
        ("A,B\n2018-01-31,1,2\n2018-02-28,1,2\n", 2),
        ("name,date,A\nx,2018-01-31,1\nx,2018-02-28\nx,2018-03-31,1\n", 3),
        ("asset,weight\nA,0.5\nB,0.2,0.3\nC,0.1\n", 3),
        ("title\n\ndate,A,B\n31 Jan 18,1,2\n28 Feb 18,1\n", 5),
        ('title\ndate,"A\nB",C\n2018-01-31,1,2\n2018-02-28,1\n', 5),
    ],
)
def test_a_line_of_the_table_with_another_number_of_fields_is_named(content, line, tmp_path):
    """A field that is missing would put the others under the wrong names."""
    assert f"line {line} of " in refusal(tmp_path, content)
    assert "give every line of the table the same" in refusal(tmp_path, content)


def test_empty_fields_at_the_end_of_a_line_may_be_there_or_not(tmp_path):
    content = "date,A,B,\n2018-01-31,1,2\n2018-02-28,1,,\n2018-03-31,,\n2018-04-30\n"
    rows = rows_of(tmp_path, content)
    assert [row[:2] for row in rows[1:]] == [
        ["2018-01-31", 1.0],
        ["2018-02-28", 1.0],
        ["2018-03-31", None],
        ["2018-04-30"],
    ]


@pytest.mark.parametrize(
    "content",
    [
        'date,A\n2018-01-31,"0.1\n2018-02-28,0.2\n',
        'date,A\n2018-01-31,0.1\n2018-02-28,"0.2"5\n',
        'asset,weight\n"AAPL,0.5\nMSFT,0.5\n',
    ],
)
def test_a_broken_quotation_in_the_table_is_refused(content, tmp_path):
    assert "has a quotation mark that is not closed or is within a field" in refusal(
        tmp_path, content
    )


def test_many_broken_titles_take_no_time(tmp_path):
    """Each of them could be read to the end of the file."""
    titles = "".join(f'"{number}" x\n"y\n' for number in range(20_000))
    assert len(rows_of(tmp_path, titles + "date,A\n2018-01-31,0.5\n")) == 40_002


@pytest.mark.parametrize(
    ("fields", "cells"),
    [
        (["0,5", "1.234,5"], [0.5, "1,234.5"]),
        (["0,5", "1.234"], [0.5, "1,234"]),
        (["0,5", "1,234"], [0.5, 1.234]),
        (["0,125", "12"], [0.125, 12.0]),
        (["1234,567", "1"], [1234.567, 1.0]),
        (["1.234.567", "2,500"], ["1,234,567", 2.5]),
        (["1,234", "12345"], [1.234, 12345.0]),
        (["1'234,50", "(0,5)"], ["1'234.50", "(0.5)"]),
        (["1 234,50 \N{EURO SIGN}", "-0,5 %"], ["1 234.50 \N{EURO SIGN}", "-0.5 %"]),
        (["\N{MINUS SIGN}0,5", "2,5e-3"], ["\N{MINUS SIGN}0.5", 0.0025]),
        (["0.5", "1,234"], [0.5, "1,234"]),
        (["0.125", "1,234,567"], [0.125, "1,234,567"]),
        (["1,234.5", "1,234"], ["1,234.5", "1,234"]),
        (["1.234", "2.345"], [1.234, 2.345]),
        (["1.234", "12345"], [1.234, 12345.0]),
        (["31.12.2018", "0,5"], ["31.12.2018", 0.5]),
        (["Fund 1,5", "0,5"], ["Fund 1,5", 0.5]),
    ],
)
def test_the_decimal_sign_is_judged_over_the_file(fields, cells, tmp_path):
    for separator in (";", "\t", "|"):
        lines = [separator.join(["date", "A", "B"]), separator.join(["2018-01-31", *fields])]
        assert rows_of(tmp_path, "\n".join(lines))[1] == ["2018-01-31", *cells]


@pytest.mark.parametrize(
    ("fields", "cells"),
    [
        (["0,5", "1,25"], [0.5, 1.25]),
        (["1,234", "5,678"], ["1,234", "5,678"]),
        (["1,234.5", "12"], ["1,234.5", 12.0]),
        (["1.234,5", "0,5"], ["1,234.5", 0.5]),
    ],
)
def test_commas_within_quoted_fields_part_thousands_unless_they_cannot(fields, cells, tmp_path):
    quoted = ",".join(f'"{field}"' for field in fields)
    assert rows_of(tmp_path, f"date,A,B\n2018-01-31,{quoted}\n")[1] == ["2018-01-31", *cells]


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ("1,234;2,345", '"1,234" and the other numbers of'),
        ("1.234;850", '"1.234" and the other numbers of'),
        ("1,234;1.234", '"1,234" and the other numbers of'),
        ("0,5;0.5", "use one of them"),
        ("1.234,5;1,234.5", "use one of them"),
        ("1.234.567;0.5", "use one of them"),
    ],
)
def test_numbers_that_can_be_read_in_two_ways_are_refused(fields, words, tmp_path):
    assert words in refusal(tmp_path, f"date;A;B\n2018-01-31;{fields}\n")


def test_a_name_with_a_comma_says_nothing_about_numbers(tmp_path):
    rows = rows_of(tmp_path, "date;1,5;Fund 2,5\n2018-01-31;0.5;1.5\n")
    assert rows == [["date", "1,5", "Fund 2,5"], ["2018-01-31", 0.5, 1.5]]


@pytest.mark.parametrize("header", ["ticker,weight", "date,005930", ",005930"])
def test_a_ticker_keeps_its_zeros(header, tmp_path):
    rows = rows_of(tmp_path, f"{header}\n000660,0.5\n")
    assert rows == [[name or None for name in header.split(",")], ["000660", 0.5]]
