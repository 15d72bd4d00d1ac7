"""Mutations: of trees (keys, values, types, units), of tables (rows, columns, marks), of bytes."""

from __future__ import annotations

import copy
import re
from random import Random

from tests.robust import trees
from tests.robust.trees import Tree

NUMBERS = (
    *("0", "00", "-0", "-1", "1", "0.5", "1.0000000001", "0.0000000000001", "2", "7.25", "99", "101", "1000", "1001", "65535", "65536"),
    *("2147483648", "4294967296", "1000000", "1000000000", "1000000001", "1000000000000", "1000000000001", "9" * 15, "9" * 16, "9" * 60),
    *("1e9", "1e999", "nan", "inf", "-inf", "1_000", "1,5", "1.", ".5", "0x10", "0b1", "1/3", "\u0661\u0662", "\u00b2", "\uff11", "+3"),
)
UNITS = (
    *("", "%", "ms", "s", "min", "h", "d", "weeks", "months", "years", "people", "person", "cases", "case", "EUR", "XXX", "eur", "minutes"),
    *("cases / d", "cases / ms", "case / 1000 years", "people / month", "people / 14 d", "people / 1 ms", "people / 0 d", "EUR / day"),
    *("EUR / person", "EUR / 3 d", "cases / people", "/ d", "% / d", "d / d", "\u00b5s", "d (0 to 9)", "% (0 to 100)", "% (0 to 900)"),
)
WORDS = (
    *("none", "any", "rest", "never", "always", "true", "false", "null", "~", "no", "", " ", ".", "..", "-", "--", "sender", "reception"),
    *("removals", "transfers", "selection", "documents", "voluntary", "claim", "notice", "agreed", "placed", "arrived", "listed", "left"),
    *("2025-01-01", "1900-01-01", "2199-12-31", "2200-01-01", "0000-00-00", "2025-02-30", "9999-12-31", "2025-1-1", "10000-01-01"),
    *("base", "./wide.yaml", "../x.yaml", "./f.yaml", "/etc/passwd", "census.csv", "trace.csv", "observed.csv", "f.yaml", "."),
    *("poisson", "cohorts", "trace", "initial", "backlog", "fixed", "lognormal", "empirical", "mixture", "beta", "exponential"),
    *(
        "<script>alert(1)</script>",
        "=HYPERLINK(1)",
        "@x",
        "+1",
        "\u00e9",
        "\u202e",
        "\u2028",
        "\ufeff",
        "\U0001f600",
        "a\tb",
        "a\nb",
        "x" * 300,
    ),
    *(
        "a.b",
        "\x1b[31m",
        "\ud800",
        "\x00",
        "$x_{$",
        "a: b",
        "a, b",
        "[a]",
        "{a: b}",
        "'",
        '"',
        "#",
        "# x",
        "&a",
        "*a",
        "!x",
        "%x",
        "|",
        ">",
        "? x",
        "- x",
        "<<",
        "---",
        "...",
        "\x85",
    ),
    *("Mon-Fri 08:00-16:00", "Sun-Mon 23:00-24:00", "daily 00:00-24:00", "daily 25:00-26:00", "Mon 08:00-08:00", "Fri-Fri-Fri 1:00-2:00"),
    *("hubs.hub.pools.homes.places", "hubs.any.pools.any.places", "any.any.any", "classes.single.share", "demand.lists.rate", "sweep.vary"),
)
KEYS = (
    *(
        "value",
        "unsure",
        "shape",
        "source",
        "status",
        "note",
        "kind",
        "file",
        "never",
        "any",
        "rest",
        "from",
        "for",
        "to",
        "set",
        "extends",
    ),
    *("name", "why", "time", "documents", "share", "size", "rows", "values", "parts", "quantiles", "date", "after", "delay", "places"),
    *(
        "rooms",
        "beds",
        "1",
        "0",
        "1000",
        "2025-01-01",
        "0 %",
        "100 %",
        "50 %",
        "x",
        "X",
        "a b",
        "a.b",
        "<<",
        "",
        "\u00e9",
        "x" * 200,
        "__class__",
    ),
)


def number(luck: Random) -> str:
    """A number of any size, with any unit."""
    return f"{luck.choice(NUMBERS)} {luck.choice(UNITS)}".strip() if luck.random() < 0.7 else luck.choice(NUMBERS)


def word(luck: Random) -> str:
    return number(luck) if luck.random() < 0.4 else luck.choice(WORDS)


