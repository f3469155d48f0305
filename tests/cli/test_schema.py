#!/usr/bin/env python3
"""The published schemas: every shipped course keeps to its schema, and what breaks it is refused by its path.

    test_schema.py STRIDE [TEST...]
"""

import copy
import json
import os
import pathlib
import re
import sys
import tempfile
import unittest

import test_cli
from test_cli import GOLDEN, TREE, call

COURSES = TREE / "web" / "content" / "courses"
KINDS = TREE / "tests" / "fuzz" / "corpus" / "course" / "kinds.json"  # a course with every kind of question
TYPES = {"object": dict, "array": list, "string": str, "boolean": bool, "number": (int, float), "integer": int}
KNOWN = {"$schema", "$defs", "$ref", "title", "description", "type", "const", "enum", "pattern", "minLength", "maxLength",
         "minimum", "maximum", "exclusiveMinimum", "minItems", "maxItems", "uniqueItems", "items", "properties", "required",
         "additionalProperties", "propertyNames", "maxProperties", "minProperties", "anyOf", "oneOf"}


def problems(value, schema, root, path=""):
    """What in a value breaks the schema: the part of JSON Schema that ours use."""
    unknown = schema.keys() - KNOWN
    assert not unknown, f"the validator doesn't know {unknown}"
    if "$ref" in schema:
        yield from problems(value, root["$defs"][schema["$ref"].removeprefix("#/$defs/")], root, path)
    for one, wanted in (("anyOf", lambda count: count > 0), ("oneOf", lambda count: count == 1)):
        if one in schema and not wanted(sum(not any(problems(value, each, root)) for each in schema[one])):
            yield path
    if "const" in schema and value != schema["const"] or "enum" in schema and value not in schema["enum"]:
        yield path
    kind = schema.get("type")
    if kind and (not isinstance(value, TYPES[kind]) or isinstance(value, bool) != (kind == "boolean")):
        yield path
        return
    if isinstance(value, str):
        if not schema.get("minLength", 0) <= len(value.encode()) <= schema.get("maxLength", 1 << 30):
            yield path
        if "pattern" in schema and not re.search(schema["pattern"], value):
            yield path
    elif isinstance(value, (int, float)) and not isinstance(value, bool):
        if not schema.get("minimum", value) <= value <= schema.get("maximum", value):
            yield path
        if "exclusiveMinimum" in schema and value <= schema["exclusiveMinimum"]:
            yield path
    elif isinstance(value, list):
        if not schema.get("minItems", 0) <= len(value) <= schema.get("maxItems", 1 << 30):
            yield path
        for i, item in enumerate(value):
            yield from problems(item, schema.get("items", {}), root, f"{path}[{i}]")
    elif isinstance(value, dict):
        properties, rest = schema.get("properties", {}), schema.get("additionalProperties", True)
        for name in schema.get("required", []):
            if name not in value:
                yield f"{path}.{name}"
        for name, member in value.items():
            if "propertyNames" in schema:
                yield from problems(name, schema["propertyNames"], root, f"{path}.{name}")
            if name in properties:
                yield from problems(member, properties[name], root, f"{path}.{name}")
            elif rest is False:
                yield f"{path}.{name}"
            elif rest is not True:
                yield from problems(member, rest, root, f"{path}.{name}")


def schema(name):
    return json.loads((COURSES / f"{name}.schema.json").read_text())


def places(value, path=()):
    """Every member and item of a tree, by its path."""
    for key, member in value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ():
        yield (*path, key)
        yield from places(member, (*path, key))


def path_text(path):
    return "".join(f"[{key}]" if isinstance(key, int) else f".{key}" for key in path).removeprefix(".")


def changed(tree, path, change):
    """A copy in which the member at a path is `change`d: given the object and the key."""
    tree = copy.deepcopy(tree)
    at = tree
    for key in path[:-1]:
        at = at[key]
    change(at, path[-1])
    return tree


class Schema(unittest.TestCase):
    def test_what_is_shipped_keeps_to_it(self):
        files = [path for path in sorted(COURSES.glob("*.json")) if not path.name.endswith(".schema.json")]
        self.assertEqual(len(files), 6)
        for path in (*files, KINDS):
            self.assertEqual(list(problems(json.loads(path.read_text()), root := schema("course"), root)), [], path.name)
        result = json.loads((GOLDEN / "result.json").read_text())
        self.assertEqual(list(problems(result, root := schema("result"), root)), [])

    def refused(self, tree, path, name):
        with tempfile.TemporaryDirectory() as folder:
            course, roster = pathlib.Path(folder, "course.json"), pathlib.Path(folder, "ids.csv")
            course.write_text(json.dumps(tree))
            roster.write_text("id\n123456\n")
            said = call("key", str(course), "--roster", str(roster))
        with self.subTest(change=name, path=path_text(path)):
            self.assertEqual((said.returncode, said.stdout), (2, b""))
            self.assertEqual(said.stderr.count(b"\n"), 1, said.stderr)
            self.assertIn(path_text(path), said.stderr.decode())

    def test_what_breaks_it_is_refused_by_its_path(self):
        tree, root = json.loads(KINDS.read_text()), schema("course")
        changes = {
            "null": lambda at, key: at.__setitem__(key, None),
            "too long": lambda at, key: at.__setitem__(key, "x" * 5000),
            "another type": lambda at, key: at.__setitem__(key, {"strange": 1} if not isinstance(at[key], dict) else [1]),
            "left out": lambda at, key: at.pop(key),
        }
        tried = 0
        for path in places(tree):
            if path[0] == "text":
                continue  # the sentences, any nesting of them
            for name, change in changes.items():
                broken = changed(tree, path, change)
                if not any(problems(broken, root, root)):
                    continue
                # The list, or an exercise that is of neither sort, is what is wrong then.
                gone = name == "left out" and (isinstance(path[-1], int) or path[-1] == "use")
                self.refused(broken, path[:-1] if gone else path, name)
                tried += 1
            if isinstance(path[-1], str) and path[-2:-1] != ("let",) and path[-2:-1] != ("slips",) and path[-2:-1] != ("wrong",):
                self.refused(changed(tree, path, lambda at, key: at.__setitem__("strange", 1)), (*path[:-1], "strange"), "added")
        self.assertGreater(tried, 300)


if __name__ == "__main__":
    if len(sys.argv) > 1 and os.path.exists(sys.argv[1]):
        test_cli.STRIDE = sys.argv.pop(1)
    unittest.main(verbosity=1)
