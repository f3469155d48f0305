// Reading a figure's numbers: a mouse over it, a finger on it, or the arrow keys in it. The cursor is the drawing's; here are the
// hands, and the text for those who don't see it.
'use strict';

const strideReading = ({ stage, root, bridge, request }) => {
  const ways = { ArrowLeft: 1, ArrowRight: 2, ArrowUp: 3, ArrowDown: 4, Home: 5, End: 6 };  // ui::Way; 0 stays
  const isCursor = (target) => target.dataset?.role === 'cursor';
  const inFigure = (target) => target.id === 'canvas' || Boolean(target.closest?.('.figure-group'));

  const say = (input, { index, text }) => {
    input.value = index;
    input.setAttribute('aria-valuetext', text.replaceAll('\n', ', '));
    request();
  };
  const move = (input, way) => say(input, bridge.cursor(input.dataset.figure, way));
  const clear = () => {
    bridge.putCursor('', -1);
    request();
  };

  const point = ({ target, clientX, clientY }) => {
    if (isCursor(document.activeElement) && document.activeElement.matches(':focus-visible')) return;  // the keys have it
    const { left, top } = stage.getBoundingClientRect();
    const [x, y] = inFigure(target) ? [clientX - left, clientY - top] : [-1, -1];
    if (bridge.point(x, y)) request();
  };
  for (const type of ['pointermove', 'pointerdown']) document.addEventListener(type, point, { passive: true });
  document.addEventListener('pointerleave', () => { if (bridge.point(-1, -1)) request(); });

  root.addEventListener('focusin', ({ target }) => { if (isCursor(target)) move(target, 0); });
  root.addEventListener('focusout', ({ target }) => { if (isCursor(target)) clear(); });
  root.addEventListener('keydown', (event) => {
    const way = ways[event.key];
    if (!isCursor(event.target) || !way || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    move(event.target, way);
  });
  // As a screen reader on a phone moves it.
  root.addEventListener('input', ({ target }) => {
    if (!isCursor(target)) return;
    bridge.putCursor(target.dataset.figure, Number(target.value));
    move(target, 0);
  });
};
