"""A first register: a small workshop is described, written, read back, and a spoiled copy is refused.

    python examples/first.py                  # writes to a temporary folder
    python examples/first.py workshop.json    # keeps what it writes

Nobody here exists: the people are called Exemple, and the SIRET is a number used for tests.
"""

import datetime as dt
import json
import sys
import tempfile
from decimal import Decimal
from pathlib import Path
from textwrap import fill
from typing import Any

import tracexpo as tx

FIRST_DAY = dt.date(2024, 7, 5)  # the list of exposed workers is owed since that day (R4412-93-1)
TODAY = dt.date(2025, 11, 30)  # the library never asks the clock: a day that matters is always given


def workshop() -> tx.Register:
    """A workshop where parts are chromed and crates are made, with what two people are exposed to."""
    company = tx.Company(id="atelier", name="Atelier d'exemple", siren="404833048")
    place = tx.Establishment(id="dijon", company="atelier", siret="40483304800022", municipality_code="21231")
    bath = tx.Workstation(id="bath", establishment="dijon", name="Hard chromium plating", work_unit="Surface treatment")
    joinery = tx.Workstation(id="joinery", establishment="dijon", name="Crate making")

    camille = tx.Worker(id="M-0417", identity=tx.Identity(birth_name="Exemple", given_names=("Camille",)))
    sacha = tx.Worker(id="M-0032", identity=tx.Identity(birth_name="Exemple-Deux", given_names=("Sacha",)))

    chromium = tx.Substance(id="cas:1333-82-0", name="Chromium trioxide", cas_number="1333-82-0")
    benzene = tx.Substance(id="cas:71-43-2", name="Benzene", cas_number="71-43-2")
    wood = tx.Process(id="process:wood-dust", name="Work exposing to inhalable wood dust", listed_as="wood-dust")

    control = tx.Measurement(
        id="control-1",
        agent=chromium.id,
        establishment=place.id,
        worker=camille.id,
        sampled_on=dt.date(2025, 2, 3),
        value=tx.Measure(Decimal("0.0008"), tx.Unit.MG_M3),
        statistic=tx.Statistic.TWA_8H,
        matrix=tx.SampleMatrix.AIR,
    )
    plating = tx.IndividualExposure(
        id="x1",
        worker=camille.id,
        agent=chromium.id,
        establishment=place.id,
        workstation=bath.id,
        period=tx.Period(FIRST_DAY, dt.date(2025, 8, 29)),
        conditions=tx.Conditions(
            nature="Inhalation of mist, skin contact",
            routes=(tx.Route.INHALATION, tx.Route.DERMAL),
            duration=tx.ExposureTime(Decimal("3.5"), tx.TimeUnit.H_DAY),
            degree=tx.Level(value=control.value, statistic=control.statistic),
            measures=(tx.PreventionMeasure(level=tx.MeasureLevel.TECHNICAL, name="Lip extraction"),),
        ),
        provenance=tx.Provenance(evidence=tx.Measured(measurements=(control.id,))),
    )
    earlier = tx.Period(dt.date(1998, 1, 1), dt.date(2003, 12, 31), tx.Precision.YEAR)
    degreasing = tx.IndividualExposure(
        id="x2",
        worker=sacha.id,
        agent=benzene.id,
        establishment=place.id,
        workstation=bath.id,
        # only the year is known, and somebody said that the degree is not
        period=earlier,
        conditions=tx.Conditions(
            not_known=(tx.NotKnown(what=tx.UnknownFact.DEGREE, reason=tx.UnknownReason.NOT_RECORDED),)
        ),
    )
    dust = tx.CollectiveExposure(
        id="x3",
        workstation=joinery.id,
        establishment=place.id,
        agent=wood.id,
        period=tx.Period(FIRST_DAY, begun_before=True),
        headcount=1,
    )
    before = tx.Assignment(id="a1", worker=sacha.id, workstation=bath.id, period=earlier)
    now = tx.Assignment(id="a2", worker=sacha.id, workstation=joinery.id, period=tx.Period(FIRST_DAY))

    descriptions = (company, place, bath, joinery, camille, sacha, chromium, benzene, wood)
    return tx.Register(as_of=TODAY).add(*descriptions, before, now, control, plating, degreasing, dust)


def spoiled(document: dict[str, Any]) -> dict[str, Any]:
    """The same document with five slips of the pen."""
    document["establishments"][0]["siret"] = "40483304800023"  # 22
    plating = document["exposures"][0]
    plating["period"]["end"] = "2023-08-29"  # 2025
    plating["conditions"]["degree"]["value"]["value"] = "0,0008"  # 0.0008
    plating["conditions"]["rootes"] = plating["conditions"].pop("routes")  # routes
    document["measurements"][0]["value"]["unit"] = "mg/m³"  # mg/m3
    return document


def heading(text: str) -> None:
    """Print a heading."""
    print(f"\n{text}\n{'-' * len(text)}")


def main(path: Path) -> None:
    """Show it, step by step."""
    heading("1. A workshop is described")
    register = workshop()
    print(fill(str(register), 100))
    for worker in register.workers:
        for exposure in register.exposures_of(worker.id):
            period = exposure.period
            print(f"{worker.id}   {exposure.agent:<15}{period.start} to {period.end}, known {period.precision.label}")
    print(f"Nobody's name is ever shown: {register.get('M-0417')}")

    heading("2. What makes no sense is refused when it is made")
    try:
        tx.Substance(id="cas:1333-82-1", name="Chromium trioxide", cas_number="1333-82-1")
    except tx.InvalidValueError as error:
        print(error)

    heading("3. What each record says is checked against the others")
    print(tx.check(register, "structure", on=TODAY))

    heading("4. It is written, and read back")
    tx.write(register, path)
    again = tx.read(path)
    print(f"{path.name}: {path.stat().st_size:,} bytes of JSON")
    print(f"the same register: {again == register}")
    print(f"the same digest:   {tx.digest(again) == tx.digest(register)}   {tx.digest(again)}")

    heading("5. A spoiled copy is refused, with everything that is wrong with it")
    reading = tx.try_loads(spoiled(json.loads(path.read_bytes())))
    for problem in reading.problems:
        print(f"{problem.pointer}   [{problem.code}]")
        for language in ("en", "fr"):
            print(fill(problem.message_in(language), 100, initial_indent="    ", subsequent_indent="    "))
    print(f"{len(reading.rejected)} records are set aside; the others are read all the same:")
    print(fill(str(reading.register), 100))

    heading("What next")
    print("docs/start.md          the same by hand, in five minutes")
    print("docs/wire-format.md    the form to the letter, for software in any language")
    print("docs/glossary.md       the terms, in French and in English")


if __name__ == "__main__":
    if len(sys.argv) > 1:
        main(Path(sys.argv[1]))
    else:
        with tempfile.TemporaryDirectory() as folder:
            main(Path(folder) / "workshop.json")
