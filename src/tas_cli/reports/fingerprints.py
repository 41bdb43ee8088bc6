"""A name for each finding that stays the same while lines move, for tools that track findings over time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from hashlib import sha256

from ..findings import Finding


def fingerprinted(findings: Iterable[Finding]) -> Iterator[tuple[Finding, str]]:
    """Each finding with its fingerprint: of id, file and question; alike ones are numbered."""
    seen: Counter[str] = Counter()
    for finding in findings:
        key = "\0".join((finding.id, finding.file, finding.question or ""))
        seen[key] += 1
        text = f"{key}\0{seen[key]}".encode("utf-8", "surrogatepass")
        yield finding, sha256(text).hexdigest()[:32]
