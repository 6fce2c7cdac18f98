"""The golden files of documents: one of each kind and legal version, made from one register.

`python tests/golden/documents/build.py` writes the files of the version that the library writes, and their pages. They
name the edition of the catalogue, so a new edition writes them again; files of a released version of the form are read
for ever.

Nobody here exists: companies are called *Exemple* and people after plants, the two SIRET are numbers used for tests
everywhere, the NIR holds a month, a department and a municipality that there are not.
"""

import datetime as dt
import runpy
from decimal import Decimal
from pathlib import Path
from typing import Any

import attrs

import tracexpo as tx
from tracexpo import (
    AsbestosOperation,
    AttestationModel,
    AuthorRole,
    ContractType,
    DocumentKind,
    DustFraction,
    ExposureTime,
    LegalRegime,
    Measure,
    MeasureLevel,
    PartyKind,
    Period,
    Precision,
    Provenance,
    RespiratorPosition,
    Route,
    SampleMatrix,
    SamplingPosition,
    ServiceType,
    Statistic,
    TimeUnit,
    TransmissionSubject,
    Unit,
    UnknownFact,
    UnknownReason,
    documents,
)
from tracexpo.documents.writing import VERSION

FOLDER = Path(__file__).parent / VERSION
ON = dt.date(2025, 11, 30)
CHROMIUM, BENZENE, ASBESTOS, TRICHLORO = "cas:1333-82-0", "cas:71-43-2", "cas:12001-29-5", "cas:79-01-6"


def since(start: str, end: str | None = None, **more: Any) -> Period:
    return Period(dt.date.fromisoformat(start), None if end is None else dt.date.fromisoformat(end), **more)


def level(value: str, unit: Unit, on: str, **more: Any) -> tx.Level:
    return tx.Level(value=Measure(Decimal(value), unit), on=dt.date.fromisoformat(on), **more)


def places() -> list[Any]:
    regimes = {
        "private": LegalRegime.PRIVATE_GENERAL,
        "state": LegalRegime.STATE,
        "territorial": LegalRegime.TERRITORIAL,
        "hospital": LegalRegime.HOSPITAL,
    }
    return [
        *(
            tx.Company(
                id=f"c:{name}",
                name=f"Employeur d'exemple ({regime.label_in('fr')})",
                legal_regime=regime,
                siren="404833048" if name == "private" else None,
            )
            for name, regime in regimes.items()
        ),
        tx.Company(
            id="c:agency", name="Intérim d'exemple", siren="732829320", legal_regime=LegalRegime.PRIVATE_GENERAL
        ),
        tx.Establishment(
            id="e:private",
            company="c:private",
            name="Atelier d'exemple",
            siret="40483304800022",
            address="1 rue de l'Exemple, 21000 Dijon",
            regional_fund="Carsat Bourgogne-Franche-Comté",
            headcounts=(tx.Headcount(count=24, on=dt.date(2024, 12, 31)),),
            services=(tx.ServiceAttachment(service="s:1", period=since("2002-01-01")),),
        ),
        *(
            tx.Establishment(id=f"e:{name}", company=f"c:{name}", name=f"Établissement d'exemple ({name})")
            for name in regimes
            if name != "private"
        ),
        tx.Establishment(id="e:agency", company="c:agency", name="Agence d'exemple", siret="73282932000074"),
        tx.OccupationalHealthService(id="s:1", name="Service d'exemple", type=ServiceType.INTER_COMPANY),
        tx.Workstation(
            id="ws:bath", establishment="e:private", name="Bain de chromage", work_unit="Traitement de surface"
        ),
        tx.Workstation(id="ws:polish", establishment="e:private", name="Polissage", work_unit="Traitement de surface"),
        tx.Workstation(id="ws:lab", establishment="e:private", name="Laboratoire", tasks=("Doser les bains",)),
        tx.ExposureSituation(id="sit:bath", establishment="e:private", name="Chromage dur", workstations=("ws:bath",)),
    ]


def people() -> list[Any]:
    return [
        tx.Worker(
            id="w:1",
            identity=tx.Identity(
                birth_name="Aubépine",
                used_name="Bruyère",
                given_names=("Camille", "Dominique"),
                birth_date=dt.date(1970, 2, 28),
                nir="299999999999945",
                address="2 rue de l'Exemple, 21000 Dijon",
            ),
        ),
        *(
            tx.Worker(id=f"w:{n}", identity=tx.Identity(birth_name=name, given_names=("Claude",)))
            for n, name in enumerate(("Cerisier", "Fougère", "Genêt", "Houx", "Jonquille", "Lierre"), 2)
        ),
        tx.Worker(id="w:temp", identity=tx.Identity(birth_name="Myrtille", given_names=("Maxime",))),
    ]


