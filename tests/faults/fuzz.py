"""Mutated inputs: seeds of our own, and what accidents and strangers make of them; every case comes back by its number.

python -m tests.faults.fuzz 1234 > case       # the bytes of case 1234, for a look at what failed
"""

from __future__ import annotations

import random
import sys
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

ROOT = Path(__file__).parents[2]
MOST_BYTES = 200_000  # of a case: deep and long enough, and a hundred thousand of them still end
SEED = 9

TOKENS: tuple[bytes, ...] = tuple(
    token if isinstance(token, bytes) else token.encode("utf-8", "surrogatepass")
    for token in (
        "&#xD800;", "&#x110000;", "&#99999999999999999999;", "&#0;", "&#27;", "&#x9d;", "&#", "&;", "&a", "&nbsp;",
        "&b;",
        "<![CDATA[", "]]>", "<!--", "-->", "<!", "<?xml", "?>", "<?xml version='1.0' encoding='zlib_codec'?>",
        "<?xml version='1.0' encoding='utf-16'?>", "<!DOCTYPE x [<!ENTITY a SYSTEM 'file:///etc/hostname'>]>",
        "&lt;!--",
        "<script>", "</script>", "<style>", "<svg/onload=x>", "<plaintext>", "<base href='javascript:x'>",
        "<a:b:c>", "xmlns=''",
        "\x00", "\x1b]52;c;eA==\x07", "\x1b[2J", "\x9d0;x\x9c", "\x85", "\u202e", "\u2066", "\ufeff", "\ufffe",
        "\ud800", "\u2028",
        "\U000e0041", "e" + "\u0301" * 60, "\u200d", "\ufb01", "\u0130", "\U0001f468\u200d\U0001f469", "語" * 40,
        "\r", "\r\n\r\n", "\t",
        "'", '"', "\\", "\\u0000", "\\ud800", '"""', "'''", "null", "true", "NaN", "-Infinity", "1e999", "[]",
        "{}", "[[", "]]",
        "9999-12-31T23:59:59-12:00", "0000-01-01", "2024-02-30", "Mon, 99 Foo 99999 99:99:99 +9999", "1700000000",
        "-1", "3.3E+88",
        "http://[::1", "http://a:99999999/", "http://\u2100.example/", "javascript:x", "file:///etc/passwd", "//",
        "http://", "data:,x",
        "http://u:p@a.example/", "..", "../../x", "~root", "%00", "%ff", "$(x)", "`x`", "|x", "--help", "\n---\n",
        "```", "![x](y)",
        "(a+)+$", "\\pL{1000}", "(?P<", "[z-a]", "in -5 days", "the 99th of Smarch", "Sept. 31, 0000",
        "$1e9 billion", "a" * 3_000,
        b"\xff\xfe", b"\xfe\xff", b"\x00\x00\xfe\xff", b"\xef\xbb\xbf", b"\xc0\xaf", b"\xed\xa0\x80",
        b"\xf4\x90\x80\x80", b"\x80", b"\xff",
    )
)  # fmt: skip
_NESTED: tuple[tuple[bytes, bytes], ...] = (
    (b"<div>", b"</div>"), (b"<a>", b""), (b"<b><p>", b""), (b"<outline text='x'>", b"</outline>"), (b"<item>", b""),
    (b"[", b"]"), (b'{"a":', b"}"), (b"[[", b""), (b"> ", b""), (b"- ", b""), (b"*", b""), (b"[x](", b")"),
    (b"&lt;", b"&gt;"),
    (b"(", b")"), (b"\xe2\x80\x9c", b"\xe2\x80\x9d"), (b"<![CDATA[", b"]]>"), (b"<table><tr><td>", b""), (b"a.",
    b""), (b"{a={", b""),
)  # fmt: skip
_CODINGS = (
    "utf-16",
    "utf-16-le",
    "utf-16-be",
    "utf-32",
    "latin-1",
    "cp1252",
    "koi8-r",
    "gb18030",
    "utf-7",
    "shift_jis",
)
_NUMBERS = (b"0", b"-1", b"65536", b"2147483648", b"9" * 25, b"1e400", b"9" * 5_000, b"00000000", b"\xd9\xa3", b"0x1F")


class Case(NamedTuple):
    """One input: what it is read as, and its bytes."""

    kind: str
    body: bytes


def own_seeds() -> dict[str, list[bytes]]:
    """The seeds by kind: small files written for this, and what the repository has of each kind."""
    data = ROOT / "tests" / "data"
    found: dict[str, list[bytes]] = {kind: [] for kind in SHARES}
    for path in sorted((data / "hostile" / "seeds").iterdir()):
        found[path.name.partition(".")[0]].append(path.read_bytes())
    found["feed"] += [path.read_bytes() for path in sorted((data / "feeds").glob("*.xml"))]
    found["text"] += [path.read_bytes() for path in sorted((data / "day").glob("*.txt"))]
    found["settings"].append((ROOT / "config" / "digest.toml").read_bytes())
    found["subscriptions"].append((ROOT / "seeds" / "feeds.toml").read_bytes())
    found["saved"].append((data / "day" / "2031-05-01.toml").read_bytes())
    return found


