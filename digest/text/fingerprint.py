"""What ties a saved digest to the text it was made from."""

from __future__ import annotations

from importlib import import_module

_HOMES = ("_sha2", "_sha256", "hashlib")  # the interpreter's own first: hashlib loads OpenSSL, which costs more


def sha256(text: str) -> str:
    """The SHA-256 of a text's UTF-8 form, as 64 hexadecimal digits.

    >>> sha256("")[:16]
    'e3b0c44298fc1c14'
    """
    for home in _HOMES:
        try:
            digest: str = import_module(home).sha256(text.encode()).hexdigest()
        except ImportError:
            continue
        return digest
    raise AssertionError("hashlib is always there")
