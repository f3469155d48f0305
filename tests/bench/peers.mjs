// Compares the engine with LiteRT.js, ONNX Runtime Web and TensorFlow.js: same network, weights and input, one thread, in
// turns in one page of headless Chromium; ratios are of medians within a round, so a busy machine hits all alike.
//   node tests/bench/peers.mjs SITE [--network NAME] [--size N] [--to LAYER] [--launches N] [--runs N] [--plain] [--no-lrn]
//        [--peers litert,onnx,tfjs] [--gradient]
// With --gradient: the centre neuron of LAYER's gradient by the input, forward and backward together, against a graph
// written by hand for ONNX Runtime and tf.grad (LiteRT has none).
// SITE is build/wasm/site; the peers come with `npm ci` in this folder.
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { launch, serve } from './browser.mjs';

const { values, positionals: [site] } = parseArgs({ allowPositionals: true, options: {
  network: { type: 'string', default: 'alexnet-2012' }, size: { type: 'string', default: '227' }, to: { type: 'string', default: 'pool5' },
  launches: { type: 'string', default: '5' }, runs: { type: 'string', default: '15' }, plain: { type: 'boolean', default: false },
  'no-lrn': { type: 'boolean', default: false }, peers: { type: 'string', default: 'litert,onnx,tfjs' },
  gradient: { type: 'boolean', default: false } } });

const names = values.peers.split(',').filter((name) => !(values.gradient && name === 'litert')).map((name) => name === 'litert' && values.plain ? 'litert-plain' : name);
const server = await serve([site, dirname(fileURLToPath(import.meta.url))]);
const all = [];
for (let i = 0; i < Number(values.launches); ++i) {
  const browser = await launch();
  const page = await browser.newPage();
  page.on('pageerror', (error) => console.error(String(error)));
  if (process.env.VERBOSE) page.on('console', (message) => console.error(message.text()));
  await page.goto(server.url + 'peers.html');
  await page.waitForFunction('globalThis.compare');
  const result = await page.evaluate((request) => globalThis.compare(request), {
    network: values.network, size: values.size, to: values.to, names, runs: Number(values.runs),
    build: values.plain ? 'engine' : 'engine-relaxed', lrn: !values['no-lrn'], gradient: values.gradient });
  all.push(result);
  console.log(JSON.stringify(result));
  await browser.close();
}
server.close();
const middle = (list) => list.toSorted((a, b) => a - b)[list.length >> 1];
for (const name of Object.keys(all[0])) {
  const ratios = all.map((result) => result[name].ratio);
  console.log(`${name.padEnd(14)} ${middle(all.map((result) => result[name].ms)).toFixed(1)} ms   ratio ${middle(ratios).toFixed(2)}`
    + ` (${Math.min(...ratios).toFixed(2)} to ${Math.max(...ratios).toFixed(2)})   difference ${all[0][name].difference ?? 0}`);
}
if (values.gradient) console.log(`of which backward ${middle(all.map((result) => result.stride.backward)).toFixed(1)} ms`);
