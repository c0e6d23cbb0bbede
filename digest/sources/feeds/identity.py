"""What makes two readings of an entry the same article: its guid, else its link, else its words."""

from __future__ import annotations

import re
from hashlib import sha256

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

_TRACKING = re.compile(
    r"(?:utm_\w+|fbclid|gclid|mc_[ce]id|at_\w+|ftag|cmpid|ns_\w+|xtor|wt_?mc|ito|ref_?src|s_cid|partner|rss)$",
    re.IGNORECASE,
)


def key(guid: str, url: str | None, title: str, text: str) -> str:
    """The key of an entry within its feed.

    >>> key("urn:x:1", "http://example.org/a", "A", ""), key("", "http://example.org/a?utm_source=rss", "A", "")
    ('guid:urn:x:1', 'link:http://example.org/a')
    """
    if guid:
        return f"guid:{guid}"
    if url:
        return f"link:{without_tracking(url)}"
    return f"hash:{_words(title, text)}"


def article_id(source: str, key: str) -> str:
    """An article's id: the feed's address and the key, in sixteen digits."""
    return _sha256(f"{source}\n{key}")[:16]


def keys(entries: Sequence[tuple[str, str | None, str, str]]) -> list[str]:
    """The keys of a document's entries (guid, link, title, text), no two equal unless the entries are.

    A guid used twice names nothing, so those entries go by their link; a link used twice by words as well.
    """
    guids = _repeated([guid for guid, *_ in entries])
    made = [key("" if guid in guids else guid, url, title, text) for guid, url, title, text in entries]
    again = _repeated(made)
    if not again:
        return made
    return [
        f"{k}#{_words(title, text)[:16]}" if k in again and not k.startswith("hash:") else k
        for k, (_, _, title, text) in zip(made, entries, strict=True)
    ]


def _words(title: str, text: str) -> str:
    return _sha256(f"{title}\n{text}")


def _sha256(text: str) -> str:
    return sha256(text.encode("utf-8", "replace")).hexdigest()


def without_tracking(url: str) -> str:
    """A link without the parameters that only count clicks."""
    address, mark, query = url.partition("?")
    if not mark:
        return url
    query, hash_mark, fragment = query.partition("#")
    kept = [part for part in query.split("&") if not _TRACKING.match(part.partition("=")[0])]
    return address + ("?" + "&".join(kept) if kept else "") + hash_mark + fragment


def _repeated(names: list[str]) -> set[str]:
    seen: set[str] = set()
    return {name for name in names if name and (name in seen or seen.add(name))}  # type: ignore[func-returns-value]
