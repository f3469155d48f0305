// node bench.mjs SITE QUERY...
import { launch, serve } from '/work/wt/engine/tests/bench/browser.mjs';
const [site, ...queries] = process.argv.slice(2);
const server = await serve([site]);
for (const q of queries) { const b = await launch(); const p = await b.newPage(); await p.goto(server.url+'bench.html?'+q); await p.waitForFunction(()=>document.title==='done',null,{timeout:120000});
 const r = JSON.parse(await p.evaluate(()=>document.getElementById('result').textContent)); console.log('==',q); console.log(JSON.stringify(r.total_ms), 'backward', r.backward_ms, 'peak', r.peak_gflops, 'atonce', r.peak_at_once, r.simd, r.bytes);
 console.log((r.layers??[]).map(l=>`${l.name} ${l.ms?.toFixed(2)} ${l.gflops?.toFixed(1)}`).join(' | ')); if(r.stages) console.log(r.stages.map(s=>`${s.name}: c${s.computing_ms.toFixed(2)} w${s.waiting_ms.toFixed(2)} k${s.copying_ms.toFixed(2)}`).join(' | ')); if(r.error) console.log(r.error); await b.close(); }
server.close();
