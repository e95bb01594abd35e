"""How CHANGELOG.md is read."""
import pytest

from changelog import releases

TEXT = "# Changelog\n\nIntroduction.\n\n## 1.10.0 - 2027-01-02\n\n- New.\n\n## 1.9.0 - 2026-12-31\n\n### Added\n\n- Old.\n"


def test_releases_come_newest_first_with_day_and_text():
    newest, old = releases(TEXT)
    assert (newest.version, newest.date, newest.text) == ("1.10.0", "2027-01-02", "- New.")
    assert old.text == "### Added\n\n- Old."
    assert newest.time - old.time == 2 * 86400


@pytest.mark.parametrize("heading", ["Unreleased", "1.2 - 2026-12-31", "1.2.3", "1.2.3 - soon"])
def test_what_is_no_release_is_refused(heading):
    with pytest.raises(ValueError, match=heading):
        releases(f"## {heading}\n\n{TEXT}")


def test_without_a_release_there_is_nothing_to_pack():
    with pytest.raises(ValueError):
        releases("# Changelog\n")


def test_the_projects_own_changelog_is_in_order():
    versions = [tuple(map(int, release.version.split("."))) for release in releases()]
    assert versions == sorted(versions, reverse=True)
