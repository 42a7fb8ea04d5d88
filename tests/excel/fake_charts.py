# ruff: noqa: D102 - the members are those of Excel's objects, which document them
"""Charts of the open workbook without Excel: a ChartObject, its Chart, and series of formulas."""

from __future__ import annotations

from types import SimpleNamespace

PROTECTED = "The cell or chart you're trying to change is on a protected sheet."


class FakeChart:
    """A chart as xlwings gives it, which cannot change on a protected sheet.

    Attributes
    ----------
    shown : bool
    errors : dict
        The address of the lengths of error bars, by the number of the series from zero.
    """

    def __init__(self, name, series, *, shown=True, sheet=None):
        self.name, self.shown, self.errors, self.sheet = name, shown, {}, sheet
        self.series_formulas = list(series)

    @property
    def api(self):
        return FakeChartObject(self), SimpleNamespace(
            SeriesCollection=lambda: FakeSeriesCollection(self)
        )

    def allow(self):
        if self.sheet is not None:
            self.sheet.allow(PROTECTED)


class FakeChartObject:
    """Where a chart stands on its sheet."""

    def __init__(self, chart):
        self._chart = chart

    @property
    def Visible(self):
        return self._chart.shown

    @Visible.setter
    def Visible(self, shown):
        self._chart.allow()
        self._chart.shown = shown


class FakeSeriesCollection:
    """The series of a chart, counted from 1."""

    def __init__(self, chart):
        self._chart = chart

    @property
    def Count(self):
        return len(self._chart.series_formulas)

    def Item(self, number):
        assert 1 <= number <= self.Count
        return FakeSeries(self._chart, number - 1)

    def NewSeries(self):
        self._chart.allow()
        self._chart.series_formulas.append("=SERIES(,,,)")
        return self.Item(self.Count)


class FakeSeries:
    """A series, which is a formula."""

    def __init__(self, chart, number):
        self._chart, self._number = chart, number

    @property
    def Formula(self):
        return self._chart.series_formulas[self._number]

    @Formula.setter
    def Formula(self, text):
        self._chart.allow()
        self._chart.series_formulas[self._number] = text

    def Delete(self):
        self._chart.allow()
        del self._chart.series_formulas[self._number]

    def ErrorBar(self, direction, include, kind, above, below):
        assert direction == 1
        assert include in (1, 2)  # to both sides, or upwards
        assert kind == -4114
        assert above.Address == below.Address
        self._chart.allow()
        self._chart.errors[self._number] = above.Address
