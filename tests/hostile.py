"""Files that wish us ill, by name: the same ones on every run. Makes bytes only; runs and judges nothing.

`assessments`, `banks` and `workspaces` each give {name: bytes}; the name says what is wrong with the file.
"""

from __future__ import annotations

import base64
import random
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

Kinds = dict[str, bytes]
SHIPPED = Path(__file__).parent.parent / "questions"

GOOD = """\
# A comment in front.
format: 1
customer: Acme Bank
opportunity: Core banking replacement
owner: maria
stage: proposal
amount: 1850000
currency: EUR
close_date: 2027-03-31  # the board meets
assessed_on: 2026-11-16
verified: true
outcome: open
reason: Price
lost_to: x_sys
crm_id: "006Qy00000MRAtd"
custom:
  forecast_category: commit
waivers:
  compelling-event: {until: 2026-12-31, by: maria, reason: The board answers}
competitors:
  x_sys: X-Sys
  金蝶: 金蝶
  status_quo: "Do nothing"
banks:
  tas: 1
  uss: 1
answers:
  tas:
    compelling_event:
      us: "+"
      x_sys: "?"
      evidence:
        us: Mail of 12 Nov, the licence ends
        x_sys: 'It''s said so'
      next_step: >-
        Ask the CIO what
        a delay costs
    solution_fit: {us: "-", 金蝶: "+"}
    inside_support:
      us: "+"
      evidence: {text: She showed us their plan, who: Ms Lund, side: customer, day: 2026-11-02}
      next_step:
        what: Ask who else decides
        due: 2026-12-01
        owner: ivan
  players:
    people:
      lund: {name: Eva Lund, role: decider, influence: high, stance: supporter, met: 2026-09-17}
  plan:
    goal: Their bank for ten years
    strategy: flanking
  control:
    calls_unreturned: {answer: "yes", evidence: Three calls not returned}
  uss:
    value_space: considerable
    solution:
      answer: "?"
      next_step: |
        See their architecture
"""

FIELDS = ("format", "customer", "opportunity", "owner", "stage", "amount", "currency", "close_date", "assessed_on",
          "verified", "outcome", "closed_on", "lost_to", "reason", "crm_id", "custom", "waivers", "competitors", "banks", "answers")  # fmt: skip

# What a terminal, a log runner, a spreadsheet, a browser or a library of ours might obey. Written as YAML double-quoted.
TEXTS = {
    "esc": r"\e[31mred\e[0m", "title": r"\e]0;owned\a", "c1": r"\x9b31m\x9d0;x\x9c", "bell": r"a\ab", "nul": r"a\0b",
    "backspace": r"good\b\b\b\bevil", "return": r"good\revil", "delete": r"a\x7fb", "vertical": r"a\vb\fc",
    "bidi": r"\u202eevil\u202c\u2066x\u2069", "mark": r"\u200e\u200f\u061c", "zero": r"a\u200bb\u2060c\ufeffd",
    "next": r"a\Nb", "separator": r"a\Lb\Pc", "newlines": r"a\nb\n\nc", "tab": r"a\tb", "tag": r"\U000E0041\U000E007F",
    "closing": "[/]", "bold": "[bold]x[/bold]", "attribute": "[a=b]", "link_markup": "[link=http://x]x[/link]",
    "unclosed": "[/bold", "emoji": ":smile:", "at": "@octocat #1 GH-1 www.x.org", "percent": "%s %(x)s %n",
    "braces": "{} {0} {x} {file!r}", "command": "::error::x", "command_later": r"x\n::error file=a::x",
    "command_blank": r"x\n  ::set-output name=a::b", "hash": "##[error]x", "hash_later": "a ##[add-mask]x",
    "encoded": r"\r%0A::error::x", "percent_newline": "%0D%0A::error::x", "case": "</testcase>", "cdata": "]]><x>",
    "entity": "&xxe;&#0;&#x1b;", "doctype": "<!DOCTYPE a [<!ENTITY x 'y'>]>", "script": "<script>alert(1)</script>",
    "attribute_end": r"\" onload=\"x", "comment": "<!-- x -->", "formula": "=cmd|'/c calc'!A0", "formula_plus": "+1+1",
    "formula_at": "@SUM(1)", "formula_tab": r"\t=1", "markdown": "[x](javascript:alert(1))", "image": "![x](http://x/y.png)",
    "pipe": "a | b | c", "ticks": "```x```", "heading": r"x\n# heading\n---\n- item", "math": "$`x`$ $$y$$", "backslash": r"\\\\",
    "merge": r"x\n<<<<<<< ours\ny\n=======\nz\n>>>>>>> theirs", "surrogate": r"\uD800", "pair": r"\uD83D\uDE00",
    "nonchar": r"\uFFFE\uFFFF\U0010FFFF", "astral": r"\U0001F600\U00020BB7", "combining": "e" + r"\u0301" * 300,
    "rtl": "\u05e9\u05dc\u05d5\u05dd \u0645\u0631\u062d\u0628\u0627", "wide": "中" * 400, "long": "x" * 20000, "words": "word " * 4000,
    "blank": " ", "blanks": " " * 500, "nbsp": r"\_\_", "quote": r"\"", "traversal": "../../../etc/passwd", "gitlab": "/close",
}  # fmt: skip

