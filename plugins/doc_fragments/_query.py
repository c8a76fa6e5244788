# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Documentation of what every info module takes. PRIVATE to the collection."""

from __future__ import annotations


class ModuleDocFragment:
    """One-to-one with ``query_options`` in ``module_utils/_module/options.py``."""

    DOCUMENTATION = r"""
options:
  query:
    description:
      - A L(JMESPath, https://jmespath.org/) expression. It is applied to the result of the module, its outcome is
        returned as RV(query_result).
      - Needs the Python library jmespath.
    type: str
requirements:
  - jmespath (only for O(query))
"""
