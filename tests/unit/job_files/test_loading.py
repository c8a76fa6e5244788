# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A tree on disk becomes a set of jobs: what counts for which job, where it comes from, and every mistake at once."""

from __future__ import annotations

import pathlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.backupops.veeam.plugins.module_utils._engine.desired import State
from ansible_collections.backupops.veeam.plugins.module_utils._job_files.composing import compose
from ansible_collections.backupops.veeam.plugins.module_utils._job_files.loading import Sources, load, survey
from ansible_collections.backupops.veeam.plugins.module_utils._job_files.problems import InvalidTree
from ansible_collections.backupops.veeam.plugins.module_utils._job_files.validation import check
from ansible_collections.backupops.veeam.plugins.module_utils._paths import parsed
from ansible_collections.backupops.veeam.plugins.module_utils._vbr.settings.memo import Memo
from ansible_collections.backupops.veeam.plugins.module_utils._vbr.vocabulary import VbrVocabulary
from tests.unit.dotted import dotted

RETENTION = "settings.storage.retentionPolicy.quantity"


def keep(days):
    return f"settings: {{storage: {{retentionPolicy: {{type: Days, quantity: {days}}}}}}}\n"


@pytest.fixture
def tree(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)

    def make(files):
        for name, text in files.items():
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")

    return make


def loaded(*src, **more):
    return {entry.desired.name: entry for entry in load(Sources(src=src, **more), VbrVocabulary(Memo()))}


def days(entry):
    return entry.desired.settings["storage"]["retentionPolicy"]["quantity"]


def told(*src, **more):
    with pytest.raises(InvalidTree) as caught:
        load(Sources(src=src, **more), VbrVocabulary(Memo()))
    return [str(problem) for problem in caught.value.problems]


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
    assert told("jobs", "nowhere") == [
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


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("settings: {storage: {backupRepositoryId: Main}}", "to give a name write backupRepository"),
        ("settings: {schedule: {daily: {isEnabled: true}, monthly: {isEnabled: true}}}", "only one of daily, monthly"),
        ("settings: {schedule: {backupWindow: {backupWindow: {allowed: [Mon 22:30-23:00]}}}}", "is not a full hour"),
        ("settings: {virtualMachines: {includes: [{type: Tag}]}}", "needs a name, a path or an objectId"),
    ],
)
def test_settings_are_checked_as_far_as_possible(tree, text, said):
    tree({"a.yml": f"name: A\ntype: VSphereBackup\n{text}\n"})
    (problem,) = told("a.yml")
    assert problem.startswith("a.yml:3: settings.")
    assert said in problem


def test_windows_and_machines_are_checked_to_the_last(tree):
    tree(
        {
            "a.yml": "name: A\n"
            "type: VSphereBackup\n"
            "settings:\n"
            "  virtualMachines:\n"
            "    includes:\n"
            "      - web01\n"
            "      - {type: Tag}\n"
            "      - {type: Folder}\n"
            "  schedule:\n"
            "    backupWindow:\n"
            "      backupWindow:\n"
            "        allowed:\n"
            "          - Mon 8:30-9:00\n"
            "          - Mon 8:00-9:00\n"
            "          - Mun 8:00-9:00\n"
        }
    )
    assert [problem.split(":")[1] for problem in told("a.yml")] == ["7", "8", "13", "15"]


def test_a_time_needs_no_quotes(tree):
    tree({"a.yml": "name: A\ntype: VSphereBackup\nsettings: {schedule: {daily: {localTime: 22:00}}}\n"})
    assert loaded("a.yml")["A"].desired.settings["schedule"]["daily"]["localTime"] == "22:00"


def test_a_pinned_revision_refuses_what_it_does_not_have(tree):
    tree({"a.yml": "name: A\ntype: IrisBackup\nsettings:\n  schedule: {runAutomatically: true}\n"})
    assert list(loaded("a.yml")) == ["A"]
    found = check(survey(Sources(src=("a.yml",))).jobs, VbrVocabulary(Memo()), revision="1.2-rev1")
    assert "cannot be managed by API revision 1.2-rev1" in str(found[0])


