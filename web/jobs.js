// Slow work goes to the engine in a worker; see worker.js for the messages. What is no longer wanted is cancelled.
'use strict';

const strideJobs = ({ deliver, sentence, say }) => {
  // Which build of the engine does a kind of job; CMakeLists.txt gives each its list. A worker starts when it's wanted.
  const buildOf = (key) => ['rnn', 'stack'].includes(key.split('?')[0]) ? 'engine-rnn' : 'engine';
  const workers = new Map();  // build -> a promise
  const running = new Map();  // key -> the job's JSON
  const silent = new Set();   // those of them that have told nothing yet

  const fails = (key, error) => {
    running.delete(key);
    silent.delete(key);
    deliver(key, JSON.stringify({ key, error, progress: 1 }), new ArrayBuffer(0));
  };

  // All that `build` was doing fails; a job that comes later gets another worker.
  const end = (build, error) => {
    workers.get(build)?.then((made) => made.terminate(), () => {});
    workers.delete(build);
    for (const key of [...running.keys()].filter((each) => buildOf(each) === build)) fails(key, error);
  };

  const onMessage = (build, data) => {
    if (data.type === 'result') {
      const result = JSON.parse(data.json);
      if (!running.has(result.key)) return;  // cancelled while its result was on the way
      silent.delete(result.key);
      if (result.progress >= 1 || result.error) running.delete(result.key);
      deliver(result.key, data.json, data.tensor);
    } else if (data.type === 'reading') {
      say(sentence('reading', { percent: Math.round(100 * data.share) }));
    } else if (data.type === 'error' && data.fatal) {
      end(build, sentence('engine_failed', { why: data.message }));
    }
  };

  // A worker from a Blob that is handed a compiled module works from file:// and in sandboxed frames too.
  const start = async (build) => {
    if (!strideFeatures.simd128) throw new Error(sentence('engine_simd'));
    const name = strideFeatures.relaxed ? `${build}-relaxed` : build;
    const compiled = strideAssets.bytes(`${name}.wasm`).then((wasm) => WebAssembly.compile(wasm));
    compiled.catch(() => {});  // told below; meanwhile the worker starts
    const [script, loop] = await Promise.all([strideAssets.text(`${name}.js`), strideAssets.text('worker.js')]);
    const address = URL.createObjectURL(new Blob([script, '\n', loop], { type: 'text/javascript' }));
    const made = new Worker(address);
    made.onmessage = ({ data }) => onMessage(build, data);
    made.onerror = (event) => end(build, sentence('engine_failed', { why: event.message || 'worker' }));
    const module = await compiled.catch((error) => { made.terminate(); throw error; });
    made.postMessage({ type: 'start', module });
    return made;
  };

  const workerFor = (build) => {
    if (!workers.has(build)) {
      const starting = start(build);
      workers.set(build, starting);
      starting.catch((error) => end(build, error.message));
    }
    return workers.get(build);
  };

  // Own files that a network's job names go to its worker first, each once; those before are dropped there.
  const give = (made, parameters) => Promise.all(['weights', 'input'].map((kind) => {
    const name = parameters?.[kind] ?? '', given = made.given ??= {}, last = given[kind]?.name ?? '';
    if (name === last) return given[kind]?.done;
    if (last) made.postMessage({ type: 'file', name: last });
    const done = name ? strideOwnFiles.find(name).then((bytes) => made.postMessage({ type: 'file', name, bytes })) : undefined;
    given[kind] = { name, done };
    return done;
  }));

  const send = async (made, key, text) => {
    const named = buildOf(key) === 'engine' ? JSON.parse(text).parameters : null;
    const problem = await give(made, named).then(() => '', (error) => error.message);
    if (running.get(key) !== text) return;
    if (problem) fails(key, sentence(problem));
    else made.postMessage({ type: 'run', job: text });
  };

  return {
    waiting: () => silent.size > 0,
    want(wanted) {
      const keys = new Set(wanted.map(({ key }) => key));
      for (const key of [...running.keys()].filter((each) => !keys.has(each))) {
        running.delete(key);
        silent.delete(key);
        workers.get(buildOf(key))?.then((made) => made.postMessage({ type: 'cancel', key }), () => {});
      }
      for (const { key, job } of wanted.filter((each) => running.get(each.key) !== each.job)) {
        if (!running.has(key)) silent.add(key);
        running.set(key, job);
        workerFor(buildOf(key)).then((made) => send(made, key, job), () => {});
      }
    },
  };
};
