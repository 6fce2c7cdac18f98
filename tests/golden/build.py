"""The registers of the golden files: one that says everything the form can say, and the smallest one.

`python tests/golden/build.py` writes the files of the version that the library writes. The files of a released
version are never written again: they are read for ever, and what is in them has to stay what it is.

Nobody here exists. Companies and people are called *Exemple*; the two SIRET are numbers used for tests everywhere,
the two NIR hold a month, a department and a municipality that there are not.
"""

import datetime as dt
import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import tracexpo as tx
from tracexpo import (
    AliasOrigin,
    AsbestosOperation,
    AttestationModel,
    AuthorRole,
    Censoring,
    CmrClass,
    Confidence,
    ContractType,
    DocumentKind,
    DustFraction,
    ExposureTime,
    FrequencyPeriod,
    Hazard,
    LegalRegime,
    Measure,
    MeasureLevel,
    MeasurementPurpose,
    NafRevision,
    OccupationScheme,
    PartyKind,
    Period,
    Precision,
    Provenance,
    RespiratorPosition,
    Route,
    SampleMatrix,
    SamplingPosition,
    ServiceType,
    Sex,
    Statistic,
    SuccessionKind,
    TimeUnit,
    TransmissionSubject,
    Unit,
    UnknownFact,
    UnknownReason,
)
from tracexpo.codecs.canonical import canonical
from tracexpo.register import FORMAT_VERSION

FOLDER = Path(__file__).parent / FORMAT_VERSION


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def at(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text)


def since(start: str, end: str | None = None, **more: Any) -> Period:
    return Period(day(start), None if end is None else day(end), **more)


def measure(value: str, unit: Unit) -> Measure:
    return Measure(Decimal(value), unit)


# what an embedder may keep of its own: every type of JSON, keys beyond ASCII and beyond the first plane
OWN = tx.Extensions(
    {
        "org.example.badge": 7,
        "org.example.everything": {
            "numbers": [0, -1, 2**53 - 1, 0.1, 1e-7, 1e21 / 1e6, 1.5e-9],
            "words": ["", "é", "\u20ac", "\U0001f9ea", 'quote " and \\ and \n'],
            "\U0001f9ea": None,
            "\ufb33": [True, False, [], {}],
        },
    }
)
TOLD = Provenance(
    document=DocumentKind.EXPOSURE_LIST,
    recorded_at=at("2024-07-05T09:00:00Z"),
    author_role=AuthorRole.EMPLOYER,
    author="e:atelier",
    confidence=Confidence.HIGH,
)

# -- places


def companies() -> list[tx.Company]:
    general, foreign = LegalRegime.PRIVATE_GENERAL, LegalRegime.FOREIGN
    return [
        tx.Company(
            id="c:atelier",
            name="Atelier d'exemple",
            siren="404833048",
            legal_regime=general,
            extensions=OWN,
        ),
        tx.Company(id="c:interim", name="Intérim d'exemple", siren="732829320", legal_regime=general),
        tx.Company(
            id="c:foreign",
            name="Exemple AG",
            country="CH",
            other_ids=(tx.OtherId(scheme="uid-ch", value="CHE-000.000.000"),),
            legal_regime=foreign,
        ),
        *(
            tx.Company(id=f"c:{regime}", name=f"Employeur d'exemple ({regime.label_in('fr')})", legal_regime=regime)
            for regime in LegalRegime
            if regime not in (general, foreign)
        ),
    ]


