"""How the screen looks. Colour supports and never tells: every meaning is also in a sign or a word."""

from __future__ import annotations

from prompt_toolkit.styles import Style

STYLE = Style.from_dict(
    {
        "title": "reverse bold",
        "keys": "reverse",
        "rule": "ansibrightblack",
        "bank": "bold underline",
        "section": "bold",
        "party": "",
        "party.here": "bold underline",
        "here": "bold",
        "cell": "reverse bold",
        "plus": "ansigreen",
        "minus": "ansired",
        "unknown": "ansiyellow",
        "open": "ansibrightblack",
        "question": "bold",
        "label": "bold",
        "chosen": "bold",
        "why": "ansibrightblack",
        "caution": "ansiyellow",
        "notice": "ansicyan",
        "bad": "ansired bold",
        "verdict": "bold",
        "tone.good": "ansigreen",
        "tone.bad": "ansired",
        "tone.doubt": "ansiyellow",
        "tone.neutral": "",
    }
)
