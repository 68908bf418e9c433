"""Who counts as a neighbour."""

import pytest

from bot.web.routes import is_private


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "::1",
        "10.1.2.3",
        "172.17.0.1",
        "192.168.1.9",
        "100.64.0.7",
        "fd00::1",
        "fe80::1%eth0",
        "::ffff:10.0.0.1",
        "::ffff:100.64.0.7",
    ],
)
def test_this_machine_and_private_networks_are_neighbours(address):
    assert is_private(address)


@pytest.mark.parametrize(
    "address", ["93.184.216.34", "2606:2800:220:1::1", "::ffff:93.184.216.34", "224.0.0.1", "", None, "unix:"]
)
def test_the_rest_of_the_world_is_not(address):
    assert not is_private(address)
