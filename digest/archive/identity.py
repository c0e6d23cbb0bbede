"""Which entry of a feed is which article of the archive: pure functions over what both are known by.

A guid is trusted, except where it is used for different links: then the link counts, and where that is shared as well,
the words. What can't be told apart from an article that was there is that article; what differs in everything is new,
so that no entry takes the place of another unseen.
"""

from __future__ import annotations

from digest.values import Value

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

NEW = -1
REPEAT = -2  # the same entry stood earlier in the document

_TRACKING = frozenset(
    [
        "fbclid",
        "gclid",
        "dclid",
        "gbraid",
        "wbraid",
        "msclkid",
        "yclid",
        "twclid",
        "igshid",
        "mc_cid",
        "mc_eid",
        "mkt_tok",
        "_hsenc",
        "_hsmi",
        "vero_id",
        "oly_enc_id",
        "oly_anon_id",
        "wt_mc",
        "wt_zmc",
        "at_medium",
        "at_campaign",
        "at_custom1",
        "at_custom2",
        "at_custom3",
        "at_custom4",
        "ns_mchannel",
        "ns_source",
        "ns_campaign",
        "ns_linkname",
        "ns_fee",
        "cmpid",
        "xtor",
        "ftag",
        "ref_src",
        "smid",
    ]
)
_TRACKING_STARTS = ("utm_", "pk_", "mtm_", "piwik_", "matomo_", "hsa_")
_SHARED_WORDS = 0.5
_LONG_WORD = 4
_MOST_CANDIDATES = 50  # a feed of a thousand equal entries is to take linear time


class Trace(Value):
    """What an entry or a stored article is known by; keys are None where there is nothing, `text` is 0 when empty."""

    guid: int | None
    link: int | None
    text: int
    title: str
    published: int | None


def key(text: str) -> int:
    """A signed 64-bit key of a text, never 0."""
    from hashlib import blake2b  # OpenSSL comes with it: only for those that write

    return (
        int.from_bytes(blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "big", signed=True) or 1
    )


def plain(text: str) -> str:
    """The text with single blanks: an edit of white space is none."""
    return " ".join(text.split())


def trace(guid: str, url: str | None, title: str, text: str, published: int | None) -> Trace:
    """What an entry with these fields is known by."""
    link = normal_link(url or "")
    words = plain(text)
    guid = guid.strip()
    return Trace(
        key(guid) if guid else None, key(link) if link else None, key(words) if words else 0, plain(title), published
    )


def normal_link(url: str) -> str:
    """A link as it is compared: without scheme, tracking parameters, default port and final slash.

    >>> normal_link("HTTPS://News.example:443/a/?id=7&utm_source=rss#xtor=RSS-1")
    'news.example/a?id=7'
    """
    rest, _, fragment = url.strip().partition("#")
    rest, _, query = rest.partition("?")
    scheme, mark, after = rest.partition("://")
    if mark:
        host, slash, path = after.partition("/")
        host = host.lower()
        port = {"http": ":80", "https": ":443"}.get(scheme.lower())
        rest = (host.removesuffix(port) if port else host) + slash + path
        if port is None:
            rest = f"{scheme.lower()}://{rest}"
    rest = rest.rstrip("/")
    if query:
        query = "&".join(part for part in query.split("&") if part and not _is_tracking(part))
    if fragment and "=" in fragment and all(_is_tracking(part) for part in fragment.split("&")):
        fragment = ""
    return rest + (f"?{query}" if query else "") + (f"#{fragment}" if fragment else "")


def _is_tracking(parameter: str) -> bool:
    name = parameter.partition("=")[0].lower()
    return name in _TRACKING or name.startswith(_TRACKING_STARTS)


