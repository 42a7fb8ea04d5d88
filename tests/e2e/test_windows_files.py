"""Files on Windows: really locked ones, and places as people have them."""

import json

import com_host
import pytest

pytestmark = pytest.mark.wine

SAMPLE = com_host.PROJECT / "labfolio_xl" / "data" / "sample_assets.csv"


@pytest.fixture(scope="module")
def done(start_host, tmp_path_factory):  # noqa: ARG001 - it makes Python ready
    """What came of each case of ``wine/write_files.py``."""
    folder = tmp_path_factory.mktemp("files")
    words = (com_host.HERE / "write_files.py", folder, SAMPLE)
    printed = com_host.run_python(*map(com_host.windows, words))
    return json.loads(printed.splitlines()[-1]) | {"folder": com_host.windows(folder)}


def test_a_workbook_that_is_open_in_excel_is_kept_and_one_sentence_says_so(done):
    """Excel lets others read, and nothing else."""
    found = done["locked"]
    assert found["refused"] == (
        f'"{done["folder"]}\\locked\\book.xlsx" cannot be replaced: it is open in another program '
        "or write-protected; close it or choose another name."
    )
    assert found["kept"] == "old"
    assert (found["closed"], found["now"]) == ("written", "new")
    assert found["left"] == ["book.xlsx", "returns.csv"], "a draft is left"


def test_returns_that_are_open_in_excel_are_read(done):
    assert done["locked"]["read beside another"] == 20


def test_returns_that_another_program_has_for_itself_are_one_sentence(done):
    assert done["locked"]["read while another has it alone"] == (
        f'Assets: "{done["folder"]}\\locked\\returns.csv" cannot be opened (permission denied); '
        "close it elsewhere or copy it first."
    )


@pytest.mark.parametrize("place", ["spaces", "umlauts", "ampersand", "250 characters", "verbatim"])
def test_odd_places_are_written_and_read(done, place):
    """Where the path has 250 characters, that of the draft has more than Windows' 260."""
    length, said, columns, left = done["odd"][place]
    assert (said, columns, left) == ("written", 20, ["book.csv"])
    assert length == 250 or place != "250 characters"


@pytest.mark.parametrize(
    ("place", "words"),
    [("too long", "cannot be written ("), ("no share", "there is no folder")],
)
def test_places_that_cannot_be_are_one_sentence(done, place, words):
    said = done["odd"][place]
    assert words in said
    assert said.endswith(("; choose another name or folder.", "; make it first."))
    assert "\n" not in said
