// The student's own picture and weights in the layer stepper: they go to the engine and nowhere else.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { png, safetensors } from './files.mjs';
import { isReady, nothingWrong, useBrowser, visit } from './visit.mjs';

const at = useBrowser();
const said = (page, text) => page.getByText(text).first().waitFor({ state: 'attached' });
const choose = (page, label, name, buffer) =>
  page.getByLabel(label, { exact: true }).setInputFiles({ name, mimeType: 'application/octet-stream', buffer: Buffer.from(buffer) });
const ones = (count, value = 1) => Array.from({ length: count }, () => value);

test('an own picture goes through own weights, to the number that a pencil finds', { timeout: 120_000 }, async () => {
  const student = await visit(at, { path: '#lab=layer-stepper&network=lenet-5&layer=conv1' });
  const { page } = student;
  const value = async () => {
    const text = await page.getByText(/The engine's value of conv1 at 0, 0 is/).first().textContent();
    return Number(text.match(/value of conv1 at 0, 0 is (\S+)\.$/)[1].replace('\u2212', '-'));
  };
  await said(page, /The engine's value of conv1 at 0, 0 is/);
  const before = await value();
  await choose(page, 'Weights from a file…', 'trained.safetensors',
    safetensors({ 'conv1.weight': [[6, 1, 5, 5], ones(150)], 'conv1.bias': [[6], ones(6, 0.5)] }));
  await said(page, /The weights come from trained\.safetensors/);
  await choose(page, 'Your own picture…', 'red.png', png(30, 20, [255, 0, 0]));
  await said(page, /red\.png goes in/);
  // Red alone is a grey of 85: -1/3; 25 of it and the bias are -7.8333.
  await page.waitForFunction(() => /conv1 at 0, 0 is [\u2212-]7\.83/.test(document.getElementById('mirror').textContent));
  assert.ok(Math.abs(await value() + 7.8333) < 0.01);
  assert.equal(await page.getByRole('combobox', { name: 'Image' }).inputValue(), 'own');

  await page.getByRole('button', { name: 'Built-in weights again' }).click();
  await page.getByRole('combobox', { name: 'Image' }).selectOption('shapes');
  await page.waitForFunction((number) => document.getElementById('mirror').textContent.includes(`conv1 at 0, 0 is ${number}`),
    String(before).replace('-', '\u2212'));
  await nothingWrong(student);
  await student.close();
});

test('what is wrong with a file is said, and after the page was loaded anew that it is gone', { timeout: 120_000 }, async () => {
  const student = await visit(at, { path: '#lab=layer-stepper&network=lenet-5&layer=conv1' });
  const { page } = student;
  await choose(page, 'Weights from a file…', 'other.safetensors', safetensors({ 'conv1.weight': [[2, 3], ones(6)] }));
  await said(page, /conv1\.weight: expected the shape 6 x 1 x 5 x 5, found 2 x 3/);
  await choose(page, 'Weights from a file…', 'notes.safetensors', Buffer.from('what is this'));
  await said(page, /not a \.safetensors file/);
  await page.getByRole('button', { name: 'Built-in weights again' }).click();
  await choose(page, 'Your own picture…', 'notes.png', Buffer.from('no picture'));
  await said(page, /can't read that file as a picture/);
  await choose(page, 'Your own picture…', 'input.safetensors', safetensors({ input: [[1, 1, 2, 2], ones(4)] }));
  await said(page, /expected input to be 1 x 1 x \d+ x \d+, found 1 x 1 x 2 x 2/);
  await choose(page, 'Your own picture…', 'green.png', png(8, 8, [0, 255, 0]));
  await said(page, /The engine's value of conv1 at 0, 0 is/);
  await page.waitForTimeout(400);  // it is saved a little later
  await page.reload();
  await isReady(page);
  await said(page, /The file that was chosen isn't there any more/);
  await page.getByRole('combobox', { name: 'Image' }).selectOption('noise');
  await said(page, /The engine's value of conv1 at 0, 0 is/);
  await nothingWrong(student);
  await student.close();
});
