"""What is wrong with a text that is no quantity, in one line: what it is, a colon, what to write."""

from __future__ import annotations

import re

from sim.errors import nearest
from sim.scenario.units import KNOWN_UNITS, LOOSE_WORDS

LONGEST_TEXT = 80


class NoQuantity(ValueError):
    """A text without the form of a quantity."""


class UnknownUnit(ValueError):
    """A quantity in a unit that does not exist; `guess` is what may have been meant."""

    def __init__(self, text: str, unit: str) -> None:
        self.guess = LOOSE_WORDS.get(unit.lower()) or nearest(unit.lower(), KNOWN_UNITS)
        self.what = f'{quoted(text)} has the unknown unit "{unit}"'
        meant = f'did you mean "{self.guess}"? Units' if self.guess else "units"
        super().__init__(f"{self.what}: {meant} are {', '.join(KNOWN_UNITS)}, or a currency such as EUR")


def quoted(value: object) -> str:
    """What was written, in quotes, shortened, without control characters and quotes of its own."""
    text = value if isinstance(value, str) else repr(value)
    short = text if len(text) <= LONGEST_TEXT else text[:37] + "..."
    safe = "".join(c if c.isprintable() else f"\\u{ord(c):04x}" for c in short)
    return '"' + safe.replace('"', "'") + '"'


FAULTS = (
    (r"[-\u2212] *[0-9.].*", "is negative: write a number of 0 or more"),
    (r"[0-9.]+ *%? *[-\u2013] *[0-9.]+.*", 'is two numbers: write one, with the range after it, as in "60 % (30 to 90)"'),
    (r".*[\u20ac$\u00a3].*", 'has a sign of money: write three letters after the number, as in "100 EUR / day"'),
    (r".*[0-9a-z] per .*", 'says per: write "/", as in "1 case / month"'),
    (r"\+.*", "has a sign: write the number alone"),
    (r"(?i)[-+]?\.?(nan|inf|infinity)\b.*", 'is not a number: write digits, such as "90 d"'),
    (r"0[0-9].*", "starts with 0: write the number without leading zeros"),
    (r"\.[0-9].*|[0-9]+\.(?![0-9]).*", 'has a decimal point without digits on both sides: write for example "0.5"'),
    (r"[0-9.]+[eE][-+]?[0-9].*", "has an exponent: write the number out"),
    (
        r"[0-9.]+([,_'\u2019]|\s(?=[0-9]))[0-9].*|[0-9]+\s+[0-9].*",
        'has a comma, space or other separator in its number: write "1.5" with a point, and large numbers as "10000"',
    ),
    (r"[^(]*[(].*", 'has a range that cannot be read: write it after the unit and without units, as in "60 % (30 to 90)"'),
    (r"[^/]*/.*", 'has a period that cannot be read: write it as in "1 case / month" or "10 people / 14 d"'),
)


def what_is_wrong(text: str) -> ValueError:
    """The fault of a text outside the grammar."""
    for pattern, says in FAULTS:
        if re.fullmatch(pattern, text, re.DOTALL):
            return ValueError(f"{quoted(text)} {says}")
    return NoQuantity(f'{quoted(text)} is not a quantity: write a number and a unit, such as "90 d", "60 %" or "1 case / month"')
