// Everything without a pointer: the order, Enter down a column, the shortcuts, and the keys that stay the browser's.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { answer, box, focused, isReady, nothingWrong, typeId, useBrowser, verdict, visit } from './visit.mjs';

const at = useBrowser();

test('from the address bar to a checked answer by keys alone', async () => {
  const student = await visit(at);
  const { page } = student;
  for (let presses = 0; presses < 40 && await focused(page) !== 'Student ID'; ++presses) await page.keyboard.press('Tab');
  assert.equal(await focused(page), 'Student ID');
  await page.keyboard.type('14141512');
  for (let presses = 0; presses < 40 && await focused(page) !== 'conv1 output size'; ++presses) await page.keyboard.press('Tab');
  assert.equal(await focused(page), 'conv1 output size');
  await page.keyboard.type('51');
  await page.keyboard.press('Enter');
  assert.equal(await verdict(page, 'conv1 output size'), 'correct');
  assert.equal(await focused(page), 'pool1 output size');
  await page.keyboard.type('24');
  await page.keyboard.press('Enter');
  assert.equal(await focused(page), 'pool1 output size', 'a wrong answer keeps the caret where it is mended');
  await page.keyboard.type('25');
  await page.keyboard.press('Enter');
  assert.equal(await focused(page), 'conv2 output size');
  await page.keyboard.press('Shift+Enter');
  assert.equal(await focused(page), 'pool1 output size');
  await page.keyboard.press('Tab');
  assert.equal(await focused(page), 'pool1 parameters');
  await page.keyboard.type('0');
  await page.keyboard.press('Tab');
  assert.equal(await verdict(page, 'pool1 parameters'), 'correct');
  await nothingWrong(student);
  await student.close();
});

test('Tab from a wrong answer leaves its reason in sight; every other way on takes the inspector along', async () => {
  const student = await visit(at);
  const { page } = student;
  const explained = () => page.getByRole('complementary').locator('[data-id="inspector.cell"]').textContent();
  await typeId(page);
  await box(page, 'conv1 output size').fill('50');
  await page.keyboard.press('Tab');
  assert.equal(await focused(page), 'conv1 parameters');
  assert.match(await explained(), /conv1 output size/);
  await box(page, 'pool1 output size').focus();
  assert.match(await explained(), /pool1 output size/);
  await answer(page, 'conv1 output size', '49');   // Enter stays where it is mended
  await box(page, 'conv2 output size').focus();     // at once
  assert.match(await explained(), /conv2 output size/);
  await student.close();
});

test('the first stop leads past the menus, and leaves the route alone', async () => {
  const student = await visit(at, { path: '#lab=convolution' });
  const { page } = student;
  const address = page.url();
  const link = page.getByRole('link', { name: 'Skip to the exercise' });
  await page.keyboard.press('Tab');
  assert.ok(await link.evaluate((element) => element === document.activeElement));
  assert.equal(await link.evaluate((element) => getComputedStyle(element).clipPath), 'none');
  await page.keyboard.press('Enter');
  assert.equal(await focused(page), await page.getByRole('heading', { level: 1 }).textContent());
  assert.equal(page.url(), address);
  await page.keyboard.press('Tab');
  assert.ok(await page.evaluate(() => document.querySelector('main').contains(document.activeElement)));
  await student.close();
});

test('no trap: Tab goes through the whole page and out of it, each stop in sight with a visible ring', async () => {
  const student = await visit(at);
  const { page } = student;
  await typeId(page);
  await page.waitForTimeout(400);
  await page.reload();
  await isReady(page);
  const stops = [];
  for (let presses = 0; presses < 120; ++presses) {
    await page.keyboard.press('Tab');
    const stop = await page.evaluate(() => {
      const active = document.activeElement;
      if (active === document.body) return null;
      const { top, bottom, width, height } = active.getBoundingClientRect();
      return { name: active.getAttribute('aria-label') ?? active.textContent, seen: bottom > 0 && top < innerHeight && width > 10 && height > 10,
        ring: getComputedStyle(active).outlineStyle !== 'none' && getComputedStyle(active).outlineWidth === '2px' };
    });
    if (!stop) break;
    stops.push(stop);
  }
  assert.ok(stops.length > 25 && stops.length < 120, `${stops.length} stops`);
  assert.deepEqual(stops.filter(({ seen, ring }) => !seen || !ring), []);
  const expected = await page.evaluate(() => [...document.querySelectorAll('button, a[href], input, select')]
    .filter((control) => control.checkVisibility() && !control.closest('[inert]')).length);
  assert.equal(stops.length, expected);
  await student.close();
});

