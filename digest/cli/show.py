"""`digest show`."""

from __future__ import annotations

from digest import paths, pipeline
from digest.cli import console
from digest.errors import UsageError
from digest.registry import RENDERERS
from digest.service import library

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse
    from typing import Any

    from digest.archive.library import Kept, Version

_EXAMPLES = """\
examples:
  digest show 5f0c3a9be1d24c77             summary and card of an article
  digest show 5f0c3a9b --revisions         as it was before each edit
  digest show 2026-11-24 -f markdown       the digest of a day
"""


def define(parser: argparse.ArgumentParser) -> None:
    """Add the command's options to its parser."""
    parser.description = "Show an article of the archive with its summary and card, or the digest of a day."
    parser.epilog = _EXAMPLES
    parser.add_argument("what", metavar="ID|DAY", help="an article's id or how it begins, or a day such as 2026-11-24")
    parser.add_argument("-f", "--format", metavar="FORMAT", help=f"{', '.join(RENDERERS.names())} (default text)")
    parser.add_argument("--revisions", action="store_true", help="how the article read before each edit")
    parser.add_argument("--archive", metavar="FILE", help="the archive (default: in the data folder)")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Print an article or a digest."""
    path = options.archive or paths.archive_file()
    if options.format:
        RENDERERS.about(options.format)  # an unknown name is told before anything is read
    if library.is_day(options.what):
        if options.revisions:
            raise UsageError("show: --revisions goes with an article's id")
        console.show(library.digest_of(path, options.what, options.format).body)
    elif options.revisions:
        console.show(_history(*library.versions(path, options.what), options.format))
    else:
        kept = library.article(path, options.what)
        render = RENDERERS.get(options.format or "text")
        console.show(render([pipeline.brief(kept.article)], console.style()))
    return 0


def _history(kept: Kept, versions: tuple[Version, ...], form: str | None) -> str:
    if form == "json":
        import json

        return json.dumps([_table(v) for v in versions], ensure_ascii=False, indent=2) + "\n"
    if form not in {None, "text"}:
        raise UsageError(f"show: --revisions is shown as text or json, not as {form}")
    if not versions:
        return f"{kept.article.title}\nnever edited since {kept.first_seen:%Y-%m-%d %H:%M} UTC\n"
    pages = [
        f"{v.article.title}\nuntil {v.replaced_at:%Y-%m-%d %H:%M} UTC\n\n{v.article.text}\n" for v in reversed(versions)
    ]
    now = f"{kept.article.title}\nnow\n\n{kept.article.text}\n"
    return "\n".join([now, *pages])


def _table(version: Version) -> dict[str, Any]:
    return {
        "replaced_at": version.replaced_at.isoformat(),
        "title": version.article.title,
        "text": version.article.text,
    }