# One value of every sort YAML has, for the places that want another.
VALUES = {
    "nothing": "", "null": "null", "tilde": "~", "true": "true", "yes": "yes", "no": "no", "off": "off", "zero": "0",
    "minus_one": "-1", "octal": "0o17", "old_octal": "017", "hex": "0xFF", "binary": "0b11", "sexagesimal": "190:20:30",
    "underscored": "1_000", "comma": "1,000", "suffix": "1.2m", "float": "1.5", "exponent": "1e309", "tiny": "1e-9999",
    "infinity": ".inf", "minus_infinity": "-.inf", "nan": ".nan", "word_nan": "NaN", "digits": "9" * 5000,
    "decimals": "0." + "1" * 5000, "huge": "1" + "0" * 400, "arabic": "\u0661\u0662\u0663", "fullwidth": "１２３",
    "superscript": "²", "date": "2026-02-30", "date_zero": "0000-00-00", "date_year": "99999-01-01", "date_old": "0001-01-01",
    "date_last": "9999-12-31", "date_short": "2026-1-1", "date_time": "2026-01-01T00:00:00Z", "date_week": "2026-W01-1",
    "date_plain": "20260101", "date_arabic": "\u0662\u0660\u0662\u0666-\u0660\u0661-\u0660\u0661", "list": "[]", "map": "{}",
    "list_one": "[a]", "map_one": "{a: b}", "list_null": "[null]", "list_lists": "[[[[a]]]]", "map_maps": "{a: {b: {c: d}}}",
    "plus": "+", "minus": "-", "question": "?", "quoted_plus": '"+"', "fullwidth_plus": '"＋"', "dash": '"–"',
    "double_plus": '"++"', "spaced": '" + "', "long_word": "x" * 3000, "empty_quoted": '""', "tag": "!!python/object/apply:os.system [id]",
    "tag_binary": "!!binary aGVsbG8=", "tag_bool": "!!bool maybe", "tag_int": "!!int x", "tag_set": "!!set {a, b}", "tag_own": "!x y",
    "anchor": "&a b", "alias": "*a", "alias_self": "&a [*a]", "merge_key": "{<<: {a: b}}", "block": "|\n    a\n    b",
    "folded": ">\n    a\n\n    b", "block_keep": "|+\n    a\n\n\n", "at": "@a", "tick": "`a", "percent": "%a", "colon": "a: b: c",
    "open_list": "[a, b", "open_map": "{a: b", "open_quote": '"a', "open_single": "'a", "comma_first": "[,]", "tabbed": "\ta",
}  # fmt: skip

