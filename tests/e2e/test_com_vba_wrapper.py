"""The VBA module made on Linux is the one that xlwings' import makes on Windows, to the byte."""

import re

import com_host
import pytest

from labfolio_xl.sheet.boundary import CATEGORY
from labfolio_xl.sheet.functions import REGISTRY
from labfolio_xl.vba.wrapper import udf_module

pytestmark = [pytest.mark.wine, pytest.mark.usefixtures("start_host")]


@pytest.mark.parametrize("book", ["labfolio.xlsm", "labfolio.xlam"])
def test_the_wrapper_module_is_the_one_of_the_real_import(book):
    """Under real pywin32 and the whole of ``import_udfs``, for a workbook and for the add-in."""
    kept = udf_module(addin=book.endswith(".xlam"))
    # The import gives descriptions to Excel itself; a file written on Linux has to hold them.
    made = re.sub(r"(?m)^Attribute LF_\w+\.VB_Description = .*\n", "", kept)
    found = com_host.import_functions(book=book).module
    assert found == made.replace("\n", "\r\n").encode("ascii")


def test_the_function_wizard_gets_every_description():
    """What the import hands to Excel's MacroOptions: category, one sentence, help for arguments."""
    shown = {option["macro"]: option for option in com_host.import_functions().descriptions}
    assert len(shown) == len(REGISTRY)
    for name, entry in REGISTRY.items():
        option = shown[f"'Book1.xlsm'!{name}"]
        assert option["Category"] == CATEGORY
        assert option["Description"] == entry.summary
        helps = [argument.help for argument in entry.arguments]
        assert option["ArgumentDescriptions"] == (helps or None)
        assert all(len(text) <= 255 for text in [option["Description"], *helps])
