# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A tree on disk becomes a set of jobs: what counts for which job, where it comes from, and every mistake at once."""

from __future__ import annotations

import re

from ansible_collections.backupops.veeam.plugins.module_utils._engine.desired import State
from tests.unit.dotted import dotted
from tests.unit.job_files.trees import RETENTION, days, keep, loaded, told


def test_files_hold_one_job_or_many(tree):
    tree(
        {
            "jobs/a.yml": "name: A\n",
            "jobs/deep/er/b.yaml": "- name: B\n- name: C\n",
            "jobs/d.json": '{"jobs": [{"name": "D", "enabled": false}]}',
            "jobs/e.yml": "name: E\n---\nname: F\nstate: absent\n",
            "jobs/.hidden.yml": "nonsense: [",
            "jobs/.git/config.yml": "nonsense: [",
            "jobs/notes.txt": "not a job",
            "jobs/empty.yml": "# later\n",
        }
    )
    jobs = loaded("jobs")
    assert sorted(jobs) == ["A", "B", "C", "D", "E", "F"]
    assert jobs["D"].desired.enabled is False
    assert jobs["F"].desired.state is State.ABSENT
    assert str(jobs["C"].place) == "jobs/deep/er/b.yaml:2"
    assert sorted(loaded("jobs/deep")) == ["B", "C"]
    assert sorted(loaded("jobs/d.json")) == ["D"]


def test_defaults_count_downwards_profiles_over_them_and_the_job_over_all(tree):
    tree(
        {
            "jobs/_defaults.yml": f"defaults:\n  type: VSphereBackup\n  {keep(1)}",
            "jobs/_profiles.yml": f"profiles:\n  gold:\n    {keep(10)}  silver:\n    {keep(20)}    enabled: false\n",
            "jobs/plain.yml": "name: plain\n",
            "jobs/deep/_defaults.yml": f"defaults:\n  {keep(2)}",
            "jobs/deep/job.yml": "name: deep\n",
            "jobs/deep/er/job.yml": f"defaults:\n  {keep(3)}jobs:\n- name: deeper\n",
            "jobs/gold.yml": "name: gold\nprofile: [silver, gold]\n",
            "jobs/own.yml": f"name: own\nprofile: gold\n{keep(30)}",
        }
    )
    jobs = loaded("jobs")
    assert {name: days(entry) for name, entry in jobs.items()} == {
        "plain": 1,
        "deep": 2,
        "deeper": 3,
        "gold": 10,
        "own": 30,
    }
    origins = {name: str(entry.origin(dotted(RETENTION))) for name, entry in jobs.items()}
    assert origins == {
        "plain": "defaults (jobs/_defaults.yml:3)",
        "deep": "defaults (jobs/deep/_defaults.yml:2)",
        "deeper": "defaults (jobs/deep/er/job.yml:2)",
        "gold": "profile gold (jobs/_profiles.yml:3)",
        "own": "job (jobs/own.yml:3)",
    }
    assert str(jobs["gold"].origin(("enabled",))) == "profile silver (jobs/_profiles.yml:6)"
    assert str(jobs["plain"].origin(dotted("nothing.like.it"))) == "job (jobs/plain.yml:1)"


def test_one_tree_for_all_servers_and_one_for_each(tree):
    tree(
        {
            "base/_defaults.yml": f"defaults: {{type: VSphereBackup, {keep(7).strip()}}}\n",
            "base/_profiles.yml": "profiles: {gold: {enabled: true, high_priority: true}}\n",
            "base/web.yml": "name: Web\nprofile: gold\ndescription: Shop\n",
            "berlin/_profiles.yml": "profiles: {gold: {high_priority: false}}\n",
            "berlin/web.yml": "name: Web\ndescription: null\n" + keep(14),
            "berlin/own.yml": "name: Own\n",
        }
    )
    base, berlin = loaded("base"), loaded("base", "berlin")
    assert list(base) == ["Web"]
    assert sorted(berlin) == ["Own", "Web"]
    assert (days(base["Web"]), days(berlin["Web"]), days(berlin["Own"])) == (7, 14, 7)
    web = berlin["Web"].desired
    assert (web.enabled, web.high_priority, web.description) == (True, False, None)


