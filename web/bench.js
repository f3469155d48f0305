// Times the engine in this browser: bench.html?network=NAME&size=N&to=LAYER&runs=R&workers=W, with &gradient=LAYER the
// input gradient of that layer's centre neuron instead; without a layer, up to the first linear one; &simd=simd128 forces the plain build; &weights= and &input= are
// the addresses of .safetensors files here.
(() => {
  'use strict';
  const wanted = new URLSearchParams(location.search);
  const name = wanted.get('network') ?? 'alexnet-2012';
  const gradient = wanted.get('gradient');
  let layer = gradient ?? wanted.get('to');
  const workers = Math.max(1, Math.min(8, Number(wanted.get('workers')) || 1));
  const relaxed = strideFeatures.relaxed && wanted.get('simd') !== 'simd128';
  const build = relaxed ? 'engine-relaxed' : 'engine';
  const say = (text) => { document.getElementById('what').textContent = text; };

  const load = async (file) => {
    const answer = await fetch(file);
    if (!answer.ok) throw new Error(`${file}: the server says ${answer.status}`);
    return answer;
  };

  // A worker and its jobs, one at a time: the last result, or an error.
  const makeEngine = (script, module) => {
    const worker = new Worker(script);
    worker.postMessage({ type: 'start', module });
    const send = (message, transfer) => worker.postMessage(message, transfer);
    const run = (kind, parameters, progress) => new Promise((resolve, reject) => {
      worker.onerror = (event) => reject(new Error(event.message));
      worker.onmessage = ({ data }) => {
        if (data.type === 'error') return reject(new Error(data.message));
        if (data.type !== 'result') return undefined;
        const result = JSON.parse(data.json);
        if (result.error) return reject(new Error(result.error));
        if (result.progress < 1) return progress?.(result.progress);
        return resolve({ ...result, tensor: new Float32Array(data.tensor) });
      };
      send({ type: 'run', job: JSON.stringify({ kind, parameters, priority: 0 }) });
    });
    return { worker, run, send };
  };

  // The same job on all engines at once, each with a port to every other.
  const runTeam = (engines, parameters) => new Promise((resolve, reject) => {
    const ports = engines.map(() => engines.map(() => null));
    for (let a = 0; a < engines.length; ++a) for (let b = 0; b < a; ++b) {
      const { port1, port2 } = new MessageChannel();
      ports[a][b] = port1;
      ports[b][a] = port2;
    }
    engines.forEach(({ worker, send }, index) => {
      worker.onerror = (event) => reject(new Error(event.message));
      worker.onmessage = ({ data }) => {
        if (data.type === 'error') return reject(new Error(data.message));
        if (data.type !== 'result') return undefined;
        const result = JSON.parse(data.json);
        return result.error ? reject(new Error(result.error)) : resolve({ ...result, tensor: new Float32Array(data.tensor) });
      };
      const job = { kind: 'bench', parameters: { ...parameters, index: String(index), count: String(engines.length) }, priority: 0 };
      send({ type: 'team', job: JSON.stringify(job), ports: ports[index] }, ports[index].filter(Boolean));
    });
  });

  // `layer.INDEX.NAME.WHAT` and `stage.INDEX.NAME.WHAT`, one object each, in order.
  const listOf = (numbers, kind) => {
    const found = [];
    for (const [key, value] of Object.entries(numbers)) {
      const [, index, named, what] = new RegExp(`^${kind}\\.(\\d+)\\.(.*)\\.(\\w+)$`).exec(key) ?? [];
      if (what) (found[index] ??= { name: named })[what] = value;
    }
    return found.filter(Boolean);
  };

  const percent = (value, whole) => value > 0 && whole > 0 ? `${Math.round(100 * value / whole)} %` : '';
  const rate = (value) => value > 0 ? value.toFixed(1) : '';
  const layerCells = ({ name: layerName, ms, gflops, gb_per_s, read_gb_per_s }, peak) => [layerName, ms.toFixed(2), rate(gflops),
    gb_per_s ? '' : percent(gflops, peak), rate(gb_per_s), rate(read_gb_per_s), percent(gb_per_s, read_gb_per_s)];
  const stageCells = ({ name: last, computing_ms, waiting_ms, copying_ms }) =>
    [last || 'the whole result', ...[computing_ms, waiting_ms, copying_ms].map((ms) => ms.toFixed(2))];

  const fill = (id, rows) => {
    const table = document.getElementById(id);
    for (const texts of rows) {
      const row = table.tBodies[0].insertRow();
      texts.forEach((text, column) => {
        const cell = column ? row.insertCell() : row.appendChild(document.createElement('th'));
        if (!column) cell.scope = 'row';
        cell.textContent = text;
      });
    }
    for (const [column, head] of [...table.tHead.rows[0].cells].entries()) {
      const cells = [...table.tBodies[0].rows].map((row) => row.cells[column]);
      const empty = cells.every((cell) => !cell.textContent);
      for (const cell of [head, ...cells]) cell.hidden = empty;
    }
    table.hidden = rows.length === 0;
  };

  // 29.200000002980232 is 29.2.
  const shorter = (key, value) => typeof value === 'number' && !Number.isInteger(value) ? Number(value.toPrecision(7)) : value;
  const show = (result) => {
    fill('layers', result.layers.map((each) => layerCells(each, result.peak_gflops)));
    fill('stages', (result.stages ?? []).map(stageCells));
    document.getElementById('result').textContent = JSON.stringify(result, shorter, 1);
    const all = result.total_ms;
    say(`${name}, input ${result.size}, ${gradient ? `gradient of ${layer}'s centre neuron` : `up to ${layer}`}: `
      + `${all.median.toFixed(1)} ms in the middle of ${result.runs} runs, ${all.min.toFixed(1)} ms at best.`
      + (result.peak_at_once ? ` ${result.workers} workers; ${result.workers} multiply-add loops at once do ${result.peak_at_once.toFixed(2)}`
        + ' times what one does alone: no way of sharing the work can gain more on this machine.' : ''));
    document.getElementById('status').textContent = 'Done.';
  };

  const measure = async () => {
    const [text, listener, content, module] = await Promise.all([
      load(`${build}.js`).then((answer) => answer.text()),
      load('worker.js').then((answer) => answer.text()),
      load('content.json').then((answer) => answer.json()),
      load(`${build}.wasm`).then((answer) => answer.arrayBuffer()).then((bytes) => WebAssembly.compile(bytes)),
    ]);
    if (!Object.hasOwn(content.networks, name)) throw new Error(`no network is called '${name}'`);
    const script = URL.createObjectURL(new Blob([text, '\n', listener], { type: 'text/javascript' }));
    const network = content.networks[name];
    const named = network.layers.filter((each) => each.name);
    layer ??= (named.findLast(({ type }) => type !== 'linear') ?? named.at(-1)).name;
    const size = wanted.get('size') ?? String([network.input.size].flat().join('x'));
    const parameters = { network: JSON.stringify(network), size, to: layer };
    for (const key of ['seed', 'init', 'image', 'runs']) if (wanted.has(key)) parameters[key] = wanted.get(key);
    if (gradient) parameters.backward = '1';

    const engines = Array.from({ length: gradient ? 1 : workers }, () => makeEngine(script, module));
    for (const key of ['weights', 'input'].filter((each) => wanted.has(each))) {
      const bytes = await (await load(wanted.get(key))).arrayBuffer();
      parameters[key] = key;
      for (const { send } of engines) send({ type: 'file', name: key, bytes });
    }
    const [engine, ...others] = engines;
    const first = performance.now();
    let said = first;
    const progress = (share) => {  // seldom: drawing the page takes time from what is measured
      if (performance.now() - said < 1000) return;
      said = performance.now();
      say(`Running: ${Math.round(100 * share)} %.`);
    };
    const done = others.length > 0 ? await runTeam(engines, parameters) : await engine.run('bench', parameters, progress);
    globalThis.strideBench = { output: done.tensor, ms: performance.now() - first };  // for a script that compares
    const machine = wanted.get('peak') !== '0';
    const loop = (each) => each.run('peak', { slices: '16' }).then((result) => result.numbers);
    const peak = machine ? await loop(engine) : {};
    const together = machine && others.length > 0 ? await Promise.all(engines.map(loop)) : [];
    const { numbers } = done;
    return {
      network: name, size, to: layer, runs: Number(wanted.get('runs') ?? 15),
      total_ms: { median: numbers['total_ms.median'], p90: numbers['total_ms.p90'], min: numbers['total_ms.min'] },
      ...(gradient ? { backward_ms: numbers['backward_ms.median'] } : {}),
      layers: listOf(numbers, 'layer'), ...(others.length > 0 ? { stages: listOf(numbers, 'stage') } : {}),
      peak_gflops: peak.gflops_max ?? 0,
      ...(together.length > 0 ? { peak_at_once: together.reduce((sum, { gflops }) => sum + gflops, 0) / peak.gflops } : {}),
      simd: relaxed ? 'relaxed' : 'simd128', workers: engines.length, bytes: numbers.bytes,
    };
  };

  measure().then(show, (error) => {
    say(`It did not work: ${error.message}`);
    document.getElementById('result').textContent = JSON.stringify({ error: error.message });
  }).finally(() => { document.title = 'done'; });
})();
