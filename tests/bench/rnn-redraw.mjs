// Times the recurrent lab as a student turns its slider: from the turn to the picture of the new network, with the job in the
// worker, the page and the drawing. Prints JSON: per size the median and the worst of `--turns` turns, and the job alone.
//   node tests/bench/rnn-redraw.mjs SITE [--turns N]
import { parseArgs } from 'node:util';
import { launch, serve } from './browser.mjs';

const { values, positionals: [site] } = parseArgs({ allowPositionals: true, options: { turns: { type: 'string', default: '21' } } });
const server = await serve([site]);
const browser = await launch();
const median = (list) => list.toSorted((a, b) => a - b)[list.length >> 1];
const results = [];
for (const [hidden, steps] of [[64, 100], [256, 200], [512, 1000]]) {
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
  page.on('pageerror', (error) => console.error(String(error)));
  await page.goto(`${server.url}index.html#lab=rnn&hidden=${hidden}&steps=${steps}`);
  await page.waitForSelector('html[data-ready]', { state: 'attached' });
  const turns = await page.evaluate(async ({ turns, steps }) => {
    const settled = (sigma) => document.querySelector('#mirror [data-id=sizes]')?.textContent.includes(`value ${sigma},`);
    const until = async (test) => { while (!test()) await new Promise((next) => { setTimeout(next, 0); }); };
    await until(() => settled(0.83));
    const slider = document.querySelector('[data-id="field.scale_to"]');
    const taken = [];
    for (let turn = 0; turn < turns; ++turn) {
      const sigma = String((50 + turn) / 100);
      const start = performance.now();
      slider.value = sigma;
      slider.dispatchEvent(new Event('input', { bubbles: true }));
      await until(() => settled(sigma));
      // The frame that was asked for draws before this one ends.
      await new Promise((drawn) => { requestAnimationFrame(() => { const c = new MessageChannel(); c.port1.onmessage = drawn; c.port2.postMessage(0); }); });
      taken.push(performance.now() - start);
    }
    return taken;
  }, { turns: Number(values.turns), steps });
  results.push({ hidden, steps, median_ms: median(turns), worst_ms: Math.max(...turns), turns: turns.length });
  console.error(JSON.stringify(results.at(-1)));
  await page.close();
}
console.log(JSON.stringify({ redraw: results }));
await browser.close();
server.close();
