// The blocks that are dragged, chosen and put in order: by role and name, with mouse, keyboard and finger. A page of its own
// is mirrored here, so that every kind is there; which lab uses which is the labs' business.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { useBrowser, visit } from './visit.mjs';

const at = useBrowser();
const text = (words) => [{ kind: 'plain', text: words }];
const none = { verdict: 'none', described_by: '' };

const blocks = [
  { kind: 'slider', id: 'field.sigma', label: 'Largest singular value', low: 0, high: 2, step: 0.01, value: 0.8, value_text: '0.80' },
  { kind: 'choice', id: 'cell.why', label: 'Why 227?', caption: 'Why 227?', multiple: false, ...none, options: [
    { value: 'fits', text: text('The windows fit'), chosen: false, verdict: 'none', reason: '' },
    { value: 'gpu', text: text('One GPU'), chosen: false, verdict: 'none', reason: '' }] },
  { kind: 'choice', id: 'cell.points', label: 'Did you say', caption: 'Did you say', multiple: true, ...none, options: [
    { value: 'a', text: text('the slope'), chosen: false, verdict: 'none', reason: '' },
    { value: 'b', text: text('the norm'), chosen: true, verdict: 'none', reason: '' }] },
  { kind: 'ordering', id: 'cell.order', label: 'Put in order', caption: 'Put in order', ...none, items: ['one', 'two', 'three'].map((id) => (
    { id, text: text(`Step ${id}`), mathml: '', name: `Step ${id}`, verdict: 'none' })) },
  { kind: 'answer', id: 'cell.essay', label: 'In your words', caption: 'In your words', value: '', placeholder: '', verdict: 'none', described_by: '', feedback: '',
    keyboard: 'text', current: false, rows: 4, wide: true },
  { kind: 'file', id: 'import', label: 'Import', accept: '.json' },
];

const scripts = ['elements', 'choices', 'mirror', 'hands'].map((name) => `<script src="${name}.js"></script>`).join('');
const blank = `<!DOCTYPE html><html lang="en" data-state="plain"><link rel="stylesheet" href="style.css">${scripts}<div id="mirror"></div></html>`;

/** A page of these blocks alone, which acts like a lab that takes what it gets. */
async function show() {
  const visited = await visit(at, { ready: false });
  const { page } = visited;
  await page.route('**/blocks.html', (route) => route.fulfill({ contentType: 'text/html', body: blank }));
  await page.goto(`${at.url}blocks.html`);
  await page.evaluate((given) => {
    const root = document.getElementById('mirror');
    const words = { move_up: 'Move up', move_down: 'Move down', menu: 'Menu', inspector: 'Current', data: 'Data' };
    const page = { title: '', header: [], rail: [], main: given, inspector: [], inspector_row: '', dialog: null, words };
    const sentence = (key, holes) => `${key} ${JSON.stringify(holes ?? {})}`;
    const mirror = strideMirror(root, { sentence });
    window.acts = [];
    window.said = [];
    const act = (action) => {
      window.acts.push(action);
      const block = given.find(({ id }) => id === action.id);
      const chosen = action.value?.split(',') ?? [];
      if (action.kind === 'select' && block.options) for (const option of block.options) option.chosen = chosen.includes(option.value);
      if (action.kind === 'select' && block.items) block.items.sort((a, b) => chosen.indexOf(a.id) - chosen.indexOf(b.id));
      if (action.kind === 'input') block.value = block.kind === 'slider' ? Number(action.value) : action.value;
      mirror.update(page);
    };
    mirror.update(page);
    strideHands(root, { act, press: () => {}, focusNext: () => {}, closeDrawer: () => false, mirror });
    strideChoices(root, { act, say: (what) => window.said.push(what), notice: (what) => window.said.push(what), sentence });
    window.redraw = (change) => { change(given); mirror.update(page); };
  }, blocks);
  return visited;
}
const acts = (page) => page.evaluate(() => window.acts.splice(0));
const order = (page) => page.getByRole('list', { name: 'Put in order' }).getByRole('listitem').evaluateAll((items) => items.map((item) => item.dataset.item).join());

