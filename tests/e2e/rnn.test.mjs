// The recurrent lab in a browser: the engine's worker brings real gradients, all by roles and labels.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { answer, box, nothingWrong, status, useBrowser, visit } from './visit.mjs';

const at = useBrowser();
const button = (page, name) => page.getByRole('button', { name, exact: true });
const figure = (page) => page.getByText(/The backward pass has reached step/).first();

test('the gradient is measured, turned, played and stepped', async () => {
  const student = await visit(at, { path: '#lab=rnn&hidden=32&steps=20' });
  const { page } = student;
  await figure(page).waitFor({ state: 'attached' });
  assert.match(await figure(page).textContent(), /step 0, where the gradient is/);
  await answer(page, 'to', '0.5');
  await page.waitForFunction(() => /scale_to=0\.5/.test(location.hash));
  await page.getByText(/largest singular value 0\.5,/).first().waitFor({ state: 'attached' });
  await button(page, 'explode').click();
  await page.getByText(/gain 1\.8/).first().waitFor({ state: 'attached' });
  assert.match(await status(page), /explode/);
  await button(page, 'Step back').first().click();
  await page.getByText(/has reached step 1,/).first().waitFor({ state: 'attached' });
  const loaded = await page.evaluate(() => performance.getEntriesByType('resource').map(({ name }) => name));
  assert.equal(loaded.filter((name) => name.endsWith('engine-rnn-relaxed.wasm')).length, 1);
  assert.ok(!loaded.some((name) => name.endsWith('engine-relaxed.wasm')));  // nobody asked for a network
  await nothingWrong(student);
  await student.close();
});

test('the derivation answers back, on a phone too', async () => {
  const student = await visit(at, { path: '#lab=rnn&hidden=16&steps=20', size: 'phone' });
  const { page } = student;
  await figure(page).waitFor({ state: 'attached' });
  await button(page, 'h_t = f(U x_t + b)').click();
  await page.getByText(/This one has no memory/).first().waitFor({ state: 'attached' });
  await button(page, 'h_t = f(a_t), a_t = W h_(t−1) + U x_t + b').click();
  await page.getByText('2. dL/dW over time').first().waitFor({ state: 'attached' });
  assert.equal(await box(page, 'Units').inputValue(), '16');
  await nothingWrong(student);
  await student.close();
});
