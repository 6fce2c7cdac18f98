"""From one register, the documents that people hold in their hands: lists, attestations, sheets, records.

    python examples/documents.py [FOLDER]    # writes them as HTML, PDF where it can be drawn, and as a workbook

Nobody here exists: the firms are called Exemple, the people after trees and plants, and the SIRET are numbers used for
tests.
"""

import datetime as dt
import sys
import tempfile
from decimal import Decimal
from pathlib import Path
from typing import Any

import tracexpo as tx
from tracexpo import documents

DAY = dt.date(2025, 11, 30)  # the library never asks the clock: the day of a document is always given
CHROMIUM, BENZENE, ASBESTOS, WOOD = "cas:1333-82-0", "cas:71-43-2", "cas:12001-29-5", "process:wood-dust"
NAMES = ("Cerisier", "Genêt", "Houx", "Jonquille", "Lierre", "Myrtille")


def since(start: str, end: str | None = None, **more: Any) -> tx.Period:
    """A period from its days."""
    return tx.Period(dt.date.fromisoformat(start), None if end is None else dt.date.fromisoformat(end), **more)


def measure(level: tx.MeasureLevel, name: str, **more: Any) -> tx.PreventionMeasure:
    """A measure of prevention."""
    return tx.PreventionMeasure(level=level, name=name, **more)


def register() -> tx.Register:
    """A plating workshop: a bath with six people, a career of thirty years, a temporary worker."""
    return tx.Register(as_of=DAY).add(*places(), *people(), *agents(), *results(), *exposures())


def places() -> list[Any]:
    """Firms, establishments, workstations, and the health service."""
    firm: dict[str, Any] = {"establishment": "usine"}
    return [
        tx.Company(
            id="chrome", name="Exemple Chrome SAS", siren="404833048", legal_regime=tx.LegalRegime.PRIVATE_GENERAL
        ),
        tx.Company(id="bois", name="Menuiserie Exemple SARL", legal_regime=tx.LegalRegime.PRIVATE_GENERAL),
        tx.Company(id="interim", name="Exemple Intérim SA", siren="732829320"),
        tx.OccupationalHealthService(id="spst", name="SPSTI Exemple", type=tx.ServiceType.INTER_COMPANY),
        tx.Establishment(
            id="usine",
            company="chrome",
            name="Usine de Dijon",
            siret="40483304800022",
            address="1 rue de l'Exemple, 21000 Dijon",
            regional_fund="Carsat Bourgogne-Franche-Comté",
            headcounts=(tx.Headcount(count=24, on=dt.date(2024, 12, 31)),),
            services=(tx.ServiceAttachment(service="spst", period=since("1995-01-01")),),
        ),
        tx.Establishment(
            id="atelier", company="bois", name="Atelier de Beaune", address="3 rue du Modèle, 21200 Beaune"
        ),
        tx.Establishment(id="agence", company="interim", name="Agence de Dijon", siret="73282932000074"),
        tx.Workstation(id="bain", name="Conduite du bain de chromage", work_unit="Traitement de surface", **firm),
        tx.Workstation(id="polissage", name="Polissage", work_unit="Traitement de surface", **firm),
        tx.Workstation(id="labo", name="Laboratoire", work_unit="Qualité", tasks=("dosage des bains",), **firm),
        tx.Workstation(id="scie", name="Scie à ruban", establishment="atelier"),
    ]


def people() -> list[Any]:
    """The one whose career is told, the six of the bath, and a temporary worker."""
    camille = tx.Identity(
        birth_name="Aubépine",
        used_name="Bruyère",
        given_names=("Camille",),
        birth_date=dt.date(1970, 2, 28),
        address="2 rue de l'Exemple, 21000 Dijon",
    )
    born = dt.date(1980, 5, 17)
    return [
        tx.Worker(id="usine:M-0417", identity=camille),
        *(
            tx.Worker(
                id=f"usine:M-{n:04}",
                identity=tx.Identity(
                    used_name=name, given_names=("Claude",), birth_date=born.replace(year=1970 + 3 * n)
                ),
            )
            for n, name in enumerate(NAMES, 1)
        ),
        tx.Worker(id="usine:T-0001", identity=tx.Identity(used_name="Orme", given_names=("Maxime",))),
    ]


