# ruff: noqa: D102 - the members are those of Excel's objects, which document them
"""Members of Excel's own objects over Calc: those that the macros use beside xlwings'.

Whatever else is asked of such an object is asked of the object of UNO below it.
"""

from __future__ import annotations

from types import SimpleNamespace

from engine_cells import CONTENTS, FORMULAS, Cells

LETTER, POINT = 190.0, 35.28  # hundredths of a millimetre
# The places of names beside points: those of Excel, and com.sun.star.chart.DataLabelPlacement.
PLACES = {-4152: 8, -4131: 4, 0: 2, 1: 6}


class Native:
    """An object of Excel's over one of UNO."""

    def __init__(self, below):
        self.below = below

    def __getattr__(self, name):
        return getattr(self.below, name)


class AppApi:
    """Application; a function that is missing here is missing in an old Excel too."""

    def __init__(self, app):
        self.CalculateFull = app.calculate
        self.WorksheetFunction = SimpleNamespace(CountA=count)


def count(cells):
    """Count the parts of a range in which something stands."""
    return float(len(cells.below.queryContentCells(CONTENTS).RangeAddresses))


class BookApi(Native):
    """Workbook."""

    @property
    def ReadOnly(self):
        return self.below.isReadonly()

    @property
    def Date1904(self):
        return self.below.NullDate.Year == 1904

    @property
    def ProtectStructure(self):
        return self.below.isProtected()

    @property
    def BuiltinDocumentProperties(self):
        return [PropertyApi(self.below.DocumentProperties, name) for name in ("Title", "Subject")]


class PropertyApi:
    """DocumentProperty."""

    def __init__(self, properties, name):
        self._properties, self.Name = properties, name

    @property
    def Value(self):
        return getattr(self._properties, self.Name)

    @Value.setter
    def Value(self, text):
        setattr(self._properties, self.Name, text)


class SheetApi(Native):
    """Worksheet; no test filters rows in Calc."""

    ProtectionMode = FilterMode = False

    @property
    def ProtectContents(self):
        return self.below.isProtected()

    ProtectDrawingObjects = ProtectContents


class RangeApi(Native):
    """Range."""

    def __init__(self, book, page, block):
        super().__init__(block)
        self._book, self._page = book, page

    @property
    def Value2(self):
        rows = Cells(self._book.document, self.below).read(dates=False)
        return rows[0][0] if self.CountLarge == 1 else rows

    @property
    def HasFormula(self):
        return None if self.below.queryFormulaCells(FORMULAS).RangeAddresses else False

    def _indent(self, letters):
        self.below.ParaIndent = round(letters * LETTER)

    IndentLevel = property(None, _indent)

    @property
    def Row(self):
        return self.below.RangeAddress.StartRow + 1

    @property
    def Column(self):
        return self.below.RangeAddress.StartColumn + 1

    @property
    def CountLarge(self):
        return self.below.Rows.Count * self.below.Columns.Count

    @property
    def CurrentArray(self):
        cursor = self._page.createCursorByRange(self.below)
        cursor.collapseToCurrentArray()
        return RangeApi(self._book, self._page, cursor)

    @property
    def FormulaArray(self):
        return self._book.formulas.read_array(self.below)

    @FormulaArray.setter
    def FormulaArray(self, text):
        self._book.formulas.write_array(self.below, text)


class ChartObjectApi:
    """ChartObject: where a chart stands on its sheet."""

    def __init__(self, chart):
        self._chart = chart

    @property
    def Visible(self):
        return self._chart.shape.Visible

    @Visible.setter
    def Visible(self, shown):
        self._chart.shape.Visible = shown


class ChartApi(Native):
    """Chart."""

    def __init__(self, chart):
        super().__init__(chart.model)
        self._chart = chart

    def SeriesCollection(self):
        return SeriesCollectionApi(self._chart)

    def Axes(self, kind):
        assert kind == 1
        return AxisApi(self._chart)

    @property
    def ChartArea(self):
        return SimpleNamespace(Height=1.0)


class AxisApi:
    """The horizontal Axis, of numbers that may be dates."""

    def __init__(self, chart):
        vars(self)["_axis"] = (
            chart.model.getFirstDiagram().getCoordinateSystems()[0].getAxisByDimension(0, 0)
        )

    def __setattr__(self, name, value):
        scale = self._axis.getScaleData()
        if name == "MajorUnit":
            increment = scale.IncrementData
            increment.Distance = value
            scale.IncrementData = increment
        else:
            setattr(scale, {"MinimumScale": "Minimum", "MaximumScale": "Maximum"}[name], value)
        self._axis.setScaleData(scale)

    @property
    def TickLabels(self):
        return SimpleNamespace()  # the report's labels have the same format


class SeriesCollectionApi:
    """SeriesCollection, counted from 1."""

    def __init__(self, chart):
        self._chart = chart
        self._found = [series for _, series in chart._typed_series()]
        self._categories = chart.categories

    @property
    def Count(self):
        return len(self._found)

    def Item(self, number):
        return SeriesApi(self._chart, number - 1, self._found[number - 1], self._categories)

    def NewSeries(self):
        self._chart.add_series()
        self._found = [series for _, series in self._chart._typed_series()]
        return self.Item(self.Count)


class SeriesApi:
    """Series."""

    def __init__(self, chart, number, series, categories):
        self._chart, self._number, self._series = chart, number, series
        self._categories = categories

    @property
    def Formula(self):
        return self._chart.formula_of(self._series, self._number + 1, self._categories)

    @Formula.setter
    def Formula(self, text):
        self._chart.set_series(self._series, text)

    def Delete(self):
        self._chart.remove_series(self._number)

    def ErrorBar(self, _direction, _include, _kind, above, below):
        assert above.AbsoluteName == below.AbsoluteName
        self._chart.set_error_bars(self._number, above.AbsoluteName)

    @property
    def Format(self):
        color = ColorApi(self._series)
        return SimpleNamespace(
            Line=LineApi(self._series), Fill=SimpleNamespace(ForeColor=color, Solid=lambda: None)
        )

    def DataLabels(self):
        return LabelsApi(self._series)

    def Points(self, number):
        return SimpleNamespace(DataLabel=LabelApi(self._series.getDataPointByIndex(number - 1)))


class ColorApi:
    """A color, which Excel counts with red in the lowest byte and UNO with blue."""

    def __init__(self, series):
        self._series = series

    @property
    def RGB(self):
        return int.from_bytes((self._series.Color & 0xFFFFFF).to_bytes(3, "little"), "big")

    @RGB.setter
    def RGB(self, color):
        self._series.Color = int.from_bytes(color.to_bytes(3, "little"), "big")


class LineApi:
    """The line of a series."""

    def __init__(self, series):
        vars(self).update(_series=series, ForeColor=ColorApi(series))

    def __setattr__(self, name, value):
        if name == "Weight":
            self._series.LineWidth = round(value * POINT)
        elif name == "Transparency":
            self._series.Transparency = round(value * 100)


class LabelsApi:
    """The names beside the points of a series."""

    def __init__(self, series):
        vars(self)["_series"] = series

    def __setattr__(self, name, value):
        if name == "Position":
            self._series.LabelPlacement = PLACES[value]


class LabelApi:
    """The name beside a point; its top is counted from where it would stand, in heights."""

    Top = 0.0

    def __init__(self, point):
        vars(self)["_point"] = point

    def __setattr__(self, name, value):
        assert name == "Top"
        moved = self._point.CustomLabelPosition
        if moved is not None:
            moved.Primary, moved.Secondary = 0.0, value
            self._point.CustomLabelPosition = moved
