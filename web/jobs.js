// Slow work goes to the engine in a worker; see worker.js for the messages. What is no longer wanted is cancelled.
'use strict';

const strideJobs = ({ deliver, sentence }) => {
  let worker = null;         // a promise
  const running = new Map(); // key -> the job's JSON

  const fail = (key, error) => {
    running.delete(key);
    deliver(JSON.stringify({ key, error, progress: 1 }), new ArrayBuffer(0));
  };
  const failAll = (error) => { for (const key of [...running.keys()]) fail(key, error); };

  // The engine is gone; a job that comes later gets another.
  const end = (why) => {
    worker?.then((made) => made.terminate(), () => {});
    worker = null;
    failAll(sentence('engine_failed', { why }));
  };

  const onMessage = ({ data }) => {
    if (data.type === 'result') {
      const result = JSON.parse(data.json);
      if (!running.has(result.key)) return;  // cancelled while its result was on the way
      if (result.progress >= 1 || result.error) running.delete(result.key);
      deliver(data.json, data.tensor);
    } else if (data.type === 'error' && data.fatal) {
      end(data.message);
    }
  };

  // A worker from a Blob that is handed a compiled module works from file:// and in sandboxed frames too.
  const start = async () => {
    const build = strideFeatures.relaxed ? 'engine-relaxed' : strideFeatures.simd128 ? 'engine' : '';
    if (!build) throw new Error(sentence('engine_simd'));
    const [script, loop, wasm] = await Promise.all(
      [strideAssets.text(`${build}.js`), strideAssets.text('worker.js'), strideAssets.bytes(`${build}.wasm`)]);
    const module = await WebAssembly.compile(wasm);
    const address = URL.createObjectURL(new Blob([script, '\n', loop], { type: 'text/javascript' }));
    const made = new Worker(address);
    made.onmessage = onMessage;
    made.onerror = (event) => end(event.message || 'worker');
    made.postMessage({ type: 'start', module });
    return made;
  };

  return {
    want(wanted) {
      const keys = new Set(wanted.map(({ key }) => key));
      const gone = [...running.keys()].filter((key) => !keys.has(key));
      const fresh = wanted.filter(({ key, job }) => running.get(key) !== job);
      for (const key of gone) running.delete(key);
      for (const { key, job } of fresh) running.set(key, job);
      if (!gone.length && !fresh.length) return;
      worker ??= start();
      worker.then((made) => {
        for (const key of gone) if (!running.has(key)) made.postMessage({ type: 'cancel', key });
        for (const { key, job } of fresh) if (running.get(key) === job) made.postMessage({ type: 'run', job });
      }, (error) => failAll(error.message));
    },
  };
};
