# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# Private to the collection.

"""The options that modules share, each block one-to-one with a documentation fragment."""

from __future__ import annotations

import os
import typing as t
from dataclasses import dataclass, field

from .._errors import InvalidInput
from .._files.limits import Unreadable, count_values

if t.TYPE_CHECKING:
    from collections.abc import Callable

Params = t.Mapping[str, t.Any]
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
    """An argument spec with the rules that belong to it; blocks add up with ``+``.

    ``environment`` names the variable of the environment that an option is taken from when the task leaves it out.
    """

    arguments: dict[str, dict[str, t.Any]] = field(default_factory=dict)
    environment: dict[str, str] = field(default_factory=dict)
    required_one_of: Rules = ()
    required_together: Rules = ()
    required_if: Rules = ()
    mutually_exclusive: Rules = ()

    def __add__(self, other: Options) -> Options:
        return Options(
            arguments={**self.arguments, **other.arguments},
            environment={**self.environment, **other.environment},
            required_one_of=self.required_one_of + other.required_one_of,
            required_together=self.required_together + other.required_together,
            required_if=self.required_if + other.required_if,
            mutually_exclusive=self.mutually_exclusive + other.mutually_exclusive,
        )

    def only(self, *names: str) -> Options:
        """These options of the block, without its rules."""
        return Options(
            arguments={name: self.arguments[name] for name in names},
            environment={name: self.environment[name] for name in names if name in self.environment},
        )

    def for_ansible(self, from_environment: Callable[..., t.Any]) -> dict[str, t.Any]:
        """The keyword arguments of ``AnsibleModule``. ``from_environment`` is Ansible's ``env_fallback``."""
        fallbacks = {name: {"fallback": (from_environment, [variable])} for name, variable in self.environment.items()}
        return {
            "argument_spec": {
                name: {**argument, **fallbacks.get(name, {})} for name, argument in self.arguments.items()
            },
            "required_one_of": list(self.required_one_of),
            "required_together": list(self.required_together),
            "required_if": list(self.required_if),
            "mutually_exclusive": list(self.mutually_exclusive),
        }


def check_numbers(params: Params) -> None:
    """Raise InvalidInput for numbers that an argument spec cannot refuse."""
    problems = [
        (option, f"must be at least {least:g}")
        for option, least in LEAST.items()
        if params.get(option) is not None and params[option] < least
    ]
    if problems:
        raise InvalidInput(problems)


def check_values(params: Params) -> None:
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
            "host": {"type": "str", "required": True},
            "port": {"type": "int"},
            "username": {"type": "str"},
            "password": {"type": "str", "no_log": True},
            "token": {"type": "str", "no_log": True},
            "api": {"type": "str", "choices": ["vbr", "em"], "default": "vbr"},
            "api_version": {"type": "str", "default": "auto"},
            "validate_certs": {"type": "bool", "default": True},
            "ca_path": {"type": "path"},
            "timeout": {"type": "int", "default": 30},
            "retries": {"type": "int", "default": 4},
        },
        environment={
            "host": "VEEAM_HOST",
            "port": "VEEAM_PORT",
            "username": "VEEAM_USERNAME",
            "password": "VEEAM_PASSWORD",
            "token": "VEEAM_TOKEN",
            "api": "VEEAM_API",
            "api_version": "VEEAM_API_VERSION",
            "validate_certs": "VEEAM_VALIDATE_CERTS",
            "ca_path": "VEEAM_CA_PATH",
            "timeout": "VEEAM_TIMEOUT",
            "retries": "VEEAM_RETRIES",
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
        environment=connection.environment,
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


def change_directory(params: Params) -> None:
    """Let relative paths count from where the option ``chdir`` says. Raises InvalidInput for a folder that cannot be
    entered.
    """
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
