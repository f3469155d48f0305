// Puts the parts together: one action goes in, one page comes out, and is mirrored, drawn and kept.
'use strict';

(async () => {
  const element = (id) => document.getElementById(id);
  const stage = element('stage');
  const status = element('status');

  const fail = (error) => {
    element('loading').hidden = true;
    element('failed').hidden = false;
    element('why').textContent = String(error?.message ?? error);
    document.documentElement.dataset.state = 'failed';
  };

  let sentences = {};
  const sentence = (key, holes = {}) => (sentences[`web.${key}`] ?? key)
    .replace(/\{(\w+)\}/g, (hole, name) => Object.hasOwn(holes, name) ? holes[name] : hole);
  const flatten = (value, prefix = '') => typeof value === 'string' ? [[prefix, value]]
    : Object.entries(value).flatMap(([key, inner]) => flatten(inner, prefix ? `${prefix}.${key}` : key));

  // The status line speaks; it is seen too where it tells news that stands nowhere else.
  let hideNews = 0;
  const say = (text, news) => {
    if (status.textContent !== text) status.textContent = text;
    clearTimeout(hideNews);
    status.classList.toggle('news', Boolean(news && text));
    if (news) hideNews = setTimeout(() => status.classList.remove('news'), 8000);
  };

  const run = async () => {
    const [compiled, contentText] = await Promise.all([strideAssets.app, strideAssets.content]);
    sentences = Object.fromEntries(flatten(JSON.parse(contentText).text.en));
    const bridge = await strideBridge(compiled);
    // Something that the student should know about this browser: it stays until it is closed.
    const notice = (what) => {
      element('note-text').textContent = sentence(what);
      element('note').hidden = false;
    };
    element('note-close').textContent = sentences['app.close'];
    element('note-close').addEventListener('click', () => { element('note').hidden = true; });
    const mirror = strideMirror(element('mirror'), { sentence });
    let page = null;
    let surface = null;     // none in the plain page
    let held = false;       // a press is under way: nothing may move from under it
    let waiting = false;
    let focusAsked = false; // by the last action
    let shownStatus = '';

    const store = strideStore({ save: bridge.saved, merge: (value) => act({ kind: 'merge', value }), notice });
    const jobs = strideJobs({ sentence, say: (text) => say(text, true), deliver(key, json, tensor) {
      bridge.result(json, tensor);
      arrived = key;
      follow();
    } });

    const systemDark = matchMedia('(prefers-color-scheme: dark)');
    const coarse = matchMedia('(pointer: coarse)');
    let toldViewport = '';
    const tellViewport = () => {
      const now = { width: document.documentElement.clientWidth, height: innerHeight, ratio: window.devicePixelRatio || 1,
        touch: coarse.matches, dark: systemDark.matches };
      if (JSON.stringify(now) === toldViewport) return false;
      toldViewport = JSON.stringify(now);
      bridge.viewport(now);
      return true;
    };

    // What the student looks at stays where it is when things above it grow or shrink.
    const anchor = () => {
      const active = document.activeElement?.closest('#mirror .leaf');
      const inSight = (leaf) => { const { top, bottom } = leaf.getBoundingClientRect(); return bottom > 0 && top < innerHeight; };
      const leaf = active && inSight(active) ? active : scrollY > 0
        ? [...mirror.parts.values()].find((part) => !part.classList.contains('away') && part.getBoundingClientRect().top >= 0) : null;
      const before = leaf?.getBoundingClientRect().top;
      return () => {
        if (!leaf?.isConnected || leaf.classList.contains('away')) return;
        const moved = leaf.getBoundingClientRect().top - before;
        if (Math.abs(moved) > 0.5) scrollBy({ top: moved, behavior: 'instant' });
      };
    };

    const layout = { height: 0, arrangement: '', rects: {} };
    const layoutNews = () => JSON.parse(bridge.layoutNews() || 'null');
    const layOut = (news = layoutNews()) => {
      if (!surface || (!news && !mirror.hasNew())) return;   // most keystrokes move nothing
      const keep = anchor();
      Object.assign(layout, news, { rects: Object.assign(layout.rects, news?.rects) });
      for (const id in news?.rects) if (!news.rects[id]) delete layout.rects[id];
      surface.setHeight(layout.height);
      mirror.place(layout, news?.rects ?? {});
      keep();
    };

    const writePlace = () => {
      const fragment = bridge.fragment();
      if (location.hash.slice(1) === fragment) return;
      try { history.replaceState(null, '', `#${fragment}`); } catch { /* a frame that may not: links still work */ }
    };

    // Writing what stands there already makes the browser style the whole document again.
    let written = '';
    const writeRoot = () => {
      const title = sentence('title', { page: page.title }), key = JSON.stringify([title, page.language, page.theme, page.font_scale]);
      if (written === key) return;
      written = key;
      document.title = title;
      const root = document.documentElement;
      root.lang = page.language;
      root.dataset.theme = page.theme;
      root.style.setProperty('--scale', page.font_scale);
    };

    let writing = false;   // elements that go or move lose the focus, and get it again: no hand did that
    const write = (news) => {
      writing = true;
      try {
        mirror.update(page);
        writeRoot();
        surface?.request();
        layOut(news);
      } finally {
        writing = false;
      }
    };

    const refresh = (news) => {
      page = bridge.page();
      if (held) { waiting = true; return; }
      waiting = false;
      cancelAnimationFrame(frame);
      clearTimeout(resting);
      frame = resting = 0;
      write(news);
      mirror.settleFocus();
      playback.renew();
      jobs.want(bridge.wants());
      loadCourse();
      if (!focusAsked) return;
      focusAsked = false;
      if (page.focus) mirror.focus(page.focus, true);
    };

    const tell = (news) => {
      if (page.status !== shownStatus || news) say(page.status, news && page.status !== shownStatus);
      shownStatus = page.status;
    };

    // While a hand turns something, and while results come in, what is seen follows with each frame: the drawing and the
    // boxes over it. What is only read, most of the elements, follows once the hand rests: `settle`.
    const pause = 150, longest = 1000;  // ms
    let frame = 0;
    let resting = 0;      // the timer of what is still to be written
    let since = 0;        // when the first of that came
    let turning = false;  // it waits for a hand
    let arrived = '';     // the job whose result came last
    const settle = () => {
      resting = 0;
      turning = false;
      refresh();
      tell(false);
      writePlace();
    };
    // What comes soon after is written with it: the first result for what was turned, and further ones.
    const settleSoon = () => {
      const wait = performance.now() - since < longest;
      if (!wait || !jobs.waiting()) return settle();
      resting = setTimeout(settleSoon, pause);
      mirror.touch(bridge.live());
    };
    const follow = () => {
      if (!resting) since = performance.now();
      clearTimeout(resting);
      resting = setTimeout(settleSoon, Math.max(0, Math.min(pause, since + longest - performance.now())));
      if (surface) frame ||= requestAnimationFrame(catchUp);
    };
    const touch = () => {
      const fields = bridge.live();
      for (const each of Object.values(fields)) if (each.pending) delete each.pending;  // not before it has waited
      mirror.touch(fields);
    };
    const catchUp = () => {
      frame = 0;
      jobs.want(bridge.wants());
      if (held) return void (waiting = true);
      const news = layoutNews();
      // Elements that come or go can't wait.
      if (news && Object.entries(news.rects).some(([id, rect]) => !rect || !layout.rects[id])) {
        refresh(news);
        if (turning) follow();
      } else {
        touch();
        layOut(news);
        playback.renew();
      }
      surface.draw(true);
    };
    const turn = (action) => {
      bridge.act(action);
      if (action.kind === 'commit') touch();   // what a key has turned is read out now
      turning = true;
      since = performance.now();
      follow();
      jobs.want(bridge.wants());
      store.changed();
    };

    const act = (action) => {
      bridge.act(action);
      focusAsked = true;
      refresh();
      turning = false;
      tell(['press', 'undo', 'redo', 'paste', 'route', 'toggle', 'select'].includes(action.kind));
      if (action.kind === 'merge' || action.kind === 'focus') return;
      store.changed();
      writePlace();
    };

    const playback = stridePlayback({ bridge, mirror, act, turn, say, words: () => page.words,
      surface: { draw: () => surface?.draw(true), request: () => surface?.request() } });

    // A course that lies beside the page. Each address is asked for once a visit.
    const asked = new Set();
    const loadCourse = async () => {
      const address = bridge.missingCourse();
      if (!address || asked.has(address)) return;
      asked.add(address);
      const text = await fetch(address).then((answer) => answer.ok ? answer.text() : '').catch(() => '');
      bridge.course(address, text);
      refresh();
    };

    const copy = async (format, id) => {
      try {
        await navigator.clipboard.writeText(bridge.clipboard(format));
        act({ kind: 'press', id });
      } catch {
        notice('copy_failed');
      }
    };

    const download = (name) => {
      const link = document.createElement('a');
      link.href = URL.createObjectURL(new Blob([bridge.download(name)]));
      link.download = name;
      link.click();
      setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
    };

    let drawerOpen = false;
    const setDrawer = (open) => {
      drawerOpen = open;
      mirror.drawer.setAttribute('aria-expanded', String(open));
      bridge.drawer(open);
      surface?.request();
      layOut();
    };

    // `insert:BOX TEXT` writes into a box where its caret is; | in the text is where the caret goes.
    const insert = (id) => {
      const [, box, text] = id.match(/^insert:(\S+) (.*)$/);
      const input = mirror.part(box);
      if (!input) return;
      const start = input.selectionStart, caret = text.indexOf('|');
      input.setRangeText(text.replace('|', ''), start, input.selectionEnd);
      input.focus();
      input.setSelectionRange(start + caret, start + caret);
      act({ kind: 'input', id: box, value: input.value });
    };

    const press = (button) => {
      const { role, id, figure } = button.dataset;
      if (role === 'drawer') setDrawer(!drawerOpen);
      else if (figure) playback.press(role, figure);
      else if (role === 'toggle') act({ kind: 'toggle', id });
      else if (id === 'print') print();
      else if (button.dataset.move) return;   // choices.js
      else if (id.startsWith('insert:')) insert(id);
      else if (id.startsWith('download:')) { download(id.slice('download:'.length)); act({ kind: 'press', id }); }
      else if (id.startsWith('copy:')) copy(id.slice('copy:'.length), id);
      else act({ kind: 'press', id });
    };

    // Enter goes on down its column where the answer stands, and stays where there is something to mend.
    const focusNext = (input, back) => {
      if (page.focus) return;
      const verdict = input.dataset.verdict;
      if (!back && (verdict === 'wrong' || verdict === 'unreadable')) return input.select();
      const cell = input.closest('td');
      const boxes = cell ? [...cell.closest('table').querySelectorAll('[data-role=answer]')]
        .filter((box) => box.closest('td')?.cellIndex === cell.cellIndex) : [];
      const next = boxes[boxes.indexOf(input) + (back ? -1 : 1)];
      if (next) mirror.focus(next.dataset.id);
    };

    const fragment = () => {
      const text = location.hash.slice(1);
      try { return decodeURIComponent(text); } catch { return text; }
    };
    const saved = store.read();
    const problem = bridge.start(contentText, saved, fragment());
    if (problem) throw new Error(problem);
    if (bridge.damaged()) store.keepDamaged(saved);

    tellViewport();
    if (await giveFonts(bridge) && bridge.open()) {
      surface = strideSurface(element('canvas'), stage, { bridge,
        onDrawn: () => { window.stride?.onShown?.(arrived); },
        onLost: () => { document.documentElement.dataset.state = 'plain'; },
        onBack: () => { document.documentElement.dataset.state = 'drawn'; } });
    }
    document.documentElement.dataset.state = surface ? 'drawn' : 'plain';
    element('plain').remove();
    refresh();
    if (page.status) say(page.status, true);
    shownStatus = page.status;
    if (!surface) notice('no_webgl');
    else strideReading({ stage, root: element('mirror'), bridge, request: surface.request });

    mirror.skip.addEventListener('click', (event) => {
      event.preventDefault();   // the fragment is the route's
      closeDrawer();
      mirror.focusMain();
    });
    const closeDrawer = () => {
      const open = drawerOpen;
      if (open) setDrawer(false);
      return open;
    };
    strideHands(element('mirror'), { act, press, focusNext, closeDrawer, mirror, writing: () => writing });
    strideChoices(element('mirror'), { act, turn, say, notice, sentence });
    element('mirror').addEventListener('input', ({ target }) => {
      if (target.dataset.role === 'scrub') playback.scrub(target.dataset.figure, target.value);
    });
    // Who goes from what was turned to something else finds all written.
    const leave = ({ target }) => { if (turning && !writing && !target.matches?.('[data-role=slider], [data-role=scrub]')) settle(); };
    for (const type of ['pointerdown', 'keydown', 'focusin', 'click']) addEventListener(type, leave, true);
    const release = () => {
      held = false;
      if (waiting) refresh();
    };
    addEventListener('pointerdown', ({ target }) => { held = Boolean(target.closest?.('button:not([data-role=pad]), a')); }, true);
    // A finger's click comes a little after it is lifted.
    addEventListener('pointerup', ({ pointerType }) => setTimeout(release, pointerType === 'mouse' ? 0 : 80), true);
    addEventListener('pointercancel', release, true);
    for (const type of ['keydown', 'input', 'click']) addEventListener(type, () => { held = false; }, true);
    addEventListener('hashchange', () => {
      act({ kind: 'route', value: fragment() });
      closeDrawer();
      scrollTo(0, 0);
    });

    // On paper figures have their pictures beside their words, in the light theme and as fine as paper is.
    const pictures = [];
    addEventListener('beforeprint', () => {
      if (document.documentElement.dataset.state !== 'drawn') return;
      bridge.print(true);
      bridge.viewport({ ...JSON.parse(toldViewport), ratio: 2 });
      refresh();
      for (const figure of document.querySelectorAll('#mirror figure:not(.away)')) {
        pictures.push(surface.copy(layout.rects[`${figure.parentElement.dataset.id}.cursor`]));
        figure.firstChild.after(pictures.at(-1));
      }
    });
    addEventListener('afterprint', () => {
      if (!pictures.length) return;
      for (const picture of pictures.splice(0)) picture.remove();
      bridge.print(false);
      toldViewport = '';
      tellViewport();
      refresh();
    });

    let lastHeight = innerHeight;
    const viewportChanged = () => {
      const active = document.activeElement?.closest('#mirror .leaf');
      const place = active?.getBoundingClientRect();
      const seen = place && place.bottom > 0 && place.top < lastHeight;
      if (!tellViewport()) return;
      lastHeight = innerHeight;
      refresh();
      if (seen) active.scrollIntoView({ block: 'nearest' });  // also above a soft keyboard
    };
    new ResizeObserver(viewportChanged).observe(document.documentElement);
    for (const query of [systemDark, coarse]) query.addEventListener('change', viewportChanged);
    addEventListener('resize', viewportChanged);
    // For tests and the curious: onShown is called with the key of the last result whenever it has been drawn.
    window.stride = { layout: () => layout, part: mirror.part, onShown: null };
    performance.mark('stride-ready');
    document.documentElement.dataset.ready = 'yes';
  };

  // The boxes are in the same type as what is drawn, from the same bytes. Without them the plain page is what is left.
  const giveFonts = async (bridge) => {
    const fonts = await strideAssets.fonts.catch(() => []);
    for (const { name, bytes } of fonts) {
      bridge.font(name, bytes);
      const weight = name.match(/^inter-(\d+)$/)?.[1];
      if (weight) document.fonts.add(new FontFace('Stride', bytes, { weight }));
    }
    return fonts.length > 0;
  };

  await run().catch(fail);
})();