def agents() -> list[Any]:
    return [
        tx.Substance(id=CHROMIUM, name="Trioxyde de chrome", cas_number="1333-82-0"),
        tx.Substance(id=BENZENE, name="Benzène", cas_number="71-43-2"),
        tx.Substance(id=ASBESTOS, name="Chrysotile", cas_number="12001-29-5"),
        tx.Substance(id=TRICHLORO, name="Trichloroéthylène", cas_number="79-01-6"),
        tx.Substance(id="cas:67-64-1", name="Acétone", cas_number="67-64-1"),
        tx.Mixture(
            id="mix:1",
            product_name="Dégraissant d'exemple",
            components=(tx.Component(agent=TRICHLORO, max_fraction=Decimal("0.0009")),),
        ),
    ]


MEASURES = (
    tx.PreventionMeasure(level=MeasureLevel.TECHNICAL, name="Aspiration bilatérale", period=since("2003-01-06")),
    tx.PreventionMeasure(level=MeasureLevel.ORGANISATIONAL, name="Rotation entre deux postes"),
    tx.PreventionMeasure(level=MeasureLevel.PERSONAL, name="Demi-masque P3", protection_factor=Decimal(10)),
)
BATH = tx.Conditions(
    work_performed="Chromage dur de pièces",
    nature="Inhalation d'aérosols, contact cutané",
    routes=(Route.INHALATION, Route.DERMAL),
    duration=ExposureTime(Decimal("3.5"), TimeUnit.H_DAY),
    degree=level("0.0006", Unit.MG_M3, "2025-03-12", statistic=Statistic.TWA_8H, respirator=RespiratorPosition.OUTSIDE),
    measures=MEASURES,
    product_characteristics="Solution à 250 g/L",
    other_risks=("Bruit",),
)
TOLD = Provenance(
    evidence=tx.Measured(measurements=("m:bath",)),
    document=DocumentKind.EXPOSURE_LIST,
    author_role=AuthorRole.EMPLOYER,
    author="e:private",
)


def line(id: str, worker: str, agent: str, period: Period, **more: Any) -> tx.IndividualExposure:
    fields: dict[str, Any] = {"establishment": "e:private", "conditions": tx.Conditions()} | more
    return tx.IndividualExposure(id=id, worker=worker, agent=agent, period=period, **fields)


def exposures() -> list[Any]:
    asbestos = tx.Conditions(
        work_performed="Maintenance de chaufferie",
        measures=(tx.PreventionMeasure(level=MeasureLevel.PERSONAL, name="Masque à ventilation assistée TM3P"),),
        asbestos=tx.AsbestosWork(
            operation=AsbestosOperation.INTERVENTION, material="Joints", process="Dépose manuelle", dust_level=1
        ),
    )
    unknown = tx.Conditions(
        nature="Inhalation de vapeurs",
        not_known=(tx.NotKnown(what=UnknownFact.DEGREE, reason=UnknownReason.NOT_RECORDED),),
    )
    spill = tx.AccidentalExposure(
        on=dt.date(2006, 11, 14), minutes=20, description="Débordement du bain", severity="Sans projection"
    )
    return [
        tx.CollectiveExposure(
            id="x:bath",
            situation="sit:bath",
            establishment="e:private",
            agent=CHROMIUM,
            period=since("2024-01-02"),
            headcount=5,
            conditions=BATH,
            provenance=TOLD,
        ),
        *(
            tx.Assignment(id=f"a:{n}", worker=f"w:{n}", situation="sit:bath", period=since("2024-09-02"))
            for n in range(2, 7)
        ),
        # one career: chromium, benzene, asbestos, with a gap, at three employers
        line("x:1", "w:1", BENZENE, since("1998-03-02", "2001-12-31"), conditions=unknown, workstation="ws:lab"),
        line(
            "x:2",
            "w:1",
            CHROMIUM,
            since("2003-01-06", "2011-06-30"),
            conditions=attrs.evolve(BATH, degree=None),
            workstation="ws:bath",
            accidents=(spill,),
        ),
        line(
            "x:3",
            "w:1",
            CHROMIUM,
            since("2013-01-07", "2014-12-31"),
            conditions=attrs.evolve(BATH, degree=None),
            workstation="ws:bath",
        ),
        line("x:4", "w:1", ASBESTOS, since("2004-01-05", "2012-12-31"), conditions=asbestos, place="Chaufferie B"),
        line("x:5", "w:1", CHROMIUM, since("2024-07-05", begun_before=True), conditions=BATH, workstation="ws:polish"),
        *(
            line(f"x:{name}", "w:1", BENZENE, since(start, end), establishment=f"e:{name}", employer=f"e:{name}")
            for name, start, end in (
                ("state", "2015-01-05", "2016-12-30"),
                ("territorial", "2017-01-02", "2018-12-31"),
                ("hospital", "2019-01-02", "2020-12-31"),
            )
        ),
        line(
            "x:declared",
            "w:1",
            BENZENE,
            since("1990-01-01", "1997-12-31", precision=Precision.YEAR),
            provenance=Provenance(evidence=tx.Declared(by=AuthorRole.WORKER), author_role=AuthorRole.WORKER),
        ),
        line("x:degreaser", "w:2", "mix:1", since("2024-09-02"), workstation="ws:lab"),
        line("x:acetone", "w:2", "cas:67-64-1", since("2024-09-02"), workstation="ws:lab"),
        line(
            "x:temp",
            "w:temp",
            BENZENE,
            since("2025-03-03", "2025-06-27"),
            workstation="ws:lab",
            employer="e:agency",
            contract=ContractType.TEMPORARY_AGENCY,
            conditions=tx.Conditions(nature="Remplace Mme Cerisier au dosage", routes=(Route.INHALATION,)),
        ),
    ]


