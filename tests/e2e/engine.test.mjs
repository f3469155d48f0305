// The engine in a real browser: its builds and teams agree, jobs end, fail and are cancelled as they should, and memory
// returns to where it was.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { launch, serveSite } from './browser.mjs';
import { safetensors } from './files.mjs';

let browser, server;
before(async () => { [browser, server] = await Promise.all([launch(), serveSite()]); });
after(async () => { await browser.close(); await server.close(); });

// A page of the site, with all that must not happen on it.
const open = async (address) => {
  const page = await browser.newPage();
  const wrong = [];
  page.on('pageerror', (error) => wrong.push(String(error)));
  page.on('console', (message) => { if (message.type() === 'error') wrong.push(message.text()); });
  page.on('request', (request) => {
    if (!request.url().startsWith(server.url) && !request.url().startsWith('blob:')) wrong.push(request.url());
  });
  await page.goto(server.url + address);
  return { page, wrong };
};

const bench = async (query) => {
  const { page, wrong } = await open(`bench.html?${query}`);
  await page.waitForFunction(() => document.title === 'done', null, { timeout: 120_000 });
  const result = JSON.parse(await page.textContent('#result'));
  const output = await page.evaluate(() => globalThis.strideBench && Array.from(globalThis.strideBench.output));
  await page.close();
  assert.deepEqual(wrong, []);
  return { ...result, output };
};

const difference = (expected, actual) => {
  assert.equal(actual.length, expected.length);
  const largest = expected.reduce((most, value) => Math.max(most, Math.abs(value)), 1e-30);
  return expected.reduce((most, value, i) => Math.max(most, Math.abs(value - actual[i])), 0) / largest;
};

test('both builds, and any number of workers, compute the same', { timeout: 300_000 }, async () => {
  const query = 'network=alexnet-bern&size=115&to=fc6&runs=2&peak=0';
  const relaxed = await bench(query);
  assert.equal(relaxed.simd, 'relaxed');
  assert.ok(relaxed.output.some((value) => value !== 0));
  for (const other of ['&simd=simd128', '&workers=2', '&workers=3&simd=simd128']) {
    const result = await bench(query + other);
    assert.ok(difference(relaxed.output, result.output) < 2e-5, other);
  }
});

test('the timing page gives every layer its time, and the machine its peak', { timeout: 120_000 }, async () => {
  const result = await bench('network=alexnet-bern&size=115&runs=5&gradient=conv2');  // long enough for the browser's clock
  assert.equal(result.workers, 1);
  assert.ok(result.total_ms.min > 0 && result.total_ms.min <= result.total_ms.median && result.total_ms.median <= result.total_ms.p90);
  assert.ok(result.backward_ms >= 0);
  assert.ok(result.peak_gflops > 1);
  assert.equal(result.layers[0].name, 'conv1');
});

test('beside a linear layer stands a plain loop over its weights, and beside two workers what two loops do at once', { timeout: 120_000 }, async () => {
  const { layers } = await bench('network=alexnet-bern&size=115&runs=3&to=fc6');
  const linear = layers.find(({ name }) => name === 'fc6');
  assert.ok(linear.gb_per_s > 0.1 && linear.read_gb_per_s > 0.1, JSON.stringify(linear));  // which is more depends on what else runs here
  const two = await bench('network=alexnet-2012&size=115&runs=3&workers=2');
  assert.ok(two.peak_at_once > 0.1 && two.peak_at_once < 10, String(two.peak_at_once));
  assert.equal(two.stages[0].name, 'pool1');  // nothing is exchanged for the normalisation before it
  assert.ok(two.stages.reduce((sum, { computing_ms, waiting_ms, copying_ms }) => sum + computing_ms + waiting_ms + copying_ms, 0) > 0);
});

test('without a layer a network is timed up to its first linear one, and columns without a number are left out', { timeout: 120_000 }, async () => {
  const { page } = await open('bench.html?network=lenet-5&runs=1');
  await page.waitForFunction(() => document.title === 'done', null, { timeout: 120_000 });
  assert.equal(JSON.parse(await page.textContent('#result')).to, 'pool2');
  assert.ok(!(await page.locator('#layers th:visible').allTextContents()).includes('Weights, GB/s'));
  await page.close();
});

test('what is wrong is said on the timing page', { timeout: 120_000 }, async () => {
  assert.match((await bench('network=nobody')).error, /no network is called 'nobody'/);
  assert.match((await bench('network=lenet-5&to=conv9')).error, /no layer is called 'conv9'; there are conv1/);
  assert.match((await bench('network=alexnet-bern&size=20')).error, /nothing is left of its input/);
});

// An engine in a worker of `page`, as jobs.js makes it: run, cancel, and what came back.
const addEngine = (page) => page.evaluate(async () => {
  const [script, loop] = await Promise.all(['engine-relaxed.js', 'worker.js'].map(async (file) => (await fetch(file)).text()));
  const module = await WebAssembly.compile(await (await fetch('engine-relaxed.wasm')).arrayBuffer());
  const networks = (await (await fetch('content.json')).json()).networks;
  const worker = new Worker(URL.createObjectURL(new Blob([script, '\n', loop], { type: 'text/javascript' })));
  worker.postMessage({ type: 'start', module });
  const received = [];
  const waiting = [];
  worker.onmessage = ({ data }) => {
    if (data.json) data.result = JSON.parse(data.json);
    received.push(data);
    for (const { wanted, found } of waiting) if (wanted(data)) found(data.result ?? data);
  };
  const text = (network, parameters) => ({ network: JSON.stringify(networks[network] ?? network), ...parameters });
  globalThis.engine = {
    received,
    run: (kind, network, parameters, priority = 0) =>
      worker.postMessage({ type: 'run', job: JSON.stringify({ kind, parameters: text(network, parameters), priority }) }),
    cancel: (key) => worker.postMessage({ type: 'cancel', key }),
    file: (name, bytes) => worker.postMessage({ type: 'file', name, bytes }, [bytes]),
    next: (wanted) => new Promise((found) => waiting.push({ wanted, found })),
  };
});

