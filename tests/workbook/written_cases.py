"""Workbooks that several tests of a module look at, each written once."""

from labfolio_xl.workbook.writer import write_workbook


def each_once(factory, file_name, write):
    """Return a function from a case to its path and to what `write(path, case)` returned."""
    made = {}

    def written(case):
        if case not in made:
            path = factory.mktemp("written") / file_name
            made[case] = path, write(path, case)
        return made[case]

    return written


def reports(factory, cases):
    """Return a function from a case to the path of its report and to what was computed for it."""
    return each_once(
        factory, "report.xlsx", lambda path, case: write_workbook(path, cases[case](), "report")
    )
