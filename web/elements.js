// One kind of block, one kind of element. Each maker returns {element, update(block), parts}: `update` writes what differs;
// `parts` are the elements that lie over something drawn, by its id. Containers have `slots`: where their blocks go.
// Nothing here knows what the page is about.
'use strict';

const strideElements = (() => {

  const make = (tag, attributes = {}, ...children) => {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) set(element, name, value);
    element.append(...children);
    return element;
  };
  // null and false take an attribute away. Nothing is written twice.
  const set = (element, name, value) => {
    if (value === null || value === undefined || value === false) element.removeAttribute(name);
    else if (element.getAttribute(name) !== String(value)) element.setAttribute(name, value);
  };
  const write = (element, text) => { if (element.textContent !== text) element.textContent = text; };
  const domId = (id) => `b.${id}`;
  // Markup of our own making: MathML from an expression tree.
  const writeMath = (element, mathml) => {
    if (element.strideMath !== mathml) element.innerHTML = mathml;
    element.strideMath = mathml;
  };

  const inlineTags = { plain: 'span', strong: 'strong', soft: 'span', code: 'code', math: 'span' };
  const writeInline = (element, parts) => {
    const key = JSON.stringify(parts);
    if (element.strideText === key) return;
    element.strideText = key;
    element.replaceChildren(...parts.map((part) => {
      const span = make(inlineTags[part.kind], { class: part.kind });
      if (part.kind === 'math') writeMath(span, part.mathml); else span.textContent = part.text;
      return span;
    }));
  };

  const heading = (block) => {
    const element = make(`h${Math.min(6, Math.max(1, block.level))}`, { class: 'leaf' });
    return { element, update: ({ text }) => write(element, text) };
  };

  const prose = () => {
    const element = make('p');
    return {
      element,
      update({ text, tone }) {
        set(element, 'class', `leaf tone-${tone}`);
        writeInline(element, text);
      },
    };
  };

  const formula = () => {
    const math = make('div', { class: 'math' });
    const note = make('p', { class: 'note' });
    const element = make('div', { class: 'leaf formula' }, math, note);
    return {
      element,
      update(block) {
        writeMath(math, block.mathml);
        write(note, block.note);
        note.hidden = !block.note;
      },
    };
  };

  const signs = { none: '', correct: '✓', consistent: '~', wrong: '✗', unreadable: '?' };
  const answer = (block) => {
    const caption = make('label', { class: 'leaf caption', for: domId(block.id) });
    const input = make(block.rows > 1 ? 'textarea' : 'input', { class: 'leaf box', autocomplete: 'off', autocapitalize: 'off', spellcheck: 'false',
      'data-role': 'answer' });
    set(input, block.rows > 1 ? 'rows' : 'type', block.rows > 1 ? block.rows : 'text');
    const sign = make('span', { class: 'sign', 'aria-hidden': 'true' });
    const feedback = make('span', { class: 'feedback', id: domId(`${block.id}.feedback`) });
    const element = make('span', { class: 'field' }, caption, input, sign, feedback);
    return {
      element,
      focusable: input,
      parts: { [block.id]: input, [`${block.id}.caption`]: caption },
      update(now) {
        const checked = now.verdict !== 'none';
        const wrong = now.verdict === 'wrong' || now.verdict === 'unreadable';
        write(caption, now.caption);
        caption.hidden = !now.caption;
        set(input, 'aria-label', now.label);
        set(input, 'placeholder', now.placeholder || null);
        set(input, 'inputmode', now.keyboard);
        set(input, 'data-wide', now.wide || now.rows > 1 ? 'yes' : null);
        set(input, 'data-verdict', checked ? now.verdict : null);
        set(input, 'aria-invalid', wrong ? 'true' : null);
        set(input, 'aria-current', now.current ? 'true' : null);
        set(input, 'aria-describedby', now.described_by ? domId(now.described_by) : now.feedback ? feedback.id : null);
        write(sign, signs[now.verdict]);
        write(feedback, now.feedback);
        // What is being composed stays untouched until the composition ends.
        if (!input.strideComposing && input.value !== now.value) input.value = now.value;
      },
    };
  };

  const combobox = (block) => {
    const caption = make('label', { class: 'leaf caption', for: domId(block.id) });
    const select = make('select', { class: 'leaf select', 'data-role': 'select' });
    let written = '';
    return {
      element: make('span', { class: 'field' }, caption, select),
      focusable: select,
      parts: { [block.id]: select, [`${block.id}.caption`]: caption },
      update(now) {
        write(caption, now.label);
        set(select, 'aria-label', now.label);
        const options = JSON.stringify(now.options);
        if (options !== written) select.replaceChildren(...now.options.map(({ value, label }) => make('option', { value }, label)));
        written = options;
        if (select.value !== now.value) select.value = now.value;
      },
    };
  };

  const button = (block, role = 'press') => {
    const element = make('button', { type: 'button', class: 'leaf button', 'data-role': role });
    return {
      element,
      focusable: element,
      update(now) {
        write(element, now.label);
        set(element, 'aria-label', now.name || null);
        set(element, 'data-look', now.look || null);
        // Not `disabled`: a button that ends what it can do must not lose the focus.
        set(element, 'aria-disabled', now.enabled === false ? 'true' : null);
        set(element, 'aria-keyshortcuts', now.shortcut ? now.shortcut.replace(/Ctrl/g, 'Control') : null);
        set(element, 'title', now.shortcut || null);
      },
    };
  };

  const toggle = (block) => {
    const made = button(block, 'toggle');
    return { ...made, update: (now) => { made.update(now); set(made.element, 'aria-pressed', String(now.on)); } };
  };

  const link = () => {
    const label = make('span');
    const progress = make('span', { class: 'unseen' });
    const element = make('a', { class: 'leaf link' }, label, progress);
    return {
      element,
      focusable: element,
      update(now, { sentence }) {
        write(label, now.label);
        write(progress, now.progress === null ? '' : `, ${sentence('percent_done', { percent: Math.round(100 * now.progress) })}`);
        set(element, 'href', now.fragment);
        set(element, 'aria-current', now.current ? 'page' : null);
      },
    };
  };

  const progress = () => {
    const label = make('span', { class: 'label' });
    const bar = make('progress', { max: '1' });
    return {
      element: make('div', { class: 'leaf progress' }, label, bar),
      update(now) {
        write(label, now.label);
        set(bar, 'aria-label', now.label);
        bar.value = now.fraction;
      },
    };
  };

  // Explicit roles: a table whose cells are placed one by one is none to the browser any more.
  const table = (block) => {
    const caption = make('caption', { class: 'unseen' });
    const head = make('tr', { role: 'row' });
    const body = make('tbody', { role: 'rowgroup' });
    const element = make('table', { role: 'table' }, caption, make('thead', { role: 'rowgroup' }, head), body);
    const columns = block.columns.map((column, index) => {
      const cell = column.label ? make('th', { role: 'columnheader', scope: 'col' }) : make('td', { role: 'cell' });
      const text = make('span', { class: 'leaf column' }, column.label);
      cell.append(text);
      head.append(cell);
      return [`${block.id}.column.${index}`, text];
    });
    return {
      element,
      body,
      parts: Object.fromEntries(columns),
      update(now) {
        write(caption, now.caption);
        set(element, 'aria-label', now.caption || null);
      },
    };
  };

  const row = (block) => {
    const element = make('tr', { role: 'row' });
    const slots = block.cells.map((_, index) => {
      const cell = index === 0 ? make('th', { role: 'rowheader', scope: 'row' }) : make('td', { role: 'cell' });
      element.append(cell);
      return cell;
    });
    return {
      element,
      slots,
      update(now) {
        set(element, 'class', [now.current && 'current', now.total && 'total'].filter(Boolean).join(' ') || null);
      },
    };
  };

  const dataTable = (table) => {
    const cells = (tag, values, scope) => values.map((value) => make(tag, scope ? { scope } : {}, value));
    const head = make('tr', {}, ...cells('th', table.columns, 'col'));
    return [make('thead', {}, head), make('tbody', {}, ...table.rows.map((values) => make('tr', {}, ...cells('td', values))))];
  };

  const playbackParts = (id, words) => {
    const control = (name, label) => make('button', { type: 'button', class: 'leaf button', 'data-role': name, 'data-figure': id, id: domId(`${id}.${name}`) }, label);
    const scrub = make('input', { type: 'range', class: 'leaf scrub', min: '0', step: '1', 'data-role': 'scrub', 'data-figure': id,
      id: domId(`${id}.scrub`), 'aria-label': words.position });
    return { play: control('play', words.play), back: control('step-back', words.step_back), step: control('step', words.step), scrub };
  };

  const figure = (block, { words }) => {
    const title = make('p', { class: 'figure-title', 'aria-hidden': 'true' });  // it is the figure's name already
    const sentence = make('figcaption', { class: 'unseen' });
    const data = make('table');
    const aside = make('div', { class: 'unseen data' }, data);
    const hot = make('div', { class: 'hot' });
    const element = make('figure', { class: 'leaf figure', role: 'figure', 'aria-describedby': domId(`${block.id}.sentence`) }, title, sentence, aside);
    sentence.id = domId(`${block.id}.sentence`);
    const areas = new Map();
    const parts = { [block.id]: element };
    const outer = make('div', { class: 'figure-group', role: 'group' }, element, hot);
    // Its numbers, one at a time: reading.js.
    const cursor = make('input', { type: 'range', class: 'leaf cursor', min: '0', step: '1', 'data-role': 'cursor',
      'data-figure': block.id, id: domId(`${block.id}.cursor`) });
    outer.append(cursor);
    parts[`${block.id}.cursor`] = cursor;
    const player = block.playback ? playbackParts(block.id, words) : null;
    if (player) {
      outer.append(player.play, player.back, player.step, player.scrub);
      Object.assign(parts, { [`${block.id}.play`]: player.play, [`${block.id}.step-back`]: player.back,
        [`${block.id}.step`]: player.step, [`${block.id}.scrub`]: player.scrub });
    }
    const updateAreas = (list) => {
      const ids = new Set(list.map(({ id }) => id));
      for (const [id, area] of areas) if (!ids.has(id)) { area.remove(); areas.delete(id); delete parts[id]; }
      for (const { id, label, current, arrows, pad } of list) {
        if (!areas.has(id)) {
          areas.set(id, make('button', { type: 'button', class: 'leaf area', 'data-role': 'press', 'data-id': id, id: domId(id) }));
          hot.append(areas.get(id));
          parts[id] = areas.get(id);
        }
        write(areas.get(id), label);
        if (pad) Object.assign(areas.get(id).dataset, pad, { role: 'pad' });
        set(areas.get(id), 'data-arrows', arrows ? 'yes' : null);
        set(areas.get(id), 'aria-current', current ? 'true' : null);
      }
    };
    let written = '';
    return {
      element: outer,
      parts,
      update(now) {
        set(outer, 'aria-label', now.title);
        set(element, 'aria-label', now.title);
        write(title, now.title);
        write(sentence, now.sentence);
        const rows = JSON.stringify(now.table);
        if (rows !== written) data.replaceChildren(...dataTable(now.table));
        written = rows;
        aside.hidden = !now.table.columns.length;
        set(data, 'aria-label', `${now.title}: ${words.data}`);
        updateAreas(now.hot);
        set(element, 'aria-busy', now.pending ? 'true' : null);
        cursor.hidden = !now.readings;
        set(cursor, 'max', Math.max(0, now.readings - 1));
        set(cursor, 'aria-label', `${words.numbers}: ${now.title}`);
        if (!player || !now.playback) return;
        set(player.scrub, 'max', now.playback.steps);
        set(player.scrub, 'aria-valuetext', now.sentence || null);
        set(outer, 'data-steps', now.playback.steps);
        set(outer, 'data-speed', now.playback.steps_per_second);
        set(outer, 'data-t', now.playback.t);
        if (!outer.dataset.playing) player.scrub.value = now.playback.t;
      },
    };
  };

  const group = (className) => () => {
    const element = make('div', { class: className });
    return { element, slots: [element], update() {} };
  };

  const callout = (block) => {
    const title = make('p', { class: 'leaf title' });
    const inside = make('div', { class: 'blocks' });
    const element = make('div', { role: 'group' }, title, inside);
    return {
      element,
      slots: [inside],
      parts: { [`${block.id}.title`]: title },
      update(now) {
        set(element, 'class', `callout tone-${now.tone}`);
        set(element, 'aria-label', now.title || null);
        if (!now.title) element.removeAttribute('role'); else set(element, 'role', 'group');
        write(title, now.title);
        title.hidden = !now.title;
      },
    };
  };

  const disclosure = (block) => {
    const made = button(block, 'toggle');
    const inside = make('div', { class: 'blocks', id: domId(`${block.id}.blocks`) });
    set(made.element, 'aria-controls', inside.id);
    return {
      element: make('div', { class: 'disclosure' }, made.element, inside),
      focusable: made.element,
      slots: [inside],
      parts: { [block.id]: made.element },
      update(now) {
        write(made.element, now.label);
        set(made.element, 'aria-expanded', String(now.open));
      },
    };
  };

  return {
    make, set, write, domId, writeInline, writeMath,
    kinds: { heading, prose, formula, answer, combobox, toggle, button: (block) => button(block), link, table, row, figure, callout,
      card: group('card'), line: group('line'), progress, disclosure },
  };
})();
