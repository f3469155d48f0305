#!/usr/bin/env python3
"""Works out every network a second time, in another language and by another way, for tests/golden/nn_*.json.

Nothing here comes from src/nn or web/content: the tables below were typed in from the course documents and the papers,
windows are laid on the input one by one instead of by a formula, receptive fields are the pixels that a cell is found to
depend on, and admissible or least sizes come from trying all sizes in turn.

    second_opinion.py            writes the golden files
    second_opinion.py --check    says whether they are what would be written, and changes nothing
"""

import functools
import json
import os
import sys
from fractions import Fraction

GOLDEN = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "golden")
ROUNDINGS = ("floor", "ceil", "exact")
LARGEST_TRIED = 420  # input sides that are tried one by one for admissible and least sizes


# ---------------------------------------------------------------------------------------------------------------------
# The tables. A layer: (name, kind, out, kernel, stride, pad, dilation, groups, bias), windows as (height, width).


def pair(value):
    return value if isinstance(value, tuple) else (value, value)


def conv(name, out, kernel, stride=1, pad=0, dilation=1, groups=1, bias=True):
    return (name, "conv", out, pair(kernel), pair(stride), pair(pad), pair(dilation), groups, bias)


def pool(name, kernel, stride, pad=0, dilation=1, kind="maxpool"):
    return (name, kind, None, pair(kernel), pair(stride), pair(pad), pair(dilation), 1, False)


def linear(name, out, bias=True):
    return (name, "linear", out, None, None, None, None, 1, bias)


# Universität Bern, assignment 5 of 24/05/2017, Table 1, line by line as printed.
BERN_TABLE = """
Name    conv1  pool1  conv2  pool2  conv3  conv4  conv5  pool5  fc6   fc7   fc8
Type    conv   pool   conv   pool   conv   conv   conv   pool   fc    fc    fc
OutCh   96     96     256    256    384    384    256    256    4096  4096  1000
Kernel  11     3      5      3      3      3      3      3      -     -     -
Stride  4      2      2      2      1      1      1      1      -     -     -
Pad     0      0      2      0      1      1      1      0      -     -     -
"""


def bern():
    lines = {line.split()[0]: line.split()[1:] for line in BERN_TABLE.strip().splitlines()}
    layers = []
    for name, kind, out, kernel, stride, pad in zip(*lines.values()):
        if kind == "conv":
            layers.append(conv(name, int(out), int(kernel), int(stride), int(pad)))
        elif kind == "pool":
            layers.append(pool(name, int(kernel), int(stride), int(pad)))
        else:
            layers.append(linear(name, int(out)))
    return layers


# Krizhevsky et al. 2012, section 3.5: kernels 11x11x3, 5x5x48, 3x3x256, 3x3x192, 3x3x192; overlapping 3x3 pools of
# stride 2 after the first, second and fifth. Joined, or with the two GPUs' halves apart.
def krizhevsky(halves):
    return [
        conv("conv1", 96, 11, 4), pool("pool1", 3, 2), conv("conv2", 256, 5, 1, 2, groups=halves), pool("pool2", 3, 2),
        conv("conv3", 384, 3, 1, 1), conv("conv4", 384, 3, 1, 1, groups=halves),
        conv("conv5", 256, 3, 1, 1, groups=halves), pool("pool5", 3, 2),
        linear("fc6", 4096), linear("fc7", 4096), linear("fc8", 1000),
    ]


def torchvision():
    return [
        conv("conv1", 64, 11, 4, 2), pool("pool1", 3, 2), conv("conv2", 192, 5, 1, 2), pool("pool2", 3, 2),
        conv("conv3", 384, 3, 1, 1), conv("conv4", 256, 3, 1, 1), conv("conv5", 256, 3, 1, 1), pool("pool5", 3, 2),
        linear("fc6", 4096), linear("fc7", 4096), linear("fc8", 1000),
    ]


# The spreadsheet of document 001: rows as (f, p, s, filters), pools without filters of their own.
def one_gpu():
    rows = [("conv1", 11, 0, 4, 48), ("pool1", 3, 0, 2, None), ("conv2", 6, 2, 1, 128), ("pool2", 4, 0, 2, None),
            ("conv3", 5, 2, 1, 192), ("conv4", 4, 1, 1, 192), ("conv5", 3, 1, 1, 128), ("pool5", 4, 0, 3, None)]
    image = [conv(n, k, f, s, p) if k else pool(n, f, s, p) for n, f, p, s, k in rows]
    return image + [linear("fc1", 1600), linear("fc2", 1600), linear("fc3", 1000)]