# Names for parties, questions and banks.
IDS = ("us", "answer", "evidence", "next_step", "note", "date", "by", "owner", "source", "status", "no", "yes", "null", "~", "1", "1.0",
       "0x1", "\"\"", "\" \"", "a b", "a-b", "a.b", "a:b", "__class__", "__init__", "_", "éclair", "e\u0301clair", "ﬁ", "Ａ", "金蝶", "\u05d0\u05d1",
       "\u0e01\u0e33", "\U0001d4d0", "😀", "\"\\e[31m\"", "\"\\u202ex\"", "\"a\\nb\"", "\"[/]\"", "\"::error::\"", "\"</testcase>\"",
       "\"<script>\"", "\"=1\"", "\"{x}\"", "\"%0A\"", "\"+\"", "\"?\"", "\"-\"", "x" * 3000, "\"a]b\"", "\"a'b\"", "\"\\\\\"", "customer",
       "competitors", "counts", "size", "in", "true", "has", "tas", "uss", "bank.question", "\"*\"", "\"&a\"", "\"#a\"", "<<")  # fmt: skip


def assessments() -> Kinds:
    """Hostile assessments, more than a thousand."""
    return {
        **_bytes(), **_layouts(), **_bombs(), **_of_texts(), **_of_values(), **_of_ids(), **_many(), **_cut(), **_mutated(),
    }  # fmt: skip


def banks() -> Kinds:
    """Hostile question banks."""
    bank = (SHIPPED / "uss.yaml").read_bytes()[:6000].rpartition(b"\n      - id")[0] + b"\n"
    small = "format: 1\nid: ours\nversion: 1\ntitle: Ours\nsections:\n  - id: s\n    title: S\n    questions:\n      - {id: q, title: Q}\n"
    kinds = {**_bytes(), **_layouts(), **_bombs()}
    for name, value in VALUES.items():
        for old in (
            "format: 1",
            "id: ours",
            "version: 1",
            "title: Ours",
            "id: s",
            "title: S",
            "{id: q, title: Q}",
            "Q}",
        ):
            kinds[f"{old} {name}"] = small.replace(old, f"{old.split(':')[0]}: {value}", 1).encode()
        for field in ("required", "weight", "not_for", "options", "ask", "plus", "why", "points"):
            kinds[f"question {field} {name}"] = small.replace(
                "title: Q", f"title: Q, {field}: {value}"
            ).encode()
        for field in ("verdict", "cross_checks", "modes", "notes", "yes_above", "if", "from"):
            kinds[f"bank {field} {name}"] = f"{small}{field}: {value}\n".encode()
    for name, text in TEXTS.items():
        kinds[f"text {name}"] = (
            small.replace("title: Q", f'title: "{text}"').replace("Ours", f'"{text}"').encode()
        )
        kinds[f"option {name}"] = small.replace(
            "title: Q", f'title: Q, options: [{{id: a, title: "{text}"}}]'
        ).encode()
    for i, id in enumerate(IDS):
        kinds[f"id {i}"] = small.replace("id: q", f"id: {id}").encode()
        kinds[f"bank id {i}"] = small.replace("id: ours", f"id: {id}").encode()
    for size in range(0, len(bank), 150):
        kinds[f"cut at {size}"] = bank[:size]
    many = "".join(f"      - {{id: q{i}, title: Q}}\n" for i in range(5000))
    kinds["many questions"] = small.replace("      - {id: q, title: Q}\n", many).encode()
    kinds["repeated questions"] = (small + "      - {id: q, title: Q}\n" * 500).encode()
    return kinds


