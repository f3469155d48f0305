// Times the layer stepper in a browser. Prints JSON: with AlexNet and with 300 layers, how long the main thread runs for a frame
// (scripts, WebAssembly included, styles and layout) and how many draw calls it takes, while the view moves from layer to layer
// and, for AlexNet, while a layer plays; and from a new student ID to the open layer's activations and to all maps, with the
// longest task and the longest wait between two frames meanwhile. Draw calls are counted and left out, since a processor that
// draws them says nothing about a graphics card.
//   node tests/bench/stepper.mjs SITE
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { launch, serve } from './browser.mjs';

const site = process.argv[2];
const server = await serve([site]);
const browser = await launch();
const rounded = (value) => Math.round(value * 10) / 10;
const content = JSON.parse(readFileSync(join(site, 'content.json'), 'utf8'));
content.networks.deep = { name: 'deep', title: '300 layers', source: 'bench', input: { channels: 3, size: 64 },
  layers: Array.from({ length: 300 }, (_, i) => ({ name: `conv${i + 1}`, type: 'conv', out: 8, kernel: 3, stride: 1, pad: 1 })) };

// In the page: draw calls, frames and long tasks are counted from the last `forget`.
const watch = () => {
  const seen = window.seen = { calls: 0, frames: 0, last: 0, gap: 0, task: 0 };
  window.forget = () => Object.assign(seen, { calls: 0, frames: 0, last: performance.now(), gap: 0, task: 0 });
  // Counted, not drawn: where the processor draws, nothing else could be measured.
  for (const name of ['drawElements', 'drawArrays', 'drawArraysInstanced'])
    WebGL2RenderingContext.prototype[name] = () => { ++seen.calls; };
  const tick = (now) => {
    seen.gap = Math.max(seen.gap, now - seen.last);
    seen.last = now;
    ++seen.frames;
    requestAnimationFrame(tick);
  };
  requestAnimationFrame(tick);
  new PerformanceObserver((list) => { for (const { duration } of list.getEntries()) seen.task = Math.max(seen.task, duration); })
    .observe({ entryTypes: ['longtask'] });
};

const visit = async (address) => {
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
  page.on('pageerror', (error) => console.error(String(error)));
  await page.addInitScript(watch);
  await page.route('**/content.json', (route) => route.fulfill({ json: content }));
  await page.goto(`${server.url}index.html#lab=layer-stepper&${address}`);
  await page.waitForSelector('html[data-ready]', { state: 'attached' });
  const session = await page.context().newCDPSession(page);
  await session.send('Performance.enable', { timeDomain: 'threadTicks' });
  const busy = async () => 1000 * (await session.send('Performance.getMetrics')).metrics.find(({ name }) => name === 'TaskDuration').value;
  const all = (maps) => page.waitForFunction((said) => document.querySelector('#mirror').textContent.includes(said), ` ${maps} maps show`,
    { polling: 50, timeout: 200_000 });
  return { page, busy, all };
};

// What the main thread does for a drawn frame while `what` goes on.
const perFrame = async ({ page, busy }, what) => {
  await page.evaluate(() => { window.forget(); window.strideFrames = 0; });
  const before = await busy();
  await what();
  const spent = await busy() - before, { seen, drawn } = await page.evaluate(() => ({ seen: window.seen, drawn: window.strideFrames }));
  return { frames: drawn, main_thread_ms: rounded(spent / drawn), draw_calls: rounded(seen.calls / drawn), longest_gap_ms: rounded(seen.gap), longest_task_ms: seen.task };
};
const press = (page, id) => page.evaluate((name) => document.getElementById(`b.${name}`).click(), id);
const moving = (visited, layers) => perFrame(visited, async () => {
  for (const layer of layers) {
    await press(visited.page, `layer:${layer}`);
    await visited.page.waitForTimeout(600);
  }
});

const results = {};
for (const [name, address, maps, layers] of [['alexnet', 'network=alexnet-bern&size=227', 9, ['pool1', 'conv3', 'pool5', 'conv2']],
  ['deep', 'network=deep', 301, ['conv60', 'conv150', 'conv299', 'conv20']]]) {
  const began = performance.now(), visited = await visit(address);
  await visited.page.evaluate(() => window.forget());
  await visited.all(maps);
  const first = performance.now() - began, { gap, task } = await visited.page.evaluate(() => window.seen);
  await visited.page.waitForTimeout(1000);
  results[name] = { all_maps_ms: Math.round(first), longest_gap_ms: rounded(gap), longest_task_ms: task, moving: await moving(visited, layers) };
  await press(visited.page, 'field.whole');
  await visited.page.waitForTimeout(500);
  await visited.page.selectOption('[data-id="field.steps_per_second"]', '60');
  await visited.page.waitForTimeout(500);
  results[name].playing = await perFrame(visited, async () => {
    await press(visited.page, 'figure.walk.play');
    await visited.page.waitForTimeout(3000);
  });
  console.error(name, JSON.stringify(results[name]));
  await visited.page.close();
}

const { page, busy, all } = await visit('network=alexnet-bern&layer=conv5');
await all(9);
results.new_id = [];
for (const digits of [30, 77, 1, 45, 99]) {
  await page.waitForTimeout(1500);
  await page.evaluate(() => window.forget());
  const before = await busy();
  const [layer, maps] = await page.evaluate(async (last) => {
    const box = document.querySelector('[data-id="field.student_id"]'), began = performance.now();
    box.value = `14-141-5${String(last).padStart(2, '0')}`;
    box.dispatchEvent(new InputEvent('input', { bubbles: true }));
    const until = async (there) => {
      while (!there() || !location.hash.includes(`size=${200 + last}`)) await new Promise((later) => setTimeout(later, 5));
      return Math.round(performance.now() - began);
    };
    const text = () => document.querySelector('#mirror').textContent;
    return [await until(() => text().includes('engine\'s value of conv5')), await until(() => text().includes(' 9 maps show'))];
  }, digits);
  const { gap, task } = await page.evaluate(() => window.seen);
  results.new_id.push({ side: 200 + digits, layer_ms: layer, all_maps_ms: maps, main_thread_ms: rounded(await busy() - before), longest_gap_ms: rounded(gap), longest_task_ms: task });
}
console.log(JSON.stringify(results, null, 1));
await browser.close();
server.close();