def establishments() -> list[tx.Establishment]:
    before = [
        tx.Establishment(
            id=f"e:before:{how}", name=f"Établissement d'avant ({how.label_in('fr')})", active=since(start, end)
        )
        for how, start, end in (
            (SuccessionKind.SPLIT, "1975-01-01", "1985-12-31"),
            (SuccessionKind.TRANSFER, "1986-01-01", "1994-12-31"),
            (SuccessionKind.MERGER, "1980-01-01", "1998-06-30"),
            (SuccessionKind.MOVE, "1995-01-01", "2001-02-28"),
        )
    ]
    return [
        *before,
        tx.Establishment(
            id="e:atelier",
            company="c:atelier",
            name="Atelier d'exemple, site principal",
            siret="40483304800022",
            other_ids=(tx.OtherId(scheme="client-software", value="0042"),),
            active=since("2001-03-01"),
            preceded_by=tuple(
                tx.Predecessor(establishment=e.id, on=day("2001-03-01"), how=SuccessionKind(e.id.rpartition(":")[2]))
                for e in before
            ),
            naf=(
                tx.ActivityCode(code="28.5A", revision=NafRevision.NAF_1993, period=since("2001-03-01", "2002-12-31")),
                tx.ActivityCode(code="28.5A", revision=NafRevision.NAF_REV1, period=since("2003-01-01", "2007-12-31")),
                tx.ActivityCode(code="25.61Z", revision=NafRevision.NAF_REV2, period=since("2008-01-01")),
                tx.ActivityCode(code="25.51Y", revision=NafRevision.NAF_2025),
            ),
            headcounts=(tx.Headcount(count=0, on=day("2001-03-01")), tx.Headcount(count=12, on=day("2024-12-31"))),
            address="1 rue de l'Exemple, 21000 Dijon",
            municipality_code="21231",
            employment_area="Dijon",
            regional_fund="Carsat Bourgogne-Franche-Comté",
            services=tuple(
                tx.ServiceAttachment(service=f"s:{type}", period=since(f"{year}-01-01", f"{year + 5}-12-31"))
                for type, year in zip(ServiceType, (2002, 2008, 2014, 2020), strict=True)
            ),
            extensions=OWN,
        ),
        tx.Establishment(
            id="e:interim", company="c:interim", name="Intérim d'exemple, agence de Dijon", siret="73282932000074"
        ),
        tx.Establishment(id="e:chantier", name="Chantier d'exemple", municipality_code="2A004"),
    ]


def services() -> list[tx.OccupationalHealthService]:
    return [
        tx.OccupationalHealthService(
            id=f"s:{type}",
            name=f"Service d'exemple ({type})",
            type=type,
            extensions=OWN if type is ServiceType.INTER_COMPANY else {},
        )
        for type in ServiceType
    ]


def workstations() -> list[tx.Workstation]:
    return [
        tx.Workstation(
            id="ws:bath",
            establishment="e:atelier",
            name="Bain de chromage",
            work_unit="Traitement de surface",
            tasks=("Charger les montages", "Contrôler le bain", "Rincer"),
            occupation=tx.Occupation(scheme=OccupationScheme.ISCO_08, code="8122"),
            extensions=OWN,
        ),
        *(
            tx.Workstation(
                id=f"ws:{scheme}",
                establishment="e:atelier",
                name=f"Poste codé en {scheme.label_in('fr')}",
                occupation=tx.Occupation(scheme=scheme, code=code),
            )
            for scheme, code in (
                (OccupationScheme.ROME, "H3402"),
                (OccupationScheme.PCS_ESE_2017, "632d"),
                (OccupationScheme.PCS_2020, "63B1"),
            )
        ),
    ]


def situations() -> list[tx.ExposureSituation]:
    return [
        tx.ExposureSituation(
            id="sit:plating",
            establishment="e:atelier",
            name="Chromage dur, ligne A",
            workstations=("ws:bath", "ws:rome"),
            headcount=3,
            headcount_on=day("2025-01-01"),
            extensions=OWN,
        ),
        tx.ExposureSituation(id="sit:wood", establishment="e:atelier", name="Menuiserie"),
    ]


# -- people


def workers() -> list[tx.Worker]:
    return [
        tx.Worker(
            id="w:1",
            aliases=tuple(
                tx.Alias(ref=f"0001-{how}", custodian="e:interim" if how is AliasOrigin.DECLARED else None, how=how)
                for how in AliasOrigin
            ),
            identity=tx.Identity(
                birth_name="Exemple-Premier",
                used_name="Exemple-Second",
                given_names=("Camille", "Dominique"),
                birth_date=day("1970-02-28"),
                birth_place_code="99101",
                sex=Sex.FEMALE,
                nir="299999999999945",
                address="2 rue de l'Exemple, 21000 Dijon",
            ),
            extensions=OWN,
        ),
        tx.Worker(id="w:2", identity=tx.Identity(birth_name="Exemple", sex=Sex.MALE, nir="199992A99999924")),
        *(tx.Worker(id=f"w:{n}") for n in range(3, 13)),
    ]