def test_what_stands_in_the_task_counts_last(tree):
    tree({"jobs/a.yml": "name: A\nprofile: gold\n", "jobs/_profiles.yml": "profiles: {gold: {enabled: true}}\n"})
    more = {"defaults": {"description": "d"}, "profiles": {"gold": {"enabled": "no"}}, "jobs": [{"name": "B"}]}
    jobs = loaded("jobs", **more)
    assert (jobs["A"].desired.enabled, jobs["A"].desired.description) == (False, "d")
    assert str(jobs["B"].place) == "jobs[0]"
    assert str(jobs["A"].origin(("description",))) == "defaults (defaults)"


def test_every_mistake_is_told_at_once_with_file_line_and_path(tree):
    tree(
        {
            "jobs/_profiles.yml": "profiles:\n  gold:\n    settings:\n      storage: {retention: 1}\n",
            "jobs/a.yml": "name: A\ntype: VSphereBackup\nprofile: gold\n",
            "jobs/b.yml": "name: B\nprofile: goldd\n",
            "jobs/c.yml": "name: C\nsetings: {}\nenabled: perhaps\n",
            "jobs/d.yml": "name: D\ntype: VSphereBackup\nsettings:\n storage:\n  retentionPolicy:\n   type: Weeks\n",
            "jobs/e.yml": "a: [\n",
            "jobs/f.yml": "type: VSphereBackup\n",
            "jobs/g.yml": "name: A\n",
            "jobs/h.yml": "jobs: 5\nprofile: 7\n",
            "jobs/i.yml": "name: I\ntype: VSphereBackup\nsettings:\n  name: x\n",
            "jobs/j.yml": "just a text\n",
            "jobs/_other.yml": "name: J\n",
            "jobs/deep/_profiles.yml": "profiles: {}\n",
            "jobs/k.yml": "name: K\nprevious_name: B\n",
        }
    )
    # What the console calls a setting stands behind some messages; those words change with the tables.
    lines = [re.sub(r' \(in the console: "[^"]*"\)', "", line) for line in told("jobs", "nowhere")]
    assert lines == [
        "jobs/_other.yml: a name that begins with _ is one of _defaults.yml, _profiles.yml, _policies.yml",
        "jobs/_profiles.yml:4: settings.storage.retention: unknown member; did you mean retentionPolicy? "
        '(from the profile gold) (job "A")',
        'jobs/b.yml:2: profile: there is no profile "goldd"; did you mean gold? (job "B")',
        'jobs/c.yml:2: setings: unknown key; did you mean settings? (job "C")',
        'jobs/c.yml:3: enabled: must be true or false, not "perhaps" (job "C")',
        'jobs/d.yml:6: settings.storage.retentionPolicy.type: "Weeks" is not one of Days, RestorePoints (job "D")',
        "jobs/deep/_profiles.yml: belongs to the top of the tree: profiles and policies count everywhere",
        "jobs/e.yml:2: is not valid YAML: while parsing a flow node, did not find expected node content",
        "jobs/f.yml:1: name: the job has no name (and no id)",
        'jobs/g.yml:1: name: the job is also at jobs/a.yml:1; a tree has it once (job "A")',
        "jobs/h.yml:1: jobs: must be a list of jobs",
        "jobs/h.yml:2: profile: unknown key; did you mean profiles?",
        'jobs/i.yml:4: settings.name: belongs into the option name, beside settings (job "I")',
        "jobs/j.yml:1: must be a job (with the key name), a list of jobs, or have some of the keys defaults, profiles, "
        "policies and jobs",
        'jobs/k.yml:2: previous_name: another job is called "B" now, at jobs/b.yml:1 (job "K")',
        "nowhere: there is no such file or directory",
    ]


def test_a_time_needs_no_quotes(tree):
    tree({"a.yml": "name: A\ntype: VSphereBackup\nsettings: {schedule: {daily: {localTime: 22:00}}}\n"})
    assert loaded("a.yml")["A"].desired.settings["schedule"]["daily"]["localTime"] == "22:00"


def test_a_tree_that_is_empty_by_mistake_is_refused(tree):
    tree({"jobs/_defaults.yml": "defaults: {enabled: true}\n"})
    assert told("jobs") == ["jobs: there is not a single job here; if that is meant, say allow_empty: true"]
    assert loaded("jobs", allow_empty=True) == {}
    assert told() == ["jobs: there is not a single job here; if that is meant, say allow_empty: true"]


def test_the_same_id_twice_is_refused(tree):
    tree({"a.yml": "- {name: A, id: AB}\n- {name: B, id: ab}\n"})
    assert told("a.yml") == ['a.yml:2: id: the job at a.yml:1 has the same id (job "B")']
