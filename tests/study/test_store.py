"""A folder is whole or absent, and nothing foreign is ever replaced."""

import json

import pandas as pd
import pytest

from sim.errors import HubsimError
from sim.study import store
from sim.study.replications import run
from sim.study.store import MANIFEST, as_json, digest, whole, write_csv
from tests.study.small import small


def test_a_folder_appears_whole(tmp_path):
    with whole(tmp_path / "a" / "b") as partial:
        (partial / MANIFEST).write_text("{}")
        assert not (tmp_path / "a" / "b").exists()
    assert [path.name for path in (tmp_path / "a").iterdir()] == ["b"]


@pytest.mark.parametrize("error", [RuntimeError, KeyboardInterrupt])
def test_an_interrupted_folder_is_absent(tmp_path, error):
    with pytest.raises(error), whole(tmp_path / "b") as partial:
        (partial / MANIFEST).write_text("{}")
        raise error
    assert list(tmp_path.iterdir()) == []


def test_an_old_result_stays_until_the_new_one_is_complete(tmp_path):
    folder = tmp_path / "b"
    _result(folder, "old")
    with pytest.raises(RuntimeError), whole(folder):
        raise RuntimeError
    assert (folder / "summary.csv").read_text() == "old"
    with whole(folder) as partial:
        _result(partial, "new")
    assert (folder / "summary.csv").read_text() == "new"
    assert list(tmp_path.iterdir()) == [folder]


def _result(folder, what):
    folder.mkdir(exist_ok=True)
    (folder / MANIFEST).write_text('{"kind": "run", "versions": {"hubsim": "0"}}')
    (folder / "summary.csv").write_text(what)


def test_what_hubsim_did_not_write_is_never_replaced(tmp_path):
    (tmp_path / "thesis.doc").write_text("years of work")
    with pytest.raises(HubsimError, match=r"is not empty and no result of hubsim \(manifest.json\)"), whole(tmp_path):
        pytest.fail("refused before the work")
    with pytest.raises(HubsimError, match="is a file"), whole(tmp_path / "thesis.doc"):
        pytest.fail("refused before the work")


def test_an_empty_folder_may_be_used(tmp_path):
    with whole(tmp_path / "there") as partial:
        (partial / MANIFEST).write_text("{}")
    assert (tmp_path / "there" / MANIFEST).exists()


def test_numbers_are_written_shortest_and_read_back_the_same(tmp_path):
    values = [0.1, 1 / 3, 1e-300, 12345678.9, float("nan"), float("inf")]
    write_csv(pd.DataFrame({"value": values}), tmp_path / "a.csv")
    text = (tmp_path / "a.csv").read_bytes()
    assert text == b'value\n0.1\n0.3333333333333333\n1e-300\n12345678.9\n""\ninf\n'
    assert pd.read_csv(tmp_path / "a.csv")["value"].tolist()[:4] == values[:4]


def test_json_has_no_numbers_that_json_does_not_know():
    assert json.loads(as_json({"a": float("nan"), "b": (1, 2.5, None, True), "c": "ü"})) == {"a": None, "b": [1, 2.5, None, True], "c": "ü"}


def test_a_digest_depends_on_the_content_alone():
    assert digest({"a": 1, "b": 2}) == digest({"b": 2, "a": 1}) != digest({"a": 1, "b": 3})
    assert len(digest([])) == 8


def test_a_manifest_of_another_program_protects_its_folder(tmp_path):
    (tmp_path / "manifest.json").write_text('{"name": "my web app"}')
    (tmp_path / "thesis.txt").write_text("years of work")
    with pytest.raises(HubsimError, match="is not empty and no result of hubsim"):
        store.refuse_foreign(tmp_path)


def test_notes_put_beside_a_result_are_not_thrown_away(tmp_path):
    folder = store.save(run(small(), 2, jobs=1), tmp_path / "out")
    store.refuse_foreign(folder)
    (folder / "my-notes.txt").write_text("important")
    with pytest.raises(HubsimError, match=r"out holds my-notes\.txt, which hubsim did not write and would delete"):
        store.refuse_foreign(folder)