def deep(luck: Random) -> Tree:
    """Blocks in blocks."""
    tree: Tree = word(luck)
    for _ in range(luck.choice((1, 3, 38, 60))):
        tree = {luck.choice(KEYS): tree} if luck.random() < 0.7 else [tree]
    return tree


# --- trees ----------------------------------------------------------------------------------------------------------------


def delete(tree: dict, luck: Random, _: list[dict]) -> None:
    path = luck.choice(trees.paths(tree))
    del trees.get(tree, path[:-1])[path[-1]]


def rename(tree: dict, luck: Random, _: list[dict]) -> None:
    path = luck.choice(trees.paths(tree))
    block = trees.get(tree, path[:-1])
    if isinstance(block, dict):
        others = [key for other in trees.paths(tree) for key in other[-1:] if isinstance(key, str)]
        new = luck.choice(KEYS) if luck.random() < 0.6 else luck.choice(others)
        entries = list(block.items())
        block.clear()
        block.update((new if key == path[-1] else key, child) for key, child in entries)


def add(tree: dict, luck: Random, _: list[dict]) -> None:
    blocks = [(), *(path for path in trees.paths(tree) if isinstance(trees.get(tree, path), dict))]
    block = trees.get(tree, luck.choice(blocks))
    block[luck.choice(KEYS)] = deep(luck) if luck.random() < 0.2 else word(luck)


def swap(tree: dict, luck: Random, _: list[dict]) -> None:
    """Two values change places; where one holds the other, it is put in its stead."""
    one, two = luck.choice(trees.paths(tree)), luck.choice(trees.paths(tree))
    first, second = copy.deepcopy(trees.get(tree, one)), copy.deepcopy(trees.get(tree, two))
    if one[: len(two)] != two and two[: len(one)] != one:
        trees.put(tree, two, first)
    trees.put(tree, one, second)


def graft(tree: dict, luck: Random, others: list[dict]) -> None:
    """A value of another file."""
    other = luck.choice(others)
    path = luck.choice(trees.paths(other))
    trees.put(tree, luck.choice(trees.paths(tree)), copy.deepcopy(trees.get(other, path)))


def graft_alike(tree: dict, luck: Random, others: list[dict]) -> None:
    """The value of another file at the same path, or a block of it added there."""
    other = luck.choice(others)
    path = luck.choice([path for path in trees.paths(other) if len(path) < 4])
    try:
        trees.get(tree, path[:-1])[path[-1]] = copy.deepcopy(trees.get(other, path))
    except (KeyError, TypeError, IndexError):
        graft(tree, luck, others)


def replace(tree: dict, luck: Random, _: list[dict]) -> None:
    trees.put(tree, luck.choice(trees.paths(tree)), word(luck))


def extreme(tree: dict, luck: Random, _: list[dict]) -> None:
    """A number becomes another; its unit stays."""
    path = luck.choice([path for path in trees.paths(tree) if isinstance(trees.get(tree, path), str)] or [None])
    if path is not None:
        trees.put(tree, path, re.sub(r"[0-9][0-9.]*", lambda _: luck.choice(NUMBERS), trees.get(tree, path), count=1))


def unit(tree: dict, luck: Random, _: list[dict]) -> None:
    """A number keeps its digits and changes its unit."""
    path = luck.choice([path for path in trees.paths(tree) if isinstance(trees.get(tree, path), str)] or [None])
    if path is not None:
        digits = re.match(r"[0-9.]*", trees.get(tree, path)).group()
        trees.put(tree, path, f"{digits or '3'} {luck.choice(UNITS)}".strip())


def another_type(tree: dict, luck: Random, _: list[dict]) -> None:
    path = luck.choice(trees.paths(tree))
    value = trees.get(tree, path)
    inside = [value] if not isinstance(value, list) else {str(i): item for i, item in enumerate(value)}
    forms = (
        inside,
        {luck.choice(KEYS): value},
        [],
        {},
        "",
        [value, value],
        {"value": value},
        {"value": value, "status": "assumed"},
        deep(luck),
    )
    trees.put(tree, path, luck.choice(forms))


def many(tree: dict, luck: Random, _: list[dict]) -> None:
    """A block with very many members."""
    blocks = [path for path in trees.paths(tree) if isinstance(trees.get(tree, path), dict) and trees.get(tree, path)]
    if blocks:
        block = trees.get(tree, luck.choice(blocks))
        model = luck.choice(list(block.values()))
        for i in range(luck.choice((3, 40, 300))):
            block[f"more_{i}"] = copy.deepcopy(model)


