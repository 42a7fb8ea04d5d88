"""Print what excelize reads in a workbook, as JSON: sheets, defined names, buttons, code names.

A program of its own, so that the threads and signal handlers of Go stay out of the tests.
"""

from __future__ import annotations

import json
import sys

import excelize


def read(path):
    """Everything that the gate compares."""
    file = excelize.open_file(path)
    sheets = file.get_sheet_list()
    try:
        return {
            "sheets": sheets,
            "book_code_name": file.get_workbook_props().code_name,
            "code_names": {name: file.get_sheet_props(name).code_name for name in sheets},
            "names": [[n.scope, n.name, n.refers_to] for n in file.get_defined_name()],
            "buttons": [button for name in sheets for button in _buttons(file, name)],
        }
    finally:
        file.close()


def _buttons(file, sheet):
    """Sheet, cell, caption and macro of each button; other controls tell their kind instead."""
    for control in file.get_form_controls(sheet):
        caption = "".join(part.text for part in control.paragraph or [])
        is_button = control.type == excelize.FormControlType.FormControlButton
        yield [sheet, control.cell, caption if is_button else str(control.type), control.macro]


if __name__ == "__main__":
    json.dump(read(sys.argv[1]), sys.stdout)
