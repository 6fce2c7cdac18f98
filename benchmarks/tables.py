"""Measures reading an employer's list against a plain csv loop and against pandas with the same checks by hand.

    python benchmarks/tables.py [--lines N] [--runs N] [--markdown docs/performance-tables.md]

The three work in turns in one process and the medians count; times are those of the processor. Each must find the
same lines at fault. Memory is measured in processes of its own.
"""

import argparse
import csv
import datetime as dt
import gc
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from pages import put

HEADINGS = (
    "N° salarié;Nom;Prénom;Date de naissance;SIRET établissement;Poste de travail;Type de contrat;"
    "SIRET employeur (si intérim);Agent CMR;N° CAS;Début exposition;Fin exposition;Nature de l'exposition;"
    "Durée (h/semaine);Niveau;Unité;Fraction;VLEP 8h;Protection collective;Protection individuelle;"
    "Origine de l'information;Observations"
)
AGENTS = (
    ("Trioxyde de chrome", "1333-82-0"),
    ("Composés du nickel", ""),
    ("Benzène", "71-43-2"),
    ("Formaldéhyde", "50-00-0"),
    ("Poussières de bois", ""),
    ("Plomb", "7439-92-1"),
)
FAULT_EVERY = 1_000
SIRET = "40483304800022"


def write_list(path: Path, lines: int) -> int:
    """Write a list of a large employer: three agents a worker, levels and days that vary; return the faulty lines."""
    faults = 0
    with path.open("w", encoding="cp1252", newline="\r\n") as file:
        print(HEADINGS, file=file)
        for i in range(lines):
            person, (agent, cas) = i // 3, AGENTS[i % 6]
            born = dt.date(1960, 1, 1) + dt.timedelta(days=person * 7 % 16_000)
            start = dt.date(2000, 1, 1) + dt.timedelta(days=i * 13 % 9_000)
            end = ""
            if i % FAULT_EVERY == FAULT_EVERY - 1:
                end, faults = "31/02/2025", faults + 1
            elif i % 5 == 0:
                end = (start + dt.timedelta(days=400)).strftime("%d/%m/%Y")
            cells = [
                f"M-{person:06}", f"Lefèvre{person % 977}", f"Anne{person % 89}", born.strftime("%d/%m/%Y"), SIRET,
                f"Poste {person % 40}", "CDI", "", agent, cas, start.strftime("%d/%m/%Y"), end,
                "Inhalation d'aérosols, contact cutané", str(i % 35 + 1), f"0,{i % 9973 + 1:04}", "mg/m3", "inhalable",
                "0,1", "Aspiration latérale", "Gants nitrile", "Mesurage SCOLA 12/03/2025", "",
            ]  # fmt: skip
            print(";".join(cells), file=file)
    return faults


def with_tracexpo(path: Path) -> int:
    """Read the list into a register, every line checked, and count the lines set aside."""
    import tracexpo as tx

    return len(tx.try_read(path).rejected)


def with_csv(path: Path) -> int:
    """Loop over the lines and look at nothing but the end of each exposure."""
    faults = 0
    with path.open(encoding="cp1252", newline="") as file:
        for line in csv.DictReader(file, delimiter=";"):
            faults += line["Fin exposition"] == "31/02/2025"
    return faults


def with_pandas(path: Path) -> int:
    """Read with pandas and check columns by hand: what is needed, days, periods, SIRET, CAS, numbers, units, words."""
    import pandas as pd
    from stdnum import casrn
    from stdnum.fr import siret

    frame = pd.read_csv(path, sep=";", encoding="cp1252", dtype=str, keep_default_na=False)
    bad = pd.Series(False, index=frame.index)
    for column in ("N° salarié", "SIRET établissement", "Agent CMR", "Début exposition"):
        bad |= frame[column] == ""
    days = {}
    for column in ("Date de naissance", "Début exposition", "Fin exposition"):
        text = frame[column]
        days[column] = pd.to_datetime(text, format="%d/%m/%Y", errors="coerce")
        bad |= days[column].isna() & (text != "")
    bad |= days["Fin exposition"] < days["Début exposition"]
    for column, valid in (("SIRET établissement", siret.is_valid), ("N° CAS", casrn.is_valid)):
        # once for each number that occurs
        right = {value: value == "" or valid(value) for value in frame[column].unique()}
        bad |= ~frame[column].map(right)
    level = frame["Niveau"].str.extract(r"^\s*(?P<sign><)?\s*(?P<number>-?\d+(?:[.,]\d+)?)\s*(?P<unit>\S*)$")
    bad |= level["number"].isna() & (frame["Niveau"] != "")
    level["number"].str.replace(",", ".").astype(float)
    for column in ("Durée (h/semaine)", "VLEP 8h"):
        pd.to_numeric(frame[column].str.replace(",", "."), errors="coerce")
    bad |= ~frame["Unité"].isin(["", "mg/m3", "ppm"])
    bad |= ~frame["Fraction"].isin(["", "inhalable", "alvéolaire", "thoracique"])
    bad |= ~frame["Type de contrat"].isin(["CDI", "CDD", "Intérim", "Apprentissage"])
    frame["Nature de l'exposition"].str.contains("inhal", case=False)
    frame["Nature de l'exposition"].str.contains("cutan", case=False)
    pd.to_datetime(frame["Origine de l'information"].str.extract(r"(\d\d/\d\d/\d{4})")[0], format="%d/%m/%Y")
    frame.groupby("N° salarié")[["Nom", "Date de naissance"]].nunique().max()
    frame.duplicated(["N° salarié", "Agent CMR", "Début exposition", "Poste de travail"])
    return int(bad.sum())


