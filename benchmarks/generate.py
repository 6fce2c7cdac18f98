"""Makes the registers the benchmarks read: one employer's group, the same for the same seed, every field written.

An establishment has ten workstations and twenty workers; 100 000 exposures are those of two hundred establishments.
What depends on the workstation and the agent (work, process, measures) comes back for all who work there; what depends
on the person (days, level, duration, remark) varies. With `distinct`, every text, number and pair of days is different
in every record, so that little can be shared: the worst case for a reader that keeps equal values once.

Plain dicts and msgspec only: what tracexpo reads was not written by tracexpo.

    python benchmarks/generate.py 100000 register.json [--distinct]
"""

import argparse
import calendar
import datetime as dt
import itertools
import random
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple

import msgspec
from workplaces import AGENTS, KINDS, NOTES, Agent

SEED = 93_1
WORKERS, WORKSTATIONS, PER_WORKER = 20, 10, 25
PER_ESTABLISHMENT = WORKERS * PER_WORKER
SIREN = "404833048"  # the number that this project's examples use
FIRST_HIRED, LAST_STARTED = dt.date(1996, 1, 1), dt.date(2025, 6, 1)
COLLECTIONS = (
    "companies",
    "establishments",
    "services",
    "workstations",
    "situations",
    "workers",
    "assignments",
    "agents",
    "exposures",
    "measurements",
    "attestations",
    "transmissions",
    "withdrawals",
)

Json = dict[str, Any]


class Post(NamedTuple):
    """A workstation and what is done there with each of its agents."""

    id: str
    name: str
    agents: tuple[tuple[Agent, Json], ...]
    """Each agent with the conditions that all who work there share."""


class Person(NamedTuple):
    """A worker of an establishment."""

    id: str
    hired: dt.date
    contract: str
    exposures: tuple[tuple[Post, Agent, Json], ...]
    """Workstation, agent and shared conditions, for each agent of each of the workstations."""


def luhn(digits: str) -> str:
    """Return the check digit that completes the digits."""
    doubled = (int(d) * (2 - i % 2) for i, d in enumerate(reversed(digits)))
    return str(-sum(d - 9 * (d > 9) for d in doubled) % 10)


def siret(n: int) -> str:
    """Return the SIRET of the n-th establishment."""
    digits = f"{SIREN}{n + 1:04d}"
    return digits + luhn(digits)


def hexes(rng: random.Random) -> str:
    """Return sixteen hexadecimal digits, as an id made from a hash has."""
    return f"{rng.getrandbits(64):016x}"


# -- descriptions


def company() -> Json:
    return {
        "id": SIREN,
        "name": "Groupe imaginaire",
        "siren": SIREN,
        "country": "FR",
        "other_ids": [],
        "legal_regime": "private-general",
        "extensions": {},
    }


def service() -> Json:
    return {"id": "spst-1", "name": "Service imaginaire de santé au travail", "type": "inter-company", "extensions": {}}


def establishment(n: int) -> Json:
    return {
        "id": siret(n),
        "company": SIREN,
        "name": f"Usine {n + 1}",
        "siret": siret(n),
        "other_ids": [],
        "active": {
            "start": "1995-01-01",
            "end": None,
            "precision": "day",
            "begun_before": False,
            "ended": False,
        },
        "preceded_by": [],
        "naf": [{"code": "25.61Z", "revision": "naf-rev2", "period": None}],
        "headcounts": [{"count": WORKERS, "on": "2025-01-01"}],
        "address": None,
        "municipality_code": f"{n % 95 + 1:02d}{n % 500 + 1:03d}",
        "employment_area": None,
        "regional_fund": None,
        "services": [],
        "extensions": {},
    }


def agent(known: Agent) -> Json:
    if known.listed_as is not None:
        return {
            "kind": "process",
            "id": known.id,
            "name": known.name,
            "listed_as": known.listed_as,
            "extensions": {},
        }
    return {
        "kind": "substance",
        "id": known.id,
        "name": known.name,
        "cas_number": known.cas,
        "ec_number": known.ec,
        "clp_index": known.clp_index,
        "names": {"fr": known.name, "en": None},
        "classifications": [],
        "extensions": {},
    }


def workstation(post: Post, place: str) -> Json:
    return {
        "id": post.id,
        "establishment": place,
        "name": post.name,
        "work_unit": None,
        "tasks": sorted({told["work_performed"] for _, told in post.agents}),
        "occupation": None,
        "extensions": {},
    }


