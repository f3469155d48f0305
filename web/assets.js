// The bytes of the page's files: by fetch, or, where the browser refuses it (file://, sandboxed frames), from
// fallback.js, a script that holds the same files. It runs first, so that everything is under way early.
'use strict';

const strideAssets = (() => {
  let packed = null;  // a promise of fallback.js

  const fromScript = () => packed ??= new Promise((resolve, reject) => {
    const script = document.createElement('script');
    script.src = 'fallback.js';
    script.onload = () => resolve(globalThis.strideFiles);
    script.onerror = () => reject(new Error('fallback.js could not be loaded'));
    document.head.append(script);
  });

  const unpack = (name, text) => {
    if (!/\.(wasm|ttf)$/.test(name)) return new TextEncoder().encode(text);
    const binary = atob(text);
    const bytes = new Uint8Array(binary.length);
    for (let i = 0; i < binary.length; ++i) bytes[i] = binary.charCodeAt(i);
    return bytes;
  };

  const packedBytes = async (name) => {
    const files = await fromScript();
    if (!Object.hasOwn(files, name)) throw new Error(`${name} is missing`);
    return unpack(name, files[name]);
  };

  const fetched = async (name) => {
    const answer = await fetch(name);
    if (!answer.ok) throw new Error(`${name}: the server says ${answer.status}`);
    return new Uint8Array(await answer.arrayBuffer());
  };

  // An opaque origin may not fetch; asking anyway would only put an error into the console.
  const refused = self.origin === 'null' || location.protocol === 'file:';

  const bytes = (name) => refused ? packedBytes(name)
    : fetched(name).catch((error) => error instanceof TypeError ? packedBytes(name) : Promise.reject(error));
  const text = async (name) => new TextDecoder().decode(await bytes(name));

  const fonts = ['inter-400', 'inter-600', 'inter-700', 'symbols', 'math-roman', 'math-italic', 'math-symbols'];
  return {
    bytes,
    text,
    app: bytes('app.wasm').then((wasm) => WebAssembly.compile(wasm)),
    content: text('content.json'),
    fonts: Promise.all(fonts.map(async (name) => ({ name, bytes: await bytes(`fonts/${name}.ttf`) }))),
  };
})();
// Looked at in tutor.js; a failure before that is no stray one.
for (const part of [strideAssets.app, strideAssets.content, strideAssets.fonts]) part.catch(() => {});
