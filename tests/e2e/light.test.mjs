// Bytes and frames. (Milliseconds: tests/bench/page.mjs.)
import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import { test } from 'node:test';
import { brotliCompressSync, constants } from 'node:zlib';
import { site } from './browser.mjs';
import { answer, typeId, useBrowser, visit } from './visit.mjs';

const at = useBrowser();
const brotli = (name) => brotliCompressSync(readFileSync(name),
  { params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_LGWIN]: 24 } }).length;

test('the page is below 700 KB, compressed, and all that its visits can load is below 900 KB', (t) => {
  // fallback.js holds the same bytes once more, for where fetch is refused; of each engine one variant is loaded, and
  // only with the first job; the benchmark's page is another page.
  const files = readdirSync(site, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
    .map((entry) => relative(site, join(entry.parentPath, entry.name))).filter((name) => !/fallback\.js$|-relaxed\.|\.map$|LICENSES/.test(name));
  let page = 0, all = 0;
  for (const name of files) {
    const packed = brotli(join(site, name));
    all += packed;
    if (!/engine|worker\.js$|bench\./.test(name)) page += packed;
    t.diagnostic(`${name}: ${packed} brotli`);
  }
  t.diagnostic(`page: ${page}, with the engines: ${all}`);
  assert.ok(page < 700_000, `${page} bytes`);
  assert.ok(all < 900_000, `${all} bytes`);
});

test('the engine that computes networks, with what loads it, is below 100 KB, compressed', (t) => {
  for (const build of ['engine', 'engine-relaxed']) {
    const sum = [`${build}.wasm`, `${build}.js`, 'worker.js'].reduce((total, name) => total + brotli(join(site, name)), 0);
    t.diagnostic(`${build}: ${sum}`);
    assert.ok(sum < 100_000, `${build}: ${sum} bytes`);
  }
});

test('idle is free: no frame in 3 s', async () => {
  const student = await visit(at);
  const { page } = student;
  await typeId(page);
  await answer(page, 'conv1 output size', '51');
  await page.waitForTimeout(600);
  const frames = await page.evaluate(() => window.strideFrames);
  await page.waitForTimeout(3000);
  assert.equal(await page.evaluate(() => window.strideFrames), frames);
  await student.close();
});
