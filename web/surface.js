// The canvas in the document: it covers the visible part and some more above and below, scrolls with the page by itself, and
// is moved and drawn anew only when the visible part leaves it. There is no loop: one frame per reason.
'use strict';

const strideSurface = (canvas, stage, { bridge, onDrawn, onLost, onBack }) => {
  const mostPixels = 8192;   // along one side; more than every screen, less than every limit
  const wholePixels = 7e6;   // a document of so few pixels is covered whole, so that it is captured in one piece
  let place = { top: 0, height: 0 };
  let drawn = { top: 0, bottom: 0 };   // the part of it that was drawn
  let documentHeight = 0;
  let size = '';
  let lost = false;
  let frame = 0;
  let whole = 0;   // the timer of a drawing of all
  window.strideFrames = 0;

  const ratio = () => window.devicePixelRatio || 1;
  const visible = () => ({ top: Math.max(0, scrollY), height: innerHeight });

  const covers = () => {
    const { top, height } = visible();
    const bottom = Math.min(top + height, documentHeight);
    return top >= drawn.top - 0.5 && bottom <= drawn.bottom + 0.5;
  };

  // Starts on a whole pixel, so that what is drawn looks the same wherever the canvas stands.
  const moveOver = () => {
    const view = visible();
    const r = ratio();
    const affordable = wholePixels / (document.documentElement.clientWidth * r * r);
    const enough = documentHeight <= affordable ? documentHeight : view.height * 1.5;
    const height = Math.min(documentHeight, enough, mostPixels / r);
    const top = Math.min(Math.max(0, view.top - (height - view.height) / 2), Math.max(0, documentHeight - height));
    place = { top: Math.floor(top * r) / r, height: Math.ceil(height * r) / r };
    // It may reach below the document, which hides that: making it anew takes long, and texts get a line more or less.
    const rows = Math.round(place.height * r), spare = 512, has = canvas.height;
    const pixels = [Math.min(mostPixels, Math.ceil(document.documentElement.clientWidth * r)),
      size && has >= rows && has <= rows + 2 * spare ? has : Math.min(mostPixels, Math.ceil(rows / spare) * spare)];
    if (size !== `${pixels}@${r}`) {
      bridge.canvas(pixels[0], pixels[1], r);
      canvas.style.width = `${pixels[0] / r}px`;
      canvas.style.height = `${pixels[1] / r}px`;
      size = `${pixels}@${r}`;
    }
    canvas.style.top = `${place.top}px`;
  };

  // `moving`: only what is in sight or nearly, and the rest when no other frame follows soon.
  const draw = (moving = false) => {
    cancelAnimationFrame(frame);
    clearTimeout(whole);
    frame = 0;
    if (lost) return;
    if (moving) whole = setTimeout(request, 250);
    moveOver();
    const { top, height } = visible();
    drawn = moving ? { top: top - height / 4, bottom: top + height * 1.25 } : { top: place.top, bottom: place.top + place.height };
    bridge.draw(place.top, canvas.height / ratio(), drawn.top, drawn.bottom);
    ++window.strideFrames;
    onDrawn();
  };
  const request = () => { frame ||= requestAnimationFrame(() => draw()); };

  addEventListener('scroll', () => { if (!covers()) request(); }, { passive: true });
  canvas.addEventListener('webglcontextlost', (event) => {
    event.preventDefault();   // else it never comes back
    lost = true;
    onLost();
  });
  canvas.addEventListener('webglcontextrestored', () => {
    lost = false;
    bridge.restoreCanvas();
    onBack();
    request();
  });

  // A part of the document by itself, finer than on a screen.
  const copy = ([x, y, width, height]) => {
    const across = document.documentElement.clientWidth, r = Math.min(2, mostPixels / across);
    bridge.canvas(Math.ceil(across * r), Math.ceil(height * r), r);
    bridge.draw(y, height, y, y + height);
    size = '';
    const picture = document.createElement('canvas');
    [picture.width, picture.height] = [width * r, height * r];
    picture.style.width = `${width}px`;
    picture.className = 'paper';
    picture.getContext('2d').drawImage(canvas, -x * r, 0);
    return picture;
  };

  return {
    request,
    draw,
    copy,
    setHeight(height) {
      documentHeight = Math.max(height, innerHeight);
      stage.style.setProperty('--height', `${documentHeight}px`);
    },
  };
};
