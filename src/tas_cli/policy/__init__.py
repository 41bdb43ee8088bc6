"""A workspace's rules: what they may name, whether they are sound, what they make of a deal.

Everything a caller needs is named here. CEL is imported when a workspace has rules, not before.
"""

from __future__ import annotations

from .names import Deal, PolicyNames, names_of, values_seen
from .rules import Applied, Policy, RuleOutcome, compiled_condition, compiled_policy

__all__ = [
    "Applied",
    "Deal",
    "Policy",
    "PolicyNames",
    "RuleOutcome",
    "compiled_condition",
    "compiled_policy",
    "names_of",
    "values_seen",
]