def mild(tree: dict, luck: Random) -> None:
    """A number becomes a little or much larger or smaller, a word another of the same key: most such files are sound."""
    path = luck.choice([path for path in trees.paths(tree) if isinstance(trees.get(tree, path), str)])
    value = trees.get(tree, path)
    alike = [trees.get(tree, other) for other in trees.paths(tree) if other[-1] == path[-1] and other != path]
    if luck.random() < 0.3 and alike:
        trees.put(tree, path, copy.deepcopy(luck.choice(alike)))
    elif luck.random() < 0.3 and path[-1] in CHOICES:
        trees.put(tree, path, luck.choice(CHOICES[path[-1]]))
    else:
        factor = luck.choice((0.0, 0.01, 0.5, 0.9, 1.1, 2, 5, 30))
        trees.put(tree, path, re.sub(r"(?<![0-9:-])[0-9]+(?![0-9:-])", lambda m: str(round(int(m[0]) * factor)), value, count=1))


CHOICES = {
    "from": ("listed", "arrived", "screened", "placed", "agreed", "documents", "notice", "claim_decided", "release_ordered"),
    "then": ("release", "send_back", "breach", "extend", "stay", "count", "wait"),
    "else": ("release", "send_back", "breach"),
    "for": ("voluntary", "enforced", "both", "single", "family"),
    "needs": ("documents", "nothing"),
    "suspends": ("removal", "nothing"),
    "when_full": ("wait", "overflow", "divert", "hold_sender"),
    "transfer_needs": ("place", "reception"),
    "queue": ("first_fit", "strict"),
    "in_transit": ("arrive", "return", "hold"),
    "suspend": ("removals", "selection", "transfers", "slow"),
    "kind": ("absconded", "other_country", "died", "sentence", "arrested", "other"),
    **{key: ("true", "false") for key in ("standby", "pausable", "renewed", "stays_housed", "finish_by_shift_end")},
}

OF_TREES = (delete, delete, rename, add, swap, graft, graft_alike, replace, replace, extreme, extreme, extreme, unit, another_type, many)


def tree(seed: dict, luck: Random, others: list[dict]) -> dict:
    """A copy with one to four mutations."""
    mutant = copy.deepcopy(seed)
    if luck.random() < 0.4:
        for _ in range(luck.choice((1, 2, 3, 5))):
            mild(mutant, luck)
        return mutant
    for _ in range(luck.choice((1, 1, 1, 2, 3, 4))):
        if not trees.paths(mutant):
            break
        luck.choice(OF_TREES)(mutant, luck, others)
    return mutant


# --- bytes ----------------------------------------------------------------------------------------------------------------

BYTES = (
    *(b"\0", b"\xff", b"\xfe", b"\xef\xbb\xbf", b"\x1a", b"\x1b[31m", b"\r", b"\r\n", b"\n", b"\n\n", b"\t", b"\x0c", b"\x85", b"\xc2\x85"),
    *(b"\xe2\x80\xa8", b"\xed\xa0\x80", b"\xf4\x90\x80\x80", b"\xc0\xaf", "\u00e9".encode("latin-1"), b"'", b'"', b"{", b"}", b"[", b"]"),
    *(b":", b": ", b",", b"#", b" #", b"&a ", b"*a", b"!!python/object:os.system ", b"!x ", b"%YAML 9.9\n", b"---\n", b"...\n", b"<<: "),
    *(
        b"? ",
        b"- ",
        b"| ",
        b">-\n",
        b"\\",
        b"\\x00",
        b"@",
        b"`",
        b"~",
        b"=",
        b"9" * 500,
        b"a" * 5000,
        b" " * 5000,
        b"[" * 200,
        b"{a: " * 100,
    ),
)


def raw(content: bytes, luck: Random, other: bytes) -> bytes:
    """One to four changes of bytes."""
    for _ in range(luck.choice((1, 1, 2, 4))):
        at, to = sorted((luck.randint(0, len(content)), luck.randint(0, len(content))))
        how = luck.randrange(8)
        if how == 0:
            content = content[:at]
        elif how == 1:
            content = content[:at] + content[min(to, at + luck.choice((1, 3, 40))) :]
        elif how == 2:
            content = content[:at] + bytes([luck.randrange(256)]) + content[at + 1 :]
        elif how == 3:
            content = content[:at] + other[luck.randint(0, len(other)) :]
        elif how == 4:
            content = content[:to] + content[at:]
        elif how == 5 and luck.random() < 0.2:
            content = content.decode("utf-8", "replace").encode(luck.choice(("utf-16", "utf-8-sig", "utf-32-le")))
        elif how == 6 and luck.random() < 0.3:
            content = content.replace(b"\n", luck.choice((b"\r\n", b"\r", b"\n\n")))
        else:
            content = content[:at] + luck.choice(BYTES) + content[at:]
    return content


