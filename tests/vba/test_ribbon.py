"""The tab "Labfolio": the same in the workbook and the add-in, each with its own callbacks."""

from __future__ import annotations

import re
from xml.etree import ElementTree as ET

import pytest

from labfolio_xl.plan.load import all_buttons
from labfolio_xl.vba.modules import own_modules, ribbon

SPACE = "{http://schemas.microsoft.com/office/2009/07/customui}"
# What the design asks for: labels by group.
GROUPS = {
    "Data": ["New workbook", "Load returns", "Sample"],
    "Results": ["Refresh", "Check numbers"],
    "Share": ["Prepare copy"],
    "Help": ["Functions", "Check setup", "Log", "About"],
}
# Those of the sheet Load, and one that the buttons of older workbooks run.
BUTTON_MACROS = (*(macro for _, macro in all_buttons()), "LabfolioLoadReturns")


def parsed(addin):
    return ET.fromstring(ribbon(addin=addin))  # noqa: S314


@pytest.mark.parametrize("addin", [False, True])
def test_the_tab_has_the_groups_and_buttons_of_the_design(addin):
    found = {
        group.get("label"): [control.get("label") for control in group]
        for group in parsed(addin).iter(f"{SPACE}group")
    }
    assert found == GROUPS
    assert [tab.get("label") for tab in parsed(addin).iter(f"{SPACE}tab")] == ["Labfolio"]


@pytest.mark.parametrize("addin", [False, True])
def test_every_control_says_what_it_does_and_has_an_image_of_office(addin):
    for group in parsed(addin).iter(f"{SPACE}group"):
        for control in group:
            assert control.get("imageMso")
            assert control.get("image") is None
            assert control.get("supertip", "").endswith(".")


def test_workbook_and_addin_differ_in_the_names_of_callbacks_only():
    assert ribbon(addin=True).replace("Addin_", "Book_") == ribbon()


def test_only_the_names_of_callbacks_take_the_prefix_of_the_file():
    """A comment that named the prefix said "renames Addin_ to Addin_" in the add-in."""
    for addin, prefix in ((False, "Book_"), (True, "Addin_")):
        found = re.findall(rf"\w*{prefix}\w*", re.sub(r'="[^"]*"', "", ribbon(addin=addin)))
        code = next(m.code for m in own_modules(addin=addin) if m.name == "LabfolioRibbon")
        comments = "".join(line for line in code.splitlines() if line.lstrip().startswith("'"))
        assert found == []
        assert prefix not in comments


@pytest.mark.parametrize("addin", [False, True])
def test_the_tab_takes_no_key_of_excels_own(addin):
    """L is the Developer tab, so "LF" could not be typed; Excel itself gives a tab a free key."""
    assert [tab.get("keytip") for tab in parsed(addin).iter(f"{SPACE}tab")] == [None]


def callbacks(addin):
    code = next(m.code for m in own_modules(addin=addin) if m.name == "LabfolioRibbon")
    return set(re.findall(r"Public Sub (\w+)\(", code))


def test_no_callback_of_the_one_file_has_the_name_of_one_of_the_other():
    assert callbacks(addin=False)
    assert not callbacks(addin=False) & callbacks(addin=True)


@pytest.mark.parametrize("addin", [False, True])
def test_every_callback_of_the_ribbon_exists_and_none_is_left_over(addin):
    used = {
        value
        for element in parsed(addin).iter()
        for key, value in element.attrib.items()
        if key.startswith(("on", "get"))
    }
    assert used == callbacks(addin)


@pytest.mark.parametrize("macro", BUTTON_MACROS)
def test_the_macros_of_the_buttons_take_no_argument(macro):
    code = next(m.code for m in own_modules(addin=False) if m.name == "LabfolioMacros")
    assert f"Public Sub {macro}()\n" in code