def assignments() -> list[tx.Assignment]:
    everything = tx.Assignment(
        id="a:1",
        worker="w:1",
        workstation="ws:bath",
        situation="sit:plating",
        period=since("2024-09-02", "2025-08-29"),
        share=Decimal("0.50"),
        working_hours=ExposureTime(Decimal(35), TimeUnit.H_WEEK),
        employer="e:interim",
        host="e:atelier",
        place="Bâtiment B",
        contract=ContractType.TEMPORARY_AGENCY,
        provenance=TOLD,
        extensions=OWN,
    )
    others = [contract for contract in ContractType if contract is not ContractType.TEMPORARY_AGENCY]
    periods = (
        since("2019-01-01", "2019-12-31", precision=Precision.YEAR),
        since("2023-03-01", "2023-04-30", precision=Precision.MONTH),
        since("2010-01-01", "2014-12-31", precision=Precision.ESTIMATED),
        since("2024-07-05", begun_before=True),
        since("2022-01-03", ended=True),
        since("2025-02-03"),
    )
    return [
        everything,
        *(
            tx.Assignment(
                id=f"a:{n}",
                worker=f"w:{n}",
                situation="sit:wood",
                period=periods[n % len(periods)],
                contract=contract,
                provenance=TOLD,
            )
            for n, contract in enumerate(others, 2)
        ),
    ]


# -- agents


def agents() -> list[tx.Agent]:
    clp, directive = "32008R1272", "31967L0548"
    old = {"applies_until": day("2010-11-30"), "source": directive}
    now = {"applies_from": day("2010-12-01"), "source": clp}
    return [
        tx.Substance(
            id="cas:1333-82-0",
            name="Trioxyde de chrome",
            cas_number="1333-82-0",
            ec_number="215-607-8",
            clp_index="024-001-00-0",
            names=tx.Names(fr="Trioxyde de chrome", en="Chromium trioxide"),
            classifications=(
                tx.Classification(hazard=Hazard.CARCINOGENIC, cmr_class=CmrClass.OLD_1, statements=("R45",), **old),
                tx.Classification(hazard=Hazard.MUTAGENIC, cmr_class=CmrClass.OLD_2, statements=("R46",), **old),
                tx.Classification(hazard=Hazard.REPROTOXIC, cmr_class=CmrClass.OLD_3, statements=("R62",), **old),
                tx.Classification(hazard=Hazard.CARCINOGENIC, cmr_class=CmrClass.CLP_1A, statements=("H350",), **now),
                tx.Classification(hazard=Hazard.MUTAGENIC, cmr_class=CmrClass.CLP_1B, statements=("H340",), **now),
                tx.Classification(hazard=Hazard.REPROTOXIC, cmr_class=CmrClass.CLP_2, statements=("H361f",), **now),
            ),
            extensions=OWN,
        ),
        tx.Substance(id="cas:71-43-2", name="Benzène", cas_number="71-43-2", ec_number="200-753-7"),
        tx.Substance(
            id="cas:7439-92-1",
            name="Plomb",
            cas_number="7439-92-1",
            classifications=(
                tx.Classification(hazard=Hazard.LACTATION, statements=("H362",), source="fiche du fournisseur"),
            ),
        ),
        tx.Substance(id="cas:12001-29-5", name="Chrysotile", cas_number="12001-29-5"),
        tx.Mixture(id="mix:1", product_name="Bain d'exemple 100", valid=since("2020-01-01", "2023-12-31")),
        tx.Mixture(
            id="mix:2",
            product_name="Bain d'exemple 100",
            supplier="Fournisseur d'exemple",
            ufi="VDU1-414F-1003-1862",
            sds=tx.SafetyDataSheet(date=day("2024-01-15"), revision="3.1"),
            valid=since("2024-01-01"),
            supersedes="mix:1",
            components=(
                tx.Component(agent="cas:1333-82-0", min_fraction=Decimal("0.25"), max_fraction=Decimal("0.50")),
                tx.Component(agent="cas:7439-92-1", min_fraction=Decimal(0), max_fraction=Decimal("0.001")),
            ),
            classifications=(
                tx.Classification(hazard=Hazard.CARCINOGENIC, cmr_class=CmrClass.CLP_1A, source="fiche du fournisseur"),
            ),
            extensions=OWN,
        ),
        tx.Process(
            id="process:wood-dust",
            name="Travaux exposant aux poussières de bois inhalables",
            listed_as="wood-dust",
            extensions=OWN,
        ),
        tx.AgentGroup(
            id="group:chromium-vi",
            name="Chrome hexavalent et ses composés",
            members=("cas:1333-82-0",),
            catalogue_group="chromium-vi",
            extensions=OWN,
        ),
        tx.UnidentifiedAgent(
            id="text:1", text="Dégraissant bleu (fût sans étiquette)", reason="Étiquette illisible", extensions=OWN
        ),
    ]


