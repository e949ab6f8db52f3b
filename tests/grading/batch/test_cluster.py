"""Une vraie grappe dask : un ordonnanceur, deux ouvriers, dont l'un meurt à mi-chemin."""

import contextlib
import json
import os
import signal
import subprocess
import sys
import time

import psutil
import pytest

from mlcourse.grading.batch.batch import Batch
from mlcourse.grading.batch.cluster import ClusterPool
from mlcourse.grading.errors import GradingError
from mlcourse.grading.gradebook.database import open_gradebook

from ..small_course import ASSIGNMENT, RIGHT, WRONG, SmallCourse, filled

pytestmark = pytest.mark.boite

COPIES = 9
SLOW = "import time\n\n\ndef double(x):\n    time.sleep(0.3)\n    return 2 * x"


class Cluster:
    """Un ordonnanceur et des ouvriers, chacun dans un processus à lui."""

    def __init__(self, folder):
        self.folder, self.processes, self.workers = folder, [], []
        self.start("scheduler", "--port", "0", "--no-dashboard", "--scheduler-file", folder / "grappe.json")
        self.address = self._address()

    def start(self, kind, *options):
        environment = os.environ | {"OMP_NUM_THREADS": "1", "DASK_DISTRIBUTED__DIAGNOSTICS__NVML": "False"}
        command = [sys.executable, "-m", "dask", kind, *map(str, options)]
        with open(self.folder / f"{kind}-{len(self.processes)}.txt", "wb") as log:
            process = subprocess.Popen(command, cwd=self.folder, env=environment, stdout=log, stderr=log)
        self.processes.append(process)
        return process

    def add_worker(self, *options):
        common = ("--nthreads", 1, "--no-dashboard", "--local-directory", self.folder)
        self.workers.append(self.start("worker", self.address, *common, *options))

    def _address(self):
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            try:
                return json.loads((self.folder / "grappe.json").read_text())["address"]
            except (OSError, ValueError):
                time.sleep(0.1)
        raise AssertionError((self.folder / "scheduler-0.txt").read_text())

    def close(self):
        alive = [child for process in self.processes for child in _family(process.pid)]
        for process in alive:
            with contextlib.suppress(psutil.NoSuchProcess):
                process.kill()
        for process in self.processes:
            process.wait()


def _family(pid):
    try:
        process = psutil.Process(pid)
        return [process, *process.children(recursive=True)]
    except psutil.NoSuchProcess:
        return []


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    course = SmallCourse(tmp_path_factory.mktemp("grappe"))
    released = course.released()
    for number in range(COPIES):
        course.submit(f"étudiant {number:02}", filled(released, (SLOW, WRONG, RIGHT)[number % 3]))
    open_gradebook(course.open().coursedir).close()
    return course


@pytest.fixture
def cluster(tmp_path):
    cluster = Cluster(tmp_path)
    yield cluster
    cluster.close()


@pytest.mark.long
@pytest.mark.timeout(300)
def test_worker_killed_half_way_loses_nothing_and_doubles_nothing(course, cluster):
    cluster.add_worker("--no-nanny")
    cluster.add_worker("--no-nanny")
    order, victims, results = [], [], course.root / "classe" / "correction" / ASSIGNMENT
    with Batch(course.open(), ASSIGNMENT) as batch:
        pool = ClusterPool(cluster.address)
        pool.wait_for(2)
        for student in batch.run(pool):
            order.append(student)
            families = [family for worker in cluster.workers if len(family := _family(worker.pid)) > 1]
            if len(order) >= COPIES // 3 and families and not victims:
                victims = families[0]
                os.kill(victims[0].pid, signal.SIGKILL)
        pool.close()
        _, marks = batch.writer.marks()
    assert sorted(order) == sorted(marks) == batch.students
    assert [marks[student].score for student in batch.students] == [3, 1, 3] * (COPIES // 3)
    assert not any(outcome.needs_person for outcome in batch.outcomes.values())
    assert len(list(results.glob("*.json"))) == COPIES
    assert len(victims) > 1  # l'ouvrier et un poste au moins : la copie ne s'exécute pas dans l'ouvrier
    assert psutil.wait_procs(victims, timeout=15)[1] == []


@pytest.mark.long
@pytest.mark.timeout(300)
def test_workers_under_a_nanny_grade_too(course, cluster, tmp_path):
    cluster.add_worker()
    ours = course.copy(tmp_path)
    with Batch(ours.open(), ASSIGNMENT, patterns=["étudiant 0[0-2]"], force=True) as batch:
        pool = ClusterPool(cluster.address)
        assert len(list(batch.run(pool))) == 3
        pool.close()


@pytest.mark.long
@pytest.mark.timeout(300)
def test_scheduler_that_dies_is_one_sentence_and_loses_nothing(course, cluster, tmp_path):
    cluster.add_worker("--no-nanny")
    ours = course.copy(tmp_path)
    with Batch(ours.open(), ASSIGNMENT, force=True) as batch:
        pool = ClusterPool(cluster.address)
        finished = batch.run(pool)
        next(finished)
        cluster.processes[0].kill()
        with pytest.raises(GradingError, match="ne répond plus"):
            list(finished)
        pool.close()


def test_missing_scheduler_is_one_sentence(monkeypatch):
    monkeypatch.setattr("mlcourse.grading.batch.cluster.PATIENCE", 1)
    with pytest.raises(GradingError, match="Aucun ordonnanceur dask ne répond"):
        ClusterPool("tcp://127.0.0.1:9")


def test_address_that_is_not_one_is_one_sentence():
    with pytest.raises(GradingError, match="Aucun ordonnanceur dask ne répond"):
        ClusterPool("bonjour://le monde")


@pytest.mark.timeout(120)
def test_cluster_without_workers_is_one_sentence(cluster, monkeypatch):
    monkeypatch.setattr("mlcourse.grading.batch.cluster.PATIENCE", 1)
    with pytest.raises(GradingError, match="aucun ouvrier"):
        ClusterPool(cluster.address)


@pytest.mark.timeout(120)
def test_worker_of_another_version_is_refused(cluster, monkeypatch):
    cluster.add_worker("--no-nanny")
    monkeypatch.setattr("mlcourse.grading.batch.cluster.whole_version", lambda: "autre")
    with pytest.raises(GradingError, match="mêmes versions"):
        ClusterPool(cluster.address)
