#!/usr/bin/python

# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: veeam_token
short_description: Log on once for several tasks
version_added: 0.1.0
description:
  - Every module of this collection logs on and off by itself. With many tasks in a play it is a little faster to log
    on once, hand the token over to the other modules, and revoke it in the end.
  - Always set C(no_log) on the task that gets the token. The token is a return value, so that nothing else keeps
    Ansible from showing it.
extends_documentation_fragment:
  - backupops.veeam._attributes
  - backupops.veeam._attributes.actiongroup_veeam
  - backupops.veeam._connection
  - backupops.veeam._backup_server
attributes:
  check_mode:
    support: full
    details:
      - A token is only good for reading and is needed by the tasks that follow, so that one is issued in check mode,
        too.
      - A token is not revoked in check mode.
  diff_mode:
    support: none
  idempotent:
    support: partial
    details:
      - A logon manages nothing on the server. V(present) is no change, although every run gets a new token.
      - Revoking a token is a change. Say C(changed_when=false) where the log-off of a play is not to count.
options:
  state:
    description:
      - V(present) logs on and returns a token. Needs O(username) and O(password).
      - V(absent) revokes O(token).
    type: str
    choices:
      - present
      - absent
    default: present
notes:
  - A logon is one to Enterprise Manager as a whole. O(backup_server) is accepted so that it can stand in
    C(module_defaults) of the action group.
  - The server ends a token after RV(expires_in) seconds. A token that was handed over is not renewed.
  - With O(api=em) the seconds begin anew with every request. The token also says which logon session it belongs to,
    so that nothing but a token from this module can be revoked.
author:
  - The backupops.veeam authors (!UNKNOWN)
"""

EXAMPLES = r"""
---
- name: Log on
  backupops.veeam.veeam_token:
    host: vbr.example.com
    username: '{{ veeam_username }}'
    password: '{{ veeam_password }}'
  register: logon
  no_log: true

- name: Several tasks with one token
  module_defaults:
    group/backupops.veeam.veeam:
      host: vbr.example.com
      token: '{{ logon.token }}'
  block:
    - name: What the jobs are doing
      backupops.veeam.veeam_job_info:
        gather: [states]
    - name: What failed
      backupops.veeam.veeam_session_info:
        result: [Failed]
        limit: 10
  always:
    - name: Log off
      backupops.veeam.veeam_token:
        state: absent
"""

RETURN = r"""
token:
  description: The access token. Empty with O(state=absent).
  returned: success
  type: str
expires_in:
  description: Seconds until the server ends the token. Zero with O(state=absent).
  returned: success
  type: int
  sample: 900
"""

from ansible_collections.backupops.veeam.plugins.module_utils._module.run import run
from ansible_collections.backupops.veeam.plugins.module_utils._module.tasks import veeam_token


def main() -> None:
    run(veeam_token.MODULE)


if __name__ == "__main__":
    main()
