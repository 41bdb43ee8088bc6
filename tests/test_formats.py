"""The one table of formats holds what it says."""

from __future__ import annotations

from importlib import import_module

import pytest

from tas_cli.reports.formats import FORMATS, formats_of


@pytest.mark.parametrize("command", FORMATS)
def test_every_format_has_its_writer(command: str) -> None:
    assert formats_of(command)
    for place in FORMATS[command].values():
        module, _, function = place.partition(":")
        assert callable(getattr(import_module(f"tas_cli.reports.{module}"), function))
