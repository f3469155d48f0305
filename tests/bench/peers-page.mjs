// Runs in the page: the engine and its peers on the same network, weights and input, in turns.
import * as flatbuffers from 'flatbuffers';
import { onnx, tfjs, tflite } from './models.mjs';

const engineOf = async (build) => {
  const [script, loop, bytes] = await Promise.all([`/${build}.js`, '/worker.js'].map(async (file) => (await fetch(file)).text())
    .concat(fetch(`/${build}.wasm`).then((answer) => answer.arrayBuffer())));
  const worker = new Worker(URL.createObjectURL(new Blob([script, '\n', loop], { type: 'text/javascript' })));
  worker.postMessage({ type: 'start', module: await WebAssembly.compile(bytes) });
  const run = (kind, parameters) => new Promise((resolve, reject) => {
    worker.onmessage = ({ data }) => {
      if (data.type === 'error') reject(new Error(data.message));
      if (data.type !== 'result') return;
      const result = JSON.parse(data.json);
      if (result.error) reject(new Error(result.error));
      if (result.progress >= 1) resolve({ ...result, tensor: new Float32Array(data.tensor) });
    };
    worker.postMessage({ type: 'run', job: JSON.stringify({ kind, parameters }) });
  });
  return { run };
};

const toHwc = (values, [c, h, w]) => {
  const result = new Float32Array(values.length);
  for (let a = 0, at = 0; a < c; ++a) for (let p = 0; p < h * w; ++p, ++at) result[p * c + a] = values[at];
  return result;
};

// The network's layers with shapes, weights and the input picture, asked from the engine.
const describe = async (engine, network, parameters) => {
  const layers = [];
  const counts = {};
  const shapeOf = ({ numbers }) => [numbers.channels, numbers.height, numbers.width];
  const input = await engine.run('input', parameters);
  let before = shapeOf(input);
  for (const spec of network.layers) {
    counts[spec.type] = (counts[spec.type] ?? 0) + 1;
    const name = spec.name ?? `${spec.type}${counts[spec.type]}`;
    const at = { ...parameters, to: name };
    const layer = { type: spec.type, name, spec, in: before, out: shapeOf(await engine.run('forward', at)) };
    if (spec.type === 'conv') {
      layer.weight = (await engine.run('weights', at)).tensor;
      layer.bias = (await engine.run('weights', { ...at, bias: '1' })).tensor;
    }
    layers.push(layer);
    before = layer.out;
    if (name === parameters.to) break;
  }
  return { layers, input: input.tensor };
};

// Each gives its output in H, W, C order; with `neuron`, that neuron's gradient by the input.
const makePeers = async (names, layers, input, neuron) => {
  const peers = {};
  const shape = layers[0].in, hwc = toHwc(input, shape), out = neuron ? shape : layers.at(-1).out;
  if (names.some((name) => name.startsWith('litert'))) {
    const { loadLiteRt, loadAndCompile, Tensor } = await import('@litertjs/core');
    const compat = names.includes('litert-plain') ? 'litert_wasm_compat_internal.js' : 'litert_wasm_internal.js';
    await loadLiteRt(`/node_modules/@litertjs/core/wasm/${compat}`);
    const bytes = tflite(flatbuffers, layers);
    const model = await loadAndCompile(bytes, { accelerator: 'wasm' });
    const tensor = new Tensor(hwc, [1, shape[1], shape[2], shape[0]]);
    peers[names.find((name) => name.startsWith('litert'))] = async () => {
      const [result] = await model.run(tensor);
      const values = result.toTypedArray ? result.toTypedArray() : await result.data();
      const copy = Float32Array.from(values);
      result.delete();
      return copy;
    };
  }
  if (names.includes('onnx')) {
    const ort = await import('onnxruntime-web');
    ort.env.wasm.wasmPaths = '/node_modules/onnxruntime-web/dist/';
    ort.env.wasm.numThreads = 1;
    const session = await ort.InferenceSession.create(onnx(layers, neuron), { executionProviders: ['wasm'] });
    const feeds = { input: new ort.Tensor('float32', input, [1, ...shape]) };
    peers.onnx = async () => toHwc(Object.values(await session.run(feeds))[0].data, out);
  }
  if (names.includes('tfjs')) {
    tf.wasm.setWasmPaths('/node_modules/@tensorflow/tfjs-backend-wasm/dist/');
    await tf.setBackend('wasm');
    const forward = tfjs(tf, layers), x = tf.tensor4d(hwc, [1, shape[1], shape[2], shape[0]]);
    const run = neuron ? tf.grad((from) => tf.reshape(tf.slice(forward(from), [0, neuron[1], neuron[2], neuron[0]], [1, 1, 1, 1]), [])) : forward;
    peers.tfjs = async () => { const y = run(x); const values = await y.data(); y.dispose(); return values; };
  }
  return peers;
};

const difference = (expected, actual) => {
  let largest = 0, apart = 0;
  expected.forEach((value, i) => {
    largest = Math.max(largest, Math.abs(value));
    apart = Math.max(apart, Math.abs(value - actual[i]));
  });
  return expected.length === actual.length ? apart / largest : Infinity;
};

const median = (values) => values.toSorted((a, b) => a - b)[values.length >> 1];

globalThis.compare = async ({ network, size, to, names, runs, build, lrn, gradient }) => {
  const content = await (await fetch('/content.json')).json();
  const spec = structuredClone(content.networks[network]);
  if (!lrn) spec.layers = spec.layers.filter(({ type }) => type !== 'lrn');
  // In a picture's even areas many maxima are equal, and who is called the largest is a matter of rounding.
  const image = gradient ? 'noise' : 'shapes';
  const parameters = { network: JSON.stringify(spec), size: String(size), to, init: 'he', seed: '3', image };
  const engine = await engineOf(build);
  for (let seed = 3; gradient; ++seed) {  // until that neuron isn't silent
    parameters.seed = String(seed);
    const { tensor, numbers: { height, width } } = await engine.run('forward', parameters);
    if (tensor[(height >> 1) * width + (width >> 1)] > 0) break;
  }
  const { layers, input } = await describe(engine, spec, parameters);
  const [, height, width] = layers.at(-1).out;
  const peers = await makePeers(names, layers, input, gradient && [0, height >> 1, width >> 1]);
  const rounds = 3, each = Math.ceil(runs / rounds), times = { stride: [] }, agreement = {}, backward = [];
  for (const name of Object.keys(peers)) {  // warmed up as long as ours
    times[name] = [];
    const start = performance.now();
    for (let i = 0; i < 3 || performance.now() - start < 300; ++i) await peers[name]();
  }
  for (let round = 0; round < rounds; ++round) {
    const ours = await engine.run('bench', { ...parameters, runs: String(each), backward: gradient ? '1' : '0' });
    times.stride.push(ours.numbers['total_ms.median']);
    if (gradient) backward.push(ours.numbers['backward_ms.median']);
    const expected = gradient ? toHwc((await engine.run('gradient', parameters)).tensor, layers[0].in) : toHwc(ours.tensor, layers.at(-1).out);
    for (const [name, run] of Object.entries(peers)) {
      const taken = [];
      for (let i = 0; i < each; ++i) {
        const start = performance.now();
        const result = await run();
        taken.push(performance.now() - start);
        agreement[name] = difference(expected, result);
      }
      times[name].push(median(taken));
    }
  }
  const result = {};
  for (const name of Object.keys(times))
    result[name] = { ms: median(times[name]), ratio: median(times[name].map((ms, i) => ms / times.stride[i])), difference: agreement[name] };
  if (gradient) result.stride.backward = median(backward);
  return result;
};