SIDES: dict[str, Callable[[Path], int]] = {
    "tracexpo": with_tracexpo,
    "csv.DictReader": with_csv,
    "pandas": with_pandas,
}


def timed(side: Callable[[Path], int], path: Path, faults: int) -> float:
    """Return the processor time of one reading [s], once its answer is seen to be right."""
    gc.collect()
    began = time.process_time()
    found = side(path)
    took = time.process_time() - began
    if found != faults:
        raise SystemExit(f"{side.__name__}: {found} faulty lines instead of {faults}")
    return took


def memory(path: Path, side: str) -> float:
    """Return what reading adds to the most memory of a process that has read a small list before [MiB]."""
    here = str(Path(__file__).parent)
    code = f"import sys; sys.path.insert(0, {here!r}); import tables; tables.print_memory(*sys.argv[1:])"
    done = subprocess.run([sys.executable, "-c", code, str(path), side], capture_output=True, text=True, check=True)
    return float(done.stdout)


def print_memory(path: str, side: str) -> None:
    """Read twice, a small list and the large one, and print what the second adds [MiB]."""
    with tempfile.TemporaryDirectory() as folder:
        small = Path(folder) / "small.csv"
        write_list(small, 100)
        SIDES[side](small)
    before = peak()
    SIDES[side](Path(path))
    print(peak() - before)


def peak() -> float:
    """Return the most memory that this process has taken [MiB]; the kernel's own figure (Linux)."""
    status = Path("/proc/self/status").read_text("ascii")
    return next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmHWM")) / 1024


def spaced(number: int) -> str:
    """Write a number with its thousands apart."""
    return f"{number:,}".replace(",", " ")


def table(lines: int, runs: int) -> str:
    """Measure, and return the figures as Markdown."""
    with tempfile.TemporaryDirectory() as folder:
        full, tenth = Path(folder) / "full.csv", Path(folder) / "tenth.csv"
        faults, tenth_faults = write_list(full, lines), write_list(tenth, lines // 10)
        for side in SIDES.values():
            timed(side, tenth, tenth_faults)
        times: dict[str, list[float]] = {name: [] for name in SIDES}
        small: list[float] = []
        for _ in range(runs):
            for name, side in SIDES.items():
                times[name].append(timed(side, full, faults))
            small.append(timed(with_tracexpo, tenth, tenth_faults))
        rows = ["| | lines a second | time over tracexpo's | memory added [MiB] |", "|---|---|---|---|"]
        for name in SIDES:
            ratio = statistics.median(a / b for a, b in zip(times[name], times["tracexpo"], strict=True))
            speed = lines / statistics.median(times[name])
            rows.append(f"| {name} | {speed:,.0f} | {ratio:.2f} | {memory(full, name):,.0f} |".replace(",", " "))
        linear = statistics.median(a / b / 10 for a, b in zip(times["tracexpo"], small, strict=True))
        told = (
            f"{spaced(lines)} lines of 22 columns, {full.stat().st_size / 2**20:.0f} MiB; {runs} turns; "
            f"CPython {platform.python_version()}. A line of {spaced(lines)} costs "
            f"{linear:.2f} times a line of {spaced(lines // 10)}."
        )
        rows += ["", told]
        return "\n".join(rows)


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--lines", type=int, default=100_000)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--markdown", type=Path, help="put the table into this page, between its two marks")
    options = parser.parse_args()
    text = table(options.lines, options.runs)
    print(text)
    if options.markdown is not None:
        put(options.markdown, "figures", text)


if __name__ == "__main__":
    main()
