"""The networks of tests/nn/second_opinion.py: typed in from the course documents and the papers, and others made up.

A layer is (name, kind, out, kernel, stride, pad, dilation, groups, bias), with windows as (height, width).
"""


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
