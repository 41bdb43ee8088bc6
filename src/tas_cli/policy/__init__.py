"""A workspace's rules: what they may name, whether they are sound, what they make of a deal.

Everything a caller needs is named here. CEL is imported when a workspace has rules, not before.
"""

from __future__ import annotations

from .names import Deal, Names, names_of, values_seen
from .rules import Applied, Outcome, Policy, compiled_condition, compiled_policy

__all__ = [
    "Applied",
    "Deal",
    "Names",
    "Outcome",
    "Policy",
    "compiled_condition",
    "compiled_policy",
    "names_of",
    "values_seen",
]