# -- exposures


def conditions() -> tx.Conditions:
    """Everything that can be said of how an exposure takes place."""
    return tx.Conditions(
        work_performed="Chromage dur de pièces",
        work_process="Bain à 50 °C, sans brasseur",
        nature="Inhalation d'aérosols, contact cutané",
        routes=tuple(Route),
        duration=ExposureTime(Decimal("3.5"), TimeUnit.H_DAY),
        frequency=tx.Frequency(times=4, per=FrequencyPeriod.WEEK),
        degree=tx.Level(
            value=measure("0.0008", Unit.MG_M3),
            on=day("2025-02-03"),
            declared_limit=measure("0.001", Unit.MG_M3),
            censored=Censoring.BELOW,
            statistic=Statistic.TWA_8H,
            fraction=DustFraction.INHALABLE,
            respirator=RespiratorPosition.OUTSIDE,
        ),
        measures=tuple(
            tx.PreventionMeasure(
                level=level,
                name=name,
                protection_factor=Decimal(20) if level is MeasureLevel.PERSONAL else None,
                period=since("2024-09-02") if level is MeasureLevel.TECHNICAL else None,
            )
            for level, name in (
                (MeasureLevel.SUBSTITUTION, "Chrome trivalent à l'essai"),
                (MeasureLevel.TECHNICAL, "Aspiration bilatérale"),
                (MeasureLevel.ORGANISATIONAL, "Rotation entre deux postes"),
                (MeasureLevel.PERSONAL, "Demi-masque P3"),
            )
        ),
        product_characteristics="Solution à 250 g/L",
        other_risks=("Bruit", "Chaleur"),
        closed_apparatus=False,
    )


def exposure(n: int, agent: str, **more: Any) -> tx.IndividualExposure:
    """One of those who are assigned on these days, and one agent."""
    worker, period = ("w:3", "w:5", "w:9", "w:11")[n % 4], since("2025-02-03", "2025-06-27")
    return tx.IndividualExposure(
        id=f"x:{n}", worker=worker, agent=agent, establishment="e:atelier", period=period, **more
    )


TIMES = (
    ExposureTime(Decimal(90), TimeUnit.MIN_DAY),
    ExposureTime(Decimal("1.5"), TimeUnit.H_DAY),
    ExposureTime(Decimal("7.50"), TimeUnit.H_WEEK),
    ExposureTime(Decimal(30), TimeUnit.H_MONTH),
    ExposureTime(Decimal(330), TimeUnit.H_YEAR),
    ExposureTime(Decimal(5), TimeUnit.DAY_WEEK),
    ExposureTime(Decimal(20), TimeUnit.DAY_MONTH),
    ExposureTime(Decimal(220), TimeUnit.DAY_YEAR),
    ExposureTime(Decimal("21.4"), TimeUnit.PERCENT_OF_WORKING_TIME),
)


def known_by(n: int, evidence: tx.Evidence) -> tx.IndividualExposure:
    return exposure(n, "cas:71-43-2", provenance=Provenance(evidence=evidence))


def lasting(n: int, time: ExposureTime) -> tx.IndividualExposure:
    conditions = tx.Conditions(
        duration=time,
        frequency=tx.Frequency(times=n, per=tuple(FrequencyPeriod)[n % 4]),
        degree=tx.Band(scale="contre-la-vlep", value="sous le dixième"),
    )
    return exposure(n, "process:wood-dust", conditions=conditions)


def unknown(n: int, reason: UnknownReason) -> tx.IndividualExposure:
    not_known = tuple(tx.NotKnown(what=fact, reason=reason) for fact in UnknownFact)
    return exposure(n, "text:1", conditions=tx.Conditions(not_known=not_known))