def worker(person: Person) -> Json:
    return {"id": person.id, "aliases": [], "identity": None, "extensions": {}}


# -- one establishment


def shared_conditions(rng: random.Random, known: Agent) -> Json:
    """Return what is said of one agent at one workstation."""
    kind = KINDS[known.kind]
    measures = rng.sample(kind.measures, rng.choice((1, 1, 1, 2, 2, min(3, len(kind.measures)))))
    since = {
        "start": f"{rng.randint(2008, 2019)}-01-01",
        "end": None,
        "precision": "year",
        "begun_before": False,
        "ended": False,
    }
    asbestos = known.kind == "asbestos"
    return {
        "work_performed": rng.choice(kind.work),
        "work_process": rng.choice((None, *kind.process)),
        "nature": rng.choice(kind.nature),
        "routes": list(kind.routes),
        "measures": [
            {
                "level": level,
                "name": name,
                "protection_factor": factor,
                "period": since if rng.random() < 0.1 else None,
            }
            for level, name, factor in measures
        ],
        "product_characteristics": rng.choice((None, None, *kind.product)),
        "other_risks": rng.sample(kind.other_risks, rng.randint(0, 1)),
        "closed_apparatus": rng.choice((None, False, False, True)),
        "asbestos": {
            "operation": "removal",
            "material": kind.product[0],
            "process": kind.process[0],
            "dust_level": rng.randint(1, 3),
        }
        if asbestos
        else None,
    }


def posts_of(rng: random.Random, place: str) -> tuple[Post, ...]:
    posts = []
    for _ in range(WORKSTATIONS):
        main = rng.choice(AGENTS)
        alike = [known for known in AGENTS if known.kind == main.kind]
        chosen = {main, rng.choice(alike), rng.choice(AGENTS)}
        agents = tuple((known, shared_conditions(rng, known)) for known in sorted(chosen))
        posts.append(Post(f"{place}:ws:{hexes(rng)}", rng.choice(KINDS[main.kind].jobs), agents))
    return tuple(posts)


def people_of(rng: random.Random, place: str, posts: tuple[Post, ...]) -> tuple[Person, ...]:
    days = (dt.date(2022, 1, 1) - FIRST_HIRED).days
    people = []
    for n in range(1, WORKERS + 1):
        held = rng.sample(posts, rng.choice((1, 1, 2, 3)))
        contract = rng.choices(("permanent", "fixed-term", "temporary-agency", "apprenticeship"), (82, 8, 7, 3))[0]
        exposures = tuple((post, known, shared) for post in held for known, shared in post.agents)
        people.append(
            Person(f"{place}:M-{n:04d}", FIRST_HIRED + dt.timedelta(days=rng.randrange(days)), contract, exposures)
        )
    return tuple(people)


class Establishment(NamedTuple):
    """An establishment with its workstations and workers."""

    id: str
    rng: random.Random
    posts: tuple[Post, ...]
    people: tuple[Person, ...]
    campaigns: tuple[dt.date, ...]
    """Days on which levels were measured."""


def establish(seed: int, n: int) -> Establishment:
    rng = random.Random(f"{seed}/{n}")
    posts = posts_of(rng, siret(n))
    campaigns = tuple(dt.date(year, rng.randint(1, 12), rng.randint(1, 28)) for year in range(1996, 2026))
    return Establishment(siret(n), rng, posts, people_of(rng, siret(n), posts), campaigns)


# -- exposures


def number(value: float) -> str:
    """Write two significant digits, as a laboratory reports them."""
    return format(Decimal(f"{value:.2g}"), "f")


def level(rng: random.Random, known: Agent, day: dt.date) -> Json:
    kind = KINDS[known.kind]
    limit = (
        None if known.limit is None else {"value": known.limit, "unit": "f/cm3" if kind.unit == "f/L" else kind.unit}
    )
    censored = rng.random() < 0.15
    return {
        "kind": "level",
        "value": {
            "value": number(max(float(known.limit or "1") * rng.lognormvariate(-1.6, 0.9), 0.00002)),
            "unit": kind.unit,
        },
        "on": day.isoformat(),
        "declared_limit": limit,
        "censored": "below" if censored else None,
        "statistic": rng.choice(("twa-8h", "twa-8h", "twa-8h", "twa-15min", None)),
        "fraction": kind.fraction,
        "respirator": rng.choice((None, "outside", "none")),
    }


