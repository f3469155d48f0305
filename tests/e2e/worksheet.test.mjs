// What a student does first: the ID, a right answer, a wrong one, one that can't be read, and coming back.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { answer, box, focused, isReady, nothingWrong, status, typeId, useBrowser, verdict, visit } from './visit.mjs';

const at = useBrowser();

test('an ID sets the input, answers are checked with a reason, and all is there after a reload', async () => {
  const student = await visit(at);
  const { page } = student;
  await typeId(page);
  assert.equal(await box(page, 'Input size').inputValue(), '212');
  await answer(page, 'conv1 output size', '51');
  assert.equal(await verdict(page, 'conv1 output size'), 'correct');
  await answer(page, 'pool1 output size', '25');
  await answer(page, 'conv2 output size', '12');
  assert.equal(await verdict(page, 'conv2 output size'), 'wrong');
  assert.equal(await box(page, 'conv2 output size').getAttribute('aria-invalid'), 'true');
  const reason = await box(page, 'conv2 output size').evaluate((input) => document.getElementById(input.getAttribute('aria-describedby')).textContent);
  assert.ok(reason.length > 20, reason);
  assert.match(await status(page), /conv2 output size/);
  await answer(page, 'conv1 parameters', 'abc');
  assert.equal(await verdict(page, 'conv1 parameters'), 'unreadable');
  await answer(page, 'conv1 parameters', '96*(11*11*3 + 1)');
  assert.equal(await verdict(page, 'conv1 parameters'), 'correct');
  await nothingWrong(student);

  await page.waitForTimeout(400);
  await page.reload();
  await isReady(page);
  assert.equal(await box(page, 'Student ID').inputValue(), '14-141-512');
  assert.equal(await box(page, 'conv1 parameters').inputValue(), '96*(11*11*3 + 1)');
  assert.equal(await verdict(page, 'conv1 parameters'), 'correct');
  assert.equal(await verdict(page, 'conv2 output size'), 'wrong');
  await student.close();
});

test('an ID of the wrong length says so and loses nothing', async () => {
  const student = await visit(at);
  const { page } = student;
  await typeId(page);
  await answer(page, 'conv1 output size', '51');
  await box(page, 'Student ID').fill('14-141-5');
  await box(page, 'Student ID').press('Enter');
  assert.equal(await verdict(page, 'Student ID'), 'unreadable');
  assert.equal(await box(page, 'Student ID').inputValue(), '14-141-5');
  await typeId(page);
  assert.equal(await box(page, 'conv1 output size').inputValue(), '51');
  await nothingWrong(student);
  await student.close();
});

test('the example is one click, and the ID is never in the address', async () => {
  const student = await visit(at);
  const { page } = student;
  await page.getByRole('button', { name: 'Try 14-141-512' }).click();
  assert.equal(await box(page, 'Student ID').inputValue(), '14-141-512');
  assert.equal(await focused(page), 'conv1 output size');
  assert.match(page.url(), /#lab=layer-sizes&network=alexnet-bern&size=212&rounding=floor$/);
  assert.doesNotMatch(page.url(), /14-?141/);
  await student.close();
});

test('network and rounding are chosen, and a link leads to the same sheet', async () => {
  const student = await visit(at, { path: '#lab=layer-sizes&network=vgg-d&size=224&rounding=ceil' });
  const { page } = student;
  assert.equal(await page.getByRole('combobox', { name: 'Network' }).inputValue(), 'vgg-d');
  assert.equal(await page.getByRole('combobox', { name: 'Rounding' }).inputValue(), 'ceil');
  await page.getByRole('combobox', { name: 'Network' }).selectOption('alexnet-one-gpu');
  await page.getByRole('combobox', { name: 'Rounding' }).selectOption('floor');
  assert.match(page.url(), /network=alexnet-one-gpu/);
  assert.match(page.url(), /rounding=floor/);
  await page.evaluate(() => { location.hash = '#lab=layer-sizes&network=alexnet-2012&size=227&rounding=floor'; });
  await page.waitForFunction(() => document.querySelector('select[aria-label=Network]').value === 'alexnet-2012');
  await nothingWrong(student);
  await student.close();
});

test('undo and redo: by button, and by key where the box itself has nothing to undo', async () => {
  const student = await visit(at);
  const { page } = student;
  await typeId(page);
  await answer(page, 'conv1 output size', '51');
  assert.equal(await focused(page), 'pool1 output size');
  await page.keyboard.press('Control+z');
  assert.equal(await box(page, 'conv1 output size').inputValue(), '');
  await page.keyboard.press('Control+Shift+z');
  assert.equal(await box(page, 'conv1 output size').inputValue(), '51');
  await page.getByRole('button', { name: 'Undo' }).click();
  assert.equal(await box(page, 'conv1 output size').inputValue(), '');
  await page.getByRole('button', { name: 'Redo' }).click();
  assert.equal(await verdict(page, 'conv1 output size'), 'correct');
  // A box that was typed in undoes its own letters.
  await box(page, 'pool1 output size').click();
  await page.keyboard.type('2');
  await page.keyboard.press('Control+z');
  assert.equal(await box(page, 'pool1 output size').inputValue(), '');
  assert.equal(await box(page, 'conv1 output size').inputValue(), '51');
  await student.close();
});

const paste = (page, name, text) => box(page, name).evaluate((input, value) => {
  const data = new DataTransfer();
  data.setData('text/plain', value);
  input.focus();
  return input.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }));
}, text);

test('a column from a spreadsheet is pasted and checked; a single value is the box\'s own paste', async () => {
  const student = await visit(at);
  const { page } = student;
  await typeId(page);
  assert.equal(await paste(page, 'conv1 output size', '51\r\n25\r\n13\r\n7\r\n'), false);
  for (const [name, expected] of [['conv1', 'correct'], ['pool1', 'correct'], ['conv2', 'correct'], ['pool2', 'wrong']])
    assert.equal(await verdict(page, `${name} output size`), expected, name);
  assert.equal(await paste(page, 'conv3 output size', '6'), true);
  await student.close();
});

test('text in an input method is left alone until it is complete', async () => {
  const student = await visit(at);
  const { page, context } = student;
  await box(page, 'conv1 output size').click();
  const client = await context.newCDPSession(page);
  await client.send('Input.imeSetComposition', { text: '５', selectionStart: 1, selectionEnd: 1 });
  await client.send('Input.imeSetComposition', { text: '５１', selectionStart: 2, selectionEnd: 2 });
  assert.equal(await box(page, 'conv1 output size').inputValue(), '５１');
  await client.send('Input.insertText', { text: '51' });
  assert.equal(await box(page, 'conv1 output size').inputValue(), '51');
  await student.close();
});

test('Reset asks first; Escape keeps everything', async () => {
  const student = await visit(at);
  const { page } = student;
  await typeId(page);
  await answer(page, 'conv1 output size', '51');
  const reset = page.getByRole('button', { name: 'Reset', exact: true });
  await reset.click();
  const dialog = page.getByRole('dialog');
  assert.ok(await dialog.isVisible());
  assert.ok(await dialog.evaluate((element) => element.contains(document.activeElement)), 'the focus is in the dialog');
  await page.keyboard.press('Escape');
  assert.equal(await dialog.count(), 0);
  assert.equal(await focused(page), 'Reset');
  assert.equal(await box(page, 'conv1 output size').inputValue(), '51');
  await reset.click();
  await page.keyboard.press('Shift+Tab');
  await page.keyboard.press('Enter');
  assert.equal(await box(page, 'conv1 output size').inputValue(), '');
  await student.close();
});
