"""What is compared: tracexpo, pydantic's models and pydantic's dataclasses, each doing the same work."""

import ast
import importlib
import os
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any, ClassVar

HERE = Path(__file__).parent


class Tracexpo:
    """tracexpo by its public functions and, for one record at a time, by the reader of JSON Lines."""

    first_record: ClassVar = "import tracexpo\nassert len(tracexpo.loads(data).exposures) == 1"

    def __init__(self) -> None:
        import tracexpo

        self.tx = tracexpo

    def load(self, data: bytes) -> Any:
        return self.tx.loads(data)

    def try_load(self, data: bytes) -> Any:
        return self.tx.try_loads(data)

    def write(self, document: Any) -> bytes:
        return self.tx.dumps(document)

    def digest(self, document: Any) -> str:
        return self.tx.digest(document)

    def reader(self) -> Callable[[bytes], Any]:
        """Return what reads one exposure from its own JSON."""
        from tracexpo.codecs.records import RecordReader

        return partial(RecordReader().read, "exposures")

    def refuses(self, raw: bytes) -> bool:
        """Tell whether a record is refused."""
        return not hasattr(self.reader()(raw), "KIND")


class Pydantic:
    """The same model in pydantic, by its type adapters."""

    module: ClassVar = "pydantic_model"
    first_record: ClassVar = (
        "import pydantic_model\nassert len(pydantic_model.document_adapter().validate_json(data).exposures) == 1"
    )

    def __init__(self) -> None:
        model = importlib.import_module(self.module)
        self._document, self._exposure = model.document_adapter(), model.exposure_adapter()

    def load(self, data: bytes) -> Any:
        return self._document.validate_json(data)

    def write(self, document: Any) -> bytes:
        return self._document.dump_json(document)

    def reader(self) -> Callable[[bytes], Any]:
        return self._exposure.validate_json

    def refuses(self, raw: bytes) -> bool:
        from pydantic import ValidationError

        try:
            self._exposure.validate_json(raw)
        except ValidationError:
            return True
        return False


class PydanticDataclasses(Pydantic):
    """The same once more with pydantic's dataclasses with slots, less usual and smaller."""

    module = "pydantic_dataclasses"
    first_record = Pydantic.first_record.replace("pydantic_model", "pydantic_dataclasses")


SIDES: dict[str, type[Any]] = {"tracexpo": Tracexpo, "models": Pydantic, "dataclasses": PydanticDataclasses}


def prepare(folder: Path) -> None:
    """Write `pydantic_dataclasses.py` from the text of `pydantic_model.py`, so that both say the same."""
    tree = _AsDataclasses().visit(ast.parse((HERE / "pydantic_model.py").read_text(encoding="utf-8")))
    text = "from pydantic.dataclasses import dataclass\n" + ast.unparse(tree)
    (folder / "pydantic_dataclasses.py").write_text(text, encoding="utf-8")


def importable(folder: Path) -> None:
    """Let this process import what is compared."""
    sys.path[:0] = [str(HERE), str(folder)]


def compiled(folder: Path) -> dict[str, str]:
    """Return an environment in which compiled modules are kept, as where a package is installed; all in this folder."""
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return kept | {"PYTHONPYCACHEPREFIX": str(folder / "compiled")}


class _AsDataclasses(ast.NodeTransformer):
    """Turns each `class X(Model)` into a pydantic dataclass of the same configuration."""

    _DECORATOR = "dataclass(frozen=True, slots=True, kw_only=True, config=CONFIG)"

    def visit_ClassDef(self, node: ast.ClassDef) -> ast.ClassDef:
        if [ast.unparse(base) for base in node.bases] == ["Model"]:
            node.bases = []
            node.decorator_list = [ast.parse(self._DECORATOR, mode="eval").body]
        return node
