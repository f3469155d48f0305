// Times the page in a browser. Prints JSON: from navigation to a page that can be used, and what a typed character, and Enter
// with its feedback, take to go through state, page and mirror.
//   node tests/bench/page.mjs SITE
import { launch, serve } from './browser.mjs';

const server = await serve([process.argv[2]]);
const browser = await launch();
const spread = (times) => {
  times.sort((a, b) => a - b);
  const at = (share) => Math.round(10 * times[Math.floor(share * (times.length - 1))]) / 10;
  return { median_ms: at(0.5), ninety_percent_ms: at(0.9), runs: times.length };
};
const visit = async (fragment = '') => {
  const page = await (await browser.newContext({ viewport: { width: 1280, height: 800 } })).newPage();
  await page.goto(`${server.url}index.html${fragment}`);
  await page.waitForSelector('html[data-ready]', { state: 'attached' });
  return page;
};
const box = (page, name) => page.getByRole('textbox', { name, exact: true });
const answer = async (page, name, text) => {
  await box(page, name).fill(text);
  await box(page, name).press('Enter');
};

const ready = [];
for (let i = 0; i < 10; ++i) {
  const page = await visit();
  ready.push(await page.evaluate(() => performance.getEntriesByName('stride-ready')[0].startTime));
  await page.context().close();
}

const sheet = await visit();
await answer(sheet, 'Student ID', '14-141-512');
await answer(sheet, 'conv1 output size', '51');
const keys = await box(sheet, 'pool1 output size').evaluate(async (input) => {
  const times = [];
  for (let i = 0; i < 40; ++i) {
    await new Promise((done) => setTimeout(done, 20));
    const begin = performance.now();
    input.value = String(i);
    input.dispatchEvent(new InputEvent('input', { bubbles: true }));
    times.push(performance.now() - begin);
  }
  return times;
});
const course = await visit('#course=bern-assignment-5&exercise=1');
await answer(course, 'Student ID', '14-141-512');
const enters = [];
for (const [layer, side] of Object.entries({ conv1: 51, pool1: 25, conv2: 12, pool2: 5, conv3: 5, conv4: 5, conv5: 5, pool5: 3 })) {
  await box(course, `${layer} output size`).fill(`${side}`);
  enters.push(await box(course, `${layer} output size`).evaluate((input) => {
    const begin = performance.now();
    input.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, cancelable: true }));
    return performance.now() - begin;
  }));
}
console.log(JSON.stringify({ navigation_to_usable: spread(ready), typed_character: spread(keys), enter_to_feedback: spread(enters) }, null, 2));
await browser.close();
await server.close();
