# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""An editor without a window: opens files in a language server and asks it what an editor asks."""

from __future__ import annotations

import itertools
import json
import subprocess
import typing as t

if t.TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path
    from types import TracebackType

Json = dict[str, t.Any]


class Editor:
    """Speaks the language server protocol over pipes. Use as a context manager."""

    def __init__(self, command: Sequence[str]) -> None:
        self._process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        )
        self._numbers = itertools.count(1)
        self._said: dict[str, list[Json]] = {}

    def __enter__(self) -> Editor:
        self._ask("initialize", {"processId": None, "rootUri": None, "capabilities": {}})
        self._tell("initialized", {})
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._process.kill()
        self._process.wait()

    def problems(self, file: Path) -> list[tuple[int, str]]:
        """(line, message) for everything that the server underlines in ``file``, by line."""
        self._open(file)
        while file.as_uri() not in self._said:
            self._listen()
        found = [(one["range"]["start"]["line"] + 1, str(one["message"])) for one in self._said[file.as_uri()]]
        return sorted(found)

    def completions(self, file: Path, *, line: int, column: int) -> list[str]:
        """What the server proposes at a place of ``file``; both numbers count from 1."""
        self._open(file)
        place = {"textDocument": {"uri": file.as_uri()}, "position": {"line": line - 1, "character": column - 1}}
        answer = self._ask("textDocument/completion", place)
        return [str(item["label"]) for item in answer["items"]]

    def hover(self, file: Path, *, line: int, column: int) -> str:
        """What the server says of a place of ``file``; both numbers count from 1."""
        self._open(file)
        place = {"textDocument": {"uri": file.as_uri()}, "position": {"line": line - 1, "character": column - 1}}
        answer = self._ask("textDocument/hover", place)
        return "" if answer is None else str(answer["contents"]["value"])

    def _open(self, file: Path) -> None:
        text = file.read_text(encoding="utf-8")
        document = {"uri": file.as_uri(), "languageId": "yaml", "version": 1, "text": text}
        self._tell("textDocument/didOpen", {"textDocument": document})

    def _ask(self, method: str, params: Json) -> t.Any:
        number = next(self._numbers)
        self._send({"id": number, "method": method, "params": params})
        while True:
            message = self._listen()
            if message.get("id") == number and "method" not in message:
                return message["result"]

    def _tell(self, method: str, params: Json) -> None:
        self._send({"method": method, "params": params})

    def _send(self, message: Json) -> None:
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        pipe = t.cast("t.IO[bytes]", self._process.stdin)
        pipe.write(b"Content-Length: %d\r\n\r\n%s" % (len(body), body))
        pipe.flush()

    def _listen(self) -> Json:
        """The next message; questions of the server are answered, what it underlines is kept."""
        message = self._receive()
        if message.get("method") == "textDocument/publishDiagnostics":
            self._said[message["params"]["uri"]] = message["params"]["diagnostics"]
        elif "method" in message and "id" in message:
            items = message.get("params", {}).get("items", []) if message.get("params") else []
            result = [None for dummy in items] if message["method"] == "workspace/configuration" else None
            self._send({"id": message["id"], "result": result})
        return message

    def _receive(self) -> Json:
        pipe = t.cast("t.IO[bytes]", self._process.stdout)
        length = 0
        while line := pipe.readline().strip():
            name, dummy, value = line.partition(b":")
            if name.lower() == b"content-length":
                length = int(value)
        if not length:
            raise RuntimeError("the language server stopped")
        return t.cast("Json", json.loads(pipe.read(length)))