# --- tables ---------------------------------------------------------------------------------------------------------------

CELLS = (
    *("", " ", "0", "1", "-1", "1.5", "1,5", "1e3", "1e999", "nan", "inf", "-inf", "4294967295", "4294967296", "9" * 400, "1_0", "\u00b2"),
    *("\u0663", "36500", "36501", "0.0000001", "2025-01-01", "1999-01-01", "2199-12-31", "2025-02-30", "01.02.2025", "single", "family"),
    *(
        "homes",
        "reception",
        "hub",
        "ready",
        "x",
        "=1+1",
        "@SUM(A1)",
        "<b>",
        "'",
        '"',
        '"a"b',
        'a"b',
        '""',
        '"a\nb"',
        "\ufeff",
        "a;b",
        "a,b",
    ),
    *("\x00", "\x1b", "x" * 5000, "\u2028", "12 d", "12 people", "none", "any"),
)
HEADS = (
    "id",
    "hub",
    "pool",
    "class",
    "destination",
    "people",
    "days_inside",
    "date",
    "days",
    "d",
    "x",
    "",
    "Id",
    "id ",
    "days inside",
    "people;date",
)


def table(text: str, luck: Random) -> bytes:
    """A table with other rows, columns, cells, marks, line ends or encoding."""
    mark = ";" if ";" in text else ","
    rows = [line.split(mark) for line in text.splitlines()]
    for _ in range(luck.choice((1, 1, 2, 3, 5))):
        how, row = luck.randrange(11), luck.choice(rows) if rows else None
        if not row:
            break
        column = luck.randrange(len(row))
        if how < 3:
            row[column] = luck.choice(CELLS)
        elif how == 3:
            rows[0][luck.randrange(len(rows[0]))] = luck.choice(HEADS)
        elif how == 4:
            rows.insert(luck.randint(0, len(rows)), list(row))
        elif how == 5:
            for one in rows:
                del one[column : column + 1]
            rows = [one for one in rows if one]
        elif how == 6:
            for i, one in enumerate(rows):
                one.append(luck.choice(HEADS if i == 0 else CELLS))
        elif how == 7:
            row.append(luck.choice(CELLS))
        elif how == 8:
            rows.remove(row)
        elif how == 9:
            rows += [[str(100 + i), *row[1:]] for i in range(luck.choice((1, 100, 2000)))]
        else:
            mark = luck.choice((";", ",", "\t", "|", ", "))
    return _encoded(luck.choice(("\n", "\n", "\r\n", "\r")).join(mark.join(row) for row in rows), luck)


def _encoded(text: str, luck: Random) -> bytes:
    text += luck.choice(("", "\n", "\n\n", " "))
    return text.encode(luck.choice((*["utf-8"] * 12, "utf-8-sig", "utf-8-sig", "utf-16", "latin-1", "cp1252")), "replace")


# --- settings -------------------------------------------------------------------------------------------------------------


def settings(sound: dict[str, str], names: list[str], luck: Random) -> dict[str, str]:
    """One to three settings: names and texts exchanged, cut, lengthened, nonsense."""
    chosen = {}
    for _ in range(luck.choice((1, 1, 2, 3))):
        name = luck.choice(list(sound)) if luck.random() < 0.5 else luck.choice(names)
        text = luck.choice(list(sound.values())) if luck.random() < 0.4 else word(luck)
        parts = name.split(".")
        how = luck.randrange(6)
        if how == 0:
            parts = parts[: luck.randint(1, len(parts))]
        elif how == 1:
            parts.append(luck.choice(KEYS))
        elif how == 2:
            parts[luck.randrange(len(parts))] = luck.choice(KEYS)
        elif how == 3:
            text = trees.write(deep(luck)).strip()
        elif how == 4:
            text = raw(text.encode("utf-8", "surrogatepass"), luck, b"{value: 3}").decode("utf-8", "replace")
        chosen[".".join(parts)] = text
    return chosen
