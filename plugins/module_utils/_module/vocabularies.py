# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# Private to the collection.

"""Which package knows the words of which vendor API: ``products.py`` for modules that need no server."""

from __future__ import annotations

import typing as t

if t.TYPE_CHECKING:
    from collections.abc import Callable

    from .._vocabulary import Vocabulary


def vocabulary(api: str) -> Vocabulary:
    """What can be known about jobs of this API without a server."""
    return _VOCABULARIES[api]()


def _vbr() -> Vocabulary:
    from .._vbr.settings.memo import Memo
    from .._vbr.vocabulary import VbrVocabulary

    return VbrVocabulary(Memo())


def _em() -> Vocabulary:
    from .._em.vocabulary import EmVocabulary

    return EmVocabulary()


_VOCABULARIES: dict[str, Callable[[], Vocabulary]] = {"vbr": _vbr, "em": _em}
