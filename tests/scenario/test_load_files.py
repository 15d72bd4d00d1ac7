"""Files nobody should have named: each gives one clear message, and gives it fast."""

from __future__ import annotations

import os
import time

import pytest

from sim.errors import BadScenario
from sim.scenario.load import load, loads

MB = 1 << 20


def said(path):
    start = time.perf_counter()
    with pytest.raises(BadScenario) as caught:
        load(path)
    assert time.perf_counter() - start < 5
    (fault,) = caught.value.faults
    return str(fault).replace(str(path), path.name)


BYTES = {
    "null bytes": (b"name: x\x00\n", "f.yaml:1:8: character 0x00 is not text. Is this the right file?"),
    "picture": (b"\x89PNG\r\n\x1a\n", "f.yaml: this is a picture, not text. Name a file of text"),
    "latin-1": (
        "name: a\nwhy: pr\u00eat\n".encode("latin-1"),
        'f.yaml:2:8: byte 0xea ("\u00ea" as Windows writes it) is not UTF-8 text. Save the file as UTF-8 (in Excel: "CSV UTF-8")',
    ),
    "no letter of Windows": (b"why: \x81\n", 'f.yaml:1:6: byte 0x81 is not UTF-8 text. Save the file as UTF-8 (in Excel: "CSV UTF-8")'),
    "spreadsheet": (
        b"PK\x03\x04\x14",
        "f.yaml: this is an Excel or Word file, or another zip archive, not text. "
        'Save it as plain text (a table in Excel: "CSV UTF-8") and name that file',
    ),
    "old spreadsheet": (
        b"\xd0\xcf\x11\xe0\xa1",
        'f.yaml: this is an old Excel or Word file, not text. Save it as plain text (a table in Excel: "CSV UTF-8") and name that file',
    ),
    "pdf": (b"%PDF-1.7\n", "f.yaml: this is a PDF, not text. Name a file of text"),
    "utf-16": ("name: x\n".encode("utf-16"), "f.yaml: this is UTF-16 text. Save the file as UTF-8"),
    "escape": (b"why: \x1b[31m\n", "f.yaml:1:6: character 0x1b is not text. Is this the right file?"),
    "nothing": (b"", "f.yaml: the file is empty. Begin with lines such as `name: my-hub`"),
    "only a mark": (b"\xef\xbb\xbf", "f.yaml: the file is empty. Begin with lines such as `name: my-hub`"),
    "comments": (b"# nothing\n", "f.yaml: the file is empty. Begin with lines such as `name: my-hub`"),
    "one line": (b"a" * 100_000, "f.yaml:1:1: this line has 100,000 characters, more than 4,000. Is this the right file?"),
    "exclamation": (b"!" * MB, "f.yaml:1:1: this line has 1,048,576 characters, more than 4,000. Is this the right file?"),
    "deep lists": (b"a: " + b"[" * 3000, "f.yaml:1:44: blocks lie more than 40 deep in each other. Is this the right file?"),
    "deep blocks": (
        b"".join(b" " * i + b"a:\n" for i in range(80)),
        "f.yaml:41:41: blocks lie more than 40 deep in each other. Is this the right file?",
    ),
    "many keys": (
        b"".join(b"k%d: 1, " % i if i % 99 else b"k%d: 1,\n" % i for i in range(30_000)).join((b"{", b"}")),
        "f.yaml:102:988: the file has more than 20,000 entries. Is this the right file?",
    ),
    "many lines": (b"- 1\n" * 30_000, "f.yaml: the file has more than 20,000 lines. Is this the right file?"),
    "alias bomb": (
        b"a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\n",
        "f.yaml:1:4: anchors (`&`) and aliases (`*`) are not allowed. Write the value out, or put it in quotes",
    ),
    "too large": (b"#" * 50 * MB, "f.yaml: the file has 52,428,800 bytes, more than 1,048,576. Is this the right file?"),
}


@pytest.mark.parametrize("name", BYTES)
def test_junk(name, tmp_path):
    content, message = BYTES[name]
    path = tmp_path / "f.yaml"
    path.write_bytes(content)
    assert said(path) == message


@pytest.mark.parametrize("line", ["a,b;c\n", "%a b\n", "- \n", "x\n", "a: |\n b\n", "\n"])
def test_a_megabyte_of_nonsense_is_refused_fast(line, tmp_path):
    path = tmp_path / "f.yaml"
    path.write_text(line * (MB // len(line)))
    start = time.perf_counter()
    with pytest.raises(BadScenario):
        load(path)
    assert time.perf_counter() - start < 15


def test_no_such_file(tmp_path):
    assert said(tmp_path / "f.yaml") == "f.yaml: there is no such file. Check the name and the folder"


def test_folder(tmp_path):
    assert said(tmp_path).endswith(": this is a folder. Name a file in it")


def test_pipe_is_not_waited_for(tmp_path):
    path = tmp_path / "f.yaml"
    os.mkfifo(path)
    assert said(path) == "f.yaml: this is not a plain file. Name a file of text"


@pytest.mark.skipif(os.geteuid() == 0, reason="root reads everything")
def test_unreadable(tmp_path):
    path = tmp_path / "f.yaml"
    path.write_text("name: x")
    path.chmod(0)
    assert said(path) == "f.yaml: the file cannot be read (Permission denied). Check its rights and its name"


@pytest.mark.parametrize("name", ["a\0b", "x" * 5000])
def test_impossible_names(name):
    with pytest.raises(BadScenario):
        load(name)


def test_link_out_of_the_folder_is_not_followed(tmp_path):
    (tmp_path / "secret.yaml").write_text("name: x")
    inside = tmp_path / "inside"
    inside.mkdir()
    (inside / "link.yaml").symlink_to(tmp_path / "secret.yaml")
    (inside / "f.yaml").write_text("extends: ./link.yaml")
    message = 'f.yaml:1:10: "./link.yaml" leads out of the folder of the scenario. Put the file beside the scenario'
    assert said(inside / "f.yaml") == message


def test_files_in_folders_below_are_in_reach(tmp_path):
    (tmp_path / "parts").mkdir()
    (tmp_path / "parts" / "one.yaml").write_text("extends: ./two.yaml")
    (tmp_path / "parts" / "two.yaml").write_text("extends: ../three.yaml")
    (tmp_path / "three.yaml").write_text("extends: base\nhorizon: 3")
    (tmp_path / "f.yaml").write_text("extends: ./parts/one.yaml")
    with pytest.raises(BadScenario) as caught:
        load(tmp_path / "f.yaml")
    assert any(fault.file == f"{tmp_path}/three.yaml" and fault.line == 2 for fault in caught.value.faults)


def test_chains_have_an_end(tmp_path):
    for i in range(30):
        (tmp_path / f"f{i}.yaml").write_text(f"extends: ./f{i + 1}.yaml")
    with pytest.raises(BadScenario, match="more than 20 files extend each other"):
        load(tmp_path / "f0.yaml")


def test_a_text_has_no_files_beside_it():
    with pytest.raises(BadScenario, match=r'text:1:10: "./x.yaml" is relative to a file, and this text has none'):
        loads("extends: ./x.yaml")


def test_windows_line_ends_and_byte_order_mark(tmp_path):
    path = tmp_path / "f.yaml"
    path.write_bytes("\ufeffextends: kosovo-us\r\nhorizon: 30 months\r\n".encode())
    assert load(path).horizon == 30 * 30 * 86_400_000
