# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Documentation of the options that say which server to talk to, and how. PRIVATE to the collection."""

from __future__ import annotations


class ModuleDocFragment:
    """One-to-one with ``connection_options`` in ``module_utils/_module/options.py``."""

    DOCUMENTATION = r"""
options:
  host:
    description:
      - Host name or address of the backup server, or of Enterprise Manager with O(api=em), without scheme and port. An
        IPv6 address may be written with or without brackets.
      - If not set, the environment variable E(VEEAM_HOST) is used.
    type: str
    required: true
  port:
    description:
      - Port of the REST API. By default V(9419) with O(api=vbr) and V(9398) with O(api=em).
      - If not set, the environment variable E(VEEAM_PORT) is used.
    type: int
  username:
    description:
      - User to log on with, for example V(LAB\\svc-ansible) or V(svc-ansible@lab.example). The account must not need
        multi-factor authentication.
      - With O(api=em) it needs a role in Enterprise Manager. For jobs that is Portal Administrator, for everything else
        Portal User will do.
      - Needed together with O(password), unless O(token) is given.
      - If not set, the environment variable E(VEEAM_USERNAME) is used.
    type: str
  password:
    description:
      - Password of O(username).
      - If not set, the environment variable E(VEEAM_PASSWORD) is used.
    type: str
  token:
    description:
      - Access token from M(backupops.veeam.veeam_token), used instead of O(username) and O(password).
      - A token that was handed over is neither renewed nor logged off by the module that uses it.
      - It wins over O(username) and O(password) when both are given, so that credentials from the environment do not
        get in its way.
      - If not set, the environment variable E(VEEAM_TOKEN) is used.
    type: str
  api:
    description:
      - The vendor API to speak. V(vbr) is the REST API of Veeam Backup & Replication 12.3 to 13.1, V(em) that of Veeam
        Backup Enterprise Manager 12 and 13.
      - Enterprise Manager cannot do everything that a backup server can. What it cannot do is refused with a message
        that says so.
      - If not set, the environment variable E(VEEAM_API) is used.
    type: str
    choices:
      - vbr
      - em
    default: vbr
  api_version:
    description:
      - Revision of the API, one of V(1.2-rev1), V(1.3-rev0), V(1.3-rev1), V(1.3-rev2), or V(auto) for the newest one
        that the server and the collection both know.
      - Naming the revision saves one request per task.
      - With O(api=em) V(auto) is the newest version that the server knows. It is V(v1_7) in versions 12 and 13.
      - If not set, the environment variable E(VEEAM_API_VERSION) is used.
    type: str
    default: auto
  validate_certs:
    description:
      - Whether the certificate of the server is verified. Backup servers come with a self-signed certificate. Give
        its issuer, or the certificate itself, in O(ca_path) instead of turning this off.
      - If not set, the environment variable E(VEEAM_VALIDATE_CERTS) is used.
    type: bool
    default: true
  ca_path:
    description:
      - PEM file, or directory of files ending in V(.pem), V(.crt) or V(.cer), with the certificates to trust. Nothing
        else is trusted then.
      - Where it holds the certificate of the server itself, byte for byte, that certificate needs no name of a host, as
        those that the setup of a backup server makes often have none. One that names other hosts than O(host) is
        accepted only if it is the only certificate in O(ca_path). Dates count in any case.
      - An empty file counts as not set.
      - If not set, the environment variable E(VEEAM_CA_PATH) is used.
    type: path
  timeout:
    description:
      - Seconds to wait for the next piece of an answer. A request as a whole ends after ten times that at the latest.
      - If not set, the environment variable E(VEEAM_TIMEOUT) is used.
    type: int
    default: 30
  retries:
    description:
      - How many times a request that is safe to repeat is repeated after a network error or an answer that says "try
        again later".
      - If not set, the environment variable E(VEEAM_RETRIES) is used.
    type: int
    default: 4
requirements:
  - requests
"""