def workspaces() -> Kinds:
    """Hostile files called tas.yaml."""
    kinds = {**_bytes(), **_layouts(), **_bombs()}
    fields = (
        "format",
        "us",
        "language",
        "currency",
        "deals",
        "questions",
        "banks",
        "policy",
        "findings",
        "stages",
        "max_age_days",
    )
    for name, value in VALUES.items():
        for field in fields:
            kinds[f"{field} {name}"] = f"{field}: {value}\n".encode()
        for field in ("id", "when", "expect", "level", "say"):
            kinds[f"rule {field} {name}"] = _rule(**{field: value}).encode()
    for name, text in TEXTS.items():
        for field in ("us", "currency", "language", "deals"):
            kinds[f"{field} text {name}"] = f'{field}: "{text}"\n'.encode()
        for field in ("id", "when", "expect", "say"):
            kinds[f"rule {field} text {name}"] = _rule(**{field: f'"{text}"'}).encode()
    for i, path in enumerate(
        ("/", "..", "../..", "~", "/dev/zero", "/dev/stdin", "/proc/self/mem", ".", "tas.yaml", "*", "a\0b")
    ):
        text = path.replace("\0", r"\0")
        kinds[f"questions {i}"] = f'questions: ["{text}"]\n'.encode()
        kinds[f"deals {i}"] = f'deals: "{text}"\n'.encode()
    for i, expression in enumerate(EXPRESSIONS):
        quoted = expression.replace("\\", "\\\\").replace('"', '\\"')
        kinds[f"expression {i}"] = _rule(expect=f'"{quoted}"').encode()
    rule = "  - {id: r%d, expect: 'deal.amount > %d', say: x}\n"
    kinds["many rules"] = ("policy:\n" + "".join(rule % (i, i) for i in range(300))).encode()
    kinds["same rules"] = ("policy:\n" + rule % (1, 1) * 100).encode()
    return kinds


EXPRESSIONS = (
    "", " ", "(", ")", "1", "'a'", "true", "null", "customer", "verdict == 'pursue'", "deal.customer", "deal.customer +", "deal.amount > ", "nothing", "tas.nothing.us == '+'", "tas['a']",
    "tas.compelling_event.nobody == '+'", "tas.compelling_event == '+'", "deal.customer.matches('(a+)+$')", "deal.customer.matches('(')",
    "deal.customer.matches('" + "(x?){1000}" * 20 + "')", "deal.customer.matches('[\\\\p{L}]{1,1000}')", "1/0 == 1", "deal.amount / 0.0 > 1.0", "int(deal.customer) > 1",
    "timestamp(deal.customer) > timestamp('2026-01-01T00:00:00Z')", "duration('1s') > duration(deal.customer)", "deal.competitors[99] == 'x'",
    "deal.competitors.all(a, deal.competitors.all(b, deal.competitors.all(c, deal.competitors.all(d, a == b || c != d))))", "deal.competitors.map(x, x).size() > 0",
    "[1,2,3].all(x, x > 0)", "{'a': 1}.a == 1", "deal.customer == deal.customer" + " && deal.customer == deal.customer" * 500, "(" * 300 + "true" + ")" * 300,
    "!" * 301 + "true", "-" * 300 + "1 == 1", "'" + "x" * 20000 + "' == deal.customer", "9223372036854775807 + 1 > 0", "-9223372036854775808 / -1 > 0",
    "uint(-1) > 1u", "1e400 > 1.0", "b'\\xff' == b''", "'\\u0000' == deal.customer", "dyn(deal.customer) == 1", "type(deal.customer) == string", "has(tas.compelling_event)",
    "tas", "card.sections", "card.counts.plus > 0", "card.counts.nothing > 0", "size(deal.customer) > 'a'", "deal.customer.size() == 1.0", "deal.amount in [1, 2]", "true ? true : 1",
    "deal.customer\n== 'x'", "// x", "true // x", "true; false", "import os", "__import__('os')", "deal.customer.contains('\\x1b')", "[] == {}", "a.b.c.d.e.f.g",
    "deal.customer.matches(deal.customer)", "deal.customer.format([1])", "string(deal.amount) == '1'", "'%0A::error::x'", "card.standing.nobody == 'ahead'", "card.standing['金蝶'] == 'x'",
)  # fmt: skip


def _rule(**given: str) -> str:
    fields = {
        "id": "r",
        "when": '"true"',
        "expect": "\"deal.customer == 'x'\"",
        "level": "error",
        "say": "x",
        **given,
    }
    return "policy:\n  - " + "\n    ".join(f"{name}: {value}" for name, value in fields.items()) + "\n"


