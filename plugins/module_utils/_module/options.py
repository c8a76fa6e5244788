# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The options that modules share, each block one-to-one with a documentation fragment. PRIVATE to the collection."""

from __future__ import annotations

import os
import typing as t
from dataclasses import dataclass, field

from ansible.module_utils.basic import env_fallback

from .._errors import InvalidInput
from .._files.limits import Unreadable, count_values

Rules = tuple[tuple[t.Any, ...], ...]

# The least that makes sense, wherever a module has such an option.
LEAST: t.Final = {
    "timeout": 1,
    "retries": 0,
    "wait_timeout": 1,
    "wait_interval": 0.1,
    "limit": 1,
    "max_age": 0,
    "concurrency": 1,
}


@dataclass(frozen=True)
class Options:
    """An argument spec with the rules that belong to it; blocks add up with ``+``."""

    arguments: dict[str, dict[str, t.Any]] = field(default_factory=dict)
    required_one_of: Rules = ()
    required_together: Rules = ()
    required_if: Rules = ()
    mutually_exclusive: Rules = ()

    def __add__(self, other: Options) -> Options:
        return Options(
            arguments={**self.arguments, **other.arguments},
            required_one_of=self.required_one_of + other.required_one_of,
            required_together=self.required_together + other.required_together,
            required_if=self.required_if + other.required_if,
            mutually_exclusive=self.mutually_exclusive + other.mutually_exclusive,
        )

    def for_ansible(self) -> dict[str, t.Any]:
        """The keyword arguments of ``AnsibleModule``."""
        return {
            "argument_spec": self.arguments,
            "required_one_of": list(self.required_one_of),
            "required_together": list(self.required_together),
            "required_if": list(self.required_if),
            "mutually_exclusive": list(self.mutually_exclusive),
        }


def check_numbers(params: t.Mapping[str, t.Any]) -> None:
    """Raise InvalidInput for numbers that an argument spec cannot refuse."""
    problems = [
        (option, f"must be at least {least:g}")
        for option, least in LEAST.items()
        if params.get(option) is not None and params[option] < least
    ]
    if problems:
        raise InvalidInput(problems)


def check_values(params: t.Mapping[str, t.Any]) -> None:
    """Raise InvalidInput for options that hold more values than a job can have, or numbers that no API can take."""
    for option, value in params.items():
        if isinstance(value, (dict, list)):
            try:
                count_values(value)
            except Unreadable as error:
                raise InvalidInput([(option, error.message)]) from None


def connection_options() -> Options:
    """Which server, and how to log on (fragment ``_connection``)."""
    return Options(
        arguments={
            "host": _from_environment("VEEAM_HOST", type="str", required=True),
            "port": _from_environment("VEEAM_PORT", type="int"),
            "username": _from_environment("VEEAM_USERNAME", type="str"),
            "password": _from_environment("VEEAM_PASSWORD", type="str", no_log=True),
            "token": _from_environment("VEEAM_TOKEN", type="str", no_log=True),
            "api": _from_environment("VEEAM_API", type="str", choices=["vbr", "em"], default="vbr"),
            "api_version": _from_environment("VEEAM_API_VERSION", type="str", default="auto"),
            "validate_certs": _from_environment("VEEAM_VALIDATE_CERTS", type="bool", default=True),
            "ca_path": _from_environment("VEEAM_CA_PATH", type="path"),
            "timeout": _from_environment("VEEAM_TIMEOUT", type="int", default=30),
            "retries": _from_environment("VEEAM_RETRIES", type="int", default=4),
        },
        required_one_of=(("username", "token"),),
        required_together=(("username", "password"),),
    )


def connection_or_export_options() -> Options:
    """As above, or a saved export instead of a server (fragment ``_connection``, and the options of the module)."""
    connection = connection_options()
    host = {**connection.arguments["host"], "required": False}
    return Options(
        arguments={**connection.arguments, "host": host, "export_src": {"type": "path"}},
        required_one_of=(("host", "export_src"), ("username", "token", "export_src")),
        required_together=connection.required_together,
    )


