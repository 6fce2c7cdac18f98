"""Official identifiers: `parse_…` cleans and checks, `is_…` answers, the fields hold plain text.

Check digits come from python-stdnum, loaded on first use, with two rules it lacks: an EC number of
remainder 10 exists only in the 4xx series, and the check digit of CLP index numbers. Answers are kept
in bounded tables, but for the NIR, which is personal.
"""

import re
from collections.abc import Callable
from functools import lru_cache
from typing import Annotated, Final

from tracexpo.errors import InvalidValueError
from tracexpo.form import Form, type_name

__all__ = [
    "Cas",
    "ClpIndex",
    "Ec",
    "Nir",
    "Siren",
    "Siret",
    "is_cas",
    "is_clp_index",
    "is_ec",
    "is_nir",
    "is_siren",
    "is_siret",
    "parse_cas",
    "parse_clp_index",
    "parse_ec",
    "parse_nir",
    "parse_siren",
    "parse_siret",
]

_KEPT: Final = 65_536

_SIREN: Final = r"[0-9]{9}"
_SIRET: Final = r"[0-9]{14}"
_NIR: Final = r"[0-9]{6}[0-9AB][0-9]{8}"
_CAS: Final = r"[0-9]{2,7}-[0-9]{2}-[0-9]"
_EC: Final = r"[0-9]{3}-[0-9]{3}-[0-9]"
_CLP_INDEX: Final = r"[0-9]{3}-[0-9]{3}-[0-9]{2}-[0-9X]"


@lru_cache(_KEPT)
def _siren_ok(number: str) -> bool:
    from stdnum.fr import siren

    return bool(siren.is_valid(number))


@lru_cache(_KEPT)
def _siret_ok(number: str) -> bool:
    from stdnum.fr import siret

    return bool(siret.is_valid(number))


def _nir_ok(number: str) -> bool:
    from stdnum.fr import nir

    return bool(nir.is_valid(number))


@lru_cache(_KEPT)
def _cas_ok(number: str) -> bool:
    from stdnum import casrn

    return bool(casrn.is_valid(number))


@lru_cache(_KEPT)
def _ec_ok(number: str) -> bool:
    from stdnum.eu import ecnumber

    if not ecnumber.is_valid(number):
        return False
    digits = [int(c) for c in number if c != "-"]
    # of 106 213 numbers the 181 of remainder 10 are all ELINCS numbers, 4xx, and end in 1
    return number[0] == "4" or sum(i * d for i, d in enumerate(digits[:6], 1)) % 11 != 10


@lru_cache(_KEPT)
def _clp_index_ok(number: str) -> bool:
    digits = [int(c) for c in number[:-1] if c != "-"]
    return "0123456789X"[sum(i * d for i, d in enumerate(digits, 1)) % 11] == number[-1]


def _form(name: str, pattern: str, is_right: Callable[[str], bool]) -> Form:
    """Make the form of an identifier: its pattern, then its check digit."""

    def check_identifier(value: object) -> None:
        if type(value) is not str:
            raise InvalidValueError("wrong-type", context={"expected": "str", "found": type_name(value)})
        if not re.fullmatch(pattern, value):
            raise InvalidValueError(f"{name}-malformed")
        if not is_right(value):
            raise InvalidValueError(f"{name}-check-digit")

    return Form(name, check_identifier, pattern=pattern)


_SIREN_FORM: Final = _form("siren", _SIREN, _siren_ok)
_SIRET_FORM: Final = _form("siret", _SIRET, _siret_ok)
_NIR_FORM: Final = _form("nir", _NIR, _nir_ok)
_CAS_FORM: Final = _form("cas", _CAS, _cas_ok)
_EC_FORM: Final = _form("ec", _EC, _ec_ok)
_CLP_INDEX_FORM: Final = _form("clp-index", _CLP_INDEX, _clp_index_ok)

Siren = Annotated[str, _SIREN_FORM]
"""A company number: nine digits. Source: Insee, SIRENE."""
Siret = Annotated[str, _SIRET_FORM]
"""An establishment number: fourteen digits, La Poste by its own rule. Source: Insee, SIRENE."""
Nir = Annotated[str, _NIR_FORM]
"""A social-security number (numéro de sécurité sociale): fifteen characters with its key. Source: Insee."""
Cas = Annotated[str, _CAS_FORM]
"""A CAS Registry Number."""
Ec = Annotated[str, _EC_FORM]
"""An EC number (numéro CE)."""
ClpIndex = Annotated[str, _CLP_INDEX_FORM]
"""An index number of Annex VI of Regulation (EC) 1272/2008."""