SHARES = {
    "feed": 60, "opml": 8, "settings": 5, "subscriptions": 5, "text": 5, "markdown": 5, "html": 8, "saved": 4,
}  # fmt: skip


def case(number: int, seeds: Mapping[str, Sequence[bytes]], *, most: int = MOST_BYTES, seed: int = SEED) -> Case:
    """The mutated input of a number: the same seeds give the same case, alone or among a hundred thousand."""
    rng = random.Random(f"{seed}:{number}")
    kind = rng.choices([*SHARES], [*SHARES.values()])[0]
    body = rng.choice(seeds[kind])
    for _ in range(rng.choice((1, 1, 2, 3, 5, 8))):
        body = rng.choice(MUTATIONS)(rng, body, seeds[kind])[:most]
    return Case(kind, body)


# What may happen to an input: each takes it and the other seeds of its kind


def _flip(rng: random.Random, body: bytes, others: Sequence[bytes]) -> bytes:
    changed = bytearray(body)
    for _ in range(rng.randint(1, 8) if changed else 0):
        changed[rng.randrange(len(changed))] ^= 1 << rng.randrange(8)
    return bytes(changed)


def _slice(rng: random.Random, body: bytes) -> tuple[int, int]:
    start = rng.randint(0, len(body))
    return start, min(len(body), start + rng.choice((1, 3, 10, 40, 200, 2_000)))


def _delete(rng: random.Random, body: bytes, others: Sequence[bytes]) -> bytes:
    start, end = _slice(rng, body)
    return body[:start] + body[end:]


def _repeat(rng: random.Random, body: bytes, others: Sequence[bytes]) -> bytes:
    start, end = _slice(rng, body)
    return body[:end] + body[start:end] * rng.choice((1, 1, 2, 10, 300)) + body[end:]


def _splice(rng: random.Random, body: bytes, others: Sequence[bytes]) -> bytes:
    other = rng.choice(others)
    start, end = _slice(rng, other)
    at = rng.randint(0, len(body))
    return body[:at] + (other[start:] if rng.random() < 0.5 else other[start:end] + body[at:])


def _insert(rng: random.Random, body: bytes, others: Sequence[bytes]) -> bytes:
    at = rng.randint(0, len(body))
    return body[:at] + rng.choice(TOKENS) + body[at:]


def _replace(rng: random.Random, body: bytes, others: Sequence[bytes]) -> bytes:
    """Put a token in a word's place, so that it stands where a value stood."""
    start, end = _word(rng, body)
    return body[:start] + rng.choice(TOKENS) + body[end:]


def _enlarge(rng: random.Random, body: bytes, others: Sequence[bytes]) -> bytes:
    places = [at for at, value in enumerate(body) if 48 <= value <= 57]
    if not places:
        return body
    start = end = rng.choice(places)
    while end < len(body) and 48 <= body[end] <= 57:
        end += 1
    return body[:start] + rng.choice(_NUMBERS) + body[end:]


def _exchange(rng: random.Random, body: bytes, others: Sequence[bytes]) -> bytes:
    (a, b), (c, d) = sorted((_word(rng, body), _word(rng, body)))
    return body if c < b else body[:a] + body[c:d] + body[b:c] + body[a:b] + body[d:]


def _word(rng: random.Random, body: bytes) -> tuple[int, int]:
    edges = b" \t\n<>\"'=/[]{},:;"
    start = end = rng.randint(0, len(body))
    while start > 0 and body[start - 1] not in edges:
        start -= 1
    while end < len(body) and body[end] not in edges:
        end += 1
    return start, end


def _cut(rng: random.Random, body: bytes, others: Sequence[bytes]) -> bytes:
    return body[: rng.randint(0, len(body))]


def _nest(rng: random.Random, body: bytes, others: Sequence[bytes]) -> bytes:
    left, right = rng.choice(_NESTED)
    depth = rng.choice((5, 60, 300, 1_500, 20_000))
    start, end = _slice(rng, body)
    return body[:start] + left * depth + body[start:end] + right * depth + body[end:]


def _recode(rng: random.Random, body: bytes, others: Sequence[bytes]) -> bytes:
    recoded = body.decode("utf-8", "replace").encode(rng.choice(_CODINGS), "replace")
    return recoded if rng.random() < 0.7 else rng.choice(TOKENS[-9:]) + recoded


def _shuffle(rng: random.Random, body: bytes, others: Sequence[bytes]) -> bytes:
    mark = rng.choice((b"\n", b">", b" ", b"="))
    parts = body.split(mark)
    at = rng.randrange(len(parts))
    some = parts[at : at + 8]
    rng.shuffle(some)
    return mark.join([*parts[:at], *some, *parts[at + 8 :]])


MUTATIONS: tuple[Callable[[random.Random, bytes, Sequence[bytes]], bytes], ...] = (
    _flip, _delete, _repeat, _splice, _insert, _insert, _replace, _replace, _enlarge, _exchange, _cut, _nest,
    _recode, _shuffle,
)  # fmt: skip


if __name__ == "__main__":
    sys.stdout.buffer.write(case(int(sys.argv[1]), own_seeds()).body)
