"""The tool that makes mutants: each is another program, and what is excused is one of them."""

import ast

from tests.parity import changes


def test_every_excuse_names_a_mutant_and_says_why():
    assert changes.stale(changes.mutants()) == []
    assert all(len(why.split()) > 3 for why in changes.equivalents().values())


def test_a_line_that_is_edited_redraws_no_other_mutants():
    source = "def f(a):\n    return a + 1\n\n\ndef g(a):\n    return a < 3 or a * 2 > 9\n"
    before, after = (list(changes._of_file("f.py", ast.parse(text))) for text in (source, source.replace("a + 1", "a - 1 - 1")))
    lots = [[mutant.name for mutant in changes.sample(some, 99, 1) if mutant.function == "g"] for some in (before, after)]
    assert len(before) != len(after)
    assert lots[0] == lots[1] != [mutant.name for mutant in changes.sample(before, 99, 2) if mutant.function == "g"]


def test_a_mutant_is_another_program_in_one_place():
    source = "def f(m, a):\n    assert a > 0\n    if a < 1 and m[a + Case.NEXT] == 2:\n        g(a)\n    return a + Case.SIZE\n"
    whole = ast.unparse(ast.parse(source))
    changed = [ast.unparse(changes.with_change(ast.parse(source), n)) for n in range(len(list(changes.places(ast.parse(source)))))]
    assert whole not in changed
    assert len(set(changed)) == len(changed)
    assert all("assert a > 0" in one for one in changed)
    assert not any("a - Case.NEXT" in one for one in changed), "a row begins there: the same place"
    assert any("a - Case.SIZE" in one for one in changed)


def test_probes_say_which_statements_are_reached():
    source = "def f(a):\n    if a:\n        return 1\n    for _ in range(2):\n        a += 1\n    return a\n"
    tree = ast.parse(source)
    lines = [statement.lineno for statement in changes.statements(tree)]
    reached = bytearray(len(lines))
    names = {changes.REACHED: reached}
    exec(compile(changes.with_probes(tree), "probed", "exec"), names)
    assert names["f"](1) == 1
    assert sorted(line for line, hit in zip(lines, reached, strict=True) if hit) == [1, 2, 3]
    assert names["f"](0) == 2
    assert sorted(line for line, hit in zip(lines, reached, strict=True) if hit) == [1, 2, 3, 4, 5, 6]
