"""Reading an employer's list of exposed workers: a spreadsheet of its own, as CSV or as a workbook."""

from tracexpo.codecs.tables.codes import TABLE
from tracexpo.codecs.tables.columns import Column
from tracexpo.codecs.tables.lists import read_list, try_read_list
from tracexpo.codecs.tables.mapping import TableMapping

__all__ = ["TABLE", "Column", "TableMapping", "read_list", "try_read_list"]