def asbestos(n: int, operation: AsbestosOperation) -> tx.IndividualExposure:
    work = tx.AsbestosWork(
        operation=operation, material="Dalles de sol", process="Décollage à l'humide", dust_level=n % 3 + 1
    )
    conditions = tx.Conditions(closed_apparatus=True, asbestos=work, duration=tx.Band(scale="trgs-410", value="court"))
    return exposure(n, "cas:12001-29-5", conditions=conditions)


def said_by(n: int, role: AuthorRole) -> tx.IndividualExposure:
    document, confidence = tuple(DocumentKind)[n % 10], tuple(Confidence)[n % 3]
    told = Provenance(document=document, author_role=role, author="s:inter-company", confidence=confidence)
    return exposure(n, "mix:2", provenance=told)


def exposures() -> list[tx.Exposure]:
    evidence: tuple[tx.Evidence, ...] = (
        tx.Measured(measurements=("m:mg-m3", "m:ppm")),
        tx.Biomonitored(),
        tx.Modelled(tool="Modèle d'exemple", version="2.0"),
        tx.Matrix(name="Matrice d'exemple", version="2010", code="H3402", probability=Decimal("0.75")),
        tx.Analogous(to="Ligne B"),
        tx.Expert(role=AuthorRole.HYGIENIST),
        tx.Declared(by=AuthorRole.WORKER),
    )
    everything = tx.IndividualExposure(
        id="x:everything",
        worker="w:1",
        agent="cas:1333-82-0",
        establishment="e:atelier",
        workstation="ws:bath",
        period=since("2024-09-02", "2025-08-29"),
        employer="e:interim",
        contract=ContractType.TEMPORARY_AGENCY,
        place="Bâtiment B",
        conditions=conditions(),
        accidents=(
            tx.AccidentalExposure(
                on=day("2025-01-14"), minutes=20, description="Débordement du bain", severity="Sans projection"
            ),
        ),
        authorisations=(
            tx.Authorisation(article="D4154-3", on=day("2024-08-30"), reference="Décision d'exemple n° 1"),
        ),
        destroy_on=day("2090-01-01"),
        note="Remplacée par une ligne corrigée",
        provenance=TOLD,
        extensions=OWN,
    )
    corrected = tx.IndividualExposure(
        id="x:corrected",
        worker="w:1",
        agent="cas:1333-82-0",
        establishment="e:atelier",
        period=since("2024-09-02", "2025-06-27"),
        provenance=Provenance(
            evidence=tx.Measured(),
            document=DocumentKind.EXPOSURE_SHEET,
            recorded_at=at("2025-09-15T16:45:30Z"),
            author_role=AuthorRole.PREVENTION_STAFF,
            author="e:atelier",
            confidence=Confidence.MEDIUM,
            source_text="« jusqu'à fin juin »",
            supersedes="x:everything",
            reason="Fin de mission avancée",
        ),
    )
    collective = tx.CollectiveExposure(
        id="x:collective",
        situation="sit:plating",
        workstation="ws:bath",
        establishment="e:atelier",
        agent="cas:1333-82-0",
        period=since("2024-09-02"),
        headcount=3,
        conditions=conditions(),
        note="Ligne A",
        provenance=TOLD,
        extensions=OWN,
    )
    derived = tx.IndividualExposure(
        id="x:derived",
        worker="w:1",
        agent="cas:1333-82-0",
        establishment="e:atelier",
        workstation="ws:bath",
        period=since("2024-09-02", "2025-08-29"),
        conditions=conditions(),
        derived_from=("x:collective", "a:1"),
        beside=("x:corrected",),
    )
    kinds = [
        *((known_by, item) for item in evidence),
        *((lasting, item) for item in TIMES),
        *((unknown, item) for item in UnknownReason),
        *((asbestos, item) for item in AsbestosOperation),
        *((said_by, item) for item in AuthorRole),
    ]
    return [everything, corrected, collective, derived, *(make(n, item) for n, (make, item) in enumerate(kinds, 1))]


# -- measurements