def test_a_type_that_the_revision_lacks_is_said_beside_what_else_is_wrong(tree):
    tree(
        {"a.yml": "name: A\ntype: HyperVBackup\nsettings:\n  guestProcessing: {guestInteractionProxies: {}, odd: 1}\n"}
    )
    found = [
        str(problem)
        for problem in check(survey(Sources(src=("a.yml",))).jobs, VbrVocabulary(Memo()), revision="1.2-rev1")
    ]
    assert ["cannot be managed by API revision 1.2-rev1" in problem for problem in found].count(True) == 1
    assert ["unknown member" in problem for problem in found].count(True) >= 1


def test_a_tree_that_is_empty_by_mistake_is_refused(tree):
    tree({"jobs/_defaults.yml": "defaults: {enabled: true}\n"})
    assert told("jobs") == ["jobs: there is not a single job here; if that is meant, say allow_empty: true"]
    assert loaded("jobs", allow_empty=True) == {}
    assert told() == ["jobs: there is not a single job here; if that is meant, say allow_empty: true"]


def test_a_message_stays_readable_however_many_mistakes_there_are(tree):
    tree({"jobs.yml": "".join(f"- name: J{number}\n  nonsense: 1\n" for number in range(500))})
    with pytest.raises(InvalidTree) as caught:
        load(Sources(src=("jobs.yml",)), VbrVocabulary(Memo()))
    assert len(caught.value.problems) == 500
    assert caught.value.message.startswith("500 errors in the job files:")
    assert caught.value.message.count("\n") == 51
    assert "450 more" in caught.value.message


def test_a_job_of_the_api_is_told_what_belongs_where(tree):
    tree({"a.json": '{"name": "N", "isDisabled": false, "isHighPriority": true,\n"storage": {}, "schedule": {}}'})
    assert told("a.json") == [
        'a.json:1: isDisabled: unknown key; write enabled: true instead (job "N")',
        'a.json:1: isHighPriority: unknown key; this is called high_priority here (job "N")',
        'a.json:2: storage: storage, schedule stand below settings (job "N")',
    ]


def test_one_setting_in_the_wrong_place_and_misspelt_keys(tree):
    tree({"a.yml": "name: N\nstorage: {}\nsetings: {}\nenabeld: true\n"})
    assert told("a.yml") == [
        'a.yml:2: storage: unknown key; if it is a setting of the job, it stands below settings (job "N")',
        'a.yml:3: setings: unknown key; did you mean settings? (job "N")',
        'a.yml:4: enabeld: unknown key; did you mean enabled? (job "N")',
    ]


def test_links_that_lead_upwards_end(tree, tmp_path):
    tree({"jobs/a.yml": "name: A\n"})
    (tmp_path / "jobs" / "again").symlink_to(tmp_path / "jobs", target_is_directory=True)
    assert list(loaded("jobs")) == ["A"]


def test_the_same_id_twice_is_refused(tree):
    tree({"a.yml": "- {name: A, id: AB}\n- {name: B, id: ab}\n"})
    assert told("a.yml") == ['a.yml:2: id: the job at a.yml:1 has the same id (job "B")']


def test_paths():
    assert parsed("settings.a[0].b[12]") == ("settings", "a", 0, "b", 12)


VALUES = st.recursive(
    st.integers() | st.text(max_size=2) | st.lists(st.integers(), max_size=2),
    lambda inside: st.dictionaries(st.sampled_from("abc"), inside, max_size=3),
    max_leaves=8,
)
TREES = st.dictionaries(st.sampled_from("abc"), VALUES, max_size=3)


def holds(tree, part):
    return all(name in tree and (tree[name] == value or holds(tree[name], value)) for name, value in part.items())


