#!/usr/bin/env python3
"""Calls the `stride` program as a person or a script does, and checks what comes out, and how it ends.

    test_cli.py STRIDE [TEST...]      STRIDE: the program; also taken from the environment variable STRIDE
    test_cli.py STRIDE --update       writes tests/golden/cli/ anew (look at the difference before committing)
"""

import csv
import io
import json
import os
import pathlib
import struct
import subprocess
import sys
import tempfile
import time
import unittest

TREE = pathlib.Path(__file__).resolve().parent.parent.parent
GOLDEN = TREE / "tests" / "golden" / "cli"
STRIDE = os.environ.get("STRIDE", str(TREE / "build" / "native" / "stride"))

# Table 1 of document A at 212, typed in from it: layer, output, parameters, receptive field, jump.
BERN_212 = [
    ("conv1", [96, 51, 51], 34944, 11, 4),
    ("pool1", [96, 25, 25], 0, 19, 8),
    ("conv2", [256, 13, 13], 614656, 51, 16),
    ("pool2", [256, 6, 6], 0, 83, 32),
    ("conv3", [384, 6, 6], 885120, 147, 32),
    ("conv4", [384, 6, 6], 1327488, 211, 32),
    ("conv5", [256, 6, 6], 884992, 275, 32),
    ("pool5", [256, 4, 4], 0, 339, 32),
    ("fc6", [4096, 1, 1], 16781312, None, None),
    ("fc7", [4096, 1, 1], 16781312, None, None),
    ("fc8", [1000, 1, 1], 4097000, None, None),
]

GOLDEN_CALLS = {
    "help": ["--help"],
    "help-networks": ["networks", "--help"],
    "help-facts": ["facts", "--help"],
    "help-check": ["check", "--help"],
    "help-key": ["key", "--help"],
    "help-verify": ["verify", "--help"],
    "help-show": ["show", "--help"],
    "facts-bern-212.txt": ["facts", "alexnet-bern", "--id", "14-141-512"],
    "facts-bern-212.json": ["facts", "alexnet-bern", "--size", "212", "--format", "json"],
    "facts-bern-212x300.json": ["facts", "alexnet-bern", "--size", "212x300", "--format", "json"],
    "facts-bern-exact.json": ["facts", "alexnet-bern", "--size", "212", "--rounding", "exact", "--format", "json"],
    "facts-lenet.csv": ["facts", "lenet-5", "--format", "csv"],
    "facts-one-gpu-ceil.md": ["facts", "alexnet-one-gpu", "--rounding", "ceil", "--format", "markdown"],
    "check-wrong.json": ["check", "alexnet-bern", "--id", "14-141-512", "conv2.output", "12"],
    "key-bern.csv": ["key", "bern-assignment-5", "--roster", str(GOLDEN / "roster.csv")],
    "verify-bern.txt": ["verify", str(GOLDEN / "result.json")],
    "verify-bern.json": ["verify", str(GOLDEN / "result.json"), "--format", "json"],
}


def call(*arguments, **options):
    return subprocess.run([STRIDE, *arguments], capture_output=True, timeout=60, **options)


def output(*arguments, **options):
    result = call(*arguments, **options)
    assert result.returncode == 0 and not result.stderr, (arguments, result)
    return result.stdout.decode()


def facts(*arguments):
    return json.loads(output("facts", *arguments, "--format", "json"))


def check(network, size, cell, answer, *given, rounding="floor"):
    pairs = [part for pair in given for part in ("--given", pair)]
    result = json.loads(output("check", network, "--size", str(size), "--rounding", rounding, cell, answer, *pairs))
    assert {"verdict", "expected", "misconception", "also", "message"} <= result.keys(), result
    return result


