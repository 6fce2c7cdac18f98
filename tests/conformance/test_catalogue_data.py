"""The shipped data against its inputs and the figures given with them."""

import csv
import datetime as dt
import importlib.util
import re
import subprocess
import sys
import zlib
from decimal import Decimal
from itertools import pairwise
from pathlib import Path
from types import ModuleType

import pytest

import tracexpo as tx
from tracexpo import catalogue
from tracexpo.catalogue import tables
from tracexpo.catalogue.names import fold
from tracexpo.identifiers import is_cas, is_clp_index, is_ec
from tracexpo.vocabularies import CmrClass

D = dt.date
ROOT = Path(__file__).parents[2]
INPUTS = ROOT / "tools" / "data"
DATA = Path(tables.__file__).parent / "data"
AGENTS, TEXTS, CODES = tables.read_agents(), tables.read_texts(), tables.read_code_lists()


@pytest.fixture(scope="module")
def builder() -> ModuleType:
    spec = importlib.util.spec_from_file_location("build_catalogue", ROOT / "tools" / "build_catalogue.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["build_catalogue"] = module
    spec.loader.exec_module(module)
    return module


def read(name: str) -> list[dict[str, str]]:
    with (INPUTS / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize(
    ("day", "count"),
    [
        (D(2010, 12, 1), 1005),
        (D(2015, 6, 1), 1015),
        (D(2016, 1, 1), 1017),
        (D(2021, 9, 30), 1060),
        (D(2021, 10, 1), 1069),
        (D(2023, 11, 30), 1092),
        (D(2023, 12, 1), 1116),
        (D(2024, 7, 5), 1116),
        (D(2027, 2, 1), 1150),
    ],
)
def test_entries_of_class_1a_or_1b_in_force(day: dt.date, count: int) -> None:
    in_force = [
        entry
        for entry in catalogue.shipped().entries()
        if isinstance(entry, catalogue.SubstanceEntry)
        and any(c.cmr_class in catalogue.CMR_1_AND_2 for c in catalogue.classifications(entry, on=day))
    ]
    assert len(in_force) == count


def test_the_table_is_whole() -> None:
    entries = [row for row in AGENTS.substances if row.index is not None]
    assert len(entries) == 1535
    assert sum(len(row.steps) for row in entries) == 2454
    assert len(AGENTS.processes) == 9


def test_every_number_is_valid() -> None:
    for row in AGENTS.substances:
        assert row.index is None or is_clp_index(row.index)
        assert all(map(is_cas, row.cas)), row.id
        assert all(map(is_ec, row.ec)), row.id
        assert row.id in {f"index:{row.index}", *(f"cas:{cas}" for cas in row.cas)}
        for step in row.steps:
            assert all(map(is_cas, step.cas or ()))
    for process in AGENTS.processes:
        assert all(map(is_cas, process.cas))
    assert all(map(is_cas, TEXTS.molar_masses))
    for limit in TEXTS.limits:
        assert not limit.subject.startswith("cas:") or is_cas(limit.subject[4:])


def test_every_row_has_a_source() -> None:
    assert all(step.act for row in AGENTS.substances for step in row.steps)
    assert all(process.source for process in AGENTS.processes)
    for rows in (TEXTS.limits, TEXTS.diseases, TEXTS.restrictions, TEXTS.retention, TEXTS.dust_levels):
        assert all(row.source for row in rows)
    for marked in (TEXTS.limits, TEXTS.diseases, TEXTS.restrictions, TEXTS.retention, AGENTS.corrections):
        assert all(row.certainty in set(catalogue.Certainty) for row in marked)


def test_every_reference_inside_the_data_resolves() -> None:
    book = catalogue.shipped()
    subjects = {row.subject for row in TEXTS.limits}
    subjects |= {s for row in TEXTS.diseases for s in row.subjects} | {
        s.removeprefix("!") for row in TEXTS.restrictions for s in row.subjects
    }
    for subject in subjects:
        named = subject.removeprefix("cas:") if subject.startswith("cas:") else subject
        assert book.find(named) or subject == "cas:134-32-7", subject
    for group in AGENTS.groups:
        assert all(book.entry(member) for member in group.members)
    for ids in AGENTS.names.values():
        assert all(book.entry(id) for id in ids)


def test_every_name_finds_its_entry() -> None:
    for entry in catalogue.shipped().entries():
        for name in (entry.names.fr, entry.names.en):
            if name is not None and fold(name):
                assert entry in catalogue.find(name), name


def test_every_agent_as_the_tables_of_limits_print_it_finds_its_entry() -> None:
    for row in TEXTS.limits:
        found = {entry.id for entry in catalogue.find(row.label)}
        cas = row.subject.removeprefix("cas:")
        assert row.subject in found or found & {entry.id for entry in catalogue.find(cas)}, row.label


def test_sources_are_named_in_french_in_both_languages() -> None:
    english = re.compile(
        r"\b(the|of|to|not|with|since|until|before|only|works|state|text|table|decree|wording|as amended|number \d)\b"
    )
    sources = {row.source for rows in (TEXTS.limits, TEXTS.diseases, TEXTS.restrictions) for row in rows}
    sources |= {row.source for row in TEXTS.retention} | {row.source for row in TEXTS.dust_levels}
    sources |= {process.source for process in AGENTS.processes} | {row.condition_fr for row in TEXTS.restrictions}
    assert not [source for source in sources if english.search(source) or "; " in source.replace(" ; ", "")]
    assert not [source for source in sources if source.count("R4412-149") > 1]


def test_steps_are_in_the_order_of_their_days() -> None:
    for row in AGENTS.substances:
        days = [step.day for step in row.steps]
        assert days == sorted(set(days))
    by_key: dict[tuple[object, ...], list[tables.LimitRow]] = {}
    for limit in TEXTS.limits:
        key = (limit.subject, limit.kind, limit.statistic, limit.fraction, limit.scope)
        by_key.setdefault(key, []).append(limit)
    for limits in by_key.values():
        for one, other in pairwise(limits):
            assert one.until is not None
            assert other.day is not None
            assert one.until <= other.day, one.subject


def test_every_class_has_its_statements() -> None:
    for row in AGENTS.substances:
        for step in row.steps:
            for hazard, cmr_class, statements in catalogue.entries.classes_of(step):  # type: ignore[attr-defined]
                assert statements, (row.id, hazard)
                assert cmr_class is not None or hazard is tx.Hazard.LACTATION


def test_the_conversion_table_is_whole_and_converts_back() -> None:
    assert len(TEXTS.conversions) == len(read("directive_67_548_to_clp.csv")) == 23
    for row in TEXTS.conversions:
        old = [
            tx.Classification(
                hazard=tx.Hazard(hazard), cmr_class=CmrClass(c) if c else None, statements=(phrase,), source="x"
            )
            for hazard, c, phrase in row.old
        ]
        (new,) = catalogue.to_clp(old)
        assert (new.cmr_class.value if new.cmr_class else "", new.statements) == (row.clp_class, (row.statement,))


def test_printed_ppm_and_mass_agree_with_the_molar_mass() -> None:
    for row in TEXTS.limits:
        if row.ppm is not None and row.value is not None and row.unit == "mg/m3":
            mass = Decimal(TEXTS.molar_masses[row.subject.removeprefix("cas:")])
            ratio = Decimal(row.ppm) * mass / Decimal("24.06") / Decimal(row.value)
            # hydrogen cyanide was printed with 2 mg/m3 for 2 ppm, and o-toluidine rounded up
            assert Decimal("0.88") < ratio < Decimal("1.13"), row.subject


def test_the_dated_steps_of_the_inputs_are_all_answered() -> None:
    subjects = {row["agent"]: row["subject"] for row in read("limit_subjects.csv")}
    checked = 0
    for row in read("oel_fr_dated_steps.csv"):
        if not row["applies_from"] or row["scope"].startswith(("health", "underground")):
            continue
        subject = row["cas_no"] or subjects[row["agent"]]
        limit = catalogue.limit(
            subject,
            on=dt.date.fromisoformat(row["applies_from"]),
            fraction=row["fraction"] or None,
            statistic={"8 h": "twa-8h", "1 h": "twa-1h"}[row["averaging"]],
        )
        assert limit.value == tx.Measure(Decimal(row["value"]), tx.Unit(row["unit"])), row["agent"]
        assert limit.kind == row["kind"]
        checked += 1
    assert checked > 30


@pytest.mark.parametrize("day", ["2008-05-01", "2026-04-10"])
def test_the_printed_states_of_the_table_are_answered(day: str) -> None:
    subjects = {row["agent"]: row["subject"] for row in read("limit_subjects.csv")}
    printed = [row for row in read("oel_fr_r4412_149.csv") if row["table_version"] == day]
    for row in printed:
        value, unit = row["twa8h_mg_m3"] or row["twa8h_f_cm3"], "mg/m3" if row["twa8h_mg_m3"] else "f/cm3"
        later = ("Diisocyanates", "Béryllium", "Cadmium", "Fibres céramiques")
        if not value or row["agent"].startswith(later):
            continue  # printed before it applies, or with a transition
        subject = row["cas_no"] or subjects[row["agent"]]
        limit = catalogue.limit(subject, on=dt.date.fromisoformat(day), fraction=row["fraction"] or None)
        assert limit.value == tx.Measure(Decimal(value), tx.Unit(unit)), row["agent"]
        if row["skin"] == "yes":
            assert limit.skin is True


def test_activity_codes_are_those_of_the_lists() -> None:
    for name, revision in (
        ("naf_1993", "naf-1993"),
        ("naf_rev1", "naf-rev1"),
        ("naf_rev2", "naf-rev2"),
        ("naf_2025", "naf-2025"),
    ):
        codes = catalogue.naf_codes(tx.NafRevision(revision))
        assert len({code.code for code in codes}) == len(read(f"{name}.csv"))
        assert all(code.label_fr for code in codes)


def test_the_build_is_reproducible(builder: ModuleType) -> None:
    first, second = builder.build(), builder.build()
    assert first == second
    for name, content in first.items():
        shipped = (DATA / name).read_bytes()
        assert zlib.decompress(shipped) == content, f"{name}: run tools/build_catalogue.py"
        if "ng" not in zlib.ZLIB_RUNTIME_VERSION:
            assert zlib.compress(content, 9) == shipped
    assert {path.name for path in DATA.iterdir()} == set(first)


def test_the_pages_are_made_of_the_data() -> None:
    done = subprocess.run(
        [sys.executable, str(ROOT / "tools" / "build_catalogue_docs.py"), "--check"],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_french_pages_hold_no_english() -> None:
    english = re.compile(r"\b(the|of|to|not|with|since|until|only|works|state|wording|yes|none|text)\b")
    for path in sorted((ROOT / "docs" / "fr" / "catalogue").glob("*.md")):
        made = re.sub(r"`[^`]*`", "", path.read_text("utf-8").partition("<!-- From here on")[2].partition("-->")[2])
        found = [line for line in made.splitlines() if english.search(line)]
        assert not found, f"{path.name}: give its French in tools/data/notes_fr.csv: {found}"


def test_the_data_is_small() -> None:
    assert sum(path.stat().st_size for path in DATA.iterdir()) <= 400_000


def test_the_data_is_read_on_first_use_only() -> None:
    code = (
        "import sys, tracexpo, tracexpo.catalogue as c; from tracexpo.catalogue import tables;"
        "print([f.cache_info().currsize for f in (tables.read_agents, tables.read_texts, tables.read_code_lists)],"
        " 'stdnum' in sys.modules, 'openpyxl' in sys.modules);"
        "import datetime as dt; c.is_cmr('71-43-2', on=dt.date(2025, 1, 1)); print('stdnum' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-P", "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split("\n")[:2] == ["[0, 0, 0] False False", "False"]
