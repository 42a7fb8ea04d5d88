"""What the schema validator does not see in a workbook, but Excel would.

`lint(path)` returns findings as sentences; none is the bar. The checks of macros and of the
ribbon are in lint_macros.py.
"""

from __future__ import annotations

import posixpath
import re
import zipfile
from dataclasses import dataclass, field
from itertools import combinations, pairwise
from xml.etree import ElementTree as ET

import lint_macros
from openpyxl.formula import Tokenizer

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
CHART = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
RELATION_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
WORKBOOK_TYPES = {
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
    ".xlsm": "application/vnd.ms-excel.sheet.macroEnabled.main+xml",
    ".xlam": "application/vnd.ms-excel.addin.macroEnabled.main+xml",
}
VBA_TYPE = "application/vnd.ms-office.vbaProject"
EPOCH = (1980, 1, 1, 0, 0, 0)
# Excel's own functions that our formulas use; a new one is added when it is first used.
BUILT_IN = {"ABS", "AND", "AVERAGE", "COLUMNS", "COUNT", "COUNTA", "EXP", "FILTER", "IF"}
BUILT_IN |= {"IFERROR", "INDEX", "ISNUMBER", "LEFT", "LET", "MATCH", "MAX", "MIN", "NOT", "OR"}
BUILT_IN |= {"ROUND", "ROWS", "SORT", "SORTBY", "SQRT", "STDEV.S", "SUM", "SUMPRODUCT", "TEXT"}
BUILT_IN |= {"SUMIF", "TRIM", "XLOOKUP"}
VOLATILE = {"NOW", "TODAY", "RAND", "RANDBETWEEN", "OFFSET", "INDIRECT", "CELL", "INFO"}
CELL_LIKE = re.compile(r"(?i)[A-Z]{1,3}[0-9]{1,7}|R\d*C\d*|R|C")
# A drive, a UNC path or a home folder would tie a workbook to one machine.
MACHINE_PATH = re.compile(
    r"file:///|\\\\[A-Za-z]|\b[A-Za-z]:\\(?!Windows|Program Files)|/home/|/Users/"
)


@dataclass
class Package:
    """A workbook's parts, read once."""

    suffix: str
    parts: dict[str, bytes]
    infos: list[zipfile.ZipInfo]
    findings: list[str] = field(default_factory=list)

    @classmethod
    def read(cls, path):
        """Read a file."""
        with zipfile.ZipFile(path) as source:
            infos = source.infolist()
            return cls(path.suffix.lower(), {i.filename: source.read(i) for i in infos}, infos)

    def bad(self, finding):
        """Add a finding."""
        self.findings.append(finding)

    def xml(self, name):
        """Parse a part."""
        return ET.fromstring(self.parts[name])  # noqa: S314

    def relations(self, part):
        """Type and target by id; targets inside the file are names of parts."""
        folder, name = posixpath.split(part)
        rels = posixpath.join(folder, "_rels", f"{name}.rels")
        if rels not in self.parts:
            return {}
        return {
            item.get("Id"): (item.get("Type"), self._target(folder, item))
            for item in self.xml(rels)
        }

    @staticmethod
    def _target(folder, item):
        target = item.get("Target")
        if item.get("TargetMode") == "External":
            return f"external:{target}"
        return posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")


def lint(path):
    """Return the findings for one .xlsx, .xlsm or .xlam."""
    package = Package.read(path)
    try:
        _check(package)
    except (KeyError, ValueError, IndexError, AttributeError, ET.ParseError) as error:
        package.bad(f"the file cannot be read through: {type(error).__name__}: {error}")
    return package.findings


def _check(package):
    _check_zip(package)
    _check_content_types(package)
    _check_relations(package)
    book = package.xml("xl/workbook.xml")
    names = _check_names(package, book)
    functions = lint_macros.check_project(package, book) if package.suffix != ".xlsx" else set()
    _check_calculation(package, book)
    sheets = _sheets(package, book)
    styles = len(package.xml("xl/styles.xml").find(f"{MAIN}cellXfs"))
    for name, part in sheets.items():
        _Sheet(package, name, part, functions, names, styles).check()
    for part in package.parts:
        if re.match(r"xl/charts/chart\d+\.xml$", part):
            _check_chart(package, part, {s.lower() for s in sheets}, names)


def _check_zip(package):
    names = [info.filename for info in package.infos]
    if len({name.lower() for name in names}) != len(names):
        package.bad("zip: two parts of one name")
    if names[0] != "[Content_Types].xml":
        package.bad("zip: [Content_Types].xml is not first")
    for info in package.infos:
        if info.date_time != EPOCH:
            package.bad(f"zip: {info.filename} carries a time")


