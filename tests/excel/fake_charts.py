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
    looks : list of FakeLook
        By series.
    axis : FakeMembers
        The horizontal axis.
    """

    def __init__(self, name, series, *, shown=True, sheet=None, looks=None):
        self.name, self.shown, self.errors, self.sheet = name, shown, {}, sheet
        self.series_formulas = list(series)
        self.looks = looks or [FakeLook() for _ in self.series_formulas]
        for look in self.looks:
            look.belong_to(self)
        labels = FakeMembers(NumberFormat="General").of(self)
        self.axis = FakeMembers(
            MinimumScale=None, MaximumScale=None, MajorUnit=None, TickLabels=labels
        ).of(self)

    @property
    def api(self):
        return FakeChartObject(self), SimpleNamespace(
            SeriesCollection=lambda: FakeSeriesCollection(self),
            ChartArea=SimpleNamespace(Height=300.0),
            Axes=lambda kind: {1: self.axis}[kind],
        )

    def allow(self):
        if self.sheet is not None:
            self.sheet.allow(PROTECTED)


class FakeMembers:
    """An object of Excel's with some members, which cannot be set on a protected sheet."""

    def __init__(self, **members):
        vars(self).update(members, chart=None)

    def of(self, chart):
        """Belong to a chart."""
        vars(self)["chart"] = chart
        return self

    def __setattr__(self, name, value):
        if name not in vars(self):
            raise AttributeError(name)
        if self.chart is not None:
            self.chart.allow()
        vars(self)[name] = value


class FakeFill(FakeMembers):
    """The fill of a series, solid or with a pattern."""

    def __init__(self, color, pattern):
        super().__init__(
            Visible=color is not None,
            pattern=pattern,
            ForeColor=FakeMembers(RGB=color),
            BackColor=FakeMembers(RGB=None),
        )

    def Solid(self):
        self.pattern = None

    def Patterned(self, number):
        self.pattern = number


class FakeLook:
    """How a series looks; one that is new has a colour that Excel chooses."""

    def __init__(self, fill=None, pattern=None, line=0xABCDEF, name=None):
        self.fill = FakeFill(fill, pattern)
        self.line = FakeMembers(
            Visible=line is not None, Weight=2.25, Transparency=0.0, ForeColor=FakeMembers(RGB=line)
        )
        self.marker = FakeMembers(
            MarkerStyle=None, MarkerSize=None, MarkerBackgroundColor=None, HasDataLabels=bool(name)
        )
        font = FakeMembers(Bold=False, Color=None)
        self.names = FakeMembers(ShowSeriesName=False, ShowValue=True, Position=name, Font=font)
        self.name = FakeMembers(Top=100.0)

    def belong_to(self, chart):
        """Cannot change where the chart cannot."""
        fill, line = self.fill, self.line
        for part in (fill, line, fill.ForeColor, line.ForeColor, self.marker, self.names):
            part.of(chart)

    @property
    def told(self):
        """Colour of line and fill, pattern, and the place of the name."""
        fill = self.fill.ForeColor.RGB if self.fill.Visible else None
        line = self.line.ForeColor.RGB if self.line.Visible and fill is None else None
        named = self.names.Position if self.marker.HasDataLabels else None
        return line, fill, self.fill.pattern, named


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
        self._chart.looks.append(FakeLook())
        self._chart.looks[-1].belong_to(self._chart)
        return self.Item(self.Count)


class FakeSeries:
    """A series: a formula and a look."""

    def __init__(self, chart, number):
        vars(self).update(_chart=chart, _number=number)

    @property
    def _look(self):
        return self._chart.looks[self._number]

    def __setattr__(self, name, value):
        if name in vars(self._look.marker):
            setattr(self._look.marker, name, value)
        else:
            super().__setattr__(name, value)

    @property
    def Format(self):
        return SimpleNamespace(Line=self._look.line, Fill=self._look.fill)

    def DataLabels(self):
        assert self._look.marker.HasDataLabels
        return self._look.names

    def Points(self, number):
        assert number == 1
        return SimpleNamespace(DataLabel=self._look.name)

    @property
    def Formula(self):
        return self._chart.series_formulas[self._number]

    @Formula.setter
    def Formula(self, text):
        self._chart.allow()
        self._chart.series_formulas[self._number] = text

    def Delete(self):
        self._chart.allow()
        del self._chart.series_formulas[self._number], self._chart.looks[self._number]

    def ErrorBar(self, direction, include, kind, above, below):
        assert direction == 1
        assert include in (1, 2)  # to both sides, or upwards
        assert kind == -4114
        assert above.Address == below.Address
        self._chart.allow()
        self._chart.errors[self._number] = above.Address
