# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# Private to the collection.

"""How the HTML report looks: in light and dark, on paper, and on a screen as narrow as a phone."""

from __future__ import annotations

STYLE = """\
:root { --page: #f6f7f9; --card: #fff; --ink: #1c2128; --soft: #59636e; --line: #d8dee4; --critical: #b3181f;
  --warning: #8a5a00; --info: #0a58c2; --good: #19703a; --plain: #59636e; }
@media (prefers-color-scheme: dark) {
  :root { --page: #0f1318; --card: #181d24; --ink: #e4e8ed; --soft: #9aa5b1; --line: #303842; --critical: #ff8a85;
    --warning: #e8b04a; --info: #79b4ff; --good: #63d48a; --plain: #9aa5b1; }
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--page); color: var(--ink); font: 16px/1.5 system-ui, sans-serif; }
main { max-width: 72rem; margin: 0 auto; padding: 1.5rem 1rem 3rem; }
h1 { font-size: 1.5rem; margin: 0 0 .75rem; overflow-wrap: anywhere; }
.critical { --tone: var(--critical); } .warning { --tone: var(--warning); } .info { --tone: var(--info); }
.good { --tone: var(--good); } .plain { --tone: var(--plain); } .none { --tone: var(--soft); opacity: .7; }
.verdict { margin: 0 0 1rem; padding: .75rem 1rem; border-left: .35rem solid var(--tone); background: var(--card);
  font-weight: 600; }
.counts { display: flex; flex-wrap: wrap; gap: .5rem; list-style: none; margin: 0 0 1.5rem; padding: 0; }
.counts li { background: var(--card); border: 1px solid var(--line); border-radius: .5rem; padding: .35rem .75rem; }
.counts b { color: var(--tone); font-size: 1.15rem; }
.job { background: var(--card); border: 1px solid var(--line); border-left: .35rem solid var(--tone);
  border-radius: .5rem; margin: 0 0 .75rem; padding: 0 1rem; }
.job > summary { cursor: pointer; padding: .65rem 0; overflow-wrap: anywhere; }
.job > p, .job > ul, .job > pre { margin: 0 0 .75rem; }
.name { font-weight: 600; }
.type, .place, .origin { color: var(--soft); font-size: .85rem; }
.place { margin-left: .5rem; }
.origin { display: block; overflow-wrap: anywhere; }
.badge { display: inline-block; border: 1px solid var(--tone); border-radius: 1rem; color: var(--tone);
  font-size: .75rem; font-weight: 600; padding: 0 .5rem; white-space: nowrap; }
table { border-collapse: collapse; margin: 0 0 .75rem; width: 100%; }
th { color: var(--soft); font-size: .8rem; font-weight: 600; text-align: left; }
th, td { border-top: 1px solid var(--line); padding: .4rem .75rem .4rem 0; vertical-align: top; }
code, pre { font: .85rem/1.45 ui-monospace, monospace; overflow-wrap: anywhere; white-space: pre-wrap; }
footer { color: var(--soft); font-size: .85rem; margin-top: 1.5rem; }
@media (max-width: 42rem) {
  thead { display: none; }
  tr { border-top: 1px solid var(--line); display: block; padding: .5rem 0; }
  td { border: 0; display: grid; gap: .5rem; grid-template-columns: 6.5rem minmax(0, 1fr); padding: .15rem 0; }
  td::before { color: var(--soft); content: attr(data-head); font-size: .8rem; }
  td > * { grid-column: 2; justify-self: start; }
  .place { display: block; margin: 0; }
}
@media print { body { background: #fff; } .job { break-inside: avoid; } }
"""