def _bytes() -> Kinds:
    """What is no text, or not in the encoding one hoped for."""
    good = GOOD.encode()
    kinds = {
        "empty": b"", "newline": b"\n", "blank": b" ", "blanks": b" " * 5000, "newlines": b"\n" * 5000, "comment": b"# x", "bom": b"\xef\xbb\xbf",
        "bom good": b"\xef\xbb\xbf" + good, "two boms": b"\xef\xbb\xbf" * 2 + good, "bom inside": good.replace(b"owner", b"\xef\xbb\xbfowner"),
        "utf-16": GOOD.encode("utf-16"), "utf-16-le": GOOD.encode("utf-16-le"), "utf-16-be": GOOD.encode("utf-16-be"),
        "utf-32": GOOD.encode("utf-32"), "utf-7": GOOD.encode("utf-7"), "gbk": GOOD.encode("gbk"), "latin-1": "customer: Müller".encode("latin-1"),
        "overlong": b"customer: \xc0\xaf", "surrogates": b"customer: \xed\xa0\x80", "beyond": b"customer: \xf4\x90\x80\x80", "cut rune": good[:-1] + b"\xe9\x87",
        "all bytes": bytes(range(256)), "noise": random.Random(7).randbytes(3000), "elf": b"\x7fELF\x02\x01\x01" + bytes(500), "png": b"\x89PNG\r\n\x1a\n" + bytes(50),
        "zip": b"PK\x03\x04" + bytes(100), "gzip": b"\x1f\x8b\x08\x00" + bytes(20), "pdf": b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", "nuls": bytes(2000), "json": b'{"format": 1, "customer": "a"}',
        "xml": b"<?xml version='1.0'?><a/>", "html": b"<html><script>x</script>", "shell": b"#!/bin/sh\nrm -rf /\n", "base64": base64.b64encode(good), "toml": b'customer = "a"\n',
    }  # fmt: skip
    for code in (
        *range(0x09),
        *range(0x0B, 0x20),
        *range(0x7F, 0xA0),
        0xAD,
        0x61C,
        0x200B,
        0x200E,
        0x202E,
        0x2028,
        0x2029,
        0x2066,
        0xFEFF,
        0xFFFE,
        0xFFFF,
        0xE0001,
    ):
        rune = chr(code)
        kinds[f"raw {code:04X}"] = GOOD.replace("Acme", f"Ac{rune}me").replace("Price", f'"{rune}x"').encode()
        kinds[f"raw {code:04X} in key"] = GOOD.replace("solution_fit", f"sol{rune}ution").encode()
    for code in (0x80, 0xC3, 0xE2, 0xF0, 0xFF):
        kinds[f"bad byte {code:02X}"] = good.replace(b"Price", b"Pr" + bytes([code]) + b"ice")
    return kinds


