"""Parsing in processes with limits."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from datetime import UTC, datetime

import pytest

from digest.sources.feeds import Workers, parse

NOW = datetime(2026, 11, 1, tzinfo=UTC)
GOOD = (
    b"<rss version='2.0'><channel><title>t</title><language>en</language><item><title>x</title></item></channel></rss>"
)
URL = "https://feeds.example/feed"
# What only the patient reading takes, and takes long.
SLOW = b"<rss><channel>" + b"<item><title>a</title><description>b</descriptio></item>" * 400_000


def test_a_worker_says_what_parse_says() -> None:
    with Workers(2, seconds=60) as workers:
        futures = [workers.submit(body, url=URL, now=NOW) for body in (GOOD, b"", GOOD)]
        assert [future.result() for future in futures] == [parse(body, url=URL, now=NOW) for body in (GOOD, b"", GOOD)]


def test_no_process_starts_without_a_job() -> None:
    with Workers(2) as workers:
        assert workers.processes() == ()


def test_a_feed_that_takes_too_long_is_a_problem_of_that_feed_alone() -> None:
    with Workers(1, seconds=1) as workers:
        slow, good = workers.submit(SLOW, url="https://slow.example/"), workers.submit(GOOD, url=URL, now=NOW)
        assert [p.what for p in slow.result().problems] == ["took more than 1 s to parse"]
        assert slow.result().problems[0].where == "https://slow.example/"
        assert good.result().problems == ()


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux limits a process's memory")
def test_a_feed_that_takes_too_much_memory_is_a_problem_of_that_feed_alone() -> None:
    many = b"<rss><channel>" + b"<item><title>a</title><description>x</description></item>" * 600_000
    with Workers(1, seconds=60, memory=256 << 20) as workers:
        big, good = workers.submit(many, url=URL), workers.submit(GOOD, url=URL, now=NOW)
        assert [p.what for p in big.result().problems] == ["takes more memory than a feed may"]
        assert good.result().problems == ()


def test_a_worker_that_dies_is_replaced() -> None:
    with Workers(1, seconds=60) as workers:
        workers.submit(GOOD, url=URL).result()
        (process,) = workers.processes()
        os.kill(process, signal.SIGKILL)
        results = [workers.submit(GOOD, url=URL, now=NOW).result() for _ in range(2)]
        assert results[-1] == parse(GOOD, url=URL, now=NOW)
        assert workers.processes() != (process,)


def test_closing_ends_every_process() -> None:
    workers = Workers(2, seconds=60)
    futures = [workers.submit(GOOD, url=URL) for _ in range(4)]
    workers.close()
    assert all(future.result().problems == () for future in futures)
    assert workers.processes() == ()
    with pytest.raises(RuntimeError):
        workers.submit(GOOD, url=URL)


def test_an_interrupted_run_does_not_wait_for_its_jobs() -> None:
    workers = Workers(1, seconds=60)
    futures = [workers.submit(SLOW, url=URL) for _ in range(3)]
    workers.close(at_once=True)
    assert [future.result().problems[0].what for future in futures] == ["not parsed: the run was stopped"] * 3


def test_a_worker_ends_with_its_parent() -> None:
    ended = subprocess.run(
        [sys.executable, "-m", "digest.sources.feeds.workers", str(1 << 30), "20"],
        stdin=subprocess.DEVNULL,
        check=False,
        timeout=60,
    )
    assert ended.returncode == 0
