// The machinery itself: where this fails, no other browser test means anything.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { launch, serveSite } from './browser.mjs';

test('the browser draws with WebGL2 and loads the site', async () => {
  const [browser, server] = [await launch(), await serveSite()];
  try {
    const page = await browser.newPage();
    const renderer = await page.evaluate(() => {
      const gl = document.createElement('canvas').getContext('webgl2');
      if (!gl) return 'no WebGL2';
      gl.clearColor(0, 1, 0, 1);
      gl.clear(gl.COLOR_BUFFER_BIT);
      const pixel = new Uint8Array(4);
      gl.readPixels(0, 0, 1, 1, gl.RGBA, gl.UNSIGNED_BYTE, pixel);
      return [...pixel].join();
    });
    assert.equal(renderer, '0,255,0,255');
    const types = await Promise.all(
      ['engine.wasm', 'content.json', 'fallback.js'].map(async (name) => {
        const answer = await page.request.get(server.url + name);
        return `${answer.status()} ${answer.headers()['content-type']}`;
      }),
    );
    assert.deepEqual(types, ['200 application/wasm', '200 application/json', '200 text/javascript; charset=utf-8']);
  } finally {
    await Promise.all([browser.close(), server.close()]);
  }
});
