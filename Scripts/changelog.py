"""The releases that CHANGELOG.md tells of."""
import calendar
import re
import time
from dataclasses import dataclass
from pathlib import Path

CHANGELOG = Path(__file__).resolve().parents[1] / "CHANGELOG.md"


@dataclass
class Release:
    """A version, its day as YYYY-MM-DD, and what changed, in Markdown."""

    version: str
    date: str
    text: str

    @property
    def time(self):
        """The day's beginning, in seconds since 1970."""
        return calendar.timegm(time.strptime(self.date, "%Y-%m-%d"))


def releases(text=None):
    """All releases, the newest first; a heading that is none, such as Unreleased, is an error."""
    parts = re.split(r"^## (.+)\n", text if text is not None else CHANGELOG.read_text(), flags=re.M)[1:]
    found = []
    for heading, body in zip(parts[::2], parts[1::2]):
        match = re.fullmatch(r"(\d+\.\d+\.\d+) - (\d{4}-\d\d-\d\d)", heading)
        if not match:
            raise ValueError(f"CHANGELOG.md: '{heading}' is no release; one reads '1.2.3 - 2026-12-31'.")
        found.append(Release(*match.groups(), body.strip()))
    if not found:
        raise ValueError("CHANGELOG.md tells of no release.")
    return found
