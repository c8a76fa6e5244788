# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A server that answers what it is given."""

from __future__ import annotations

import typing as t

JOB_ID = "11111111-1111-4111-8111-111111111111"


class ShortServer:
    """A server of the newest revision that answers what it is given, by path."""

    revision = "1.3-rev2"

    def __init__(self, **answers: t.Any) -> None:
        self.answers = {path.replace("_", "/"): answer for path, answer in answers.items()}

    def pages(self, path: str, params: t.Any = None) -> t.Iterator[t.Any]:
        return iter(self.answers.get(path.strip("/"), []))

    def unexplained_pages(self, path: str, params: t.Any = None, *, order: t.Any = None) -> t.Iterator[t.Any]:
        return self.pages(path, params)

    def get_or_none(self, path: str) -> t.Any:
        answer = self.answers.get("job")
        if isinstance(answer, Exception):
            raise answer
        return answer

    def order(self, path: str, json: t.Any = None) -> t.Any:
        return self.answers.get("order")
