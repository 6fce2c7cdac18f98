"""The report: what was checked, on which day, under which profile, what was found and what was not looked at.

It holds no personal value, and shows itself as text, as JSON, as rows for a table, as a page, and in a notebook.
Overviews of the register (`tracexpo.overviews`) can be shown with it.
"""

from tracexpo.report.overview import Item, Overview
from tracexpo.report.parts import Crash, ProblemsFoundError, Silenced, Subject, Summary, Undecided
from tracexpo.report.value import Report
from tracexpo.report.words import COLLECTION_WORDS

__all__ = [
    "COLLECTION_WORDS",
    "Crash",
    "Item",
    "Overview",
    "ProblemsFoundError",
    "Report",
    "Silenced",
    "Subject",
    "Summary",
    "Undecided",
]
