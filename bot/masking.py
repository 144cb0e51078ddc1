"""Hide in a text what could identify a person. Pure."""

import re

HIDDEN = "[đã ẩn]"

_PERSONAL = re.compile(
    r"""
      [^\s@<>]+@[^\s@<>]+\.[^\s@<>.,;:!?]+                # an e-mail address
    | (?<!\d)\d{3}(?:[ ]?\d{3}){2,3}(?!\d)                # an ID card: 9 or 12 digits
    | (?<!\d)(?:\+|00)?84(?:[ .()\-]{0,2}\d){8,10}(?!\d)  # a telephone number, from abroad
    | (?<!\d)\(?0(?:[ .()\-]{0,2}\d){8,10}(?!\d)          # and at home
    """,
    re.VERBOSE,
)


def mask(text: str) -> str:
    """Return the text with telephone numbers, e-mail addresses and ID numbers hidden."""
    return _PERSONAL.sub(HIDDEN, text)
