"""Sizes, counts and receptive fields by laying windows one by one, and by trying all sizes in turn."""

import functools
from fractions import Fraction

from tables import pair

LARGEST_TRIED = 420  # input sides that are tried one by one for admissible and least sizes


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
