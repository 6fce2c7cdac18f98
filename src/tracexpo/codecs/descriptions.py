"""What the source says of a class of the model and of its fields: docstrings, and the texts under the attributes."""

import ast
import inspect
import sys
from collections.abc import Mapping
from functools import lru_cache
from itertools import pairwise

from tracexpo.form import field_types

__all__ = ["class_description", "field_descriptions"]


@lru_cache
def _classes(module: str) -> Mapping[str, ast.ClassDef]:
    tree = ast.parse(inspect.getsource(sys.modules[module]))
    return {node.name: node for node in tree.body if isinstance(node, ast.ClassDef)}


def _one_line(text: str) -> str:
    return " ".join(text.split())


def class_description(cls: type) -> str:
    """Return the docstring of a class as one line, its examples left out.

    >>> from tracexpo.periods import ExposureTime
    >>> class_description(ExposureTime)
    "A time of exposure (durée d'exposition): so many minutes, hours or days in each period, or per cent."
    """
    return _one_line((inspect.getdoc(cls) or "").partition(">>>")[0])


def field_descriptions(cls: type) -> Mapping[str, str]:
    """Return what stands under each field of a class, in the order of the fields.

    Raises:
        OSError: where the source is not beside the compiled code.

    >>> from tracexpo.periods import Period
    >>> field_descriptions(Period)["end"]
    'Last day, included (fin).'
    """
    body = _classes(cls.__module__)[cls.__name__].body
    found: dict[str, str] = {}
    for statement, after in pairwise(body):
        match statement, after:
            case (
                ast.AnnAssign(target=ast.Name(id=name)),
                ast.Expr(value=ast.Constant(value=str(text))),
            ):
                found[name] = _one_line(text)
            case _:
                pass
    return {name: found.get(name, "") for name in field_types(cls)}
