"""Run one fuzzer for a while, and say what it did.

    python tests/fuzz/run.py cells --minutes 30 --folder ~/fuzz

The folder keeps the corpus from one run to the next, and what broke the law (``found``). The
fuzzer runs in stretches of a few minutes: each takes up the source as it is then, and the corpus
of those before it.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import subprocess
import sys
import time
from pathlib import Path

HERE = Path(__file__).parent
# Seconds for one input, and megabytes for the whole process.
TIMEOUT, MEMORY = 20, 1536
STRETCH = 300
_PROGRESS = re.compile(r"cov: (\d+) ft: (\d+) corp: (\d+)/")
_EXECUTED = re.compile(r"stat::number_of_executed_units: (\d+)")
_COUNTED = re.compile(r"^#(\d+)\s", re.MULTILINE)
_PEAK = re.compile(r"stat::peak_rss_mb:\s+(\d+)")


def main():
    """Run the fuzzer that the command line names; the exit code tells whether the law held."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("name", choices=["cells", "tables"])
    parser.add_argument("--minutes", type=float, default=30.0)
    parser.add_argument("--folder", type=Path, required=True)
    parser.add_argument("--seed", type=int, default=0, help="0 takes another one each time")
    given = parser.parse_args()
    os.nice(19)
    account = run(given.name, 60.0 * given.minutes, given.folder, given.seed)
    print(json.dumps(account, indent=2))  # noqa: T201 - a program
    sys.exit(bool(account["found"]))


def run(name, seconds, folder, seed):
    """Run a fuzzer in stretches until the time is over; return what it did."""
    corpus, found = folder / name, folder / f"{name}-found"
    for needed in (corpus, found):
        needed.mkdir(parents=True, exist_ok=True)
    account = {"fuzzer": name, "executions": 0, "coverage": 0, "features": 0, "peak_mb": 0}
    start, stretches = time.monotonic(), 0
    while (left := seconds - (time.monotonic() - start)) >= 1:
        length = f"-max_total_time={min(STRETCH, int(left))}"
        output = _stretch(name, [length, f"-seed={seed}"], corpus, found)
        _add(account, output)
        stretches += 1
    account["corpus"] = len(list(corpus.iterdir()))
    account["stretches"] = stretches
    account["seconds"] = round(time.monotonic() - start)
    account["found"] = sorted(path.name for path in found.iterdir() if _is_case(name, path))
    return account


def _is_case(name, path):
    """Whether this breaks the law: not what was slow only because the machine was busy."""
    if path.suffix == ".txt" or path.name.startswith("slow-unit"):
        return False
    if not path.name.startswith("timeout"):
        return True
    command = [sys.executable, str(HERE / f"fuzz_{name}.py"), f"-timeout={3 * TIMEOUT}", str(path)]
    again = subprocess.run(command, env=_environment(), capture_output=True, check=False)
    return again.returncode != 0


def _environment(**more):
    paths = {"PYTHONPATH": str(HERE.parents[1]), "OPENBLAS_NUM_THREADS": "1"}
    return {**os.environ, **paths, **more}


def _stretch(name, options, corpus, found):
    command = [
        sys.executable,
        str(HERE / f"fuzz_{name}.py"),
        str(corpus),
        *options,
        f"-timeout={TIMEOUT}",
        f"-rss_limit_mb={MEMORY}",
        f"-artifact_prefix={found}/",
        "-print_final_stats=1",
        "-len_control=0",
        f"-max_len={2**10}",
    ]
    done = subprocess.run(
        command,
        env=_environment(LABFOLIO_FUZZ_FOUND=str(found)),
        capture_output=True,
        check=False,
        timeout=STRETCH + 600,
    )
    return done.stderr.decode(errors="replace")


def _add(account, output):
    executed = _EXECUTED.findall(output) or _COUNTED.findall(output) or ["0"]
    account["executions"] += int(executed[-1])
    progress = _PROGRESS.findall(output)
    if not progress:
        message = f"no input reached code that the fuzzer watches:\n{output[-3000:]}"
        raise SystemExit(message)
    account["coverage"] = max(account["coverage"], int(progress[-1][0]))
    account["features"] = max(account["features"], int(progress[-1][1]))
    peak = [int(number) for number in _PEAK.findall(output)]
    account["peak_mb"] = max([account["peak_mb"], *peak])


if __name__ == "__main__":
    main()
