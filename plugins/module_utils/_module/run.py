# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""From the options of a task to its result: the only file that touches AnsibleModule. PRIVATE to the collection."""

from __future__ import annotations

import signal
import typing as t
from dataclasses import dataclass

from ansible.module_utils.basic import AnsibleModule, missing_required_lib

from .._errors import VeeamError
from .._http.transport import REQUESTS_MISSING
from . import unexpected_error
from .ending import WayOut
from .options import change_directory, check_numbers, check_values
from .products import connect

if t.TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from .._engine.job_runs.waiting import WaitOptions
    from .._expressions.query import Query
    from .._product import Product
    from .options import Options

# From Ansible, from a terminal that is closed, and from a keyboard.
ENDING = (signal.SIGTERM, signal.SIGHUP, signal.SIGINT)

Result = dict[str, t.Any]
Params = t.Mapping[str, t.Any]


@dataclass(frozen=True)
class Task:
    """What a module has to work with. ``warn`` shows a text to the person at the terminal.

    ``doubt`` takes values of job files that may be secrets; ``covered`` returns what goes into a file without secrets.
    """

    product: Product
    params: dict[str, t.Any]
    check_mode: bool
    warn: Callable[[str], None]
    doubt: Callable[[Iterable[str]], None]
    covered: Callable[[dict[str, t.Any]], dict[str, t.Any]]

    @property
    def wait(self) -> WaitOptions | None:
        """How to wait, None when the task does not want to."""
        if not self.params["wait"]:
            return None
        # Here and below: most tasks do not need it, and every import costs each task its time.
        from .._engine.job_runs.waiting import WaitOptions

        return WaitOptions(
            timeout=self.params["wait_timeout"],
            interval=self.params["wait_interval"],
            fail_on_warning=self.params["fail_on_warning"],
            polling=self.product.without_retries,
        )


class Cancelled(BaseException):
    """Somebody ended the task from outside. Not an Exception, so that nothing on the way takes it for an error."""


def run(
    options: Options, act: Callable[[Task], Result], *, open_product: Callable[[Params], Product] = connect
) -> t.NoReturn:
    """Let ``act`` do the work of a module, log off whatever happens, and leave with the result or with one message.

    ``open_product`` makes the product from the options; nothing is sent before something is asked of it.
    """
    module = AnsibleModule(supports_check_mode=True, **options.for_ansible())
    _require_libraries(module)
    way_out = WayOut(module)
    try:
        _at_signals(_cancel)
        way_out.leave(_connected(module, way_out, act, open_product))
    except VeeamError as error:
        way_out.fail(error.message, **error.details)
    except (Cancelled, KeyboardInterrupt):
        way_out.fail("The task was cancelled. What was started on the server goes on running there.")
    except Exception as error:  # noqa: BLE001 -- the last net
        meanwhile = "What was asked for may have been done in part: look at the server."
        way_out.fail(unexpected_error.explained(error, meanwhile=meanwhile))
    raise AssertionError("neither exit_json nor fail_json returns")


def _connected(
    module: AnsibleModule, way_out: WayOut, act: Callable[[Task], Result], open_product: Callable[[Params], Product]
) -> Result:
    expression = module.params.get("query")
    query = _query(expression) if expression else None
    check_numbers(module.params)
    check_values(module.params)
    change_directory(module.params)
    product = open_product(module.params)

    def covered(tree: dict[str, t.Any]) -> dict[str, t.Any]:
        way_out.know(product.secrets(), product.names_of_secrets())
        return way_out.covered(tree)

    try:
        try:
            result = act(Task(product, module.params, module.check_mode, way_out.warn, way_out.doubt, covered))
            if "query" in module.params:
                result["query_result"] = query.search(result) if query else None
            return result
        finally:
            _at_signals(signal.SIG_IGN)
    finally:
        # Reached also when a signal comes in the moment before they are ignored.
        _log_off(way_out, product)


def _query(expression: str) -> Query:
    from .._expressions.query import Query

    return Query(expression)


def _log_off(way_out: WayOut, product: Product) -> None:
    # From here on a second signal would only leave a token behind.
    _at_signals(signal.SIG_IGN)
    way_out.know(product.secrets(), product.names_of_secrets())
    try:
        warnings = product.close()
    except Exception as error:  # noqa: BLE001 -- a log-off hides neither a result nor an error
        warnings = [f"Could not log off: {type(error).__name__}: {error}"]
    for warning in warnings:
        way_out.warn(warning)


def _at_signals(handler: t.Any) -> None:
    """What to do at a signal that ends the task. One that is ignored stays so: under ``nohup`` a task goes on."""
    for number in ENDING:
        if signal.getsignal(number) is not signal.SIG_IGN:
            signal.signal(number, handler)


def _require_libraries(module: AnsibleModule) -> None:
    if REQUESTS_MISSING:
        _fail(module, missing_required_lib("requests"), exception=REQUESTS_MISSING)
    if module.params.get("query"):
        from .._expressions.query import JMESPATH_MISSING

        if JMESPATH_MISSING:
            message = missing_required_lib("jmespath", reason="for the option query")
            _fail(module, message, exception=JMESPATH_MISSING)


def _fail(module: AnsibleModule, message: str, **details: t.Any) -> t.NoReturn:
    module.fail_json(msg=message, **details)
    raise AssertionError("fail_json does not return")


def _cancel(signal_number: int, frame: t.Any) -> t.NoReturn:
    del signal_number, frame
    raise Cancelled
