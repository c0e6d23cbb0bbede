"""`digest summarize`."""

from __future__ import annotations

from digest import paths, settings
from digest.cli import article_options, console
from digest.pipeline import published_at
from digest.registry import RENDERERS, SUMMARIZERS
from digest.service import reading
from digest.summarize.choose import budget

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse

    from digest.settings import Settings

_SUFFIX_FORMATS = {
    ".md": "markdown",
    ".markdown": "markdown",
    ".toml": "toml",
    ".json": "json",
    ".txt": "text",
    ".html": "html",
    ".htm": "html",
}
_EXAMPLES = """\
examples:
  digest summarize article.txt                       read it here
  digest summarize page.html notes/ -o today.md      several, saved as Markdown
  digest summarize article.txt --published 2026-11-24 -o article.toml && digest verify article.toml
  curl -s https://news.example/story | digest summarize - -f json
"""


def define(parser: argparse.ArgumentParser) -> None:
    """Add the command's options to its parser."""
    parser.description = "Print a summary of verbatim sentences and a card of participants, dates and next steps."
    parser.epilog = _EXAMPLES
    article_options.define_places(parser)
    parser.add_argument(
        "-n",
        "--sentences",
        metavar="N|P%|auto",
        help="a count, a part such as 20%%, or auto: 1 to 5, as the text deserves (default auto)",
    )
    parser.add_argument("--words", type=int, metavar="N", help="at most N words")
    parser.add_argument("--focus", metavar="WORDS", help='raise sentences with these, such as "north sea, ferries"')
    parser.add_argument("--method", metavar="NAME", help="how sentences are ranked (default ranked)")
    article_options.define_stated(parser)
    parser.add_argument(
        "-f", "--format", metavar="FORMAT", help=f"{', '.join(RENDERERS.names())} (default text, or by -o)"
    )
    parser.add_argument("-o", "--output", metavar="FILE", help="write to FILE, whole or not at all")
    parser.add_argument("--scores", action="store_true", help="show each sentence's score")
    parser.add_argument("--explain", action="store_true", help="show why each sentence was chosen")
    parser.add_argument("--list-methods", action="store_true", help="list the methods and stop (-f json for programs)")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Summarize what is named; 0 when all of it was, 3 when some failed, 1 when nothing was left."""
    if options.list_methods:
        return _list_methods(options.format)
    chosen = settings.load(paths.settings_file())
    wish = _wish(options, chosen)
    render = RENDERERS.get(_format(options, chosen))
    if options.output and options.output != "-":
        from digest.output import write

        write.check_folder(options.output)
    briefs, failed = article_options.read(article_options.places(options.places, "summarize"), wish)
    if not briefs:
        return 1
    if options.output and options.output != "-":
        from digest.output import Style, write

        write.whole(options.output, render(briefs, Style(scores=options.scores)))
    else:
        console.show(render(briefs, console.style(scores=options.scores)))
    return 3 if failed else 0


def _wish(options: argparse.Namespace, chosen: Settings) -> reading.Wish:
    method = options.method or chosen.summarize_method
    SUMMARIZERS.about(method)  # an unknown name is told before anything is read
    sentences = options.sentences
    if sentences is None and options.words is None:
        sentences = chosen.summarize_sentences
    words = options.words if options.words is not None else chosen.summarize_words or None
    return reading.Wish(
        length=budget(sentences, words),
        method=method,
        title=options.title,
        published=published_at(options.published),
        language=article_options.language(options.lang, chosen),
        page_seconds=chosen.pages_seconds,
        focus=_focus(options.focus, chosen),
        explain=options.explain,
    )


def _focus(given: str | None, chosen: Settings) -> tuple[str, ...]:
    if given is None:
        return chosen.summarize_focus
    from digest.summarize.focus import wanted

    return wanted(given)


def _format(options: argparse.Namespace, chosen: Settings) -> str:
    if options.format:
        return str(options.format)
    if options.output:
        suffix = "." + options.output.rpartition(".")[2].lower()
        return _SUFFIX_FORMATS.get(suffix, chosen.summarize_format)
    return chosen.summarize_format


def _list_methods(form: str | None) -> int:
    rows = [(name, SUMMARIZERS.about(name)) for name in SUMMARIZERS.names()]
    if form == "json":
        import json

        console.show(json.dumps([{"name": n, "about": a} for n, a in rows], indent=2) + "\n")
    else:
        console.show("".join(f"{name:<11} {about}\n" for name, about in rows))
    return 0
