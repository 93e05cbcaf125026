"""The apostrophe that keeps a text in a CSV file from being taken for a formula.

Spreadsheet programs run a cell that begins with ``=``, ``+``, ``-``, ``@``, a tabulator or a line break. The accepted
remedy (OWASP, "CSV injection") is an apostrophe before it. So that nothing is lost, the rule is one to one: writing
puts one apostrophe before a text that begins with any number of apostrophes and then one of those signs; reading
takes one away from a text that begins with at least one apostrophe and then one of them. ``'0225`` stays as it is.
"""

import re
from typing import Final

_DANGEROUS: Final = re.compile(r"'*[=+\-@\t\r\n]")
_PREFIXED: Final = re.compile(r"'+[=+\-@\t\r\n]")
_FORMULA_OF_TEXT: Final = re.compile(r'="([^"]*)"')


def guarded(text: str) -> str:
    """Return a text as it may stand in a CSV file."""
    return f"'{text}" if _DANGEROUS.match(text) else text


def unguarded(text: str) -> str:
    """Return what a cell of a CSV file says.

    ``="0225"``, which programs write so that Excel keeps the zero, is ``0225``.
    """
    if _PREFIXED.match(text):
        return text[1:]
    formula = _FORMULA_OF_TEXT.fullmatch(text)
    return formula[1] if formula else text
