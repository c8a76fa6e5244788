# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Each finding is judged and placed by where it is in the job, whatever the things there are called."""

from __future__ import annotations

import json
import typing as t
from xml.etree import ElementTree

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.backupops.veeam.plugins.module_utils._engine.sets.drift import Drift, compare
from ansible_collections.backupops.veeam.plugins.module_utils._job_files.loading import Sources, load, survey
from ansible_collections.backupops.veeam.plugins.module_utils._job_files.report import Rejected, validate
from ansible_collections.backupops.veeam.plugins.module_utils._reports import junit, sarif, text
from ansible_collections.backupops.veeam.plugins.module_utils._reports.document import drift_document
from ansible_collections.backupops.veeam.plugins.module_utils._vbr.settings.drift_severity import judge
from ansible_collections.backupops.veeam.plugins.module_utils._vbr.settings.memo import Memo
from ansible_collections.backupops.veeam.plugins.module_utils._vbr.vocabulary import VbrVocabulary
from tests.unit.engine.memory_store import MemoryProduct

if t.TYPE_CHECKING:
    import pathlib

ODD_NAMES = (
    "db[prod]01",
    "a.b",
    "two words",
    "].x[",
    "[",
    "ends with ]",
    "x[0].isEnabled",
    "excludes.vms[a]",
    "ü\u202e",
)
JOB = """\
name: Web
type: VSphereBackup
settings:
  storage:
    backupRepositoryId: 11111111-1111-4111-8111-111111111111
    retentionPolicy:
      type: Days
      quantity: 14
  virtualMachines:
    includes:
"""


def machine(name: str) -> dict[str, str]:
    return {"platform": "VSphere", "hostName": "vc", "type": "VirtualMachine", "name": name, "objectId": f"vm-{name}"}


def job_file(names: t.Iterable[str]) -> tuple[str, dict[str, int]]:
    """A job with these machines, and the line of each."""
    written, lines = JOB, {}
    for name in names:
        lines[name] = written.count("\n") + 1
        written += f"    - {json.dumps(machine(name), ensure_ascii=False)}\n"
    return written, lines


def drift(folder: pathlib.Path, written: str, change: t.Callable[[t.Any], None]) -> Drift:
    (folder / "web.yml").write_text(written, encoding="utf-8")
    jobs = load(Sources(src=(str(folder / "web.yml"),)), VbrVocabulary(Memo()))
    (wanted,) = yaml.safe_load_all(written)
    product = MemoryProduct()
    product.jobs.add("Web", **wanted["settings"])
    change(product.jobs.model("Web"))
    return compare(t.cast("t.Any", product), jobs, owner=None, judge=judge, server="vbr01")


@pytest.mark.parametrize("name", ODD_NAMES)
def test_a_missing_machine_is_critical_whatever_it_is_called(tmp_path: pathlib.Path, name: str) -> None:
    written, lines = job_file(["app01", name])
    found = drift(tmp_path, written, lambda job: job["virtualMachines"]["includes"].pop())
    (finding,) = found.findings()
    assert finding["path"] == f"virtualMachines.includes[{name}]"
    assert (finding["rule"], finding["severity"]) == ("source-missing", "critical")
    assert finding["place"] == f"{tmp_path / 'web.yml'}:{lines[name]}"


@given(name=st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Zl", "Zp"]), min_size=1))
def test_no_name_of_a_machine_changes_what_its_loss_means(tmp_path_factory: pytest.TempPathFactory, name: str) -> None:
    written, dummy = job_file([name])
    found = drift(tmp_path_factory.mktemp("jobs"), written, lambda job: job["virtualMachines"]["includes"].clear())
    assert [each["rule"] for each in found.findings()] == ["source-missing"]


def test_every_finding_has_its_own_line_in_every_report(tmp_path: pathlib.Path) -> None:
    written, lines = job_file(["app01", "app02", "app03"])

    def change(job: t.Any) -> None:
        del job["virtualMachines"]["includes"][1:]
        job["virtualMachines"]["includes"].append(machine("other"))
        job["storage"]["backupRepositoryId"] = "22222222-2222-4222-8222-222222222222"
        job["storage"]["retentionPolicy"]["quantity"] = 7

    found = drift(tmp_path, written, change)
    file = tmp_path / "web.yml"
    expected = {
        "virtualMachines.includes[app02]": lines["app02"],
        "virtualMachines.includes[app03]": lines["app03"],
        # What is nowhere in the file has the line of its list.
        "virtualMachines.includes[other]": 10,
        "storage.backupRepositoryId": 5,
        "storage.retentionPolicy.quantity": 8,
    }
    assert {each["path"]: each["place"] for each in found.findings()} == {
        path: f"{file}:{line}" for path, line in expected.items()
    }
    (results,) = [run["results"] for run in json.loads(sarif.render([drift_document(found, taken="")]))["runs"]]
    shown = {
        each["properties"]["path"]: each["locations"][0]["physicalLocation"]["region"]["startLine"] for each in results
    }
    assert shown == expected
    plain = text.render(drift_document(found, taken=""))
    cases = ElementTree.fromstring(junit.render([drift_document(found, taken="2026-01-31T22:00:00Z")]))
    failure = "".join(cases.itertext())
    for path, line in expected.items():
        for report in (plain, failure):
            (said,) = [each for each in report.splitlines() if f"{path}: wanted" in each]
            assert f"{file}:{line})" in said


def test_a_value_by_name_has_its_line_too(tmp_path: pathlib.Path) -> None:
    """Where the file says the name of what the API has an id for."""
    (tmp_path / "web.yml").write_text(JOB.replace("backupRepositoryId: 1", "backupRepository: 1"), encoding="utf-8")
    (entry,) = survey(Sources(src=(str(tmp_path / "web.yml"),))).jobs
    for path in ("backupRepositoryId", "backupRepository"):
        ways = [("settings", "storage", name) for name in ("backupRepository", path)]
        assert entry.origin(*ways).place.line == 5


def test_what_is_missing_has_the_line_of_what_it_is_missing_in(tmp_path: pathlib.Path) -> None:
    (tmp_path / "web.yml").write_text(
        """\
name: Web
type: BackupCopy
settings:
  mode: Immediate
  sourceObjects:
    includes: {jobs: [App]}
  target:
    backupRepository: Main
    retentionPolicy: {type: Days, quantity: 7}
  schedule:
    backupWindow: {isEnabled: false}
""",
        encoding="utf-8",
    )
    params = {"src": [str(tmp_path / "web.yml")], "complete": True, "fail_on": "error"}
    with pytest.raises(Rejected) as caught:
        validate(params, VbrVocabulary(Memo()))
    said = {problem.path: (problem.line, problem.message) for problem in caught.value.problems}
    assert said["settings.schedule.type"] == (10, "is required; it is one of Immediate, Periodic")
