// The layer stepper and the convolution lab in a browser, by roles and labels; real activations from the engine's worker.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { test } from 'node:test';
import { answer, box, drawn, nothingWrong, useBrowser, verdict, visit } from './visit.mjs';

const at = useBrowser();
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const button = (page, name) => page.getByRole('button', { name, exact: true });
const figure = (page, name) => page.getByRole('figure', { name });
const said = (page, text) => page.getByText(text).first().waitFor({ state: 'attached' });

test('a layer is chosen in the drawing, stepped and written out; its numbers come from the engine', async () => {
  const student = await visit(at, { path: '#lab=layer-stepper&network=alexnet-bern&size=212' });
  const { page } = student;
  await said(page, /conv1 is chosen\. 9 maps show/);
  await button(page, 'Open pool1').focus();
  await page.keyboard.press('ArrowRight');
  await said(page, /conv2 is chosen/);
  assert.match(page.url(), /layer=conv2/);
  await said(page, /The engine's value of conv2 at 0, 0 is/);
  await button(page, 'Step').first().click();
  await said(page, /The engine's value of conv2 at 0, 1 is/);
  await button(page, 'Play').first().click();
  await page.waitForTimeout(700);
  await button(page, 'Pause').first().click();
  const reached = await page.getByText(/The engine's value of conv2 at/).first().textContent();
  assert.doesNotMatch(reached, /at 0, [01] is/);
  const [, total, engine] = reached.match(/= (\S+)\. The engine's value of conv2 at [^ ]+ \d+ is (\S+)\.$/);
  assert.equal(total, engine);
  await nothingWrong(student);
  await student.close();
});

test('what the worksheet still asks for is withheld, and leads there and back', async () => {
  const student = await visit(at, { path: '#lab=layer-sizes&network=alexnet-bern&size=212' });
  const { page } = student;
  await answer(page, 'conv1 output size', '51');
  await box(page, 'pool1 output size').focus();
  await button(page, 'Walk through pool1').click();
  await page.waitForFunction(() => /lab=layer-stepper/.test(location.hash));
  assert.equal(await figure(page, /Input, channel/).count(), 0);
  await answer(page, 'pool1 output size', '24');
  assert.equal(await verdict(page, 'pool1 output size'), 'wrong');
  await answer(page, 'pool1 output size', '25');
  await said(page, /The window lies on rows 0–2 and columns 0–2/);
  await button(page, 'Go to pool1 on the worksheet').click();
  await page.waitForFunction(() => /lab=layer-sizes/.test(location.hash));
  assert.equal(await verdict(page, 'pool1 output size'), 'correct');
  await nothingWrong(student);
  await student.close();
});

test('the convolution lab steps through products and runs an own formula', async () => {
  const student = await visit(at, { path: '#lab=convolution' });
  const { page } = student;
  await said(page, /i = 1, j = 1, c = 1, n = 1, m = 1/);
  await button(page, 'Step').first().click();
  await said(page, /i = 1, j = 1, c = 1, n = 1, m = 2/);
  await answer(page, 'Your formula for Z[i, j]', 'sum(c=1..C, n=1..N, m=1..M, I[c,i-1+n,j-1+m]*K[c,n,m])');
  await said(page, /values differ; those are framed/);
  await answer(page, 'Your formula for Z[i, j]', 'sum(c=1..C, n=1..N, m=1..M, I[c,(i-1)*s+n,(j-1)*s+m]*K[c,n,m])');
  await said(page, 'Your formula gives every value');
  await nothingWrong(student);
  await student.close();
});

// Counts what the canvas is drawn with, and keeps the way to lose its context.
const watchCanvas = () => {
  window.instances = [];
  window.moves = [];
  const old = WebGL2RenderingContext.prototype.drawArraysInstanced;
  WebGL2RenderingContext.prototype.drawArraysInstanced = function (...call) {
    window.instances.push(call[3]);
    window.moves.push(JSON.stringify(this.getUniform(this.getParameter(this.CURRENT_PROGRAM), this.getUniformLocation(this.getParameter(this.CURRENT_PROGRAM), 'rows'))));
    return old.apply(this, call);
  };
  const open = HTMLCanvasElement.prototype.getContext;
  HTMLCanvasElement.prototype.getContext = function (...request) {
    const context = open.apply(this, request);
    if (this.id === 'canvas') window.lose = context.getExtension('WEBGL_lose_context');
    return context;
  };
};
const moves = (page) => page.evaluate(() => {
  const seen = new Set(window.moves);
  window.moves.length = 0;
  return seen.size;
});

test('the slabs are one draw call, the view glides to a layer and back, and a lost context brings the same picture', async () => {
  const student = await visit(at, { path: '#lab=layer-stepper&network=alexnet-bern&size=212', init: watchCanvas });
  const { page } = student;
  await said(page, /conv1 is chosen\. 9 maps show/);
  assert.equal(await page.evaluate(() => window.instances.at(-1)), 12);
  await moves(page);
  await button(page, 'Open pool5').click();
  await said(page, /pool5 is chosen\. 9 maps show/);
  await page.waitForTimeout(600);
  // Back and forth until one was seen at its beginning, on its way and at its end: a slow machine leaves pictures out.
  let seen = await moves(page);
  for (let tries = 0; tries < 6 && seen <= 2; ++tries) {
    await button(page, tries % 2 ? 'Open pool5' : 'Open conv5').click();
    await page.waitForTimeout(600);
    seen = await moves(page);
  }
  assert.ok(seen > 2, 'it is drawn on its way too');
  seen = 0;
  for (let tries = 0; tries < 6 && seen <= 2; ++tries) {
    await moves(page);
    await button(page, tries ? 'Open conv3' : 'Open conv4').click();
    await page.waitForTimeout(60);
    await button(page, 'Open pool2').click();   // before it has arrived
    await page.waitForTimeout(600);
    seen = await moves(page);
  }
  assert.ok(seen > 2);
  await page.getByText('Row, column').first().waitFor({ state: 'attached' });
  await page.waitForTimeout(500);
  await page.evaluate(() => { document.activeElement.blur(); scrollTo(0, 0); });
  await drawn(page);
  const before = await page.screenshot();
  await page.evaluate(() => window.lose.loseContext());
  await page.waitForSelector('html[data-state=plain]', { state: 'attached' });
  await page.evaluate(() => window.lose.restoreContext());
  await page.waitForSelector('html[data-state=drawn]', { state: 'attached' });
  await drawn(page);
  assert.ok(before.equals(await page.screenshot()), 'the picture is the same');
  await nothingWrong(student);
  await student.close();
});

test('reduced motion steps to the layer at once', async () => {
  const student = await visit(at, { path: '#lab=layer-stepper&network=alexnet-bern&size=212', init: watchCanvas, reducedMotion: 'reduce' });
  const { page } = student;
  await said(page, /conv1 is chosen\. 9 maps show/);
  await moves(page);
  await button(page, 'Open pool5').click();
  await said(page, /pool5 is chosen\. 9 maps show/);
  await page.waitForTimeout(600);
  assert.ok(await moves(page) <= 2);
  await nothingWrong(student);
  await student.close();
});

test('a pool\'s value is predicted by hand, and the layer is undone by the keyboard', async () => {
  const student = await visit(at, { path: '#lab=layer-stepper&network=alexnet-bern&size=212&layer=pool1' });
  const { page } = student;
  await page.getByRole('combobox', { name: 'Image' }).selectOption('noise');
  await button(page, 'Predict first').click();
  await answer(page, 'conv1 output size', '51');
  await answer(page, 'pool1 output size', '25');
  const question = page.getByRole('textbox', { name: 'What does pool1 give at row 0, column 0?' });
  await question.waitFor({ state: 'attached' });
  await said(page, /9 values lie under the window/);
  const values = await page.evaluate(() => {
    const group = [...document.querySelectorAll('table')].find((table) => table.getAttribute('aria-label')?.startsWith('Under the window'));
    return [...group.querySelectorAll('tbody tr')].map((row) => Number(row.lastElementChild.textContent.replace('−', '-')));
  });
  assert.equal(values.length, 9);
  await question.fill((values.reduce((sum, value) => sum + value, 0) / 9).toFixed(2));
  await question.press('Enter');
  await said(page, /the mean is taken, not the largest/);
  await question.fill(String(Math.max(...values)));
  await question.press('Enter');
  await said(page, /The engine's value|the engine's value of pool1 at 0, 0/);
  await button(page, 'Open pool2').click();
  await page.waitForFunction(() => /layer=pool2/.test(location.hash));
  await page.keyboard.press('Control+z');
  await page.waitForFunction(() => /layer=pool1/.test(location.hash));
  await nothingWrong(student);
  await student.close();
});

// What stands in the print-outs' pictures: how many inks there are on them, and how bright their ground is.
const readPaper = () => {
  addEventListener('afterprint', () => {
    window.papers = [...document.querySelectorAll('canvas.paper')].map((canvas) => {
      const pixels = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data;
      const inks = new Map();
      for (let i = 0; i < pixels.length; i += 4) {
        const ink = pixels.slice(i, i + 3).join();
        inks.set(ink, (inks.get(ink) ?? 0) + 1);
      }
      const [ground] = [...inks].sort((a, b) => b[1] - a[1]);
      return { figure: canvas.parentElement.getAttribute('aria-label'), inks: inks.size, ground: ground[0], height: canvas.height };
    });
  });
};

test('on paper the network is a flat schematic beside its words, in the light theme; sizes stay withheld', async () => {
  const student = await visit(at, { path: '#lab=layer-stepper&network=alexnet-bern&size=212', dark: true, init: readPaper });
  const { page } = student;
  await said(page, /conv1 is chosen\. 9 maps show/);
  await button(page, 'Predict first').click();
  await said(page, /9 sizes|8 sizes/);
  const drawnBefore = await figure(page, /AlexNet, Table 1/).boundingBox();
  const pdf = await page.pdf();
  assert.ok(pdf.length > 10_000);
  const papers = await page.evaluate(() => window.papers);
  const network = papers.find(({ figure }) => /AlexNet, Table 1/.test(figure));
  assert.equal(network.ground, '255,255,255');
  assert.ok(network.inks > 40, 'the image is there, coloured');
  assert.ok(network.height > 600, 'the schematic takes three lines and is twice as fine');
  assert.equal(await page.locator('canvas.paper').count(), 0);
  await page.emulateMedia({ media: 'print' });
  assert.doesNotMatch(await page.locator('#mirror').innerText(), /51 × 51/);
  await page.emulateMedia({ media: null });
  await drawn(page);
  assert.deepEqual(await figure(page, /AlexNet, Table 1/).boundingBox(), drawnBefore, 'and the screen is as it was');
  await nothingWrong(student);
  await student.close();
});

test('where the card takes no shader the slabs are polygons', async () => {
  const student = await visit(at, { path: '#lab=layer-stepper&network=alexnet-bern&size=212', init: () => {
    const { getProgramParameter, useProgram } = WebGL2RenderingContext.prototype;
    const made = [];
    WebGL2RenderingContext.prototype.getProgramParameter = function (program, name) {
      if (name === this.LINK_STATUS && !made.includes(program)) made.push(program);
      return name === this.LINK_STATUS && made.indexOf(program) > 0 ? false : getProgramParameter.call(this, program, name);
    };
    WebGL2RenderingContext.prototype.useProgram = function (program) {
      if (made.indexOf(program) > 0) window.used = true;
      return useProgram.call(this, program);
    };
  } });
  const { page } = student;
  await said(page, /conv1 is chosen\. 9 maps show/);
  await drawn(page);
  const { x, y, width } = await figure(page, /AlexNet, Table 1/).boundingBox();
  const seen = await page.screenshot({ clip: { x, y: y + 30, width: width / 4, height: 150 } });
  const empty = await page.screenshot({ clip: { x: x + width / 2, y: y + 30, width: width / 4, height: 150 } });
  assert.ok(seen.length > 1.3 * empty.length, 'the image stands there, in colours');
  assert.ok(!await page.evaluate(() => window.used));
  await nothingWrong(student);
  await student.close();
});

test('layer, channel and step are as they were after a reload', async () => {
  const student = await visit(at, { path: '#lab=layer-stepper&network=alexnet-bern&size=212&layer=conv2' });
  const { page } = student;
  await said(page, /The engine's value of conv2 at 0, 0 is/);
  await box(page, 'Output channel').fill('7');
  await box(page, 'Output channel').press('Enter');
  await button(page, 'Play').first().click();
  await page.waitForTimeout(900);
  await page.reload();   // while it plays
  const reached = page.getByText(/The engine's value of conv2 at/).first();
  await reached.waitFor({ state: 'attached' });
  assert.equal(await box(page, 'Output channel').inputValue(), '7');
  assert.doesNotMatch(await reached.textContent(), /at 0, 0 is/);
  await nothingWrong(student);
  await student.close();
});

test('both labs are accessible, on a laptop and on a phone', async () => {
  for (const size of ['laptop', 'phone'])
    for (const path of ['#lab=layer-stepper&network=alexnet-bern&size=212', '#lab=convolution']) {
      const student = await visit(at, { path, size });
      await student.page.waitForTimeout(path.includes('stepper') ? 4000 : 300);
      await student.page.evaluate(axe);
      const violations = await student.page.evaluate(async () =>
        (await globalThis.axe.run({ resultTypes: ['violations'] })).violations.map(({ id, nodes }) => `${id}: ${nodes[0].html}`));
      assert.deepEqual(violations, [], `${size} ${path}`);
      const wide = await student.page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      assert.ok(wide <= 0, `${size} ${path}: ${wide} px too wide`);
      await nothingWrong(student);
      await student.close();
    }
});
