// Document A's whole sheet as a student works through it, with three slips that are typical; then what is kept, practised and
// handed in. Everything is found by its role and its name.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { test } from 'node:test';
import { answer, box, focused, isReady, nothingWrong, status, typeId, useBrowser, verdict, visit } from './visit.mjs';

const at = useBrowser();
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

async function violations(page) {
  await page.evaluate(axe);
  return page.evaluate(async () => (await globalThis.axe.run({ resultTypes: ['violations'] })).violations
    .flatMap(({ id, nodes }) => nodes.map(({ html, failureSummary }) => `${id}: ${html}: ${failureSummary}`)));
}

const right = async (page, name, text) => {
  await answer(page, name, text);
  assert.equal(await verdict(page, name), 'correct', `${name}: ${text}: ${await status(page)}`);
};
const link = (page, name) => page.getByRole('navigation').getByRole('link', { name });
const open = async (page, name) => {
  await link(page, name).click();
  await page.getByRole('heading', { level: 1, name }).waitFor();
};
/** The card of a question: what holds its group of options, its list or its box. */
const choose = async (page, question, option) => {
  const group = page.getByRole('radiogroup', { name: question });
  await group.getByRole('radio', { name: option }).check({ force: true });  // its label lies over it
  await page.locator('.card').filter({ has: group }).getByRole('button', { name: 'Check' }).click();
  return group;
};
const chooseRight = async (page, question, option) =>
  assert.equal(await (await choose(page, question, option)).getAttribute('data-verdict'), 'correct', question);
const inspector = (page) => page.getByRole('complementary');

