// What hands do to the mirror becomes actions: typing, Enter, paste, presses, undo. The browser's own keys (find, zoom, Tab,
// a text box's undo) stay the browser's.
'use strict';

const strideHands = (root, { act, press, focusNext, closeDrawer, mirror, writing }) => {
  const answerOf = (target) => target.closest?.('[data-role=answer]');
  const isText = (target) => target.matches?.('input[type=text], textarea, [contenteditable]') ?? false;
  let standing = null;   // the text box with the focus: {input, committed, atFocus}
  let leaving = false;   // for another control, with something to check

  const commit = (input) => {
    if (standing?.input === input) standing.committed = standing.atFocus = input.value;
    act({ kind: 'commit', id: input.dataset.id, value: input.value });
  };

  root.addEventListener('focusin', ({ target }) => {
    const input = answerOf(target);
    const value = leaving ? 'leaving' : '';
    leaving = false;
    if (!input) return;
    if (standing?.input !== input) standing = { input, committed: input.value, atFocus: input.value };
    if (!writing()) act({ kind: 'focus', id: input.dataset.id, value });
  });

  // What a palette's button writes is still being typed: the box keeps the focus, and isn't checked.
  const isPalette = (target) => target?.dataset?.id?.startsWith('insert:') ?? false;
  root.addEventListener('mousedown', (event) => { if (isPalette(event.target.closest?.('button'))) event.preventDefault(); });

  root.addEventListener('focusout', ({ target, relatedTarget }) => {
    const input = answerOf(target);
    if (!input || standing?.input !== input || isPalette(relatedTarget) || writing()) return;
    const changed = input.value !== standing.committed;
    standing = null;
    leaving = changed && Boolean(relatedTarget);
    if (changed) act({ kind: 'commit', id: input.dataset.id, value: input.value });
  });

  root.addEventListener('compositionstart', ({ target }) => { target.strideComposing = true; });
  root.addEventListener('compositionend', ({ target }) => {
    target.strideComposing = false;
    const input = answerOf(target);
    if (input) act({ kind: 'input', id: input.dataset.id, value: input.value });
  });

  root.addEventListener('input', ({ target, isComposing }) => {
    const input = answerOf(target);
    if (input && !isComposing) act({ kind: 'input', id: input.dataset.id, value: input.value });
  });

  root.addEventListener('change', ({ target }) => {
    const select = target.closest('[data-role=select]');
    if (select) act({ kind: 'select', id: select.dataset.id, value: select.value });
  });

  root.addEventListener('paste', (event) => {
    const input = answerOf(event.target);
    const text = event.clipboardData?.getData('text/plain') ?? '';
    const cells = text.replace(/[\r\n]+$/, '');
    if (!input || !input.closest('td') || !/[\n\t]/.test(cells)) return;
    event.preventDefault();
    act({ kind: 'paste', id: input.dataset.id, value: cells });
    if (standing?.input === input) standing.committed = standing.atFocus = input.value;
  });

  root.addEventListener('click', (event) => {
    const button = event.target.closest('button');
    if (!button || button.getAttribute('aria-disabled') === 'true') return;
    if (button.dataset.role !== 'pad') return press(button);
    const { row, column } = button.dataset;
    if (event.detail === 0) pressPad(button, 'at', row, column);   // by Enter or Space
  });

  // A pad of cells: the pointer presses the one under it, arrow keys lead to its neighbours.
  const padOf = (target) => target.closest?.('[data-role=pad]');
  const pressPad = (pad, how, row, column) => act({ kind: 'press', id: pad.dataset.id, value: `${how}:${row},${column}` });
  const clamp = (value, count) => Math.min(Math.max(0, value), count - 1);
  let pressed = '';
  const pressUnder = (pad, { clientX, clientY }) => {
    const { left, top, width, height } = pad.getBoundingClientRect();
    const row = clamp(Math.floor((clientY - top) / height * pad.dataset.rows), pad.dataset.rows);
    const column = clamp(Math.floor((clientX - left) / width * pad.dataset.columns), pad.dataset.columns);
    if (pressed === `${row},${column}`) return;
    pressed = `${row},${column}`;
    pressPad(pad, 'at', row, column);
  };
  root.addEventListener('pointerdown', (event) => {
    const pad = padOf(event.target);
    if (!pad || event.button !== 0) return;
    pressed = '';
    if (pad.dataset.drag === 'true') pad.setPointerCapture(event.pointerId);
    pressUnder(pad, event);
  });
  root.addEventListener('pointermove', (event) => {
    const pad = padOf(event.target);
    if (pad?.dataset.drag === 'true' && event.buttons & 1) pressUnder(pad, event);
  });
  const arrows = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };
  const onArrow = (event, pad) => {
    const [down, right] = arrows[event.key];
    event.preventDefault();
    pressPad(pad, 'move', clamp(Number(pad.dataset.row) + down, pad.dataset.rows),
      clamp(Number(pad.dataset.column) + right, pad.dataset.columns));
  };

  // From one area to the next, which may come into sight only by being pressed.
  const onNextArea = (event) => {
    const back = event.key === 'ArrowLeft' || event.key === 'ArrowUp';
    const next = back ? event.target.previousElementSibling : event.target.nextElementSibling;
    event.preventDefault();
    if (!next?.dataset.arrows) return;
    press(next);
    next.focus();
  };

  const onEnter = (event, input) => {
    event.preventDefault();
    commit(input);
    focusNext(input, event.shiftKey);
  };

  const onUndo = (event) => {
    const back = event.key.toLowerCase() === 'z' && !event.shiftKey;
    // Inside a text box that was typed in, undo is the box's own; elsewhere it is the page's.
    if (isText(event.target) && !(standing?.input === event.target && event.target.value === standing.atFocus)) return;
    event.preventDefault();
    act({ kind: back ? 'undo' : 'redo' });
    if (standing) standing.committed = standing.atFocus = standing.input.value;
  };

  document.addEventListener('keydown', (event) => {
    if (event.isComposing || event.defaultPrevented) return;
    const input = answerOf(event.target);
    const plain = !event.ctrlKey && !event.metaKey && !event.altKey;
    const pad = padOf(event.target);
    if (pad && plain && Object.hasOwn(arrows, event.key)) return onArrow(event, pad);
    if (event.target.dataset?.arrows && plain && Object.hasOwn(arrows, event.key)) return onNextArea(event);
    const alone = input?.tagName === 'TEXTAREA' ? event.ctrlKey || event.metaKey : plain;   // there Enter makes a new line
    if (event.key === 'Enter' && input && alone) return onEnter(event, input);
    if (event.key === 'Escape' && (mirror.pressLastOfDialog() || closeDrawer())) return event.preventDefault();
    if (event.key === '?' && plain && !isText(event.target)) {
      event.preventDefault();
      return act({ kind: 'press', id: 'help' });
    }
    const command = (event.ctrlKey || event.metaKey) && !event.altKey;
    if (command && ['z', 'y'].includes(event.key.toLowerCase())) onUndo(event);
  });
};