def _layouts() -> Kinds:
    """Line ends, blanks and YAML's own marks where nobody expects them."""
    kinds = {
        f"ends {name}": GOOD.replace("\n", end).encode()
        for name, end in {
            "crlf": "\r\n",
            "cr": "\r",
            "nel": "\x85",
            "ls": "\u2028",
            "ps": "\u2029",
            "lfcr": "\n\r",
            "ff": "\f",
            "mixed": "\r\r\n",
        }.items()
    }
    for name, text in {
        "no end": GOOD.rstrip("\n"), "end of document": GOOD + "...\n", "two documents": GOOD + "---\n" + GOOD, "start": "---\n" + GOOD, "directive": "%YAML 1.1\n---\n" + GOOD,
        "directive 2.0": "%YAML 2.0\n---\n" + GOOD, "directive tag": "%TAG ! tag:x,2026:\n---\n" + GOOD, "directive x": "%x y\n" + GOOD, "only start": "---", "only end": "...", "starts": "---\n" * 500,
        "ends": "...\n" * 500, "after end": GOOD + "...\nx: y\n", "tabs": GOOD.replace("  ", "\t"), "tab key": "\tcustomer: x\n", "tab value": "customer:\tx\n", "tab end": GOOD.replace("\n", "\t\n"),
        "indented": "".join(f"   {line}\n" for line in GOOD.splitlines()), "one more": GOOD.replace("\nowner", "\n owner"), "one less": GOOD.replace("    solution_fit", "   solution_fit"),
        "no blank": GOOD.replace(": ", ":"), "no colon": GOOD.replace("customer:", "customer"), "repeated": GOOD + "customer: Other\n", "repeated all": GOOD * 2, "repeated many": "customer: a\n" * 5000,
        "merge markers": "<<<<<<< HEAD\n" + GOOD + "=======\n" + GOOD + ">>>>>>> x\n", "one marker": "<<<<<<< \n", "markers": "<<<<<<< a\n" * 3000, "base marker": GOOD + "||||||| base\n", "last marker": GOOD + ">>>>>>> x",
        "list": "- a\n- b\n", "text": "hello\n", "quoted": '"hello"\n', "number": "1\n", "null": "null\n", "flow": '{format: 1, customer: a, opportunity: b, answers: {tas: {solution_fit: {us: "+"}}}}', "question": "? a\n: b\n",
        "question only": "?", "question map": "? {a: b}\n: c\n", "question list": "? [a]\n: c\n", "dash only": "-", "colon only": ":", "colons": ":::::", "null key": ": a\n", "null keys": "~: a\nnull: b\n", "set": "!!set {a, b}",
        "omap": "!!omap [a: b]", "anchors": "a: &a b\nc: *a\n", "alias unknown": "a: *nothing\n", "merge key": "a: &a {b: c}\n<<: *a\n", "merge list": "<<: [{a: b}, {c: d}]\n", "block bad": "customer: |9\n x\n", "block zero": "customer: |0\n x\n",
        "escape bad": 'customer: "\\q"\n', "escape cut": 'customer: "\\x4"\n', "escape big": 'customer: "\\UFFFFFFFF"\n', "quote cut": 'customer: "', "comment glued": "customer: a#b #c\n", "comments": "# x\n" * 20000, "unquoted rating": GOOD.replace('"+"', "+").replace('"?"', "?").replace('"-"', "-"),
    }.items():  # fmt: skip
        kinds[name] = text.encode()
    return kinds


