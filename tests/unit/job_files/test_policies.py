# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Rules of the house find the jobs that break them, and nothing else."""

from __future__ import annotations

import typing as t

import pytest
import yaml

from ansible_collections.backupops.veeam.plugins.module_utils._errors import InvalidInput
from ansible_collections.backupops.veeam.plugins.module_utils._job_files.policies import policy_problems
from ansible_collections.backupops.veeam.plugins.module_utils._job_files.report import Rejected, shown, validate
from ansible_collections.backupops.veeam.plugins.module_utils._vbr.settings.memo import Memo
from ansible_collections.backupops.veeam.plugins.module_utils._vbr.vocabulary import VbrVocabulary

JOBS = """\
- name: web
  type: VSphereBackup
  settings:
    storage:
      backupRepository: Main
      retentionPolicy: {type: Days, quantity: 7}
      advancedSettings: {storageData: {encryption: {isEnabled: yes}}}
    schedule: {runAutomatically: true, daily: {isEnabled: true, localTime: 22:00}}
- name: db
  type: HyperVBackup
  settings:
    storage:
      backupRepository: Main
      retentionPolicy: {type: restorepoints, quantity: 5}
      advancedSettings: {storageData: {encryption: {isEnabled: false}}}
    schedule: {runAutomatically: true, daily: {isEnabled: true, localTime: 22:05}}
- name: copy
  type: BackupCopy
  settings:
    target: {backupRepository: Cloud, retentionPolicy: {type: Days, quantity: 30}}
- name: files
  type: FileBackup
  settings:
    backupRepository:
      backupRepository: Main
      retentionPolicy: {type: Months, quantity: 1}
    schedule: {runAutomatically: true, monthly: {isEnabled: true, localTime: 21:58}}
- {name: gone, state: absent}
"""


@pytest.fixture
def broken(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "jobs.yml").write_text(JOBS, encoding="utf-8")

    def find(rules, **more):
        (tmp_path / "rules.yml").write_text(yaml.safe_dump({"policies": rules}), encoding="utf-8")
        params = {"src": ["jobs.yml", "rules.yml"], "complete": False, "fail_on": "never", **more}
        return validate(params, VbrVocabulary(Memo()))

    return find


def told(verdict):
    return [str(problem) for problem in verdict.problems]


def test_minimum_retention(broken):
    rule = {"name": "long", "kind": "minimum_retention", "days": 14, "restore_points": 7}
    assert told(broken([rule])) == [
        "jobs.yml:6: settings.storage.retentionPolicy.quantity: keeps 7 days, 14 are the minimum "
        '(policy long) (job "web")',
        "jobs.yml:14: settings.storage.retentionPolicy.quantity: keeps 5 restore points, 7 are the minimum "
        '(policy long) (job "db")',
    ]
    (kept,) = broken([{**rule, "days": 31, "when": "type == 'FileBackup'"}]).problems
    assert (kept.path, kept.line) == ("settings.backupRepository.retentionPolicy.quantity", 26)
    assert "keeps 30 days" in kept.message


def test_encryption_required(broken):
    rule = {"name": "secret", "kind": "encryption_required", "severity": "warning"}
    assert told(broken([rule])) == [
        "jobs.yml:15: warning: settings.storage.advancedSettings.storageData.encryption.isEnabled: encryption is false "
        '(policy secret) (job "db")',
        'jobs.yml:17: warning: encryption is not set, backups must be encrypted (policy secret) (job "copy")',
        'jobs.yml:21: warning: encryption is not set, backups must be encrypted (policy secret) (job "files")',
    ]


def test_name_pattern(broken):
    rule = {"name": "names", "kind": "name_pattern", "pattern": "[a-z]{2,4}"}
    assert told(broken([rule])) == ['jobs.yml:21: name: "files" does not match [a-z]{2,4} (policy names) (job "files")']


def test_start_spread(broken):
    rule = {"name": "calm", "kind": "start_spread", "at_most": 2}
    assert told(broken([rule])) == []
    assert told(broken([{**rule, "minutes": 10}])) == [
        "jobs.yml:16: settings.schedule: starts at 22:05, and 2 other jobs on Main start then or up to 10 minutes "
        'before; 2 jobs at a time are allowed (policy calm) (job "db")'
    ]
    assert [problem.job for problem in broken([{**rule, "at_most": 1, "minutes": 5}]).problems] == ["web", "db"]