def _check_content_types(package):
    types = package.xml("[Content_Types].xml")
    overrides = {e.get("PartName"): e.get("ContentType") for e in types if e.get("PartName")}
    defaults = {e.get("Extension", "").lower(): e.get("ContentType") for e in types}
    for name in package.parts:
        known = f"/{name}" in overrides or name.rsplit(".", 1)[-1].lower() in defaults
        if name != "[Content_Types].xml" and not known:
            package.bad(f"content type missing for {name}")
    for name in overrides:
        if name[1:] not in package.parts:
            package.bad(f"content type for the absent part {name}")
    if overrides.get("/xl/workbook.xml") != WORKBOOK_TYPES[package.suffix]:
        package.bad("the workbook's content type does not fit the file's ending")
    vba = overrides.get("/xl/vbaProject.bin") or defaults.get("bin")
    if package.suffix != ".xlsx" and vba != VBA_TYPE:
        package.bad("the content type of the VBA project is not its own")


def _check_relations(package):
    for name in package.parts:
        if name.endswith(".rels"):
            folder, rels = posixpath.split(name)
            source = posixpath.join(posixpath.dirname(folder), rels[: -len(".rels")])
            for kind, target in package.relations(source).values():
                if not target.startswith("external:") and target not in package.parts:
                    package.bad(f"{name}: {target} is absent")
                if kind.endswith("/externalLink"):
                    package.bad(f"{name}: a link to another workbook")
            ids = [item.get("Id") for item in package.xml(name)]
            if len(set(ids)) != len(ids):
                package.bad(f"{name}: one id twice")
        elif name.endswith((".xml", ".vml")) and (
            found := MACHINE_PATH.search(package.parts[name].decode())
        ):
            package.bad(f"{name}: a path of one machine: {found[0]}")


def _check_names(package, book):
    seen = set()
    for sheet in book.iter(f"{MAIN}sheet"):
        name = sheet.get("name")
        if len(name) > 31 or re.search(r"[\\/*?:\[\]]|^'|'$", name) or name.lower() in seen:
            package.bad(f"sheet name {name!r}")
        seen.add(name.lower())
    names = set()
    for defined in book.iter(f"{MAIN}definedName"):
        name, key = defined.get("name"), (defined.get("name").lower(), defined.get("localSheetId"))
        if key in names:
            package.bad(f"defined name {name} twice")
        if not name.startswith("_xlnm.") and not _is_name(name):
            package.bad(f"not a name that Excel takes: {name}")
        if "#REF!" in (defined.text or ""):
            package.bad(f"defined name {name} leads nowhere")
        _check_sheets_of(package, defined.text or "", seen, f"defined name {name}")
        names.add(key)
    return {name for name, _ in names}


def _is_name(name):
    return bool(re.fullmatch(r"[A-Za-z_\\][\w.\\]{0,254}", name)) and not CELL_LIKE.fullmatch(name)


def _check_sheets_of(package, formula, sheets, where):
    for quoted, plain in re.findall(r"'((?:[^']|'')+)'!|([A-Za-z_][\w.]*)!", formula):
        sheet = (quoted.replace("''", "'") or plain).lower()
        if sheet not in sheets:
            package.bad(f"{where}: there is no sheet {sheet}")


def _check_calculation(package, book):
    settings = book.find(f"{MAIN}calcPr")
    if settings is not None and settings.get("fullCalcOnLoad") in ("1", "true"):
        package.bad("the workbook recalculates when it opens: a reader without Python loses it")


def _sheets(package, book):
    targets = package.relations("xl/workbook.xml")
    sheets = {s.get("name"): targets[s.get(RELATION_ID)][1] for s in book.iter(f"{MAIN}sheet")}
    return {name: part for name, part in sheets.items() if part in package.parts}


def _check_chart(package, part, sheets, names):
    del names  # charts refer to ranges, so that every program that reads the file can draw them
    for reference in package.xml(part).iter(f"{CHART}f"):
        _check_sheets_of(package, reference.text, sheets, part)
        if "!" not in reference.text or "#REF!" in reference.text:
            package.bad(f"{part}: the chart draws {reference.text!r}, which is no range")


def _corner(address):
    """Row and column of a cell, from 1."""
    letters, row = re.fullmatch(r"([A-Z]+)(\d+)", address.replace("$", "")).groups()
    column = 0
    for letter in letters:
        column = column * 26 + ord(letter) - 64
    return int(row), column


def _corners(reference):
    first, _, last = reference.partition(":")
    return _corner(first), _corner(last or first)


