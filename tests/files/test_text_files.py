"""Tables from text files: encodings, separators, decimal signs, and what is refused."""

import codecs

import pytest

from labfolio_xl.errors import InputError
from labfolio_xl.files import read_risk_free, read_table, read_weights

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
    assert table.notes == ("cells, Assets: 1 number stored as text; read as a number",)
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
        TABLE.replace("2023-05-03", "45049").replace("2023-05-02", "45048.0").encode(),
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
            "has 2 fields, the first line has 3; give every line the same.",
        ),
        ('date,A\n2023-05-02,"0.1\n', "has a quotation mark that does not end or stands within a"),
        ("date,A\n2023-05-02,n/a\n", 'column "A", 2023-05-02 (cell B2) holds "n/a"; clear the cel'),
        ("date,A\n2023-05-02,nan\n", 'column "A", 2023-05-02 (cell B2) holds "nan"; clear the cel'),
        ("date,A\n2023-05-02,inf\n", 'column "A", 2023-05-02 (cell B2) holds "inf"; clear the cel'),
        ("date,A\n2023-05-02,1_0\n", 'column "A", 2023-05-02 (cell B2) holds "1_0"; clear the cel'),
        ("date,A\n02/05/2023,0.1\n", 'cell A2 holds "02/05/2023", whose day and month can be'),
        (
            "date;A;B\n2023-05-02;0,1;0.2\n",
            "has numbers with a decimal comma and with a decimal point; use one of them.",
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
    assert sentence_of(tmp_path).endswith("is a folder; name a file in it.")
    assert "is of no kind that can be read; save it as .xlsx" in sentence_of(
        write(tmp_path, TABLE, "returns.pdf")
    )


def test_a_file_that_may_not_be_read_is_one_sentence(tmp_path, monkeypatch):
    """The tests may run as root, whom no permission stops."""
    path = write(tmp_path, TABLE)

    def refuse(*_args, **_options):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("pathlib.Path.open", refuse)
    assert "cannot be opened (permission denied); close it elsewhere" in sentence_of(path)


def test_a_file_beyond_the_limit_is_not_read(tmp_path, monkeypatch):
    monkeypatch.setattr("labfolio_xl.files.tables.MAX_FILE_BYTES", 2**20)
    path = write(tmp_path, b"x" * (2**20 + 1))
    assert sentence_of(path).endswith("is larger than 1 MB; split it.")


def test_weights_and_rates_are_read_from_text(tmp_path):
    weights = read_weights(write(tmp_path, "asset,weight\nAAPL,0.6\nMSFT,40%\n"))
    assert weights.weights.to_dict() == {"AAPL": 0.6, "MSFT": 0.4}
    assert weights.source.file == "returns.csv"
    rate = read_risk_free(write(tmp_path, "date,RF\n2023-05-02,0.0002\n"))
    assert rate.risk_free.tolist() == [0.0002]
    assert read_risk_free(write(tmp_path, "0.0001\n")).risk_free == 0.0001
    for read in (read_weights, read_risk_free):
        with pytest.raises(InputError, match="is empty; name a sheet or file with values"):
            read(write(tmp_path, "\n"))