class Facts(unittest.TestCase):
    def test_the_sheet_at_212(self):
        sheet = facts("alexnet-bern", "--size", "212")
        self.assertEqual(sheet["network"], "alexnet-bern")
        self.assertEqual(sheet["input"], [3, 212, 212])
        self.assertEqual(sheet["rounding"], "floor")
        self.assertEqual([row["name"] for row in sheet["layers"]], [row[0] for row in BERN_212])
        for row, (name, shape, parameters, field, jump) in zip(sheet["layers"], BERN_212):
            self.assertEqual((row["output"], row["parameters"]), (shape, parameters), name)
            self.assertEqual(row["neurons"], shape[0] * shape[1] * shape[2])
            if field:
                self.assertEqual((row["receptive_field"], row["jump"]), (field, jump), name)
        first = sheet["layers"][0]
        self.assertEqual(first["type"], "conv")
        self.assertEqual((first["macs"], first["start"]), (90639648, 5.0))
        self.assertEqual(first["derivation"]["output"], "floor((212 + 2*0 - 11)/4) + 1 = 51")
        self.assertEqual(first["derivation"]["parameters"], "96*(11*11*3 + 1) = 34944")
        self.assertEqual(sheet["total"]["parameters"], 41406824)
        self.assertEqual(sheet["total"]["neurons"], 412328)
        self.assertEqual(sheet["total"]["neurons_without_pooling"], 339016)
        self.assertEqual(sheet["total"]["macs"], sum(row["macs"] for row in sheet["layers"]))
        self.assertEqual(sheet["largest"], ["fc6", "fc7"])
        self.assertEqual(sheet["admissible"], {"layer": "fc6", "sizes": [[211, 242]]})
        self.assertEqual(sheet["smallest_input"], 115)

    def test_an_id_is_a_size(self):
        self.assertEqual(facts("alexnet-bern", "--id", "14-141-512"), facts("alexnet-bern", "--size", "212"))

    def test_the_networks_own_size(self):
        self.assertEqual(facts("vgg-d")["input"], [3, 224, 224])
        self.assertEqual(facts("vgg-d")["total"]["parameters"], 138357544)

    def test_height_and_width_are_pairs_where_they_differ(self):
        sheet = facts("alexnet-bern", "--size", "212x300")
        self.assertEqual(sheet["input"], [3, 212, 300])
        self.assertEqual(sheet["layers"][0]["output"], [96, 51, 73])
        self.assertEqual(sheet["layers"][0]["receptive_field"], 11)
        self.assertEqual(len(sheet["layers"][0]["derivation"]["output"]), 2)
        self.assertEqual(sheet["admissible"]["sizes"], [[[211, 242]], [[275, 306]]])
        self.assertEqual(sheet["largest"], ["fc6"])

    def test_without_rounding(self):
        sheet = facts("alexnet-bern", "--size", "212", "--rounding", "exact")
        self.assertIsNone(sheet["layers"][0]["output"])
        self.assertEqual(sheet["layers"][0]["remainder"], [1, 1])
        self.assertTrue(all(row["output"] is None for row in sheet["layers"] if row["type"] != "linear"))
        self.assertTrue(all(row["receptive_field"] is row["start"] is None for row in sheet["layers"][8:]))
        self.assertIsNone(sheet["total"]["parameters"])
        fitting = [n for n in range(200, 300)
                   if facts("alexnet-bern", "--size", str(n), "--rounding", "exact")["layers"][7]["output"]]
        self.assertEqual(fitting, [211, 243, 275])
        self.assertEqual(facts("alexnet-bern", "--size", "211", "--rounding", "exact")["admissible"]["sizes"], [[211, 211]])

    def test_what_a_linear_layer_accepts_without_rounding_is_its_own_size(self):
        conv = {"type": "conv", "name": "c", "out": 2, "kernel": 3}
        pool = {"type": "avgpool", "name": "p", "kernel": [1, 5], "stride": [3, 1], "pad": [0, 2]}
        deep = [{"type": "conv", "out": 1, "kernel": 1, "stride": 2}] + [{"type": "conv", "out": 1, "kernel": 1}] * 1500
        for layers, size, sizes in [([conv], "32", [[32, 32]]), ([pool], "16x29", [[[16, 16]], [[29, 29]]]),
                                    (deep, "33", [[33, 33]])]:
            network = {"name": "n", "input": {"channels": 1, "size": 32},
                       "layers": layers + [{"type": "linear", "name": "f", "out": 3}]}
            with tempfile.NamedTemporaryFile("w", suffix=".json") as file:
                json.dump(network, file)
                file.flush()
                start = time.monotonic()
                self.assertEqual(facts(file.name, "--size", size, "--rounding", "exact")["admissible"]["sizes"], sizes)
                self.assertLess(time.monotonic() - start, 5)

    def test_ceil(self):
        sheet = facts("alexnet-bern", "--size", "212", "--rounding", "ceil")
        self.assertEqual(sheet["admissible"]["sizes"], [[191, 222]])
        self.assertEqual(sheet["smallest_input"], 95)

    def test_no_linear_layer(self):
        self.assertIsNone(facts("conv-3x3")["admissible"])

    def test_csv_and_text_say_the_same(self):
        rows = list(csv.DictReader(io.StringIO(output("facts", "alexnet-bern", "--size", "212", "--format", "csv"))))
        self.assertEqual([row["parameters"] for row in rows[:-1]], [str(row[2]) for row in BERN_212])
        self.assertEqual(rows[-1]["parameters"], "41406824")
        self.assertIn("41406824", output("facts", "alexnet-bern", "--size", "212"))
        self.assertIn("| conv2 | conv | 256x13x13 | 614656 |",
                      output("facts", "alexnet-bern", "--size", "212", "--format", "markdown"))

    def test_a_file_of_ones_own(self):
        with tempfile.TemporaryDirectory() as folder:
            path = pathlib.Path(folder, "mine.json")
            network = {"name": "mine", "title": "Mine", "source": "here", "input": {"channels": 1, "size": 20},
                       "layers": [{"name": "a", "type": "conv", "out": 4, "kernel": [3, 5]}]}
            path.write_text(json.dumps(network))
            sheet = facts(str(path))
            self.assertEqual(sheet["layers"][0]["output"], [4, 18, 16])
            self.assertEqual(sheet["layers"][0]["receptive_field"], [3, 5])
            network["layers"][0]["kernel"] = -1
            path.write_text(json.dumps(network))
            result = call("facts", str(path))
            self.assertEqual(result.returncode, 2)
            self.assertIn(b"layers[0].kernel", result.stderr)

    def test_output_file_is_whole_or_absent(self):
        with tempfile.TemporaryDirectory() as folder:
            path = pathlib.Path(folder, "sheet.csv")
            self.assertEqual(output("facts", "alexnet-bern", "--format", "csv", "-o", str(path)), "")
            self.assertTrue(path.read_text().startswith("layer,"))
            before = path.read_bytes()
            self.assertEqual(call("facts", "alexnet-bern", "--size", "3", "-o", str(path)).returncode, 2)
            self.assertEqual(path.read_bytes(), before)
            self.assertEqual(os.listdir(folder), ["sheet.csv"])
            self.assertEqual(call("facts", "alexnet-bern", "-o", folder).returncode, 2)
            self.assertEqual(os.listdir(folder), ["sheet.csv"])
            self.assertEqual(call("facts", "alexnet-bern", "-o", folder + "/none/sheet.csv").returncode, 2)


