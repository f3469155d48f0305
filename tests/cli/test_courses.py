#!/usr/bin/env python3
"""`stride key` and `stride verify`: rosters and results as they come, whole or refused with one line.

    test_courses.py STRIDE [TEST...]
"""

import csv
import io
import json
import os
import pathlib
import sys
import tempfile
import time
import unittest

import test_cli
from test_cli import GOLDEN, TREE, BERN_212, call, output

COURSES = TREE / "web" / "content" / "courses"


class Folder(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)

    def write(self, name, content):
        path = self.folder / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return str(path)

    def refused(self, *arguments, says=""):
        result = call(*arguments)
        self.assertEqual((result.returncode, result.stdout), (2, b""), result)
        self.assertTrue(result.stderr.startswith(b"stride: "), result.stderr)
        self.assertEqual(result.stderr.count(b"\n"), 1, result.stderr)
        self.assertIn(says, result.stderr.decode(errors="replace"))


class Key(Folder):
    def key(self, roster, course="bern-assignment-5", delimiter=","):
        """The key's rows, and what was said about rows that can't be used."""
        result = call("key", course, "--roster", self.write("ids.csv", roster))
        self.assertEqual(result.returncode, 0, result)
        rows = list(csv.DictReader(io.StringIO(result.stdout.decode(), newline=""), delimiter=delimiter))
        return rows, result.stderr.decode().splitlines()

    def test_every_part_at_every_students_size(self):
        rows, said = self.key("id\n14-141-512\n12345600\n")
        self.assertEqual(said, [])
        self.assertEqual([row["size"] for row in rows], ["212", "200"])
        for name, shape, parameters, field, jump in BERN_212:
            if field:
                self.assertEqual(rows[0][f"1/a/{name}.output"], str(shape[1]))
            self.assertEqual(rows[0][f"1/b/{name}.parameters"], str(parameters))
        self.assertEqual(rows[0]["1/b/total.parameters"], "41406824")
        self.assertEqual(rows[1]["1/b/total.parameters"], "34066792")
        self.assertEqual((rows[0]["1/b-largest"], rows[1]["1/b-largest"]), ("fc6, fc7", "fc7"))
        self.assertEqual(rows[0]["1/c"], "339")
        self.assertTrue(all(value for value in rows[0].values()))

    def test_other_columns_are_carried_over_as_they_are(self):
        rows, said = self.key('name,id,note\n"Meier, Anna",14141512,"says ""hi""\nthen leaves"\nZo\u00eb,12345643, x \n')
        self.assertEqual(said, [])
        self.assertEqual([row["name"] for row in rows], ["Meier, Anna", "Zo\u00eb"])
        self.assertEqual([row["note"] for row in rows], ['says "hi"\nthen leaves', " x "])

    def test_spreadsheets_have_their_ways(self):
        for roster, delimiter in (("\ufeffid,name\r\n14141512,a\r\n", ","), ("name;ID\r\na;14141512\r\n", ";"),
                                  ("id\tname\r14141512\ta\r", "\t"), ("\n id ,name\n\n14141512,a\n\n", ","),
                                  ('"Name, Vorname";id\na;14141512\n', ";"), ("\nname;id\na;14141512\n", ";"),
                                  ('"id","name"\n"14141512","a"', ","), ("id,name\n14141512\n", ",")):
            with self.subTest(roster=roster):
                rows, said = self.key(roster, delimiter=delimiter)
                self.assertEqual(said, [])
                self.assertEqual([row["1/b/total.parameters"] for row in rows], ["41406824"])

    def test_a_bad_row_is_named_and_the_rest_done(self):
        rows, said = self.key('id,name\n14141512,"a\nb"\n1234567,short\n12345643,c\n1234x678,d\n,e\n12345644,"f"g\n'
                              '12345645,h,i\n12345646,j\n"12345647,k\n12345648,l\n')
        self.assertEqual([row["id"] for row in rows], ["14141512", "12345643", "12345646", "12345648"])
        self.assertEqual([line.rsplit("ids.csv:", 1)[1].split(":")[0] for line in said], ["4", "6", "7", "8", "9", "11"])
        self.assertIn("expected an ID of 8 digits, found 7", said[0])
        self.assertIn('found "x"', said[1])
        self.assertIn("closing quotation mark", said[3])
        self.assertIn("expected 2 columns, found 3", said[4])
        self.assertIn("not closed", said[5])

    def test_ten_thousand_students_in_seconds(self):
        roster = "id,name\n" + "".join(f"{10000000 + 7919 * i % 89999999},n{i}\n" for i in range(10_000))
        path, key = self.write("ids.csv", roster), self.folder / "key.csv"
        start = time.monotonic()
        self.assertEqual(output("key", "bern-assignment-5", "--roster", path, "-o", str(key)), "")
        seconds = time.monotonic() - start
        with key.open(newline="") as file:
            rows = list(csv.DictReader(file))
        self.assertEqual(len(rows), 10_000)
        self.assertLess(seconds, 60)  # under sanitizers too
        for row in rows[::500]:
            self.assertEqual(row["size"], str(200 + int(row["id"][-2:])))
            facts = json.loads(output("facts", "alexnet-bern", "--id", row["id"], "--format", "json"))
            self.assertEqual(row["1/b/total.parameters"], str(facts["total"]["parameters"]))

    def test_every_course_has_a_key(self):
        for path in sorted(COURSES.glob("*.json")):
            if path.name.endswith(".schema.json"):
                continue
            with self.subTest(course=path.stem):
                rows, said = self.key("id\n14141512\n", path.stem)
                self.assertEqual((len(rows), said), (1, []))
                self.assertTrue(all(rows[0].values()))
                self.assertEqual(rows, self.key("id\n14141512\n", str(path))[0])

    def test_a_course_of_ones_own(self):
        course = {"name": "mine", "id": {"digits": 6, "last_digits": 1, "base": 224},
                  "exercises": [{"id": "1", "network": "vgg-a", "size": "id",
                                 "questions": [{"id": "a", "kind": "cell", "cell": "conv1_1.output"}]}]}
        path = self.write("mine.json", json.dumps(course))
        rows, said = self.key("id\n123-459\n", path)
        self.assertEqual((rows[0]["size"], rows[0]["1/a"], said), ("233", "233", []))
        course["exercises"][0]["questions"][0]["cell"] = "conv99.output"
        self.refused("key", self.write("mine.json", json.dumps(course)), "--roster", self.write("i.csv", "id\n123459\n"),
                     says="mine/1/a.cell")

    def test_refusals(self):
        roster = self.write("ids.csv", "id\n14141512\n")
        self.refused("key")
        self.refused("key", "bern-assignment-5", says="roster")
        self.refused("key", "nosuch", "--roster", roster, says="bern-assignment-5")
        self.refused("key", "course.schema", "--roster", roster)
        self.refused("key", str(COURSES / "course.schema.json"), "--roster", roster, says="course.schema.json")
        self.refused("key", "bern-assignment-5", "--roster", str(self.folder / "none.csv"), says="none.csv")
        self.refused("key", "bern-assignment-5", "--roster", str(self.folder))
        for roster, says in (("", "found nothing"), ("name\na\n", 'column "id"'), ("id,id\n1,2\n", "several"),
                             ("id\n", "at least one row"), ('id,"name\n14141512,a\n', "not closed")):
            self.refused("key", "bern-assignment-5", "--roster", self.write("ids.csv", roster), says=says)

    def test_nothing_half_written(self):
        roster, key = self.write("ids.csv", "name\n14141512\n"), self.folder / "key.csv"
        self.refused("key", "bern-assignment-5", "--roster", roster, "-o", str(key))
        self.assertEqual(os.listdir(self.folder), ["ids.csv"])
        roster = self.write("ids.csv", "id\n14141512\n")
        self.refused("key", "bern-assignment-5", "--roster", roster, "-o", str(self.folder / "none" / "key.csv"))
        self.assertEqual(os.listdir(self.folder), ["ids.csv"])