RESULTS = (
    (Unit.MG_M3, "0.0008", "cas:1333-82-0", SampleMatrix.AIR),
    (Unit.UG_M3, "0.80", "cas:1333-82-0", SampleMatrix.AIR),
    (Unit.NG_M3, "800", "cas:1333-82-0", SampleMatrix.AIR),
    (Unit.F_CM3, "0.003", "cas:12001-29-5", SampleMatrix.AIR),
    (Unit.F_L, "3.0", "cas:12001-29-5", SampleMatrix.AIR),
    (Unit.F_M3, "3000", "cas:12001-29-5", SampleMatrix.AIR),
    (Unit.PPM, "0.10", "cas:71-43-2", SampleMatrix.AIR),
    (Unit.PPB, "100", "cas:71-43-2", SampleMatrix.AIR),
    (Unit.UG_L, "120", "cas:7439-92-1", SampleMatrix.BLOOD),
    (Unit.MG_L, "0.120", "cas:7439-92-1", SampleMatrix.BLOOD),
    (Unit.UMOL_L, "0.58", "cas:7439-92-1", SampleMatrix.BLOOD),
    (Unit.UG_G_CREATININE, "2.5", "cas:1333-82-0", SampleMatrix.URINE),
    (Unit.MG_G_CREATININE, "0.0025", "cas:1333-82-0", SampleMatrix.URINE),
    (Unit.UMOL_MOL_CREATININE, "5.4", "cas:1333-82-0", SampleMatrix.URINE),
    (Unit.UG_CM2, "999999999999999999.999999999999999999", "cas:7439-92-1", SampleMatrix.SURFACE),
    (Unit.MG_CM2, "0.000000000000000001", "cas:7439-92-1", SampleMatrix.OTHER),
)
"""One result in each unit; the two on surfaces are the largest and the smallest number of the form."""


def result(n: int, unit: Unit, value: str, agent: str, matrix: SampleMatrix) -> tx.Measurement:
    of_air: dict[str, Any] = {
        "statistic": tuple(Statistic)[n % 7],
        "fraction": tuple(DustFraction)[n % 3],
        "position": tuple(SamplingPosition)[n % 2],
        "respirator": tuple(RespiratorPosition)[n % 3],
    }
    return tx.Measurement(
        id=f"m:{unit.value.replace('/', '-')}",
        agent=agent,
        establishment="e:atelier",
        worker="w:1" if matrix in (SampleMatrix.BLOOD, SampleMatrix.URINE) else None,
        sampled_on=day("2025-02-03") + dt.timedelta(days=n),
        value=measure(value, unit),
        censored={Unit.PPB: Censoring.BELOW, Unit.F_M3: Censoring.ABOVE}.get(unit),
        purpose=tuple(MeasurementPurpose)[n % 4],
        matrix=matrix,
        accredited=n % 2 == 0,
        **(of_air if matrix is SampleMatrix.AIR else {}),
    )


def measurements() -> list[tx.Measurement]:
    return [
        *(result(n, *given) for n, given in enumerate(RESULTS)),
        tx.Measurement(
            id="m:everything",
            agent="cas:1333-82-0",
            establishment="e:atelier",
            situation="sit:plating",
            workstation="ws:bath",
            worker="w:1",
            sampled_on=day("2025-02-03"),
            value=measure("0.0010", Unit.MG_M3),
            declared_limit=measure("0.001", Unit.MG_M3),
            censored=Censoring.BELOW,
            statistic=Statistic.TWA_8H,
            fraction=DustFraction.INHALABLE,
            purpose=MeasurementPurpose.REGULATORY_CONTROL,
            campaign="2025-1",
            position=SamplingPosition.PERSONAL,
            matrix=SampleMatrix.AIR,
            sampling_minutes=420,
            shift_minutes=480,
            method="NF ISO 16740",
            laboratory="Laboratoire d'exemple",
            accredited=True,
            respirator=RespiratorPosition.OUTSIDE,
            protection=tx.RespiratoryProtection(type="Demi-masque P3", factor=Decimal(20), worn_minutes=90),
            provenance=TOLD,
            extensions=OWN,
        ),
    ]


# -- statements to people, proofs


