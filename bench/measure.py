"""Runs every measurement of README.md and prints a table of CPU seconds and peak memory.

Of each command the run with the median CPU time counts. CPU time is user and system time of the process and its
children as the kernel accounts them; the time on the wall depends on what else the machine does and is only shown.
"""

import argparse
import os
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).resolve().parent
DATA = HERE / "data"
STEADFAST = HERE.parent / "target" / "release" / "steadfast"
BOOK = DATA / "bench.db"


@dataclass
class Run:
    cpu: float
    wall: float
    memory_mb: float
    code: int


@dataclass
class Job:
    who: str
    work: str
    command: list
    fresh_book: bool = False
    repeats: int = 0
    subcommand: str = ""


def run(command, errors):
    """One run of a command; what it prints goes to a file, since a pipe would be read on our own CPU time."""
    started = time.monotonic()
    with open(DATA / "last-output", "wb") as output:
        child = subprocess.Popen([str(part) for part in command], stdout=output, stderr=errors)
        _, status, usage = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    wall = time.monotonic() - started
    return Run(usage.ru_utime + usage.ru_stime, wall, usage.ru_maxrss / 1024, child.returncode)


def remove_book():
    for path in DATA.glob("bench.db*"):
        path.unlink()


def has(subcommand):
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    return STEADFAST.exists() and subprocess.run([STEADFAST, subcommand, "--help"], **quiet).returncode == 0


def jobs(file, customers):
    python = sys.executable
    columns = ["--customer", "customer_id", "--date", "ordered_at", "--amount", "amount"]
    forecast = [STEADFAST, "--json", "forecast", file, *columns, "--unit", "day", "--out",
                DATA / "customers.csv"]
    book = [STEADFAST, "--book", BOOK]
    some = str(min(42, customers))
    return [
        Job("steadfast", "forecast: read, summary, MBG/NBD + Gamma-Gamma, predictions, CLV, CSV of everybody",
            [*forecast, "--model", "mbg_nbd"], subcommand="forecast"),
        Job("steadfast", "the same by BG/NBD", [*forecast, "--model", "bg_nbd"], subcommand="forecast"),
        Job("DuckDB", "read and summary only, two threads", [python, HERE / "duckdb_summary.py", file]),
        Job("lifetimes", "read, summary, BG/NBD + Gamma-Gamma, predictions, CLV",
            [python, HERE / "lifetimes_forecast.py", file]),
        Job("steadfast", "import into a new book", [*book, "import", file, "--map", HERE / "purchases.map.toml"],
            fresh_book=True, subcommand="import"),
        Job("steadfast", "judge: a full pass over that book", [*book, "judge"], subcommand="judge"),
        Job("steadfast", "person: everything about one, with start and end of the program",
            [*book, "person", some, "--json"], repeats=20, subcommand="person"),
        Job("steadfast", "--version: the program's own start and end", [STEADFAST, "--version"], repeats=20),
    ]


def measure(job, repeats, errors):
    """The median run, or a word on why there is none."""
    if job.subcommand and not has(job.subcommand):
        return "not there yet"
    found = []
    for _ in range(job.repeats or repeats):
        if job.fresh_book:
            remove_book()
        found.append(run(job.command, errors))
        if found[-1].code != 0:
            return f"failed with exit code {found[-1].code}; see {DATA / 'errors.log'}"
    return sorted(found, key=lambda run: run.cpu)[len(found) // 2]


def note(job, result, rows):
    if job.work.startswith("import"):
        return f"{rows / result.cpu:,.0f} rows a CPU second"
    if job.repeats:
        return f"{result.cpu * 1000:.1f} ms CPU"
    return ""


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("file", type=Path)
    arguments.add_argument("--customers", type=int, required=True)
    arguments.add_argument("--repeats", type=int, default=3)
    arguments.add_argument("--only", help="only the jobs whose work or name contains this")
    given = arguments.parse_args()
    with open(given.file, "rb") as file:
        rows = sum(chunk.count(b"\n") for chunk in iter(lambda: file.read(1 << 20), b"")) - 1
    size_mb = given.file.stat().st_size / 1e6
    print(f"\n{rows:,} simulated purchases of {given.customers:,} customers, {size_mb:.0f} MB; "
          f"median of {given.repeats}\n", flush=True)
    lines = ["| who | work | CPU s | wall s | peak memory MB | |", "|---|---|---|---|---|---|"]
    print("\n".join(lines), flush=True)
    with open(DATA / "errors.log", "wb") as errors:
        for job in jobs(given.file, given.customers):
            if given.only and given.only not in f"{job.who} {job.work}":
                continue
            result = measure(job, given.repeats, errors)
            if isinstance(result, str):
                line = f"| {job.who} | {job.work} | | | | {result} |"
            else:
                figures = f"{result.cpu:.2f} | {result.wall:.2f} | {result.memory_mb:.0f}"
                line = f"| {job.who} | {job.work} | {figures} | {note(job, result, rows)} |"
            lines.append(line)
            print(line, flush=True)
    (DATA / "results.md").write_text("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