def agents() -> list[Any]:
    """What they are exposed to."""
    return [
        tx.Substance(id=CHROMIUM, name="Trioxyde de chrome", cas_number="1333-82-0"),
        tx.Substance(id=BENZENE, name="Benzène", cas_number="71-43-2"),
        tx.Substance(id=ASBESTOS, name="Amiante chrysotile", cas_number="12001-29-5"),
        tx.Process(id=WOOD, name="Poussières de bois", listed_as="wood-dust"),
    ]


def results() -> list[Any]:
    """Controls at the bath."""
    common: dict[str, Any] = {
        "agent": CHROMIUM,
        "establishment": "usine",
        "workstation": "bain",
        "matrix": tx.SampleMatrix.AIR,
        "statistic": tx.Statistic.TWA_8H,
        "fraction": tx.DustFraction.INHALABLE,
        "position": tx.SamplingPosition.PERSONAL,
        "respirator": tx.RespiratorPosition.OUTSIDE,
        "method": "NF ISO 16740",
        "laboratory": "Laboratoire Exemple",
        "accredited": True,
    }
    found = (("2009-05-14", "0.02"), ("2015-06-09", "0.0009"), ("2025-03-12", "0.0006"))
    return [
        tx.Measurement(
            id=f"m{n}", sampled_on=dt.date.fromisoformat(day), value=tx.Measure(Decimal(value), tx.Unit.MG_M3), **common
        )
        for n, (day, value) in enumerate(found, 1)
    ]


def bath(**more: Any) -> tx.Conditions:
    """How one is exposed at the bath."""
    return tx.Conditions(
        work_performed="Chromage dur de pièces, appoint des bains",
        nature="Inhalation d'aérosols, contact cutané",
        routes=(tx.Route.INHALATION, tx.Route.DERMAL),
        duration=tx.ExposureTime(Decimal("3.5"), tx.TimeUnit.H_DAY),
        measures=(
            measure(tx.MeasureLevel.TECHNICAL, "Aspiration bilatérale", period=since("2003-01-06")),
            measure(tx.MeasureLevel.ORGANISATIONAL, "Rotation entre deux postes"),
            measure(tx.MeasureLevel.PERSONAL, "Demi-masque P3", protection_factor=Decimal(10)),
        ),
        product_characteristics="Solution d'acide chromique à 250 g/L",
        other_risks=("Bruit", "Acide sulfurique"),
        **more,
    )