def _bombs() -> Kinds:
    """Small files that grow, and large ones that are slow."""
    kinds = {}
    levels = "abcdefghi"
    laughs = [
        "a: &a [x, x, x, x, x, x, x, x, x]",
        *(f"{b}: &{b} [{', '.join(['*' + a] * 9)}]" for a, b in pairwise(levels)),
    ]
    kinds["laughs"] = "\n".join(laughs).encode()
    merges = ["a0: &a0 {k: v}", *(f"a{i}: &a{i} {{<<: [*a{i - 1}, *a{i - 1}]}}" for i in range(1, 28))]
    kinds["merges"] = "\n".join(merges).encode()
    for depth in (19, 20, 21, 22, 500, 25_000, 500_000):
        kinds[f"lists {depth}"] = b"[" * depth
        kinds[f"lists closed {depth}"] = (b"a: " + b"[" * depth + b"]" * depth)[: 1 << 20]
        kinds[f"maps {depth}"] = b"{a: " * min(depth, 250_000)
        kinds[f"dashes {depth}"] = b"- " * depth + b"a"
        kinds[f"questions {depth}"] = b"? " * depth + b"a"
    for depth in (21, 300, 1300):
        kinds[f"blocks {depth}"] = "".join(f"{' ' * i}a:\n" for i in range(depth)).encode()
        kinds[f"flow in answers {depth}"] = ("answers: " + "{tas: " * depth + "}" * depth).encode()
    mebi = 1 << 20
    kinds["exactly large"] = b"customer: " + b"x" * (mebi - 10)
    kinds["too large"] = b"customer: " + b"x" * (mebi - 9)
    kinds["one line"] = b"x" * (mebi - 1)
    kinds["long key"] = b"x" * 2000 + b": y\n"
    kinds["longer key"] = b'"' + b"x" * (mebi - 100) + b'": y\n'
    kinds["wide scalar"] = ("customer: " + "中" * 300_000).encode()
    kinds["folded"] = b"customer: >\n" + b"  x\n" * 200_000
    kinds["quoted lines"] = b'customer: "' + b"\n" * 500_000 + b'"'
    kinds["escapes"] = b'customer: "' + b"\\n" * 400_000 + b'"'
    kinds["spaces"] = b"customer: a" + b" " * 900_000 + b"# b\n"
    kinds["commas"] = b"[" + b"," * 100_000 + b"]"
    kinds["list items"] = b"[" + b"a," * 300_000 + b"]"
    kinds["map items"] = b"{" + b"".join(b"k%d: v," % i for i in range(60_000)) + b"}"
    kinds["collisions"] = b"".join(b"k%d: v\n" % i for i in range(60_000))
    kinds["repeated keys"] = b"a: b\n" * 150_000
    kinds["nulls"] = b"-\n" * 300_000
    kinds["anchors many"] = b"".join(b"- &a%d x\n" % i for i in range(40_000))
    kinds["tags many"] = b"- !a x\n" * 100_000
    kinds["documents"] = b"---\na\n" * 100_000
    kinds["colons in line"] = b"a: " * 200_000
    kinds["quotes"] = b"'" * 500_001
    kinds["backslashes"] = b'"' + b"\\" * 500_001
    kinds["percents"] = b"%" * 500_000
    kinds["tags long"] = b"!" + b"x" * 500_000 + b" y"
    kinds["anchor long"] = b"&" + b"x" * 500_000 + b" y"
    return kinds


def _of_texts() -> Kinds:
    """Every text in every place a text can stand."""
    kinds = {}
    places = {
        "customer": ("Acme Bank", 1), "opportunity": ("Core banking replacement", 1), "owner": ("maria", 1), "stage": ("proposal", 1), "competitor": ("X-Sys", 1),
        "evidence": ("Mail of 12 Nov, the licence ends", 1), "choice": ("considerable", 1), "reason": ("Price", 1), "currency": ("EUR", 1),
        "custom": ("commit", 1), "waiver": ("The board answers", 1), "witness": ("Ms Lund", 1), "step": ("Ask who else decides", 1),
        "player": ("Eva Lund", 1), "goal": ("Their bank for ten years", 1), "sign": ("Three calls not returned", 1),
    }  # fmt: skip
    for name, text in TEXTS.items():
        for place, (old, times) in places.items():
            kinds[f"text {name} in {place}"] = GOOD.replace(old, f'"{text}"', times).encode()
        everywhere = GOOD
        for old, times in places.values():
            everywhere = everywhere.replace(old, f'"{text}"', times)
        kinds[f"text {name} everywhere"] = everywhere.encode()
        kinds[f"text {name} as key"] = f'{GOOD}"{text}": x\n'.encode()
        kinds[f"text {name} as rating"] = GOOD.replace('"?"', f'"{text}"').encode()
    return kinds


