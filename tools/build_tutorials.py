"""Run the notebooks of the documentation and write them as pages: `python tools/build_tutorials.py [NAME …]`.

The notebook, `docs/tutorials/NAME.ipynb`, under `docs/fr` the French one, is the source; it is kept without outputs,
and is what readers download. The page beside it, `NAME.md`, holds its cells with what they print and show; figures
become pictures. The notebooks are plain Python, so no kernel is needed to run them: a line that begins with `%` speaks
to Jupyter alone and is left out. With `--check` it runs them, compares and writes nothing.
"""

import argparse
import ast
import contextlib
import io
import json
import os
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import matplotlib as mpl
from matplotlib.figure import Figure

DOCS = Path(__file__).parents[1] / "docs"
LINKS = {
    "en": "[Download this notebook]({name}.ipynb){{ download }} and run it: it brings its own data.",
    "fr": "[Télécharger ce carnet]({name}.ipynb){{ download }} et l'exécuter : il apporte ses données.",
}


def notebooks() -> list[Path]:
    """Return every notebook, English and French."""
    return sorted(DOCS.rglob("*.ipynb"))


def files_of(notebook: Path) -> Mapping[Path, str]:
    """Run a notebook; return the text of its page and of its pictures, by their paths."""
    language = _language(notebook)
    page, pictures = list[str](), dict[Path, str]()
    names: dict[str, Any] = {"__name__": "__main__"}
    with tempfile.TemporaryDirectory() as folder, contextlib.chdir(folder):
        for n, cell in enumerate(json.loads(notebook.read_text("utf-8"))["cells"]):
            source = "".join(cell["source"])
            if cell["cell_type"] == "markdown":
                page.append(source)
            else:
                assert not cell["outputs"], f"{notebook.name}: kept without outputs"
                code = "\n".join(line for line in source.splitlines() if not line.startswith("%")).strip()
                if code:
                    page.append(f"```python\n{code}\n```")
                    page += _run(code, names, f"{notebook.name}, cell {n}", notebook, pictures)
    title, _, rest = page[0].partition("\n")
    page[0] = f"{title}\n\n{LINKS[language].format(name=notebook.stem)}\n{rest}".rstrip()
    return {notebook.with_suffix(".md"): "\n\n".join(page) + "\n", **pictures}


def _language(notebook: Path) -> str:
    return "fr" if "fr" in notebook.relative_to(DOCS).parts else "en"


def _run(source: str, names: dict[str, Any], place: str, notebook: Path, pictures: dict[Path, str]) -> Iterator[str]:
    """Run a cell as a notebook does: yield what it prints, then what its last line shows."""
    tree = ast.parse(source, place)
    last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
    printed, value = io.StringIO(), None
    with contextlib.redirect_stdout(printed):
        exec(compile(tree, place, "exec"), names)  # noqa: S102 # our own notebooks
        if isinstance(last, ast.Expr):
            value = eval(compile(ast.Expression(last.value), place, "eval"), names)  # noqa: S307
    if text := printed.getvalue().rstrip():
        yield f"```text\n{text}\n```"
    if isinstance(value, Figure):
        path = notebook.with_name(f"{notebook.stem}-{len(pictures) + 1}.svg")
        pictures[path] = _svg(value, path.name)
        yield f"![{_told(value)}]({path.name})"
    elif hasattr(value, "_repr_html_"):
        yield f'<div class="tx-shown">{value._repr_html_()}</div>'
    elif value is not None:
        yield f"```text\n{value!r}\n```"


def _told(figure: Figure) -> str:
    """Say in words what a picture shows: its title, and the names of its rows."""
    axes = figure.axes[0]
    rows = [label.get_text().replace("\n", " ") for label in axes.get_yticklabels()]
    return ". ".join(part for part in (axes.get_title(loc="left"), ", ".join(rows)) if part)


def _svg(figure: Figure, salt: str) -> str:
    written = io.StringIO()
    with mpl.rc_context({"svg.hashsalt": salt, "svg.fonttype": "none"}):
        figure.savefig(written, format="svg", metadata={"Date": None, "Creator": None})
    return "\n".join(line.rstrip() for line in written.getvalue().splitlines()) + "\n"


def main() -> None:
    """Write the pages, or compare them."""
    parser = argparse.ArgumentParser(description="Run the notebooks and write them as pages.")
    parser.add_argument("names", nargs="*", metavar="NAME", help="only these notebooks")
    parser.add_argument("--check", action="store_true", help="compare, and write nothing")
    options = parser.parse_args()
    stale = []
    for notebook in notebooks():
        if options.names and notebook.stem not in options.names:
            continue
        for path, text in files_of(notebook).items():
            if not options.check:
                path.write_text(text, "utf-8", newline="\n")
            elif path.suffix == ".md" and path.read_text("utf-8") != text:
                # where the letters of a picture stand differs between versions of Matplotlib
                stale.append(os.path.relpath(path, DOCS))
    if stale:
        raise SystemExit(f"not in step: {', '.join(stale)}")


if __name__ == "__main__":
    main()
