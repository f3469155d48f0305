// The page as DOM: the page's JSON becomes elements, keyed by id, so that what stays the same stays the same element (and
// keeps its focus, its selection, its composition). Where there is a layout, each lies over its drawn twin; without one
// they flow as a plain page.
'use strict';

const strideMirror = (root, { sentence }) => {
  const { make, set, write, domId, kinds } = strideElements;
  const region = (tag) => root.appendChild(make(tag));
  const header = region('header');
  const rail = region('nav');
  const main = region('main');
  const aside = region('aside');
  const inspector = aside.appendChild(make('div', { class: 'blocks' }));
  const skip = header.appendChild(make('a', { id: 'skip', href: `#${domId('main')}` }, sentence('skip')));
  main.id = domId('main');
  const drawer = header.appendChild(make('button', { type: 'button', class: 'leaf button', id: domId('drawer'), 'data-role': 'drawer',
    'aria-expanded': 'false', 'aria-controls': domId('drawer.panel') }));
  const brand = header.appendChild(make('span', { class: 'leaf brand', id: domId('brand') }, 'Stride'));
  const headerBlocks = header.appendChild(make('div', { class: 'line' }));
  rail.id = domId('drawer.panel');
  let dialog = null;      // {element, title, blocks}
  let toFocus = null;     // once it has its place
  let hasNew = true;      // elements that have no place yet
  let beforeDialog = null;
  let hosted = null;      // the table row that the inspector stands under on a narrow screen
  let parts = new Map();  // id -> element
  let live = new Map();   // id -> {made, block}: what shows itself while something is turned
  let page = null;
  let context = null;

  const signature = (block) => block.kind + (block.level ?? '') + (block.columns ? JSON.stringify(block.columns) : '') +
    (block.cells?.length ?? '') + (block.rows > 1 ? 'rows' : '') +
    (block.kind === 'figure' ? Boolean(block.playback) : '');

  const childLists = (block) => {
    if (block.kind === 'row') return block.cells;
    if (block.kind === 'disclosure' && !block.open) return [[]];
    return block.blocks ? [block.blocks] : [];
  };

  const create = (block, context) => {
    const made = kinds[block.kind](block, context);
    const target = made.focusable ?? made.element;
    target.id = domId(block.id);
    target.dataset.id = block.id;
    hasNew = true;
    return { made, signature: signature(block) };
  };

  // Makes the slot's managed children those of `blocks`, in order; the inspector's row between them is left alone.
  const sync = (slot, blocks, context) => {
    const before = slot.strideNodes ?? new Map();
    const now = new Map();
    for (const block of blocks) {
      const old = before.get(block.id);
      now.set(block.id, old?.signature === signature(block) ? old : create(block, context));
    }
    for (const [id, node] of before) if (now.get(id) !== node) node.made.element.remove();
    slot.strideNodes = now;
    let cursor = slot.firstChild;
    for (const block of blocks) {
      const { made } = now.get(block.id);
      while (cursor?.strideForeign) cursor = cursor.nextSibling;
      if (made.element === cursor) cursor = cursor.nextSibling;
      else slot.insertBefore(made.element, cursor);
      made.update(block, context);
      childLists(block).forEach((list, index) => sync(made.slots[index], list, context));
      if (block.kind === 'table') sync(made.body, block.rows.map((row) => ({ ...row, kind: 'row' })), context);
      if (['answer', 'slider', 'figure'].includes(block.kind)) live.set(block.id, { made, block });
      if (made.parts) for (const [id, element] of Object.entries(made.parts)) parts.set(id, element);
      else if (made.element.classList.contains('leaf')) parts.set(block.id, made.element);
    }
  };

  const openDialog = () => {
    const title = make('h2', { class: 'leaf', id: domId('dialog.title') });
    const blocks = make('div', { class: 'blocks' });
    const element = make('div', { class: 'leaf dialog', role: 'dialog', 'aria-modal': 'true', 'aria-labelledby': title.id, tabindex: '-1' });
    dialog = { element, title, blocks };
    root.append(make('div', { class: 'dialog-group' }, element));
    element.append(title, blocks);
    beforeDialog = document.activeElement;
  };

  const syncDialog = (context) => {
    const opens = page.dialog && !dialog;
    const closes = !page.dialog && dialog;
    hasNew ||= opens || closes;
    if (opens) openDialog();
    if (closes) {
      dialog.element.parentElement.remove();
      dialog = null;
    }
    for (const part of [header, rail, main, aside]) part.inert = Boolean(page.dialog);
    if (page.dialog) {
      write(dialog.title, page.dialog.title);
      sync(dialog.blocks, page.dialog.blocks, context);
      parts.set('dialog', dialog.element);
      parts.set('dialog.title', dialog.title);
    }
    return opens ? 'opens' : closes ? 'closes' : '';
  };

  const dialogButtons = () => [...dialog.element.querySelectorAll('button')];

  // The inspector belongs to a row: on a narrow screen it is read after it, as it is drawn.
  const hostInspector = (narrow) => {
    const row = narrow && page.inspector.length ? document.getElementById(domId(page.inspector_row)) : null;
    if (row?.nextElementSibling === hosted && hosted) return;
    const focused = inspector.contains(document.activeElement) ? document.activeElement : null;
    if (row) {
      const inTable = row.localName === 'tr';  // else the row is a card
      const cell = inTable ? make('td', { role: 'cell', colspan: row.children.length }) : inspector;
      if (inTable) cell.append(inspector);
      const holder = make(inTable ? 'tr' : 'div', { role: inTable && 'row', class: 'inspector-row' }, cell);
      holder.strideForeign = true;
      row.after(holder);
      hosted?.remove();
      hosted = holder;
    } else if (hosted) {
      aside.append(inspector);
      hosted.remove();
      hosted = null;
    }
    aside.hidden = Boolean(hosted) || !page.inspector.length;
    focused?.focus({ preventScroll: true });
  };

  const update = (next) => {
    page = next;
    const focused = document.activeElement;
    context = { words: page.words, sentence };
    parts = new Map([['brand', brand], ['drawer', drawer]]);
    live = new Map();
    set(rail, 'aria-label', page.words.menu);
    set(aside, 'aria-label', page.words.inspector);
    write(drawer, page.words.menu);
    sync(headerBlocks, page.header, context);
    sync(rail, page.rail, context);
    sync(main, page.main, context);
    sync(inspector, page.inspector, context);
    aside.hidden = Boolean(hosted) || !page.inspector.length;
    const change = syncDialog(context);
    if (change === 'opens') toFocus = dialogButtons().at(-1) ?? dialog.element;
    else if (change === 'closes') toFocus = beforeDialog;
    else if (focused?.id && !focused.isConnected) document.getElementById(focused.id)?.focus({ preventScroll: true });
  };

  const putOver = (element, rect) => {
    const key = rect ? rect.join() : '';
    if (element.strideRect === key) return;
    element.strideRect = key;
    element.classList.toggle('away', !rect);
    if (rect) ['--x', '--y', '--w', '--h'].forEach((name, index) => element.style.setProperty(name, `${rect[index]}px`));
  };

  // Under a dialog or the open drawer nothing can be reached; the text of the boxes there is drawn with the rest.
  const cover = ({ rects }) => {
    for (const part of [main, aside]) part.inert = Boolean(rects.dialog ?? rects['drawer.panel']);
  };

  // `news`: the rectangles that differ from before.
  const place = (layout, news) => {
    hostInspector(layout.arrangement === 'narrow');
    const ids = hasNew ? parts.keys() : Object.keys(news);
    for (const id of ids) if (parts.has(id)) putOver(parts.get(id), layout.rects[id]);
    cover(layout);
    hasNew = false;
  };

  // Fields of some blocks, by id: the others stay as they are until update().
  const touch = (fields) => {
    for (const [id, now] of Object.entries(fields)) {
      const { made, block } = live.get(id) ?? {};
      if (!made || Object.keys(now).every((name) => block[name] === now[name])) continue;
      made.update(Object.assign(block, now), context);
    }
  };

  return {
    update,
    touch,
    place,
    hasNew: () => hasNew,
    settleFocus() {
      if (toFocus?.isConnected) toFocus.focus();
      toFocus = null;
    },
    part: (id) => parts.get(id),
    get parts() { return parts; },
    pressLastOfDialog: () => { if (dialog) dialogButtons().at(-1)?.click(); return Boolean(dialog); },
    drawer,
    skip,
    // Past the menus, to what the page is about.
    focusMain() {
      const heading = main.querySelector('h1') ?? main;
      heading.tabIndex = -1;
      heading.focus();
    },
    // Puts the focus on a control, and the caret around what stands in it. `asked`: what asks for it is to be seen too.
    focus(id, asked = false) {
      const element = parts.get(id);
      if (!element) return;
      element.focus();
      const question = asked && !element.closest('table') && element.closest('.card')?.querySelector('.leaf:not(.away)');
      for (const each of question ? [question, element] : []) each.scrollIntoView({ block: 'nearest' });
      if (element.select) element.select();
    },
  };
};