test('? shows the shortcuts, but is a character in a text box; Escape closes and gives the focus back', async () => {
  const student = await visit(at);
  const { page } = student;
  await page.getByRole('button', { name: 'Print' }).focus();
  await page.keyboard.press('?');
  const dialog = page.getByRole('dialog');
  assert.ok(await dialog.isVisible());
  assert.ok(await page.locator('main').evaluate((main) => main.inert), 'what is behind is out of reach');
  await page.keyboard.press('Escape');
  assert.equal(await dialog.count(), 0);
  assert.equal(await focused(page), 'Print');
  await box(page, 'conv1 output size').click();
  await page.keyboard.press('?');
  assert.equal(await dialog.count(), 0);
  assert.equal(await box(page, 'conv1 output size').inputValue(), '?');
  await student.close();
});

test('find, zoom, reload and the like are left to the browser', async () => {
  const student = await visit(at);
  const { page } = student;
  await page.evaluate(() => {
    window.taken = [];
    addEventListener('keydown', (event) => { if (event.defaultPrevented) window.taken.push(event.key); });
  });
  const keys = ['Control+f', 'Control+g', 'F3', 'Control+=', 'Control+-', 'Control+0', 'Tab', 'Shift+Tab', 'ArrowDown', 'PageDown', 'Space', 'Home', 'F5', 'Control+p',
    'Control+c', 'Control+v', 'Control+a'];
  const send = (key) => page.evaluate((name) => {
    const parts = name.split('+');
    const target = document.activeElement;
    target.dispatchEvent(new KeyboardEvent('keydown', { key: parts.at(-1) || '+', ctrlKey: parts.includes('Control'), shiftKey: parts.includes('Shift'), bubbles: true, cancelable: true }));
  }, key);
  for (const key of keys) await send(key);
  await box(page, 'conv1 output size').click();
  for (const key of keys) await send(key);
  assert.deepEqual(await page.evaluate(() => window.taken), []);
  await student.close();
});

test('a figure is played, paused, stepped and scrubbed by keys; reduced motion goes by steps', async () => {
  const student = await visit(at, { reducedMotion: 'reduce' });
  const { page } = student;
  await typeId(page);
  await answer(page, 'conv1 output size', '51');
  await box(page, 'conv1 output size').click();  // all its windows, now that they give nothing away
  await page.getByRole('button', { name: 'Step', exact: true }).press('Enter');
  const position = page.getByRole('slider');
  assert.equal(await position.inputValue(), '1');
  const spoken = await position.getAttribute('aria-valuetext');
  assert.match(spoken, /\d/);
  assert.equal(await page.getByRole('status').textContent(), spoken, 'a step says where it has come to');
  await page.getByRole('button', { name: 'Step back', exact: true }).press('Enter');
  assert.equal(await position.inputValue(), '0');
  await position.press('ArrowRight');
  assert.equal(await position.inputValue(), '1');
  await page.getByRole('button', { name: 'Play', exact: true }).press('Enter');
  await page.waitForFunction(() => Number(document.querySelector('input[type=range]:not([hidden])').value) >= 2);
  await page.getByRole('button', { name: 'Pause', exact: true }).press('Enter');
  const stood = await position.inputValue();
  assert.ok(Number.isInteger(Number(stood)));
  await page.waitForTimeout(600);   // what the pause itself changes is drawn, and once more in whole
  const frames = await page.evaluate(() => window.strideFrames);
  await page.waitForTimeout(1500);
  assert.equal(await page.evaluate(() => window.strideFrames), frames, 'a paused figure draws nothing');
  assert.equal(await position.inputValue(), stood);
  await nothingWrong(student);
  await student.close();
});
