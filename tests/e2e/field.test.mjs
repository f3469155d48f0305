// The receptive field lab in a browser, by roles and labels: the walk, the neuron, the brush, and what the engine measures.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { test } from 'node:test';
import { answer, box, drawn, focused, nothingWrong, status, useBrowser, verdict, visit } from './visit.mjs';

const at = useBrowser();
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const button = (page, name) => page.getByRole('button', { name, exact: true });
const figure = (page, name) => page.getByRole('figure', { name });
const says = (page, words) => page.getByText(words).first().waitFor({ state: 'attached' });
const start = '#lab=receptive-field&network=alexnet-bern&size=212';

test('walking back: step, play, scrub; the numbers appear when they are found', async () => {
  const student = await visit(at, { path: start });
  const { page } = student;
  await says(page, /How wide it is now, the worksheet asks/);
  assert.ok(!(await page.locator('#mirror').innerText()).includes('339'));
  for (const [layer, field, jump] of [['conv1', 11, 4], ['pool1', 19, 8], ['conv2', 51, 16], ['pool2', 83, 32], ['conv3', 147, 32],
    ['conv4', 211, 32], ['conv5', 275, 32], ['pool5', 339, 32]]) {
    await answer(page, `${layer} receptive field`, String(field));
    await answer(page, `${layer} jump`, String(jump));
  }
  assert.equal(await verdict(page, 'pool5 receptive field'), 'correct');
  await says(page, /339 × 339 on image. The square grows by \(11 − 1\) · 1 = 10/);
  await says(page, /No neuron of pool5 sees column 211/);
  await button(page, 'Step back').click();
  await says(page, /Step 7 of 8, back through pool1: 329 × 329 on conv1|Step 7 of 8/);
  await page.getByRole('slider', { name: 'Position' }).fill('0');
  await says(page, /The neuron in row 2, column 2 of pool5/);
  await button(page, 'Step').click();
  await says(page, /Step 1 of 8, back through pool5: 3 × 3 on conv5. The square grows by \(3 − 1\) · 32 = 64/);
  await button(page, 'Play').click();
  await page.waitForTimeout(300);
  await button(page, 'Pause').click();
  await button(page, 'In perspective').click();
  await says(page, /What one neuron of pool5 sees/);
  await nothingWrong(student);
  await student.close();
});

test('a slip in the recursion is named', async () => {
  const student = await visit(at, { path: start });
  const { page } = student;
  await answer(page, 'conv1 receptive field', '11');
  await answer(page, 'conv1 jump', '4');
  await answer(page, 'pool1 receptive field', '23');
  assert.equal(await verdict(page, 'pool1 receptive field'), 'wrong');
  await answer(page, 'conv2 receptive field', '55');
  await answer(page, 'pool1 jump', '8');
  assert.equal(await verdict(page, 'conv2 receptive field'), 'consistent');
  await student.close();
});

test('another neuron: by arrow keys, the pointer and its coordinates; and by a patch', async () => {
  const student = await visit(at, { path: start });
  const { page } = student;
  const pad = page.getByRole('button', { name: /^Neurons of pool5/ });
  await pad.focus();
  await page.keyboard.press('ArrowUp');
  assert.match(await status(page), /row 1, column 2/);
  await page.keyboard.press('ArrowLeft');
  assert.match(await focused(page), /row 1, column 1/);
  const area = await pad.boundingBox();
  await page.mouse.click(area.x + area.width * 0.9, area.y + area.height * 0.1);
  assert.equal(await box(page, "Neuron's row").inputValue(), '0');
  assert.equal(await box(page, "Neuron's column").inputValue(), '3');
  await answer(page, "Neuron's row", '2');
  assert.match(await pad.textContent(), /row 2, column 3/);
  await page.getByRole('combobox', { name: 'Walk' }).selectOption('forward');
  await page.getByRole('button', { name: /^Patch of the image/ }).focus();
  await page.keyboard.press('ArrowUp');
  await says(page, /Step 8 of 8: .* of the 4 × 4 neurons of pool5 see some of it/);
  await nothingWrong(student);
  await student.close();
});