def attestations() -> list[tx.Attestation]:
    everything = {
        "agents": ("cas:1333-82-0",),
        "establishments": ("e:atelier",),
        "job_descriptions": ("Chromeur sur bain",),
        "periods": (since("2024-09-02", "2025-06-27"),),
        "results": ("m:everything",),
        "measures": conditions().measures,
        "employer_signatory": "Dominique Exemple",
        "physician_signatory": "Docteur Exemple",
        "issued_on": day("2025-09-30"),
        "exposures": ("x:corrected",),
        "provenance": TOLD,
        "extensions": OWN,
    }
    return [
        tx.Attestation(
            id=f"att:{model}",
            model=model,
            worker="w:1",
            **(everything if model is AttestationModel.FALLBACK_2022 else {}),
        )
        for model in AttestationModel
    ]


def transmissions() -> list[tx.Transmission]:
    ids = {PartyKind.EMPLOYER: "e:atelier", PartyKind.HEALTH_SERVICE: "s:inter-company", PartyKind.WORKER: "w:1"}
    return [
        tx.Transmission(
            id="t:everything",
            subject=TransmissionSubject.TEMPORARY_WORKER,
            of="sha256:" + "0" * 64,
            to=tx.Party(kind=PartyKind.TEMP_AGENCY, id="e:interim"),
            on=day("2025-09-16"),
            exposures=("x:corrected",),
            provenance=TOLD,
            extensions=OWN,
        ),
        *(
            tx.Transmission(
                id=f"t:{kind}",
                subject=tuple(TransmissionSubject)[n % 4],
                to=tx.Party(kind=kind, id=ids.get(kind)),
                on=day("2024-07-04"),
            )
            for n, kind in enumerate(PartyKind)
        ),
    ]


def withdrawals() -> list[tx.Withdrawal]:
    told = Provenance(recorded_at=at("2025-10-01T08:00:00Z"), reason="Saisie en double")
    return [tx.Withdrawal(id="wd:1", of="t:fund", provenance=told, extensions=OWN)]


# -- registers


def complete() -> tx.Register:
    """Every field of every class, every kind, every word of every vocabulary."""
    return tx.Register(
        as_of=day("2025-11-30"),
        custodian=tx.Custodian(kind=PartyKind.HEALTH_SERVICE, id="s:inter-company", since=day("2020-01-01")),
    ).add(
        *companies(),
        *establishments(),
        *services(),
        *workstations(),
        *situations(),
        *workers(),
        *assignments(),
        *agents(),
        *exposures(),
        *measurements(),
        *attestations(),
        *transmissions(),
        *withdrawals(),
    )


def minimal() -> tx.Register:
    """What an employer's list always gives: who, what, where, since when."""
    return tx.Register().add(
        tx.Establishment(id="e"),
        tx.Worker(id="w"),
        tx.Substance(id="s", name="Benzène"),
        tx.IndividualExposure(id="x", worker="w", agent="s", establishment="e", period=since("2024-07-05")),
    )


def newer() -> str:
    """A document of a newer minor version: fields, words, kinds and a collection that 1.0 does not know."""
    document: dict[str, Any] = json.loads(tx.dumps(minimal()))
    document |= {"version": "1.1", "as_of": "2031-05-06", "note": "known to 1.1 alone"}
    exposure, worker = document["exposures"][0], document["workers"][0]
    document["agents"].append({"kind": "organism", "id": "species:1", "name": "Aspergillus flavus"})
    document["workers"].append({**worker, "id": "w2", "pronoun": "iel"})
    document["exposures"] += [
        {**exposure, "id": "x2", "contract": "platform"},
        {**exposure, "id": "x3", "conditions": {**exposure["conditions"], "degree": {"kind": "sensor", "of": 7}}},
    ]
    document["custodian"] = {"kind": "observatory", "id": None, "since": "2030-01-01"}
    document["sensors"] = [{"id": "sensor:1", "serial": "0001"}]
    return canonical(document)


def write() -> None:
    """Write the files of the version that the library writes."""
    digests = {}
    for name, register in (("complete", complete()), ("minimal", minimal()), ("newer", tx.loads(newer()))):
        digests[name] = tx.digest(register)
        tx.write(register, FOLDER / f"{name}.jsonl")
        tx.write(register, FOLDER / f"{name}.json")
    lines = [f"{digest}  {name}.json\n" for name, digest in digests.items()]
    (FOLDER / "digests.txt").write_text("".join(lines), "ascii", newline="\n")


if __name__ == "__main__":
    write()
