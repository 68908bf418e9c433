"""The way from here to a Mattermost server: connections kept open, certificates, proxies."""

from __future__ import annotations

import ssl
from collections.abc import Mapping
from functools import cache
from urllib.request import getproxies, proxy_bypass

import aiohttp
import httpx

CONNECTIONS = 32
KEEP_ALIVE = 50.0
"""In seconds: a server closes idle connections after 60 (`ServiceSettings.IdleTimeout`), we do before."""


def open_session(
    url: httpx.URL, headers: Mapping[str, str], *, directly: bool = False
) -> aiohttp.ClientSession:
    """Return a session for the server at `url`, in the running loop; answers are not decompressed.

    `directly` is without a proxy.

    Certificates are those that the machine trusts (or `SSL_CERT_FILE`), and `HTTPS_PROXY`, `HTTP_PROXY` and
    `NO_PROXY` name the proxy. aiohttp's own reading of these variables would look into `~/.netrc` at every
    request, too, and fail if the server stands there.
    """
    proxy = None if directly or proxy_bypass(url.host) else getproxies().get(url.scheme)
    return aiohttp.ClientSession(
        connector=aiohttp.TCPConnector(limit=CONNECTIONS, keepalive_timeout=KEEP_ALIVE, ssl=_trusted()),
        headers=headers,
        cookie_jar=aiohttp.DummyCookieJar(),  # a session cookie would be preferred to the token
        auto_decompress=False,
        proxy=proxy,
    )


@cache
def _trusted() -> ssl.SSLContext:
    """Return what checks certificates; reading those of the machine takes a while."""
    return ssl.create_default_context()