def match(entries: Sequence[Trace], rows: Sequence[Trace], alike: Callable[[int, int], bool]) -> list[int]:
    """For each entry of one document the row that it is, NEW or REPEAT; no row is given twice.

    `alike(entry, row)` compares their words; it is asked only where a guid returns with all else changed.

    >>> was = [trace("1", "http://x.example/a", "Storm", "Rain.", None)]
    >>> now = [trace("2", "http://x.example/a?utm_source=rss", "Storm", "Rain and wind.", None)]
    >>> match(now, was, lambda entry, row: False)
    [0]
    """
    found = _without_repeats(entries)
    kept = [entry for entry, place in zip(entries, found, strict=True) if place == NEW]
    guids = _shared(e.guid for e in kept) | _shared(r.guid for r in rows)
    links = _shared(e.link for e in kept) | _shared(r.link for r in rows)
    claims = _Claims(entries, rows, found)

    def one_entry(t: Trace) -> object:
        """Guid and link, at least one of them its own."""
        is_sure = t.guid not in guids or (t.link is not None and t.link not in links)
        return (t.guid, t.link) if t.guid is not None and is_sure else None

    def own_link(t: Trace) -> object:
        return t.link if t.link not in links else None

    def guids_say_nothing(i: int, j: int) -> bool:
        return entries[i].guid is None or rows[j].guid is None or entries[i].guid in guids

    def is_moved(i: int, j: int) -> bool:
        e, r = entries[i], rows[j]
        if e.guid is not None and r.guid is not None:
            return False
        return e.link is None or r.link is None or (e.published is not None and e.published == r.published)

    claims.by(one_entry)
    # The same words at the same link (or both at none) are the same article, whatever the guid; so is what has changed
    # its guid and either its title or its text.
    claims.by(lambda t: (t.link, t.title, t.text) if t.title or t.text else (t.guid, t.link))
    claims.by(lambda t: (own_link(t), t.title) if own_link(t) and t.title else None)
    claims.by(lambda t: (own_link(t), t.text) if own_link(t) and t.text else None)
    # A guid alone, when the rest is not another article's; a link alone and the words alone, where there is no guid.
    claims.by(
        lambda t: t.guid if t.guid not in guids else None, lambda i, j: _touch(entries[i], rows[j]) or alike(i, j)
    )
    claims.by(own_link, guids_say_nothing)
    claims.by(lambda t: (t.title, t.text) if t.title or t.text else None, is_moved)
    return found


def lasting_keys(t: Trace) -> tuple[int, ...]:
    """Keys by which an article that was forgotten is known: its words with its guid, and with its link."""
    words = f"{t.title}\n{t.text}"
    pairs = (("guid", t.guid), ("link", t.link))
    return tuple(key(f"{kind} {value}\n{words}") for kind, value in pairs if value is not None) or (key(words),)


class _Claims:
    """Gives rows to entries, rule after rule, each row once."""

    def __init__(self, entries: Sequence[Trace], rows: Sequence[Trace], found: list[int]) -> None:
        self._entries, self._rows, self._found = entries, rows, found
        self._free = set(range(len(rows)))

    def by(self, key: Callable[[Trace], object], is_same: Callable[[int, int], bool] = lambda i, j: True) -> None:
        """Give each entry without a row a free one of the same key (None: no key) that passes the test."""
        open_entries = [i for i, place in enumerate(self._found) if place == NEW]
        if not open_entries or not self._free:
            return
        index: dict[object, list[int]] = {}
        for j in sorted(self._free):
            if (known := key(self._rows[j])) is not None:
                index.setdefault(known, []).append(j)
        for i in open_entries:
            candidates = index.get(key(self._entries[i]), [])
            for place, j in enumerate(candidates[:_MOST_CANDIDATES]):
                if is_same(i, j):
                    self._found[i] = j
                    self._free.discard(j)
                    candidates.pop(place)
                    break


def _touch(entry: Trace, row: Trace) -> bool:
    """Whether something beside the guid is the same, or there is nothing to compare."""
    if entry.link is None or row.link is None or entry.link == row.link:
        return True
    return bool((entry.title and entry.title == row.title) or (entry.text and entry.text == row.text))


def _without_repeats(entries: Sequence[Trace]) -> list[int]:
    seen: set[tuple[object, ...]] = set()
    found = []
    for e in entries:
        marks: list[tuple[object, ...]] = [("all", e.guid, e.link, e.title, e.text)]
        if e.guid is not None and e.title:
            marks.append(("guid", e.guid, e.link, e.title))
        if e.link is not None and (e.title or e.text):
            marks.append(("link", e.link, e.title, e.text))
        found.append(REPEAT if any(mark in seen for mark in marks) else NEW)
        seen.update(marks)
    return found


def _shared(keys: Iterable[int | None]) -> set[int | None]:
    seen: set[int | None] = set()
    return {key for key in keys if key is not None and (key in seen or seen.add(key))}  # type: ignore[func-returns-value]


def are_alike(one: str, other: str) -> bool:
    """Whether two texts share at least half of the longer words of the shorter one.

    >>> are_alike("Storm reaches the northern coast", "Storm has reached the northern coast on Monday")
    True
    >>> are_alike("Storm reaches the northern coast", "Parliament votes about pensions")
    False
    """
    first, second = ({w for w in text.casefold().split() if len(w) >= _LONG_WORD} for text in (one, other))
    if not first or not second:
        return True
    return len(first & second) >= _SHARED_WORDS * min(len(first), len(second))