def test_jobs_around_midnight_start_together(broken, tmp_path):
    jobs = "".join(
        f"- {{name: j{time[:2]}, type: VSphereBackup, settings: {{storage: {{backupRepository: Main}}, "
        f"schedule: {{daily: {{isEnabled: true, localTime: {time}}}}}}}}}\n"
        for time in ("23:58", "00:01")
    )
    (tmp_path / "jobs.yml").write_text(jobs, encoding="utf-8")
    rule = {"name": "calm", "kind": "start_spread", "at_most": 1, "minutes": 5}
    assert [problem.job for problem in broken([rule]).problems] == ["j00"]


def test_assertions_are_about_the_composed_job(broken):
    rule = {
        "name": "automatic",
        "message": "must run by itself",
        "when": "facts.repository == 'Main'",
        "assert": "settings.schedule.daily.isEnabled",
        "path": "settings.schedule",
    }
    assert told(broken([rule])) == [
        'jobs.yml:27: settings.schedule: must run by itself (policy automatic) (job "files")'
    ]
    assert told(broken([{"name": "here", "assert": "starts_with(file, 'jobs')"}])) == []


def test_a_later_policy_replaces_an_earlier_one_of_the_same_name(broken):
    rule = {"name": "long", "kind": "minimum_retention", "days": 14}
    assert len(broken([rule]).problems) == 1
    assert told(broken([rule], policies=[{**rule, "days": 7}])) == []


@pytest.mark.parametrize(
    ("rule", "said"),
    [
        ({"name": "a"}, "rules.yml:2: assert: a policy needs assert (JMESPath), or a kind: minimum_retention"),
        ({"assert": "a"}, "rules.yml:2: name: a policy needs a name"),
        ({"name": "a", "assert": "a ||"}, "rules.yml:2: assert: "),
        ({"name": "a", "kind": "minimum_retenton"}, "did you mean minimum_retention?"),
        ({"name": "a", "kind": "minimum_retention"}, "days: is needed for policies of the kind minimum_retention"),
        ({"name": "a", "kind": "minimum_retention", "days": "x"}, "days: must be a whole number"),
        ({"name": "a", "kind": "name_pattern", "pattern": "("}, "pattern: is not a regular expression"),
        ({"name": "a", "kind": "encryption_required", "days": 7}, "days: unknown key"),
        ({"name": "a", "assert": "b", "severity": "bad"}, "severity: must be error or warning"),
        ({"name": "a", "assert": "length(name, name)"}, "does not work"),
        ("text", "a policy must have keys"),
    ],
)
def test_policies_that_make_no_sense(broken, rule, said):
    found = told(broken([rule]))
    assert found
    assert said in found[0]


def test_what_fails_is_for_the_user_to_say(broken):
    rule = [{"name": "secret", "kind": "encryption_required", "severity": "warning"}]
    assert broken(rule, fail_on="error").as_dict()["summary"] == {"jobs": 5, "errors": 0, "warnings": 3}
    assert shown(broken(rule, fail_on="error")).startswith("3 warnings in the job files:\njobs.yml:15: warning: ")
    with pytest.raises(Rejected) as caught:
        broken(rule, fail_on="warning")
    assert caught.value.details["summary"]["warnings"] == 3
    assert shown(broken([])) == ""


def test_new_jobs_must_be_complete_unless_they_need_not_be(broken):
    with pytest.raises(Rejected) as caught:
        broken([], complete=True, fail_on="error")
    missing = {f"{problem.job}: {problem.path}" for problem in caught.value.problems}
    assert {"copy: settings.mode", "copy: settings.sourceObjects", "files: settings.objects"} <= missing
    assert not any(name.startswith("gone") for name in missing)


def test_a_revision_that_does_not_exist(broken):
    with pytest.raises(InvalidInput, match=r"1\.9-rev9.*there are 1\.2-rev1"):
        broken([], api_version="1.9-rev9")


@pytest.mark.parametrize("key", ["kind", "severity", "message", "when", "assert", "path"])
@pytest.mark.parametrize("value", [[], {}, 7, [1], {"a": 1}, True, 1.5])
def test_policies_of_odd_types_are_told(key: str, value: t.Any) -> None:
    rule = {"name": "p", "assert": "name", key: value}
    assert (key, "must be a text") in list(policy_problems(rule))
