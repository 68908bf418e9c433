"""Which addresses are asked, in whatever way they are written."""

from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.fetching.addresses import Allowed, is_own, is_public
from bot.fetching.locating import BAD_PORTS, LONGEST, locate
from bot.plugin import FetchError, FetchProblem

LISTED_IPV4 = """
        0.0.0.0/8 10.0.0.0/8 100.64.0.0/10 127.0.0.0/8 169.254.0.0/16 172.16.0.0/12 192.0.0.0/24 192.0.2.0/24
        192.31.196.0/24 192.52.193.0/24 192.88.99.0/24 192.168.0.0/16 192.175.48.0/24 198.18.0.0/15
        198.51.100.0/24 203.0.113.0/24 224.0.0.0/4 240.0.0.0/4 255.255.255.255/32 168.63.129.16/32
"""
LISTED_IPV6 = """
        ::/128 ::1/128 ::/96 ::ffff:0:0/96 ::ffff:0:0:0/96 64:ff9b:1::/48 100::/64 100:0:0:1::/64 2001::/23
        2001::/32 2001:1::1/128 2001:2::/48 2001:3::/32 2001:4:112::/48 2001:10::/28 2001:20::/28 2001:30::/28
        2001:db8::/32 2002::/16 2620:4f:8000::/48 3fff::/20 5f00::/16 fc00::/7 fe80::/10 fec0::/10 ff00::/8
        fd00:ec2::254/128 fd20:ce::254/128
"""
SPECIAL_IPV4 = [IPv4Network(each) for each in LISTED_IPV4.split()]
SPECIAL_IPV6 = [IPv6Network(each) for each in LISTED_IPV6.split()]
PUBLIC = """
    1.1.1.1 8.8.8.8 80.67.169.12 172.32.0.1 100.128.0.1 192.0.1.1
    2001:910:800::12 2a00:1450:4007::1 2606:4700::1
"""


def within(network):
    kind = IPv4Address if network.version == 4 else IPv6Address
    return st.integers(int(network[0]), int(network[-1])).map(kind)


special_ipv4 = st.sampled_from(SPECIAL_IPV4).flatmap(within)
special_ipv6 = st.sampled_from(SPECIAL_IPV6).flatmap(within)


def notations(address):
    """Return the ways in which an IPv4 address can be written in a URL."""
    whole = int(address)
    parts = address.packed
    yield str(address)
    yield f"{address}."
    yield str(whole)
    yield hex(whole)
    yield f"0X{whole:X}"
    yield f"0{whole:o}"
    yield ".".join(f"0{part:03o}" for part in parts)
    yield ".".join(hex(part) for part in parts)
    yield f"{parts[0]}.{whole & 0xFFFFFF}"
    yield f"{parts[0]}.{hex(parts[1])}.{whole & 0xFFFF:#o}".replace("0o", "0")
    yield str(address).translate({ord(digit): 0xFF10 + int(digit) for digit in "0123456789"})
    yield str(address).replace(".", "。")
    yield "".join(f"%{ord(character):02x}" for character in str(address))


def holding(address):
    """Return the IPv6 addresses that lead to an IPv4 address, by the mechanisms of transition."""
    high, low = int(address) >> 16, int(address) & 0xFFFF
    yield f"::ffff:{address}"
    yield f"::{address}"
    yield f"::ffff:0:{address}"
    yield f"64:ff9b::{address}"
    yield f"64:ff9b:1::{address}"
    yield f"2002:{high:x}:{low:x}::1"
    yield f"2001:0:{high:x}:{low:x}::{~low & 0xFFFF:x}"


def problem_of(url, allowed=()):
    with pytest.raises(FetchError) as caught:
        locate(url, Allowed(allowed))
    return caught.value.problem


@given(special_ipv4)
def test_no_special_ipv4_address_is_asked_in_any_notation(address):
    assert not is_public(address)
    for host in notations(address):
        assert problem_of(f"http://{host}/feed") is FetchProblem.PRIVATE, host


@given(special_ipv4)
def test_no_special_ipv4_address_is_asked_within_an_ipv6_address(address):
    for host in holding(address):
        assert problem_of(f"https://[{host}]:8443/") is FetchProblem.PRIVATE, host


@given(special_ipv6)
def test_no_special_ipv6_address_is_asked_in_any_notation(address):
    assert not is_public(address)
    for host in (address.compressed, address.exploded, address.exploded.upper()):
        assert problem_of(f"http://[{host}]/feed") is FetchProblem.PRIVATE, host


@pytest.mark.parametrize("address", PUBLIC.split())
def test_public_addresses_are_asked(address):
    host = f"[{address}]" if ":" in address else address
    assert locate(f"http://{host}/", Allowed()).host == address


