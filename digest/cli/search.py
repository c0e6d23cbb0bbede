"""`digest search`."""

from __future__ import annotations

from digest import paths
from digest.cli import console
from digest.errors import UsageError
from digest.output.wrap import wrap
from digest.service import library

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator

    from digest.archive.search import Found
    from digest.output import Style
    from digest.service.library import Results

_EPILOG = """\
a query is made of:
  storm coast             both words, in any form (storms)
  "north sea"             a phrase          econom*     a beginning
  -football               not this word (put the whole query in quotes, or after --)
  from:bbc  tag:science   a feed's title or address, a tag
  after:2026-01-01  before:2026-02-01
  is:unread  is:read  is:saved  is:hidden
without words, the newest come first

examples:
  digest search storm '"north sea"' after:2026-11-01
  digest search 'election -poll is:unread' --json
"""
_BOLD, _DIM, _RESET = "\033[1m", "\033[2m", "\033[0m"
_WIDEST = 96


def define(parser: argparse.ArgumentParser) -> None:
    """Add the command's options to its parser."""
    parser.description = "Find articles in the archive; the best first."
    parser.epilog = _EPILOG
    parser.add_argument("query", nargs="+", metavar="QUERY", help="what to look for, see below")
    parser.add_argument("-n", "--limit", type=int, default=20, metavar="N", help="at most N articles (default 20)")
    parser.add_argument("--json", action="store_true", help="for programs")
    parser.add_argument("--archive", metavar="FILE", help="the archive (default: in the data folder)")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Print what is found; 1 when that is nothing."""
    if options.limit < 1:
        raise UsageError(f"--limit: expected a count of at least 1, not {options.limit}")
    text = " ".join(options.query)
    path = options.archive or paths.archive_file()
    results = library.find(path, text, limit=options.limit, feeds_file=paths.feeds_file())
    if options.json:
        import json

        console.show(json.dumps([_table(f, results) for f in results.found], ensure_ascii=False, indent=2) + "\n")
    elif results.found:
        console.show("".join(f"{line}\n" for line in _lines(results, console.style())))
    else:
        console.complain(f"search: nothing found for {text[:200]}")
    return 0 if results.found else 1


def _lines(results: Results, style: Style) -> Iterator[str]:
    """A line an article in a pipe, parted by tabs; on a terminal to its width, with the piece that was hit."""
    for found in results.found:
        article = found.kept.article
        feed = results.titles.get(article.source, article.source)
        title = article.title or "(untitled)"
        if style.width is None:
            yield "\t".join((_day(found), title, feed, article.id))
            continue
        width = min(style.width, _WIDEST)
        for i, line in enumerate(wrap(title, width - 12, first="", rest="")):
            bold = f"{_BOLD}{line}{_RESET}" if style.colour else line
            yield f"{' ' * 12 if i else _day(found) + '  '}{bold}"
        for line in wrap(f"{feed} · {article.id}", width, first=" " * 12, rest=" " * 12):
            yield f"{_DIM}{line}{_RESET}" if style.colour else line
        yield from _piece(found, width, style)
        yield ""


def _piece(found: Found, width: int, style: Style) -> Iterator[str]:
    """The piece that was hit, the hits in bold."""
    if not found.snippet:
        return
    text, end = found.kept.article.text, found.start + len(found.snippet)
    before, after = "… " if found.start else "", " …" if end < len(text) else ""
    lines = wrap(before + found.snippet + after, width, first=" " * 12, rest=" " * 12)
    if not style.colour:
        yield from lines
        return
    # Wrapping changes blanks alone, so the hits are found again by counting the other characters.
    inside = {place for first, last in found.hits for place in range(first, last)}
    is_hit = iter(
        [False] * len(before.strip())
        + [place in inside for place in range(found.start, end) if not text[place].isspace()]
        + [False] * len(after.strip())
    )
    for line in lines:
        painted, was_hit = "", False
        for sign in line:
            hit = was_hit if sign.isspace() else next(is_hit)
            painted += (_BOLD if hit and not was_hit else _RESET if was_hit and not hit else "") + sign
            was_hit = hit
        yield painted + (_RESET if was_hit else "")


def _day(found: Found) -> str:
    return f"{found.kept.article.published or found.kept.first_seen:%Y-%m-%d}"


def _table(found: Found, results: Results) -> dict[str, object]:
    article = found.kept.article
    row = library.table(found.kept)
    del row["text"]
    row["feed"] = results.titles.get(article.source, article.source)
    if found.snippet:
        row["snippet"] = found.snippet
        row["snippet_at"] = [found.start, found.start + len(found.snippet)]
        row["hits"] = [list(hit) for hit in found.hits]
    return row
