#!/usr/bin/env python3
"""Works out every network a second time, in another language and by another way, for tests/golden/nn_*.json.

Nothing here comes from src/nn or web/content: the tables (tables.py) were typed in from the course documents and the
papers; windows are laid on the input one by one instead of by a formula, receptive fields are the pixels that a cell is
found to depend on, and admissible or least sizes come from trying all sizes in turn (lay_windows.py).

    second_opinion.py            writes the golden files
    second_opinion.py --check    says whether they are what would be written, and changes nothing
"""

import json
import os
import sys

sys.dont_write_bytecode = True  # no __pycache__ in the tree

from tables import NETWORKS, as_file, krizhevsky, random_network, vgg  # noqa: E402
from lay_windows import TooSmall, admissible, case, field, not_seen, smallest, totals, work_out  # noqa: E402

GOLDEN = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "golden")
ROUNDINGS = ("floor", "ceil", "exact")


def networks_file():
    cases = []
    for name, (channels, size, layers) in NETWORKS.items():
        for rounding in ROUNDINGS:
            cases.append({"network": name, **case(channels, size, layers, rounding)})
    return cases


def sizes_file():
    """Every student's table: 200 + two digits."""
    channels, _, layers = NETWORKS["alexnet-bern"]
    cases = []
    for rounding in ROUNDINGS:
        for size in range(200, 300):
            rows = work_out(channels, size, layers, rounding)
            kept = ("output", "remainder", "parameters", "neurons", "macs")
            fc6 = [row["name"] for row in rows].index("fc6")
            cases.append({"size": size, "rounding": rounding, "rows": [[row[key] for key in kept] for row in rows],
                          "totals": totals(rows), "admissible": admissible(layers, fc6, size, 0, rounding),
                          "unseen": not_seen(layers[:8], size, 0, rounding) if rows[7]["output"] else None})
    return cases


def too_small_file():
    """Where each network stops when the image is too small for it."""
    cases = []
    for name, (channels, _, layers) in NETWORKS.items():
        for rounding in ROUNDINGS:
            for size in range(1, smallest(layers, len(layers) - 1, "floor")):
                try:
                    work_out(channels, size, layers, rounding)
                except TooSmall as stop:
                    at = [layer[0] for layer in layers].index(str(stop))
                    cases.append([name, rounding, size, str(stop), smallest(layers, at, rounding)])
    return cases


def random_file():
    cases, seed = [], 0
    while len(cases) < 100:
        seed += 1
        channels, size, layers = random_network(seed)
        rounding = ROUNDINGS[seed % 3]
        try:
            found = case(channels, size, layers, rounding)
        except TooSmall:
            continue
        cases.append({"spec": as_file(f"random-{seed}", channels, size, layers), **found})
    return cases


def as_text(cases):
    return "[\n" + ",\n".join(json.dumps(entry, separators=(",", ":")) for entry in cases) + "\n]\n"


FILES = {
    "nn_networks.json": networks_file,
    "nn_sizes.json": sizes_file,
    "nn_too_small.json": too_small_file,
    "nn_random.json": random_file,
}


def published():
    """Numbers that others have printed, before anything is compared with this program's."""
    def parameters(name):
        channels, size, layers = NETWORKS[name]
        return totals(work_out(channels, size, layers, "floor"))["parameters"]

    assert parameters("alexnet-torchvision") == 61_100_840  # torchvision's own count
    assert parameters("vgg-d") == 138_357_544 and parameters("vgg-e") == 143_667_240  # likewise
    assert parameters("vgg-b") == 133_047_848 and parameters("vgg-a") == 132_863_336
    assert parameters("alexnet-2012-grouped") == 60_965_224  # "60 million parameters"
    assert parameters("lenet-5") == 61_706
    assert field(tuple(krizhevsky(1)[:8]), 0)[:2] == [195, 32]  # Araujo et al. 2019
    assert field(tuple(vgg("vgg-d")[:18]), 0)[:2] == [212, 32]  # likewise


def main():
    published()
    check = "--check" in sys.argv[1:]
    stale = []
    for name, make in FILES.items():
        path, text = os.path.join(GOLDEN, name), as_text(make())
        if check:
            found = open(path, encoding="utf-8").read() if os.path.exists(path) else ""
            if found != text:
                stale.append(name)
        else:
            with open(path, "w", encoding="utf-8") as file:
                file.write(text)
    if stale:
        print("tests/golden: not what tests/nn/second_opinion.py writes: " + ", ".join(stale), file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