def _of_values() -> Kinds:
    """Every sort of value in every field and at every level of the answers."""
    kinds = {}
    for name, value in VALUES.items():
        for field in FIELDS:
            head = "opportunity: B\n" if field == "customer" else "customer: A\nopportunity: B\n"
            kinds[f"{field} {name}"] = f"{head}{field}: {value}\n".encode()
        for place in ("competitors:\n  x: ", "banks:\n  tas: ", "answers:\n  tas: ", "answers:\n  nothing: ", "answers:\n  tas:\n    solution_fit: ", "answers:\n  tas:\n    nothing: ",
                      "answers:\n  tas:\n    solution_fit:\n      us: ", "answers:\n  tas:\n    solution_fit:\n      evidence: ", "answers:\n  tas:\n    solution_fit:\n      evidence:\n        us: ",
                      "answers:\n  tas:\n    solution_fit:\n      next_step: ", "answers:\n  uss:\n    solution: ", "answers:\n  uss:\n    solution:\n      answer: ",
                      "custom:\n  x: ", "waivers:\n  TAS201: ", "waivers:\n  TAS201:\n    until: ", "answers:\n  tas:\n    solution_fit:\n      evidence:\n        side: ",
                      "answers:\n  tas:\n    solution_fit:\n      next_step:\n        due: ", "answers:\n  players:\n    people: ", "answers:\n  players:\n    people:\n      x: ",
                      "answers:\n  players:\n    people:\n      x:\n        met: ", "answers:\n  plan:\n    goal: ", "answers:\n  control:\n    calls_unreturned: "):  # fmt: skip
            path = "/".join(place.replace(":", "").split())
            kinds[f"{path} {name}"] = f"customer: A\nopportunity: B\n{place}{value}\n".encode()
    return kinds


def _of_ids() -> Kinds:
    kinds = {}
    for i, id in enumerate(IDS):
        kinds[f"id {i} of party"] = GOOD.replace("x_sys", id).encode()
        kinds[f"id {i} of undeclared party"] = GOOD.replace('x_sys: "?"', f'{id}: "?"').encode()
        kinds[f"id {i} of question"] = GOOD.replace("compelling_event", id).encode()
        kinds[f"id {i} of bank"] = GOOD.replace("  tas:\n", f"  {id}:\n").encode()
        kinds[f"id {i} of version"] = GOOD.replace("  tas: 1", f"  {id}: 1").encode()
        kinds[f"id {i} as field"] = f"{GOOD}{id}: x\n".encode()
    return kinds


def _many() -> Kinds:
    """Thousands of what there are usually three of."""
    head = "customer: A\nopportunity: B\n"
    parties = "".join(f"  p{i}: P{i}\n" for i in range(3000))
    rated = "".join(f'      p{i}: "+"\n' for i in range(3000))
    return {
        "many competitors": f"{head}competitors:\n{parties}".encode(),
        "many competitors rated": f'{head}competitors:\n{parties}answers:\n  tas:\n    solution_fit:\n      us: "+"\n{rated}'.encode(),
        "many undeclared": f'{head}answers:\n  tas:\n    solution_fit:\n      us: "+"\n{rated}'.encode(),
        "many questions": (f"{head}answers:\n  tas:\n" + "".join(f'    q{i}: {{us: "+"}}\n' for i in range(5000))).encode(),
        "many banks": (f"{head}answers:\n" + "".join(f'  b{i}: {{q: {{us: "+"}}}}\n' for i in range(3000))).encode(),
        "many versions": (f"{head}banks:\n" + "".join(f"  b{i}: 1\n" for i in range(5000))).encode(),
        "many fields": (head + "".join(f"f{i}: x\n" for i in range(5000))).encode(),
        "same names": (f"{head}competitors:\n" + "".join(f"  p{i}: Same\n" for i in range(200))).encode(),
        "names like us": f"{head}competitors:\n  a: us\n  b: Us\n  c: We\n".encode(),
    }  # fmt: skip


def _cut() -> Kinds:
    good = GOOD.encode()
    return {f"cut at {size}": good[:size] for size in range(0, len(good), 10)}


def _mutated() -> Kinds:
    return dict(_mutations(GOOD.encode(), random.Random(20261122), 400))


def _mutations(good: bytes, chance: random.Random, number: int) -> Iterator[tuple[str, bytes]]:
    """One byte replaced, added or taken away."""
    for i in range(number):
        at = chance.randrange(len(good))
        byte = bytes(
            [chance.choice(b"\"'#:-?[]{},&*!|>%@`\\ \t\n\r\0\x1b+~<=" if i % 2 else bytes(range(256)))]
        )
        how = ("replaced", "added", "taken")[i % 3]
        rest = good[at:] if how == "added" else good[at + 1 :]
        yield f"mutation {i} {how} at {at}", good[:at] + (b"" if how == "taken" else byte) + rest