# Document 003, exercise 2: each column top to bottom, blocks divided by |; 1 is conv1 (a 1x1 kernel), 3 is conv3.
VGG = {
    "vgg-a": "3-64 | 3-128 | 3-256 3-256 | 3-512 3-512 | 3-512 3-512",
    "vgg-a-lrn": "3-64 | 3-128 | 3-256 3-256 | 3-512 3-512 | 3-512 3-512",
    "vgg-b": "3-64 3-64 | 3-128 3-128 | 3-256 3-256 | 3-512 3-512 | 3-512 3-512",
    "vgg-c": "3-64 3-64 | 3-128 3-128 | 3-256 3-256 1-256 | 3-512 3-512 1-512 | 3-512 3-512 1-512",
    "vgg-d": "3-64 3-64 | 3-128 3-128 | 3-256 3-256 3-256 | 3-512 3-512 3-512 | 3-512 3-512 3-512",
    "vgg-e": "3-64 3-64 | 3-128 3-128 | 3-256 3-256 3-256 3-256 | 3-512 3-512 3-512 3-512 | 3-512 3-512 3-512 3-512",
}


def vgg(column):
    layers = []
    for block, words in enumerate(VGG[column].split("|"), 1):
        for number, word in enumerate(words.split(), 1):
            kernel, filters = map(int, word.split("-"))
            layers.append(conv(f"conv{block}_{number}", filters, kernel, 1, (kernel - 1) // 2))
        layers.append(pool(f"pool{block}", 2, 2))
    return layers + [linear("fc6", 4096), linear("fc7", 4096), linear("fc8", 1000)]


def average(name, kernel, stride):
    return pool(name, kernel, stride, kind="avgpool")


NETWORKS = {
    "alexnet-bern": (3, 227, bern()),
    "alexnet-2012": (3, 227, krizhevsky(1)),
    "alexnet-2012-grouped": (3, 227, krizhevsky(2)),
    "alexnet-torchvision": (3, 224, torchvision()),
    "alexnet-one-gpu": (3, 227, one_gpu()),
    **{name: (3, 224, vgg(name)) for name in VGG},
    "feature-maps": (3, 224, [conv("conv1", 16, 7, 1, 0), conv("conv2", 32, 3, 2, 1), pool("pool", 2, 2)]),
    "conv-3x3": (3, 224, [conv("conv1", 64, 3)]),
    "conv-3x3-padded": (3, 224, [conv("conv1", 64, 3, 1, 1)]),
    "lenet-5": (1, 32, [conv("conv1", 6, 5), average("pool1", 2, 2), conv("conv2", 16, 5), average("pool2", 2, 2),
                        linear("fc1", 120), linear("fc2", 84), linear("fc3", 10)]),
}


# ---------------------------------------------------------------------------------------------------------------------
# Laying windows.


@functools.lru_cache(maxsize=None)
def windows(n, kernel, stride, pad, dilation, rounding):
    """First pixels of the windows on n pixels, and how many padded pixels are left over behind the last whole one."""
    reach = 1 + sum(dilation for _ in range(kernel - 1))
    end = n + pad  # just behind the right padding; the left padding starts at -pad
    starts = []
    start = -pad
    while start + reach <= end:
        starts.append(start)
        start += stride
    left_over = end - (start - stride + reach)
    # Rounding up, one more window covers what is left over, unless it would begin in the right padding.
    if rounding == "ceil" and 0 < left_over < stride and start < n:
        starts.append(start)
    return tuple(starts), left_over


def axis_windows(layer, n, axis, rounding):
    _, kind, _, kernel, stride, pad, dilation, _, _ = layer
    up = "ceil" if rounding == "ceil" and kind != "conv" else "floor"
    return windows(n, kernel[axis], stride[axis], pad[axis], dilation[axis], up)


def has_window(layer):
    return layer[1] != "linear"


def sides(layers, n, axis, rounding):
    """The side after each layer with a window: a number, 0 from where nothing fits, None from a remainder on."""
    result = []
    for layer in filter(has_window, layers):
        if n:
            starts, left_over = axis_windows(layer, n, axis, rounding)
            n = None if rounding == "exact" and starts and left_over else len(starts)
        result.append(n)
    return result


def pixels(layers, cell, axis):
    """Which pixels one cell behind the layers depends on, as if the image had no edges."""
    cells = {cell}
    for _, _, _, kernel, stride, pad, dilation, _, _ in reversed(layers):
        cells = {c * stride[axis] - pad[axis] + tap * dilation[axis] for c in cells for tap in range(kernel[axis])}
    return cells


@functools.lru_cache(maxsize=None)
def field(layers, axis, cells=1):
    """Extent and centre of what the first cells see together, and how far the next cell's field lies from the first's."""
    first = pixels(layers, 0, axis)
    seen = first.union(*(pixels(layers, cell, axis) for cell in range(1, cells)))
    jump = min(pixels(layers, 1, axis)) - min(first)
    centre = Fraction(min(seen) + max(seen), 2)
    return [max(seen) - min(seen) + 1, jump, float(centre)]


def not_seen(layers, n, axis, rounding):
    """Pixels that no cell behind the layers reads, as intervals."""
    inputs = [n] + sides(layers, n, axis, rounding)
    cells = set(range(inputs[-1]))
    for layer, n_in in zip(reversed(layers), reversed(inputs[:-1])):
        starts, _ = axis_windows(layer, n_in, axis, rounding)
        taps = [tap * layer[6][axis] for tap in range(layer[3][axis])]
        cells = {starts[c] + tap for c in cells for tap in taps if 0 <= starts[c] + tap < n_in}
    return intervals(pixel for pixel in range(inputs[0]) if pixel not in cells)


def intervals(numbers):
    result = []
    for number in numbers:
        if result and result[-1][1] == number - 1:
            result[-1][1] = number
        else:
            result.append([number, number])
    return result


# ---------------------------------------------------------------------------------------------------------------------
# Counting.


def product(numbers):
    return functools.reduce(lambda a, b: a * b, numbers, 1)


def tensors(layer, shape):
    """The shapes of a layer's weights, as PyTorch stores them; None where they hang on a size that is not known."""
    name, kind, out, kernel, _, _, _, groups, bias = layer
    if kind == "conv":
        return [(out, shape[0] // groups, *kernel)] + [(out,)] * bias
    if kind == "linear":
        return None if None in shape else [(out, product(shape))] + [(out,)] * bias
    return []


def multiply_adds(layer, shape, output):
    name, kind, out, kernel, _, _, _, groups, _ = layer
    if kind == "conv":
        per_cell = sum(1 for _ in range(kernel[0]) for _ in range(kernel[1])) * (shape[0] // groups)
        return output[0] * output[1] * output[2] * per_cell
    return product(shape) * out if kind == "linear" else 0


class TooSmall(Exception):
    pass


def step(layer, shape, rounding):
    """Output shape (sizes None if unknown) and what is left over along both axes."""
    channels = layer[2] or shape[0]
    if not has_window(layer):
        return (channels, 1, 1), [0, 0]
    if shape[1] is None:
        return (channels, None, None), None
    sizes, left = [], []
    for axis in (0, 1):
        starts, left_over = axis_windows(layer, shape[1 + axis], axis, rounding)
        if not starts:
            raise TooSmall(layer[0])
        sizes.append(len(starts))
        left.append(left_over % layer[4][axis])
    whole = rounding != "exact" or left == [0, 0]
    return (channels, *sizes) if whole else (channels, None, None), left


def work_out(channels, size, layers, rounding):
    shape = (channels, *pair(size))
    known, rows, before, map_size = True, [], [], shape[1:]
    for layer in layers:
        output, left = step(layer, shape, rounding)
        weights = tensors(layer, shape)
        arrives = known and shape[1] is not None
        known = arrives and output[1] is not None
        rows.append({
            "name": layer[0], "type": layer[1], "output": list(output) if known else None,
            "remainder": left if arrives else None,
            "parameters": None if weights is None else sum(map(product, weights)),
            "neurons": product(output) if known else None,
            "macs": multiply_adds(layer, shape, output) if known else None,
            "fields": fields(layer, before, map_size) if known or has_window(layer) else None,
        })
        if has_window(layer):
            before.append(layer)
            map_size = output[1:]
        shape = output
    return rows


def fields(layer, before, map_size):
    """Along both axes; a linear layer sees what all cells of the map before it see together."""
    if has_window(layer):
        return [field((*before, layer), axis) for axis in (0, 1)]
    return [field(tuple(before), axis, map_size[axis]) for axis in (0, 1)]


def total(rows, key, without_pools=False):
    values = [row[key] for row in rows if not (without_pools and row["type"].endswith("pool"))]
    return None if None in values else sum(values)


def totals(rows):
    parameters = [row["parameters"] for row in rows]
    most = 0 if None in parameters else max(parameters)
    return {
        "parameters": total(rows, "parameters"), "neurons": total(rows, "neurons"),
        "neurons_without_pooling": total(rows, "neurons", True), "macs": total(rows, "macs"),
        "largest": [row["name"] for row in rows if most and row["parameters"] == most],
    }


# ---------------------------------------------------------------------------------------------------------------------
# Trying sizes.


@functools.lru_cache(maxsize=8)
def tried(layers, axis, rounding):
    return {n: [n] + sides(layers, n, axis, rounding) for n in range(1, LARGEST_TRIED + 1)}


def admissible(layers, index, n, axis, rounding):
    """Input sides that give layer `index` the input side that n gives it; under exact, all that divide up to it."""
    position = sum(map(has_window, layers[:index]))
    ways = tried(tuple(layers), axis, rounding)
    if rounding == "exact":
        return intervals(m for m in ways if ways[m][position])
    wanted = ways[n][position]
    return intervals(m for m in ways if ways[m][position] == wanted)


def smallest(layers, index, rounding):
    position = sum(map(has_window, layers[:index + 1]))
    both = [tried(tuple(layers), axis, rounding) for axis in (0, 1)]
    for n in range(1, LARGEST_TRIED + 1):
        if all(ways[n][position] for ways in both):
            return n
    return None


def case(channels, size, layers, rounding):
    rows = work_out(channels, size, layers, rounding)
    height, width = pair(size)
    for index, row in enumerate(rows):
        row["admissible"] = [admissible(layers, index, n, axis, rounding) for axis, n in enumerate((height, width))]
        row["smallest"] = smallest(layers, index, rounding)
        seen_by = [layer for layer in layers[:index + 1] if has_window(layer)]
        row["unseen"] = [not_seen(seen_by, n, axis, rounding) for axis, n in enumerate((height, width))] \
            if row["output"] else None
    return {"size": [height, width], "rounding": rounding, "rows": rows, "totals": totals(rows),
            "smallest": smallest(layers, len(layers) - 1, rounding)}


# ---------------------------------------------------------------------------------------------------------------------
# Networks that nobody chose.


class Numbers:
    """Knuth's MMIX generator: the same numbers on every Python."""

    def __init__(self, seed):
        self.state = seed

    def up_to(self, low, high):
        self.state = (self.state * 6364136223846793005 + 1442695040888963407) % 2**64
        return low + (self.state >> 33) % (high - low + 1)

    def pair(self, low, high):
        return (self.up_to(low, high), self.up_to(low, high))


def random_layer(numbers, index, channels):
    kernel = numbers.pair(1, 5)
    if numbers.up_to(0, 2) == 0:
        pad = tuple(numbers.up_to(0, k // 2) for k in kernel)
        if numbers.up_to(0, 1):
            return average(f"pool{index}", kernel, numbers.pair(1, 4))[:5] + (pad, (1, 1), 1, False)
        return pool(f"pool{index}", kernel, numbers.pair(1, 4), pad, numbers.pair(1, 2))
    groups = numbers.up_to(1, 3)
    if channels % groups:
        groups = 1
    return conv(f"conv{index}", groups * numbers.up_to(1, 4), kernel, numbers.pair(1, 3), numbers.pair(0, 4),
                numbers.pair(1, 3), groups, bool(numbers.up_to(0, 3)))


def random_network(seed):
    numbers = Numbers(seed)
    channels = first = numbers.up_to(1, 4)
    layers = []
    for index in range(1, numbers.up_to(1, 6) + 1):
        layers.append(random_layer(numbers, index, channels))
        channels = layers[-1][2] or channels
    for index in range(1, numbers.up_to(0, 2) + 1):
        layers.append(linear(f"fc{index}", numbers.up_to(1, 9), bool(numbers.up_to(0, 2))))
    return first, numbers.pair(6, 60), layers


def as_file(name, channels, size, layers):
    """A network file, in the words of DESIGN.md."""
    written = []
    for title, kind, out, kernel, stride, pad, dilation, groups, bias in layers:
        entry = {"name": title, "type": kind}
        if out:
            entry["out"] = out
        if kernel:
            entry.update(kernel=list(kernel), stride=list(stride), pad=list(pad))
            if kind != "avgpool":
                entry["dilation"] = list(dilation)
        if kind == "conv":
            entry["groups"] = groups
        if kind in ("conv", "linear"):
            entry["bias"] = bias
        written.append(entry)
    return {"name": name, "input": {"channels": channels, "size": list(size)}, "layers": written}


# ---------------------------------------------------------------------------------------------------------------------
# The golden files.


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
