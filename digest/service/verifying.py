"""A saved daily digest compared with the archive it was made of."""

from __future__ import annotations

from digest import verify
from digest.errors import DigestError
from digest.pipeline import published_at
from digest.service import library

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from digest.archive import Archive
    from digest.model import Article
    from digest.verify import Check


def check_day(archive: Archive, saved: dict[str, Any]) -> Check:
    """Compare a saved day with the articles of the archive, each as it was when it was digested; DigestError names
    one that is gone."""

    def read(table: dict[str, Any]) -> Article:
        found = library.as_digested(archive, str(table.get("id", "")), str(table.get("text_sha256", "")))
        if found is None:
            raise DigestError(f"the article {table.get('id')!r} is not in the archive (any more)")
        published, language = table.get("published"), table.get("language")
        as_then: Article = found.__replace__(
            published=published_at(published if isinstance(published, str) else None),
            language=language if isinstance(language, str) else found.language,
        )
        return as_then

    return verify.check(saved, read)