test('a whole sheet, with three slips on the way', async () => {
  const student = await visit(at);
  const { page } = student;

  // From the first screen to document A's exercise.
  await page.getByRole('navigation').getByRole('link', { name: 'Exercise sheets' }).click();
  await page.getByRole('heading', { level: 1, name: 'Exercise sheets' }).waitFor();
  assert.deepEqual(await violations(page), [], 'the sheets');
  await page.getByRole('main').getByRole('link', { name: 'AlexNet at your size' }).click();
  await page.getByRole('heading', { level: 1, name: 'AlexNet at your size' }).waitFor();
  assert.match(page.url(), /#course=bern-assignment-5&exercise=1$/);
  await typeId(page);
  assert.doesNotMatch(page.url(), /141/);

  // The first slip: the last window isn't counted. The next cell is right for it, and leads back.
  await right(page, 'conv1 output size', '51');
  await right(page, 'pool1 output size', '25');
  await answer(page, 'conv2 output size', '12');
  assert.equal(await verdict(page, 'conv2 output size'), 'wrong');
  await inspector(page).getByRole('button', { name: /^It was this/ }).first().click();
  await answer(page, 'pool2 output size', '5');
  assert.equal(await verdict(page, 'pool2 output size'), 'consistent');
  assert.deepEqual(await violations(page), [], 'with a slip');
  // The focus has gone on to conv3: what is carried forward is said there.
  assert.equal(await focused(page), 'conv3 output size');
  await inspector(page).getByText(/isn't right yet: pool2 output size/).first().waitFor({ state: 'attached' });
  await inspector(page).getByRole('button', { name: 'Go to conv2 output size' }).click();
  assert.equal(await focused(page), 'conv2 output size');
  await right(page, 'conv2 output size', '13');
  for (const [layer, side] of Object.entries({ pool2: 6, conv3: 6, conv4: 6, conv5: 6, pool5: 4 }))
    await right(page, `${layer} output size`, `${side}`);

  // The second: one side of the map is forgotten in fc6.
  const parameters = { conv1: '96*(11*11*3 + 1)', conv2: '256*(5*5*96 + 1)', conv3: '384*(3*3*256 + 1)', conv4: '384*(3*3*384 + 1)',
    conv5: '256*(3*3*384 + 1)' };
  for (const pool of ['pool1', 'pool2', 'pool5']) await right(page, `${pool} parameters`, '0');
  for (const [layer, formula] of Object.entries(parameters)) await right(page, `${layer} parameters`, formula);
  await answer(page, 'fc6 parameters', '4096*(4*256 + 1)');
  assert.equal(await verdict(page, 'fc6 parameters'), 'wrong');
  assert.match(await status(page), /side/);
  await right(page, 'fc6 parameters', '4096*(4*4*256 + 1)');
  await right(page, 'fc7 parameters', '4096*(4096 + 1)');
  await right(page, 'fc8 parameters', '1000*(4096 + 1)');
  await right(page, 'total parameters', "41'406'824");
  await right(page, 'Which layer holds most of the parameters? Two may tie.', 'fc6, fc7');
  await page.getByRole('textbox', { name: /hold equally many parameters/ }).fill('4');
  await page.keyboard.press('Enter');

  // The third: the kernel instead of the kernel less one. A hint, then right.
  const fields = { conv1: [4, 11], pool1: [8, 19], conv2: [16, 51], pool2: [32, 83], conv3: [32, 147], conv4: [32, 211], conv5: [32, 275] };
  await answer(page, 'pool1 receptive field', '23');
  assert.equal(await verdict(page, 'pool1 receptive field'), 'wrong');
  await inspector(page).getByRole('button', { name: 'Hint' }).click();
  assert.match(await status(page), /principle/i);
  for (const [layer, [jump, field]] of Object.entries(fields)) {
    await right(page, `${layer} jump`, `${jump}`);
    await right(page, `${layer} receptive field`, `${field}`);
  }
  await right(page, 'pool5 receptive field', '339');
  await chooseRight(page, /no image of this exercise is wider/, /hangs over/);
  await right(page, /^The network was trained at your size/, '211..242');
  const axes = await choose(page, 'May height and width differ?', /only that one fits/);
  assert.equal(await axes.getAttribute('data-verdict'), 'wrong');
  await chooseRight(page, 'May height and width differ?', /by itself/);
  await chooseRight(page, /Is there such a limit/, /Only a lower one/);
  await right(page, /least side of an image that still gives pool5/, '115');
  await right(page, /least side that gives conv2/, '19');
  await box(page, /^Explain in your own words/).fill('fc6 has a weight per number of its map.');
  await page.getByRole('button', { name: 'Show the points' }).click();
  await page.getByRole('group', { name: /points/ }).getByRole('checkbox').first().check({ force: true });
  assert.match(await link(page, /^AlexNet at your size/).textContent(), /100/);

  await open(page, 'The same, with pooling rounded up');
  await right(page, /^With pooling rounded up/, '191..222');
  await open(page, 'The same, without any rounding');
  await right(page, /^Of the sides/, '211, 243, 275');

  // A formula from the keyboard and the palette, set as it is typed.
  await open(page, 'A strided convolution as a formula');
  await chooseRight(page, /^Which indices of I/, /^I\[c, \(i [-−] 1\)/);
  await right(page, 'last c [1]', 'C');
  await right(page, 'row of I [2]', '(i-1)*s + n');
  await right(page, 'column of I [3]', '(j-1)*s + m');
  const formula = page.getByRole('textbox', { name: /^Now write all of/ });
  await formula.fill('sum(c=1..C, n=1..N, m=1..M, *K[c,n,m])');
  await formula.evaluate((input) => input.setSelectionRange(28, 28));
  await page.getByRole('button', { name: /^Insert I/ }).click();
  assert.equal(await formula.inputValue(), 'sum(c=1..C, n=1..N, m=1..M, I[,,]*K[c,n,m])');
  assert.equal(await formula.evaluate((input) => document.activeElement === input && input.selectionStart), 30);
  assert.equal(await formula.getAttribute('data-verdict'), null);   // looked at, not checked
  await formula.fill('sum(c=1..C, n=1..N, m=1..M, I[c, (i-1)*s+n, (j-1)*s+m]*K[c,n,m])');
  assert.ok(await page.locator('.card').filter({ has: formula }).locator('math').count() > 0);
  await formula.press('Enter');
  assert.equal(await formula.getAttribute('data-verdict'), 'correct');

  await open(page, 'Why recurrent gradients vanish');
  await chooseRight(page, /recurrent network's state/, /a_t/);
  await chooseRight(page, /What is dL\/dW/, /^The sum over t/);
  await chooseRight(page, /^What is dh_T\/dh_t/, /^The product over k/);
  const order = page.getByRole('list', { name: /^Put the argument in order/ });
  const place = (item) => order.getByRole('listitem').evaluateAll((items, id) => items.findIndex((each) => each.dataset.item === id), item);
  for (const [wanted, item] of ['fact', 'norms', 'factor', 'power', '|', 'radius'].entries())
    for (let from = await place(item); from > wanted; --from)
      await order.locator(`[data-item="${item}"]`).getByRole('button', { name: /^Move up/ }).click();
  await page.locator('.card').filter({ has: order }).getByRole('button', { name: 'Check' }).click();
  assert.equal(await order.getAttribute('data-verdict'), 'correct');
  await chooseRight(page, /how far W can stretch/, /singular value/);
  await right(page, /largest slope is/, '1/4');
  await right(page, /largest singular value 2/, '(1/4*2)^10');
  await chooseRight(page, /mean for gradients over long lags/, /may also vanish/);
  await chooseRight(page, /1\/γ\?$/, /needn't/);
  await chooseRight(page, /does dL\/dW vanish/, /only its terms/);
  await box(page, /^Write the argument down/).fill('A product of many factors below one.');
  await page.getByRole('button', { name: 'Show the points' }).click();
  assert.deepEqual(await violations(page), [], 'at the end');
  await nothingWrong(student);

  // What is handed in, and what a reload finds.
  const saved = async (name) => {
    const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name }).click()]);
    return readFileSync(await file.path(), 'utf8');
  };
  const csv = await saved('Save as CSV');
  assert.match(csv, /^1,conv2 output size,13,.*right,none$/m);
  assert.match(csv, /^1,pool1 receptive field,19,.*right,principle$/m);
  const result = JSON.parse(await saved('Save result file'));
  assert.ok(result.answers.filter(({ verdict }) => verdict === 'correct').length >= 45, `${result.answers.length}`);
  await page.waitForTimeout(400);
  await page.reload();
  await isReady(page);
  for (const name of [/^AlexNet at your size/, /^The same, with pooling/, /^A strided convolution/, /^Why recurrent/])
    assert.match(await link(page, name).textContent(), /100/, String(name));
  await student.close();
});

test('a spreadsheet\'s cells are pasted into document B\'s sheet, and the sheet is copied for one', async () => {
  const student = await visit(at, { path: '#course=acse-8-coursework&exercise=1' });
  const { page } = student;
  const paste = (name, text) => box(page, name).evaluate((input, value) => {
    const data = new DataTransfer();
    data.setData('text/plain', value);
    return input.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }));
  }, text);
  assert.equal(await paste('conv1 output size', '55\t145\u202f200\t364\t17,472\r\n27\t34 992\t\t0\r\n'), false);
  for (const cell of ['conv1 output size', 'conv1 neurons', 'conv1 parameters', 'pool1 neurons', 'pool1 parameters'])
    assert.equal(await verdict(page, cell), 'correct', cell);
  await paste('total neurons', '356872\t\t7.672.104');
  assert.equal(await verdict(page, 'total neurons'), 'correct');
  assert.equal(await verdict(page, 'total parameters'), 'unreadable');
  assert.match(await box(page, 'total parameters').evaluate((input) =>
    document.getElementById(input.getAttribute('aria-describedby')).textContent), /comma or a space/);
  await page.getByRole('textbox', { name: /before any rounding/ }).fill('3,33');
  await page.keyboard.press('Enter');
  assert.equal(await page.getByRole('textbox', { name: /before any rounding/ }).getAttribute('data-verdict'), 'correct');
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await page.getByRole('button', { name: 'Copy the table' }).click();
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  assert.match(copied, /^Layer\tKernel\tPadding\tStride\tFilters\t/);
  assert.match(copied, /\nconv1\t11\t0\t4\t48\t\t\t55\t145\u202f200\t364\t17,472\n/);
  await nothingWrong(student);
  await student.close();
});

