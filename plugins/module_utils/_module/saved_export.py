# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# Private to the collection.

"""A server, or a saved export in its place: for the modules that only have to look."""

from __future__ import annotations

import dataclasses
import typing as t

from .._errors import InvalidInput
from .._http.wanted import always
from .._job_files.loading import Sources, load
from .products import connect

if t.TYPE_CHECKING:
    from .._http.wanted import StillWanted
    from .._product import JobFilesServer
    from .options import Params


def connect_or_read(params: Params, still_wanted: StillWanted = always) -> JobFilesServer:
    """What the option ``export_src`` names, or the server of the connection options. Raises InvalidInput."""
    if not params.get("export_src"):
        return connect(params, still_wanted)
    if params["api"] != "vbr":
        raise InvalidInput([("export_src", "there are no exports of the other API")])
    return _read(params["export_src"], params["api_version"])


def paths_read(params: Params) -> list[str]:
    """The files and folders that a task reads, none of which it may write."""
    saved = [params["export_src"]] if params["export_src"] else []
    return [*(params["src"] or ()), *saved]


def _read(src: str, api_version: str) -> JobFilesServer:
    from .._vbr.saved.product import SavedProduct
    from .._vbr.settings.memo import Memo
    from .._vbr.vocabulary import VbrVocabulary

    memo = Memo()
    saved = list(load(Sources(src=(src,), allow_empty=True), VbrVocabulary(memo)))
    problems = [
        ("export_src", f'{entry.place}: the job "{entry.desired.name}" has no type')
        for entry in saved
        if not entry.desired.type
    ]
    if problems:
        raise InvalidInput(problems)
    entries = [dataclasses.asdict(each.desired) for each in saved]
    return SavedProduct(entries, api_version=api_version, src=src, memo=memo)
