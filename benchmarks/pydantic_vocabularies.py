"""The vocabularies of tracexpo as plain enums: the members without their labels."""

from enum import StrEnum


class AliasOrigin(StrEnum):
    DECLARED = "declared"
    MATCHED = "matched"
    VERIFIED = "verified"


class AsbestosOperation(StrEnum):
    REMOVAL = "removal"
    INTERVENTION = "intervention"


class AttestationModel(StrEnum):
    DEPARTURE_2001 = "departure-2001"
    DEPARTURE_2008 = "departure-2008"
    ORDER_1995 = "1995"
    ASBESTOS_BEFORE_2012 = "asbestos-before-2012"
    STATE = "state"
    TERRITORIAL = "territorial"
    HOSPITAL = "hospital"
    FALLBACK_2022 = "fallback-2022"


class AuthorRole(StrEnum):
    EMPLOYER = "employer"
    OCCUPATIONAL_PHYSICIAN = "occupational-physician"
    PREVENTION_STAFF = "prevention-staff"
    HYGIENIST = "hygienist"
    FUND_ENGINEER = "fund-engineer"
    FUND_PHYSICIAN = "fund-physician"
    MEDICAL_INSPECTOR = "medical-inspector"
    LABOUR_INSPECTOR = "labour-inspector"
    TEMP_AGENCY = "temp-agency"
    WORKER = "worker"
    RESEARCHER = "researcher"


class Censoring(StrEnum):
    BELOW = "below"
    ABOVE = "above"


class CmrClass(StrEnum):
    CLP_1A = "clp-1A"
    CLP_1B = "clp-1B"
    CLP_2 = "clp-2"
    OLD_1 = "67/548-1"
    OLD_2 = "67/548-2"
    OLD_3 = "67/548-3"


class Confidence(StrEnum):
    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


class ContractType(StrEnum):
    PERMANENT = "permanent"
    FIXED_TERM = "fixed-term"
    TEMPORARY_AGENCY = "temporary-agency"
    SUBCONTRACT = "subcontract"
    APPRENTICESHIP = "apprenticeship"
    TRAINEE = "trainee"
    SECONDMENT = "secondment"
    POSTED = "posted"
    VOLUNTEER = "volunteer"
    PUBLIC_SERVANT = "public-servant"
    SELF_EMPLOYED = "self-employed"
    OTHER = "other"


class DocumentKind(StrEnum):
    COMPANY_FILE = "company-file"
    ATTESTATION = "attestation"
    HAZARDOUS_PROCESS_DECLARATION = "hazardous-process-declaration"
    EXPOSURE_LIST = "exposure-list"
    EXPOSURE_SHEET = "exposure-sheet"
    PREVENTION_SHEET = "prevention-sheet"
    ASBESTOS_SHEET = "asbestos-sheet"
    RISK_ASSESSMENT = "risk-assessment"
    MEDICAL_FILE = "medical-file"
    NONE = "none"


class DustFraction(StrEnum):
    INHALABLE = "inhalable"
    THORACIC = "thoracic"
    RESPIRABLE = "respirable"


class FrequencyPeriod(StrEnum):
    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    YEAR = "year"


class Hazard(StrEnum):
    CARCINOGENIC = "carcinogenic"
    MUTAGENIC = "mutagenic"
    REPROTOXIC = "reprotoxic"
    LACTATION = "lactation"


class LegalRegime(StrEnum):
    PRIVATE_GENERAL = "private-general"
    PRIVATE_AGRICULTURAL = "private-agricultural"
    STATE = "state"
    TERRITORIAL = "territorial"
    HOSPITAL = "hospital"
    SELF_EMPLOYED = "self-employed"
    FOREIGN = "foreign"


class MeasureLevel(StrEnum):
    SUBSTITUTION = "substitution"
    TECHNICAL = "technical"
    ORGANISATIONAL = "organisational"
    PERSONAL = "personal"


