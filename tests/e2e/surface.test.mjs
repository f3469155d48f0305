// The canvas in the document: it scrolls with the page, follows it, is sharp, and takes nothing from the page.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { answer, box, drawn, nothingWrong, typeId, useBrowser, visit } from './visit.mjs';

const at = useBrowser();

const covered = (page) => page.evaluate(() => {
  const { top, bottom, left, right } = document.querySelector('canvas').getBoundingClientRect();
  const end = Math.min(innerHeight, document.getElementById('stage').getBoundingClientRect().bottom);
  return top <= 0.5 && bottom >= end - 1 && left <= 0 && right >= document.documentElement.clientWidth - 0.5;
});
const frames = (page) => page.evaluate(() => window.strideFrames);

test('wherever the page is scrolled to, the canvas is there; within its margin it isn\'t drawn again', async () => {
  const student = await visit(at, { size: 'phone', ratio: 2 });
  const { page } = student;
  await typeId(page);
  await page.evaluate(() => { document.activeElement.blur(); scrollTo(0, 0); });
  await drawn(page);
  const height = await page.evaluate(() => document.documentElement.scrollHeight);
  const before = await frames(page);
  await page.evaluate(() => scrollTo(0, 60));
  await drawn(page);
  assert.equal(await frames(page), before);
  assert.ok(await covered(page));
  for (let y = 0; y <= height; y += 333) {
    await page.evaluate((top) => scrollTo(0, top), y);
    await drawn(page);
    assert.ok(await covered(page), `at ${y}`);
  }
  const total = await frames(page) - before;
  assert.ok(total < height / 333, `${total} frames`);
  await nothingWrong(student);
  await student.close();
});

test('one device pixel is one pixel of the canvas, at every ratio', async () => {
  for (const ratio of [1, 1.25, 1.5, 2, 2.5, 3]) {
    const student = await visit(at, { ratio });
    const { css, pixels } = await student.page.evaluate(() => {
      const canvas = document.querySelector('canvas');
      const { width, height, top } = canvas.getBoundingClientRect();
      return { css: [width * devicePixelRatio, height * devicePixelRatio, (top + scrollY) * devicePixelRatio], pixels: [canvas.width, canvas.height] };
    });
    assert.ok(Math.abs(css[0] - pixels[0]) < 0.1 && Math.abs(css[1] - pixels[1]) < 0.1, `${ratio}: ${css} ${pixels}`);
    assert.ok(Math.abs(css[2] - Math.round(css[2])) < 0.1, 'and starts on a whole one');
    await student.close();
  }
});

test('the wheel scrolls the page, over figures too, and the course\'s page where this one can\'t', async () => {
  const student = await visit(at);
  const { page } = student;
  await typeId(page);
  await page.evaluate(() => scrollTo(0, 0));
  const figure = await page.getByRole('figure').first().boundingBox();
  await page.mouse.move(figure.x + figure.width / 2, figure.y + 20);
  await page.mouse.wheel(0, 200);
  await page.waitForFunction(() => scrollY >= 150);
  await nothingWrong(student);
  await student.close();

  const context = await at.browser.newContext({ viewport: { width: 1100, height: 600 } });
  const course = await context.newPage();
  await course.route('**/course.html', (route) => route.fulfill({ contentType: 'text/html',
    body: '<!DOCTYPE html><title>Course</title><iframe title="Stride" width="1000" height="2400" src="index.html"></iframe><div style="height:3000px"></div>' }));
  await course.goto(`${at.url}course.html`);
  await course.frameLocator('iframe').getByRole('textbox', { name: 'Student ID' }).waitFor();
  await course.mouse.move(500, 300);
  await course.mouse.wheel(0, 300);
  await course.waitForFunction(() => scrollY >= 200);
  await context.close();
});

test('a press isn\'t lost when the answer that it ends moves the page', async () => {
  const student = await visit(at, { size: 'phone', ratio: 2 });
  const { page } = student;
  await typeId(page);
  await box(page, 'conv1 output size').fill('50');
  // Leaving the box checks it, and what is said about it opens above this button.
  await page.getByRole('button', { name: 'Print' }).scrollIntoViewIfNeeded();
  await page.evaluate(() => { window.printed = 0; window.print = () => { window.printed += 1; }; });
  await page.getByRole('button', { name: 'Print' }).click();
  assert.equal(await page.evaluate(() => window.printed), 1);
  assert.equal(await box(page, 'conv1 output size').getAttribute('data-verdict'), 'wrong');
  await student.close();
});

test('what the student types in stays in its place when the page above it changes', async () => {
  const student = await visit(at, { size: 'phone', ratio: 2 });
  const { page } = student;
  await typeId(page);
  await answer(page, 'conv1 output size', '50');
  const top = (name) => box(page, name).evaluate((input) => input.getBoundingClientRect().top);
  await box(page, 'conv4 parameters').click();
  await drawn(page);
  const before = await top('conv4 parameters');
  await page.keyboard.type('1');
  await drawn(page);
  assert.ok(Math.abs(await top('conv4 parameters') - before) < 2);
  await student.close();
});

test('the sheet is copied, and a browser that forbids it says so', async () => {
  const student = await visit(at, { permissions: ['clipboard-read', 'clipboard-write'] });
  const { page } = student;
  await typeId(page);
  await answer(page, 'conv1 output size', '51');
  await page.getByRole('button', { name: 'Copy as CSV' }).click();
  await page.waitForFunction(async () => (await navigator.clipboard.readText()).includes('conv1'));
  await page.getByRole('button', { name: 'Copy as Markdown' }).click();
  await page.waitForFunction(async () => (await navigator.clipboard.readText()).includes('| conv1'));
  await page.evaluate(() => { navigator.clipboard.writeText = () => Promise.reject(new Error('no')); });
  await page.getByRole('button', { name: 'Copy as CSV' }).click();
  await page.getByRole('alert').getByText(/clipboard/).waitFor();
  await nothingWrong(student);
  await student.close();
});

test('a theme is chosen and kept, whatever the system says', async () => {
  const student = await visit(at, { dark: true });
  const { page } = student;
  const ground = () => page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
  assert.equal(await ground(), 'rgb(20, 22, 27)');
  await page.getByRole('combobox', { name: 'Theme' }).selectOption('light');
  assert.equal(await ground(), 'rgb(247, 246, 242)');
  await drawn(page);
  const corner = await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => {
    // Read within a frame that draws: the picture isn't kept after it.
    const canvas = document.querySelector('canvas');
    document.querySelector('[data-role=answer]').focus();
    requestAnimationFrame(() => {
      const gl = canvas.getContext('webgl2');
      const pixel = new Uint8Array(4);
      gl.readPixels(canvas.width / 2, 2, 1, 1, gl.RGBA, gl.UNSIGNED_BYTE, pixel);
      done([...pixel].slice(0, 3));
    });
  })));
  assert.deepEqual(corner, [247, 246, 242]);
  await student.close();
});
