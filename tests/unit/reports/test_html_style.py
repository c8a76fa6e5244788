# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The look of the HTML report: in both schemes, from the report itself, and for all that the report has."""

from __future__ import annotations

import re

from ansible_collections.backupops.veeam.plugins.module_utils._reports.html import render
from ansible_collections.backupops.veeam.plugins.module_utils._reports.html_style import STYLE
from tests.unit.reports.examples import MUCH, rendered

LIGHT, dummy, DARK = STYLE.partition("@media (prefers-color-scheme: dark)")
DARK = DARK.partition("}\n}")[0]


def test_nothing_is_loaded_and_the_element_cannot_be_left() -> None:
    assert not re.search(r"url\(|@import|</", STYLE)


def test_every_colour_is_there_in_light_and_in_dark() -> None:
    used = set(re.findall(r"var\((--\w+)\)", STYLE)) - {"--tone"}
    for scheme in (LIGHT, DARK):
        assert used <= set(re.findall(r"(--\w+):", scheme))


def test_every_class_of_a_report_has_a_style() -> None:
    classes = {name for each in re.findall(r'class="([^"]+)"', rendered(render, MUCH)) for name in each.split()}
    assert {"critical", "job", "plain", "place"} <= classes
    assert classes <= set(re.findall(r"\.([a-z]+)\b", STYLE))
