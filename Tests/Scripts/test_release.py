"""What `make release` refuses before it builds anything, and what the pre-commit hook lets through."""
import datetime
import shutil
import subprocess
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parents[2]


@pytest.fixture
def repository(tmp_path):
    """A repository with the scripts, a version and a changelog; its Makefile makes nothing."""
    shutil.copytree(PACKAGE / "Scripts", tmp_path / "Scripts", ignore=shutil.ignore_patterns("__pycache__"))
    (tmp_path / "Sources").mkdir()
    (tmp_path / "Sources/Engine.swift").write_text('  public static let version = "1.2.3"\n')
    (tmp_path / "Makefile").write_text("%:\n\t@true\n")
    (tmp_path / ".gitignore").write_text("__pycache__/\n.build/\n")
    program = tmp_path / ".build/release/dreamkit"
    program.parent.mkdir(parents=True)
    program.write_text("#!/bin/sh\necho dreamkit 1.2.3\n")
    program.chmod(0o755)
    git(tmp_path, "init", "--quiet")
    changelog(tmp_path, "1.2.3", datetime.date.today())
    return tmp_path


def git(repository, *command):
    identity = ["-c", "user.name=A", "-c", "user.email=a@example.org"]
    return subprocess.run(["git", *identity, *command], cwd=repository, check=True, capture_output=True, text=True).stdout


def changelog(repository, version, date):
    (repository / "CHANGELOG.md").write_text(f"# Changelog\n\n## {version} - {date}\n\n# kept\n- New.\n")
    git(repository, "add", "--all")
    git(repository, "commit", "--quiet", "--message", "Change")


def released(repository):
    identity = {"GIT_COMMITTER_NAME": "A", "GIT_COMMITTER_EMAIL": "a@example.org", "PATH": "/usr/bin:/bin"}
    return subprocess.run([repository / "Scripts/release"], env=identity, capture_output=True, text=True)


def test_a_release_that_is_in_order_is_tagged_with_its_changes(repository):
    done = released(repository)
    assert done.returncode == 0, done.stderr
    assert "git push origin v1.2.3" in done.stdout
    assert git(repository, "tag", "--list", "--format=%(contents)").strip() == "DreamKit 1.2.3\n\n# kept\n- New."
    assert "already" in released(repository).stderr


def test_changes_that_are_not_committed_are_refused(repository):
    (repository / "new.txt").write_text("new")
    assert "not committed" in released(repository).stderr


def test_another_version_or_day_is_refused(repository):
    changelog(repository, "1.2.4", datetime.date.today())
    assert "Engine.version is another" in released(repository).stderr
    changelog(repository, "1.2.3", "2020-02-20")
    assert "dates 1.2.3 2020-02-20" in released(repository).stderr
    assert git(repository, "tag", "--list") == ""


def test_the_hook_lints_what_is_staged_and_not_what_lies_beside(repository):
    page = repository / "page.md"
    page.write_text("drawn by chance\n")
    git(repository, "add", "page.md")
    page.write_text("drawn at random\n")
    hook = [repository / "Scripts/hooks/pre-commit"]
    refused = subprocess.run(hook, cwd=repository, capture_output=True, text=True)
    assert refused.returncode == 1 and "at random" in refused.stdout
    git(repository, "add", "page.md")
    assert subprocess.run(hook, cwd=repository, capture_output=True).returncode == 0
