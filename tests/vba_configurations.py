"""Conditional compilation of VBA, by the grammar that antlr4-vba has for it.

Only the lines that begin with # are given to that grammar: it takes every other line as it is,
and needs ten seconds to do so for a module of four hundred lines.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Mapping

from antlr4 import CommonTokenStream, InputStream, ParserRuleContext
from antlr4.error.ErrorListener import ErrorListener
from antlr4_vba.vba_ccLexer import vba_ccLexer
from antlr4_vba.vba_ccParser import vba_ccParser as Grammar

WINDOWS_64, WINDOWS_32, MAC = "Windows, 64 bits", "Windows, 32 bits", "Mac"
_ALWAYS = {"win16": False, "win32": True, "vba6": True, "vba7": True}
# The constants that Office defines (Microsoft Learn, "Compiler constants").
CONFIGURATIONS: dict[str, dict[str, object]] = {
    WINDOWS_64: {**_ALWAYS, "win64": True, "mac": False},
    WINDOWS_32: {**_ALWAYS, "win64": False, "mac": False},
    MAC: {**_ALWAYS, "win64": True, "mac": True},
}


class VbaError(ValueError):
    """A grammar does not accept a text, or a condition cannot be judged."""


class Listener(ErrorListener):
    """Keeps what a lexer or a parser complains about, by line."""

    def __init__(self) -> None:
        self.errors: list[tuple[int, str]] = []

    def syntaxError(self, *told):
        """Called by the runtime of ANTLR, which names the method."""
        _, _, line, column, message, _ = told
        self.errors.append((line, f"column {column}: {message}"))


def parse(lexer_class, parser_class, text):
    """Return the tree of a text and the errors in it, as pairs of line and message."""
    listener = Listener()
    lexer = lexer_class(InputStream(text))
    parser = parser_class(CommonTokenStream(lexer))
    for part in (lexer, parser):
        part.removeErrorListeners()
        part.addErrorListener(listener)
    return parser.startRule(), listener.errors


def resolved(text: str, configuration: str) -> str:
    """Return the text that is compiled in a configuration; what is not becomes blank lines.

    Raises
    ------
    VbaError
        If the directives are no well-formed blocks, or a condition has an unknown constant.
    """
    lines = re.split("\r?\n", text)
    # The grammar wants a first line with the name of the module.
    kept = [line if line.lstrip().startswith("#") else "" for line in lines]
    tree, errors = parse(vba_ccLexer, Grammar, "\n".join(['Attribute VB_Name = "M"', *kept, ""]))
    if errors:
        raise VbaError(f"conditional compilation, line {errors[0][0] - 1}: {errors[0][1]}")
    known = dict(CONFIGURATIONS[configuration])
    dropped = {number - 2 for number in _dropped(tree, known)}
    return "\r\n".join("" if i in dropped else line for i, line in enumerate(lines))


def _dropped(node, known: dict[str, object]) -> Iterator[int]:
    """Line numbers of the directives, and of what they leave out."""
    if isinstance(node, Grammar.CcConstContext):
        name = node.getTypedRuleContext(Grammar.CcVarLhsContext, 0).getText().lower()
        known[name] = _value(node.ccExpression(), known)
        yield _line(node)
    elif isinstance(node, Grammar.CcIfBlockContext):
        yield from _dropped_of_block(node, known)
    else:
        for child in _rules(node):
            yield from _dropped(child, known)


def _dropped_of_block(block, known: dict[str, object]) -> Iterator[int]:
    arms = [child for child in _flat(block) if _is_directive(child)]
    taken = False
    for arm, following in itertools.pairwise(arms):
        condition = isinstance(arm, Grammar.CcElseContext) or bool(
            _value(arm.ccExpression(), known)
        )
        first, last = _line(arm), _line(following)
        yield first
        if taken or not condition:
            yield from range(first, last)
        else:
            taken = True
            for child in _between(block, first, last):
                yield from _dropped(child, known)
    yield _line(arms[-1])


def _flat(block) -> Iterator[ParserRuleContext]:
    """The parts of a block, those of its #ElseIf and #Else among them."""
    for child in _rules(block):
        if isinstance(child, Grammar.CcElseifBlockContext | Grammar.CcElseBlockContext):
            yield from _rules(child)
        else:
            yield child


def _between(block, first: int, last: int) -> Iterator[ParserRuleContext]:
    for child in _flat(block):
        if not _is_directive(child) and first <= child.start.line < last:
            yield child


def _is_directive(node) -> bool:
    kinds = Grammar.CcIfContext | Grammar.CcElseifContext | Grammar.CcElseContext
    return isinstance(node, kinds | Grammar.CcEndifContext)


def _rules(node) -> list[ParserRuleContext]:
    return [child for child in node.getChildren() if isinstance(child, ParserRuleContext)]


def _line(directive) -> int:
    """The line of a directive, which to the grammar begins with the end of the line before."""
    words = (child for child in directive.getChildren() if child.getText().startswith("#"))
    return next(words).symbol.line


def _value(node, known: Mapping[str, object]) -> object:
    """The value of a condition; our modules use no other kinds than these."""
    text = node.getText()
    if isinstance(node, Grammar.IdentifierExpressionContext):
        if text.lower() not in known:
            raise VbaError(f"conditional compilation: no constant {text}")
        return known[text.lower()]
    if isinstance(node, Grammar.LiteralExpressContext):
        return {"true": True, "false": False}.get(text.lower(), text)
    values = [_value(child, known) for child in _rules(node)]
    if isinstance(node, Grammar.NotOperatorExpressionContext):
        return not values[0]
    if isinstance(node, Grammar.ParenthesizedExpressionContext):
        return values[0]
    if isinstance(node, Grammar.RelationExpressionContext) and node.getChildCount() > 1:
        operator = [c.getText() for c in node.getChildren() if c.getText().strip()][1]
        if operator in ("=", "<>"):
            return (values[0] == values[1]) == (operator == "=")
    if isinstance(node, Grammar.BooleanExpressionContext):
        word = [c.getText().lower() for c in node.getChildren() if c.getText().strip()][1]
        if word in ("and", "or"):
            return all(values) if word == "and" else any(values)
    raise VbaError(f"conditional compilation: {text} is a condition that this gate cannot judge")
