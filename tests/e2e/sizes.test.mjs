// Which inputs fit, in a browser: by roles and labels, by keys alone, readable by a screen reader, on a phone too.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { test } from 'node:test';
import { answer, box, focused, nothingWrong, status, useBrowser, verdict, visit } from './visit.mjs';

const at = useBrowser();
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const path = '#lab=input-sizes&network=alexnet-bern&size=212';
const staircase = (page) => page.getByRole('figure', { name: 'Every layer\'s output side over the input size' });

async function violations(page) {
  await page.evaluate(axe);
  return page.evaluate(async () => (await globalThis.axe.run({ resultTypes: ['violations'] })).violations
    .flatMap(({ id, nodes }) => nodes.map(({ html, failureSummary }) => `${id}: ${html}: ${failureSummary}`)));
}

async function tabTo(page, name) {
  for (let presses = 0; presses < 80 && await focused(page) !== name; ++presses) await page.keyboard.press('Tab');
  assert.equal(await focused(page), name);
}

test('by keys alone: the interval, the sizes tried, the least size', async () => {
  const student = await visit(at, { path });
  const { page } = student;
  assert.match(await staircase(page).textContent(), /appear when you have found both ends/);
  await tabTo(page, 'fc6 smallest input');
  await page.keyboard.type('212-242');
  await page.keyboard.press('Enter');
  assert.equal(await verdict(page, 'fc6 smallest input'), 'wrong');
  assert.equal(await verdict(page, 'fc6 largest input'), 'correct');
  assert.match(await status(page), /training size/);
  await box(page, 'fc6 smallest input').selectText();
  await page.keyboard.type('211');
  await page.keyboard.press('Enter');
  assert.equal(await verdict(page, 'fc6 smallest input'), 'correct');
  assert.match(await staircase(page).textContent(), /211–242: 32 sizes/);
  await tabTo(page, 'Size tried (H = W)');
  const slider = page.getByRole('slider', { name: 'Size tried (H = W)' });
  for (let step = 212; step < 243; ++step) await page.keyboard.press('ArrowRight');
  assert.equal(await slider.inputValue(), '243');
  await page.getByRole('figure', { name: 'The network at 243 × 243' }).waitFor({ state: 'attached' });
  assert.match(await page.getByRole('figure', { name: 'The network at 243 × 243' }).textContent(), /6400 numbers arrive at fc6/);
  await answer(page, 'pool5 least size', '115');
  assert.equal(await verdict(page, 'pool5 least size'), 'correct');
  await nothingWrong(student);
  await student.close();
});

test('a step of the staircase is pressed, and undone', async () => {
  const student = await visit(at, { path });
  const { page } = student;
  await answer(page, 'fc6 smallest input', '211..242');
  await page.getByRole('button', { name: 'Try 243, where pool5 gets to 5' }).click();
  await page.waitForFunction(() => /tried_height=243/.test(location.hash));
  await page.getByRole('button', { name: 'Undo' }).first().click();
  await page.waitForFunction(() => !/tried_height=243/.test(location.hash));
  await nothingWrong(student);
  await student.close();
});

for (const [name, options] of Object.entries({ light: {}, dark: { dark: true }, phone: { size: 'phone', ratio: 2 } })) {
  test(`axe finds nothing, and nothing is wider than the screen: ${name}`, async () => {
    const student = await visit(at, { path, ...options });
    const { page } = student;
    assert.deepEqual(await violations(page), [], 'at the start');
    await answer(page, 'fc6 smallest input', '210-242');
    assert.deepEqual(await violations(page), [], 'with the feedback under the question');
    await answer(page, 'fc6 smallest input', '211');
    await answer(page, 'conv1 least size', '11');
    assert.deepEqual(await violations(page), [], 'with answers');
    const width = await page.evaluate(() => document.scrollingElement.scrollWidth - innerWidth);
    assert.ok(width <= 0, `${width} px too wide`);
    await nothingWrong(student);
    await student.close();
  });
}
