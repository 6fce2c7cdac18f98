"""Puts what was measured into the pages of the documentation."""

from pathlib import Path


def put(path: Path, name: str, text: str) -> None:
    """Put the text between the two comments of that name in a Markdown file."""
    page = path.read_text(encoding="utf-8")
    begin, end = f"<!-- {name} -->", f"<!-- /{name} -->"
    before, _, rest = page.partition(begin)
    _, found, after = rest.partition(end)
    if not found:
        raise SystemExit(f"{path} has no {begin} … {end}")
    path.write_text(f"{before}{begin}\n{text}\n{end}{after}", encoding="utf-8")