_SPACES: Final = r"[\s\u00a0\u202f.]+"
_DASHES: Final = r"\s*[-\u2010-\u2015\u2212]\s*"


def _parse(form: Form, text: str, *, dashes: str) -> str:
    if type(text) is not str:
        raise InvalidValueError("wrong-type", context={"expected": "str", "found": type_name(text)})
    cleaned = re.sub(_SPACES, "", re.sub(_DASHES, dashes, text)).upper()
    form.check(cleaned)
    return cleaned


def _is(form: Form, text: object) -> bool:
    try:
        form.check(text)
    except InvalidValueError:
        return False
    return True


def parse_siren(text: str) -> str:
    """Return the nine digits of a SIREN, spaces taken out.

    Raises:
        InvalidValueError: `siren-malformed` or `siren-check-digit`.

    >>> parse_siren("404 833 048")
    '404833048'
    """
    return _parse(_SIREN_FORM, text, dashes="")


def parse_siret(text: str) -> str:
    """Return the fourteen digits of a SIRET, spaces taken out.

    Raises:
        InvalidValueError: `siret-malformed` or `siret-check-digit`.

    >>> parse_siret("404 833 048 00022")
    '40483304800022'
    """
    return _parse(_SIRET_FORM, text, dashes="")


def parse_nir(text: str) -> str:
    """Return the fifteen characters of a NIR, spaces taken out; Corsica keeps its 2A or 2B.

    Raises:
        InvalidValueError: `nir-malformed` or `nir-check-digit`; the number is never repeated.
    """
    return _parse(_NIR_FORM, text, dashes="")


def parse_cas(text: str) -> str:
    """Return a CAS number with plain hyphens, spaces taken out.

    Raises:
        InvalidValueError: `cas-malformed` or `cas-check-digit`.

    >>> parse_cas("71–43–2")
    '71-43-2'
    """
    return _parse(_CAS_FORM, text, dashes="-")


def parse_ec(text: str) -> str:
    """Return an EC number with plain hyphens, spaces taken out.

    Raises:
        InvalidValueError: `ec-malformed` or `ec-check-digit`.

    >>> parse_ec("200-753-7")
    '200-753-7'
    """
    return _parse(_EC_FORM, text, dashes="-")


def parse_clp_index(text: str) -> str:
    """Return a CLP index number with plain hyphens, spaces taken out.

    Raises:
        InvalidValueError: `clp-index-malformed` or `clp-index-check-digit`.

    >>> parse_clp_index("601-020-00-8")
    '601-020-00-8'
    """
    return _parse(_CLP_INDEX_FORM, text, dashes="-")


def is_siren(text: object) -> bool:
    """Tell whether this is a SIREN as the fields hold it: nine digits, the last one right."""
    return _is(_SIREN_FORM, text)


def is_siret(text: object) -> bool:
    """Tell whether this is a SIRET as the fields hold it.

    >>> is_siret("35600000049837"), is_siret("35600000049838")  # La Poste: digit sum divisible by five
    (True, False)
    """
    return _is(_SIRET_FORM, text)


def is_nir(text: object) -> bool:
    """Tell whether this is a NIR as the fields hold it: fifteen characters, the key right."""
    return _is(_NIR_FORM, text)


def is_cas(text: object) -> bool:
    """Tell whether this is a CAS number as the fields hold it."""
    return _is(_CAS_FORM, text)


def is_ec(text: object) -> bool:
    """Tell whether this is an EC number as the fields hold it.

    >>> is_ec("415-180-1"), is_ec("200-005-1")  # remainder 10: only in the 4xx series
    (True, False)
    """
    return _is(_EC_FORM, text)


def is_clp_index(text: object) -> bool:
    """Tell whether this is a CLP index number as the fields hold it.

    >>> is_clp_index("601-013-00-X")
    True
    """
    return _is(_CLP_INDEX_FORM, text)
