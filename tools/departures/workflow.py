"""Runs a workflow file of the company for real and tells the run in the shape of GitHub's API."""

import os
import subprocess
import sys
import time
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

import yaml

from repository import Commit, check_out


@dataclass
class Runner:
    """`runs` grows with each workflow run, `output` with each step's exit code and last line."""

    folder: Path
    environment: dict[str, str]
    runs: list[dict] = field(default_factory=list)
    output: list[dict] = field(default_factory=list)

    def run(self, path: str, event: str, commit: Commit, at: datetime) -> str | None:
        """The conclusion of the workflow at this commit, or None when the commit has no such file."""
        check_out(self.folder, commit.id)
        if not (self.folder / path).exists():
            return None
        workflow = yaml.load((self.folder / path).read_text(), yaml.BaseLoader)
        jobs = [self.run_job(name, job, commit, at) for name, job in workflow["jobs"].items()]
        conclusion = "success" if all(job["conclusion"] == "success" for job in jobs) else "failure"
        number = len(self.runs) + 1
        self.runs.append(
            {
                "id": number,
                "run_number": sum(run["path"] == path for run in self.runs) + 1,
                "name": workflow["name"],
                "path": path,
                "event": event,
                "status": "completed",
                "conclusion": conclusion,
                "created_at": stamp(at),
                "updated_at": max(job["completed_at"] for job in jobs),
                "head_sha": commit.id,
                "head_branch": "main",
                "jobs": jobs,
            }
        )
        return conclusion

    def run_job(self, name: str, job: dict, commit: Commit, at: datetime) -> dict:
        check_out(self.folder, commit.id)
        now, steps = at, []
        for number, step in enumerate(job["steps"], start=1):
            failed = any(done["conclusion"] == "failure" for done in steps)
            began = time.monotonic()
            conclusion = "skipped" if failed else self.run_step(name, step, commit)
            ended = now + timedelta(seconds=time.monotonic() - began)
            steps.append(
                {
                    "name": step.get("name", f"Run {step.get('uses', step.get('run'))}"),
                    "number": number,
                    "status": "completed",
                    "conclusion": conclusion,
                    "started_at": stamp(now),
                    "completed_at": stamp(ended),
                }
            )
            now = ended
        failed = any(step["conclusion"] == "failure" for step in steps)
        return {
            "name": name,
            "status": "completed",
            "conclusion": "failure" if failed else "success",
            "started_at": stamp(at),
            "completed_at": stamp(now),
            "steps": steps,
        }

    def run_step(self, job: str, step: dict, commit: Commit) -> str:
        """Runs the step's own words with `bash -e`, as a runner does. Actions are what this machine has done already."""
        unknown = set(step) - {"name", "uses", "with", "run"}
        if unknown:
            raise ValueError(f"this recorder cannot run a step with {', '.join(sorted(unknown))}")
        if "run" not in step:
            return "success"
        done = subprocess.run(
            ["bash", "-e", "-c", step["run"]], cwd=self.folder, env=self.environment, capture_output=True, text=True
        )
        lines = (done.stdout + done.stderr).strip().splitlines()
        self.output.append(
            {
                "run": len(self.runs) + 1,
                "head_sha": commit.id,
                "job": job,
                "step": step.get("name"),
                "command": step["run"],
                "exit": done.returncode,
                "last_line": lines[-1].replace(str(self.folder), ".").replace(sys.prefix, "venv") if lines else "",
            }
        )
        return "failure" if done.returncode else "success"


def environment(home: Path) -> dict[str, str]:
    """This interpreter's folder first on the path, no package index, and the company's folder of flights and models."""
    return {
        **os.environ,
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        "PIP_NO_INDEX": "1",
        "PIP_DISABLE_PIP_VERSION_CHECK": "1",
        "PYTHONDONTWRITEBYTECODE": "1",
        "DEPARTURES_HOME": str(home),
    }


def stamp(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")