class Files(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        self.sheet = output("facts", "lenet-5")

    def write(self, path):
        self.assertEqual(output("facts", "lenet-5", "-o", str(path)), "")

    def test_links_are_followed_and_permissions_kept(self):
        target, link, ahead = (self.folder / name for name in ("target", "link", "ahead"))
        target.write_text("old")
        target.chmod(0o600)
        link.symlink_to("target")
        ahead.symlink_to(self.folder / "new")
        for path in (link, ahead):
            self.write(path)
            self.assertTrue(path.is_symlink())
            self.assertEqual(path.read_text(), self.sheet)
        self.assertEqual(target.stat().st_mode & 0o777, 0o600)
        self.assertEqual(sorted(os.listdir(self.folder)), ["ahead", "link", "new", "target"])
        (self.folder / "loop").symlink_to("loop")
        self.assertEqual(call("facts", "lenet-5", "-o", str(self.folder / "loop")).returncode, 2)

    def test_what_is_no_file_is_written_to(self):
        pipe = self.folder / "pipe"
        os.mkfifo(pipe)
        with subprocess.Popen(["cat", pipe], stdout=subprocess.PIPE) as reader:
            self.write(pipe)
            self.assertEqual(reader.communicate(timeout=60)[0].decode(), self.sheet)
        self.assertTrue(pipe.is_fifo())
        self.write("/dev/null")
        self.assertEqual(output("facts", "lenet-5", "-o", "-", cwd=self.folder), self.sheet)
        self.assertEqual(os.listdir(self.folder), ["pipe"])


class Models(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = folder.name

    def forward(self, *arguments):
        return call("forward", "alexnet-bern", *arguments, "-o", "out.safetensors", cwd=self.folder)

    def test_only_the_layers_on_the_way_need_fit(self):
        for arguments, shape in ((["--size", "50", "--to", "conv1"], [1, 96, 10, 10]),
                                 (["--size", "227", "--rounding", "exact", "--to", "conv1"], [1, 96, 55, 55])):
            result = self.forward(*arguments)
            self.assertEqual((result.returncode, result.stderr), (0, b""), arguments)
            header = pathlib.Path(self.folder, "out.safetensors").read_bytes()[8:].split(b"}}")[0] + b"}}"
            self.assertEqual(json.loads(header)["output"]["shape"], shape)
        self.assertIn(b"stride: pool2: nothing is left", self.forward("--size", "50", "--to", "pool2").stderr)
        self.assertIn(b"stride: --to: no layer is called 'zz'", self.forward("--size", "50", "--to", "zz").stderr)

    def test_what_a_weights_file_lacks_is_said_with_its_name(self):
        header = json.dumps({"b": {"dtype": "F32", "shape": [1], "data_offsets": [0, 4]}}).encode()
        pathlib.Path(self.folder, "w.safetensors").write_bytes(struct.pack("<Q", len(header)) + header + bytes(4))
        result = self.forward("--weights", "w.safetensors", "--to", "conv1")
        self.assertEqual(result.stderr, b"stride: w.safetensors: conv1.weight: the file has no tensor of this name; "
                                        b"it has b\n")


class Networks(unittest.TestCase):
    def test_every_file_has_its_line(self):
        names = sorted(path.stem for path in (TREE / "web" / "content" / "networks").glob("*.json"))
        lines = output("networks").splitlines()
        self.assertEqual([line.split()[0] for line in lines], names)
        self.assertTrue(all(len(line.split()) > 1 for line in lines))


class Check(unittest.TestCase):
    def test_right(self):
        result = check("alexnet-bern", 212, "conv2.output", "256x13x13")
        self.assertEqual((result["verdict"], result["expected"], result["misconception"], result["also"]),
                         ("correct", 13, None, []))

    def test_wrong_with_all_slips(self):
        result = check("alexnet-bern", 212, "conv2.output", "12")
        self.assertEqual(result["verdict"], "wrong")
        self.assertEqual(result["misconception"], "no-plus-one")
        self.assertEqual(result["also"], ["plus-one-inside", "padding-once", "divided-by-stride"])
        self.assertIn("Which of these was it?", result["message"])

    def test_consistent_names_the_root(self):
        result = check("alexnet-bern", 212, "conv2.output", "12", "conv1.output=48", "pool1.output=23")
        self.assertEqual(result["verdict"], "consistent")
        self.assertIsNone(result["misconception"])
        self.assertEqual(result["root"], "conv1.output")
        self.assertIn("conv1.output", result["message"])

    def test_unreadable(self):
        for answer in ("", "twelve", "12 +", "<script>"):
            result = check("alexnet-bern", 212, "conv2.output", answer)
            self.assertEqual(result["verdict"], "unreadable", answer)
            self.assertEqual(result["expected"], 13)

    def test_thousands(self):
        for answer in ("34944", "34'944", "34,944", "34 944", "34\u202f944"):
            self.assertEqual(check("alexnet-bern", 212, "conv1.parameters", answer)["verdict"], "correct", answer)

    def test_negative_answers_are_answers(self):
        for answer in ("-5", "-(5)", "--5", "-.5"):
            self.assertEqual(check("alexnet-bern", 212, "conv1.output", answer)["verdict"], "wrong", answer)
        self.assertEqual(check("alexnet-bern", 212, "conv1.output", "-(-51)")["verdict"], "correct")
        result = json.loads(output("check", "alexnet-bern", "--size", "212", "conv1.output", "--", "-x"))
        self.assertEqual(result["verdict"], "unreadable")

    def test_every_cell_of_the_sheet(self):
        for name, shape, parameters, field, jump in BERN_212:
            side = shape[1] if field else shape[0]
            cells = {"output": side, "parameters": parameters, "neurons": shape[0] * shape[1] * shape[2]}
            if field:
                cells |= {"receptive_field": field, "jump": jump}
            for column, value in cells.items():
                result = check("alexnet-bern", 212, f"{name}.{column}", str(value))
                self.assertEqual((result["verdict"], result["expected"]), ("correct", value), (name, column))

    def test_pairs_and_ties_are_text(self):
        self.assertEqual(check("alexnet-bern", "212x300", "conv1.output", "51x73")["expected"], "51x73")
        result = check("alexnet-bern", 212, "largest.layer", "fc7")
        self.assertEqual((result["verdict"], result["expected"]), ("correct", "fc6, fc7"))

    def test_without_rounding(self):
        result = check("alexnet-bern", 212, "conv1.output", "none", rounding="exact")
        self.assertEqual((result["verdict"], result["expected"]), ("correct", "does not divide, remainder 1"))
        self.assertEqual(check("alexnet-bern", 212, "conv1.output", "51", rounding="exact")["misconception"], "rounded-down")


class Show(unittest.TestCase):
    def test_formats(self):
        self.assertTrue(output("show", "layer-sizes", "--set", "size=212").startswith("# "))
        page = json.loads(output("show", "layer-sizes", "--set", "network=alexnet-bern", "--set", "size=212", "--format", "json"))
        self.assertIn("conv2 output size", json.dumps(page))
        html = output("show", "layer-sizes", "--format", "html")
        self.assertTrue(html.lstrip().lower().startswith("<!doctype html>"))
        self.assertNotIn("<script", html)

    def test_names_that_are_not_there(self):
        for lab, setting, says in (("course", "exercise=99", "--set exercise: expected one of 1, 1d-ceil"),
                                   ("layer-stepper", "layer=zz", "--set layer: expected one of conv1, relu1"),
                                   ("receptive-field", "layer=fc6", "--set layer: expected one of conv1, pool1")):
            result = call("show", lab, *(["--set", "course=bern-assignment-5"] if lab == "course" else []),
                          "--set", setting)
            self.assertEqual((result.returncode, result.stdout), (2, b""), lab)
            self.assertIn(says, result.stderr.decode())
        self.assertNotEqual(output("show", "layer-stepper", "--set", "layer=relu2"), output("show", "layer-stepper"))

    def test_settings_show(self):
        self.assertIn("230", output("show", "layer-sizes", "--set", "size=230"))
        self.assertIn("VGG E", output("show", "layer-sizes", "--set", "network=vgg-e"))


class Errors(unittest.TestCase):
    def test_one_line_and_status_2(self):
        calls = [
            [], ["fly"], ["--fly"], ["facts"], ["facts", "nosuch"], ["facts", "nosuch.json"], ["facts", "/"],
            ["facts", "alexnet-bern", "extra"], ["facts", "alexnet-bern", "--fly"],
            ["facts", "alexnet-bern", "--size", "0"], ["facts", "alexnet-bern", "--size", "212x"],
            ["facts", "alexnet-bern", "--size", "12"], ["facts", "alexnet-bern", "--size", "9999999999999"],
            ["facts", "alexnet-bern", "--id", "1234567"], ["facts", "alexnet-bern", "--id", "14141512", "--size", "212"],
            ["facts", "alexnet-bern", "--rounding", "up"], ["facts", "alexnet-bern", "--format", "xml"],
            ["check"], ["check", "alexnet-bern"], ["check", "alexnet-bern", "conv1.output"],
            ["check", "alexnet-bern", "conv1", "5"], ["check", "alexnet-bern", "conv99.output", "5"],
            ["check", "alexnet-bern", "conv1.colour", "5"], ["check", "alexnet-bern", "conv1.output", "5", "--given", "x"],
            ["check", "alexnet-bern", "conv1.output", "5", "--given", "x.output=5"],
            ["show"], ["show", "nosuch"], ["show", "layer-sizes", "--set", "size"], ["show", "layer-sizes", "--set", "fly=1"],
            ["show", "layer-sizes", "--set", "size=-1"], ["show", "layer-sizes", "--format", "pdf"], ["networks", "extra"],
        ]
        for arguments in calls:
            with self.subTest(arguments=arguments):
                result = call(*arguments)
                self.assertEqual(result.returncode, 2)
                self.assertEqual(result.stdout, b"")
                self.assertTrue(result.stderr.startswith(b"stride: "), result.stderr)
                self.assertEqual(result.stderr.count(b"\n"), 1, result.stderr)

    def test_options_say_what_would_be_right(self):
        bern = ("check", "alexnet-bern", "--size", "212", "conv2.output")
        for arguments, says in (
                (["facts", "alexnet-bern", "--size", ""], "--size: expected N|HxW, found nothing"),
                (["facts", "alexnet-bern", "--id="], "--id: expected ID, found nothing"),
                (["facts", "alexnet-bern", "--size"], "--size: expected N|HxW, found nothing"),
                (["facts", "alexnet-bern", "-o", ""], "-o: expected FILE, found nothing"),
                (["rnn", "--text=", "--steps", "3"], "--text: expected TEXT, found nothing"),
                (["facts", "alexnet-bern", "--size", "212", "--size=213"], "--size: expected once, found twice"),
                (["facts", "alexnet-bern", "--siz", "212"], 'there is no option "--siz"'),
                (["facts", "alexnet-bern", "a", "b"], 'nothing is expected where "a" stands'),
                ([*bern, "-x"], 'there is no option "-x"; what begins with a hyphen and is none stands after --'),
                (["rnn", "--steps", "010"], '--steps: expected a whole number from 1 to 1000, found "010"'),
                (["rnn", "--hidden", "0"], '--hidden: expected a whole number from 1 to 512, found "0"'),
                (["rnn", "--hidden", "abc"], 'found "abc"'), (["rnn", "--steps", "99999999999"], "from 1 to 1000"),
                (["rnn", "--truncate", "0x10"], '--truncate: expected a whole number from 0 to 1000, found "0x10"'),
                (["rnn", "--seed", "-1"], '--seed: expected a whole number from 0 to 18446744073709551615, found "-1"'),
                (["rnn", "--seed", "1.5"], 'found "1.5"'),
                (["rnn", "--sigma", "wide"], '--sigma: expected a number, found "wide"'),
                (["forward", "lenet-5", "--to", "c1", "-o", "x", "--seed", "010"], '--seed: expected a whole number')):
            with self.subTest(arguments=arguments):
                result = call(*arguments)
                self.assertEqual((result.returncode, result.stdout), (2, b""))
                said = result.stderr.decode()
                self.assertTrue(said.startswith("stride: ") and said.count("\n") == 1, said)
                self.assertIn(says, said)
                self.assertIn(f"; see stride {arguments[0]} --help", said)

    def test_what_a_file_says_stays_text(self):
        with tempfile.TemporaryDirectory() as folder:
            path = pathlib.Path(folder, "mine.json")
            network = {"name": "mine", "title": "A\nB\x1b[2K\u202eC\x9b", "input": {"channels": 1, "size": 20},
                       "layers": [{"name": "a", "type": "conv", "out": 4, "kernel": 3}]}
            path.write_text(json.dumps(network))
            for form in ("text", "markdown"):
                first = output("facts", str(path), "--format", form).splitlines()[0]
                self.assertIn("A\\nB\\x1b[2K\\u202eC\\x9b, input 1x20x20", first)
        said = call("facts", b"no\x1b[2K\r\n\x9b\xe2\x80\xae\xc3\xa9.json").stderr.decode()
        self.assertTrue(said.startswith("stride: no\\x1b[2K\\r\\n\\x9b\\u202e\u00e9.json: "), said)

    def test_content_that_is_not_there(self):
        result = call("networks", env={**os.environ, "STRIDE_CONTENT": "/nonexistent"})
        self.assertEqual(result.returncode, 2)
        self.assertIn(b"STRIDE_CONTENT", result.stderr)

    def test_a_full_disk(self):
        if not os.path.exists("/dev/full"):
            self.skipTest("no /dev/full")
        with open("/dev/full", "wb") as full:
            result = subprocess.run([STRIDE, "facts", "vgg-e"], stdout=full, stderr=subprocess.PIPE, timeout=60)
        self.assertEqual(result.returncode, 2)


class Golden(unittest.TestCase):
    def test_output_as_kept(self):
        for name, arguments in GOLDEN_CALLS.items():
            with self.subTest(name=name):
                self.assertEqual(output(*arguments), (GOLDEN / name).read_bytes().decode())

    def test_help_has_the_parts_of_a_manual_page(self):
        for command in ("networks", "facts", "check", "key", "verify", "show"):
            text = output(command, "--help")
            for part in ("NAME", "SYNOPSIS", "DESCRIPTION", "EXIT STATUS", "EXAMPLES"):
                self.assertIn(f"\n{part}\n", "\n" + text)
            self.assertEqual(text, output(command, "-h"))
            self.assertEqual(text, output("help", command))
            self.assertLessEqual(max(map(len, text.splitlines())), 88)
            self.assertIn(f"    {command} ", output("--help"))


def update():
    GOLDEN.mkdir(parents=True, exist_ok=True)
    for name, arguments in GOLDEN_CALLS.items():
        (GOLDEN / name).write_bytes(output(*arguments).encode())


if __name__ == "__main__":
    if len(sys.argv) > 1 and os.path.exists(sys.argv[1]):
        STRIDE = sys.argv.pop(1)
    if sys.argv[1:] == ["--update"]:
        update()
    else:
        unittest.main(verbosity=1)
