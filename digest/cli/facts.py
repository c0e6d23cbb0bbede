"""`digest facts`."""

from __future__ import annotations

from digest import paths, settings
from digest.cli import article_options, console
from digest.output import to_facts
from digest.pipeline import published_at
from digest.service import reading

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse

_EXAMPLES = """\
examples:
  digest facts article.txt --published 2026-11-24    who, when and what next, each with its sentence
  digest facts article.txt --explain                 and how each was read: pattern, anchor, cue
  digest facts notes/ --json | jq '.articles[].next_steps[].what'
"""


def define(parser: argparse.ArgumentParser) -> None:
    """Add the command's options to its parser."""
    parser.description = (
        "Print the card of articles alone: who, when and what next, each with the sentence behind it, and where an "
        "article contradicts itself."
    )
    parser.epilog = _EXAMPLES
    article_options.define_places(parser)
    article_options.define_stated(parser)
    parser.add_argument("--explain", action="store_true", help="show how each fact was read")
    parser.add_argument("--json", action="store_true", help="for programs")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Print the cards; 0 when all could be read, 3 when some could not, 1 when none."""
    chosen = settings.load(paths.settings_file())
    wish = reading.Wish(
        method="lead",  # the summary is not shown, so the cheapest will do
        title=options.title,
        language=article_options.language(options.lang, chosen),
        published=published_at(options.published),
        page_seconds=chosen.pages_seconds,
    )
    briefs, failed = article_options.read(article_options.places(options.places, "facts"), wish)
    if not briefs:
        return 1
    if options.json:
        console.show(to_facts.as_json(briefs, explain=options.explain))
    else:
        console.show(to_facts.render(briefs, console.style(), explain=options.explain))
    return 3 if failed else 0
