// The engine's worker: this text after the script of any of its builds (same interface), as one Blob. A worker has one
// job list and one thread; between slices of a job it listens to the page.
//
//   page -> worker   {type: 'start', module}      a compiled WebAssembly.Module, first of all
//                    {type: 'run', job}           the job's JSON
//                    {type: 'file', name, bytes}  a .safetensors file (Blob or ArrayBuffer) that jobs name as weights or
//                                                 input; without bytes it is forgotten
//                    {type: 'cancel', key}        nothing more is sent for that key
//                    {type: 'team', job, ports}   a timing with others: ports[i] leads to member i, none to oneself
//   worker -> page   {type: 'ready'}
//                    {type: 'reading', share}     how much of a large file has been read
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
    onPart(part) {
      for (const port of team.filter(Boolean)) {
        const found = spare.findIndex(({ byteLength }) => byteLength >= part.byteLength && byteLength <= 2 * part.byteLength);
        const [bytes] = found < 0 ? [new ArrayBuffer(part.byteLength)] : spare.splice(found, 1);
        new Float32Array(bytes).set(part);
        port.postMessage({ bytes, count: part.length }, [bytes]);
      }
    },
  });

  // The other members of a team; what they send before this one is ready waits in the queue of their port.
  let team = [];
  let spare = [];  // what came from others goes out again: making buffers anew would wake the garbage collector
  const join = (instance, { job, ports }) => {
    team = ports;
    instance._stride_team_start(instance.stringToNewUTF8(job));
    ports.forEach((port, from) => {
      if (port) port.onmessage = ({ data }) => {
        const { bytes, count } = data, place = instance._stride_team_place(count);
        if (place) instance.HEAPF32.set(new Float32Array(bytes, 0, count), place >>> 2);
        spare = [bytes, ...spare.slice(0, 15)];
        instance._stride_team_receive(from);
      };
    });
  };

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

  // Piece by piece into the engine's memory, so that a large file isn't there twice.
  const take = async (instance, name, file) => {
    const piece = 1 << 23, size = file ? file.size : 0;
    const place = file ? instance._malloc(Math.max(1, size)) : 0;
    let read = 0;
    try {
      for (; place && read < size; read += piece) {
        if (size > 4 * piece) self.postMessage({ type: 'reading', share: read / size });
        instance.HEAPU8.set(new Uint8Array(await file.slice(read, read + piece).arrayBuffer()), place + read);
      }
    } catch { read = 0; }
    instance._stride_file(instance.stringToNewUTF8(name), place, place && !read ? 0 : size);
    return instance;
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
    file({ name, bytes }) {
      use(() => {});
      engine = engine?.then((instance) => take(instance, name, bytes && new Blob([bytes])));  // what comes later waits for it
    },
    team(message) {
      use((instance) => join(instance, message));
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
