// Times the page in a browser. Prints JSON: from navigation to a page that can be used, and what a typed character takes to go
// through state, page and mirror.
//   node tests/bench/page.mjs SITE
import { launch, serve } from './browser.mjs';

const server = await serve([process.argv[2]]);
const browser = await launch();
const spread = (times) => {
  times.sort((a, b) => a - b);
  const at = (share) => Math.round(10 * times[Math.floor(share * (times.length - 1))]) / 10;
  return { median_ms: at(0.5), ninety_percent_ms: at(0.9), runs: times.length };
};
const visit = async () => {
  const page = await (await browser.newContext({ viewport: { width: 1280, height: 800 } })).newPage();
  await page.goto(`${server.url}index.html`);
  await page.waitForSelector('html[data-ready]', { state: 'attached' });
  return page;
};
const box = (page, name) => page.getByRole('textbox', { name, exact: true });

const ready = [];
for (let i = 0; i < 10; ++i) {
  const page = await visit();
  ready.push(await page.evaluate(() => performance.getEntriesByName('stride-ready')[0].startTime));
  await page.context().close();
}

const page = await visit();
for (const [name, text] of [['Student ID', '14-141-512'], ['conv1 output size', '51']]) {
  await box(page, name).fill(text);
  await box(page, name).press('Enter');
}
const keys = await box(page, 'pool1 output size').evaluate(async (input) => {
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
console.log(JSON.stringify({ navigation_to_usable: spread(ready), typed_character: spread(keys) }, null, 2));
await browser.close();
await server.close();