@dataclass
class _Sheet:
    package: Package
    name: str
    part: str
    functions: set
    names: set
    styles: int
    texts: dict = field(default_factory=dict)
    arrays: list = field(default_factory=list)

    def bad(self, finding):
        self.package.bad(f"{self.name}: {finding}")

    def check(self):
        root = self.package.xml(self.part)
        self._check_order(root)
        strings = self._strings()
        for cell in root.iter(f"{MAIN}c"):
            self._check_cell(cell, strings)
        for (a, b), (c, d) in combinations(self.arrays, 2):
            if a[0] <= d[0] and c[0] <= b[0] and a[1] <= d[1] and c[1] <= b[1]:
                self.bad("two arrays overlap")
        self._check_validations(root)
        for kind, target in self.package.relations(self.part).values():
            if kind.endswith("/table") and target in self.package.parts:
                self._check_table(self.package.xml(target))
            if kind.endswith("/vmlDrawing") and self.package.suffix != ".xlsx":
                lint_macros.check_buttons(self.package, target)

    def _strings(self):
        if "xl/sharedStrings.xml" not in self.package.parts:
            return []
        items = self.package.xml("xl/sharedStrings.xml").iter(f"{MAIN}si")
        return ["".join(t.text or "" for t in item.iter(f"{MAIN}t")) for item in items]

    def _check_order(self, root):
        rows = list(root.iter(f"{MAIN}row"))
        if any(int(a.get("r")) >= int(b.get("r")) for a, b in pairwise(rows)):
            self.bad("rows out of order")
        for row in rows:
            corners = [_corner(cell.get("r")) for cell in row]
            if any(r != int(row.get("r")) for r, _ in corners):
                self.bad(f"row {row.get('r')} holds a cell of another row")
            if any(a >= b for a, b in pairwise(corners)):
                self.bad(f"row {row.get('r')}: cells out of order")

    def _check_cell(self, cell, strings):
        address, value = cell.get("r"), cell.findtext(f"{MAIN}v")
        if cell.get("t") == "s":
            if int(value) >= len(strings):
                self.bad(f"{address}: no such shared string")
            else:
                self.texts[_corner(address)] = strings[int(value)]
        if int(cell.get("s", 0)) >= self.styles:
            self.bad(f"{address}: no such style")
        if cell.get("cm") and "xl/metadata.xml" not in self.package.parts:
            self.bad(f"{address}: a dynamic array without metadata")
        elif cell.get("cm") and int(cell.get("cm")) > self._array_kinds():
            self.bad(f"{address}: no such metadata")
        formula = cell.find(f"{MAIN}f")
        if formula is not None and formula.text:
            self._check_formula(address, formula, value)

    def _array_kinds(self):
        return len(self.package.xml("xl/metadata.xml").find(f"{MAIN}cellMetadata"))

    def _check_formula(self, address, formula, value):
        if value is None:
            self.bad(f"{address}: a formula without its cached value")
        if formula.get("t") == "array":
            first, last = _corners(formula.get("ref"))
            self.arrays.append((first, last))
            if first != _corner(address):
                self.bad(f"{address}: its array starts elsewhere")
        depth = 0
        for token in Tokenizer(f"={formula.text}").items:
            if token.type in ("FUNC", "PAREN"):
                depth += {"OPEN": 1, "CLOSE": -1}.get(token.subtype, 0)
            if token.type == "FUNC" and token.subtype == "OPEN":
                self._check_function(address, token.value[:-1])
            if token.type == "OPERAND" and token.subtype == "RANGE":
                self._check_operand(address, token.value)
        if depth or len(formula.text) > 8192:
            self.bad(f"{address}: a formula that is not closed, or too long")

    def _check_function(self, address, function):
        plain = re.sub(r"^(_xlfn\.|_xlws\.)+", "", function.upper())
        if plain in VOLATILE:
            self.bad(f"{address}: {plain} recalculates with every change")
        elif plain not in BUILT_IN and plain.lower() not in self.functions:
            self.bad(f"{address}: there is no function {function}")

    def _check_operand(self, address, operand):
        is_name = _is_name(operand) and "!" not in operand
        if is_name and operand.lower() not in self.names and not operand.startswith("_xlpm."):
            self.bad(f"{address}: there is no name {operand}")

    def _check_validations(self, root):
        for rule in root.iter(f"{MAIN}dataValidation"):
            listed = rule.findtext(f"{MAIN}formula1") or ""
            if listed.startswith('"') and len(listed) - 2 > 255:
                self.bad("a list of choices over 255 characters")
            for key, most in (("promptTitle", 32), ("errorTitle", 32), ("prompt", 255)):
                if len(rule.get(key, "")) > most:
                    self.bad(f"a validation's {key} over {most} characters")

    def _check_table(self, table):
        columns = table.find(f"{MAIN}tableColumns")
        (row, first), (last_row, last) = _corners(table.get("ref"))
        if not _is_name(table.get("displayName")) or table.get("displayName").lower() in self.names:
            self.bad(f"table name {table.get('displayName')!r}")
        if not int(columns.get("count")) == len(columns) == last - first + 1:
            self.bad("a table's number of columns")
        headers = [self.texts.get((row, column)) for column in range(first, last + 1)]
        if headers != [column.get("name") for column in columns]:
            self.bad("a table's header cells differ from its columns")
        if len({(header or "").lower() for header in headers}) != len(headers):
            self.bad("a table has two columns of one name")
        if last_row <= row:
            self.bad("a table without a row")
