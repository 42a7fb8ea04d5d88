"""Give commands that read files their options, which are declared once for all of them."""

from __future__ import annotations

import inspect
from functools import wraps
from typing import TYPE_CHECKING, Annotated, Any, get_type_hints

from labfolio_xl.cli.options import FLAGS, Given

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["with_inputs"]

_GIVEN = "given"


def with_inputs(command: Callable[..., None]) -> Callable[..., None]:
    """Replace the parameter ``given`` of a command by the options of :class:`Given`."""
    inputs = _input_parameters()

    @wraps(command)
    def run(**typed: Any) -> None:
        flags = {name: typed.pop(name) for name in FLAGS}
        fields = {name: typed.pop(name) for name in inputs if name not in FLAGS}
        command(**typed, given=Given(**fields, flags=flags))

    own = dict(inspect.signature(command, eval_str=True).parameters)
    del own[_GIVEN]
    parameters = [p.replace(kind=p.KEYWORD_ONLY) for p in (*own.values(), *inputs.values())]
    run.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
    run.__annotations__ = {p.name: p.annotation for p in parameters}
    return run


def _input_parameters() -> dict[str, inspect.Parameter]:
    """Return the parameters of the command line: the fields of Given, then the declared options."""
    fields = dict(inspect.signature(Given).parameters)
    del fields["flags"]
    hints = get_type_hints(Given, include_extras=True)
    flags = {
        name: inspect.Parameter(
            name,
            inspect.Parameter.KEYWORD_ONLY,
            default=None,
            annotation=Annotated[str | None, flag],
        )
        for name, flag in FLAGS.items()
    }
    return {name: p.replace(annotation=hints[name]) for name, p in fields.items()} | flags
