"""What each place makes harmless, for any text at all."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ElementTree

from hypothesis import given
from hypothesis import strategies as st

from tas_cli import safe

any_text = st.text(st.characters(exclude_categories=()) | st.sampled_from("\ufffe\uffff\x1b\ud800<&]\"'"))


@given(any_text)
def test_xml_is_read_back_whatever_a_text_holds(text: str) -> None:
    element = ElementTree.fromstring(f'<a b="{safe.xml(text)}">{safe.xml(text)}</a>')  # noqa: S314
    said = element.text or ""
    assert said.replace("\t", " ") == element.get("b")
    assert said == safe.terminal(text)


@given(any_text | st.text(" a:#=中", max_size=8))
def test_what_is_left_as_it_is_had_nothing_to_be_made_harmless(text: str) -> None:
    assert safe.line(text) == " ".join(safe.terminal(text).split())
    logged = re.sub(r"(?m)^(\s*)::(?=\S)", r"\1: :", text.replace("##[", "# #["))
    assert safe.log(text) == logged
