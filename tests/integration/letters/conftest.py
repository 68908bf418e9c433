"""The French of letters."""

import pytest

from bot.language import catalogue


@pytest.fixture(autouse=True, scope="session")
def french():
    catalogue.add_package("plugins.digest")
