// The engine's worker: this text after engine.js or engine-relaxed.js (same interface), as one Blob. A worker has one
// job list and one thread; between slices of a job it listens to the page.
//
//   page -> worker   {type: 'start', module}      a compiled WebAssembly.Module, first of all
//                    {type: 'run', job}           the job's JSON
//                    {type: 'cancel', key}        nothing more is sent for that key
//   worker -> page   {type: 'ready'}
//                    {type: 'result', json, tensor}   an ArrayBuffer, transferred; progress below 1: more will come
//                    {type: 'error', message}     a message that couldn't be read; or, when `fatal`, the engine's end
(() => {
  'use strict';
  let engine;          // a promise of the instance
  let ended = false;
  let scheduled = false;

  const report = (message, fatal) => self.postMessage({ type: 'error', message: String(message), fatal });
  const end = (error) => {
    if (!ended) report(error && error.message || error, true);
    ended = true;
  };

  const start = (module) => StrideEngine({
    instantiateWasm(imports, done) {
      WebAssembly.instantiate(module, imports).then((instance) => done(instance, module)).catch(end);
      return {};
    },
    onResult: (json, tensor) => self.postMessage({ type: 'result', json, tensor }, [tensor]),
    onError: (message) => report(message, false),
  });

  // A message to ourselves queues behind what the page has sent meanwhile, and isn't held back as timers are.
  const turn = new MessageChannel();
  turn.port1.onmessage = () => {
    scheduled = false;
    use((instance) => { if (instance._stride_step()) schedule(); });
  };
  const schedule = () => {
    if (!scheduled) turn.port2.postMessage(null);
    scheduled = true;
  };

  const use = (action) => {
    if (!engine) return report('the first message must be start', false);
    engine.then((instance) => { if (!ended) action(instance); }).catch(end);
  };

  const handlers = {
    start(message) {
      engine = start(message.module);
      use(() => self.postMessage({ type: 'ready' }));
    },
    run(message) {
      use((instance) => {
        instance._stride_run(instance.stringToNewUTF8(message.job));
        schedule();
      });
    },
    cancel(message) {
      use((instance) => instance._stride_cancel(instance.stringToNewUTF8(message.key)));
    },
  };

  self.onmessage = ({ data }) => {
    const handler = data && Object.hasOwn(handlers, data.type) ? handlers[data.type] : null;
    if (handler) handler(data); else report('unknown message', false);
  };
})();
