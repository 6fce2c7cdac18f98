"""The pages of the codes and profiles say what the rules say."""

from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).parents[2]
SCRIPT = ROOT / "tools" / "build_rule_docs.py"


@pytest.fixture(scope="module")
def tool() -> ModuleType:
    spec = spec_from_file_location("build_rule_docs", SCRIPT)
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_pages_are_those_of_the_rules(tool: ModuleType) -> None:
    texts = tool.pages()
    written = {f"{folder}/{p.name}" for folder in tool.FOLDERS for p in (ROOT / "docs" / folder).glob("*.md")}
    assert written == set(texts), "run python tools/build_rule_docs.py"
    for name, text in texts.items():
        assert (ROOT / "docs" / name).read_text("utf-8") == text, f"{name}: run python tools/build_rule_docs.py"


def test_every_page_is_in_both_languages(tool: ModuleType) -> None:
    texts = tool.pages()
    english = {name for name in texts if not name.startswith("fr/")}
    assert {name for name in texts if name.startswith("fr/")} == {f"fr/{name}" for name in english}
    for name in english:
        french = texts[f"fr/{name}"]
        assert french.count("```") == texts[name].count("```"), name
        for word in ("Severity", "In force", "Source:", "What it", "An example", " to R", "from 20"):
            assert word not in french, f"fr/{name}: {word}"
