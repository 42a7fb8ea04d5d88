"""Commands that take the input options: declared once, not in each signature."""

from __future__ import annotations

import inspect
from functools import wraps
from typing import TYPE_CHECKING, Any, get_type_hints

from labfolio_xl.cli.options import Given

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["with_inputs"]

_NAME = "given"


def with_inputs(command: Callable[..., None]) -> Callable[..., None]:
    """Let a command that takes ``given`` take each field of :class:`Given` in its place."""
    inputs = inspect.signature(Given).parameters
    hints = get_type_hints(Given, include_extras=True)

    @wraps(command)
    def run(**typed: Any) -> None:
        given = Given(**{name: typed.pop(name) for name in inputs})
        command(**typed, given=given)

    own = dict(inspect.signature(command, eval_str=True).parameters)
    del own[_NAME]
    fields = [p.replace(annotation=hints[name]) for name, p in inputs.items()]
    parameters = [p.replace(kind=p.KEYWORD_ONLY) for p in (*own.values(), *fields)]
    run.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
    run.__annotations__ = {p.name: p.annotation for p in parameters}
    return run
