"""An employer's list, as a French spreadsheet saves it: read, checked, and kept as a register.

python examples/list.py [FOLDER]: the folder the register is written to, a temporary one by default.
"""

import datetime as dt
import sys
import tempfile
from pathlib import Path

import tracexpo as tx

HERE = Path(__file__).parent
DAY = dt.date(2025, 11, 30)


def main(folder: Path) -> None:
    """Read the list, print the report, write the register."""
    source = HERE / "liste_atelier.csv"
    reading = tx.try_read(source)
    register = reading.register  # None only where there is no list at all
    assert register is not None

    print(f"\n{source.name}: {len(register.exposures)} lines are in order, {len(reading.rejected)} are set aside\n")
    # what the reader doubts and what the rules find, in one report; each problem names its line
    report = tx.check(register, "list-2024", on=DAY, origins=reading.origins).including(reading.problems)
    print(report)

    target = folder / "register.json"
    tx.write(register, target)
    print(f"\nWritten: {target.name}, {target.stat().st_size:,} bytes; {register!r}")
    print(f"read back the same: {tx.read(target) == register}; {tx.digest(register)[:23]}…")

    workbook = tx.try_read(source.with_suffix(".xlsx"))
    assert workbook.register is not None
    print(f"the same list as a workbook gives the same register: {workbook.register == register}")

    print(
        """
What next
---------
.venv/bin/tracexpo check examples/liste_atelier.csv --lang fr    the same report in French
.venv/bin/tracexpo template my_list.xlsx                         an empty list with choices, to fill in
.venv/bin/tracexpo check my_list.xlsx                            your own list: mend what is told, line by line
.venv/bin/python examples/list.py .                              leaves register.json here, not in a temporary folder
examples/first.py                                                a register built in Python
docs/command.md, docs/start.md                                   the command; five minutes at the prompt"""
    )


if __name__ == "__main__":
    if len(sys.argv) > 1:
        main(Path(sys.argv[1]))
    else:
        with tempfile.TemporaryDirectory() as made:
            main(Path(made))
