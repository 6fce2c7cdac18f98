"""A hook of MkDocs: French pages keep a sign with its word at the end of a line.

In French a space stands before `:` `;` `?` `!` `»` `%` and after `«`, between thousands, and in R. 4412-60. In the
sources it is U+00A0, or an ordinary one in what a tool makes; in the pages it is one at which no line breaks, and a
narrow one where French wants that. Code is left as it is.
"""

import re
from typing import Any

APART = re.compile(r"(<(pre|code|svg|script|style)\b.*?</\2>|<[^>]+>)", re.DOTALL | re.IGNORECASE)
SPACES = (
    (re.compile(r"[ \u00a0](?=[:»%])|(?<=«) |(?<=\b[LRD]\.) (?=\d)"), "\u00a0"),
    (re.compile(r"[ \u00a0](?=[;?!])|(?<=\d)[ \u00a0](?=\d{3}(?!\d))"), "\u202f"),
)


def on_page_content(html: str, *, page: Any, **_: Any) -> str:
    """Return the page with its spaces."""
    return spaced(html) if page.file.src_uri.startswith("fr/") else html


def spaced(html: str) -> str:
    """Return HTML whose French spaces do not break.

    >>> spaced("<p>Pourquoi ? « 100 000 »</p> <code>a : b</code>").encode("ascii", "xmlcharrefreplace").decode()
    '<p>Pourquoi&#8239;? &#171;&#160;100&#8239;000&#160;&#187;</p> <code>a : b</code>'
    """
    parts = APART.split(html)
    # three of each: what stands between, what is left apart, and the name of its tag
    for n in range(0, len(parts), 3):
        for pattern, space in SPACES:
            parts[n] = pattern.sub(space, parts[n])
    return "".join(part for n, part in enumerate(parts) if n % 3 != 2)
