"""Untrusted text, the network and durable files have one owner each; nothing in the package goes around them.

The table of exceptions is the whole list of places that may, each with its reason; one that is no longer needed fails.
"""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "digest"
OUTSIDE = "training/"  # fits parameters from data by hand, and is never part of a run

# Files that last.
WRITING_CALLS = {
    "os.replace", "os.rename", "os.renames", "os.link", "os.symlink", "os.truncate", "os.write", "os.mkfifo",
    "shutil.move", "shutil.copy", "shutil.copy2", "shutil.copyfile", "shutil.copytree", "shutil.rmtree",
    "os.remove", "os.unlink", "os.rmdir", "os.ftruncate", "tempfile.mkstemp", "tempfile.NamedTemporaryFile",
}  # fmt: skip
WRITING_FLAGS = ("O_WRONLY", "O_RDWR", "O_CREAT", "O_APPEND", "O_TRUNC")
OPENING = {"open", "io.open", "os.fdopen"}
WRITING_METHODS = {"write_text", "write_bytes", "unlink", "rmdir", "symlink_to", "hardlink_to", "touch"}
STREAMS = {"sys.stdout", "sys.stderr", "sys.__stdout__", "sys.__stderr__"}
ASKED = {"isatty", "fileno", "encoding", "flush"}  # of a stream, which writes nothing
# By import.
MODULES = {
    "network": {
        "socket",
        "ssl",
        "http.client",
        "urllib.request",
        "ftplib",
        "aiohttp",
        "requests",
        "smtplib",
        "asyncio",
    },
    "start": {"subprocess", "pty", "multiprocessing"},
    "pickle": {"pickle", "marshal", "shelve", "yaml", "dill"},
    "browser": {"webbrowser"},
}
STARTING_CALLS = {"os.system", "os.popen", "os.posix_spawn", "os.fork", "os.startfile"}
CODE = {"eval", "exec", "compile", "__import__"}
MARKUP = {"from_markup", "render_markup"}

ALLOWED: dict[tuple[str, str], str] = {
    ("write", "output/write.py"): "the owner: a temporary file, flushed, renamed",
    ("write", "archive/"): "the owner of the archive: SQLite's file, made private, and whole copies of it",
    ("write", "cli/__init__.py"): "the null device, when whoever read our output has gone",
    ("write", "service/apart.py"): "a pipe to our own process, not a file",
    ("write", "service/lock.py"): "the number of the process that holds the lock; nothing is lost with it",
    ("write", "subscriptions/editing.py"): "makes a new feeds file private before it is written whole",
    ("write", "sources/feeds/workers.py"): "a pipe to our own process, not a file",
    ("network", "sources/fetch/"): "the owner: which addresses are asked, how often, how much is taken",
    ("network", "service/mailing.py"): "the reader's own mail server, which no feed can name",
    ("network", "cli/served.py"): "`digest serve`: a server of the reader's own screen, which asks nobody",
    ("stream", "cli/console.py"): "the owner: what is shown is clean",
    ("stream", "cli/progress.py"): "one line drawn over, cleaned, on a terminal alone",
    ("stream", "cli/served.py"): "keeps a library from writing to stdout",
    ("stream", "cli/screen.py"): "hands the streams to the screen without a screen",
    ("stream", "sources/feeds/workers.py"): "answers to our own process",
    ("start", "daily.py"): "the reader's own command after a digest, a list of arguments",
    ("start", "service/piping.py"): "the reader's own command, a list of arguments; text only on its input",
    ("start", "service/mailing.py"): "the reader's own command that prints a password, a list of arguments",
    ("start", "service/apart.py"): "our own interpreter and module",
    ("start", "sources/feeds/workers.py"): "our own interpreter and module",
    ("pickle", "service/apart.py"): "between two processes of ours, over a pipe",
    ("pickle", "sources/feeds/workers.py"): "between two processes of ours, over a pipe",
}


class Sink(NamedTuple):
    kind: str
    file: str
    line: int
    what: str


