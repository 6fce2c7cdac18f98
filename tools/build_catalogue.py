"""Build the data of the catalogue from the tables in `tools/data`; the same input gives the same bytes.

Run it from the root of the repository: `python tools/build_catalogue.py`; with `--check` it builds and compares only.
"""

import argparse
import csv
import datetime as dt
import re
import sys
import zlib
from collections.abc import Iterable, Iterator
from decimal import Decimal
from fnmatch import fnmatchcase
from pathlib import Path

import msgspec

from tracexpo.catalogue import tables
from tracexpo.catalogue.names import fold, names_in

ROOT = Path(__file__).parents[1]
INPUTS = ROOT / "tools" / "data"
OUTPUT = ROOT / "src" / "tracexpo" / "catalogue" / "data"

EDITION = "2026-04-10"
STATED_ON = dt.date(2026, 4, 10)
ANSWERS_UNTIL = dt.date(2027, 12, 31)
LAST_ACT = "32025R1222 (ATP 23)"

Row = dict[str, str]


def read(name: str) -> list[Row]:
    """Read one input table."""
    with (INPUTS / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def day(text: str) -> dt.date | None:
    """The day of a cell, None where it is empty."""
    return dt.date.fromisoformat(text) if text else None


def several(text: str, mark: str = "|") -> tuple[str, ...]:
    """The values of a cell that holds several; a dash stands for none."""
    found = (part.strip() for part in text.split(mark))
    return tuple(dict.fromkeys(part for part in found if part and part != "-"))


FRENCH = {row["en"]: row["fr"] for row in read("notes_fr.csv")}
"""The French of what the tables say in English."""


# -- agents


def annex_steps() -> dict[str, list[tuple[Row, tables.Step]]]:
    """The steps of each entry of Annex VI, in the order of their days."""
    steps: dict[str, list[tuple[Row, tables.Step]]] = {}
    for row in sorted(read("clp_cmr.csv"), key=lambda row: (row["index_no"], row["applies_from"], row["act"])):
        applies = day(row["applies_from"])
        assert applies is not None
        steps.setdefault(row["index_no"], []).append(
            (
                row,
                tables.Step(
                    day=applies,
                    act=row["act"],
                    atp=row["atp"],
                    carc=row["carc"],
                    muta=row["muta"],
                    repr=row["repr"],
                    lact=row["lact"] == "yes",
                    # "H351_(inhalation)": the underscore holds a statement of several words together
                    statements=row["h_codes"],
                    limits=row["limits"],
                    notes=row["notes"],
                    deleted=row["deleted"] == "yes",
                    cas=several(row["cas_no"]),
                ),
            )
        )
    return steps


class Subject(msgspec.Struct):
    """A substance being gathered."""

    official: str
    cas: tuple[str, ...]
    ec: tuple[str, ...]
    steps: tuple[tables.Step, ...] = ()
    iarc: str = ""


class Subjects:
    """Every substance, with its names, its groups and its processes."""

    def __init__(self) -> None:
        self.rows: dict[str, Subject] = {}
        self.names: dict[str, list[tuple[str, str]]] = {}
        self.by_cas: dict[str, list[str]] = {}

    def add(self, id: str, row: Subject) -> None:
        """Add a substance."""
        self.rows[id] = row
        for number in row.cas:
            self.by_cas.setdefault(number, []).append(id)

    def name(self, id: str, language: str, name: str) -> None:
        """Note a name of a subject."""
        if (language, name) not in self.names.setdefault(id, []):
            self.names[id].append((language, name))

    def of_cas(self, cas: str, ec: str = "", fr: str = "") -> list[str]:
        """The ids of the substances that bear a CAS number; made where none does."""
        if cas not in self.by_cas:
            self.add(f"cas:{cas}", Subject(official=fr, cas=(cas,), ec=several(ec)))
        return self.by_cas[cas]


def build_agents() -> tables.Agents:
    """Substances, processes and families, with every name."""
    subjects = Subjects()
    extra: dict[str, list[str]] = {}
    for row in read("extra_identifiers.csv"):
        extra.setdefault(row["subject"], []).append(row["cas_no"])
    for index, rows in annex_steps().items():
        id = f"index:{index}"
        cas = tuple(dict.fromkeys([c for row, _ in rows for c in several(row["cas_no"])] + extra.get(id, [])))
        steps = []
        for _, step in rows:
            own = tuple(dict.fromkeys([*(step.cas or ()), *extra.get(id, [])]))
            steps.append(msgspec.structs.replace(step, cas=None if set(own) == set(cas) else own))
        last = rows[-1][0]
        ec = tuple(dict.fromkeys(e for row, _ in rows for e in several(row["ec_no"])))
        subjects.add(id, Subject(official=last["name"], cas=cas, ec=ec, steps=tuple(steps)))
        for row, _ in rows:
            for name in names_in(row["name"]):
                subjects.name(id, "en", name)
    for row in read("agents_fr_names.csv"):
        id = f"index:{row['index_no']}"
        subjects.rows[id].iarc = row["iarc_group"]
        for name in (row["name_fr"], *names_in(row["name_fr"])):
            subjects.name(id, "fr", name)
    # the last state first: the others are printed with the hyphens and spaces of line breaks
    for row in sorted(read("oel_fr_r4412_149.csv"), key=lambda row: row["table_version"], reverse=True):
        if row["cas_no"]:
            for id in subjects.of_cas(row["cas_no"], row["ec_no"], names_in(row["agent"])[-1]):
                folded = {fold(name) for _, name in subjects.names.get(id, [])}
                for name in names_in(row["agent"]):
                    if fold(name) not in folded:
                        subjects.name(id, "fr", name)
    by_name = {row["subject"]: row["name"] for row in reversed(read("names.csv")) if row["language"] == "fr"}
    for id, name in by_name.items():
        if id.startswith("cas:"):
            subjects.of_cas(id[4:], fr=name)
    processes = build_processes()
    for process in processes:
        for number in process.cas:
            subjects.of_cas(number)
    groups = build_groups(subjects)
    named_in_english: set[str] = set()
    for row in read("names.csv"):
        id = row["subject"]
        assert id in subjects.rows or id.startswith(("process:", "group:")), f"names.csv: no subject {id}"
        subjects.name(id, row["language"], row["name"])
        if id.startswith("cas:") and row["language"] == "en" and id not in named_in_english:
            # what has no designation of the annex goes by its English name
            named_in_english.add(id)
            subjects.rows[id].official = row["name"]
    substances = tuple(
        tables.SubstanceRow(
            id=id,
            official=row.official or id,
            names_fr=tuple(name for language, name in subjects.names.get(id, []) if language == "fr"),
            cas=row.cas,
            ec=row.ec,
            index=id[6:] if id.startswith("index:") else None,
            iarc=row.iarc,
            groups=tuple(group.id for group in groups if id in group.members),
            processes=tuple(p.id for p in processes if set(p.cas) & set(row.cas)),
            steps=row.steps,
        )
        for id, row in sorted(subjects.rows.items())
    )
    return tables.Agents(
        edition=EDITION,
        stated_on=STATED_ON,
        answers_until=ANSWERS_UNTIL,
        last_act=LAST_ACT,
        substances=substances,
        processes=processes,
        groups=groups,
        corrections=tuple(
            tables.Correction(
                row["act"],
                row["atp"],
                dt.date.fromisoformat(row["workbook_day"]),
                dt.date.fromisoformat(row["applies_from"]),
                row["by"],
                row["certainty"],
            )
            for row in read("corrected_days.csv")
        ),
        names=build_names(subjects, processes, groups, list(printed_labels(subjects))),
    )


def build_processes() -> tuple[tables.ProcessRow, ...]:
    """The listed processes."""
    return tuple(
        tables.ProcessRow(
            id=f"process:{row['id']}",
            fr=row["label_fr"],
            en=row["label_en"],
            day=dt.date.fromisoformat(row["applies_from"]),
            until=day(row["applies_until"]),
            source=row["source"],
            certainty=row["certainty"],
            day_checked=row["certainty"].startswith("day"),
            cas=several(row["linked_cas"]),
            note=row["note"],
        )
        for row in read("cmr_processes_fr.csv")
    )


def build_groups(subjects: Subjects) -> tuple[tables.GroupRow, ...]:
    """The families, their members named by patterns."""
    groups = []
    for row in read("groups.csv"):
        members: dict[str, None] = {}
        for pattern in row["members"].split():
            if pattern.startswith("cas:"):
                members.update(dict.fromkeys(subjects.by_cas[pattern[4:]]))
                continue
            wanted = f"index:{pattern.removeprefix('!')}"
            found = [id for id in subjects.rows if fnmatchcase(id, wanted)]
            assert found, f"groups.csv: {pattern} matches nothing"
            for id in found:
                if pattern.startswith("!"):
                    members.pop(id, None)
                else:
                    members[id] = None
        groups.append(
            tables.GroupRow(
                id=f"group:{row['id']}",
                fr=row["name_fr"],
                en=row["name_en"],
                kind=row["kind"],
                members=tuple(sorted(members)),
                note=row["note"],
            )
        )
    return tuple(groups)


def build_names(
    subjects: Subjects,
    processes: Iterable[tables.ProcessRow],
    groups: Iterable[tables.GroupRow],
    printed: Iterable[tuple[str, str]],
) -> dict[str, tuple[str, ...]]:
    """Folded name → ids; what a table of limits prints finds what the limit is of, where no name does."""
    found: dict[str, dict[str, None]] = {}

    def note(name: str, id: str) -> None:
        if key := fold(name):
            found.setdefault(key, {})[id] = None

    labels = [(e.id, e.fr, e.en) for e in processes] + [(e.id, e.fr, e.en) for e in groups]
    for id, fr, en in labels:
        note(fr, id)
        note(en, id)
    for id, names in subjects.names.items():
        for _, name in names:
            note(name, id)
    named = set(found)
    for label, id in printed:
        if fold(label) not in named:
            note(label, id)
    return {key: tuple(found[key]) for key in sorted(found)}


def printed_labels(subjects: Subjects) -> Iterator[tuple[str, str]]:
    """The agents as the tables of limits print them, and the entries these limits are of."""
    for name in ("oel_fr_r4412_149.csv", "oel_fr_dated_steps.csv", "oel_fr_extra_steps.csv"):
        for row in read(name):
            subject = subject_of(row)
            for id in subjects.by_cas[row["cas_no"]] if row["cas_no"] else (subject,):
                yield label_of(row), id


# -- limits


CERTAINTIES = (
    ("NOT VERIFIED", "not-verified"),
    ("inferred", "inferred"),
    ("start inferred", "inferred"),
    ("read", "certain"),
    ("secondary", "secondary"),
    ("table", "certain"),
)
SCOPES = {
    "": (None, None),
    "air inhaled": (None, None),
    "health care, funeral and embalming sectors": ("care-and-funeral", None),
    "all but underground extraction and tunnelling": (None, "underground"),
    "underground extraction and tunnelling": ("underground", None),
}
STATES = ("2008-05-01", "2012-05-11", "2026-04-10")
# décret 2012-746: values of EU origin on 2012-05-11, seven others on 2012-07-01, which is not said here
CHANGED_BY_2012 = dt.date(2012, 7, 1)
# one tool of 2026 says that Diesel changed in 2026: from then on the kind is not known
DIESEL_DOUBT = dt.date(2026, 1, 1)
FIRST_READ = {"R231-58 (état 2002)": dt.date(2002, 1, 5)}
# a slip of the table: the short-term value is 0.02 ppm, printed under fibres
SLIPS = {("624-83-9", "stel15_f_cm3"): "stel15_ppm"}

Value = tuple[str | None, str, str | None]  # value, unit, ppm


def state_value(row: Row, statistic: str) -> Value | None:
    """The value that a row of the table prints, or None where it prints none."""
    cells = dict(row)
    for (cas, wrong), right in SLIPS.items():
        if row["cas_no"] == cas and cells[wrong]:
            cells[right], cells[wrong] = cells[wrong], ""
    head = {"twa-8h": "twa8h", "twa-15min": "stel15"}[statistic]
    mass, ppm, fibres = cells[f"{head}_mg_m3"], cells[f"{head}_ppm"], cells[f"{head}_f_cm3"]
    if mass:
        return mass, "mg/m3", ppm or None
    if fibres:
        return fibres, "f/cm3", None
    if ppm:
        return ppm, "ppm", ppm
    return None


def certainty_of(text: str) -> str:
    """The mark of a cell, as a key of the vocabulary."""
    for start, key in CERTAINTIES:
        if text.startswith(start):
            return key
    return "certain" if text.startswith("start of the value") else "inferred"


def subject_of(row: Row) -> str:
    """Under what a limit stands: a CAS number, else an entry or a family."""
    if row["cas_no"]:
        return f"cas:{row['cas_no']}"
    return {r["agent"]: r["subject"] for r in read("limit_subjects.csv")}[row["agent"]]


def label_of(row: Row) -> str:
    """The agent as printed, without the hyphens of line breaks."""
    return row["agent"].replace("- ", "-")


def build_limits() -> tuple[tables.LimitRow, ...]:
    """Every limit, dated steps first."""
    states: dict[tuple[str, str], dict[str, Row]] = {}
    for row in read("oel_fr_r4412_149.csv"):
        states.setdefault((subject_of(row), row["fraction"]), {})[row["table_version"]] = row
    dated: dict[tuple[str, str], list[Row]] = {}
    for row in (*read("oel_fr_dated_steps.csv"), *read("oel_fr_extra_steps.csv")):
        dated.setdefault((subject_of(row), row["fraction"]), []).append(row)
    added = {subject_of(row): row for row in read("oel_fr_added_steps.csv")}
    stepped = {subject for (subject, _), rows in dated.items() if any(row["kind"] == "binding" for row in rows)}
    rows = [limit for (subject, _), steps in dated.items() for limit in dated_limits(subject, steps, states)]
    for (subject, fraction), printed in states.items():
        if subject not in stepped:
            for statistic in ("twa-8h", "twa-15min"):
                found = printed_limits(subject, fraction, printed, statistic, added.get(subject))
                rows += [part for limit in found for part in marked(limit, printed)]
    return tuple(
        sorted(
            map(in_french, rows),
            key=lambda r: (r.subject, r.kind, r.statistic, r.fraction or "", r.scope or "", r.day or dt.date.min),
        )
    )


def in_french(row: tables.LimitRow) -> tables.LimitRow:
    """The row with what is noted of it in both languages."""
    note = row.note.replace("NOT VERIFIED", "not verified")
    return msgspec.structs.replace(row, note=note, note_fr=FRENCH[note] if note else "")


def skin_of(printed: dict[str, Row], start: dt.date | None, until: dt.date | None) -> bool | None:
    """The skin notation between two days: None where the states that bear on them differ."""
    if len({row["skin"] for row in printed.values()}) == 1:
        return next(iter(printed.values()))["skin"] == "yes"
    rows = [printed.get(state) for state in STATES]
    last = len(STATES) - 1
    bearing = [
        row
        for i, row in enumerate(rows)
        if row is not None
        and (until is None or STATES[i] < until.isoformat() or i == 0)
        and (start is None or i == last or STATES[i + 1] > start.isoformat())
    ]
    marks = {row["skin"] == "yes" for row in bearing}
    return marks.pop() if len(marks) == 1 else None


def marked(limit: tables.LimitRow, printed: dict[str, Row]) -> Iterator[tables.LimitRow]:
    """The limit, parted on the day of the last state where its skin notation is known again from there."""
    last = dt.date.fromisoformat(STATES[-1])
    final = printed.get(STATES[-1])
    if limit.skin is not None or final is None or limit.day is None or limit.until is not None:
        yield limit
        return
    if limit.day < last:
        yield msgspec.structs.replace(limit, until=last)
    yield msgspec.structs.replace(limit, day=max(limit.day, last), skin=final["skin"] == "yes")


def dated_limits(
    subject: str, steps: list[Row], states: dict[tuple[str, str], dict[str, Row]]
) -> Iterator[tables.LimitRow]:
    """The limits whose steps are known to the day, completed by what the table of the last state prints."""
    for row in steps:
        printed = states.get((subject, row["fraction"])) or states.get((subject, "")) or {}
        if not printed:
            printed = next((p for (s, _), p in states.items() if s == subject), {})
        final = printed.get(STATES[-1])
        start, until = day(row["applies_from"]), day(row["applies_until"])
        kind, certainty = row["kind"], certainty_of(row["certainty"])
        if start is None:
            # the value is older, but only the state read is known
            start = FIRST_READ.get(row["source"], dt.date.fromisoformat(STATES[0]))
        if subject == "process:diesel-exhaust" and kind == "binding":
            start = dt.date.fromisoformat(STATES[-1])
        if certainty in {"certain", "secondary"} and is_transitional(row, steps):
            certainty = "transitional"
        scope, not_in = SCOPES[row["scope"]]
        statistic = {"8 h": "twa-8h", "1 h": "twa-1h"}[row["averaging"]]
        eight_hours = tables.LimitRow(
            subject=subject,
            label=label_of(row),
            kind=kind,
            statistic=statistic,
            fraction=row["fraction"] or None,
            scope=scope,
            not_in=not_in,
            value=row["value"],
            unit=row["unit"],
            ppm=row["ppm"] or None,
            skin=skin_of(printed, start, until),
            day=start,
            until=until,
            source=row["source"],
            certainty=certainty,
            note="" if row["certainty"] in {"read", "table", "secondary"} else row["certainty"],
        )
        yield from doubted(eight_hours)
        yield from short_term(row, eight_hours, final)


def short_term(row: Row, eight_hours: tables.LimitRow, final: Row | None) -> Iterator[tables.LimitRow]:
    """The short-term limit of a dated step: its own, else that of the last state where the step is the last."""
    long = state_value(final, "twa-8h") if final is not None else None
    is_final = long is not None and long[0] == row["value"] and eight_hours.scope is None
    printed = state_value(final, "twa-15min") if final is not None and is_final else None
    value = row["stel15_mg_m3"] or (printed[0] if printed else None)
    if value:
        ppm = printed[2] if printed and printed[0] == value else None
        yield msgspec.structs.replace(eight_hours, statistic="twa-15min", value=value, unit="mg/m3", ppm=ppm)


def doubted(row: tables.LimitRow) -> Iterator[tables.LimitRow]:
    """Diesel: indicative, then binding since a day not known of 2026."""
    if row.subject != "process:diesel-exhaust" or row.kind != "indicative":
        yield row
        return
    known_binding = dt.date.fromisoformat(STATES[-1])
    assert row.day is not None
    if row.day < DIESEL_DOUBT:
        yield msgspec.structs.replace(row, until=DIESEL_DOUBT)
    yield msgspec.structs.replace(
        row,
        day=max(row.day, DIESEL_DOUBT),
        until=known_binding,
        certainty="day-not-known",
        note="in the binding table on 2026-04-10; the day it became binding is not known",
    )


def is_transitional(row: Row, steps: list[Row]) -> bool:
    """Whether the act that set the value also set its end."""
    if not row["applies_until"]:
        return False
    nexts = [s for s in steps if s is not row and s["kind"] == row["kind"] and s["source"] == row["source"]]
    return "transitoire" in row["source"] or any(s["applies_from"] >= row["applies_from"] for s in nexts)


def printed_limits(
    subject: str, fraction: str, printed: dict[str, Row], statistic: str, step: Row | None
) -> Iterator[tables.LimitRow]:
    """The limits of the printed states: what stands between two equal states is sure, a change is dated or not."""
    values = [state_value(printed[s], statistic) if s in printed else None for s in STATES]
    only_skin = statistic == "twa-8h" and all(
        state_value(row, s) is None for row in printed.values() for s in ("twa-8h", "twa-15min")
    )
    if not any(values) and not only_skin:
        return
    days = [dt.date.fromisoformat(s) for s in STATES]

    def limit(value: Value | None, start: dt.date, until: dt.date | None) -> tables.LimitRow:
        row = next(printed[s] for s in reversed(STATES) if s in printed)
        return tables.LimitRow(
            subject=subject,
            label=label_of(row),
            kind="binding",
            statistic=statistic,
            fraction=fraction or None,
            scope=None,
            not_in=None,
            value=value[0] if value else None,
            unit=value[1] if value else "mg/m3",
            ppm=value[2] if value else None,
            skin=skin_of(printed, start, until),
            day=start,
            until=until,
            source="R4412-149",
            certainty="certain",
            note="",
        )

    def doubt(before: Value | None, after: Value | None, start: dt.date, until: dt.date) -> tables.LimitRow:
        unit = (after or before or (None, "mg/m3", None))[1]
        candidates = (before[0] if before else None, after[0] if after else None)
        row = limit(None, start, until)
        return msgspec.structs.replace(row, certainty="day-not-known", unit=unit, candidates=candidates)

    if only_skin:
        first = next(i for i, s in enumerate(STATES) if s in printed)
        yield msgspec.structs.replace(limit(None, days[first], None), note="skin notation only")
        return
    start: dt.date | None = days[0] if values[0] else None
    current = values[0]
    for i in (1, 2):
        if values[i] == current:
            continue
        if step is not None and i == 2:
            changed = dt.date.fromisoformat(step["applies_from"])
            if current and start:
                skin = printed[STATES[i - 1]]["skin"] == "yes"
                yield msgspec.structs.replace(limit(current, start, changed), skin=skin)
            after = limit(values[i], changed, None)
            skin = printed[STATES[i]]["skin"] == "yes"
            source = step["source"] if step["source"].startswith("R4412-149") else f"R4412-149, {step['source']}"
            yield msgspec.structs.replace(after, source=source, certainty=step["certainty"], skin=skin)
            return
        known_until = days[i - 1] + dt.timedelta(days=1) if i == 1 else CHANGED_BY_2012
        known_again = CHANGED_BY_2012 if i == 1 else days[i]
        if current and start:
            yield limit(current, start, known_until)
        yield doubt(current, values[i], known_until, known_again)
        current, start = values[i], known_again
    if current and start:
        yield limit(current, start, None)


# -- the other texts


def build_texts() -> tables.Texts:
    """What the texts set."""
    return tables.Texts(
        table_state=dt.date.fromisoformat(STATES[-1]),
        limits=build_limits(),
        molar_masses=molar_masses(),
        dust_levels=tuple(
            tables.DustLevelRow(
                int(row["level"]),
                int(row["from_f_per_L"]),
                int(row["below_f_per_L"]),
                dt.date.fromisoformat(row["applies_from"]),
                row["source"],
            )
            for row in read("asbestos_dust_levels.csv")
        ),
        diseases=build_diseases(),
        restrictions=build_restrictions(),
        conversions=build_conversions(),
        retention=tuple(
            tables.RetentionRow(
                id=row["id"],
                en=row["record_en"],
                fr=row["record_fr"],
                years=int(row["years"]),
                at_least=row["at_least"] == "yes",
                starts_en=row["starts_en"],
                starts_fr=row["starts_fr"],
                event=row["start_event"],
                cap_en=row["cap_en"],
                cap_fr=row["cap_fr"],
                source=row["source"],
                certainty=row["certainty"],
                day=day(row["applies_from"]),
                until=day(row["applies_until"]),
            )
            for row in read("retention.csv")
        ),
        u_thresholds={int(row["n"]): row["u"] for row in read("en689_u_thresholds.csv")},
    )


def molar_masses() -> dict[str, str]:
    """Molar masses [g/mol] from formulas."""
    weights = {row["symbol"]: Decimal(row["weight"]) for row in read("atomic_weights.csv")}
    masses = {}
    for row in read("formulas.csv"):
        atoms = re.findall(r"([A-Z][a-z]?)(\d*)", row["formula"])
        masses[row["cas_no"]] = str(sum(weights[symbol] * int(count or 1) for symbol, count in atoms))
    return masses


def build_diseases() -> tuple[tables.DiseaseRow, ...]:
    """The lines of the disease tables."""
    agents = {(row["regime"], row["table"]): row for row in read("disease_agents.csv")}
    conditions = {row["condition"]: row["condition_fr"] for row in read("disease_conditions_fr.csv")}
    days = {(row["regime"], row["table"]): row for row in read("disease_added_days.csv")}
    rows = []
    for row in read("disease_tables.csv"):
        key = (row["regime"], row["table"])
        added = days.get(key)
        rows.append(
            tables.DiseaseRow(
                regime=row["regime"],
                table=row["table"],
                agent_en=row["agent"],
                agent_fr=agents[key]["agent_fr"],
                condition_en=row["condition"],
                condition_fr=conditions[row["condition"]],
                delay=row["delay"],
                min_exposure=row["min_exposure"],
                min_latency=row["min_latency"],
                works=row["works_list"],
                source=row["source"],
                day=day(row["applies_from"]) or (day(added["applies_from"]) if added else None),
                certainty="secondary" if row["applies_from"] else "inferred" if added else "certain",
                subjects=tuple(agents[key]["subjects"].split()),
            )
        )
    return tuple(rows)


def build_restrictions() -> tuple[tables.RestrictionRow, ...]:
    """The agents and works of D4152-10 and D4154-1."""
    rows = [
        tables.RestrictionRow(
            article=row["article"],
            item=None,
            scope="any",
            label_en=row["label_en"],
            label_fr=row["label_fr"],
            condition_fr="",
            subjects=(
                *(f"cas:{c}" for c in several(row["cas_no"])),
                *(f"index:{i}" for i in several(row["index_nos"])),
            ),
            source=row["source"],
            certainty=row["certainty"],
            note=row["note"],
        )
        for row in read("restrictions.csv")
    ]
    items = {row["item"]: row for row in read("restriction_items.csv")}
    no_more = {"subjects": "", "certainty": "certain", "note": ""}
    forbidden = [(row, items.get(row["item"], no_more)) for row in read("forbidden_fixed_term_d4154_1.csv")]
    rows += [
        tables.RestrictionRow(
            article="D4154-1",
            item=int(row["item"]),
            scope=row["scope"],
            label_en="",
            label_fr=row["label_fr"],
            condition_fr=row["condition_fr"],
            subjects=(*(f"cas:{c}" for c in several(row["cas_no"])), *more["subjects"].split()),
            source=f"D4154-1, {row['item']}°",
            certainty=more["certainty"],
            note=more["note"],
        )
        for row, more in forbidden
    ]
    return tuple(rows)


HAZARDS = {"Carc": "carcinogenic", "Muta": "mutagenic", "Repr": "reprotoxic", "Lact": "lactation"}
PART = re.compile(r"(Carc|Muta|Repr)\. Cat\. ([123]); R(\d\d)(?:-(\d\d))?")


def build_conversions() -> tuple[tables.ConversionRow, ...]:
    """The lines of annex VII."""
    rows = []
    for row in read("directive_67_548_to_clp.csv"):
        old = tuple(
            (HAZARDS[hazard], f"67/548-{category}", f"R{phrase}")
            for hazard, category, *phrases in PART.findall(row["directive_67_548"])
            for phrase in phrases
            if phrase
        ) or ((HAZARDS["Lact"], "", row["directive_67_548"]),)
        name, _, category = row["clp_class"].partition(". ")
        clp_class = f"clp-{category}" if category else ""
        rows.append(tables.ConversionRow(old, HAZARDS[name.rstrip(".")], clp_class, row["h_statement"]))
    return tuple(rows)


def build_code_lists() -> tables.CodeLists:
    """Activity codes and regional funds."""
    revisions = {
        "naf-1993": "naf_1993.csv",
        "naf-rev1": "naf_rev1.csv",
        "naf-rev2": "naf_rev2.csv",
        "naf-2025": "naf_2025.csv",
    }
    return tables.CodeLists(
        naf={key: {row["code"]: row["label_fr"] for row in read(name)} for key, name in revisions.items()},
        funds=tuple(
            tables.FundRow(
                row["fund"], row["kind"], row["name_before_2010_07"], row["named_in_circular_2009_10"] == "yes"
            )
            for row in read("regional_funds.csv")
        ),
    )


def build() -> dict[str, bytes]:
    """The files of the catalogue, as JSON before compression."""
    parts = {"agents": build_agents(), "texts": build_texts(), "codes": build_code_lists()}
    return {f"{name}.json.z": msgspec.json.encode(part) for name, part in parts.items()}


def main() -> int:
    """Build, or compare."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="compare with what is committed, write nothing")
    arguments = parser.parse_args()
    different = []
    for name, content in build().items():
        path = OUTPUT / name
        if arguments.check:
            if not path.is_file() or zlib.decompress(path.read_bytes()) != content:
                different.append(name)
        else:
            path.write_bytes(zlib.compress(content, 9))
            sys.stdout.write(f"{name}: {len(content)} bytes, {path.stat().st_size} compressed\n")
    for name in different:
        sys.stderr.write(f"{name} is not what tools/data gives: run tools/build_catalogue.py\n")
    return 1 if different else 0


if __name__ == "__main__":
    raise SystemExit(main())
