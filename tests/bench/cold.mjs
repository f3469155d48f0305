// From navigation to the first inference done, each in a fresh browser, in turns; and the bytes that came over the wire.
//   node tests/bench/cold.mjs SITE [NETWORK] [LAUNCHES]
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { launch, serve } from './browser.mjs';

const [site, network = 'alexnet-bern', launches = '7'] = process.argv.slice(2);
const made = mkdtempSync(join(tmpdir(), 'cold-'));
writeFileSync(join(made, 'network.json'), JSON.stringify(JSON.parse(readFileSync(join(site, 'content.json'))).networks[network]));
const server = await serve([made, site, dirname(fileURLToPath(import.meta.url))]);
const times = { stride: [], tfjs: [] };
for (let i = 0; i < Number(launches); ++i) {
  for (const name of Object.keys(times)) {
    const browser = await launch();
    const page = await browser.newPage();
    await page.goto(`${server.url}cold-${name}.html`);
    await page.waitForFunction('globalThis.took');
    times[name].push(await page.evaluate('globalThis.took'));
    if (process.env.VERBOSE) console.log(name, await page.evaluate('JSON.stringify({ took, ...globalThis.marks })'));
    await browser.close();
  }
}
server.close();
const median = (list) => list.toSorted((a, b) => a - b)[list.length >> 1];
for (const [name, list] of Object.entries(times)) console.log(`${name}: median ${median(list).toFixed(0)} ms, least ${Math.min(...list).toFixed(0)} ms`);
console.log(`ratio of medians in pairs: ${median(times.tfjs.map((ms, i) => ms / times.stride[i])).toFixed(2)}`);
