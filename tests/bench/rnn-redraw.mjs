// Times the recurrent lab as a student turns its slider: from the slider's event to the picture of the new network, with the job
// in the worker, the page and the drawing. Prints JSON: per size the median and the worst wall time of `--turns` turns; how long
// the main thread ran meanwhile, and of that for scripts (WebAssembly included), styles and layout; and how long it ran
// afterwards, when the hand rests and all that is read is written.
//   node tests/bench/rnn-redraw.mjs SITE [--turns N]
import { parseArgs } from 'node:util';
import { launch, serve } from './browser.mjs';

const { values, positionals: [site] } = parseArgs({ allowPositionals: true, options: { turns: { type: 'string', default: '21' } } });
const server = await serve([site]);
const browser = await launch();
const median = (list) => list.toSorted((a, b) => a - b)[list.length >> 1];
const rounded = (value) => Math.round(value * 10) / 10;
const results = [];

// In the page: one turn. The frame that shows the result has ended when it is over.
const turn = (sigma) => new Promise((done) => {
  const slider = document.querySelector('[data-id="field.scale_to"]');
  const start = performance.now();
  window.stride.onShown = (key) => {
    if (!key.includes(`scale_to=${sigma}&`)) return;
    window.stride.onShown = null;
    const after = new MessageChannel();
    after.port1.onmessage = () => done(performance.now() - start);
    after.port2.postMessage(0);
  };
  slider.value = sigma;
  slider.dispatchEvent(new Event('input', { bubbles: true }));
});

for (const [hidden, steps] of [[64, 100], [256, 200], [512, 1000]]) {
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
  page.on('pageerror', (error) => console.error(String(error)));
  await page.goto(`${server.url}index.html#lab=rnn&hidden=${hidden}&steps=${steps}`);
  await page.waitForSelector('html[data-ready]', { state: 'attached' });
  const settled = (sigma) => page.waitForFunction((value) => document.querySelector('#mirror [data-id=sizes]')?.textContent.includes(`value ${value},`), sigma, { polling: 100 });
  await settled('0.83');
  const session = await page.context().newCDPSession(page);
  await session.send('Performance.enable', { timeDomain: 'threadTicks' });  // the time that the thread ran, not that it waited
  const busy = async () => Object.fromEntries((await session.send('Performance.getMetrics')).metrics.map(({ name, value }) => [name, 1000 * value]));
  const turns = [];
  for (let i = 0; i < Number(values.turns); ++i) {
    const sigma = String((50 + i) / 100);
    const before = await busy();
    const wall = await page.evaluate(turn, sigma);
    const shown = await busy();
    await page.waitForTimeout(400);
    await settled(sigma);
    const rested = await busy();
    const part = (name) => shown[name] - before[name];
    turns.push({ wall, main: part('TaskDuration'), script: part('ScriptDuration'), style: part('RecalcStyleDuration'),
      layout: part('LayoutDuration'), rest: rested.TaskDuration - shown.TaskDuration });
  }
  const middle = (name) => rounded(median(turns.map((each) => each[name])));
  results.push({ hidden, steps, median_ms: middle('wall'), worst_ms: rounded(Math.max(...turns.map(({ wall }) => wall))),
    main_thread_ms: middle('main'), script_ms: middle('script'), style_ms: middle('style'), layout_ms: middle('layout'),
    at_rest_ms: middle('rest'), turns: turns.length });
  console.error(JSON.stringify(results.at(-1)));
  await page.close();
}
console.log(JSON.stringify({ redraw: results }));
await browser.close();
server.close();
