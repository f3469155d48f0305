// Runs in the page: one full backpropagation through time of the same LSTM, by the engine and by TensorFlow.js' automatic
// gradient, with the same weights and inputs, in turns.
const inputs = 16;

const startEngine = async (build) => {
  const [script, loop, bytes] = await Promise.all([`/${build}.js`, '/worker.js'].map(async (file) => (await fetch(file)).text())
    .concat(fetch(`/${build}.wasm`).then((answer) => answer.arrayBuffer())));
  const worker = new Worker(URL.createObjectURL(new Blob([script, '\n', loop], { type: 'text/javascript' })));
  worker.postMessage({ type: 'start', module: await WebAssembly.compile(bytes) });
  return (parameters) => new Promise((resolve, reject) => {
    worker.onmessage = ({ data }) => {
      if (data.type === 'error') reject(new Error(data.message));
      if (data.type !== 'result') return;
      const result = JSON.parse(data.json);
      if (result.error) reject(new Error(result.error));
      if (result.progress >= 1) resolve({ ...result, tensor: new Float32Array(data.tensor) });
    };
    worker.postMessage({ type: 'run', job: JSON.stringify({ kind: 'rnn', parameters }) });
  });
};

// The tensor's parts, in the order that the engine gives them.
const partsOf = (tensor, H, T) => {
  const sizes = { W: 4 * H * H, U: 4 * H * inputs, b: 4 * H, x: T * inputs, readout: H, dW: 4 * H * H, dU: 4 * H * inputs, db: 4 * H };
  let at = 0;
  return Object.fromEntries(Object.entries(sizes).map(([name, size]) => [name, tensor.subarray(at, at += size)]));
};

// Gates in ONNX's order i, o, f, c. What the input adds is one product for all steps; each step then has one product and the
// element-wise rest: the least that tf.grads has to go through.
const tfjsOf = (parts, H, T) => {
  const W = tf.tensor2d(parts.W, [4 * H, H]), U = tf.tensor2d(parts.U, [4 * H, inputs]), b = tf.tensor1d(parts.b);
  const x = tf.tensor2d(parts.x, [T, inputs]), readout = tf.tensor2d(parts.readout, [1, H]);
  const loss = (w, u, bias) => {
    const a = tf.unstack(tf.add(tf.matMul(x, u, false, true), bias));
    let h = tf.zeros([1, H]), c = tf.zeros([1, H]);
    for (const a_t of a) {
      const [i, o, f, g] = tf.split(tf.add(tf.expandDims(a_t, 0), tf.matMul(h, w, false, true)), 4, 1);
      c = tf.add(tf.mul(tf.sigmoid(f), c), tf.mul(tf.sigmoid(i), tf.tanh(g)));
      h = tf.mul(tf.sigmoid(o), tf.tanh(c));
    }
    return tf.sum(tf.mul(h, readout));
  };
  const gradient = tf.grads(loss);
  return async () => {
    const found = tf.tidy(() => gradient([W, U, b]));
    const values = await Promise.all(found.map((each) => each.data()));
    found.forEach((each) => each.dispose());
    return values;
  };
};

const difference = (expected, actual) => {
  let largest = 0, apart = expected.length === actual.length ? 0 : Infinity;
  expected.forEach((value, i) => {
    largest = Math.max(largest, Math.abs(value));
    apart = Math.max(apart, Math.abs(value - actual[i]));
  });
  return apart / largest;
};

const median = (values) => values.toSorted((a, b) => a - b)[values.length >> 1];

globalThis.compareLstm = async ({ hidden, steps, runs, build }) => {
  const parameters = { cell: 'lstm', hidden: String(hidden), steps: String(steps), scale_to: '1', seed: '3', runs: String(runs) };
  const engine = await startEngine(build);
  tf.wasm.setWasmPaths('/node_modules/@tensorflow/tfjs-backend-wasm/dist/');
  await tf.setBackend('wasm');
  const parts = partsOf((await engine(parameters)).tensor, hidden, steps);
  const peer = tfjsOf(parts, hidden, steps);
  for (let i = 0; i < 3; ++i) await peer();
  const rounds = [];
  let found;
  for (let round = 0; round < 5; ++round) {
    const ours = (await engine(parameters)).numbers['ms.median'];
    const taken = [];
    for (let i = 0; i < runs; ++i) {
      const start = performance.now();
      found = await peer();
      taken.push(performance.now() - start);
    }
    rounds.push({ stride: ours, tfjs: median(taken) });
  }
  return {
    hidden, steps, runs, build, stride_ms: median(rounds.map(({ stride }) => stride)), tfjs_ms: median(rounds.map(({ tfjs }) => tfjs)),
    ratio: median(rounds.map(({ stride, tfjs }) => tfjs / stride)), tfjs: tf.version_core ?? tf.version?.['tfjs-core'],
    difference: { dW: difference(parts.dW, found[0]), dU: difference(parts.dU, found[1]), db: difference(parts.db, found[2]) },
  };
};
