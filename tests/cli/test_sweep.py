#!/usr/bin/env python3
"""Every slip of the coursework's table, worked out here in plain arithmetic and asked of `stride check`.

    test_sweep.py STRIDE [TEST...]
"""

import json
import os
import sys
import unittest

import test_cli
from test_cli import TREE, check, output

# What stands in the table for stride check, column by column.
IDS = {
    "output": "no-plus-one plus-one-inside padding-forgotten padding-once stride-ignored kernel-not-subtracted "
              "divided-by-stride rounded-up rounded-down not-rounded kernel-and-stride-swapped input-unchanged "
              "skipped-row published-network example-size",
    "parameters": "no-bias one-bias bias-per-slice bias-per-position one-input-channel one-filter kernel-not-squared "
                  "output-area-multiplied grouped not-grouped earlier-input-channels own-output-channels "
                  "neurons-counted pooling-has-parameters flatten-channels-only flatten-one-side "
                  "flatten-before-pooling bias-per-input dropout-halves",
    "receptive_field": "kernel-not-minus-one strides-ignored previous-stride-only stride-of-this-layer-included "
                       "kernels-summed own-kernel top-down-no-minus-one pooling-skipped pooling-kernel-skipped "
                       "clipped-to-input area-given",
    "neurons": "one-channel side-not-squared",
    "total": "layer-missing fully-connected-missing biases-missing pooling-outputs-counted pooling-outputs-not-counted",
    "admissible": "only-the-training-size low-end-off-by-one high-end-off-by-one other-rounding first-layer-only "
                  "at-least-training-size multiples-of-stride",
}
IDS = {column: ids.split() for column, ids in IDS.items()}


def layers_of(network):
    """Rows with their numbers; only what the table's formulas need."""
    spec = json.loads((TREE / "web" / "content" / "networks" / f"{network}.json").read_text())
    rows = []
    for layer in spec["layers"]:
        if layer["type"] in ("conv", "maxpool", "avgpool", "linear"):
            rows.append({"f": 1, "s": 1, "p": 0, "g": 1} | {
                "name": layer["name"], "type": layer["type"], "f": layer.get("kernel", 1), "p": layer.get("pad", 0),
                "s": layer.get("stride", 1 if layer["type"] == "conv" else layer.get("kernel", 1)),
                "g": layer.get("groups", 1), "K": layer.get("out"), "dropout": False})
        elif layer["type"] == "dropout":
            rows[-1]["dropout"] = True
    return rows


