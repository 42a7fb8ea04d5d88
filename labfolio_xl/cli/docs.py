"""The command that prints the pages of the documentation, which are part of the package."""

from __future__ import annotations

from importlib import resources
from typing import TYPE_CHECKING, Annotated

import typer

from labfolio_xl.cli.console import output
from labfolio_xl.errors import InputError
from labfolio_xl.options.checks import nearest

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

__all__ = ["docs"]

_SUFFIX = ".md"


def docs(
    page: Annotated[
        str | None,
        typer.Argument(metavar="PAGE", help="The page to print. Without it, the pages are listed."),
    ] = None,
) -> None:
    """List the pages of the documentation, or print one of them."""
    pages = _pages()
    if page is None:
        _print_list(pages)
    else:
        _print_page(_named(page, pages).read_text(encoding="utf-8"))


def _pages() -> dict[str, Traversable]:
    """Return the pages by name, in alphabetical order."""
    files = (resources.files("labfolio_xl") / "docs").iterdir()
    pages = {f.name.removesuffix(_SUFFIX): f for f in files if f.name.endswith(_SUFFIX)}
    return dict(sorted(pages.items()))


def _named(page: str, pages: dict[str, Traversable]) -> Traversable:
    """Return the page of this name, in any case, with or without its suffix.

    Raises
    ------
    InputError
        There is no such page; the sentence names the nearest, or all of them.
    """
    name = page.casefold().removesuffix(_SUFFIX)
    if name in pages:
        return pages[name]
    alike = nearest(name, pages)
    known = f'the nearest is "{alike}"' if alike else f"the pages are {', '.join(pages)}"
    raise InputError(f'there is no page "{page}"; {known}.')


def _print_list(pages: dict[str, Traversable]) -> None:
    """Print a line for each page: its name and its title."""
    console = output()
    width = max(map(len, pages))
    for name, file in pages.items():
        with file.open(encoding="utf-8") as lines:
            title = next(lines).lstrip("# ").strip()
        console.print(f"{name:<{width}}  {title.partition(': ')[2] or title}")
    console.print("\nlabfolio-xl docs PAGE prints one of them.")


def _print_page(text: str) -> None:
    """Print a page: formatted on a terminal, and as it is into a pipe or a file."""
    console = output()
    if not console.is_terminal:
        console.print(text, end="")
        return
    from rich.markdown import Markdown

    console.print(Markdown(text), soft_wrap=False)
