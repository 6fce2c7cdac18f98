"""What must hold: rules, the profiles that gather them, and the check that runs them.

A rule is a value with its code, its wordings, its source and a pure function; a profile is a named set of rules.
An embedder builds both and passes them to `check`: there is nothing to register.
"""

from tracexpo.rules.checking import RULE_CRASHED, SILENCE_OF_NOTHING, check
from tracexpo.rules.context import Context, Facts
from tracexpo.rules.days import Bounds, bounds
from tracexpo.rules.experiment import EXPERIMENT_2009, experiment_profile
from tracexpo.rules.profile import Profile, Silence
from tracexpo.rules.profiles import AUTO, CONSISTENCY, LIST_2024, PROFILES, STRUCTURE, all_rules, profile_of
from tracexpo.rules.rule import EXAMPLE_DAY, PRECISION, CannotSay, Finding, Rule
from tracexpo.rules.trials import Comparison, compare
from tracexpo.rules.variants import VARIANTS, ExperimentVariant

__all__ = [
    "AUTO",
    "CONSISTENCY",
    "EXAMPLE_DAY",
    "EXPERIMENT_2009",
    "LIST_2024",
    "PRECISION",
    "PROFILES",
    "RULE_CRASHED",
    "SILENCE_OF_NOTHING",
    "STRUCTURE",
    "VARIANTS",
    "Bounds",
    "CannotSay",
    "Comparison",
    "Context",
    "ExperimentVariant",
    "Facts",
    "Finding",
    "Profile",
    "Rule",
    "Silence",
    "all_rules",
    "bounds",
    "check",
    "compare",
    "experiment_profile",
    "profile_of",
]
