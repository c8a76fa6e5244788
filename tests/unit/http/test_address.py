# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Host names as people write them."""

from __future__ import annotations

import pytest

from ansible_collections.backupops.veeam.plugins.module_utils._errors import InvalidInput
from ansible_collections.backupops.veeam.plugins.module_utils._http.address import origin_of


@pytest.mark.parametrize(
    ("host", "origin"),
    [
        ("vbr", "https://vbr:9419"),
        (" vbr.example.com ", "https://vbr.example.com:9419"),
        ("192.0.2.7", "https://192.0.2.7:9419"),
        ("2001:db8::7", "https://[2001:db8::7]:9419"),
        ("[2001:db8::7]", "https://[2001:db8::7]:9419"),
        ("fe80::1%eth0", "https://[fe80::1%25eth0]:9419"),
    ],
)
def test_names_and_addresses(host: str, origin: str) -> None:
    assert origin_of(host, 9419) == origin


@pytest.mark.parametrize(
    ("host", "words"),
    [
        ("https://vbr.example.com:9419/api", "write host: vbr.example.com and port: 9419"),
        ("https://vbr.example.com", "write host: vbr.example.com"),
        ("vbr:443", "write host: vbr and port: 443"),
        ("[::1]:443", "write host: ::1 and port: 443"),
        ("vbr/api", "write host: vbr"),
        ("https://admin:s3cret@vbr:9419", "write host: vbr and port: 9419"),
        ("two words", "not a host name or address"),
        ("", "no host name or address given"),
    ],
)
def test_anything_else_is_refused_with_what_to_write(host: str, words: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        origin_of(host, 9419)
    assert caught.value.problems[0].path == ("host",)
    assert caught.value.problems[0].message.endswith(words) or words in caught.value.problems[0].message
    assert "s3cret" not in caught.value.message


@pytest.mark.parametrize("port", [0, -1, 65536])
def test_a_port_is_a_port(port: int) -> None:
    with pytest.raises(InvalidInput, match=r"port: .* is not a port number"):
        origin_of("vbr", port)