def results() -> list[Any]:
    common: dict[str, Any] = {
        "agent": CHROMIUM,
        "establishment": "e:private",
        "workstation": "ws:bath",
        "matrix": SampleMatrix.AIR,
        "statistic": Statistic.TWA_8H,
        "fraction": DustFraction.INHALABLE,
        "position": SamplingPosition.PERSONAL,
        "respirator": RespiratorPosition.OUTSIDE,
        "method": "NF ISO 16740",
        "laboratory": "Laboratoire d'exemple",
        "accredited": True,
    }
    return [
        tx.Measurement(
            id="m:bath", sampled_on=dt.date(2025, 3, 12), value=Measure(Decimal("0.0006"), Unit.MG_M3), **common
        ),
        tx.Measurement(
            id="m:old", sampled_on=dt.date(2009, 5, 14), value=Measure(Decimal("0.02"), Unit.MG_M3), **common
        ),
        # of another person: it is in nobody else's document
        tx.Measurement(
            id="m:other",
            worker="w:3",
            sampled_on=dt.date(2010, 5, 14),
            value=Measure(Decimal("0.03"), Unit.MG_M3),
            **common,
        ),
    ]


def proofs() -> list[Any]:
    return [
        tx.Attestation(
            id="att:1",
            model=AttestationModel.FALLBACK_2022,
            worker="w:1",
            agents=(CHROMIUM,),
            establishments=("e:private",),
            issued_on=ON,
            employer_signatory="Sacha Noisetier",
            physician_signatory="Docteur Orme",
        ),
        tx.Transmission(
            id="t:1",
            subject=TransmissionSubject.LIST,
            to=tx.Party(kind=PartyKind.HEALTH_SERVICE, id="s:1"),
            on=dt.date(2024, 10, 1),
        ),
    ]


def register() -> tx.Register:
    """One register that every document here is made from."""
    return tx.Register(as_of=ON).add(*places(), *people(), *agents(), *exposures(), *results(), *proofs())


def made() -> dict[str, documents.Document]:
    """One document of each kind and legal version, by the name of its file."""
    facts = register()
    day = dt.date.fromisoformat

    def attested(on: str, agent: str, employer: str = "c:private", **more: Any) -> documents.AttestationDocument:
        return documents.attestation(facts, worker="w:1", agent=agent, on=day(on), employer=employer, **more)

    def sheet(on: str, **more: Any) -> documents.Document:
        return documents.exposure_sheet(facts, worker="w:1", establishment="e:private", on=day(on), **more)

    listed = documents.cmr_list(facts, establishment="e:private", on=ON)
    found: list[documents.Document] = [
        listed,
        listed.anonymous(),
        attested("2007-07-02", CHROMIUM),
        attested("2011-07-01", CHROMIUM),
        attested("2011-07-01", CHROMIUM, model="1995"),
        attested("2013-03-01", ASBESTOS),
        attested("2017-01-09", BENZENE, "e:state"),
        attested("2019-01-07", BENZENE, "e:territorial"),
        attested("2021-01-04", BENZENE, "e:hospital"),
        attested("2025-11-30", CHROMIUM),
        sheet("2007-12-31"),
        sheet("2010-12-31"),
        sheet("2013-12-31"),
        sheet("2013-12-31", model="asbestos-sheet"),
        documents.company_file_extract(facts, establishment="e:private", on=ON),
        documents.hazardous_process_declaration(facts, establishment="e:private", on=ON),
        documents.transmission_slip(facts, establishment="e:private", on=ON),
        documents.transmission_slip(facts, establishment="e:private", on=ON, agency="e:agency"),
        documents.exposure_record_extract(facts, worker="w:1", on=ON),
        documents.disease_durations(facts, worker="w:1", on=ON),
    ]
    return {document.header.version.value: document for document in found}


def write() -> None:
    """Write the files."""
    for name, document in made().items():
        (FOLDER / f"{name}.json").write_bytes(documents.dumps(document))


if __name__ == "__main__":
    write()
    runpy.run_path(str(Path(__file__).with_name("pages.py")))["main"]()
