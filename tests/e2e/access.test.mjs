// What a screen reader, a magnifier or a tired eye meets: axe, roles, places, forced colours, print.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { test } from 'node:test';
import { answer, box, nothingWrong, status, typeId, useBrowser, visit } from './visit.mjs';

const at = useBrowser();
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

async function violations(page) {
  await page.evaluate(axe);
  return page.evaluate(async () => (await globalThis.axe.run({ resultTypes: ['violations'] })).violations
    .flatMap(({ id, nodes }) => nodes.map(({ html, failureSummary }) => `${id}: ${html}: ${failureSummary}`)));
}

for (const [name, options] of Object.entries({
  'light': {}, 'dark': { dark: true }, 'phone': { size: 'phone', ratio: 2 }, 'forced colours': { forcedColors: 'active' },
  'without WebGL2': { init: () => { HTMLCanvasElement.prototype.getContext = () => null; } },
})) {
  test(`axe finds nothing: ${name}`, async () => {
    const student = await visit(at, options);
    const { page } = student;
    assert.deepEqual(await violations(page), [], 'at the start');
    await typeId(page);
    await answer(page, 'conv1 output size', '51');
    await answer(page, 'conv1 parameters', '34944');
    await answer(page, 'conv2 output size', '12');
    assert.deepEqual(await violations(page), [], 'with answers');
    await page.evaluate(() => document.activeElement.blur());
    await page.keyboard.press('?');
    assert.deepEqual(await violations(page), [], 'with a dialog');
    await student.close();
  });
}

test('landmarks, one first heading, a table with headers, MathML, one status region', async () => {
  const student = await visit(at);
  const { page } = student;
  await typeId(page);
  for (const role of ['banner', 'navigation', 'main', 'complementary']) assert.equal(await page.getByRole(role).count(), 1, role);
  assert.equal(await page.getByRole('heading', { level: 1 }).count(), 1);
  assert.equal(await page.getByRole('status').count(), 1);
  const table = page.getByRole('table').filter({ has: box(page, 'conv1 output size') });
  assert.ok(await table.getByRole('columnheader').count() >= 4);
  assert.ok(await table.getByRole('rowheader', { name: 'conv2' }).count());
  await answer(page, 'conv2 output size', '12');
  assert.ok(await page.locator('math').count() > 0);
  assert.equal(await page.locator('canvas').getAttribute('aria-hidden'), 'true');
  await student.close();
});

test('feedback is spoken once', async () => {
  const student = await visit(at);
  const { page } = student;
  await typeId(page);
  await page.evaluate(() => {
    window.spoken = [];
    new MutationObserver(() => window.spoken.push(document.querySelector('[role=status]').textContent))
      .observe(document.querySelector('[role=status]'), { childList: true, characterData: true, subtree: true });
  });
  await answer(page, 'conv1 output size', '50');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Tab');
  const spoken = await page.evaluate(() => window.spoken);
  assert.equal(spoken.length, 1, JSON.stringify(spoken));
  assert.equal(await status(page), spoken[0]);
  await student.close();
});

for (const size of ['laptop', 'tablet', 'phone']) {
  test(`every control lies exactly over its drawn twin, and every drawn one has a control: ${size}`, async () => {
    const student = await visit(at, { size, ratio: size === 'phone' ? 2.5 : 1 });
    const { page } = student;
    await typeId(page);
    await answer(page, 'conv2 output size', '12');
    const apart = await page.evaluate(() => {
      const { rects } = window.stride.layout();
      const wrong = [];
      for (const [id, [x, y, width, height]] of Object.entries(rects)) {
        const element = window.stride.part(id);
        if (!element) {  // a container: only its parts have places of their own
          if (!document.getElementById(`b.${id}`)) wrong.push(`${id} has no element`);
          continue;
        }
        const box = element.getBoundingClientRect();
        const off = Math.max(Math.abs(box.left + scrollX - x), Math.abs(box.top + scrollY - y), Math.abs(box.width - width), Math.abs(box.height - height));
        if (!element.hidden && off > 0.5) wrong.push(`${id} is off by ${off}`);
      }
      for (const control of document.querySelectorAll('#mirror :is(button, input, select, a:not(#skip))')) {
        if (!control.checkVisibility()) continue;
        const id = control.dataset.id ?? control.id.slice(2);
        if (!rects[id]) wrong.push(`${id} is not drawn`);
      }
      return wrong;
    });
    assert.deepEqual(apart, []);
    await nothingWrong(student);
    await student.close();
  });
}

test('touch targets are 44 px high', async () => {
  const student = await visit(at, { size: 'phone', ratio: 2 });
  const small = await student.page.evaluate(() => [...document.querySelectorAll('#mirror :is(button, input, select, a):not(.area)')]
    .filter((control) => control.checkVisibility() && control.getBoundingClientRect().height < 43.5).map((control) => `${control.id} ${control.getBoundingClientRect().height}`));
  assert.deepEqual(small, []);
  await student.close();
});

test('forced colours and print show the elements themselves', async () => {
  const student = await visit(at, { forcedColors: 'active', dark: true });
  const { page } = student;
  await typeId(page);
  const shown = () => page.evaluate(() => ({
    canvas: getComputedStyle(document.querySelector('canvas')).display,
    position: getComputedStyle(document.querySelector('h1')).position,
    color: getComputedStyle(document.querySelector('h1')).color,
  }));
  assert.deepEqual([(await shown()).canvas, (await shown()).position], ['none', 'static']);
  await page.emulateMedia({ media: 'print', forcedColors: 'none' });
  const print = await shown();
  assert.deepEqual([print.canvas, print.position], ['none', 'static']);
  assert.equal(print.color, 'rgb(27, 30, 36)', 'dark ink, whatever the theme');
  assert.ok(await box(page, 'conv1 output size').isVisible());
  assert.ok(!await page.getByRole('button', { name: 'Print' }).isVisible());
  await student.close();
});
