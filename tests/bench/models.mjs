// The same network for each peer, from a network file of web/content and weights in PyTorch's layout: a .tflite and an
// .onnx file written by hand, and TensorFlow.js calls. Layers: conv, relu, maxpool, lrn; in .onnx also linear, tanh, softmax.
//   layers: [{ type, name, in: [C, H, W], out: [C, H, W], spec, weight, bias }], activations in H, W, C order but ONNX's.

export const transpose = (weight, [o, c, h, w], order) => {  // OIHW into OHWI or HWIO
  const result = new Float32Array(weight.length);
  let at = 0;
  for (let a = 0; a < o; ++a) for (let b = 0; b < c; ++b) for (let u = 0; u < h; ++u) for (let v = 0; v < w; ++v, ++at)
    result[order === 'OHWI' ? ((a * h + u) * w + v) * c + b : ((u * w + v) * c + b) * o + a] = weight[at];
  return result;
};

// ---- .tflite: flatbuffers, with the field numbers of its schema

export const tflite = (flatbuffers, layers) => {
  const builder = new flatbuffers.Builder(1 << 24);
  const vector = (size, alignment, items, add) => {
    builder.startVector(size, items.length, alignment);
    for (let i = items.length - 1; i >= 0; --i) add(items[i]);
    return builder.endVector();
  };
  const ints = (items) => vector(4, 4, items, (item) => builder.addInt32(item));
  const offsets = (items) => vector(4, 4, items, (item) => builder.addOffset(item));
  const table = (count, fill) => { builder.startObject(count); fill(); return builder.endObject(); };
  const bytes = (floats) => {
    const view = new Uint8Array(floats.buffer, floats.byteOffset, floats.byteLength);
    builder.startVector(1, view.length, 16);
    builder.space = builder.space - view.length;
    builder.bb.bytes().set(view, builder.space);
    return builder.endVector();
  };
  const codes = { conv: 3, lrn: 13, maxpool: 17, relu: 19 };
  const kinds = Object.keys(codes);
  const buffers = [table(1, () => {})], tensors = [], operators = [];
  const tensor = (name, shape, data) => {
    let buffer = 0;
    if (data) {
      const content = bytes(data);
      buffer = buffers.push(table(1, () => builder.addFieldOffset(0, content, 0))) - 1;
    }
    const label = builder.createString(name), sizes = ints(shape);
    return tensors.push(table(4, () => {
      builder.addFieldOffset(0, sizes, 0);
      builder.addFieldInt8(1, 0, 0);
      builder.addFieldInt32(2, buffer, 0);
      builder.addFieldOffset(3, label, 0);
    })) - 1;
  };
  const operator = (type, inputs, outputs, kind, options) => {
    const from = ints(inputs), to = ints(outputs), made = options ? table(6, options) : 0;
    operators.push(table(5, () => {
      builder.addFieldInt32(0, kinds.indexOf(type), 0);
      builder.addFieldOffset(1, from, 0);
      builder.addFieldOffset(2, to, 0);
      if (!made) return;
      builder.addFieldInt8(3, kind, 0);
      builder.addFieldOffset(4, made, 0);
    }));
  };
  const shape = ([c, h, w]) => [1, h, w, c];
  const first = tensor('input', shape(layers[0].in));
  let last = first;
  layers.forEach((layer, index) => {
    const { spec } = layer;
    if (layer.type === 'relu' && layers[index - 1]?.type === 'conv') return;  // part of the convolution there
    const fused = layers[index + 1]?.type === 'relu' ? 1 : 0;
    const out = tensor(layer.name, shape(layer.out));
    if (layer.type === 'conv') {
      const size = [layer.out[0], layer.in[0], spec.kernel, spec.kernel];
      const weight = tensor(layer.name + '/weight', [size[0], size[2], size[3], size[1]], transpose(layer.weight, size, 'OHWI'));
      const bias = tensor(layer.name + '/bias', [size[0]], layer.bias);
      operator('conv', [last, weight, bias], [out], 1, () => {
        builder.addFieldInt8(0, spec.pad ? 0 : 1, 0);
        builder.addFieldInt32(1, spec.stride, 0);
        builder.addFieldInt32(2, spec.stride, 0);
        builder.addFieldInt8(3, fused, 0);
      });
    } else if (layer.type === 'maxpool') {
      operator('maxpool', [last], [out], 5, () => {
        builder.addFieldInt8(0, 1, 0);
        builder.addFieldInt32(1, spec.stride, 0);
        builder.addFieldInt32(2, spec.stride, 0);
        builder.addFieldInt32(3, spec.kernel, 0);
        builder.addFieldInt32(4, spec.kernel, 0);
      });
    } else if (layer.type === 'lrn') {
      operator('lrn', [last], [out], 13, () => {
        builder.addFieldInt32(0, Math.floor(spec.size / 2), 0);
        builder.addFieldFloat32(1, spec.k, 0);
        builder.addFieldFloat32(2, spec.alpha, 0);
        builder.addFieldFloat32(3, spec.beta, 0);
      });
    } else {
      operator('relu', [last], [out]);
    }
    last = out;
  });
  const graph = (() => {
    const parts = [offsets(tensors), ints([first]), ints([last]), offsets(operators), builder.createString('main')];
    return table(5, () => parts.forEach((part, i) => builder.addFieldOffset(i, part, 0)));
  })();
  const list = kinds.map((kind) => table(4, () => {
    builder.addFieldInt8(0, codes[kind], 0);
    builder.addFieldInt32(2, 1, 0);
    builder.addFieldInt32(3, codes[kind], 0);
  }));
  const parts = [offsets(list), offsets([graph]), builder.createString('bench'), offsets(buffers)];
  const model = table(5, () => {
    builder.addFieldInt32(0, 3, 0);
    parts.forEach((part, i) => builder.addFieldOffset(i + 1, part, 0));
  });
  builder.finish(model, 'TFL3');
  return builder.asUint8Array().slice();
};