def test_a_network_with_ipv6_alone_reaches_public_ipv4_addresses():
    assert is_public(IPv6Address("64:ff9b::8.8.8.8"))
    assert not is_public(IPv6Address("64:ff9b::10.0.0.1"))


@pytest.mark.parametrize("host", ["10.1.2.3", "[fd00::7]", "0x0a010203"])
def test_what_the_configuration_allows_is_asked_in_any_notation(host):
    assert locate(f"http://{host}/", Allowed(["10.1.0.0/16", "fd00::7"])).url.startswith("http://")


def test_allowing_one_address_allows_no_other_and_no_loopback():
    allowed = ["127.0.0.1", "10.0.0.0/8"]
    assert problem_of("http://127.0.0.2/", allowed) is FetchProblem.PRIVATE
    assert problem_of("http://[::1]/", allowed) is FetchProblem.PRIVATE
    assert problem_of("http://[::ffff:127.0.0.1]/", allowed) is FetchProblem.PRIVATE


@pytest.mark.parametrize(
    "url",
    [
        "",
        "bonjour",
        "exemple.fr",
        "//exemple.fr/",
        "ftp://exemple.fr/",
        "file:///etc/passwd",
        "javascript:alert(1)",
        "data:text/html,x",
        "gopher://exemple.fr/",
        "http://",
        "http://exemple.fr:99999/",
        "http://exe mple.fr/",
        "http://[::1/",
        "http://[fe80::1%25eth0]/",
        "http://256.256.256.256/",
        "http://1.2.3.4.5/",
        "http://a\ud800.fr/",
        "https://exemple.fr/" + "a" * LONGEST,
    ],
)
def test_what_is_no_web_address_is_told_so(url):
    assert problem_of(url) is FetchProblem.NO_WEB_ADDRESS


@pytest.mark.parametrize(
    "url", ["http://lea:secret@exemple.fr/", "http://lea@exemple.fr/", "https://:x@exemple.fr/"]
)
def test_names_and_passwords_are_refused(url):
    assert problem_of(url) is FetchProblem.CREDENTIALS


@pytest.mark.parametrize("port", sorted(BAD_PORTS))
def test_ports_of_other_services_are_refused(port):
    assert problem_of(f"http://exemple.fr:{port}/") is FetchProblem.PORT


@pytest.mark.parametrize("port", [80, 443, 8000, 8080, 8443, 3000])
def test_ports_of_the_web_are_asked(port):
    assert locate(f"http://exemple.fr:{port}/", Allowed()).host == "exemple.fr"


@pytest.mark.parametrize(
    ("url", "normalised"),
    [
        ("HTTPS://Médiathèque.FR/Été?q=à#ancre", "https://xn--mdiathque-53af.fr/%C3%89t%C3%A9?q=%C3%A0"),
        ("http://exemple.fr", "http://exemple.fr/"),
        ("http://exemple.fr:80/a/../b", "http://exemple.fr/b"),
        ("  https://exemple.fr/a b\n", "https://exemple.fr/a%20b"),
        ("https:\\\\exemple.fr\\a", "https://exemple.fr/a"),
        ("https://exemple.fr/?#", "https://exemple.fr/?"),
        ("https://exemple.fr/a\r\nHost: x", "https://exemple.fr/aHost:%20x"),
    ],
)
def test_addresses_are_read_as_browsers_read_them(url, normalised):
    assert locate(url, Allowed()).url == normalised


@pytest.mark.parametrize(
    ("location", "url"),
    [
        ("autre", "https://exemple.fr/a/autre"),
        ("/racine", "https://exemple.fr/racine"),
        ("?page=2", "https://exemple.fr/a/b?page=2"),
        ("//ailleurs.fr/x", "https://ailleurs.fr/x"),
        ("../haut", "https://exemple.fr/haut"),
        ("/été", "https://exemple.fr/%C3%A9t%C3%A9"),
        ("http://ailleurs.fr#fin", "http://ailleurs.fr/"),
    ],
)
def test_where_a_server_sends_may_be_relative(location, url):
    assert locate(location, Allowed(), "https://exemple.fr/a/b").url == url


def test_where_a_server_sends_is_checked_as_well():
    for location in ("//127.0.0.1/", "http://2130706433/", "\\\\169.254.169.254\\latest", "//[::]/"):
        with pytest.raises(FetchError) as caught:
            locate(location, Allowed(), "http://exemple.fr/")
        assert caught.value.problem is FetchProblem.PRIVATE, location


def test_this_machine_is_known_by_its_own_addresses_and_by_no_others():
    assert is_own(ip_address("127.0.0.1"))
    assert not any(is_own(ip_address(each)) for each in PUBLIC.split())
