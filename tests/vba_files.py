"""What VBA reads from a file, by Microsoft's documentation and by nothing of this project.

`line_input` is for the VBA of workbooks made before labfolio.conf had its present format, and
`read_all` for that of the workbooks made since. Sources, in the Office VBA reference:

- https://learn.microsoft.com/en-us/office/vba/language/reference/user-interface-help/line-inputstatement
- https://learn.microsoft.com/en-us/office/vba/language/reference/user-interface-help/opentextfile-method
- https://learn.microsoft.com/en-us/office/vba/language/reference/user-interface-help/readall-method
- https://learn.microsoft.com/en-us/office/vba/language/reference/user-interface-help/chr-function
"""

from __future__ import annotations


def line_input(content: bytes, code_page: str = "cp1252") -> list[str]:
    """The lines that a loop of ``Line Input #`` gives until EOF.

    It "reads from a file one character at a time until it encounters a carriage return (Chr(13))
    or carriage return-linefeed (Chr(13) + Chr(10)) sequence. Carriage return-linefeed sequences
    are skipped rather than appended to the character string."
    """
    characters = list(content.decode(code_page))
    lines = []
    while characters:
        line = ""
        while characters and (character := characters.pop(0)) != "\r":
            line += character
        if characters[:1] == ["\n"]:
            characters.pop(0)
        lines.append(line)
    return lines


def read_all(content: bytes) -> list[str]:
    """The lines of ``OpenTextFile(path, 1, False, 0).ReadAll``, split as our VBA splits them.

    The last argument, TristateFalse, "opens the file as ASCII". Replace and Split make one kind of
    line of CR LF, CR and LF.
    """
    text = content.decode("ascii")
    return text.replace("\r\n", "\n").replace("\r", "\n").split("\n")


def setting(lines: list[str], key: str) -> str:
    """The value of a key: the rest of the last line that begins with it and "="."""
    found = [line[len(key) + 1 :] for line in lines if line[: len(key) + 1] == f"{key}="]
    return found[-1] if found else ""


def put_back(value: str) -> str:
    """Replace each %uXXXX by ChrW of it: a UTF-16 code unit, two of which may be one letter."""
    units, at = b"", 0
    while at < len(value):
        if value[at : at + 2] == "%u":
            units += int(value[at + 2 : at + 6], 16).to_bytes(2, "little")
            at += 6
        else:
            units += value[at].encode("utf-16-le")
            at += 1
    return units.decode("utf-16-le")
