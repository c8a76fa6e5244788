# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# Private to the collection.

"""Where a server is: host and port as a person writes them. Pure."""

from __future__ import annotations

import ipaddress
import re

from .._errors import InvalidInput

NOT_A_NAME = re.compile(r"[\s/\\?#@:\[\]%\"'<>]")


def origin_of(host: str, port: int) -> str:
    """``https://host:port`` for a bare host name or address; IPv6 with or without brackets.

    Raises InvalidInput that says what to write instead.
    """
    name = host.strip()
    if not 0 < port < 65536:
        raise InvalidInput([("port", f"{port} is not a port number (1 to 65535)")])
    if not name:
        raise InvalidInput([("host", "no host name or address given")])
    if _is_ipv6(name):
        return f"https://[{name.strip('[]').replace('%', '%25')}]:{port}"
    if NOT_A_NAME.search(name):
        raise InvalidInput([("host", _what_to_write(name))])
    return f"https://{name}:{port}"


def _is_ipv6(name: str) -> bool:
    bare = name[1:-1] if name.startswith("[") and name.endswith("]") else name
    try:
        return ipaddress.ip_address(bare).version == 6
    except ValueError:
        return False


def _what_to_write(name: str) -> str:
    """Never repeats what may be a user and a password in a URL."""
    rest = re.sub(r"^[A-Za-z][A-Za-z0-9+.-]*://", "", name)
    rest = re.split(r"[/?#]", rest)[0].rsplit("@", 1)[-1]
    found = re.fullmatch(r"(\[[0-9A-Fa-f:.]+\]|[^:\s]+)(?::(\d+))?", rest)
    if not found:
        return "not a host name or address; write just the name, without scheme, port and path"
    port = f" and port: {found[2]}" if found[2] else ""
    return f"takes a bare host name or address; write host: {found[1].strip('[]')}{port}"
