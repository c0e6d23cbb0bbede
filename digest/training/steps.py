"""Fit how surely a next step is one: the weights of the signs of `digest.facts.next_steps.score`."""

from __future__ import annotations

import gzip
import json
from collections import Counter
from pathlib import Path

import numpy as np

from digest.facts import dates, next_steps
from digest.facts.next_steps import score
from digest.text import sentences

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from digest.model import NextStep, Span

    Floats = np.ndarray[tuple[int, ...], np.dtype[np.float64]]
    Explained = tuple[NextStep, Span, str]
    Judged = tuple[frozenset[str], bool, float]  # the signs of a step, whether it is one, how much that counts

LABELS = Path(__file__).with_name("steps.txt")
ARTICLES = ("cnndm_train_cnn", "bbc_dev", "multinews_dev")
FACTS = ("dev", "dev2")  # in the folder "facts" beside that of the articles
OF_FACTS = 0.4  # their annotated steps are nearly all right: they keep the sure ones high
RIDGE = 3.0
FEWEST = 8  # steps that a sign must stand in
SMALLEST = 0.1  # a weight that is worth a line
NEVER_AGAINST = frozenset(("who", "who acts", "who named", "a time", "a date", "a day"))  # more said is never less
HEAD = """\
# Made by `python -m digest.training steps --data FOLDER`: do not edit. One weight a sign, of a logistic regression.
# Fitted on {fit} judged steps of CNN, BBC and Multi-News articles (their places are in digest/training/steps.txt; the
# texts are not ours to pass on) and on {facts} of Wikinews articles (CC BY 2.5). On {test} judged steps of other
# articles: AUC {auc:.3f}; of those that score {least} or more {precise:.0%} are steps, of all {base:.0%}, and
# {recall:.0%} of the steps are kept.
"""


def write(data: Path) -> None:
    """Fit on the judged steps and write the table beside `digest.facts`."""
    fit, test = _judged(data)
    annotated = list(_annotated(data.parent / "facts"))
    weights = fitted([*fit, *annotated])
    right = np.array([is_right for _, is_right, _ in test])
    sure = np.array([_sure(signs, weights) for signs, _, _ in test])
    kept = sure.round(2) >= score.LEAST
    head = HEAD.format(
        fit=len(fit),
        facts=len(annotated),
        test=len(test),
        auc=auc(right, sure),
        least=score.LEAST,
        precise=right[kept].mean(),
        base=right.mean(),
        recall=kept[right].mean(),
    )
    table = head + "".join(f"{sign} {weight:g}\n" for sign, weight in weights.items())
    Path(score.TABLE).write_text(table, encoding="utf-8", newline="\n")
    print(head)  # noqa: T201


def fitted(judged: list[Judged]) -> dict[str, float]:
    """Fit the weight of each sign that is often seen, by Newton's method."""
    seen = Counter(sign for signs, _, _ in judged for sign in signs)
    names = ["start", *sorted(sign for sign, count in seen.items() if count >= FEWEST)]
    while True:
        values = _newton(names, judged)
        wrong = {n for n, value in zip(names, values, strict=True) if n in NEVER_AGAINST and value < 0}
        small = {n for n, value in zip(names, values, strict=True) if n != "start" and abs(value) < SMALLEST}
        if not wrong and not small:
            return {name: round(float(value), 2) for name, value in zip(names, values, strict=True)}
        names = [name for name in names if name not in (wrong or small)]


def _newton(names: list[str], judged: list[Judged]) -> Floats:
    rows = np.array([[name == "start" or name in signs for name in names] for signs, _, _ in judged], dtype=float)
    right = np.array([is_right for _, is_right, _ in judged], dtype=float)
    counts = np.array([count for _, _, count in judged])
    ridge = np.array([0.001 if name == "start" else RIDGE for name in names])
    values = np.zeros(len(names))
    for _ in range(25):
        sure = 1 / (1 + np.exp(-rows @ values))
        slope = rows.T @ (counts * (right - sure)) - ridge * values
        bend = (rows.T * (counts * sure * (1 - sure))) @ rows + np.diag(ridge)
        values = values + np.linalg.solve(bend, slope)
    return values


def auc(right: Floats, sure: Floats) -> float:
    """Return how often a right one is surer than a wrong one."""
    good, bad = sure[right.astype(bool)][:, None], sure[~right.astype(bool)][None, :]
    return float(((good > bad) + 0.5 * (good == bad)).mean())


def _sure(signs: Iterable[str], weights: dict[str, float]) -> float:
    return float(1 / (1 + np.exp(-weights["start"] - sum(weights.get(sign, 0.0) for sign in signs))))


def _judged(data: Path) -> tuple[list[Judged], list[Judged]]:
    """Read the judged steps for fitting and those for testing."""
    places: dict[str, dict[tuple[int, int], tuple[str, bool]]] = {}
    for line in LABELS.read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            part, article, start, end, sign = line.split()
            places.setdefault(article, {})[int(start), int(end)] = part, sign == "+"
    sets: dict[str, list[Judged]] = {"fit": [], "test": []}
    for article, text in _texts(data, set(places)):
        for step, _, frame in _steps(text, None):
            if found := places[article].get((step.what.start, step.what.end)):
                sets[found[0]].append((frozenset(score.signs(step, frame)), found[1], 1.0))
    return sets["fit"], sets["test"]


def _texts(data: Path, wanted: set[str]) -> Iterator[tuple[str, str]]:
    for name in ARTICLES:
        with gzip.open(data / f"{name}.jsonl.gz", "rt", encoding="utf-8") as lines:
            for line in lines:
                row = json.loads(line)
                if row["id"] in wanted:
                    yield row["id"], row["text"]
                for number, text in enumerate(row.get("documents", ())):
                    if f"{row['id']}#{number}" in wanted:
                        yield f"{row['id']}#{number}", text


def _annotated(folder: Path) -> Iterator[Judged]:
    """Read what we find in the annotated sentences, less those that are left open."""
    for name in FACTS:
        with open(folder / f"{name}.jsonl", encoding="utf-8") as lines:
            for line in lines:
                row = json.loads(line)
                for step, _, frame in _steps(row["text"], row["published"]):
                    place = step.what.start
                    said = next((s["next_step"] for s in row["sentences"] if s["start"] <= place < s["end"]), "")
                    if said in ("yes", "no"):
                        yield frozenset(score.signs(step, frame)), said == "yes", OF_FACTS


def _steps(text: str, published: str | None) -> tuple[Explained, ...]:
    day = dates.day_of(published)
    split = sentences.split(text)
    found = dates.find(text, split, published=day)
    return next_steps.explained(text, split, dates=found, published=day, least=0.0)
