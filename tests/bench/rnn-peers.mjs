// Compares one full backpropagation through time of an LSTM, batch 1, with tf.grads of TensorFlow.js on WebAssembly: same
// weights and inputs, in turns in one page of headless Chromium. Prints JSON; fails where the gradients differ.
//   node tests/bench/rnn-peers.mjs SITE [--hidden H] [--steps T] [--runs N] [--plain]
// SITE is build/wasm/site; the peer comes with `npm ci` in this folder.
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { launch, serve } from './browser.mjs';

const { values, positionals: [site] } = parseArgs({ allowPositionals: true, options: {
  hidden: { type: 'string', default: '64' }, steps: { type: 'string', default: '100' }, runs: { type: 'string', default: '15' },
  plain: { type: 'boolean', default: false } } });
const server = await serve([site, dirname(fileURLToPath(import.meta.url))]);
const browser = await launch();
const page = await browser.newPage();
page.on('pageerror', (error) => console.error(String(error)));
await page.goto(server.url + 'rnn-peers.html');
await page.waitForFunction('globalThis.compareLstm');
const result = await page.evaluate((request) => globalThis.compareLstm(request), {
  hidden: Number(values.hidden), steps: Number(values.steps), runs: Number(values.runs),
  build: values.plain ? 'engine-rnn' : 'engine-rnn-relaxed' });
console.log(JSON.stringify(result));
await browser.close();
server.close();
if (!Object.values(result.difference).every((apart) => apart < 1e-4)) process.exitCode = 1;
