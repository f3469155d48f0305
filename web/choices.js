// Sliders, choices, orders and files: their elements, and what hands do to them.
'use strict';

(() => {
  const { make, set, write, domId, writeInline, writeMath, kinds } = strideElements;

  kinds.slider = (block) => {
    const caption = make('label', { class: 'leaf caption', for: domId(block.id) });
    const input = make('input', { type: 'range', class: 'leaf slider', 'data-role': 'slider' });
    const output = make('span', { class: 'value', 'aria-hidden': 'true' });
    return {
      element: make('span', { class: 'field' }, caption, input, output),
      focusable: input,
      parts: { [block.id]: input, [`${block.id}.caption`]: caption },
      update(now) {
        write(caption, now.label);
        write(output, now.value_text);
        set(input, 'aria-label', now.label);
        set(input, 'aria-valuetext', now.value_text || null);
        for (const [name, value] of [['min', now.low], ['max', now.high], ['step', now.step]]) set(input, name, value);
        if (!input.strideMoving && Number(input.value) !== now.value) input.value = now.value;
      },
    };
  };

  const option = (block, { value }) => {
    const id = `${block.id}.option.${value}`;
    const input = make('input', { type: block.multiple ? 'checkbox' : 'radio', name: block.id, value, class: 'leaf pick', id: domId(id),
      'data-role': 'choice', 'data-choice': block.id });
    const label = make('label', { class: 'leaf option-text', for: domId(id) });
    const said = make('span', { class: 'unseen', id: domId(`${id}.verdict`) });
    const reason = make('span', { class: 'leaf reason', id: domId(`${id}.reason`) });
    set(input, 'aria-describedby', `${said.id} ${reason.id}`);
    return { element: make('div', { class: 'option' }, input, label, said, reason), input, label, said, reason,
      parts: { [id]: input, [`${id}.text`]: label, [`${id}.reason`]: reason } };
  };

  kinds.choice = (block) => {
    const legend = make('legend', { class: 'leaf caption' });
    const element = make('fieldset', { class: 'choice' }, legend);
    const parts = {};
    let options = [];
    let built = '';
    const build = (now) => {
      const key = JSON.stringify([now.multiple, now.options.map(({ value }) => value)]);
      if (key === built) return;
      built = key;
      for (const { element: row } of options) row.remove();
      for (const id of Object.keys(parts)) delete parts[id];
      options = now.options.map((each) => option(now, each));
      Object.assign(parts, { [`${block.id}.caption`]: legend }, ...options.map((each) => each.parts));
      element.append(...options.map((each) => each.element));
    };
    return {
      element,
      parts,
      update(now, { sentence }) {
        build(now);
        write(legend, now.label);
        set(element, 'role', now.multiple ? 'group' : 'radiogroup');
        set(element, 'aria-label', now.label);
        set(element, 'data-verdict', now.verdict === 'none' ? null : now.verdict);
        set(element, 'aria-describedby', now.described_by ? domId(now.described_by) : null);
        now.options.forEach((each, index) => {
          const { input, label, said, reason } = options[index];
          const checked = each.verdict !== 'none';
          writeInline(label, each.text);
          write(said, checked ? sentence(`verdict.${each.verdict}`) : '');
          write(reason, each.reason);
          set(input, 'data-verdict', checked ? each.verdict : null);
          if (input.checked !== each.chosen) input.checked = each.chosen;
        });
      },
    };
  };

  const orderItem = (block, { id }) => {
    const rowId = `${block.id}.item.${id}`;
    const text = make('span', { class: 'order-text' });
    const math = make('span', { class: 'order-math' });
    const said = make('span', { class: 'unseen' });
    const row = make('span', { class: 'leaf order-row', 'data-role': 'drag' }, text, math, said);
    const grip = make('span', { class: 'leaf grip', 'data-role': 'drag', 'aria-hidden': 'true' });
    const move = (name) => make('button', { type: 'button', class: 'leaf button move', 'data-move': name, id: domId(`${rowId}.${name}`) });
    const up = move('up'), down = move('down');
    return { element: make('li', { 'data-item': id }, row, grip, up, down), text, math, said, up, down,
      parts: { [rowId]: row, [`${rowId}.grip`]: grip, [`${rowId}.up`]: up, [`${rowId}.down`]: down } };
  };

  kinds.ordering = (block) => {
    const caption = make('p', { class: 'leaf caption' });
    const list = make('ol', { role: 'list', 'data-ordering': block.id });
    const rows = new Map();
    const parts = { [`${block.id}.caption`]: caption };
    const rebuild = (items) => {
      const ids = new Set(items.map(({ id }) => id));
      for (const [id, row] of rows) {
        if (ids.has(id)) continue;
        row.element.remove();
        for (const part of Object.keys(row.parts)) delete parts[part];
        rows.delete(id);
      }
      const active = list.contains(document.activeElement) ? document.activeElement : null;
      items.forEach((item, index) => {
        if (!rows.has(item.id)) rows.set(item.id, orderItem(block, item));
        const row = rows.get(item.id);
        if (list.children[index] !== row.element) list.insertBefore(row.element, list.children[index] ?? null);
        Object.assign(parts, row.parts);
      });
      if (active && document.activeElement !== active) active.focus({ preventScroll: true });  // what is moved loses it
    };
    return {
      element: make('div', { class: 'ordering' }, caption, list),
      parts,
      update(now, { words, sentence }) {
        write(caption, now.caption);
        set(list, 'aria-label', now.label);
        set(list, 'data-verdict', now.verdict === 'none' ? null : now.verdict);
        set(list, 'aria-describedby', now.described_by ? domId(now.described_by) : null);
        rebuild(now.items);
        now.items.forEach((item, index) => {
          const { element, text, math, said, up, down } = rows.get(item.id);
          const checked = item.verdict !== 'none';
          writeInline(text, item.text);
          writeMath(math, item.mathml);
          write(said, checked ? `, ${sentence(`verdict.${item.verdict}`)}` : '');
          set(element, 'data-verdict', checked ? item.verdict : null);
          for (const [button, word, end] of [[up, words.move_up, 0], [down, words.move_down, now.items.length - 1]]) {
            write(button, word);
            set(button, 'aria-label', `${word}: ${item.name}`);
            set(button, 'aria-keyshortcuts', button === up ? 'Alt+ArrowUp' : 'Alt+ArrowDown');
            set(button, 'aria-disabled', index === end ? 'true' : null);
          }
        });
      },
    };
  };

  kinds.file = (block) => {
    const input = make('input', { type: 'file', class: 'leaf file', 'data-role': 'file' });
    const label = make('label', { class: 'file-label', for: domId(block.id) });
    return {
      element: make('span', { class: 'field' }, label, input),
      focusable: input,
      parts: { [block.id]: input },
      update(now) {
        write(label, now.label);
        set(input, 'aria-label', now.label);
        set(input, 'accept', now.accept || null);
        set(input, 'data-kept', now.kept ? '' : null);
      },
    };
  };
})();

