"""The numbers are real ones of companies and substances, but for the NIR, which are made up."""

import subprocess
import sys
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracexpo import identifiers
from tracexpo.errors import InvalidValueError
from tracexpo.form import form_of
from tracexpo.identifiers import (
    is_cas,
    is_clp_index,
    is_ec,
    is_nir,
    is_siren,
    is_siret,
    parse_cas,
    parse_clp_index,
    parse_ec,
    parse_nir,
    parse_siren,
    parse_siret,
)

RIGHT = {
    "siren": "356000000 120027016 552081317 552049447 780129987 855200507 542051180 552096281 552032534 632012100"
    " 542039532 380129866",
    # La Poste: its seat goes by the common rule, its offices by their own
    "siret": "73282932000074 40483304800022 55208131766522 12002701600563 35600000000048 35600000049837",
    "nir": "185057400608603 185052A00608633 185052B00608660",
    "cas": "71-43-2 50-00-0 75-01-4 79-01-6 7440-43-9 7440-02-0 7440-41-7 7440-48-4 1333-82-0 75-21-8 25808-74-6"
    " 14808-60-7 1332-21-4",
    # the last six are ELINCS numbers of remainder 10
    "ec": "200-753-7 200-001-8 200-831-0 201-167-4 231-152-8 231-111-4 231-150-7 231-158-0 215-607-8 200-849-9"
    " 415-180-1 427-050-1 431-520-1 433-460-1 424-550-1 435-470-1",
    "clp-index": "601-020-00-8 605-001-00-5 602-023-00-7 602-027-00-9 048-002-00-0 028-002-00-7 004-001-00-7"
    " 650-013-00-6 024-001-00-0 601-013-00-X 603-023-00-X 014-047-00-X 005-018-01-X",
}
IS: dict[str, Callable[[object], bool]] = {
    "siren": is_siren,
    "siret": is_siret,
    "nir": is_nir,
    "cas": is_cas,
    "ec": is_ec,
    "clp-index": is_clp_index,
}
PARSE: dict[str, Callable[[str], str]] = {
    "siren": parse_siren,
    "siret": parse_siret,
    "nir": parse_nir,
    "cas": parse_cas,
    "ec": parse_ec,
    "clp-index": parse_clp_index,
}
NUMBERS = [(kind, number) for kind, numbers in RIGHT.items() for number in numbers.split()]
each_kind = pytest.mark.parametrize("kind", RIGHT)
each_number = pytest.mark.parametrize(("kind", "number"), NUMBERS)


def refusal(kind: str, text: Any) -> str:
    with pytest.raises(InvalidValueError) as caught:
        PARSE[kind](text)
    assert caught.value.field == ""
    return caught.value.code


@each_number
def test_right_numbers(kind: str, number: str) -> None:
    assert IS[kind](number)
    assert PARSE[kind](number) == number


@each_number
def test_another_check_digit_is_wrong(kind: str, number: str) -> None:
    if number.startswith("356000000") and kind == "siret":
        return  # the digit sum of a La Poste number is divisible by five: two last digits are right
    for digit in "0123456789X":
        other = number[:-1] + digit
        if other != number:
            assert not IS[kind](other)
            malformed = digit == "X" and kind != "clp-index"
            assert refusal(kind, other) == f"{kind}-malformed" if malformed else f"{kind}-check-digit"


@each_number
def test_each_number_is_of_one_kind(kind: str, number: str) -> None:
    assert [other for other, answers in IS.items() if answers(number)] == [kind]


@each_kind
@pytest.mark.parametrize("text", ["", " ", "x", "0", "１２３", "71-43", "7" * 40, "é" * 14])
def test_malformed_numbers(kind: str, text: str) -> None:
    assert not IS[kind](text)
    assert refusal(kind, text) == f"{kind}-malformed"


@each_kind
@pytest.mark.parametrize("value", [None, 552081317, b"552081317", ["552081317"], 1.5], ids=repr)
def test_numbers_are_texts(kind: str, value: object) -> None:
    assert not IS[kind](value)
    assert refusal(kind, value) == "wrong-type"


@pytest.mark.parametrize("digits", ["٥٥٢٠٨١٣١٧", "５５２０８１３１７", "५५२०८१३१७"])
def test_other_digits_are_no_digits(digits: str) -> None:
    assert not is_siren(digits)
    assert refusal("siren", digits) == "siren-malformed"


@given(st.sampled_from(NUMBERS), st.text(max_size=3), st.text(max_size=3))
def test_what_stands_around_a_number_makes_it_another_text(pair: tuple[str, str], before: str, after: str) -> None:
    kind, number = pair
    if before or after:
        assert not IS[kind](before + number + after) or before + number + after in RIGHT[kind].split()


@given(st.text())
def test_any_text_gets_an_answer(text: str) -> None:
    for kind, parse in PARSE.items():
        try:
            outcome = IS[kind](parse(text))
        except InvalidValueError as error:
            outcome = error.code in (f"{kind}-malformed", f"{kind}-check-digit")
        assert outcome


# -- how people write them


