# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Sentences of live servers, which differ from build to build."""

from __future__ import annotations

from tests.simulator.options import Options
from tests.simulator.vbr.replies import Refusal

WRONG_PASSWORD = "Unable to perform authorization: The provided user credentials are invalid."
NOT_SUPPORTED = "Specify job of supported platform type."
# Servers of these revisions tell which ones they speak, with one or the other code.
TELLS_ITS_REVISIONS = {"1.2-rev1": "BadRequest", "1.3-rev0": "NotImplemented", "1.3-rev1": "NotImplemented"}


def version_refusal(options: Options, wanted: str, url: str) -> Refusal:
    """How a server refuses to speak `wanted`."""
    if not options.is_live:
        return Refusal(400, "The specified API version is not supported.", code="NotImplemented")
    if code := TELLS_ITS_REVISIONS.get(options.revision):
        served = ", ".join(f"v{revision}" for revision in options.served_revisions)
        text = f"Unsupported RESTAPI version. The following versions are supported: {served}"
        return Refusal(400, text, code=code)
    text = f"The HTTP resource that matches the request URI '{url}' does not support the API version '{wanted}'."
    return Refusal(400, text, code="NotImplemented")
