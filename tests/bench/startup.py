"""What one summary costs: `digest summarize FILE` against sumy's LexRank command on the same file, CPU time.

    python tests/bench/startup.py [RUNS]

Both run as whole processes, in turn. sumy's command can't start without tokenizer data, so it gets a punkt_tab model
trained here on the sample article; the training is not counted. It is run as it is installed, and once more with
numpy's library kept to one thread, whose idle threads otherwise count. `digest` makes summary and fact card. The goal
is a tenth of sumy's time.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parents[2]
SAMPLE = ROOT / "seeds" / "seoul-defense-talks.txt"
BIN = Path(sys.executable).parent


def main() -> None:
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 11
    with tempfile.TemporaryDirectory() as folder:
        _train_punkt(Path(folder))
        sumy = [str(BIN / "sumy"), "lex-rank", "--length=3", f"--file={SAMPLE}", "--format=plaintext"]
        commands = {
            "python -c pass": [sys.executable, "-c", "pass"],
            "digest summarize": [str(BIN / "digest"), "summarize", str(SAMPLE)],
            "sumy lex-rank": sumy,
            "  on one thread": sumy,
        }
        kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
        environment = {**kept, "NLTK_DATA": folder}
        one_thread = {**environment, "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
        times: dict[str, list[float]] = {name: [] for name in commands}
        for _ in range(runs + 1):
            for name, command in commands.items():
                times[name].append(_cpu_seconds(command, one_thread if name.startswith(" ") else environment))
    for name, values in times.items():
        counted = values[1:]  # the first run warms the caches
        print(f"{name:<18} CPU ms: median {1000 * statistics.median(counted):7.1f}  min {1000 * min(counted):7.1f}")
    for peer in ("sumy lex-rank", "  on one thread"):
        ratios = [b / a for a, b in zip(times["digest summarize"][1:], times[peer][1:], strict=True)]
        print(f"{peer:<16} / digest, run by run: median {statistics.median(ratios):.1f}  min {min(ratios):.1f}")


def _cpu_seconds(command: list[str], environment: dict[str, str]) -> float:
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout
        out = process.stdout.read()
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode or (not out and "pass" not in command):
        raise SystemExit(f"{command}: status {process.returncode}")
    return used.ru_utime + used.ru_stime


def _train_punkt(folder: Path) -> None:
    import nltk
    from nltk.tokenize.punkt import PunktTrainer, save_punkt_params

    nltk.data.path.insert(0, str(folder))  # nltk writes and reads only where its path says
    trainer = PunktTrainer()
    trainer.train(SAMPLE.read_text(encoding="utf-8"), finalize=True)
    target = folder / "tokenizers" / "punkt_tab" / "english"
    target.mkdir(parents=True)
    save_punkt_params(trainer.get_params(), str(target))


if __name__ == "__main__":
    main()