test('measured: one seed comes soon, ten build up, the brush agrees with the windows', async (t) => {
  const student = await visit(at, { path: `${start}&layer=conv2` });
  const { page } = student;
  const began = Date.now();
  await button(page, 'Measure it: where the gradient really is').click();
  await says(page, /over networks: 1\. 95 % of the energy lies within/);
  t.diagnostic(`first effective field of conv2: ${Date.now() - began} ms`);
  await page.getByRole('combobox', { name: 'Networks' }).selectOption('10');
  await says(page, /over networks: 10\. 95 %/);
  await button(page, 'Touch the image: which neurons change').click();
  const pad = page.getByRole('button', { name: /^Image to paint on/ });
  await pad.scrollIntoViewIfNeeded();
  const area = await pad.boundingBox();
  await page.mouse.move(area.x + area.width * 0.3, area.y + area.height * 0.4);
  await page.mouse.down();
  await page.mouse.move(area.x + area.width * 0.5, area.y + area.height * 0.4, { steps: 12 });
  await page.mouse.up();
  await says(page, /Touched blocks: \d+\. By the windows/);
  await says(page, /Measured, \d+ changed\. (The two agree|\d+ stayed)/);
  await pad.focus();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  assert.match(await status(page), /Painted/);
  await button(page, 'Clear').click();
  await says(page, /Nothing is painted yet/);
  await button(page, 'A stack of equal layers: how the measured field grows').click();
  await answer(page, 'Layers', '6');
  await says(page, /At depth 6 the theoretical side is 13/);
  await nothingWrong(student);
  await student.close();
});

for (const [name, options] of Object.entries({ light: {}, dark: { dark: true }, phone: { size: 'phone', ratio: 2 }, small: { size: 'small' },
  'forced colours': { forcedColors: 'active' } })) {
  test(`axe finds nothing and nothing overflows: ${name}`, async () => {
    const student = await visit(at, { path: '#lab=receptive-field&network=lenet-5', ...options });
    const { page } = student;
    for (const part of ['Show all numbers', 'Measure it: where the gradient really is', 'Touch the image: which neurons change'])
      await button(page, part).click();
    await says(page, /95 % of the energy lies within/);
    await drawn(page);
    await page.evaluate(axe);
    assert.deepEqual(await page.evaluate(async () => (await globalThis.axe.run({ resultTypes: ['violations'] })).violations
      .flatMap(({ id, nodes }) => nodes.map(({ html, failureSummary }) => `${id}: ${html}: ${failureSummary}`))), []);
    assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= document.documentElement.clientWidth));
    assert.deepEqual(await page.evaluate(() => [...document.querySelectorAll('#mirror .leaf')]
      .filter((leaf) => leaf.checkVisibility() && leaf.getBoundingClientRect().right > innerWidth + 0.5).map((leaf) => leaf.id)), []);
    await nothingWrong(student);
    await student.close();
  });
}

test('a finger paints, reduced motion steps', async () => {
  const student = await visit(at, { path: '#lab=receptive-field&network=lenet-5', size: 'phone', ratio: 2, reducedMotion: 'reduce' });
  const { page } = student;
  await button(page, 'Touch the image: which neurons change').click();
  const pad = page.getByRole('button', { name: /^Image to paint on/ });
  await pad.scrollIntoViewIfNeeded();
  await pad.tap();
  await says(page, /Touched blocks: 1\./);
  await page.getByRole('slider', { name: 'Position' }).fill('0');
  await button(page, 'Play').click();
  const seen = new Set();
  for (let i = 0; i < 20; ++i) {
    seen.add(await page.getByRole('slider', { name: 'Position' }).inputValue());
    await page.waitForTimeout(100);
  }
  assert.ok([...seen].every((t) => Number.isInteger(Number(t))), [...seen].join());
  assert.ok(seen.size > 1);
  await nothingWrong(student);
  await student.close();
});