class Verify(Folder):
    def setUp(self):
        super().setUp()
        self.result = json.loads((GOLDEN / "result.json").read_text())

    def verify(self, result):
        return json.loads(output("verify", self.write("result.json", json.dumps(result)), "--format", "json"))

    def test_every_answer_is_worked_out_anew(self):
        verified = self.verify(self.result)
        self.assertEqual(len(verified["answers"]), len(self.result["answers"]))
        said = {(a["question"], a["part"]): a for a in verified["answers"]}
        self.assertEqual(said["a", "conv1.output"]["verdict"], "wrong")
        self.assertEqual(said["a", "pool1.output"]["verdict"], "consistent")
        self.assertEqual(said["a", "pool1.output"]["claimed"], "correct")
        self.assertEqual(said["b-largest", ""]["verdict"], "correct")
        self.assertEqual(said["c-image", ""]["misconception"], "clipped-to-input")
        self.assertEqual(said["write", ""]["misconception"], "channel-sum-missing")
        self.assertEqual(verified["total"]["other_claims"], 1)

    def test_a_claim_changes_nothing(self):
        for answer in self.result["answers"]:
            answer["verdict"] = "correct"
        verdicts = [a["verdict"] for a in self.verify(self.result)["answers"]]
        self.assertEqual(verdicts, [a["verdict"] for a in self.verify(json.loads((GOLDEN / "result.json").read_text()))["answers"]])

    def test_an_answer_cannot_forge_its_verdict(self):
        self.result["answers"][0]["answer"] = "1\r\x1b[2K1/a/conv1.output    correct: 51\b\u202e"
        said = output("verify", self.write("result.json", json.dumps(self.result)))
        self.assertIn(r": 1\r\x1b[2K1/a/conv1.output    correct: 51\x08\u202e" + "\n", said)
        self.assertNotIn("\x1b", said)

    def test_the_size_follows_from_the_id(self):
        self.result["id"] = "12345600"
        verdicts = {(a["question"], a["part"]): a["verdict"] for a in self.verify(self.result)["answers"]}
        self.assertEqual(verdicts["a", "conv2.output"], "wrong")
        self.assertEqual(verdicts["b", "conv1.parameters"], "correct")

    def test_a_course_of_ones_own(self):
        course = json.loads((COURSES / "bern-assignment-5.json").read_text()) | {"name": "mine"}
        path = self.write("mine.json", json.dumps(course))
        self.result["course"] = "mine"
        result = self.write("result.json", json.dumps(self.result))
        self.refused("verify", result, says='course: there is no course "mine"')
        verified = json.loads(output("verify", result, "--course", path, "--format", "json"))
        self.assertEqual(verified["total"]["correct"], 4)

    def test_a_malformed_file_is_refused_by_path(self):
        def changed(change):
            result = json.loads((GOLDEN / "result.json").read_text())
            change(result)
            return json.dumps(result)

        answers = lambda change: changed(lambda result: change(result["answers"][2]))
        for text, path in (("", "result.json"), ("{", "line 1"), ("[]", "an object"), ("null", "an object"), ("\x00", "line 1"),
                           (changed(lambda r: r.pop("format")), "format"), (changed(lambda r: r.update(version=2)), "version"),
                           (changed(lambda r: r.pop("course")), "course"), (changed(lambda r: r.update(course="../x")), "course"),
                           (changed(lambda r: r.update(course="nosuch")), "course"), (changed(lambda r: r.update(extra=1)), "extra"),
                           (changed(lambda r: r.pop("id")), "id"), (changed(lambda r: r.update(id="1234")), "id"),
                           (changed(lambda r: r.update(answers={})), "answers"), (changed(lambda r: r["answers"].append(1)), "answers[10]"),
                           (changed(lambda r: r["answers"].append(r["answers"][0])), "answers[10]"),
                           (answers(lambda a: a.pop("answer")), "answers[2].answer"), (answers(lambda a: a.update(answer=13)), "answers[2].answer"),
                           (answers(lambda a: a.update(verdict="fine")), "answers[2].verdict"), (answers(lambda a: a.update(help=5)), "answers[2].help"),
                           (answers(lambda a: a.update(exercise="9")), "answers[2].exercise"), (answers(lambda a: a.update(question="z")), "answers[2].question"),
                           (answers(lambda a: a.update(part="conv9.output")), "answers[2].part"), (answers(lambda a: a.pop("part")), "answers[2].part"),
                           (answers(lambda a: a.update(attempts=-1)), "answers[2].attempts"), ("[" * 100_000, "nested")):
            with self.subTest(path=path):
                self.refused("verify", self.write("result.json", text), says=path)
        self.refused("verify", self.write("result.json", b"\xff\xfe{}"), says="result.json")
        self.refused("verify", str(self.folder / "none.json"), says="none.json")
        self.refused("verify", str(self.folder), says="folder")
        self.refused("verify")
        self.refused("verify", str(GOLDEN / "result.json"), "--format", "xml", says="--format")


if __name__ == "__main__":
    if len(sys.argv) > 1 and os.path.exists(sys.argv[1]):
        test_cli.STRIDE = sys.argv.pop(1)
    unittest.main(verbosity=1)
