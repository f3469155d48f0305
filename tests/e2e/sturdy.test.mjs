// What goes wrong in browsers: lost contexts, storage that throws, is full, is damaged or is another tab's, broken links.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { answer, box, drawn, isReady, nothingWrong, status, typeId, useBrowser, verdict, visit } from './visit.mjs';

const at = useBrowser();
const saved = (page) => page.waitForTimeout(500);

test('a lost WebGL context comes back by itself, with the same picture', async () => {
  const student = await visit(at, { init: () => {
    const open = HTMLCanvasElement.prototype.getContext;
    HTMLCanvasElement.prototype.getContext = function (...request) {
      const context = open.apply(this, request);
      if (this.id === 'canvas') window.lose = context.getExtension('WEBGL_lose_context');
      return context;
    };
  } });
  const { page } = student;
  await typeId(page);
  await answer(page, 'conv1 output size', '51');
  await page.evaluate(() => document.activeElement.blur());
  await drawn(page);
  const before = await page.screenshot();
  await page.evaluate(() => window.lose.loseContext());
  await page.waitForSelector('html[data-state=plain]', { state: 'attached' });
  assert.ok(await box(page, 'conv1 output size').isVisible(), 'meanwhile the plain page is there');
  await page.evaluate(() => window.lose.restoreContext());
  await page.waitForSelector('html[data-state=drawn]', { state: 'attached' });
  await drawn(page);
  assert.ok(before.equals(await page.screenshot()), 'the picture is the same');
  await nothingWrong(student);
  await student.close();
});

test('storage that throws: one line, and the visit goes on', async () => {
  const student = await visit(at, { init: () => {
    Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('denied', 'SecurityError'); } });
  } });
  const { page } = student;
  await typeId(page);
  await page.getByRole('alert').getByText(/until you close/).waitFor();
  await answer(page, 'conv1 output size', '51');
  assert.equal(await verdict(page, 'conv1 output size'), 'correct');
  await page.getByRole('alert').getByRole('button').click();
  await answer(page, 'pool1 output size', '25');
  await saved(page);
  assert.ok(!await page.getByRole('alert').isVisible(), 'said once');
  await nothingWrong(student);
  await student.close();
});

test('storage that is full: one line; what was kept stays, what is typed stays for the visit', async () => {
  const student = await visit(at);
  const { page } = student;
  await typeId(page);
  await saved(page);
  await page.evaluate(() => {
    Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError'); };
  });
  await answer(page, 'conv1 output size', '51');
  await page.getByRole('alert').getByText(/full/).waitFor();
  assert.equal(await verdict(page, 'conv1 output size'), 'correct');
  await page.reload();
  await isReady(page);
  assert.equal(await box(page, 'Student ID').inputValue(), '14-141-512');
  await nothingWrong(student);
  await student.close();
});

test('a saved text that is damaged, cut off, of another shape or from another version: a line, no crash', async () => {
  const whole = await visit(at);
  await typeId(whole.page);
  await answer(whole.page, 'conv1 output size', '51');
  await saved(whole.page);
  const good = await whole.page.evaluate(() => localStorage.getItem('stride'));
  await whole.close();
  const wrecks = ['', '{', '[]', 'null', '"text"', good.slice(0, good.length / 2), good.replace(/\d+/g, '9e999'), good.replaceAll('"', ''),
    JSON.stringify({ version: 99, fields: [], entries: 7, attempts: 'x' }), '\u0000'];
  const comeBack = (value) => visit(at, { storageState: { cookies: [], origins: [{ origin: new URL(at.url).origin, localStorage: [{ name: 'stride', value }] }] } });
  for (const wreck of wrecks) {
    const student = await comeBack(wreck);
    await answer(student.page, 'conv1 parameters', '34944');
    assert.equal(await verdict(student.page, 'conv1 parameters'), 'correct', wreck);
    await nothingWrong(student);
    await student.close();
  }
  const student = await comeBack('{"version');
  assert.match(await status(student.page), /could not be read/);
  assert.equal(await student.page.evaluate(() => localStorage.getItem('stride.damaged')), '{"version', 'it is kept beside');
  await student.close();
});

test('two tabs keep each other\'s work', async () => {
  const one = await visit(at);
  await typeId(one.page);
  await saved(one.page);
  const two = await visit(at, { context: one.context });
  await answer(one.page, 'conv1 output size', '51');
  await answer(two.page, 'pool1 output size', '25');
  await saved(one.page);
  await answer(one.page, 'conv1 parameters', '34944');
  await answer(two.page, 'conv2 output size', '13');
  await saved(one.page);
  for (const { page } of [one, two]) {
    for (const name of ['conv1 output size', 'pool1 output size', 'conv1 parameters', 'conv2 output size'])
      assert.equal(await verdict(page, name), 'correct', name);
  }
  const three = await visit(at, { context: one.context });
  for (const name of ['conv1 output size', 'pool1 output size', 'conv1 parameters', 'conv2 output size'])
    assert.equal(await verdict(three.page, name), 'correct', `${name} after all`);
  const writes = () => one.page.evaluate(() => localStorage.getItem('stride'));
  const settled = await writes();
  await one.page.waitForTimeout(1000);
  assert.equal(await writes(), settled, 'the tabs do not go on answering each other');
  await nothingWrong(one);
  await nothingWrong(two);
  await one.close();
});

test('a link that is broken in part is followed as far as it goes, with a line', async () => {
  for (const path of ['#lab=no-such-lab', '#network=none&size=212', '#size=-3', '#%E0%A4%A', '#=&&=&', `#size=${'9'.repeat(400)}`, '#lab=layer-sizes&network=vgg-a&size=224&colour=red']) {
    const student = await visit(at, { path });
    await student.page.getByRole('heading', { level: 1 }).waitFor({ state: 'attached' });
    assert.match(await status(student.page), /ignored/, path);
    await nothingWrong(student);
    await student.close();
  }
});

test('what stands unchecked in a box when the page goes elsewhere is there again later, and the new page is whole', async () => {
  const student = await visit(at);
  const { page } = student;
  await typeId(page);
  await answer(page, 'conv1 output size', '51');
  await box(page, 'pool1 output size').fill('24');
  await page.evaluate(() => { location.hash = 'lab=rnn'; });   // as Back does: the focus stays where it is until then
  await page.getByRole('heading', { level: 1, name: 'Where does the gradient go?' }).waitFor();
  assert.equal(await box(page, 'pool1 output size').count(), 0);
  await page.getByRole('slider').first().waitFor();
  await page.goBack();
  await page.getByRole('heading', { level: 1, name: 'Where does the gradient go?' }).waitFor({ state: 'detached' });
  assert.equal(await box(page, 'pool1 output size').inputValue(), '24');
  assert.equal(await verdict(page, 'pool1 output size'), null);
  await answer(page, 'pool1 output size', '24');
  assert.equal(await verdict(page, 'pool1 output size'), 'wrong');
  await nothingWrong(student);
  await student.close();
});