const strideChoices = (root, { act, turn = act, say, notice, sentence }) => {
  const mostBytes = 5e6;
  let frame = 0;
  let moved = null;   // the slider that the next frame turns

  // At once, then once a frame while a slider moves, and once more where it is left.
  const tell = (input, kind) => turn({ kind, id: input.dataset.id, value: input.value });
  const slide = (input) => {
    input.strideMoving = true;
    moved = input;
    if (frame) return;
    const next = () => {
      frame = 0;
      if (!moved?.strideMoving) return;
      frame = requestAnimationFrame(next);
      tell(moved, 'input');
      moved = null;
    };
    next();
  };
  const settle = (input) => {
    input.strideMoving = false;
    tell(input, 'input');
    tell(input, 'commit');
  };

  const choose = (input) => {
    const id = input.dataset.choice;
    const ticked = [...root.querySelectorAll(`[data-choice="${CSS.escape(id)}"]`)].filter(({ checked }) => checked);
    act({ kind: 'select', id, value: ticked.map(({ value }) => value).join() });
  };

  const read = async (input) => {
    const [file] = input.files;
    if (!file) return;
    if ('kept' in input.dataset) act({ kind: 'press', id: input.dataset.id, value: `${strideOwnFiles.keep(file)} ${file.name}` });
    else if (file.size > mostBytes) notice('file_large');
    else act({ kind: 'press', id: input.dataset.id, value: await file.text() });
    input.value = '';   // the same file may be chosen again
  };

  root.addEventListener('input', ({ target }) => { if (target.dataset.role === 'slider') slide(target); });
  root.addEventListener('change', ({ target }) => {
    if (target.dataset.role === 'slider') settle(target);
    if (target.dataset.role === 'choice') choose(target);
    if (target.dataset.role === 'file') read(target);
  });

  const itemsOf = (list) => [...list.children];
  const moveTo = (item, to) => {
    const list = item.parentElement;
    const items = itemsOf(list);
    const from = items.indexOf(item);
    if (to < 0 || to >= items.length || to === from) return;
    items.splice(to, 0, ...items.splice(from, 1));
    act({ kind: 'select', id: list.dataset.ordering, value: items.map(({ dataset }) => dataset.item).join() });
    say(sentence('moved', { place: to + 1, count: items.length }), false);
  };
  const moveBy = (item, by) => moveTo(item, itemsOf(item.parentElement).indexOf(item) + by);

  root.addEventListener('click', ({ target }) => {
    const button = target.closest('[data-move]');
    if (button && button.getAttribute('aria-disabled') !== 'true') moveBy(button.closest('li'), button.dataset.move === 'up' ? -1 : 1);
  });
  root.addEventListener('keydown', (event) => {
    const item = event.target.closest('[data-item]');
    if (item && event.altKey && ['ArrowUp', 'ArrowDown'].includes(event.key)) {
      event.preventDefault();
      moveBy(item, event.key === 'ArrowUp' ? -1 : 1);
    }
    const { choice } = event.target.dataset;
    if (event.key === 'Enter' && choice?.startsWith('cell.')) act({ kind: 'press', id: `check:${choice.slice('cell.'.length)}` });
  });

  // What is dragged follows the pointer; where it would land, a line is drawn.
  let drag = null;   // {item, row, from, to, startY}
  const mark = () => {
    for (const row of root.querySelectorAll('.lands')) row.classList.remove('lands', 'below');
    if (!drag || drag.to === drag.from) return;
    const row = itemsOf(drag.item.parentElement)[drag.to].querySelector('.order-row');
    row.classList.add('lands');
    row.classList.toggle('below', drag.to > drag.from);
  };
  const end = (drop) => {
    if (!drag) return;
    const { item, row, to } = drag;
    drag = null;
    mark();
    row.classList.remove('dragged');
    row.style.removeProperty('transform');
    if (drop) moveTo(item, to);
  };
  root.addEventListener('pointerdown', (event) => {
    const handle = event.target.closest('[data-role=drag]');
    if (!handle || event.button !== 0 || (event.pointerType === 'touch' && !handle.classList.contains('grip'))) return;
    const item = handle.closest('li');
    const from = itemsOf(item.parentElement).indexOf(item);
    drag = { item, row: item.querySelector('.order-row'), from, to: from, startY: event.pageY };
    handle.setPointerCapture(event.pointerId);
    event.preventDefault();
  });
  root.addEventListener('pointermove', ({ pageY, clientY }) => {
    if (!drag) return;
    drag.row.classList.add('dragged');
    drag.row.style.transform = `translateY(${pageY - drag.startY}px)`;
    const middles = itemsOf(drag.item.parentElement).filter((item) => item !== drag.item).map((item) => {
      const { top, bottom } = item.querySelector('.order-row').getBoundingClientRect();
      return (top + bottom) / 2;
    });
    drag.to = middles.filter((middle) => middle < clientY).length;
    mark();
  });
  root.addEventListener('pointerup', () => end(true));
  root.addEventListener('pointercancel', () => end(false));
  root.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape' || !drag) return;
    event.preventDefault();
    end(false);
  });
};