@given(TREES, TREES)
def test_composing_keeps_what_the_last_says_and_what_nobody_touches(below, above):
    composed = compose([below, above])
    assert holds(composed, above)
    assert holds(composed, {name: value for name, value in below.items() if name not in above})
    assert composed.keys() == below.keys() | above.keys()
    assert compose([below, below]) == compose([below]) == below


def test_null_takes_away_what_others_say():
    assert compose([{"a": {"b": 1, "c": 2}}, {"a": {"b": None}}]) == {"a": {"c": 2}}
    assert compose([{"a": {"b": None}}]) == {"a": {}}


def test_each_job_of_a_list_has_its_line(tree):
    tree({"jobs.yml": "".join(f"- name: J{number}\n" for number in range(50))})
    found = survey(Sources(src=("jobs.yml",)))
    assert found.problems == []
    assert [entry.place.line for entry in found.jobs] == list(range(1, 51))


class TestTheOwner:
    JOB = "name: A\ntype: VSphereBackup\n"

    def owner(self, *src, **more):
        return load(Sources(src=src, **more), VbrVocabulary(Memo())).owner

    def test_it_stands_at_the_top_of_the_tree_or_in_the_task(self, tree):
        tree({"jobs/_defaults.yml": "managed_by: shop\n", "jobs/a.yml": self.JOB, "b.yml": "name: B\n"})
        assert self.owner("jobs") == "shop"
        assert self.owner("jobs", "b.yml") == "shop"
        assert self.owner("jobs", managed_by="shop") == "shop"
        assert self.owner("b.yml", managed_by="shop") == "shop"
        # As overlays for several servers have it.
        assert self.owner("jobs/_defaults.yml", "b.yml") == "shop"
        assert self.owner("b.yml") is None

    def test_two_owners_are_an_error(self, tree):
        tree({"a/_defaults.yml": "managed_by: shop\n", "a/a.yml": self.JOB, "b.yml": "managed_by: store\njobs: []\n"})
        assert told("a", managed_by="Shop") == [
            'a/_defaults.yml:1: managed_by: the owner is "shop" here and "Shop" at managed_by; it must be one'
        ]
        assert 'here and "store" at b.yml:1' in told("a", "b.yml")[0]

    @pytest.mark.parametrize(
        ("file", "text"),
        [
            ("jobs/deep/_defaults.yml", "managed_by: shop\n"),
            ("jobs/a.yml", "managed_by: shop\njobs: [{name: A}]\n"),
            ("jobs/a.yml", "name: A\nmanaged_by: shop\n"),
            ("jobs/_defaults.yml", "defaults: {managed_by: shop}\n"),
            ("jobs/_profiles.yml", "profiles: {gold: {managed_by: shop}}\n"),
        ],
    )
    def test_elsewhere_it_is_an_error(self, tree, file, text):
        tree({"jobs/b.yml": "name: B\n", file: text})
        assert "at the top of the tree only" in told("jobs")[0]

    @pytest.mark.parametrize("written", ["", "[a, b]", "a]b", "'  '", "5", '"a\\nb"'])
    def test_it_must_be_able_to_stand_in_a_description(self, tree, written):
        tree({"jobs/b.yml": "name: B\n", "jobs/_defaults.yml": f"managed_by: {written}\n"})
        assert "must be one line of text" in told("jobs")[0]


def test_a_name_with_a_line_feed_is_no_problem_of_its_own(tmp_path: pathlib.Path) -> None:
    (tmp_path / "a.yml").write_text('name: "A\\n```\\nb.yml:1: forged"\nsettngs: {}', encoding="utf-8")
    (problem,) = survey(Sources(src=(str(tmp_path),))).problems
    first, *others = str(problem).splitlines()
    assert first.startswith(f"{tmp_path}/a.yml:2: settngs: unknown key")
    assert others == ["    ```", '    b.yml:1: forged")']
