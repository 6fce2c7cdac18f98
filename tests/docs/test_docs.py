"""The documentation is true: every block of code in it runs, and says what stands below it."""

import contextlib
import doctest
import io
import json
import re
import runpy
import shlex
import subprocess
import sys
import tomllib
from itertools import pairwise
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import attrs
import pytest

import tracexpo as tx
from tracexpo import cli

ROOT = Path(__file__).parents[2]
EVERY_PAGE = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
# a page beside a notebook is made by running it: test_the_tutorials_are_in_step
PAGES = [path for path in EVERY_PAGE if not path.with_suffix(".ipynb").is_file()]
FENCE = re.compile(r"^( *)```([^\s`]*)[^\n]*\n(.*?)^\1```\s*$", re.MULTILINE | re.DOTALL)
NOT_RUN = {"sh", "text", "toml"}
"""What stands in a block that is not run: what is typed in a shell, what is printed, settings."""

each_page = pytest.mark.parametrize("path", PAGES, ids=lambda path: path.relative_to(ROOT).as_posix())


@attrs.frozen
class Block:
    """A block of a page."""

    language: str
    text: str
    line: int
    directly_after: bool
    """Whether nothing but empty lines stands between it and the block before."""


def blocks_of(path: Path) -> list[Block]:
    page = path.read_text("utf-8")
    blocks, end = [], 0
    for found in FENCE.finditer(page):
        indent, language, text = found.groups()
        text = re.sub(f"^{indent}", "", text, flags=re.MULTILINE)
        line = page.count("\n", 0, found.start()) + 1
        blocks.append(Block(language, text, line, bool(blocks) and not page[end : found.start()].strip()))
        end = found.end()
    return blocks


@each_page
def test_every_block_says_its_language(path: Path) -> None:
    for block in blocks_of(path):
        assert block.language in NOT_RUN | {"python", "pycon", "json", "jsonl"}, f"{path.name}, line {block.line}"


def prompted(block: Block, names: dict[str, Any], path: Path) -> None:
    """Run a block of prompts and answers."""
    test = doctest.DocTestParser().get_doctest(block.text, names, path.name, str(path), block.line)
    told = io.StringIO()
    runner = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS, verbose=False)
    runner.run(test, out=told.write, clear_globs=False)
    assert not runner.failures, told.getvalue()
    names.update(test.globs)


def plain(block: Block, after: Block | None, names: dict[str, Any], path: Path) -> None:
    """Run a block of statements; what it prints is the block of text below it."""
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        exec(compile("\n" * block.line + block.text, str(path), "exec"), names)
    if after is not None and after.language == "text" and after.directly_after:
        assert printed.getvalue().rstrip() == after.text.rstrip(), f"{path.name}, line {after.line}"


