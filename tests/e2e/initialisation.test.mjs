// Initialisation, in a browser: the sums, then a stack that is really computed; readable by a screen reader, on a phone too.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { test } from 'node:test';
import { answer, nothingWrong, status, useBrowser, verdict, visit } from './visit.mjs';

const at = useBrowser();
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const path = '#lab=initialisation&width=4096&depth=22';
const curves = (page) => page.getByRole('figure', { name: 'Standard deviation of the pre-activations, layer by layer' });

async function violations(page) {
  await page.evaluate(axe);
  return page.evaluate(async () => (await globalThis.axe.run({ resultTypes: ['violations'] })).violations
    .flatMap(({ id, nodes }) => nodes.map(({ html, failureSummary }) => `${id}: ${html}: ${failureSummary}`)));
}

test('document B Q3: the sums first, then each curve', async () => {
  const student = await visit(at, { path: `${path.replace('4096', '256')}` });
  const { page } = student;
  assert.match(await curves(page).textContent(), /appears when its questions are answered/);
  await answer(page, 'Factor per layer', '0.16');
  assert.equal(await verdict(page, 'Factor per layer'), 'wrong');
  assert.match(await status(page), /half that a ReLU takes/);
  await answer(page, 'Factor per layer', '0.01*sqrt(256/2)');
  await answer(page, 'Factor of all layers', '0.113^22');
  for (const name of ['Factor per layer', 'Factor of all layers']) assert.equal(await verdict(page, name), 'correct');
  await page.waitForFunction(() => /at layer 22, where the theory says 1.5·10⁻²¹/.test(document.querySelector('figure, [role=figure]')?.textContent));
  await answer(page, 'He\'s deviation', 'sqrt(2/256)');
  await page.waitForFunction(() => /He: [0-9.]+ at layer 22, where the theory says 1\./.test(document.querySelector('figure, [role=figure]')?.textContent));
  await nothingWrong(student);
  await student.close();
});

for (const [name, options] of Object.entries({ light: {}, dark: { dark: true }, phone: { size: 'phone', ratio: 2 } })) {
  test(`axe finds nothing, and nothing is wider than the screen: ${name}`, async () => {
    const student = await visit(at, { path: '#lab=initialisation&width=64&depth=30', ...options });
    const { page } = student;
    assert.deepEqual(await violations(page), [], 'at the start');
    await answer(page, 'Glorot\'s factor', '0.5');
    await answer(page, 'He\'s deviation', 'sqrt(2/64)');
    await page.getByRole('button', { name: 'Other random weights' }).waitFor();
    assert.deepEqual(await violations(page), [], 'with answers');
    const width = await page.evaluate(() => document.scrollingElement.scrollWidth - innerWidth);
    assert.ok(width <= 0, `${width} px too wide`);
    await nothingWrong(student);
    await student.close();
  });
}