test('a slider speaks its value and sends it at most once a frame, then is left', async () => {
  const { page, close } = await show();
  const slider = page.getByRole('slider', { name: 'Largest singular value' });
  assert.equal(await slider.getAttribute('aria-valuetext'), '0.80');
  const { x, y, width, height } = await slider.boundingBox();
  await page.mouse.move(x + 0.4 * width, y + height / 2);
  await page.mouse.down();
  for (let part = 0.4; part < 0.9; part += 0.01) await page.mouse.move(x + part * width, y + height / 2);
  await page.mouse.up();
  const list = await acts(page);
  assert.equal(list.at(-1).kind, 'commit');
  assert.ok(Math.abs(Number(list.at(-1).value) - 1.8) < 0.1, list.at(-1).value);
  assert.ok(list.filter(({ kind }) => kind === 'input').length < 60);
  assert.equal(list.filter(({ kind }) => kind === 'commit').length, 1);
  await slider.press('ArrowLeft');
  assert.deepEqual((await acts(page)).map(({ kind }) => kind).slice(-2), ['input', 'commit']);
  await close();
});

test('one of several and any of several, by keyboard; verdicts and reasons are read with the option', async () => {
  const { page, close } = await show();
  const group = page.getByRole('radiogroup', { name: 'Why 227?' });
  await group.getByRole('radio', { name: 'The windows fit' }).focus();
  await page.keyboard.press('Space');
  await page.keyboard.press('ArrowDown');
  assert.ok(await group.getByRole('radio', { name: 'One GPU' }).isChecked());
  await page.keyboard.press('Enter');
  assert.deepEqual((await acts(page)).map(({ kind, id, value }) => [kind, id, value]),
    [['select', 'cell.why', 'fits'], ['select', 'cell.why', 'gpu'], ['press', 'check:why', undefined]]);
  await page.evaluate(() => window.redraw((given) => Object.assign(given[1].options[1], { verdict: 'wrong', reason: 'Memory is another matter.' })));
  const told = await group.getByRole('radio', { name: 'One GPU' }).evaluate((input) => input.getAttribute('aria-describedby').split(' ')
    .map((id) => document.getElementById(id).textContent).join(' '));
  assert.match(told, /wrong.*Memory is another matter/);
  await page.getByRole('group', { name: 'Did you say' }).getByRole('checkbox', { name: 'the slope' }).check();
  assert.deepEqual((await acts(page)).map(({ value }) => value), ['a,b']);
  await close();
});

test('an order is changed by buttons, Alt and arrows, and dragging; the focus and the words follow', async () => {
  const { page, close } = await show();
  const down = page.getByRole('button', { name: 'Move down: Step one' });
  await down.click();
  assert.equal(await order(page), 'two,one,three');
  assert.match(await page.evaluate(() => window.said.at(-1)), /"place":2,"count":3/);
  await down.press('Enter');
  assert.equal(await order(page), 'two,three,one');
  assert.equal(await down.getAttribute('aria-disabled'), 'true');
  assert.equal(await page.evaluate(() => document.activeElement.getAttribute('aria-label')), 'Move down: Step one');
  await page.keyboard.press('Alt+ArrowUp');
  await page.keyboard.press('Alt+ArrowUp');
  await page.keyboard.press('Alt+ArrowUp');   // at the top already
  assert.equal(await order(page), 'one,two,three');
  await acts(page);
  const middle = async (name) => {
    const { x, y, width, height } = await page.getByText(name, { exact: true }).boundingBox();
    return [x + width / 2, y + height / 2];
  };
  await page.mouse.move(...await middle('Step one'));
  await page.mouse.down();
  const [x, y] = await middle('Step three');
  await page.mouse.move(x, y - 30, { steps: 4 });
  await page.mouse.move(x, y + 6, { steps: 4 });
  await page.mouse.up();
  assert.equal(await order(page), 'two,three,one');
  assert.deepEqual((await acts(page)).map(({ kind }) => kind), ['select']);   // one step, whatever lay on the way
  await page.mouse.down();
  await page.mouse.move(x, y - 60);
  await page.keyboard.press('Escape');
  await page.mouse.up();
  assert.equal(await order(page), 'two,three,one');
  await close();
});

test('in a text area Enter makes a new line and Ctrl+Enter checks; a file is read as text', async () => {
  const { page, close } = await show();
  const essay = page.getByRole('textbox', { name: 'In your words' });
  await essay.pressSequentially('a\nb');
  assert.equal(await essay.inputValue(), 'a\nb');
  await essay.press('Control+Enter');
  assert.deepEqual((await acts(page)).at(-1), { kind: 'commit', id: 'cell.essay', value: 'a\nb' });
  await page.getByLabel('Import').first().setInputFiles({ name: 'r.json', mimeType: 'application/json', buffer: Buffer.from('{"a": "é"}') });
  await page.waitForFunction(() => window.acts.length);
  assert.deepEqual((await acts(page)).at(-1), { kind: 'press', id: 'import', value: '{"a": "é"}' });
  await close();
});