class _Finder(ast.NodeVisitor):
    """Collects the sinks of one module; names are followed through its imports."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.names: dict[str, str] = {}
        self.found: list[Sink] = []
        self._is_for_types = False

    def visit_If(self, node: ast.If) -> None:
        if isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING":
            self._is_for_types = True
            for inside in node.body:
                self.visit(inside)
            self._is_for_types = False
        else:
            self.generic_visit(node)

    def visit_Import(self, node: ast.Import) -> None:
        for alias in node.names:
            first = alias.name.partition(".")[0]
            self.names[alias.asname or first] = alias.name if alias.asname else first
            self._imported(alias.name, node)

    def visit_ImportFrom(self, node: ast.ImportFrom) -> None:
        for alias in node.names:
            self.names[alias.asname or alias.name] = f"{node.module}.{alias.name}"
            self._imported(f"{node.module}.{alias.name}", node)

    def _imported(self, name: str, node: ast.stmt) -> None:
        if self._is_for_types:
            return
        if name in STREAMS:
            self._add("stream", node, name)
        parts = name.split(".")
        starts = {".".join(parts[:count]) for count in range(1, len(parts) + 1)}
        for kind, modules in MODULES.items():
            if starts & modules:
                self._add(kind, node, name)

    def visit_Attribute(self, node: ast.Attribute) -> None:
        if node.attr in ASKED and self._name(node.value) in STREAMS:
            return
        name = self._name(node)
        if name in STREAMS:
            self._add("stream", node, name)
        self.generic_visit(node)

    def visit_Call(self, node: ast.Call) -> None:
        name = self._name(node.func)
        method = node.func.attr if isinstance(node.func, ast.Attribute) else ""
        if name in WRITING_CALLS or (method in WRITING_METHODS and name not in WRITING_CALLS):
            self._add("write", node, name or method)
        if (name in OPENING or (method == "open" and name != "os.open")) and self._writes(node, name):
            self._add("write", node, f"{name or method}()")
        if name == "os.open" and any(flag in ast.unparse(node) for flag in WRITING_FLAGS):
            self._add("write", node, "os.open()")
        if name == "print":
            self._add("stream", node, "print")
        if name in STARTING_CALLS or name.startswith(("os.exec", "os.spawn")):
            self._add("start", node, name)
        if name in CODE:
            self._add("code", node, name)
        if method in MARKUP or name in MARKUP:
            self._add("markup", node, method or name)
        for keyword in node.keywords:
            value = keyword.value.value if isinstance(keyword.value, ast.Constant) else None
            if keyword.arg == "shell" and value is not False:
                self._add("shell", node, "shell=")
            if keyword.arg == "markup" and value is not False:
                self._add("markup", node, ast.unparse(keyword))
        self.generic_visit(node)

    @staticmethod
    def _writes(node: ast.Call, name: str) -> bool:
        """Whether a call of an `open` is for writing, or can't be told not to be."""
        place = 1 if name in OPENING else 0
        modes = [keyword.value for keyword in node.keywords if keyword.arg == "mode"] or node.args[place : place + 1]
        if not modes:
            return False
        if not isinstance(modes[0], ast.Constant):
            return place == 1  # else it is a method called open, of something else
        mode = modes[0].value
        return isinstance(mode, str) and len(mode) <= 3 and bool(set(mode) & set("wax+"))

    def _name(self, node: ast.expr) -> str:
        """A dotted name with its imports followed; "" for anything else."""
        parts = []
        while isinstance(node, ast.Attribute):
            parts.append(node.attr)
            node = node.value
        if not isinstance(node, ast.Name):
            return ""
        return ".".join([self.names.get(node.id, node.id), *reversed(parts)])

    def _add(self, kind: str, node: ast.AST, what: str) -> None:
        self.found.append(Sink(kind, self.file, getattr(node, "lineno", 0), what))


@cache
def _sinks() -> tuple[Sink, ...]:
    return tuple(_all())


def _all() -> Iterator[Sink]:
    for path in sorted(PACKAGE.rglob("*.py")):
        file = path.relative_to(PACKAGE).as_posix()
        if not file.startswith(OUTSIDE):
            yield from _found(path.read_text(encoding="utf-8"), file)


def _found(source: str, file: str = "x.py") -> list[Sink]:
    finder = _Finder(file)
    finder.visit(ast.parse(source))
    return finder.found


def _keys(sink: Sink) -> set[tuple[str, str]]:
    """What may name a sink in the table: its file, or a folder that owns such sinks."""
    return {(sink.kind, sink.file), (sink.kind, sink.file.rpartition("/")[0] + "/")}


def _is_allowed(sink: Sink) -> bool:
    return not ALLOWED.keys().isdisjoint(_keys(sink))


def test_nothing_goes_around_the_owners() -> None:
    around = [sink for sink in _sinks() if not _is_allowed(sink)]
    assert not around, "\n".join(f"digest/{sink.file}:{sink.line}: {sink.kind}: {sink.what}" for sink in around)


def test_each_exception_is_needed() -> None:
    assert set(ALLOWED) <= {key for sink in _sinks() for key in _keys(sink)}


@pytest.mark.parametrize(
    ("source", "kind"),
    [
        ("open('x', 'w')", "write"),
        ("open('x', mode='ab')", "write"),
        ("open('x', m)", "write"),
        ("from pathlib import Path\nPath('x').write_text('')", "write"),
        ("from pathlib import Path\nPath('x').open('w')", "write"),
        ("import os as o\no.replace('a', 'b')", "write"),
        ("from os import rename\nrename('a', 'b')", "write"),
        ("import os\nos.open('x', os.O_CREAT)", "write"),
        ("import shutil\nshutil.move('a', 'b')", "write"),
        ("import http.client", "network"),
        ("def f():\n from urllib.request import urlopen", "network"),
        ("import sys\nsys.stdout.write('')", "stream"),
        ("from sys import stderr\nstderr.write('')", "stream"),
        ("print('')", "stream"),
        ("import subprocess", "start"),
        ("import os\nos.system('')", "start"),
        ("x(y, shell=True)", "shell"),
        ("import webbrowser", "browser"),
        ("Text.from_markup(title)", "markup"),
        ("Static(title, markup=True)", "markup"),
        ("eval('')", "code"),
        ("import pickle", "pickle"),
        ("from yaml import load", "pickle"),
    ],
)
def test_a_sink_is_seen(source: str, kind: str) -> None:
    assert kind in {sink.kind for sink in _found(source)}


@pytest.mark.parametrize(
    "source",
    [
        "open('x')",
        "open('x', 'rb')",
        "from pathlib import Path\nPath('x').open('rb')",
        "text.replace('a', 'b')",
        "if TYPE_CHECKING:\n import socket",
        "Static(title, markup=False)",
        "from urllib.parse import urlsplit",
        "desk.open(places)",
    ],
)
def test_what_is_no_sink_is_let_pass(source: str) -> None:
    assert not _found(source)
