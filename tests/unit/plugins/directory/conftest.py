import pytest

from tests.unit.plugins.directory.people_asked import DATA, a_directory


@pytest.fixture
async def directory(tmp_path):
    async with a_directory(tmp_path) as given:
        yield given


@pytest.fixture
async def invented(directory):
    """A directory with all invented people in it."""
    outcome = await directory.take((DATA / "cards.csv").read_bytes())
    assert not outcome.problems
    return directory
