"""Write the example registers: `python tools/build_example_register.py`.

`history.json` has no fault. `faults.json` is the same with faults planted, for a check; `broken.json` is the same with
faults that reading finds. `faults.csv` lists what has to be told of each, and where.
"""

import csv
import io
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from example_broken import BROKEN
from example_faults import Fault, faults
from example_history import history

from tracexpo.codecs.writing import dumps
from tracexpo.register import COLLECTIONS
from tracexpo.rules import all_rules

HERE = Path(__file__).parents[1] / "examples" / "registers"
COLUMNS = ("file", "told by", "severity", "code", "record", "pointer", "planted", "planté", "rests on")
SOURCES = {rule.code: rule.source for rule in all_rules()}


def files() -> Mapping[str, bytes]:
    """Return the content of every file, by its name."""
    whole = history()
    planted = whole
    for fault in faults():
        planted = fault.planted(planted)
    clean, faulty = json.loads(dumps(whole)), json.loads(dumps(planted))
    rows = [_told(fault, faulty) for fault in faults()]
    document, broken = _broken(json.loads(dumps(whole)))
    return {
        "history.json": _lines(clean),
        "faults.json": _lines(faulty),
        "broken.json": _lines(document),
        "faults.csv": _table([*rows, *broken]),
    }


def _lines(document: dict[str, Any]) -> bytes:
    """Write a document with one line for each record."""
    parts: list[str] = []
    for name, value in document.items():
        if isinstance(value, list):
            records = ",\n".join(f"  {json.dumps(record, ensure_ascii=False)}" for record in value)
            parts.append(f'"{name}": [\n{records}\n ]' if value else f'"{name}": []')
        else:
            parts.append(f'"{name}": {json.dumps(value, ensure_ascii=False)}')
    return ("{\n " + ",\n ".join(parts) + "\n}\n").encode()


def _told(fault: Fault, document: Mapping[str, Any]) -> dict[str, str]:
    # of two records with one id, the second is told
    places = [
        f"/{name}/{i}"
        for name in COLLECTIONS
        for i, record in enumerate(document[name])
        if record["id"] == fault.record
    ]
    pointer = places[-1] + fault.path
    source = fault.source or SOURCES[fault.code] or ""
    place = (fault.code, fault.record, pointer)
    return _row("faults.json", fault.profile, fault.severity, *place, fault.en, fault.fr, source)


def _row(*values: str) -> dict[str, str]:
    return dict(zip(COLUMNS, values, strict=True))


def _broken(document: dict[str, Any]) -> tuple[dict[str, Any], list[dict[str, str]]]:
    """Spoil the document in place; return it with what reading has to tell."""
    rows: list[dict[str, str]] = []
    for fault in BROKEN:
        records = document[fault.collection]
        at = next(i for i, record in enumerate(records) if record["id"] == fault.record)
        inner: Any = records[at]
        *steps, last = fault.path.split("/")[1:]
        for step in steps:
            inner = inner[int(step)] if isinstance(inner, list) else inner[step]
        if fault.value is None:
            del inner[last]
        else:
            inner[int(last) if isinstance(inner, list) else last] = fault.value
        # what is missing is told where it belongs; an id that is none names no record
        told = fault.told_at if fault.told_at is not None else fault.path
        pointer = f"/{fault.collection}/{at}{told}"
        place = (fault.code, "" if fault.path == "/id" else fault.record, pointer)
        rows.append(_row("broken.json", "reading", "error", *place, fault.en, fault.fr, ""))
    return document, rows


def _table(rows: list[dict[str, str]]) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, COLUMNS, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode()


def main() -> None:
    """Write the files."""
    HERE.mkdir(parents=True, exist_ok=True)
    for name, content in files().items():
        (HERE / name).write_bytes(content)


if __name__ == "__main__":
    main()