def conditions(rng: random.Random, known: Agent, shared: Json, day: dt.date) -> Json:
    """Return the conditions of one person: what the workstation says, and his own duration, frequency and degree."""
    share = rng.random()
    duration: Json | None = {"kind": "time", "value": number(rng.randint(1, 70) / 2), "unit": "h/week"}
    if share < 0.15:
        duration = {"kind": "time", "value": str(rng.randrange(10, 480, 10)), "unit": "min/day"}
    elif share > 0.9:
        duration = None
    share = rng.random()
    degree: Json | None = level(rng, known, day)
    not_known = []
    if share > 0.65:
        degree = None
    if share > 0.75:
        degree = {"kind": "band", "scale": "EMKG", "value": rng.choice(("faible", "moyen", "fort"))}
    if share > 0.85:
        degree, not_known = None, [{"what": "degree", "reason": rng.choice(("not-assessed", "not-recorded", "lost"))}]
    return {
        "work_performed": shared["work_performed"],
        "work_process": shared["work_process"],
        "nature": shared["nature"],
        "routes": shared["routes"],
        "duration": duration,
        "frequency": {"times": rng.randint(1, 5), "per": "week"} if rng.random() < 0.6 else None,
        "degree": degree,
        "not_known": not_known,
        "measures": shared["measures"],
        "product_characteristics": shared["product_characteristics"],
        "other_risks": shared["other_risks"],
        "closed_apparatus": shared["closed_apparatus"],
        "asbestos": shared["asbestos"],
    }


def evidence(rng: random.Random) -> Json | None:
    match rng.choices(
        ("measured", "declared", "expert", "matrix", "modelled", "analogous", "biomonitored", None),
        (30, 25, 12, 8, 4, 4, 2, 15),
    )[0]:
        case "measured":
            return {"kind": "measured", "measurements": [f"m:{hexes(rng)}"] if rng.random() < 0.4 else []}
        case "declared":
            return {"kind": "declared", "by": "employer"}
        case "expert":
            return {"kind": "expert", "role": rng.choice(("hygienist", "prevention-staff"))}
        case "matrix":
            code = f"{rng.randint(1000, 9999)}"
            return {
                "kind": "matrix",
                "name": "Matgéné",
                "version": "2",
                "code": code,
                "probability": f"0.{rng.randint(1, 9)}",
            }
        case "modelled":
            return {"kind": "modelled", "tool": "Stoffenmanager", "version": "8"}
        case "analogous":
            return {"kind": "analogous", "to": f"Usine {rng.randint(1, 200)}"}
        case "biomonitored":
            return {"kind": "biomonitored"}
        case _:
            return None


def provenance(rng: random.Random, place: str, recorded: dt.datetime, earlier: str | None) -> Json:
    corrects = earlier is not None and rng.random() < 0.02
    words = f"Ligne {rng.randint(1, 500)} : {rng.randint(1, 35)} h/semaine" if rng.random() < 0.5 else None
    return {
        "evidence": evidence(rng),
        "document": rng.choice(("exposure-list", "exposure-list", "exposure-sheet", "risk-assessment", None)),
        "recorded_at": recorded.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "author_role": rng.choice(("employer", "employer", "prevention-staff", "occupational-physician")),
        "author": rng.choice((place, place, "spst-1")),
        "confidence": rng.choice((None, "high", "medium", "low")),
        "source_text": words,
        "supersedes": earlier if corrects else None,
        "reason": "Date de fin rectifiée" if corrects else None,
    }


def remark(rng: random.Random) -> str | None:
    share = rng.random()
    if share < 0.55:
        return None
    if share < 0.8:
        return rng.choice(NOTES)
    return f"Atelier {rng.randint(1, 40)}, mission de {rng.randint(2, 60)} jours"


def accident(rng: random.Random, day: dt.date) -> Json:
    return {
        "on": day.isoformat(),
        "minutes": rng.randint(1, 60),
        "description": rng.choice(("Débordement de bac", "Rupture de flexible")),
        "severity": None,
    }


