// The recurrent lab in a browser: the engine's worker brings real gradients, all by roles and labels.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { answer, box, nothingWrong, status, useBrowser, visit } from './visit.mjs';

const at = useBrowser();
const button = (page, name) => page.getByRole('button', { name, exact: true });
const slider = (page, name) => page.getByRole('slider', { name, exact: true });
const option = (page, name) => page.getByRole('radio', { name });
const figure = (page) => page.getByText(/The backward pass has reached step/).first();
const sigma = (page, value) => page.getByText(new RegExp(`largest singular value ${value},`)).first().waitFor({ state: 'attached' });
const reached = (page, step) => page.getByText(new RegExp(`has reached step ${step},`)).first().waitFor({ state: 'attached' });

test('the gradient is measured, turned by slider and by typing, played and stepped', async () => {
  const student = await visit(at, { path: '#lab=rnn&hidden=32&steps=20' });
  const { page } = student;
  await figure(page).waitFor({ state: 'attached' });
  assert.match(await figure(page).textContent(), /step 0, where the gradient is/);
  await answer(page, 'Largest singular value of W', '0.5');
  await page.waitForFunction(() => /scale_to=0\.5&/.test(location.hash));
  await sigma(page, '0\\.5');
  const scale = slider(page, 'Largest singular value of W');
  assert.equal(await scale.inputValue(), '0.5');
  await scale.press('ArrowRight');
  await sigma(page, '0\\.51');
  assert.equal(await box(page, 'Largest singular value of W').inputValue(), '0.51');
  await button(page, 'explode').click();
  await page.getByText(/gain 1\.8/).first().waitFor({ state: 'attached' });
  assert.match(await status(page), /explode/);
  await page.waitForFunction(() => !document.querySelector('#mirror figure[aria-busy=true]'));
  await button(page, 'Step back').first().click();
  await reached(page, 1);
  await page.getByRole('combobox', { name: 'Playing speed' }).selectOption('4');
  await button(page, 'Play').first().click();
  await reached(page, 0);
  const loaded = await page.evaluate(() => performance.getEntriesByType('resource').map(({ name }) => name));
  assert.equal(loaded.filter((name) => name.endsWith('engine-rnn-relaxed.wasm')).length, 1);
  assert.ok(!loaded.some((name) => name.endsWith('engine-relaxed.wasm')));  // nobody asked for a network
  await nothingWrong(student);
  await student.close();
});

test('with reduced motion the backward pass goes by whole steps', async () => {
  const student = await visit(at, { path: '#lab=rnn&hidden=8&steps=12', reducedMotion: 'reduce' });
  const { page } = student;
  await figure(page).waitFor({ state: 'attached' });
  await page.evaluate(() => {
    window.shown = new Set();
    const scrub = document.querySelector('.scrub');
    const watch = () => { window.shown.add(scrub.value); requestAnimationFrame(watch); };
    watch();
  });
  await button(page, 'Play').first().click();
  await button(page, 'Play').first().waitFor({ state: 'attached' });
  await page.waitForFunction(() => window.shown.size > 5);
  assert.ok((await page.evaluate(() => [...window.shown])).every((t) => Number.isInteger(Number(t))));
  await nothingWrong(student);
  await student.close();
});

test('while the slider moves, no figure comes or goes, and none moves but where a sentence above it takes another line', async () => {
  const student = await visit(at, { path: '#lab=rnn&hidden=96&steps=60&compare_1=lstm' });
  const { page } = student;
  await page.getByText(/LSTM: .* at step 0/).first().waitFor({ state: 'attached' });
  await page.waitForFunction(() => document.querySelectorAll('.figure').length === 5);
  const seen = await page.evaluate(async () => {
    const places = () => [...document.querySelectorAll('#mirror .figure')].map((each) => each.getBoundingClientRect().top + scrollY);
    const all = [places()];
    const scale = document.querySelector('[data-id="field.scale_to"]');
    for (let turn = 0; turn < 30; ++turn) {
      scale.value = String(0.5 + turn / 50);
      scale.dispatchEvent(new Event('input', { bubbles: true }));
      for (let frame = 0; frame < 3; ++frame) {
        await new Promise(requestAnimationFrame);
        all.push(places());
      }
    }
    return all;
  });
  for (const places of seen) {
    assert.equal(places.length, 5);
    places.forEach((top, i) => assert.ok(Math.abs(top - seen[0][i]) <= (i === 0 ? 0.5 : 19 * i), `${places}`));
  }
  await nothingWrong(student);
  await student.close();
});