// ---- .onnx: protobuf, [field number, value] with numbers, strings, bytes and nested lists

const varint = (value) => {
  const bytes = [];
  let rest = BigInt(value);
  do { bytes.push(Number(rest & 127n) | (rest > 127n ? 128 : 0)); rest >>= 7n; } while (rest);
  return bytes;
};
const message = (fields) => {
  const parts = [];
  for (const [number, value] of fields) {
    if (typeof value === 'number') { parts.push(Uint8Array.from([...varint(number << 3), ...varint(value)])); continue; }
    if (value.float !== undefined) {
      parts.push(Uint8Array.from([...varint(number << 3 | 5), ...new Uint8Array(Float32Array.of(value.float).buffer)]));
      continue;
    }
    const body = typeof value === 'string' ? new TextEncoder().encode(value) : value instanceof Uint8Array ? value : message(value);
    parts.push(Uint8Array.from([...varint(number << 3 | 2), ...varint(body.length)]), body);
  }
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) { whole.set(part, at); at += part.length; }
  return whole;
};

/** With `neuron` ([channel, y, x] of the last layer), the output is that neuron's gradient by the input. */
export const onnx = (layers, neuron) => {
  const int = (name, i) => [5, [[1, name], [3, i], [20, 2]]];
  const float = (name, value) => [5, [[1, name], [2, { float: value }], [20, 1]]];
  const ints = (name, list) => [5, [[1, name], ...list.map((i) => [8, i]), [20, 7]]];
  const square = (name, side) => ints(name, [side, side]);
  const initializers = [], nodes = [];
  const held = (name, dims, data) => {
    const kind = data instanceof BigInt64Array ? 7 : 1;
    initializers.push([5, [...dims.map((d) => [1, d]), [2, kind], [8, name], [9, new Uint8Array(data.buffer, data.byteOffset, data.byteLength)]]]);
    return name;
  };
  const shape = (name, dims) => held(name, [dims.length], BigInt64Array.from(dims, BigInt));
  const scalar = (name, value) => held(name, [], Float32Array.of(value));
  const value = (name, dims) => [[1, name], [2, [[1, [[1, 1], [2, dims.map((d) => [1, [[1, d]]])]]]]]];
  const node = (type, inputs, outputs, attributes = []) => {
    const names = [outputs].flat();
    nodes.push([1, [...inputs.map((each) => [1, each]), ...names.map((each) => [2, each]), [3, names[0]], [4, type], ...attributes]]);
    return names[0];
  };
  // The sums over neighbouring channels that local response normalisation needs, divided by their number.
  const channelMeans = (from, name, { spec, in: [c, h, w] }) => {
    const flat = node('Reshape', [from, shape(name + '.flat_shape', [1, 1, c, h * w])], name + '.flat'), half = Math.floor(spec.size / 2);
    const means = node('AveragePool', [flat], name + '.means', [ints('kernel_shape', [spec.size, 1]), ints('pads', [half, 0, half, 0]), int('count_include_pad', 1)]);
    return node('Reshape', [means, shape(name + '.shape', [1, c, h, w])], name);
  };
  let last = 'input';
  const inputs = new Map();
  for (const layer of layers) {
    const { spec, name } = layer;
    inputs.set(layer, last);
    if (layer.type === 'conv') {
      held(name + '.weight', [layer.out[0], layer.in[0], spec.kernel, spec.kernel], layer.weight);
      held(name + '.bias', [layer.out[0]], layer.bias);
      const pad = spec.pad ?? 0;
      node('Conv', [last, name + '.weight', name + '.bias'], name,
        [square('kernel_shape', spec.kernel), square('strides', spec.stride), ints('pads', [pad, pad, pad, pad])]);
    } else if (layer.type === 'maxpool') {
      node('MaxPool', [last], neuron ? [name, name + '.places'] : name, [square('kernel_shape', spec.kernel), square('strides', spec.stride)]);
    } else if (layer.type === 'lrn' && neuron) {  // the powers are needed again on the way back
      const sums = channelMeans(node('Mul', [last, last], name + '.squares'), name + '.mean', layer);
      const scaled = node('Mul', [sums, scalar(name + '.alpha', spec.alpha * spec.size)], name + '.scaled');
      node('Add', [scaled, scalar(name + '.k', spec.k)], name + '.base');
      node('Pow', [name + '.base', scalar(name + '.beta', -spec.beta)], name + '.power');
      node('Mul', [last, name + '.power'], name);
    } else if (layer.type === 'lrn') {  // alpha is divided by the size there
      node('LRN', [last], name, [int('size', spec.size), float('alpha', spec.alpha * spec.size), float('beta', spec.beta), float('bias', spec.k)]);
    } else if (layer.type === 'linear') {
      held(name + '.weight', [layer.out[0], layer.in.reduce((a, b) => a * b)], layer.weight);
      held(name + '.bias', [layer.out[0]], layer.bias);
      node('Gemm', [node('Flatten', [last], name + '.flat'), name + '.weight', name + '.bias'], name, [int('transB', 1)]);
    } else {
      node({ relu: 'Relu', tanh: 'Tanh', softmax: 'Softmax' }[layer.type], [last], name);
    }
    last = name;
  }
  let result = [1, ...(layers.at(-1).flat ? [layers.at(-1).out[0]] : layers.at(-1).out)];
  if (neuron) {
    const [, h, w] = layers.at(-1).out, one = new Float32Array(layers.at(-1).out.reduce((a, b) => a * b));
    one[(neuron[0] * h + neuron[1]) * w + neuron[2]] = 1;
    last = held('one', result, one);
    result = [1, ...layers[0].in];
  }
  for (const layer of neuron ? layers.toReversed() : []) {
    const { spec, name, in: [c, h, w] } = layer, back = name + '.gradient', input = inputs.get(layer);
    if (layer.type === 'conv') {
      const missing = (size, outputs) => size - ((outputs - 1) * spec.stride - 2 * (spec.pad ?? 0) + spec.kernel), pad = spec.pad ?? 0;
      node('ConvTranspose', [last, name + '.weight'], back, [square('kernel_shape', spec.kernel), square('strides', spec.stride),
        ints('pads', [pad, pad, pad, pad]), ints('output_padding', [missing(h, layer.out[1]), missing(w, layer.out[2])])]);
    } else if (layer.type === 'maxpool') {
      const list = shape(name + '.list', [-1]);
      const places = node('Reshape', [name + '.places', list], name + '.places_list'), values = node('Reshape', [last, list], name + '.values');
      const zeros = held(name + '.zeros', [c * h * w], new Float32Array(c * h * w));
      const sums = node('ScatterElements', [zeros, places, values], name + '.sums', [int('axis', 0), [5, [[1, 'reduction'], [4, 'add'], [20, 3]]]]);
      node('Reshape', [sums, shape(name + '.in', [1, c, h, w])], back);
    } else if (layer.type === 'lrn') {  // g s^-b - 2 a b x * sum(g x s^-b / s)
      const direct = node('Mul', [last, name + '.power'], name + '.direct');
      const parts = node('Div', [node('Mul', [direct, input], name + '.products'), name + '.base'], name + '.parts');
      const sums = node('Mul', [channelMeans(parts, name + '.part_mean', layer), scalar(name + '.factor', 2 * spec.alpha * spec.beta * spec.size)], name + '.part_sums');
      node('Sub', [direct, node('Mul', [input, sums], name + '.indirect')], back);
    } else {  // ReLU: its output is positive where its input was
      node('Mul', [last, node('Sign', [name], name + '.sign')], back);
    }
    last = back;
  }
  return message([[1, 8], [7, [...nodes, [2, 'bench'], ...initializers, [11, value('input', [1, ...layers[0].in])],
    [12, value(last, result)]]], [8, [[1, ''], [2, neuron ? 18 : 13]]]]);
};