class Sheet:
    """All right numbers of a network at a size, rounded down."""

    def __init__(self, network, size):
        self.network, self.size, self.rows = network, size, layers_of(network)
        n, channels, r, j = size, 3, 1, 1
        before = None
        for row in self.rows:
            row |= {"n": n, "C": channels, "r": r, "j": j, "before": before, "above": None}
            if row["type"] == "linear":
                row["inputs"], n = channels * n * n, 1
                row["o"], row["parameters"] = 1, row["K"] * (row["inputs"] + 1)
            else:
                n = row["o"] = (n + 2 * row["p"] - row["f"]) // row["s"] + 1
                row["K"] = row["K"] or channels
                row["field"], r, j = r + (row["f"] - 1) * j, r + (row["f"] - 1) * j, j * row["s"]
                row["parameters"] = row["K"] * (channels // row["g"] * row["f"] ** 2 + 1) if row["type"] == "conv" else 0
            channels = row["K"]
            before = row
        for i, row in enumerate(self.rows):
            row["above"] = next((above for above in reversed(self.rows[:i]) if above["parameters"]), None)

    def row(self, name):
        return next(row for row in self.rows if row["name"] == name)

    def maps(self):
        return [row for row in self.rows if row["type"] != "linear"]


def output_slips(sheet, row):
    n, f, p, s = row["n"], row["f"], row["p"], row["s"]
    before = sheet.rows.index(row) - 1
    slips = {
        "no-plus-one": (n + 2 * p - f) // s, "plus-one-inside": (n + 2 * p - f + 1) // s,
        "padding-forgotten": (n - f) // s + 1, "padding-once": (n + p - f) // s + 1, "stride-ignored": n + 2 * p - f + 1,
        "kernel-not-subtracted": (n + 2 * p) // s + 1, "divided-by-stride": n // s,
        "rounded-up": -(-(n + 2 * p - f) // s) + 1, "kernel-and-stride-swapped": (n + 2 * p - s) // f + 1,
        "input-unchanged": n, "not-rounded": (n + 2 * p - f) / s + 1,
    }
    if before >= 0:
        slips["skipped-row"] = (sheet.rows[before]["n"] + 2 * p - f) // s + 1
    if sheet.network == "alexnet-bern":
        slips["published-network"] = Sheet("alexnet-2012", 227).row(row["name"])["o"]
        if sheet.size != 212:
            slips["example-size"] = Sheet("alexnet-bern", 212).row(row["name"])["o"]
    return slips


def convolution_slips(sheet, row):
    K, C, f, o, g = row["K"], row["C"] // row["g"], row["f"], row["o"], row["g"]
    slips = {
        "no-bias": K * C * f * f, "one-bias": K * C * f * f + 1, "bias-per-slice": K * C * (f * f + 1),
        "bias-per-position": K * (C * f * f + o * o), "one-input-channel": K * (f * f + 1), "one-filter": C * f * f + 1,
        "kernel-not-squared": K * (C * f + 1), "output-area-multiplied": K * (C * f * f + 1) * o * o,
        "own-output-channels": K * (K // g * f * f + 1), "neurons-counted": K * o * o,
    }
    if row["above"]:
        slips["earlier-input-channels"] = K * (row["above"]["C"] * f * f / g + 1)
    if g == 2:
        slips["not-grouped"] = K * (row["C"] * f * f + 1)
    elif sheet.network == "alexnet-bern" and row["name"] in ("conv2", "conv4", "conv5"):
        slips["grouped"] = K * (C // 2 * f * f + 1)
    return slips


def linear_slips(row):
    m, n, C, H = row["K"], row["inputs"], row["C"], row["n"]
    slips = {"no-bias": m * n, "one-bias": m * n + 1, "one-filter": n + 1, "neurons-counted": m, "bias-per-input": m * n + n}
    if row["before"]["type"] != "linear":
        slips |= {"flatten-channels-only": m * (C + 1), "flatten-one-side": m * (C * H + 1)}
        if row["before"]["type"] != "conv":
            slips["flatten-before-pooling"] = m * (C * row["before"]["n"] ** 2 + 1)
    if row["dropout"]:
        slips["dropout-halves"] = m // 2 * (n + 1)
    return slips


def field_slips(sheet, row):
    rows = sheet.maps()[:sheet.maps().index(row) + 1]
    f, r, j, s = row["f"], row["r"], row["j"], row["s"]
    previous = rows[-2]["s"] if len(rows) > 1 else 1
    slips = {
        "kernel-not-minus-one": r + f * j, "strides-ignored": r + f - 1, "previous-stride-only": r + (f - 1) * previous,
        "stride-of-this-layer-included": r + (f - 1) * j * s, "kernels-summed": sum(each["f"] for each in rows),
        "own-kernel": f, "area-given": row["field"] ** 2,
    }
    top = 1
    for each in reversed(rows):
        top = each["s"] * top + each["f"]
    slips["top-down-no-minus-one"] = top
    skipped, jump, no_kernels, both = 1, 1, 1, 1
    for each in rows:
        no_kernels += (each["f"] - 1) * both if each["type"] == "conv" else 0
        both *= each["s"]
        if each["type"] == "conv":
            skipped, jump = skipped + (each["f"] - 1) * jump, jump * each["s"]
    slips |= {"pooling-skipped": skipped, "pooling-kernel-skipped": no_kernels}
    if row["field"] > sheet.size:
        slips["clipped-to-input"] = sheet.size
    return slips


class Sweep(unittest.TestCase):
    met = {}

    def ask(self, sheet, column, cell, right, slips, rounding="floor"):
        """Each slip's own number names it; the right number names none."""
        result = check(sheet.network, sheet.size, cell, str(right), rounding=rounding)
        self.assertEqual((result["verdict"], result["misconception"], result["also"]), ("correct", None, []), cell)
        for name, value in slips.items():
            whole = value == int(value)
            if value <= 0 or value == right:
                continue
            answer = str(int(value)) if whole else f"{value:.2f}"
            with self.subTest(network=sheet.network, size=sheet.size, cell=cell, slip=name, answer=answer):
                result = check(sheet.network, sheet.size, cell, answer, rounding=rounding)
                self.assertEqual(result["verdict"], "wrong")
                named = [result["misconception"], *result["also"]]
                self.assertIn(name, named)
                self.assertEqual(len(named), len(set(named)))
                self.assertTrue(result["message"])
                self.met.setdefault(column, set()).add(name)

    def sheet(self, network, size, layers):
        sheet = Sheet(network, size)
        for row in (sheet.row(name) for name in layers):
            if row["type"] != "linear":
                self.ask(sheet, "output", f"{row['name']}.output", row["o"], output_slips(sheet, row))
                self.ask(sheet, "receptive_field", f"{row['name']}.receptive_field", row["field"], field_slips(sheet, row))
                self.ask(sheet, "neurons", f"{row['name']}.neurons", row["K"] * row["o"] ** 2,
                         {"one-channel": row["o"] ** 2, "side-not-squared": row["K"] * row["o"]})
            slips = linear_slips(row) if row["type"] == "linear" else convolution_slips(sheet, row)
            if row["parameters"]:
                self.ask(sheet, "parameters", f"{row['name']}.parameters", row["parameters"], slips)
            else:
                self.ask(sheet, "parameters", f"{row['name']}.parameters", 0, {"pooling-has-parameters": 9})
        return sheet

    def test_1_sheets_of_students(self):
        for size in (203, 212, 238, 271, 299):
            self.sheet("alexnet-bern", size, ("conv1", "conv2", "pool2", "conv5", "pool5", "fc6", "fc7"))

    def test_1_other_networks(self):
        self.sheet("alexnet-2012-grouped", 227, ("conv1", "conv2", "conv4", "fc6"))
        self.sheet("alexnet-one-gpu", 227, ("conv2", "pool5", "fc1"))
        self.sheet("vgg-a", 224, ("conv3_1", "fc6"))

    def test_1_totals(self):
        for size in (203, 212, 271):
            sheet = Sheet("alexnet-bern", size)
            parameters, neurons = (lambda row: row["parameters"]), (lambda row: row["K"] * row["o"] ** 2)
            total, biases = sum(map(parameters, sheet.rows)), sum(row["K"] for row in sheet.rows if row["parameters"])
            convolutions = sum(row["parameters"] for row in sheet.maps())
            for missing in ("conv3", "fc8"):
                slips = {"layer-missing": total - sheet.row(missing)["parameters"]}
                self.ask(sheet, "total", "total.parameters", total, slips)
                self.assertIn(missing, check(sheet.network, size, "total.parameters", str(slips["layer-missing"]))["message"])
            self.ask(sheet, "total", "total.parameters", total,
                     {"fully-connected-missing": convolutions, "biases-missing": total - biases})
            all_neurons = sum(map(neurons, sheet.rows))
            without = sum(neurons(row) for row in sheet.rows if "pool" not in row["type"])
            self.ask(sheet, "total", "total.neurons", all_neurons, {"pooling-outputs-not-counted": without})
            self.ask(sheet, "total", "total.neurons_without_pooling", without, {"pooling-outputs-counted": all_neurons})

    def test_1_rounding(self):
        sheet = Sheet("alexnet-bern", 212)
        result = check(sheet.network, 212, "conv1.output", "51", rounding="exact")
        self.assertEqual(result["misconception"], "rounded-down")
        self.met.setdefault("output", set()).add("rounded-down")
        up = check(sheet.network, 212, "pool1.output", "25", rounding="ceil")
        self.assertEqual((up["verdict"], up["expected"]), ("correct", 25))

    def test_1_admissible(self):
        for size in (203, 212, 243, 299):
            sheet = Sheet("alexnet-bern", size)
            map_of = lambda n: Sheet("alexnet-bern", n).row("pool5")["o"]
            fitting = [n for n in range(115, 400) if map_of(n) == map_of(size)]
            first = [n for n in range(115, 400) if Sheet("alexnet-bern", n).row("conv1")["o"] == sheet.row("conv1")["o"]]
            ceil = json.loads(output("facts", "alexnet-bern", "--size", str(size), "--rounding", "ceil", "--format", "json"))
            other = ceil["admissible"]["sizes"][0]
            for column, right, end, more in (
                    ("admissible_min", fitting[0], 0, {"low-end-off-by-one": fitting[0] - 1, "at-least-training-size": size}),
                    ("admissible_max", fitting[-1], -1, {"high-end-off-by-one": fitting[-1] + 1})):
                self.ask(sheet, "admissible", f"fc6.{column}", right,
                         {"only-the-training-size": size, "other-rounding": other[end], "first-layer-only": first[end],
                          "multiples-of-stride": 32 * (right // 32) + (0 if right % 32 else 32)} | more)
            endless = check("alexnet-bern", size, "fc6.admissible_max", "no limit")
            self.assertEqual(endless["misconception"], "at-least-training-size")
            self.assertEqual(check("alexnet-bern", size, "fc6.admissible", f"{fitting[0]}-{fitting[-1]}")["verdict"], "correct")
            self.assertEqual(check("alexnet-bern", size, "fc6.admissible", f"{size}-{size}")["misconception"], "only-the-training-size")

    def test_1_cells_of_the_contract(self):
        for cell in ("conv2.output", "fc6.parameters", "pool5.receptive_field", "pool5.jump", "conv1.neurons",
                     "total.parameters", "fc6.admissible_min", "largest.layer"):
            result = check("alexnet-bern", 212, cell, "0")
            self.assertIn(result["verdict"], ("wrong", "unreadable"))
            self.assertEqual(check("alexnet-bern", 212, cell, str(result["expected"]))["verdict"], "correct", cell)

    def test_2_every_slip_was_met(self):
        for column, ids in IDS.items():
            self.assertEqual(sorted(set(ids) - self.met.get(column, set())), [], column)


if __name__ == "__main__":
    if len(sys.argv) > 1 and os.path.exists(sys.argv[1]):
        test_cli.STRIDE = sys.argv.pop(1)
    unittest.main(verbosity=1)
