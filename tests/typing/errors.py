"""What type checkers see of errors: mypy and pyright read this file, it holds no test that runs."""

from typing import assert_type

import tracexpo as tx

try:
    tx.Company(id="")
except tx.InvalidValueError as error:
    assert_type(error.code, str)
    assert_type(error.field, str)
    assert_type(error.problem, tx.Problem)
    assert_type(error.message_in("fr"), str)

told = tx.ReadError(())
assert_type(told.problems, tuple[tx.Problem, ...])
assert_type(told.text_in("fr", most=5), str)
assert_type(tx.MergeError(()).problems, tuple[tx.Problem, ...])
assert_type(tx.MissingExtraError("reading a workbook", "xlsx").extra, str)