def period(rng: random.Random, person: Person, k: int) -> tuple[Json, dt.date]:
    """Return the k-th period of a person at a post, and its first day."""
    rounds = -(-PER_WORKER // len(person.exposures))
    step = (LAST_STARTED - person.hired).days // rounds
    first = person.hired + dt.timedelta(days=step * k + rng.randrange(step // 2))
    last = first + dt.timedelta(days=rng.randint(step // 4, step))
    precision = rng.choice(("day", "day", "day", "month", "year"))
    if precision != "day":
        first = first.replace(month=first.month if precision == "month" else 1, day=1)
        end_month = last.month if precision == "month" else 12
        last = last.replace(month=end_month, day=calendar.monthrange(last.year, end_month)[1])
    ongoing = k == rounds - 1 and rng.random() < 0.7
    return {
        "start": first.isoformat(),
        "end": None if ongoing else last.isoformat(),
        "precision": precision,
        "begun_before": k == 0 and rng.random() < 0.1,
        "ended": False,
    }, first


def exposure(here: Establishment, person: Person, n: int, recorded: dt.datetime, earlier: dict[int, str]) -> Json:
    """Return the n-th exposure of a person; `earlier` holds the last one of each workstation and agent."""
    rng = here.rng
    pair = n % len(person.exposures)
    post, known, shared = person.exposures[pair]
    days, first = period(rng, person, n // len(person.exposures))
    id = f"{person.id}:x:{hexes(rng)}"
    told = {
        "kind": "individual",
        "id": id,
        "worker": person.id,
        "agent": known.id,
        "establishment": here.id,
        "workstation": post.id,
        "period": days,
        "employer": here.id if person.contract == "temporary-agency" else None,
        "contract": person.contract,
        "place": f"Chantier {rng.randint(1, 90)}" if rng.random() < 0.04 else None,
        "conditions": conditions(rng, known, shared, here.campaigns[min(first.year, 2025) - 1996]),
        "accidents": [accident(rng, first)] if rng.random() < 0.02 else [],
        "authorisations": [{"article": "D4154-3", "on": None, "reference": None}] if rng.random() < 0.01 else [],
        "derived_from": [],
        "beside": [],
        "destroy_on": f"{first.year + 51}-12-31" if rng.random() < 0.25 else None,
        "note": remark(rng),
        "provenance": provenance(rng, here.id, recorded, earlier.get(pair)),
        "extensions": {"org.example.badge": f"B-{rng.randint(1, 99_999)}"} if rng.random() < 0.02 else {},
    }
    earlier[pair] = id
    return told


def exposures_at(here: Establishment) -> Iterator[Json]:
    """Yield the exposures of all the workers of an establishment."""
    rng = here.rng
    for person in here.people:
        recorded = dt.datetime(2024, 7, 1, 8, tzinfo=dt.UTC) + dt.timedelta(
            days=rng.randrange(360), seconds=rng.randrange(36_000)
        )
        earlier: dict[int, str] = {}
        for n in range(PER_WORKER):
            recorded += dt.timedelta(seconds=rng.randint(5, 200))
            yield exposure(here, person, n, recorded, earlier)


# -- nothing twice


def made_distinct(record: Json, n: int) -> Json:
    """Return the n-th record with texts, numbers and days that no other record has.

    Words of a vocabulary, flags and references stay: there are not so many. Single days come back every fifty years,
    pairs of days never.
    """
    first = dt.date(1960, 1, 1) + dt.timedelta(days=n % 20_000)
    last = first + dt.timedelta(days=1 + n // 20_000)
    days = {
        "start": first.isoformat(),
        "end": last.isoformat(),
        "precision": "day",
        "begun_before": False,
        "ended": False,
    }
    said = record["provenance"]
    instant = dt.datetime(2024, 1, 1, tzinfo=dt.UTC) + dt.timedelta(seconds=n)
    return record | {
        "period": days,
        "place": _words(record["place"], n),
        "conditions": _distinct_conditions(record["conditions"], first, last, n),
        "accidents": [
            event | {"on": days["start"], "description": _words(event["description"], n), "minutes": n}
            for event in record["accidents"]
        ],
        "authorisations": [grant | {"reference": _words("Dossier", n)} for grant in record["authorisations"]],
        "destroy_on": record["destroy_on"] and (last + dt.timedelta(days=18_000)).isoformat(),
        "note": _words(record["note"], n),
        "provenance": said
        | {
            "evidence": _distinct_evidence(said["evidence"], n),
            "recorded_at": instant.strftime("%Y-%m-%dT%H:%M:%SZ"),
            "source_text": _words(said["source_text"], n),
            "reason": _words(said["reason"], n),
        },
        "extensions": {key: _words(value, n) for key, value in record["extensions"].items()},
    }


def _distinct_conditions(told: Json, first: dt.date, last: dt.date, n: int) -> Json:
    changed: Json = {
        name: _words(told[name], n) for name in ("work_performed", "work_process", "nature", "product_characteristics")
    }
    changed["other_risks"] = [_words(risk, n) for risk in told["other_risks"]]
    changed["measures"] = [
        measure
        | {
            "name": _words(measure["name"], n),
            "protection_factor": measure["protection_factor"] and f"{n + 1}.5",
            "period": measure["period"]
            and measure["period"]
            | {"start": first.isoformat(), "end": (last + dt.timedelta(days=10_000 + i)).isoformat()},
        }
        for i, measure in enumerate(told["measures"])
    ]
    if told["duration"] is not None:
        changed["duration"] = told["duration"] | {"value": f"{n % 35}.{n + 10:07d}"}
    if told["frequency"] is not None:
        changed["frequency"] = {"times": n + 1, "per": "year"}
    if told["asbestos"] is not None:
        changed["asbestos"] = told["asbestos"] | {name: _words("Autre matériau", n) for name in ("material", "process")}
    degree = told["degree"]
    if degree is not None and degree["kind"] == "band":
        changed["degree"] = degree | {name: _words(degree[name], n) for name in ("scale", "value")}
    elif degree is not None:
        limit = degree["declared_limit"]
        changed["degree"] = degree | {
            # ten on: a writer may turn numbers under a millionth into 1E-7
            "value": degree["value"] | {"value": f"0.{n + 10:07d}"},
            "on": last.isoformat(),
            "declared_limit": limit and limit | {"value": f"{n + 1}.{n:07d}"},
        }
    return told | changed


def _words(text: str | None, n: int) -> str | None:
    """Make a text different from all others and leave its length about as it is."""
    return text and f"{text[:-8]}{n:08d}"


def _distinct_evidence(told: Json | None, n: int) -> Json | None:
    changed: dict[str, Json] = {
        "measured": {"measurements": [f"m:{n:08d}"]},
        "modelled": {"tool": f"Outil {n:08d}", "version": f"{n}"},
        "matrix": {"name": f"M {n:08d}", "version": f"{n}", "code": f"{n:08d}", "probability": f"0.{n + 10:07d}"},
        "analogous": {"to": f"Usine {n:08d}"},
    }
    return told and told | changed.get(told["kind"], {})


# -- the document


def exposures(count: int, *, distinct: bool = False, seed: int = SEED) -> Iterator[Json]:
    """Yield `count` individual exposures."""
    places = (establish(seed, n) for n in range(-(-count // PER_ESTABLISHMENT)))
    records = itertools.islice((record for here in places for record in exposures_at(here)), count)
    if not distinct:
        return records
    return (made_distinct(record, n) for n, record in enumerate(records))


def descriptions(count: int, *, seed: int = SEED) -> dict[str, Iterator[Json]]:
    """Return, by collection, all that `count` exposures refer to."""
    places = [establish(seed, n) for n in range(-(-count // PER_ESTABLISHMENT))]
    return {
        "companies": iter([company()]),
        "establishments": (establishment(n) for n in range(len(places))),
        "services": iter([service()]),
        "workstations": (workstation(post, here.id) for here in places for post in here.posts),
        "workers": (worker(person) for here in places for person in here.people),
        "agents": (agent(known) for known in AGENTS),
    }


def write(path: Path, count: int, *, distinct: bool = False, bare: bool = False, seed: int = SEED) -> None:
    """Write a register of `count` exposures, its keys in the order of the form; a bare one has nothing but them."""
    encode = msgspec.json.Encoder(order="sorted").encode
    collections = ({} if bare else descriptions(count, seed=seed)) | {
        "exposures": exposures(count, distinct=distinct, seed=seed)
    }
    with path.open("wb") as file:
        file.write(b'{"format":"tracexpo-register","version":"1.0","as_of":"2025-11-30","custodian":null')
        for name in COLLECTIONS:
            file.write(b',"%s":[' % name.encode())
            for n, record in enumerate(collections.get(name, ())):
                file.write((b"," if n else b"") + encode(record))
            file.write(b"]")
        file.write(b"}")


def main() -> None:
    parser = argparse.ArgumentParser(description="Write a made-up register.")
    parser.add_argument("count", type=int, help="number of exposures")
    parser.add_argument("path", type=Path)
    parser.add_argument("--distinct", action="store_true", help="nothing repeats from one record to the next")
    parser.add_argument("--bare", action="store_true", help="exposures only, without what they refer to")
    arguments = parser.parse_args()
    write(arguments.path, arguments.count, distinct=arguments.distinct, bare=arguments.bare)


if __name__ == "__main__":
    main()
