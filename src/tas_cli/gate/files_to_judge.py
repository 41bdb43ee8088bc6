"""Which files a check is about: what paths mean, each file once, and what was passed over, with a word.

Opens no file and judges none.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from ..errors import TasError
from ..model.workspace import Workspace, is_settings_name
from ..place import Places
from ..storage.files import PROPOSALS, STDIN, SUFFIX, beside
from ..storage.search import HitKind, SearchHit, loose_deals, search
from .judged_files import JudgedFile, displayed, passed_over


class FilesToJudge(NamedTuple):
    """Assessments in order of name; files of a workspace's own (its tas.yaml, its banks) that were named.

    `proposals` are files of those, beside the assessments. `passed_over` is what nearly is an assessment,
    `left_out` counts what `exclude` leaves out.
    """

    deals: Sequence[str]
    own: Sequence[str]
    passed_over: Sequence[JudgedFile]
    left_out: int
    proposals: Sequence[str] = ()


def files_to_judge(paths: Sequence[str], places: Places) -> FilesToJudge:
    """What `paths` mean, without any the deals of the workspace around us.

    TasError for one that does not exist, or in which there is nothing to judge.
    """
    deals: dict[str, str] = {}
    own: dict[str, None] = {}
    proposals: dict[str, None] = {}
    near: dict[str, JudgedFile] = {}
    left_out: set[str] = set()
    for path in paths or _usual(places):
        if path != STDIN and not os.path.lexists(path):
            raise TasError("files.missing", file=path, near="")
        if path != STDIN and not os.path.isdir(path) and _is_own(path, places):  # noqa: PTH112
            own[displayed(path)] = None
            continue
        for hit in _hits(path, places):
            if hit.what == "deal":
                _take(deals, hit)
            elif hit.what == "proposals":
                proposals[displayed(hit.path)] = None
            elif hit.what == "left_out":
                left_out.add(hit.real)
            else:
                near[displayed(hit.path)] = passed_over(hit)
    named = {os.path.normpath(displayed(path)): path for path in deals.values()}
    return FilesToJudge(
        [named[name] for name in sorted(named)],
        sorted(own),
        [near[name] for name in sorted(near)],
        len(left_out),
        sorted(proposals),
    )


def _usual(places: Places) -> Sequence[str]:
    """Where the deals are that nobody names: in the workspace's folder, else right here."""
    workspace = places.find(STDIN).place.workspace
    folder = displayed(workspace.deals)
    if workspace.root is not None or os.path.lexists(workspace.deals):
        return [folder]
    if not (loose := loose_deals()):
        raise TasError("check.no_workspace", folder=folder)
    return loose


def _take(deals: dict[str, str], hit: SearchHit) -> None:
    """Each file once, whatever leads to it; by the name that is no link, where there is one."""
    if hit.real not in deals or os.path.islink(deals[hit.real]):  # noqa: PTH114
        deals[hit.real] = hit.path


def _hits(path: str, places: Places) -> Iterator[SearchHit]:
    if path == STDIN:
        yield SearchHit(path, "deal", path)
        return
    leaves_out = _exclusion(places)
    if not os.path.isdir(path):  # noqa: PTH112
        what: HitKind = "proposals" if path.endswith(PROPOSALS) else "deal"
        yield SearchHit(path, "left_out" if leaves_out(path) else what, os.path.realpath(path))
        if what == "deal" and os.path.isfile(beside(path)):  # noqa: PTH113
            yield SearchHit(beside(path), "proposals")
        return
    hits = list(search(path, leaves_out))
    if not any(hit.what == "deal" for hit in hits):
        raise _nothing(path, hits)
    yield from hits


def _exclusion(places: Places) -> Callable[[str], bool]:
    """What says of a path whether its own workspace leaves it out; each folder is looked up once."""
    known: dict[str, Workspace] = {}

    def leaves_out(path: str) -> bool:
        folder = os.path.dirname(path) or "."  # noqa: PTH120
        if folder not in known:
            known[folder] = places.find(folder).place.workspace
        return known[folder].leaves_out(path)

    return leaves_out


def _nothing(path: str, hits: Iterable[SearchHit]) -> TasError:
    """Why a folder is no answer: it holds nothing, or only what is not judged."""
    other = next((hit for hit in hits if hit.what not in ("left_out", "proposals")), None)
    if other is not None:
        return TasError("check.nothing_but", path=path, other=displayed(other.path))
    is_left_out = any(hit.what == "left_out" for hit in hits)
    return TasError("check.all_left_out" if is_left_out else "check.nothing", path=path)


def _is_own(path: str, places: Places) -> bool:
    """Whether a named file belongs to the workspace: its tas.yaml, its calibration, a bank that it names."""
    if path.endswith(SUFFIX):
        return False
    if is_settings_name(Path(path).name):
        return True
    place, whole = places.find(path).place, os.path.abspath(path)  # noqa: PTH100
    return whole == os.path.abspath(place.calibration_path) or place.workspace.is_bank(Path(whole))  # noqa: PTH100
