"""Records the example company: runs its history, its retraining and its service for real, and writes what came of it.

python tools/departures/record.py --flights flights-3m.parquet --sample 0 --out examples/departures [--small]
"""

import argparse
import json
import shutil
import subprocess
import sys
import tempfile
import time
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pandas as pd

import repository
from flights import read_flights
from live import serve_week, service
from workflow import Runner, environment

CI, RETRAIN = ".github/workflows/ci.yml", ".github/workflows/retrain.yml"
LEAD = pd.Timedelta(hours=2)
LAUNCH = datetime(2026, 3, 2, 9, 5, tzinfo=timezone.utc)
FIRST_MONDAY = datetime(2026, 1, 12, 3, tzinfo=timezone.utc)
LAST_MONDAY = datetime(2026, 6, 29, 3, tzinfo=timezone.utc)
WEEK = timedelta(weeks=1)
REQUESTS, SMALL_REQUESTS = 3000, 900


def naive(moment: datetime) -> pd.Timestamp:
    """The feed has times without a zone; the recorder takes them as UTC."""
    return pd.Timestamp(moment.replace(tzinfo=None))


def run_ci(runner: Runner, commits: list[repository.Commit], small: bool) -> None:
    """CI at every commit; of a small recording only at those of February, when a failing test was made harmless."""
    for commit in commits:
        if not small or commit.at.month == 2:
            runner.run(CI, "push", commit, commit.at)


def live_flights(flights: pd.DataFrame, requests: int) -> pd.DataFrame:
    """Every n-th flight in order of time since the launch, so that at most `requests` are asked for."""
    since = flights[flights["planned_at"] - LEAD >= naive(LAUNCH)]
    return since.iloc[:: -(-len(since) // requests)]


def run_weeks(runner: Runner, commits: list[repository.Commit], flights: pd.DataFrame, requests: int, keep: Path):
    """Each Monday: the feed so far, the retraining, then the week's requests to the service. Returns the live log.

    The service runs the code of the last commit whose retraining went through.
    """
    home, deployed = Path(runner.environment["DEPARTURES_HOME"]), runner.folder.parent / "deployed"
    asked, log, monday = live_flights(flights, requests), [], FIRST_MONDAY
    while monday <= LAST_MONDAY:
        feed = flights[flights["departed_at"] < naive(monday)]
        feed.to_parquet(home / "flights.parquet", index=False)
        conclusion = runner.run(RETRAIN, "schedule", repository.head_at(commits, monday), monday)
        if conclusion == "success":
            shutil.rmtree(deployed, ignore_errors=True)
            shutil.copytree(runner.folder, deployed, ignore=shutil.ignore_patterns(".git"))
            if monday <= LAUNCH < monday + WEEK:
                keep_launch(runner, keep)
        moment = asked["planned_at"] - LEAD
        week = asked[(moment >= naive(monday)) & (moment < naive(monday + WEEK))]
        if len(week):
            with service(deployed, runner.environment) as port:
                log += serve_week(port, week, LEAD)
        say(f"{monday:%Y-%m-%d} retraining: {conclusion or 'no workflow yet'}, {len(week)} requests")
        monday += WEEK
    return pd.DataFrame(log)


def keep_launch(runner: Runner, keep: Path) -> None:
    """The tables and the evaluation of the first model that served, and the same training without the hour."""
    shutil.copytree(runner.folder / "build", keep / "launch")
    for words in (["departures.train", "--without", "hour"], ["departures.evaluate"]):
        command = [sys.executable, "-m", *words, "--out", str(keep / "without-hour")]
        subprocess.run(command, cwd=runner.folder, env=runner.environment, check=True, stdout=subprocess.DEVNULL)


def write(frame: pd.DataFrame, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    frame.to_parquet(target, index=False, compression="zstd", coerce_timestamps="ms")


def write_out(out: Path, runner: Runner, keep: Path, log: pd.DataFrame, flights: pd.DataFrame) -> None:
    repository.bundle(runner.folder, out / "departures.bundle")
    # Beside these stand documents that nobody recorded.
    shutil.copytree(runner.folder / "docs", out / "docs", dirs_exist_ok=True)
    for name in ("train", "test"):
        write(pd.read_parquet(keep / "launch" / f"{name}.parquet"), out / "tables" / f"{name}.parquet")
    for name, folder in (("holdout", "launch"), ("holdout-without-hour", "without-hour")):
        write(pd.read_parquet(keep / folder / "holdout.parquet"), out / "predictions" / f"{name}.parquet")
    for month, lines in log.groupby(log["served_at"].dt.strftime("%Y-%m")):
        write(lines, out / "predictions" / "live" / f"{month}.parquet")
    served = flights[flights["flight_id"].isin(log["flight_id"])]
    late = (served["delay_minutes"] > 15).astype("int8")
    labels = pd.DataFrame({"flight_id": served["flight_id"], "late": late})
    write(labels, out / "predictions" / "labels.parquet")
    newest_first = sorted(runner.runs, key=lambda run: run["created_at"], reverse=True)
    export = {"total_count": len(newest_first), "workflow_runs": newest_first}
    (out / "runs.json").write_text(json.dumps(export, indent=1) + "\n")
    (out / "runs-output.jsonl").write_text("".join(json.dumps(line) + "\n" for line in runner.output))


def say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--flights", type=Path, default=Path("node_modules/vega-datasets/data/flights-3m.parquet"))
    parser.add_argument("--sample", type=int, default=0, help="which third of the airports: 0, 1 or 2")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--small", action="store_true", help="half the airports, fewer requests, CI of February only")
    given = parser.parse_args()
    began = time.monotonic()
    given.out.mkdir(parents=True, exist_ok=True)
    flights = read_flights(given.flights, given.sample, given.small)
    say(f"{len(flights)} flights out of {flights['origin'].nunique()} airports")
    with tempfile.TemporaryDirectory(prefix="departures-") as name:
        work = Path(name)
        (work / "home").mkdir()
        commits = repository.build(work / "repository")
        runner = Runner(work / "repository", environment(work / "home"))
        run_ci(runner, commits, given.small)
        say(f"{len(commits)} commits, {len(runner.runs)} CI runs, {time.monotonic() - began:.0f} s")
        log = run_weeks(runner, commits, flights, SMALL_REQUESTS if given.small else REQUESTS, work)
        write_out(given.out, runner, work, log, flights)
    say(f"recorded in {time.monotonic() - began:.0f} s: {given.out}")


if __name__ == "__main__":
    main()