// ---- TensorFlow.js

export const tfjs = (tf, layers) => {
  const weights = layers.map((layer) => layer.type === 'conv' && {
    weight: tf.tensor4d(transpose(layer.weight, [layer.out[0], layer.in[0], layer.spec.kernel, layer.spec.kernel], 'HWIO'),
      [layer.spec.kernel, layer.spec.kernel, layer.in[0], layer.out[0]]),
    bias: tf.tensor1d(layer.bias),
  });
  const lrn = (x, spec) => {
    const half = Math.floor(spec.size / 2), [, h, w, c] = x.shape;
    const squares = tf.pad(tf.square(x), [[0, 0], [0, 0], [0, 0], [half, half]]);
    let sum = tf.slice(squares, [0, 0, 0, 0], [1, h, w, c]);
    for (let i = 1; i <= 2 * half; ++i) sum = tf.add(sum, tf.slice(squares, [0, 0, 0, i], [1, h, w, c]));
    return tf.mul(x, tf.pow(tf.add(tf.mul(sum, spec.alpha), spec.k), -spec.beta));
  };
  return (x) => tf.tidy(() => {
    layers.forEach(({ type, spec }, index) => {
      if (type === 'conv') {
        x = tf.fused.conv2d({ x, filter: weights[index].weight, strides: spec.stride, pad: spec.pad ? 'same' : 'valid',
          bias: weights[index].bias, activation: layers[index + 1]?.type === 'relu' ? 'relu' : 'linear' });
      } else if (type === 'maxpool') {
        x = tf.maxPool(x, spec.kernel, spec.stride, 'valid');
      } else if (type === 'lrn') {
        x = lrn(x, spec);
      } else if (layers[index - 1]?.type !== 'conv') {
        x = tf.relu(x);
      }
    });
    return x;
  });
};
