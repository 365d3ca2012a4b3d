"""The company's git history, made from the patches beside this file, with the same commit ids every time."""

import os
import subprocess
from dataclasses import dataclass
from datetime import datetime, timezone
from email import message_from_bytes
from email.utils import parseaddr
from pathlib import Path

PATCHES = Path(__file__).parent / "history"
# A clean git: no setting of this machine's user may change an id.
CLEAN = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}


@dataclass(frozen=True)
class Commit:
    id: str
    at: datetime
    author: str
    subject: str


def git(folder: Path, *words: str, env: dict[str, str] | None = None) -> str:
    command = ["git", "-C", str(folder), *words]
    done = subprocess.run(command, env={**os.environ, **CLEAN, **(env or {})}, capture_output=True, text=True)
    if done.returncode:
        raise RuntimeError(f"{' '.join(command)}: {done.stderr.strip()}")
    return done.stdout


def build(folder: Path) -> list[Commit]:
    """Applies every patch under its author's name and date; returns the commits, oldest first."""
    folder.mkdir(parents=True)
    git(folder, "init", "-q", "-b", "main")
    for patch in sorted(PATCHES.glob("*.patch")):
        name, mail = parseaddr(message_from_bytes(patch.read_bytes())["From"])
        committer = {"GIT_COMMITTER_NAME": name, "GIT_COMMITTER_EMAIL": mail}
        git(folder, "am", "-q", "--committer-date-is-author-date", str(patch), env=committer)
    lines = git(folder, "log", "--reverse", "--format=%H%x09%ct%x09%an%x09%s").splitlines()
    return [commit(*line.split("\t")) for line in lines]


def commit(sha: str, seconds: str, author: str, subject: str) -> Commit:
    return Commit(sha, datetime.fromtimestamp(int(seconds), timezone.utc), author, subject)


def head_at(commits: list[Commit], moment: datetime) -> Commit:
    """The newest commit that is not later than `moment`."""
    return [one for one in commits if one.at <= moment][-1]


def check_out(folder: Path, sha: str) -> None:
    """The tree of one commit and nothing else, as a fresh runner has it."""
    git(folder, "checkout", "-q", "-f", sha)
    git(folder, "clean", "-q", "-f", "-d", "-x")


def bundle(folder: Path, target: Path) -> None:
    git(folder, "checkout", "-q", "-f", "main")
    git(folder, "-c", "pack.threads=1", "bundle", "create", "-q", str(target.resolve()), "main", "HEAD")
