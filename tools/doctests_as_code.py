"""For mkdocstrings, named in `mkdocs.yml`: doctests in docstrings are shown as code, and not as quotations."""

import re
from typing import Any

from griffe import Extension, Object

DOCTEST = re.compile(r"^(?P<indent> *)>>> .*\n?(?:(?P=indent)(?! *$).+\n?)*", re.MULTILINE)


def fenced(text: str) -> str:
    """Return a docstring with its doctests in fences."""

    def made(found: re.Match[str]) -> str:
        indent, block = found["indent"], found[0].rstrip("\n")
        # what doctest is told is not for readers
        block = re.sub(r" *# doctest: .*", "", block)
        return f"{indent}```pycon\n{block}\n{indent}```\n"

    return DOCTEST.sub(made, text)


class DoctestsAsCode(Extension):
    """Puts fences around the doctests of every docstring that is read."""

    def on_object(self, *, obj: Object, **_: Any) -> None:
        """Rewrite the docstring of one object, once."""
        if obj.docstring is not None and "```" not in obj.docstring.value:
            obj.docstring.value = fenced(obj.docstring.value)