test('a result file without its ID isn\'t offered, and the way to the ID is', async () => {
  const student = await visit(at, { path: '#course=bern-assignment-5&exercise=2a' });
  const { page } = student;
  const save = page.getByRole('button', { name: 'Save result file' });
  assert.equal(await save.getAttribute('aria-disabled'), 'true');
  assert.match(await page.getByRole('main').textContent(), /carries your student ID/);
  await typeId(page);
  assert.equal(await save.getAttribute('aria-disabled'), null);
  await student.close();
});

test('practice has fresh numbers, and what was shown is told apart', async () => {
  const student = await visit(at, { path: '#course=practice' });
  const { page } = student;
  await page.getByRole('button', { name: 'Practise Output sizes' }).click();
  const first = await page.getByRole('main').textContent();
  await page.getByRole('button', { name: 'Next item' }).click();
  assert.notEqual(await page.getByRole('main').textContent(), first);
  assert.deepEqual(await violations(page), []);
  await nothingWrong(student);
  await student.close();
});

test('on a phone nothing is wider than the screen, and a finger chooses, types and checks', async () => {
  const student = await visit(at, { size: 'phone', ratio: 2, path: '#course=bern-assignment-5&exercise=1' });
  const { page } = student;
  await page.getByRole('button', { name: 'Try 14-141-512' }).tap();
  await right(page, 'conv1 output size', '51');
  const group = page.getByRole('radiogroup', { name: 'May height and width differ?' });
  await group.getByText(/by itself/).tap();
  assert.ok(await group.getByRole('radio', { name: /by itself/ }).isChecked());
  assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), 390);
  assert.deepEqual(await violations(page), []);
  await nothingWrong(student);
  await student.close();
});