@each_page
def test_every_block_of_python_runs(path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    names: dict[str, Any] = {"__name__": "__main__"}
    blocks = blocks_of(path)
    for block, after in pairwise([*blocks, None]):
        if block is not None and block.language in ("python", "pycon"):
            if ">>>" in block.text:
                prompted(block, names, path)
            else:
                plain(block, after, names, path)


@each_page
def test_every_block_of_json_is_json(path: Path, tmp_path: Path) -> None:
    for block in blocks_of(path):
        if block.language == "json":
            value = json.loads(block.text)
            if isinstance(value, dict) and "format" in value:
                assert tx.loads(value) == tx.loads(block.text)
        elif block.language == "jsonl":
            (tmp_path / "block.jsonl").write_text(block.text, "utf-8")
            tx.read(tmp_path / "block.jsonl")


@each_page
def test_every_command_is_one(path: Path) -> None:
    extras = set(tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["optional-dependencies"])
    lines = [line for block in blocks_of(path) if block.language == "sh" for line in block.text.splitlines()]
    for line in lines:
        for named in re.findall(r"(?:tracexpo|\.)\[([\w,]+)\]", line):
            assert set(named.split(",")) <= extras, line
        words = shlex.split(line.partition(" > ")[0], comments=True)
        if words and Path(words[0]).name == "tracexpo":
            with contextlib.redirect_stderr(io.StringIO()) as said:
                try:
                    cli._parser().parse_args(words[1:])
                except SystemExit:
                    pytest.fail(f"{line}: {said.getvalue()}")


@each_page
def test_every_block_of_toml_is_toml(path: Path) -> None:
    for block in blocks_of(path):
        if block.language == "toml":
            tomllib.loads(block.text)


def test_what_the_readme_shows_and_leads_to_is_there() -> None:
    page = (ROOT / "README.md").read_text("utf-8")
    targets = re.findall(r"\]\(([^)#]+)[^)]*\)", page)
    assert len(targets) > 10
    assert not [target for target in targets if not target.startswith("https://") and not (ROOT / target).is_file()]
    assert len(page.splitlines()) < 80, "one screen or two"


ASKED_FIRST = {
    "catalogue/index.md": "2020-03-01 False",
    "concepts/list-2024.md": "`IndividualExposure.agent`",
    "how-to/read-a-list.md": "tracexpo check",
    "how-to/web-service.md": "def check_upload",
    "how-to/correct-a-record.md": "['x1', 'x1-2'] ['x1-2']",
}
"""Is cobalt CMR in March 2020? What does a list contain? How is it checked? Embedded? What becomes of a correction?"""


@pytest.mark.parametrize("folder", ["docs", "docs/fr"])
def test_the_first_page_leads_to_what_is_asked_first(folder: str) -> None:
    links = set(re.findall(r"\]\(([^)#]+)", (ROOT / folder / "index.md").read_text("utf-8")))
    for page, answer in ASKED_FIRST.items():
        assert page in links
        assert answer in (ROOT / folder / page).read_text("utf-8"), page


def tool(name: str) -> dict[str, Any]:
    return runpy.run_path(str(ROOT / "tools" / f"{name}.py"))


def test_the_pictures_are_in_step() -> None:
    made = tool("build_pictures")
    for name, svg in made["pictures"]().items():
        kept = (ROOT / "docs" / "pictures" / name).read_text("utf-8")
        assert made["texts_in"](kept) == made["texts_in"](svg), f"{name}: run {made['__doc__']}"
        assert len(kept) < 60_000
        assert not re.search(r"(href|src)=\"http|url\(http|@import", kept), "a picture fetches nothing"


@pytest.mark.parametrize(
    "notebook", sorted((ROOT / "docs").rglob("*.ipynb")), ids=lambda path: path.relative_to(ROOT / "docs").as_posix()
)
def test_the_tutorials_are_in_step(notebook: Path) -> None:
    made = tool("build_tutorials")
    for path, text in made["files_of"](notebook).items():
        if path.suffix == ".md":
            assert path.read_text("utf-8") == text, f"run {made['__doc__']}"
            assert "<table" in text, "a tutorial shows tables"
            assert ".svg)" in text, "and pictures"
        assert path.is_file()
    personal = re.compile(r"Identity\(|\b(birth_|given_|used_)\w+=|\bnir=|[;\"](Nom|Prénom|NIR|Date de naissance);")
    assert not personal.search(notebook.read_text("utf-8")), "workers are known by their numbers alone"


def test_the_french_figures_are_those_of_the_english_pages() -> None:
    made = tool("build_performance_docs")
    for name in made["PAGES"]:
        text = made["page_text"](name)
        assert (ROOT / "docs" / "fr" / name).read_text("utf-8") == text, f"run {made['__doc__']}"
        figures = "\n".join(found["made"] for found in made["BLOCK"].finditer(text))
        left = re.search(r"\b(of|to|the|with|read|write|reading|runs?|times|each|met|not|missed)\b|\d\.\d+ ", figures)
        assert left is None, f"{name}: give the French of {left[0]!r} in {made['__file__']}"


def test_french_pages_follow_the_english_ones() -> None:
    made = tool("check_translations")
    assert not [*made["out_of_step"](), *made["untranslated"]()], made["__doc__"]


def test_french_prose_keeps_a_sign_with_its_word() -> None:
    made = tool("check_translations")
    code = re.compile(r"\A---\n.*?^---\n|^```.*?^```|`[^`]*`|<[^>]+>|\]\([^)]*\)", re.MULTILINE | re.DOTALL)
    loose = re.compile(r"[^\n]* [:;?!»](?=[\s)|*]|$)|[^\n]*« |[^\n]*\b[LRD](\. ?)?\d{3,4}-\d")
    for page in made["french_pages"]():
        text = page.read_text("utf-8")
        if page.suffix == ".ipynb":
            cells = [cell for cell in json.loads(text)["cells"] if cell["cell_type"] == "markdown"]
            text = "\n".join("".join(cell["source"]) for cell in cells)
        found = loose.search(code.sub("x", made["MADE"].sub("", text)))
        assert found is None, f"{page.name}, a space at which no line breaks (U+00A0), or R. 4412-60: {found[0]}"


def test_a_change_of_an_english_page_is_noticed(tmp_path: Path) -> None:
    made = tool("check_translations")
    (tmp_path / "fr").mkdir()
    english, french = tmp_path / "page.md", tmp_path / "fr" / "page.md"
    english.write_text("# Title\n", "utf-8")
    french.write_text("---\nhide: [toc]\n---\n# Titre\n", "utf-8")
    made["out_of_step"].__globals__["DOCS"] = tmp_path
    assert [line.partition(":")[0] for line in made["out_of_step"]()] == ["fr/page.md"]
    made["accept"]("fr/page.md")
    assert not list(made["out_of_step"]())
    assert french.read_text("utf-8").endswith("---\n# Titre\n")
    assert "hide: [toc]" in french.read_text("utf-8")
    english.write_text("# Another title\n", "utf-8")
    assert "page.md has changed since" in next(made["out_of_step"]())
    assert made["untranslated"]() == []


def test_a_notebook_is_translated_and_figures_are_not(tmp_path: Path) -> None:
    made = tool("check_translations")
    made["out_of_step"].__globals__["DOCS"] = tmp_path
    (tmp_path / "fr").mkdir()
    for folder in (tmp_path, tmp_path / "fr"):
        cells = [{"cell_type": "markdown", "source": ["# One"]}]
        (folder / "story.ipynb").write_text(json.dumps({"cells": cells, "metadata": {}}), "utf-8")
        (folder / "story.md").write_text("# One\n", "utf-8")
        (folder / "page.md").write_text("Text.\n\n<!-- figures -->\n1\n<!-- end of figures -->\n", "utf-8")
    made["accept"]("fr/story.ipynb")
    made["accept"]("fr/page.md")
    (tmp_path / "story.md").write_text("# One, run again\n", "utf-8")
    (tmp_path / "page.md").write_text("Text.\n\n<!-- figures -->\n2\n<!-- end of figures -->\n", "utf-8")
    assert not [*made["out_of_step"](), *made["untranslated"]()]
    (tmp_path / "story.ipynb").write_text(json.dumps({"cells": [], "metadata": {}}), "utf-8")
    assert [line.partition(":")[0] for line in made["out_of_step"]()] == ["fr/story.ipynb"]


def test_french_signs_stay_with_their_words() -> None:
    spaced = tool("french_spaces")["spaced"]
    assert spaced("<p>Quoi ? « R. 4412-60 » : 100 000</p>") == (
        "<p>Quoi\u202f? «\u00a0R.\u00a04412-60\u00a0»\u00a0: 100\u202f000</p>"
    )
    code = "<pre><code>a : b ? 1 000</code></pre><code>x :</code>"
    assert spaced(code) == code


def page_at(src: str, url: str, **others: Any) -> SimpleNamespace:
    return SimpleNamespace(file=SimpleNamespace(src_uri=src), url=url, **others)


def test_a_link_from_a_french_page_to_an_english_one_says_so() -> None:
    pytest.importorskip("mkdocs", reason="no mkdocs: pip install 'tracexpo[docs]'")
    marked = tool("two_languages")["on_page_content"]
    french = page_at("fr/start.md", "fr/start/")
    kept = (
        '<a href="../glossary/#x">a</a> <a href="#b">b</a> <a href="https://c.example/">c</a> <a href="../a.svg">d</a>'
    )
    assert marked(kept, page=french) == kept
    left = '<a class="x" href="../../reference/reading/#tx">e</a>'
    assert marked(left, page=french) == left.replace("<a ", '<a hreflang="en" ')
    assert marked(left, page=page_at("start.md", "start/")) == left


def test_a_folder_in_the_navigation_is_its_pages(tmp_path: Path) -> None:
    pytest.importorskip("mkdocs", reason="no mkdocs: pip install 'tracexpo[docs]'")
    (tmp_path / "codes").mkdir()
    for name in ("index", "b", "a-c", "a"):
        (tmp_path / "codes" / f"{name}.md").write_text("", "utf-8")
    config = SimpleNamespace(docs_dir=str(tmp_path), nav=["index.md", {"Codes": ["codes/index.md", "codes/*"]}])
    named = tool("two_languages")["on_config"](config).nav
    assert named == ["index.md", {"Codes": ["codes/index.md", "codes/a.md", "codes/a-c.md", "codes/b.md"]}]


def test_each_language_searches_its_own_pages(tmp_path: Path) -> None:
    pytest.importorskip("mkdocs", reason="no mkdocs: pip install 'tracexpo[docs]'")
    (tmp_path / "search").mkdir()
    (tmp_path / "fr").mkdir()
    found = {"start/": "Start", "fr/start/#a": "Relevé", "reference/#b": "Reading"}
    docs = [{"location": place, "title": title, "text": ""} for place, title in found.items()]
    kept = tmp_path / "search" / "search_index.json"
    kept.write_text(json.dumps({"config": {"fields": {}}, "docs": docs}), "utf-8")
    tool("two_languages")["on_post_build"](SimpleNamespace(site_dir=str(tmp_path)))
    english = json.loads(kept.read_text("utf-8"))["docs"]
    french = json.loads((tmp_path / "fr" / "search" / "search_index.json").read_text("utf-8"))["docs"]
    assert [part["location"] for part in english] == ["start/", "reference/#b"]
    assert [part["location"] for part in french] == ["start/#a", "../reference/#b"]
    assert french[0]["plain"] == "Releve"


def test_pages_leave_out_what_tools_alone_need() -> None:
    entry = SimpleNamespace
    member = entry(title='<code class="doc-symbol doc-symbol-attribute"></code> id', children=[])
    method = entry(title="add", children=[])
    record = entry(title="Worker", children=[member, method])
    page = entry(toc=entry(items=[record]))
    made = tool("for_readers")
    assert made["on_page_content"]("<p>x</p>", page=page) == "<p>x</p>"
    assert record.children == [method]
    assert made["on_page_markdown"](">>> 1  # doctest: +ELLIPSIS\n1") == ">>> 1\n1"


def test_doctests_are_shown_as_code() -> None:
    griffe = pytest.importorskip("griffe", reason="no griffe: pip install 'tracexpo[docs]'")
    made = tool("doctests_as_code")
    assert issubclass(made["DoctestsAsCode"], griffe.Extension)
    told = "One.\n\n    >>> [1][0]  # doctest: +ELLIPSIS\n    1\n    >>> 2\n    2\n\nTwo.\n"
    shown = "One.\n\n    ```pycon\n    >>> [1][0]\n    1\n    >>> 2\n    2\n    ```\n\nTwo.\n"
    assert made["fenced"](told) == shown


def test_the_pages_made_from_the_model_are_in_step() -> None:
    tool = runpy.run_path(str(ROOT / "tools" / "build_model_docs.py"))
    for name in tool["PAGES"]:
        assert (ROOT / "docs" / name).read_text("utf-8") == tool["page_text"](name), f"run {tool['__doc__']}"


def test_the_first_example_runs(tmp_path: Path) -> None:
    kept = tmp_path / "workshop.json"
    done = subprocess.run(
        [sys.executable, "-X", "utf8", str(ROOT / "examples" / "first.py"), str(kept)],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=True,
    )
    assert not done.stderr
    assert tx.digest(tx.read(kept)) in done.stdout
    for told in (
        "siret-check-digit",
        "not-a-decimal",
        "misspelt-field",
        "period-end-before-start",
        "not-in-vocabulary",
    ):
        assert f"[{told}]" in done.stdout
    assert "la clé de ce SIRET est fausse" in done.stdout
    assert "Camille" not in done.stdout
    for page in re.findall(r"docs/\S+\.md", done.stdout):
        assert (ROOT / page).is_file()
