// The built engine under node's worker_threads: the same text as in the page's Blob worker (engine.js, web/worker.js)
// behind a few lines that give node's worker a browser's names.
//   node [--experimental-wasm-relaxed-simd] tests/engine/worker.mjs FOLDER [engine-relaxed]
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { Worker } from 'node:worker_threads';

const [folder, build = 'engine'] = process.argv.slice(2);
const source = new URL('../../web/', import.meta.url);
const read = (name) => readFileSync(new URL(name, source), 'utf8');
const module = new WebAssembly.Module(readFileSync(join(folder, build + '.wasm')));

// Node empties a message port's queue before it turns to another; a browser goes by the order of arrival.
const browser = `
  const { parentPort } = require('node:worker_threads');
  globalThis.self = globalThis;
  self.location = { href: 'blob:engine' };
  self.importScripts = () => {};
  self.process = undefined;
  self.postMessage = (message, transfer) => parentPort.postMessage(message, transfer);
  parentPort.on('message', (data) => self.onmessage({ data }));
  self.MessageChannel = class {
    port1 = {};
    port2 = { postMessage: (data) => setImmediate(() => this.port1.onmessage({ data })) };
  };
`;

class Engine {
  received = [];
  #waiting = [];

  constructor() {
    const text = [browser, readFileSync(join(folder, build + '.js'), 'utf8'), read('worker.js')].join('\n');
    this.worker = new Worker(text, { eval: true });
    this.worker.on('message', (message) => {
      if (message.json) message.result = JSON.parse(message.json);
      this.received.push(message);
      this.#waiting = this.#waiting.filter(({ wanted, found }) => !(wanted(message) && (found(message), true)));
    });
  }
  send(message) { this.worker.postMessage(message); }
  run(kind, parameters, priority = 0) { this.send({ type: 'run', job: JSON.stringify({ kind, parameters, priority }) }); }
  next(wanted) { return new Promise((found) => this.#waiting.push({ wanted, found })); }
}

const is_type = (type) => (message) => message.type === type;
const has_ended = (key) => ({ result }) => result?.key === key && (result.progress === 1 || result.error !== '');

const with_engine = (name, body) => test(name, { timeout: 60_000 }, async () => {
  const engine = new Engine();
  try {
    engine.send({ type: 'start', module });
    await body(engine);
  } finally {
    await engine.worker.terminate();
  }
});

with_engine('a peak job reports progress and ends with a plausible number', async (engine) => {
  engine.run('peak', { slices: '4' });  // before 'ready': kept
  const last = await engine.next(has_ended('peak?slices=4'));
  assert.equal(engine.received[0].type, 'ready');
  const results = engine.received.filter(is_type('result')).map((message) => message.result);
  assert.deepEqual(results.map((result) => result.progress), [0.25, 0.5, 0.75, 1]);
  assert.equal(last.result.error, '');
  assert.equal(last.result.numbers.slices, 4);
  assert.ok(last.result.numbers.gflops > 0.1 && last.result.numbers.gflops < 1000, last.json);
  assert.ok(last.tensor instanceof ArrayBuffer && last.tensor.byteLength === 0);
  console.log(`# ${build}: ${last.result.numbers.gflops.toFixed(1)} GFLOP/s`);
});

with_engine('a cancelled job is silent, and the next one runs', async (engine) => {
  engine.run('peak', { slices: '200' });
  await engine.next(is_type('result'));
  engine.send({ type: 'cancel', key: 'peak?slices=200' });
  engine.run('peak', { slices: '1' });
  await engine.next(has_ended('peak?slices=1'));
  const at_cancellation = engine.received.length;
  await new Promise((later) => setTimeout(later, 200));
  assert.equal(engine.received.length, at_cancellation);
  assert.ok(engine.received.at(-1).result.key === 'peak?slices=1');
  assert.ok(engine.received.filter(is_type('result')).length < 100);
});

with_engine('a more important job overtakes', async (engine) => {
  engine.run('peak', { slices: '6' }, 0);
  await engine.next(is_type('result'));
  engine.run('peak', { slices: '1' }, 5);
  const slow = engine.next(has_ended('peak?slices=6'));
  const first = await Promise.race([slow, engine.next(has_ended('peak?slices=1'))]);
  assert.equal(first.result.key, 'peak?slices=1');
  assert.equal((await slow).result.numbers.slices, 6);
});

with_engine('what is wrong with a job comes back as its error', async (engine) => {
  engine.run('conjure', {});
  assert.match((await engine.next(has_ended('conjure'))).result.error, /unknown kind of job 'conjure'.*peak/);
  engine.run('peak', { slices: 'many' });
  assert.match((await engine.next(has_ended('peak?slices=many'))).result.error, /slices: expected a whole number/);
  engine.send({ type: 'run', job: '{"kind":' });
  assert.match((await engine.next(is_type('error'))).message, /^job: line 1, column 9: expected JSON, but the text ends too early/);
  engine.send({ type: 'sing' });
  assert.match((await engine.next(is_type('error'))).message, /unknown message/);
  engine.run('peak', { slices: '1' });
  assert.equal((await engine.next(has_ended('peak?slices=1'))).result.error, '');
});

test('a worker that was not started says so, and one that cannot start ends', { timeout: 60_000 }, async () => {
  const engine = new Engine();
  engine.run('peak', {});
  assert.match((await engine.next(is_type('error'))).message, /start/);
  engine.send({ type: 'start', module: new WebAssembly.Module(new Uint8Array([0, 0x61, 0x73, 0x6d, 1, 0, 0, 0])) });
  assert.equal((await engine.next(is_type('error'))).fatal, true);
  await engine.worker.terminate();
});

test('the features that web/features.js sees are those that node has', () => {
  const features = new Function(read('features.js') + '; return strideFeatures;')();
  const relaxed = process.execArgv.includes('--experimental-wasm-relaxed-simd');
  assert.equal(features.simd128, true);
  if (relaxed || parseInt(process.versions.node) < 21) assert.equal(features.relaxed, relaxed);
});