test('a new value overtakes an old one, and a cancelled job is silent', { timeout: 120_000 }, async () => {
  const { page, wrong } = await open('bench.html?network=lenet-5&runs=1&peak=0');
  await addEngine(page);
  const told = await page.evaluate(async () => {
    const { cancel, next, received, run } = globalThis.engine;
    run('effective_field', 'lenet-5', { to: 'conv2', seeds: '10000' });
    const first = await next((message) => message.type === 'result' && message.result.numbers.seeds >= 2);
    run('forward', 'lenet-5', { to: 'conv1' }, 5);
    const overtaking = await next((message) => message.type === 'result' && message.result.key.startsWith('forward'));
    cancel(first.key);
    run('forward', 'lenet-5', { to: 'conv2' }, 5);
    await next((message) => message.type === 'result' && message.result.key !== overtaking.key && message.result.progress === 1);
    const at = received.length;
    await new Promise((later) => setTimeout(later, 300));
    return { late: received.length - at, width: overtaking.numbers.width, error: overtaking.error };
  });
  assert.equal(told.error, '');
  assert.ok(told.width > 1);
  assert.equal(told.late, 0);
  await page.close();
  assert.deepEqual(wrong, []);
});

test("a person's own weights and input come from files, and what is wrong with one is said", { timeout: 120_000 }, async () => {
  const { page, wrong } = await open('bench.html?network=lenet-5&runs=1&peak=0');
  await addEngine(page);
  const files = {
    weights: safetensors({ 'conv1.weight': [[1, 1, 3, 3], [1, 2, 3, 4, 5, 6, 7, 8, 9]], 'conv1.bias': [[1], [10]] }),
    picture: safetensors({ input: [[1, 1, 3, 3], [1, 1, 1, 1, 1, 1, 1, 1, 2]] }),
    broken: [1, 2, 3],
  };
  const told = await page.evaluate(async (all) => {
    const { file, next, run } = globalThis.engine;
    const tiny = { name: 'tiny', input: { channels: 1, size: 3 }, layers: [{ name: 'conv1', type: 'conv', out: 1, kernel: 3 }] };
    for (const [name, bytes] of Object.entries(all)) file(name, Uint8Array.from(bytes).buffer);
    const ask = async (parameters) => {
      const done = next((message) => message.type === 'result' && (message.result.progress === 1 || message.result.error));
      run('forward', tiny, parameters);
      return (await done).error;
    };
    const errors = [];
    for (const parameters of [{ weights: 'weights', input: 'picture' }, { weights: 'none' }, { input: 'broken' }, { weights: 'picture' }])
      errors.push(await ask(parameters));
    const first = globalThis.engine.received.find((message) => message.result?.progress === 1);
    return { errors, value: new Float32Array(first.tensor)[0] };
  }, files);
  assert.equal(told.value, 64);
  assert.equal(told.errors[0], '');
  assert.match(told.errors[1], /weights: no file called 'none' has been handed over/);
  assert.match(told.errors[2], /input: not a \.safetensors file/);
  assert.match(told.errors[3], /conv1\.weight: the file has no tensor of this name; it has input/);
  await page.close();
  assert.deepEqual(wrong, []);
});

test('what memory cannot hold is said, and the next job runs', { timeout: 120_000 }, async () => {
  const { page, wrong } = await open('bench.html?network=lenet-5&runs=1&peak=0');
  await addEngine(page);
  const errors = await page.evaluate(async () => {
    const { next, run } = globalThis.engine;
    const ask = async (side, out) => {
      const layers = [{ name: 'fc', type: 'linear', out }];
      const done = next((message) => message.type === 'result' && (message.result.progress === 1 || message.result.error));
      run('forward', { name: 'large', input: { channels: 3, size: side }, layers }, {});
      return (await done).error;
    };
    return [await ask(1000, 4096), await ask(224, 3560), await ask(8, 10)];
  });
  assert.match(errors[0], /fc: this needs more memory than can be addressed here/);
  assert.match(errors[1], /fc: not enough memory: 2045 MB more are needed at once/);
  assert.equal(errors[2], '');
  await page.close();
  assert.deepEqual(wrong, []);
});

test('memory is where it was after a hundred jobs with weights of their own', { timeout: 120_000 }, async () => {
  const { page } = await open('bench.html?network=lenet-5&runs=1&peak=0');
  await page.addScriptTag({ url: 'engine-relaxed.js' });
  const sizes = await page.evaluate(async () => {
    const networks = (await (await fetch('content.json')).json()).networks;
    const errors = [];
    const instance = await globalThis.StrideEngine({
      onResult: (json) => { const { error } = JSON.parse(json); if (error) errors.push(error); },
      onError: (message) => errors.push(message),
    });
    const run = (kind, seed) => {
      const parameters = { network: JSON.stringify(networks['alexnet-bern']), size: '115', to: 'pool2', seed: String(seed) };
      instance._stride_run(instance.stringToNewUTF8(JSON.stringify({ kind, parameters, priority: 0 })));
      while (instance._stride_step());
    };
    const sizes = [];
    for (let seed = 0; seed < 110; ++seed) {
      run(seed % 2 ? 'forward' : 'gradient', seed);
      sizes.push(instance.HEAPU8.length);
    }
    return { early: sizes[9], late: sizes.at(-1), errors };
  });
  assert.deepEqual(sizes.errors, []);
  assert.equal(sizes.late, sizes.early);
  await page.close();
});