def backup_server_options() -> Options:
    """Which backup server of an Enterprise Manager (fragment ``_backup_server``)."""
    return Options(arguments={"backup_server": {"type": "str"}})


def wait_options() -> Options:
    """Whether and how to wait for a session (fragment ``_wait``)."""
    return Options(
        arguments={
            "wait": {"type": "bool", "default": True},
            "wait_timeout": {"type": "int", "default": 3600},
            "wait_interval": {"type": "float", "default": 5.0},
            "fail_on_warning": {"type": "bool", "default": False},
        },
    )


def job_set_options() -> Options:
    """Which jobs a set has (fragment ``_job_set``)."""
    return Options(
        arguments={
            "src": {"type": "list", "elements": "path"},
            "jobs": {"type": "list", "elements": "dict"},
            "defaults": {"type": "dict"},
            "profiles": {"type": "dict"},
            "allow_empty": {"type": "bool", "default": False},
            "chdir": {"type": "path"},
        },
        required_one_of=(("src", "jobs"),),
    )


def change_directory(params: t.Mapping[str, t.Any]) -> None:
    """Let relative paths count from where the option ``chdir`` says. Raises InvalidInput when nobody can go there."""
    folder = params.get("chdir")
    try:
        if folder is not None:
            os.chdir(folder)
    except ValueError:
        raise InvalidInput([("chdir", "no folder can have a name with the character NUL")]) from None
    except OSError as error:
        raise InvalidInput([("chdir", f"{folder} cannot be used: {error.strerror or error}")]) from None


def query_options() -> Options:
    """A JMESPath expression for the result of an info module (fragment ``_expressions/query``)."""
    return Options(arguments={"query": {"type": "str"}})


def _from_environment(variable: str, **argument: t.Any) -> dict[str, t.Any]:
    return {**argument, "fallback": (env_fallback, [variable])}


def backup_filter_options() -> Options:
    """Which backups, and what of each (module ``veeam_backup_info``)."""
    return Options(
        arguments={
            **_strings("id", "name", "job", "job_id", "job_type", "repository", "repository_id", "platform_id"),
            "platform": {"type": "str"},
            "backup_type": {"type": "str", "choices": ["Standard", "ParentBackup", "ChildBackup"]},
            "representation": {"type": "str", "choices": ["entity", "reference"]},
            "child_backups": {"type": "bool", "default": False},
            "vm_restore_points": {"type": "bool", "default": False},
            **_strings("policy_tag", "policy_unique_id", "created_after", "created_before"),
            "limit": {"type": "int"},
            "objects": {"type": "bool", "default": False},
            "object_filters": {
                "type": "dict",
                "options": _strings("name", "platform_name", "platform_id", "type", "vi_type"),
            },
            "restore_points": {"type": "bool", "default": False},
            "restore_point_filters": {"type": "dict", "options": _restore_point_filters()},
            "files": {"type": "bool", "default": False},
            "file_filters": {
                "type": "dict",
                "options": {
                    **_strings("name", "created_after", "created_before"),
                    "gfs_period": {"type": "str", "choices": ["None", "Weekly", "Monthly", "Quarterly", "Yearly"]},
                },
            },
        },
        mutually_exclusive=(("job", "job_id"), ("repository", "repository_id")),
    )


def _restore_point_filters() -> dict[str, dict[str, t.Any]]:
    types = ["Increment", "Full", "Rollback", "Snapshot", "Cdp", "Different"]
    statuses = ["Clean", "Suspicious", "Infected", "Informative"]
    return {
        **_strings("name", "created_after", "created_before", "platform_name", "platform_id", "backup_object_id"),
        "malware_status": {"type": "list", "elements": "str", "choices": statuses},
        "type": {"type": "list", "elements": "str", "choices": types},
        "exclude_snapshot_type": {"type": "list", "elements": "int"},
    }


def _strings(*names: str) -> dict[str, dict[str, t.Any]]:
    return {name: {"type": "str"} for name in names}