test('what is seen follows the slider with each frame; what is read follows when it rests or is left', async () => {
  const student = await visit(at, { path: '#lab=rnn&hidden=16&steps=20' });
  const { page } = student;
  await figure(page).waitFor({ state: 'attached' });
  await page.waitForFunction(() => !document.querySelector('#mirror [aria-busy]'));
  const seen = await page.evaluate(async () => {
    const part = window.stride.part;
    const canvas = document.getElementById('canvas'), { left, top, width, height } = part('figure.gradient').getBoundingClientRect();
    const copy = new OffscreenCanvas(96, 64).getContext('2d', { willReadFrequently: true });
    const picture = () => {   // of the figure, in the task that drew it
      copy.drawImage(canvas, left, top + scrollY, width, height, 0, 0, 96, 64);
      return copy.getImageData(0, 0, 96, 64).data.reduce((sum, value, i) => (31 * sum + value * (i % 7 + 1)) | 0, 7);
    };
    const read = () => [part('sizes').textContent, part('figure.gradient').querySelector('table').textContent].join();
    const pictures = new Set(), boxes = [], drawn = new Set();
    let rewritten = 0, before = read();
    window.stride.onShown = (key) => { drawn.add(key.match(/scale_to=([^&]*)/)[1]); pictures.add(picture()); };
    for (let i = 0; i < 20; ++i) {
      const sigma = String((60 + 2 * i) / 100), start = performance.now();
      part('field.scale_to').value = sigma;
      part('field.scale_to').dispatchEvent(new Event('input', { bubbles: true }));
      for (let frame = 0; frame < 2; ++frame) await new Promise(requestAnimationFrame);
      boxes.push(part('typed.scale_to').value === sigma);
      if (read() !== before && performance.now() - start < 140) ++rewritten;   // a slow machine has taken a rest
      before = read();
    }
    part('typed.seed').focus();
    return { drawn: drawn.size, pictures: pictures.size, boxes, rewritten, hash: location.hash };
  });
  assert.ok(seen.boxes.every(Boolean));
  assert.ok(seen.drawn > 5 && seen.pictures > 5, JSON.stringify(seen));
  assert.equal(seen.rewritten, 0);
  assert.match(seen.hash, /scale_to=0\.98&/);
  await sigma(page, '0\\.98');
  assert.equal(await page.locator('[data-id="figure.gradient"] tbody tr').count(), 21);
  await nothingWrong(student);
  await student.close();
});

test('the derivation is chosen, ordered by keys and completed, then copied, saved and printed', async () => {
  const student = await visit(at, { path: '#lab=rnn&hidden=16&steps=20', permissions: ['clipboard-read', 'clipboard-write'] });
  const { page } = student;
  await figure(page).waitFor({ state: 'attached' });
  const check = (step) => button(page, `Check: ${step}`);
  const choose = async (step, name) => {
    await option(page, name).check({ force: true });
    await check(step).click();
  };
  await choose('The state', 'h_t = f(U x_t + b)');
  assert.match(await status(page), /This one has no memory/);
  await choose('The state', 'h_t = f(a_t), a_t = W h_(t−1) + U x_t + b');
  await choose('dL/dW over time', /^The sum over t = 1/);
  await choose('The long factor', /^The product over k/);
  const lines = page.getByRole('list', { name: /Put the four lines in order/ }).getByRole('listitem');
  const move = async (from, by) => {
    for (let i = 0; i < Math.abs(by); ++i) await lines.nth(from + i * Math.sign(by)).getByRole('button').first().press(by < 0 ? 'Alt+ArrowUp' : 'Alt+ArrowDown');
  };
  await move(2, -2);   // a b c d -> c a b d
  await move(3, -1);   // c a d b
  await check('The bound, in order').click();
  assert.match(await status(page), /Exactly: the product/);
  await choose('Which norm', /^Its largest singular value/);
  await answer(page, 'γ of the logistic function', '1/4');
  await answer(page, 'bound at that lag', '0.83^20');
  assert.match(await status(page), /Measured in your network/);
  await button(page, 'Copy working').click();
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  assert.match(copied, /0\.83\^20 ✓/);
  assert.doesNotMatch(copied, /When gradients must vanish/);   // not answered yet
  const [download] = await Promise.all([page.waitForEvent('download'), button(page, 'Save working').click()]);
  assert.equal(download.suggestedFilename(), 'vanishing-gradients.md');
  assert.equal(await readFile(await download.path(), 'utf8'), copied);
  await page.emulateMedia({ media: 'print' });
  for (const name of ['7. The bound for your network', '4. The bound, in order'])
    assert.ok(await page.getByRole('heading', { name }).isVisible());
  assert.equal(await page.getByRole('button', { name: 'Save working' }).isVisible(), false);
  await nothingWrong(student);
  await student.close();
});

test('on a phone everything is within the screen, and touched', async () => {
  const student = await visit(at, { path: '#lab=rnn&hidden=16&steps=20&compare_1=lstm&compare_2=gru&compare_3=relu', size: 'phone' });
  const { page } = student;
  await figure(page).waitFor({ state: 'attached' });
  assert.equal(await box(page, 'Units').inputValue(), '16');
  const wide = await page.evaluate(() => [...document.querySelectorAll('#mirror .leaf')].filter((leaf) => {
    const { left, right, width } = leaf.getBoundingClientRect();
    return width > 1 && (left < 0 || right > innerWidth + 0.5);
  }).map((leaf) => leaf.id));
  assert.deepEqual(wide, []);
  const scale = slider(page, 'Largest singular value of W');
  const { x, y, width, height } = await scale.boundingBox();
  assert.ok(height >= 44);
  await page.touchscreen.tap(x + 0.75 * width, y + height / 2);
  await page.waitForFunction(() => Number(document.querySelector('[data-id="field.scale_to"]').value) > 1.3);
  await option(page, 'h_t = f(a_t), a_t = W h_(t−1) + U x_t + b').check({ force: true });
  await button(page, 'Check: The state').tap();
  await page.getByText('2. dL/dW over time').first().waitFor({ state: 'attached' });
  await nothingWrong(student);
  await student.close();
});
