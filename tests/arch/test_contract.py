"""The shape of the package: who knows whom, how long a module is, what it is called, what it shows."""

import ast
import socket
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import grimp
import pytest

ROOT = Path(__file__).parents[2]
_SPEC = find_spec("tracexpo")
assert _SPEC is not None
assert _SPEC.origin is not None
PACKAGE = Path(_SPEC.origin).parent
MODULES = sorted(PACKAGE.rglob("*.py"))
PUBLIC = [path for path in MODULES if not any(part.startswith("_") for part in path.relative_to(PACKAGE).parts)]
LONGEST = 600  # lines; about 500 is what to aim at
NAMES_THAT_SAY_NOTHING = {"base", "common", "core", "helpers", "misc", "util", "utils"}
LOADED_ON_FIRST_USE = {
    "hypothesis",
    "matplotlib",
    "numpy",
    "openpyxl",
    "pandas",
    "pint",
    "pyarrow",
    "rich",
    "stdnum",
    "weasyprint",
}

each_module = pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(PACKAGE).as_posix())
each_public_module = pytest.mark.parametrize("path", PUBLIC, ids=lambda path: path.relative_to(PACKAGE).as_posix())


def run_python(code: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run code in a fresh Python, on what is installed: the folder is not on its path."""
    return subprocess.run(
        [sys.executable, "-P", "-c", code, *arguments],
        cwd=ROOT,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


def test_the_import_contract_holds() -> None:
    code = "from importlinter.cli import lint_imports_command as main; main()"
    done = run_python(code, "--no-logo", "--no-cache")
    assert done.returncode == 0, done.stdout + done.stderr


def test_no_module_imports_the_public_face() -> None:
    # `import tracexpo` would hide an upward import; `from tracexpo import units` names a module and hides nothing.
    graph = grimp.build_graph("tracexpo", cache_dir=None)
    assert graph.find_modules_that_directly_import("tracexpo") <= {"tracexpo.__main__"}


@each_module
def test_modules_stay_short(path: Path) -> None:
    assert len(path.read_text("utf-8").splitlines()) <= LONGEST


@each_module
def test_modules_are_named_after_what_they_hold(path: Path) -> None:
    assert not NAMES_THAT_SAY_NOTHING & {part.lstrip("_") for part in path.relative_to(PACKAGE).with_suffix("").parts}


@each_public_module
def test_public_modules_say_what_is_public(path: Path) -> None:
    targets: list[ast.expr] = []
    for node in ast.parse(path.read_text("utf-8")).body:
        if isinstance(node, ast.Assign):
            targets += node.targets
        elif isinstance(node, ast.AnnAssign):
            targets.append(node.target)
    assert "__all__" in {target.id for target in targets if isinstance(target, ast.Name)}


def test_every_public_name_exists() -> None:
    done = run_python("from tracexpo import *")
    assert done.returncode == 0, done.stderr


def test_importing_is_light() -> None:
    done = run_python("import sys, tracexpo; print(*sorted({name.partition('.')[0] for name in sys.modules}))")
    assert done.returncode == 0, done.stderr
    assert not LOADED_ON_FIRST_USE & set(done.stdout.split())


def test_the_package_is_marked_as_typed() -> None:
    assert (PACKAGE / "py.typed").is_file()


def test_the_network_is_blocked() -> None:
    with socket.socket() as outward, pytest.raises(RuntimeError, match="no network"):
        outward.connect(("127.0.0.1", 9))
    with pytest.raises(RuntimeError, match="no network"):
        socket.getaddrinfo("localhost", 80)
