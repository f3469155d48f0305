// Makes tests/golden/rnn_onnx.json: what ONNX's LSTM and GRU operators give for random weights, by onnxruntime-web.
//   npm install onnxruntime-web && node onnx.mjs > ../golden/rnn_onnx.json
// The model files are written here by hand (protobuf), so that nothing else is needed.
import { createRequire } from 'node:module';
import { join } from 'node:path';

const ort = createRequire(join(process.cwd(), 'package.json'))('onnxruntime-web');
ort.env.wasm.numThreads = 1;

// Protobuf: a message is a list of [field, value]; numbers are varints, the rest is bytes with their length.
const varint = (value) => {
  const bytes = [];
  let rest = BigInt(value);
  do { bytes.push(Number(rest & 127n) | (rest > 127n ? 128 : 0)); rest >>= 7n; } while (rest > 0n);
  return bytes;
};
const message = (...fields) => fields.flatMap(([field, value]) => {
  if (typeof value === 'number') return [...varint(field << 3), ...varint(value)];
  const bytes = typeof value === 'string' ? [...Buffer.from(value)] : value;
  return [...varint((field << 3) | 2), ...varint(bytes.length), ...bytes];
});
const integer = (name, value) => message([1, name], [3, value], [20, 2]);
const value = (name, dims) => message([1, name], [2, message([1, message(
  [1, 1], [2, message(...dims.map((size) => [1, message([1, size])]))])])]);

const model = (operator, gates, steps, hidden, inputs) => {
  const attributes = [integer('hidden_size', hidden), ...(operator === 'GRU' ? [integer('linear_before_reset', 1)] : [])];
  const node = message(...['X', 'W', 'R', 'B'].map((name) => [1, name]), [2, 'Y'], [4, operator], ...attributes.map((each) => [5, each]));
  const graph = message([1, node], [2, 'g'],
    [11, value('X', [steps, 1, inputs])], [11, value('W', [1, gates * hidden, inputs])],
    [11, value('R', [1, gates * hidden, hidden])], [11, value('B', [1, 2 * gates * hidden])],
    [12, value('Y', [steps, 1, 1, hidden])]);
  return new Uint8Array(message([1, 8], [7, graph], [8, message([2, 14])]));
};

// Small numbers with few digits, so that the file stays readable.
let state = 12345;
const random = () => {
  state = (Math.imul(state, 1103515245) + 12345) & 0x7fffffff;
  return Math.round((state / 0x7fffffff * 2 - 1) * 1000) / 1000;
};
const numbers = (count, scale) => Array.from({ length: count }, () => Math.round(random() * scale * 1000) / 1000);

const cases = [];
for (const [operator, gates] of [['LSTM', 4], ['GRU', 3]]) {
  for (const [hidden, steps] of [[3, 5], [7, 12]]) {
    const inputs = 16;
    const x = numbers(steps * inputs, 1), u = numbers(gates * hidden * inputs, 0.5), w = numbers(gates * hidden * hidden, 0.8);
    const b = numbers(gates * hidden, 0.5);
    const session = await ort.InferenceSession.create(model(operator, gates, steps, hidden, inputs));
    const tensor = (data, dims) => new ort.Tensor('float32', Float32Array.from(data), dims);
    const { Y } = await session.run({
      X: tensor(x, [steps, 1, inputs]), W: tensor(u, [1, gates * hidden, inputs]), R: tensor(w, [1, gates * hidden, hidden]),
      B: tensor([...b, ...Array(gates * hidden).fill(0)], [1, 2 * gates * hidden]),
    });
    cases.push({ cell: operator.toLowerCase(), hidden, steps, x, u, w, b, h: [...Y.data] });
  }
}
console.log(`{"made_by": "onnxruntime-web ${ort.env.versions?.web ?? ''}", "cases": [\n${cases.map((each) => JSON.stringify(each)).join(',\n')}\n]}`);