@pytest.mark.parametrize(
    ("kind", "written", "number"),
    [
        ("siren", "552 081 317", "552081317"),
        ("siren", " 552.081.317\n", "552081317"),
        ("siren", "552-081-317", "552081317"),
        ("siret", "552\u00a0081\u202f317 66522", "55208131766522"),
        ("nir", "1 85 05 2A 006 086 33", "185052A00608633"),
        ("nir", "1 85 05 2b 006 086 60", "185052B00608660"),
        ("cas", "71\u201343\u20132", "71-43-2"),
        ("cas", " 71 - 43 - 2 ", "71-43-2"),
        ("cas", "7440\u201143\u20119", "7440-43-9"),
        ("ec", "200\u2212753\u22127", "200-753-7"),
        ("clp-index", "601-013-00-x", "601-013-00-X"),
        ("clp-index", "601 - 020 - 00 - 8", "601-020-00-8"),
    ],
)
def test_as_people_write_them(kind: str, written: str, number: str) -> None:
    assert PARSE[kind](written) == number
    assert not IS[kind](written), "a field holds the plain form"


# -- the rules of each


def test_the_post_office_goes_by_its_own_rule() -> None:
    # not divisible by Luhn's rule, yet right: the digit sum is 45
    assert is_siret("35600000049837")
    assert is_siret("35600000049832")
    assert refusal("siret", "35600000049838") == "siret-check-digit"
    # another company does not have that privilege
    assert refusal("siret", "55208131700005") == "siret-check-digit"


def test_a_siret_begins_with_a_siren() -> None:
    # the fourteen digits fulfil the rule, the first nine do not
    assert not is_siren("732829321")
    assert refusal("siret", "73282932100072") == "siret-check-digit"


def test_corsica_keeps_its_letters() -> None:
    assert parse_nir("185052A00608633") == "185052A00608633"
    assert refusal("nir", "185052A00608660") == "nir-check-digit"
    assert refusal("nir", "185052B00608633") == "nir-check-digit"
    assert refusal("nir", "185052C00608633") == "nir-malformed"


def test_remainder_ten_exists_in_the_4xx_series_alone() -> None:
    assert is_ec("415-180-1")
    for other in ("200-005-1", "215-180-1", "515-180-1", "315-180-1", "715-180-1"):
        digits = [int(c) for c in other if c != "-"]
        if sum(i * d for i, d in enumerate(digits[:6], 1)) % 11 == 10:
            assert refusal("ec", other) == "ec-check-digit"
    assert refusal("ec", "200-005-1") == refusal("ec", "200-005-0") == "ec-check-digit"


def test_the_last_sign_of_an_index_number_may_be_x() -> None:
    assert is_clp_index("601-013-00-X")
    assert not is_clp_index("601-013-00-x")
    assert refusal("clp-index", "601-020-00-X") == "clp-index-check-digit"
    assert refusal("clp-index", "60X-020-00-8") == "clp-index-malformed"


# -- what is kept, and what never is


def _tables() -> dict[str, Any]:
    return {name: value for name, value in vars(identifiers).items() if hasattr(value, "cache_info")}


def test_answers_are_kept_in_bounded_tables() -> None:
    assert set(_tables()) == {"_siren_ok", "_siret_ok", "_cas_ok", "_ec_ok", "_clp_index_ok"}
    for table in _tables().values():
        maxsize = table.cache_info().maxsize
        assert maxsize is not None
        assert maxsize <= 65_536


def test_a_social_security_number_is_never_kept() -> None:
    before = {name: table.cache_info() for name, table in _tables().items()}
    assert is_nir("185052A00608633")
    parse_nir("1 85 05 74 006 086 03")
    assert not is_nir("185052A00608634")
    assert {name: table.cache_info() for name, table in _tables().items()} == before


def test_a_text_that_is_no_number_is_not_kept() -> None:
    before = {name: table.cache_info() for name, table in _tables().items()}
    for answers in IS.values():
        assert not answers("somebody's name")
    assert {name: table.cache_info() for name, table in _tables().items()} == before


@each_kind
def test_the_number_is_not_repeated(kind: str) -> None:
    number = RIGHT[kind].split()[1]
    wrong = number[:-1] + ("1" if number[-1] != "1" else "2")
    for text in (wrong, wrong + "0000"):
        with pytest.raises(InvalidValueError) as caught:
            PARSE[kind](text)
        for told in (str(caught.value), repr(caught.value), caught.value.message_in("fr")):
            assert text not in told
            assert number[:6] not in told


# -- the forms that readers and the schema go by


@each_kind
def test_the_form_carries_a_pattern_for_the_schema(kind: str) -> None:
    alias = {"siren": "Siren", "siret": "Siret", "nir": "Nir", "cas": "Cas", "ec": "Ec", "clp-index": "ClpIndex"}[kind]
    found = form_of(getattr(identifiers, alias))
    assert found is not None
    assert found.name == kind
    assert found.pattern is not None
    assert "\\" not in found.pattern, "the same in Python and in ECMA 262"


def test_check_digits_are_loaded_on_first_use() -> None:
    code = "import sys, tracexpo.identifiers as i; assert 'stdnum' not in sys.modules; assert i.is_siren('552081317')"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
