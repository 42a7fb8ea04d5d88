"""The argument ``settings`` of the worksheet functions, and which settings a function uses."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Container, Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from types import SimpleNamespace
from typing import Any, TypeVar, cast, get_args, get_type_hints

from labfolio_xl.errors import InputError
from labfolio_xl.options import OPTIONS, DateOrder
from labfolio_xl.options.kinds import Words
from labfolio_xl.returns.data_options import DataOptions, PortfolioOptions
from labfolio_xl.returns.findings import Doubts
from labfolio_xl.sheet.cache import once

__all__ = ["NONE", "Settings", "Uses", "uses_of"]

Result = TypeVar("Result")

# A function that does not take one of these tables does not use the settings for it.
_OF_A_TABLE = {
    "factors": ("factors_are", "self_financing", "use_factors", "net_of"),
    "risk_free": ("risk_free_is", "self_financing"),
    "weights": tuple(PortfolioOptions.__optional_keys__ - DataOptions.__optional_keys__),
}
_UNPACKED = re.compile(r"Unpack\[(\w+)\]")


@dataclass(frozen=True, slots=True)
class Uses:
    """The settings that a worksheet function uses.

    Attributes
    ----------
    words : mapping
        By setting: the words that the function accepts, or () for all values.
    renamed : mapping
        By keyword of the Python function: the setting with another name.
    """

    words: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    renamed: Mapping[str, str] = field(default_factory=dict)


def uses_of(
    asked: Callable[..., object] | None,
    tables: Container[str],
    reads: Iterable[str],
    renamed: Mapping[str, str],
) -> Uses:
    """Return the settings that a worksheet function uses.

    Parameters
    ----------
    asked : callable or None
        The Python function that it calls. Each of its keywords that is an option is a setting.
    tables : container of str
        The names of its arguments.
    reads : iterable of str
        Settings that the worksheet function itself reads.
    renamed : mapping
        See :class:`Uses`.
    """
    words: dict[str, tuple[str, ...]] = dict.fromkeys(reads, ())
    needless = {n for table, names in _OF_A_TABLE.items() if table not in tables for n in names}
    for keyword, annotation in _keywords(asked).items() if asked else ():
        name = renamed.get(keyword, keyword)
        if name in OPTIONS and (annotation or name not in needless):
            words[name] = _words(asked, keyword, annotation) if annotation else ()
    unknown = words.keys() - OPTIONS.keys()
    if unknown:
        message = f"no option is called {', '.join(sorted(unknown))}"
        raise ValueError(message)
    return Uses(words, renamed)


@cache
def _keywords(function: Callable[..., object]) -> dict[str, Any]:
    """Return the keywords of a function with their annotations, which those of ``**data`` lack."""
    found: dict[str, Any] = {}
    for parameter in inspect.signature(function).parameters.values():
        if parameter.kind is inspect.Parameter.KEYWORD_ONLY:
            found[parameter.name] = parameter.annotation
        unpacked = _UNPACKED.fullmatch(str(parameter.annotation))
        if unpacked:
            typed = function.__globals__[unpacked[1]]
            found |= dict.fromkeys(typed.__optional_keys__)
    return found


def _words(function: Any, keyword: str, annotation: object) -> tuple[str, ...]:
    """Return the words that a keyword of a function accepts; () if it does not take words."""
    if not isinstance(OPTIONS[keyword].kind if keyword in OPTIONS else None, Words):
        return ()
    noted = SimpleNamespace(__annotations__={keyword: annotation})
    hints = get_type_hints(noted, globalns=function.__globals__)
    return tuple(word for word in get_args(hints[keyword]) if isinstance(word, str))


@dataclass(frozen=True, slots=True)
class Settings:
    """Checked settings, from which each function takes those that it uses.

    Parameters
    ----------
    given : mapping
        Values by the name of their option.
    every_one_is_used : bool
        Whether a setting that a function does not use is refused. It is refused in a text, where
        it must be a mistake. A range may be the sheet Settings, which has the settings of all
        functions.
    doubts : {"refuse", "list"}
        A user of cells does not see Python's warnings. Input that is likely wrong is therefore
        refused, or listed by the functions that check the data.
    uses : Uses
        The settings that the function with this argument uses.
    """

    given: Mapping[str, Any] = field(default_factory=dict)
    every_one_is_used: bool = False
    doubts: Doubts = "refuse"
    uses: Uses = field(default_factory=Uses)

    def __getitem__(self, name: str) -> Any:
        """The value of a setting, or its default."""
        if name not in self.uses.words:
            raise KeyError(name)
        return self.given.get(name, OPTIONS[name].default)

    def taken_by(self, function: str, uses: Uses) -> Settings:
        """Return the settings that one function uses.

        Raises
        ------
        InputError
            A text holds a setting that the function does not use, or a word that it does not
            offer.
        """
        kept: dict[str, Any] = {}
        for name, value in self.given.items():
            words = uses.words.get(name)
            if words is not None and (not words or value in words):
                kept[name] = value
            elif self.every_one_is_used:
                raise InputError(f"Settings: {_not_taken(function, name, value, uses)}")
        return replace(self, given=kept, uses=uses)

    def ask(self, question: Callable[..., Result], *tables: Any, **own: Any) -> Result:
        """Return what a Python function gives with these settings, computed once for all cells."""
        return once(question)(*tables, **own, **self.options_of(question))

    def options_of(self, question: Callable[..., object]) -> dict[str, Any]:
        """Return the keywords of a Python function that differ from their defaults."""
        options: dict[str, Any] = {}
        for keyword in _keywords(question):
            name = self.uses.renamed.get(keyword, keyword)
            if name in self.given and self.given[name] != OPTIONS[name].default:
                options[keyword] = self.given[name]
        if "doubts" in _keywords(question):
            options["doubts"] = self.doubts
        return options

    @property
    def data(self) -> DataOptions:
        """The options on the meaning of the tables."""
        return cast("DataOptions", self._of(DataOptions.__optional_keys__))

    @property
    def portfolio(self) -> PortfolioOptions:
        """The options on the meaning of the tables and the weights."""
        return cast("PortfolioOptions", self._of(PortfolioOptions.__optional_keys__))

    @property
    def order(self) -> DateOrder | None:
        """The order of day and month in dates."""
        return self.given.get("dates")

    def _of(self, names: frozenset[str]) -> dict[str, Any]:
        chosen = {n: value for n, value in self.given.items() if value != OPTIONS[n].default}
        options = {"doubts": self.doubts, **chosen}
        return {name: value for name, value in options.items() if name in names}


def _not_taken(function: str, name: str, value: object, uses: Uses) -> str:
    words = uses.words.get(name)
    if words:
        offered = ", ".join(words)
        return f'{name} is "{value}", which {function} does not offer; choose one of {offered}.'
    used = ", ".join(option for option in OPTIONS if option in uses.words)
    return f"{function} does not use {name}; leave it out, or choose among {used}."


NONE = Settings()
