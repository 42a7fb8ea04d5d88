"""Charts of the open workbook without Excel, whose series are formulas."""

from __future__ import annotations


class FakeChart:
    """A chart as another engine than Excel's offers it; on a protected sheet it cannot change."""

    def __init__(self, name, series, *, shown=True, sheet=None):
        self.name, self.shown, self.errors, self.sheet = name, shown, {}, sheet
        self.impl = FakeChartImpl(self, series)


class FakeChartImpl:
    """What :mod:`labfolio_xl.excel.chart_series` and the dashboard ask of an engine."""

    def __init__(self, chart, series):
        self._chart, self._series = chart, list(series)

    def _allow(self):
        if self._chart.sheet is not None:
            self._chart.sheet.allow(
                "The cell or chart you're trying to change is on a protected sheet."
            )

    @property
    def series_formulas(self):
        """The series."""
        return self._series

    @series_formulas.setter
    def series_formulas(self, formulas):
        self._allow()
        self._series = list(formulas)

    def set_error_bars(self, number, reference):
        """Draw a band."""
        self._allow()
        self._chart.errors[number] = reference

    def set_visible(self, shown):
        """Show or hide the chart."""
        self._allow()
        self._chart.shown = shown
