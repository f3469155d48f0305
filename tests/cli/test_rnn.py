#!/usr/bin/env python3
"""What `stride rnn` prints and dumps, worked out again here from the dumped weights and inputs, in plain Python.

    test_rnn.py STRIDE
"""

import json
import math
import pathlib
import struct
import subprocess
import sys
import tempfile
import unittest

STRIDE = ""


def run(*arguments):
    """The JSON, and the dumped tensors as nested lists."""
    with tempfile.TemporaryDirectory() as folder:
        dump = pathlib.Path(folder) / "net.safetensors"
        done = subprocess.run([STRIDE, "rnn", *arguments, "--dump", dump], capture_output=True, timeout=60)
        assert done.returncode == 0, done.stderr
        data = dump.read_bytes()
    size = struct.unpack("<Q", data[:8])[0]
    tensors = {}
    for name, entry in json.loads(data[8:8 + size]).items():
        if name == "__metadata__":
            continue
        begin, end = entry["data_offsets"]
        values = struct.unpack(f"<{(end - begin) // 4}f", data[8 + size + begin:8 + size + end])
        width = entry["shape"][-1]
        tensors[name] = list(values) if len(entry["shape"]) == 1 else [
            list(values[at:at + width]) for at in range(0, len(values), width)]
    return json.loads(done.stdout), tensors


def product(matrix, vector):
    return [sum(a * b for a, b in zip(row, vector)) for row in matrix]


def transposed(matrix):
    return [list(column) for column in zip(*matrix)]


def norm(vector):
    return math.sqrt(sum(value * value for value in vector))


class Recurrent(unittest.TestCase):
    def near(self, found, expected):
        self.assertEqual(len(found), len(expected))
        for a, b in zip(found, expected):
            self.assertLess(abs(a - b), 1e-6 + 1e-4 * abs(b))

    def test_states_gradients_and_bound_follow_from_what_is_dumped(self):
        said, net = run("--hidden", "5", "--steps", "7", "--sigma", "0.8", "--seed", "3")
        states = [net["h"][0]]
        for x in net["x"]:
            a = [w + u + b for w, u, b in zip(product(net["W"], states[-1]), product(net["U"], x), net["b"])]
            states.append([math.tanh(value) for value in a])
            self.near(net["h"][len(states) - 1], states[-1])
        gradient = net["dL_dh"][-1]
        self.assertAlmostEqual(norm(gradient), 1, places=5)
        weights = [[0.0] * 5 for _ in range(5)]
        for t in range(7, 0, -1):
            delta = [g * (1 - h * h) for g, h in zip(gradient, states[t])]
            for i in range(5):
                for j in range(5):
                    weights[i][j] += delta[i] * states[t - 1][j]
            gradient = product(transposed(net["W"]), delta)
            self.near(net["dL_dh"][t - 1], gradient)
            self.assertAlmostEqual(said["gradient_norm"][t - 1], norm(gradient), places=5)
            self.assertAlmostEqual(said["bound"][t - 1], 0.8 ** (8 - t), places=5)
            self.assertLessEqual(norm(gradient), said["bound"][t - 1] + 1e-6)
        for found, expected in zip(net["dL_dW"], weights):
            self.near(found, expected)
        self.assertAlmostEqual(said["sigma_max"], 0.8, places=5)
        self.assertEqual([len(each["log10"]) for each in said["singular_values"]], [5] * len(said["singular_values"]))

    def test_lstm_states_follow_from_what_is_dumped(self):
        said, net = run("--cell", "lstm", "--hidden", "3", "--steps", "4", "--gain", "1", "--forget-bias", "2")
        logistic = lambda a: 1 / (1 + math.exp(-a))
        h, c = net["h"][0], net["c"][0]
        for t, x in enumerate(net["x"], 1):
            a = [w + u + b for w, u, b in zip(product(net["W"], h), product(net["U"], x), net["b"])]
            i, o, f = ([logistic(value) for value in a[at:at + 3]] for at in (0, 3, 6))
            c = [f[k] * c[k] + i[k] * math.tanh(a[9 + k]) for k in range(3)]
            h = [o[k] * math.tanh(c[k]) for k in range(3)]
            self.near(net["c"][t], c)
            self.near(net["h"][t], h)
        self.assertIsNone(said["bound"])
        self.assertEqual(net["b"][6:9], [2.0] * 3)

    def test_the_manual_names_what_is_printed(self):
        manual = subprocess.run([STRIDE, "rnn", "--help"], capture_output=True, timeout=60).stdout.decode()
        said, _ = run("--hidden", "3", "--steps", "4", "--radius", "3", "--cell", "identity")
        self.assertLess(said["half_life"], 0)
        for name in ("gamma", "mean_slope", "half_life", "float32_underflow_step", "float32_overflow_step",
                     "state_not_finite_step"):
            self.assertIn(name, said)
            self.assertIn(f"`{name}`", manual)

    def test_two_files_or_none(self):
        with tempfile.TemporaryDirectory() as folder:
            for out, dump in (("none/out", "dump"), ("out", "none/dump"), ("both", "./both"), ("-", "-")):
                done = subprocess.run([STRIDE, "rnn", "--hidden", "2", "--steps", "3", "-o", out, "--dump", dump],
                                      cwd=folder, capture_output=True, timeout=60)
                self.assertEqual((done.returncode, done.stdout, done.stderr.count(b"\n")), (2, b"", 1), done)
                self.assertEqual(list(pathlib.Path(folder).iterdir()), [])


if __name__ == "__main__":
    STRIDE = sys.argv.pop(1)
    unittest.main()
