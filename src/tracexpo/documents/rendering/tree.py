"""A tree of tags: text goes in as text and is escaped when the tree is written, so nothing is ever markup by chance.

>>> str(tag("p", "a < b", tag("strong", "c"), class_="note"))
'<p class="note">a &lt; b<strong>c</strong></p>'
"""

import re
from collections.abc import Iterable, Iterator
from html import escape
from typing import Final, TypeAlias

from attrs import frozen

__all__ = ["Node", "Tag", "joined", "lines", "tag"]

_EMPTY: Final = frozenset({"br", "col", "meta", "wbr"})
"""Tags that hold nothing and are not closed."""
_RAW: Final = frozenset({"style"})
"""Tags whose text is not escaped: what stands there is ours, see `style`."""


@frozen
class Tag:
    """A tag with its attributes and what it holds."""

    name: str
    """Name of the tag."""
    children: "tuple[Node, ...]"
    """Text and tags."""
    attributes: tuple[tuple[str, str], ...] = ()
    """Attributes, in order."""

    def __str__(self) -> str:
        return "".join(_written(self))


Node: TypeAlias = "Tag | str | tuple[Node, ...] | None"
"""What a tag holds: a tag, text, several of them, or nothing."""


def tag(name: str, /, *children: Node, **attributes: str | None) -> Tag:
    """Make a tag; `class_` and `aria_label` are the attributes `class` and `aria-label`, None leaves one out."""
    said = ((key.rstrip("_").replace("_", "-"), value) for key, value in attributes.items() if value is not None)
    return Tag(name, children, tuple(said))


def joined(separator: str, nodes: Iterable[Node]) -> Node:
    """Put a separator between nodes, empty ones left out; None where none is left.

    >>> str(tag("p", joined(", ", ["a", None, "b"])))
    '<p>a, b</p>'
    """
    found = [node for node in nodes if node not in (None, "", ())]
    return tuple(part for i, node in enumerate(found) for part in ((separator, node) if i else (node,))) or None


def lines(nodes: Iterable[Node]) -> Node:
    """Put each node on a line of its own, empty ones left out; None where none is left."""
    found = [node for node in nodes if node not in (None, "", ())]
    if len(found) < 2:
        return found[0] if found else None
    return tuple(part for i, node in enumerate(found) for part in ((tag("br"), node) if i else (node,)))


def _written(node: Node, *, raw: bool = False) -> Iterator[str]:
    if isinstance(node, str):
        yield node if raw else _ENDLESS.sub(_let_break, escape(node))
    elif isinstance(node, tuple):
        for one in node:
            yield from _written(one, raw=raw)
    elif node is not None:
        said = "".join(f' {key}="{escape(value)}"' for key, value in node.attributes)
        yield f"<{node.name}{said}>"
        if node.name not in _EMPTY:
            for child in node.children:
                yield from _written(child, raw=node.name in _RAW)
            yield f"</{node.name}>"


_ENDLESS: Final = re.compile(r"\S{200,}")
"""A word that no line holds: to look for where it breaks takes what makes a PDF minutes."""
_PIECE: Final = re.compile(r"(?:&[#\w]+;|.){1,40}", re.DOTALL)


def _let_break(word: re.Match[str]) -> str:
    return "<wbr>".join(_PIECE.findall(word[0]))
