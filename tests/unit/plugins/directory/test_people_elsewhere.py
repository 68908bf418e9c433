"""Other networks, by other authors, who knew nothing of the search: docs/quality.md tells their story."""

import json
from pathlib import Path

import pytest

from tests.unit.plugins.directory.people_asked import DATA, a_directory

FLOORS = {
    "aveyron-nord-guyane": {"first": 0.94, "three": 0.97, "nobody": 0.95},
    "drome-finistere-moselle": {"first": 0.90, "three": 0.96, "nobody": 0.95},
    "gironde-dordogne-reunion": {"first": 0.83, "three": 0.90, "nobody": 0.75},
    "cote-d-or-saone-et-loire": {"first": 0.87, "three": 0.94, "nobody": 0.75},
}


async def measured(folder: Path, given: Path) -> tuple[dict[str, float], set[str]]:
    """Return the shares of right answers, and who was shown that may not be."""
    queries = [json.loads(text) for text in (given / "queries.jsonl").read_text("utf-8").splitlines()]
    async with a_directory(folder) as network:
        await network.take((given / "cards.csv").read_bytes())
        found = [(one, await network.ask(one["text"], one["asker"])) for one in queries]
    asked = [(one, people) for one, people in found if not one["none"]]
    shares = {
        "first": sum(people[:1] != [] and people[0] in one["best"] for one, people in asked) / len(asked),
        "three": sum(bool(set(people[:3]) & set(one["best"])) for one, people in asked) / len(asked),
        "nobody": sum(not people for one, people in found if one["none"]) / (len(found) - len(asked)),
    }
    return shares, {account for one, people in found for account in people if account in one["forbidden"]}


@pytest.mark.parametrize("network", FLOORS)
async def test_people_of_another_network_are_found(tmp_path, network):
    shares, forbidden = await measured(tmp_path, DATA / network)
    assert forbidden == set()
    assert {name: share for name, share in shares.items() if share < FLOORS[network][name]} == {}
