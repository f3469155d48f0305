// Where a course may put the page: a plain server, a disk, a sandboxed frame; and browsers that lack something.
import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { test } from 'node:test';
import { site } from './browser.mjs';
import { answer, box, isReady, nothingWrong, typeId, useBrowser, verdict, visit } from './visit.mjs';

const at = useBrowser();

test('the content security policy is as agreed, in every page', () => {
  const policy = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self' blob:; connect-src 'self'; style-src 'self'; "
    + "img-src 'self' blob: data:; font-src 'self' data:; base-uri 'none'";
  const pages = readdirSync(site).filter((name) => name.endsWith('.html'));
  assert.ok(pages.includes('index.html'));
  for (const name of pages) assert.ok(readFileSync(join(site, name), 'utf8').includes(`<meta http-equiv="Content-Security-Policy" content="${policy}">`), name);
});

test('nothing in the site names another place, or the root of this one', () => {
  for (const name of readdirSync(site).filter((file) => /\.(html|css)$/.test(file) || /^(?!app|engine|fallback).*\.js$/.test(file))) {
    const text = readFileSync(join(site, name), 'utf8').replaceAll('http://www.w3.org/', '');
    assert.doesNotMatch(text, /https?:\/\/|(src|href)="\/|type="module"/, name);
  }
});

test('from a folder on a disk', async () => {
  const context = await at.browser.newContext({ viewport: { width: 1280, height: 800 } });
  const page = await context.newPage();
  const problems = [];
  page.on('console', (message) => { if (message.type() === 'error') problems.push(message.text()); });
  page.on('pageerror', (error) => problems.push(String(error)));
  page.on('request', (request) => { if (!/^(file|blob|data):/.test(request.url())) problems.push(request.url()); });
  await page.goto(pathToFileURL(join(site, 'index.html')).href);
  await isReady(page);
  assert.equal(await page.evaluate(() => document.documentElement.dataset.state), 'drawn');
  await typeId(page);
  await answer(page, 'conv1 output size', '51');
  assert.equal(await verdict(page, 'conv1 output size'), 'correct');
  await measure(page);
  assert.deepEqual(problems, []);
  await context.close();
});

// The worker's way: it runs here as everywhere.
async function measure(page) {
  await page.getByRole('button', { name: 'Time one forward pass' }).click();
  await page.getByText(/Gflop|GFLOP|billion/i).first().waitFor({ state: 'attached', timeout: 60000 });
}

test('a job runs in the worker and its result arrives in the page', async () => {
  const student = await visit(at);
  await measure(student.page);
  await nothingWrong(student);
  await student.close();
});

for (const sandbox of ['allow-scripts', 'allow-scripts allow-same-origin allow-forms']) {
  test(`in a frame with sandbox="${sandbox}"`, async () => {
    const context = await at.browser.newContext({ viewport: { width: 1280, height: 900 } });
    const page = await context.newPage();
    const problems = [];
    page.on('pageerror', (error) => problems.push(String(error)));
    page.on('console', (message) => { if (message.type() === 'error') problems.push(message.text()); });
    await page.route('**/course.html', (route) => route.fulfill({ contentType: 'text/html',
      body: `<!DOCTYPE html><title>Course</title><h1>Course</h1><iframe title="Stride" sandbox="${sandbox}" width="1000" height="700" src="index.html"></iframe><p>After it</p>` }));
    await page.goto(`${at.url}course.html`);
    const frame = page.frame({ url: /index\.html/ }) ?? await page.waitForEvent('framenavigated');
    await isReady(frame);
    assert.equal(await frame.evaluate(() => document.documentElement.dataset.state), 'drawn');
    await typeId(frame);
    await answer(frame, 'conv1 output size', '51');
    assert.equal(await verdict(frame, 'conv1 output size'), 'correct');
    await measure(frame);
    if (sandbox === 'allow-scripts') {
      assert.match(await frame.getByRole('alert').textContent(), /until you close/);
    }
    assert.deepEqual(problems, []);
    await context.close();
  });
}

test('without WebGL2: the same page, plain, with a line that says why', async () => {
  const student = await visit(at, { init: () => { HTMLCanvasElement.prototype.getContext = () => null; } });
  const { page } = student;
  assert.match(await page.getByRole('alert').textContent(), /WebGL2/);
  await typeId(page);
  await answer(page, 'conv1 output size', '50');
  assert.equal(await verdict(page, 'conv1 output size'), 'wrong');
  assert.equal(await focusedVisible(page), true);
  const heading = page.getByRole('heading', { level: 1 });
  assert.notEqual(await heading.evaluate((element) => getComputedStyle(element).color), 'rgba(0, 0, 0, 0)');
  await page.screenshot({ path: join(site, '../../screenshots/plain.png'), fullPage: true });
  await nothingWrong(student);
  await student.close();
});

const focusedVisible = (page) => page.evaluate(() => document.activeElement.checkVisibility() && document.activeElement.getBoundingClientRect().width > 20);

test('without SIMD: everything but the computation works, and that says what it needs', async () => {
  const student = await visit(at, { init: () => { WebAssembly.validate = () => false; } });
  const { page } = student;
  assert.equal(await page.evaluate(() => document.documentElement.dataset.state), 'drawn');
  await page.getByRole('button', { name: 'Time one forward pass' }).click();
  await page.getByText(/SIMD/).first().waitFor({ state: 'attached' });
  await nothingWrong(student);
  await student.close();
});

test('without WebAssembly, or with a broken file: a text that says what is needed', async () => {
  for (const init of [() => { delete window.WebAssembly; }, () => { WebAssembly.compile = () => Promise.reject(new Error('no room')); }]) {
    const student = await visit(at, { ready: false, init });
    const line = student.page.getByText(/could not start/);
    await line.waitFor();
    assert.ok(await student.page.getByRole('heading', { name: 'Stride' }).isVisible());
    await student.close();
  }
});

test('without JavaScript: a text that says what is needed', async () => {
  const context = await at.browser.newContext({ javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto(at.url);
  assert.ok(await page.getByText(/switched off in this browser/).isVisible());
  await context.close();
});
