"""Workbooks that several tests of a module look at, each written once."""


def each_once(factory, file_name, write):
    """Return a function from a case to its path and to what `write(path, case)` returned."""
    made = {}

    def written(case):
        if case not in made:
            path = factory.mktemp("written") / file_name
            made[case] = path, write(path, case)
        return made[case]

    return written
