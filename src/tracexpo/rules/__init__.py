"""What must hold: rules, the profiles that gather them, and the check that runs them.

A rule is a value with its code, its wordings, its source and a pure function; a profile is a named set of rules.
An embedder builds both and passes them to `check`: there is nothing to register.
"""

from tracexpo.rules.checking import RULE_CRASHED, check
from tracexpo.rules.context import Context, Facts
from tracexpo.rules.days import Bounds, bounds
from tracexpo.rules.profile import Profile, Silence
from tracexpo.rules.profiles import CONSISTENCY, LIST_2024, PROFILES, STRUCTURE, all_rules, profile_of
from tracexpo.rules.rule import EXAMPLE_DAY, PRECISION, CannotSay, Finding, Rule

__all__ = [
    "CONSISTENCY",
    "EXAMPLE_DAY",
    "LIST_2024",
    "PRECISION",
    "PROFILES",
    "RULE_CRASHED",
    "STRUCTURE",
    "Bounds",
    "CannotSay",
    "Context",
    "Facts",
    "Finding",
    "Profile",
    "Rule",
    "Silence",
    "all_rules",
    "bounds",
    "check",
    "profile_of",
]
