"""The charts of Calc: their series as Excel's formulas, ``=SERIES(name,categories,values,n)``."""

from __future__ import annotations

import re

from engine_api import ChartApi, ChartObjectApi
from xlwings import base_classes

SERIES = re.compile(r'=SERIES\(("(?:[^"]|"")*"|[^,]*),([^,]*),([^,]*),(\d+)\)')
CHART_CLASS = "12DCAE26-281F-416F-a234-c3086127382e"


def charts_of(page):
    """Return the shapes of a sheet that are charts, in their order."""
    shapes = page.DrawPage
    return [
        shape
        for shape in (shapes.getByIndex(number) for number in range(shapes.Count))
        if shape.ShapeType == "com.sun.star.drawing.OLE2Shape"
        and shape.CLSID.lower() == CHART_CLASS.lower()
    ]


class Chart(base_classes.Chart):
    """A chart on a sheet."""

    def __init__(self, sheet, shape):
        self._sheet, self.shape = sheet, shape
        self.model = shape.Model

    @property
    def parent(self):
        """Its sheet."""
        return self._sheet

    @property
    def api(self):
        """The ChartObject and the Chart of Excel, over the shape and the chart of UNO."""
        return ChartObjectApi(self), ChartApi(self)

    @property
    def name(self):
        """The name of its shape."""
        return self.shape.Name

    @property
    def _system(self):
        (system,) = self.model.getFirstDiagram().getCoordinateSystems()
        return system

    def _typed_series(self):
        """Return each series with the type that draws it: a chart may mix lines and columns."""
        return [
            (kind, series)
            for kind in self._system.getChartTypes()
            for series in kind.getDataSeries()
        ]

    @property
    def series_formulas(self):
        """The series as Excel's formulas."""
        return [self.series_formula(number) for number in range(self.n_series)]

    @property
    def n_series(self):
        """The number of series."""
        return len(self._typed_series())

    def series_formula(self, number):
        """Return one series, counted from zero, as Excel's formula."""
        return self.formula_of(self._typed_series()[number][1], number + 1, self.categories)

    def formula_of(self, series, number, categories):
        """Return one series, counted from 1, as Excel's formula."""
        label, parts = "", {}
        for labelled in series.getDataSequences():
            cells = labelled.Values
            role = cells.Role
            parts[role] = excel(cells.SourceRangeRepresentation)
            name = labelled.Label if role == "values-y" else None
            if name is not None:
                label = excel(name.SourceRangeRepresentation)
        categories = parts.get("values-x") or categories
        return f"=SERIES({label},{categories},{parts['values-y']},{number})"

    @property
    def categories(self):
        """The cells of the texts below the axis; empty if the chart has none."""
        found = self._system.getAxisByDimension(0, 0).getScaleData().Categories
        return excel(found.Values.SourceRangeRepresentation) if found else ""

    def set_series(self, series, formula):
        """Let a series be what a formula of Excel says."""
        label, categories, cells, _ = SERIES.fullmatch(formula).groups()
        self._set(series, label, categories, cells)

    def add_series(self):
        """Add a series like the last one."""
        kind, last = self._typed_series()[-1]
        kind.addDataSeries(last.createClone())

    def remove_series(self, number):
        """Remove a series."""
        kind, series = self._typed_series()[number]
        kind.removeDataSeries(series)

    def _set(self, series, label, categories, cells):
        provider = self.model.getDataProvider()

        def new(reference, role):
            data = provider.createDataSequenceByRangeRepresentation(calc(reference))
            data.Role = role
            return data

        y = sequence(series, "values-y")
        y.setValues(new(cells, "values-y"))
        if label:
            y.setLabel(new(label, "label"))
        x = sequence(series, "values-x")
        if x is not None and categories:
            x.setValues(new(categories, "values-x"))
        elif categories:
            axis = self._system.getAxisByDimension(0, 0)
            scale = axis.getScaleData()
            scale.Categories.setValues(new(categories, "categories"))
            axis.setScaleData(scale)

    def error_bars(self, number):
        """Return where the bars of a series, upwards and downwards, come from."""
        _, series = self._typed_series()[number]
        bars = series.ErrorBarY.getDataSequences()
        return [excel(part.Values.SourceRangeRepresentation) for part in bars]

    def set_error_bars(self, number, reference):
        """Draw bars of the lengths in some cells, as Calc writes these, to both sides."""
        provider = self.model.getDataProvider()
        _, series = self._typed_series()[number]
        for part in series.ErrorBarY.getDataSequences():
            cells = provider.createDataSequenceByRangeRepresentation(reference)
            cells.Role = part.Values.Role
            part.setValues(cells)

    @property
    def is_visible(self):
        """Whether it is seen on its sheet."""
        return self.shape.Visible


class Charts(base_classes.Charts):
    """The charts of a sheet, in their order."""

    def __init__(self, sheet):
        self.parent = sheet
        self.found = [Chart(sheet, shape) for shape in charts_of(sheet.page)]

    @property
    def api(self):
        """The charts of UNO."""
        return self.parent.page.Charts

    def __len__(self):
        return len(self.found)

    def __iter__(self):
        return iter(self.found)

    def __call__(self, key):
        """Return a chart by name or by its place, from 1."""
        if isinstance(key, str):
            matching = [chart for chart in self.found if chart.name == key]
            if not matching:
                raise KeyError(key)
            return matching[0]
        return self.found[key - 1]

    def __contains__(self, key):
        return any(chart.name == key for chart in self.found)


def sequence(series, role):
    """Return the labelled sequence of a series in a role, None if it has none."""
    for labelled in series.getDataSequences():
        if labelled.Values is not None and labelled.Values.Role == role:
            return labelled
    return None


def excel(reference):
    """``$Betas.$A$1:$B$3`` is ``Betas!$A$1:$B$3``; a text stays what it is."""
    if reference.startswith('"'):
        return reference
    sheet, cells = re.fullmatch(r"\$?('(?:[^']|'')+'|[^.]+)\.(.*)", reference).groups()
    return f"{sheet}!{cells}"


def calc(reference):
    """``Betas!$A$1:$B$3`` is ``$Betas.$A$1:$B$3``; a text stays what it is."""
    if reference.startswith('"'):
        return reference
    sheet, _, cells = reference.rpartition("!")
    return f"${sheet}.{cells}"
