// Makes tests/golden/model_small.safetensors: weights, an input, and what ONNX Runtime computes from them for the network
// of tests/golden/model_small.json.   node tests/bench/golden.mjs   (after `npm ci` here)
import { readFileSync, writeFileSync } from 'node:fs';
import * as ort from 'onnxruntime-web';
import { onnx } from './models.mjs';

const golden = new URL('../golden/', import.meta.url);
const network = JSON.parse(readFileSync(new URL('model_small.json', golden)));
let state = 12345;
const random = (count, scale) => Float32Array.from({ length: count }, () => {
  state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
  return (state / 2 ** 32 - 0.5) * 2 * scale;
});

const tensors = [];
const hold = (name, shape, values) => { tensors.push({ name, shape, values }); return values; };
const counts = {};
let before = [network.input.channels, network.input.size, network.input.size];
let flat = false;
const input = hold('input', [1, ...before], random(before.reduce((a, b) => a * b), 1));
const layers = network.layers.map((given) => {
  const spec = { stride: 1, pad: 0, ...given };
  counts[spec.type] = (counts[spec.type] ?? 0) + 1;
  const layer = { type: spec.type, name: spec.name ?? spec.type + counts[spec.type], spec, in: before };
  const [c, h, w] = before;
  const side = (size) => Math.floor((size + 2 * spec.pad - spec.kernel) / spec.stride) + 1;
  if (spec.type === 'conv') {
    layer.weight = hold(`${layer.name}.weight`, [spec.out, c, spec.kernel, spec.kernel], random(spec.out * c * spec.kernel ** 2, 0.4));
    before = [spec.out, side(h), side(w)];
  } else if (spec.type === 'maxpool') {
    before = [c, side(h), side(w)];
  } else if (spec.type === 'linear') {
    layer.weight = hold(`${layer.name}.weight`, [spec.out, c * h * w], random(spec.out * c * h * w, 0.2));
    before = [spec.out, 1, 1];
    flat = true;
  }
  if (layer.weight) layer.bias = hold(`${layer.name}.bias`, [spec.out], random(spec.out, 0.3));
  return { ...layer, out: before, flat };
});

ort.env.wasm.numThreads = 1;
const run = async (upTo) => {
  const session = await ort.InferenceSession.create(onnx(layers.slice(0, upTo)), { graphOptimizationLevel: 'disabled' });
  const [output] = Object.values(await session.run({ input: new ort.Tensor('float32', input, [1, ...layers[0].in]) }));
  return { shape: [...output.dims], values: Float32Array.from(output.data) };
};
for (let i = 0; i < layers.length; ++i) {
  const { shape, values } = await run(i + 1);
  hold(`expected.${layers[i].name}`, shape, values);
}

const header = {};
let offset = 0;
for (const { name, shape, values } of tensors) {
  header[name] = { dtype: 'F32', shape, data_offsets: [offset, offset += values.byteLength] };
}
let text = JSON.stringify(header);
text = text.padEnd(Math.ceil(text.length / 8) * 8);
const file = Buffer.concat([Buffer.from(BigUint64Array.of(BigInt(text.length)).buffer), Buffer.from(text),
  ...tensors.map(({ values }) => Buffer.from(values.buffer))]);
writeFileSync(new URL('model_small.safetensors', golden), file);
console.log(`${file.length} bytes`);
