"""Which IP addresses are the public web's, and which of the others the configuration allows.

Refused is all that IANA lists for a special purpose, whether or not it is said to be reachable: no web site
lies there. Sources, read in November 2026:

- IPv4: https://www.iana.org/assignments/iana-ipv4-special-registry (RFC 6890), and multicast, RFC 5771;
- IPv6: https://www.iana.org/assignments/iana-ipv6-special-registry, and what is global unicast at all,
  https://www.iana.org/assignments/ipv6-address-space: 2000::/3 alone. So unspecified, loopback, IPv4-mapped
  and IPv4-compatible (RFC 4291), local NAT64 (RFC 8215), discard-only, unique local (where AWS and Google
  have their metadata: fd00:ec2::254, fd20:ce::254), link-local, site-local and multicast are outside of it.
"""

from __future__ import annotations

import socket
from collections.abc import Iterable
from ipaddress import (
    IPv4Address,
    IPv4Network,
    IPv6Address,
    IPv6Network,
    ip_address,
    ip_network,
)

Address = IPv4Address | IPv6Address

SPECIAL_IPV4 = tuple(
    IPv4Network(each)
    for each in (
        "0.0.0.0/8",  # this host on this network
        "10.0.0.0/8",  # private
        "100.64.0.0/10",  # shared by a provider's customers; Alibaba's metadata are at 100.100.100.200
        "127.0.0.0/8",  # loopback
        "168.63.129.16/32",  # Azure's own services, in the middle of public addresses
        "169.254.0.0/16",  # link-local; metadata of most clouds are at 169.254.169.254
        "172.16.0.0/12",  # private
        "192.0.0.0/24",  # protocol assignments; Oracle's metadata are at 192.0.0.192
        "192.0.2.0/24",  # documentation
        "192.31.196.0/24",  # AS112
        "192.52.193.0/24",  # multicast tunnels
        "192.88.99.0/24",  # relays of 6to4
        "192.168.0.0/16",  # private
        "192.175.48.0/24",  # AS112
        "198.18.0.0/15",  # benchmarks
        "198.51.100.0/24",  # documentation
        "203.0.113.0/24",  # documentation
        "224.0.0.0/4",  # multicast
        "240.0.0.0/4",  # reserved, broadcast
    )
)
GLOBAL_IPV6 = IPv6Network("2000::/3")
SPECIAL_IPV6 = tuple(
    IPv6Network(each)
    for each in (
        "2001::/23",  # protocol assignments: Teredo, benchmarks, ORCHID, AS112…
        "2001:db8::/32",  # documentation
        "2002::/16",  # 6to4: holds an IPv4 address, and is no longer in use
        "2620:4f:8000::/48",  # AS112
        "3fff::/20",  # documentation
    )
)
NAT64 = IPv6Network("64:ff9b::/96")
"""Addresses by which a network with IPv6 alone reaches the IPv4 address in their last 32 bits, RFC 6052."""

_ANY_PORT = 443

_SPECIAL_BY_FIRST_BYTE: dict[int, tuple[IPv4Network, ...]] = {
    first: tuple(net for net in SPECIAL_IPV4 if net.overlaps(IPv4Network((first << 24, 8))))
    for first in range(256)
}


def is_public(address: Address) -> bool:
    """Tell whether an address may be that of a site of the public web."""
    if isinstance(address, IPv4Address):
        return not any(address in network for network in _SPECIAL_BY_FIRST_BYTE[int(address) >> 24])
    if address in NAT64:
        return is_public(IPv4Address(int(address) & 0xFFFFFFFF))
    if address not in GLOBAL_IPV6:
        return False
    return not any(address in network for network in SPECIAL_IPV6)


def is_own(address: Address) -> bool:
    """Tell whether an address is one of this machine, so that what is asked there would be this machine.

    What is sent there would come from there, says the system; nothing is sent to know it.
    """
    family = socket.AF_INET if isinstance(address, IPv4Address) else socket.AF_INET6
    try:
        with socket.socket(family, socket.SOCK_DGRAM) as nothing_sent:
            nothing_sent.connect((str(address), _ANY_PORT))
            return ip_address(nothing_sent.getsockname()[0]) == address
    except (OSError, ValueError):  # no way leads there
        return False


class Allowed:
    """Hosts that may be asked though their addresses are not public, or are this machine's own.

    They are names, addresses, networks in CIDR form.

    Names are as in URLs, in lower case and ASCII. A name stands for itself only, and for whatever addresses
    it has; an address or a network for any name that leads there.
    """

    def __init__(self, hosts: Iterable[str] = ()) -> None:
        self._names: set[str] = set()
        self._networks: list[IPv4Network | IPv6Network] = []
        for host in hosts:
            try:
                self._networks.append(ip_network(host, strict=False))
            except ValueError:
                self._names.add(host)

    def has_name(self, host: str) -> bool:
        """Tell whether that host was named itself."""
        return host in self._names

    def may_be_asked(self, address: Address) -> bool:
        """Tell whether an address is allowed, or public and of another machine than this one."""
        if any(address in network for network in self._networks):
            return True
        return is_public(address) and not is_own(address)


def address_of(host: str) -> Address | None:
    """Return the address that a host of a normalised URL is, without its brackets; None if it is a name.

    A name whose last label is a number is none: https://url.spec.whatwg.org/#ends-in-a-number-checker.
    """
    if ":" not in host and not host[-1].isdigit():
        return None
    try:
        return ip_address(host)
    except ValueError:  # a name such as "host.v2"
        return None