def exposures() -> list[Any]:
    """A career with a gap, and the six of the bath, whose exposures follow from where they work."""
    own: dict[str, Any] = {"worker": "usine:M-0417", "establishment": "usine"}
    level = tx.Level(
        value=tx.Measure(Decimal("0.0006"), tx.Unit.MG_M3), on=dt.date(2025, 3, 12), statistic=tx.Statistic.TWA_8H
    )
    measured = tx.Provenance(evidence=tx.Measured(measurements=("m3",)), author_role=tx.AuthorRole.EMPLOYER)
    not_recorded = (tx.NotKnown(what=tx.UnknownFact.DEGREE, reason=tx.UnknownReason.NOT_RECORDED),)
    spill = tx.AccidentalExposure(
        on=dt.date(2006, 11, 14), minutes=20, description="Débordement du bain", severity="Sans projection"
    )
    estimate = tx.Provenance(evidence=tx.Expert(role=tx.AuthorRole.PREVENTION_STAFF))
    inhaled = tx.Conditions(nature="Inhalation de poussières", routes=(tx.Route.INHALATION,), not_known=not_recorded)
    repair = tx.Conditions(
        work_performed="Entretien de la chaufferie",
        measures=(measure(tx.MeasureLevel.PERSONAL, "Masque à ventilation assistée TM3P"),),
        asbestos=tx.AsbestosWork(
            operation=tx.AsbestosOperation.INTERVENTION, material="Joints", process="Dépose manuelle", dust_level=1
        ),
    )
    return [
        tx.CollectiveExposure(
            id="bain-collectif",
            workstation="bain",
            establishment="usine",
            agent=CHROMIUM,
            period=since("2024-01-02"),
            headcount=6,
            conditions=bath(degree=level),
            provenance=measured,
        ),
        *(
            tx.Assignment(id=f"a{n}", worker=f"usine:M-{n:04}", workstation="bain", period=since("2024-09-02"))
            for n in range(1, len(NAMES) + 1)
        ),
        tx.IndividualExposure(
            id="x1",
            worker="usine:M-0417",
            establishment="atelier",
            employer="atelier",
            workstation="scie",
            agent=WOOD,
            period=since("1990-01-01", "1997-12-31", precision=tx.Precision.YEAR),
            conditions=inhaled,
            provenance=tx.Provenance(evidence=tx.Declared(by=tx.AuthorRole.WORKER)),
        ),
        tx.IndividualExposure(
            id="x2",
            agent=CHROMIUM,
            workstation="bain",
            period=since("2003-01-06", "2011-06-30"),
            conditions=bath(),
            accidents=(spill,),
            provenance=measured,
            **own,
        ),
        tx.IndividualExposure(
            id="x3",
            agent=ASBESTOS,
            period=since("2004-01-05", "2011-12-30"),
            conditions=repair,
            place="Chaufferie",
            **own,
        ),
        tx.IndividualExposure(
            id="x4",
            agent=BENZENE,
            workstation="labo",
            period=since("2011-07-01", "2014-12-31"),
            conditions=tx.Conditions(nature="Inhalation de vapeurs", not_known=not_recorded),
            provenance=estimate,
            **own,
        ),
        tx.IndividualExposure(
            id="x5",
            agent=CHROMIUM,
            workstation="polissage",
            period=since("2024-07-05", begun_before=True),
            conditions=bath(degree=level),
            provenance=measured,
            **own,
        ),
        tx.IndividualExposure(
            id="x6",
            worker="usine:T-0001",
            establishment="usine",
            employer="agence",
            contract=tx.ContractType.TEMPORARY_AGENCY,
            agent=BENZENE,
            workstation="labo",
            period=since("2025-03-03", "2025-06-27"),
            conditions=tx.Conditions(nature="Inhalation de vapeurs", routes=(tx.Route.INHALATION,)),
            provenance=estimate,
        ),
    ]


def made() -> dict[str, documents.Document]:
    """One document of each kind, by a name."""
    facts = register()
    listed = documents.cmr_list(facts, establishment="usine", on=DAY)
    camille = "usine:M-0417"

    def sheet(on: str, **more: Any) -> documents.Document:
        return documents.exposure_sheet(
            facts, establishment="usine", on=dt.date.fromisoformat(on), worker=camille, **more
        )

    return {
        "list": listed,
        "anonymous-list": listed.anonymous(),
        "slip": documents.transmission_slip(facts, establishment="usine", on=DAY),
        "attestation": documents.attestation(
            facts, agent=CHROMIUM, employer="chrome", on=dt.date(2011, 7, 1), worker=camille
        ),
        "sheet": sheet("2011-06-30"),
        "prevention-sheet": sheet("2014-12-31"),
        "asbestos-sheet": sheet("2012-12-31", model="asbestos-sheet"),
        "company-file": documents.company_file_extract(facts, establishment="usine", on=DAY),
        "declaration": documents.hazardous_process_declaration(facts, establishment="usine", on=DAY),
        "record": documents.exposure_record_extract(facts, on=DAY, worker=camille),
        "durations": documents.disease_durations(facts, on=DAY, worker=camille),
    }


def main(folder: Path) -> None:
    """Write every document."""
    for name, document in made().items():
        page = folder / f"{name}.html"
        page.write_text(documents.to_html(document, "fr"), "utf-8")
        lacking = len(document.header.lacking)
        print(f"{page.name:<22}{document.header.title.en}; lacks {lacking}; {documents.digest(document)[:19]}…")
        if isinstance(document, documents.CmrList):
            documents.write_list(document, folder / "list.csv")
            again = tx.read(folder / "list.csv")
            print(f"{'list.csv':<22}read back: {len(again.exposures)} exposures of {len(again.workers)} people")
    try:
        drawn = documents.to_pdf(made()["attestation"], "fr")
    except ImportError as error:
        print(f"no PDF: {error}")
    else:
        (folder / "attestation.pdf").write_bytes(drawn)


if __name__ == "__main__":
    if len(sys.argv) > 1:
        main(Path(sys.argv[1]))
    else:
        with tempfile.TemporaryDirectory() as written:
            main(Path(written))