class MeasurementPurpose(StrEnum):
    REGULATORY_CONTROL = "regulatory-control"
    ASSESSMENT = "assessment"
    INVESTIGATION = "investigation"
    RESEARCH = "research"


class NafRevision(StrEnum):
    NAF_1993 = "naf-1993"
    NAF_REV1 = "naf-rev1"
    NAF_REV2 = "naf-rev2"
    NAF_2025 = "naf-2025"


class OccupationScheme(StrEnum):
    PCS_ESE_2017 = "pcs-ese-2017"
    PCS_2020 = "pcs-2020"
    ROME = "rome"
    ISCO_08 = "isco-08"


class PartyKind(StrEnum):
    EMPLOYER = "employer"
    HEALTH_SERVICE = "health-service"
    TEMP_AGENCY = "temp-agency"
    FUND = "fund"
    RESEARCH = "research"
    WORKER = "worker"


class Precision(StrEnum):
    DAY = "day"
    MONTH = "month"
    YEAR = "year"
    ESTIMATED = "estimated"


class RespiratorPosition(StrEnum):
    OUTSIDE = "outside"
    INSIDE = "inside"
    NONE = "none"


class Route(StrEnum):
    INHALATION = "inhalation"
    DERMAL = "dermal"
    INGESTION = "ingestion"


class SampleMatrix(StrEnum):
    AIR = "air"
    SURFACE = "surface"
    BLOOD = "blood"
    URINE = "urine"
    OTHER = "other"


class SamplingPosition(StrEnum):
    PERSONAL = "personal"
    STATIC = "static"


class ServiceType(StrEnum):
    INTER_COMPANY = "inter-company"
    IN_HOUSE = "in-house"
    AGRICULTURAL = "agricultural"
    PUBLIC = "public"


class Sex(StrEnum):
    FEMALE = "female"
    MALE = "male"


class Statistic(StrEnum):
    TWA_8H = "twa-8h"
    TWA_1H = "twa-1h"
    TWA_15MIN = "twa-15min"
    MEAN = "mean"
    GEOMETRIC_MEAN = "geometric-mean"
    P95 = "p95"
    MAX = "max"


class SuccessionKind(StrEnum):
    MOVE = "move"
    MERGER = "merger"
    TRANSFER = "transfer"
    SPLIT = "split"


class TimeUnit(StrEnum):
    MIN_DAY = "min/day"
    H_DAY = "h/day"
    H_WEEK = "h/week"
    H_MONTH = "h/month"
    H_YEAR = "h/year"
    DAY_WEEK = "day/week"
    DAY_MONTH = "day/month"
    DAY_YEAR = "day/year"
    PERCENT_OF_WORKING_TIME = "%"


class TransmissionSubject(StrEnum):
    LIST = "list"
    UPDATE = "update"
    TEMPORARY_WORKER = "temporary-worker"
    END_OF_EXPOSURE = "end-of-exposure"


class UnknownFact(StrEnum):
    NATURE = "nature"
    DURATION = "duration"
    DEGREE = "degree"


class UnknownReason(StrEnum):
    NOT_ASSESSED = "not-assessed"
    NOT_RECORDED = "not-recorded"
    LOST = "lost"
    WITHHELD = "withheld"


class Unit(StrEnum):
    MG_M3 = "mg/m3"
    UG_M3 = "ug/m3"
    NG_M3 = "ng/m3"
    F_CM3 = "f/cm3"
    F_L = "f/L"
    F_M3 = "f/m3"
    PPM = "ppm"
    PPB = "ppb"
    UG_L = "ug/L"
    MG_L = "mg/L"
    UMOL_L = "umol/L"
    UG_G_CREATININE = "ug/g-creatinine"
    MG_G_CREATININE = "mg/g-creatinine"
    UMOL_MOL_CREATININE = "umol/mol-creatinine"
    UG_CM2 = "ug/cm2"
    MG_CM2 = "mg/cm2"
