"""Reading an employer's list: from the rows of its sheets to a register."""

import os
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, closing
from hashlib import sha256
from itertools import chain, islice
from pathlib import Path
from typing import Any, Final

from attrs import evolve

from tracexpo.agents import Agent
from tracexpo.codecs.document import collector_paused
from tracexpo.codecs.reading import LIMITS, Limits, Reading, Rejected
from tracexpo.codecs.tables.codes import ONCE, TABLE
from tracexpo.codecs.tables.columns import Column
from tracexpo.codecs.tables.conditions import CONDITION_COLUMNS, ConditionsReader
from tracexpo.codecs.tables.delimited import DELIMITERS, encoding_of, rows_of
from tracexpo.codecs.tables.folding import folded_hash
from tracexpo.codecs.tables.grids import Progress, Row, Sheet, Unopened, Value
from tracexpo.codecs.tables.layout import SEARCHED, Above, Layout, layout_of, said_above, score
from tracexpo.codecs.tables.mapping import TableMapping, mapping_of
from tracexpo.codecs.tables.parts import (
    LEGAL_DAY,
    Finding,
    Outcome,
    Part,
    Place,
    place_reader,
    read_agent,
    read_contract,
    read_employer,
    read_period,
    read_provenance,
)
from tracexpo.codecs.tables.people import PERSON_COLUMNS, People, read_person
from tracexpo.codecs.tables.words import is_blank
from tracexpo.codecs.tables.workbooks import sheets_of
from tracexpo.codecs.writing import RecordWriter
from tracexpo.codes import FORM
from tracexpo.companies import Company, Establishment
from tracexpo.errors import InvalidValueError
from tracexpo.exposures import IndividualExposure
from tracexpo.identifiers import is_siren
from tracexpo.periods import Period
from tracexpo.problems import Cell, ContextValue, Kind, Problem, Severity, Wording
from tracexpo.register import Register
from tracexpo.vocabularies import ContractType, Precision
from tracexpo.work import Workstation

__all__ = ["read_list", "try_read_list"]
