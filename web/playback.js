// Playing a figure: while it runs only the figure is made anew, once a frame; the state hears of it when it stops.
'use strict';

const stridePlayback = ({ bridge, surface, mirror, act, turn, say, words }) => {
  const reduced = matchMedia('(prefers-reduced-motion: reduce)');
  let running = null;   // {id, t, since, group}
  let frame = 0;

  const groupOf = (id) => mirror.part(id)?.parentElement;
  const show = (t) => {
    const shown = reduced.matches ? Math.floor(t) : t;
    mirror.part(`${running.id}.scrub`).value = shown;
    beside(shown);
    if (bridge.figure(running.id, shown, true)) surface.draw();
  };
  // Figures called ID.beside, ID.beside-2 and so on tell the same story and play along.
  const beside = (t) => {
    for (const end of ['', '-2', '-3'])
      if (mirror.part(`${running.id}.beside${end}`)) bridge.figure(`${running.id}.beside${end}`, t, false);
  };
  const label = (id, playing) => {
    const button = mirror.part(`${id}.play`);
    const group = groupOf(id);
    if (!button || !group) return;
    button.textContent = playing ? words().pause : words().play;
    if (playing) group.dataset.playing = 'yes'; else delete group.dataset.playing;
  };

  const stop = () => {
    if (!running) return;
    cancelAnimationFrame(frame);
    const { id, t } = running;
    running = null;
    label(id, false);
    act({ kind: 'seek', id, value: String(reduced.matches ? Math.floor(t) : t) });
  };

  const tick = (now) => {
    const group = running && groupOf(running.id);
    if (!group?.isConnected) return void (running = null);
    const steps = Number(group.dataset.steps);
    const before = running.t;
    running.t = Math.min(steps, running.t + (now - running.since) / 1000 * Number(group.dataset.speed));
    running.since = now;
    if (!reduced.matches || Math.floor(running.t) !== Math.floor(before)) show(running.t);
    if (running.t >= steps) stop(); else frame = requestAnimationFrame(tick);
  };

  const start = (id) => {
    stop();
    const group = groupOf(id);
    const t = Number(group.dataset.t);
    running = { id, t: t >= Number(group.dataset.steps) ? 0 : t, since: performance.now() };
    label(id, true);
    frame = requestAnimationFrame(tick);
  };

  const move = (id, by) => {
    if (running?.id === id) stop();
    const { t, steps } = groupOf(id).dataset;
    const to = by > 0 ? Math.floor(Number(t)) + by : Math.ceil(Number(t)) + by;
    act({ kind: 'seek', id, value: String(Math.min(Math.max(0, to), Number(steps))) });
    say(mirror.part(`${id}.scrub`)?.getAttribute('aria-valuetext') ?? '');   // the focus is on the button
  };

  // Where a figure's axes have changed, it glides there from wherever it is: the next change turns it on its way.
  let turned = 0, since = 0, gliding = 0;
  const glideOn = (now) => {
    const part = Math.min(1, Math.max(0, now - since) / 220);
    bridge.glide(1 - (1 - part) ** 3);
    surface.draw();
    gliding = part < 1 ? requestAnimationFrame(glideOn) : 0;
  };
  const glide = () => {
    const turns = bridge.turns();
    if (turns === turned) return;
    turned = turns;
    if (reduced.matches) return void bridge.glide(1);
    since = performance.now();
    gliding ||= requestAnimationFrame(glideOn);
  };

  addEventListener('pagehide', stop, true);   // before what is kept is written

  return {
    press(role, id) {
      if (role === 'play') { if (running?.id === id) stop(); else start(id); }
      if (role === 'step') move(id, 1);
      if (role === 'step-back') move(id, -1);
    },
    scrub(id, t) {
      if (running?.id === id) stop();
      turn({ kind: 'seek', id, value: String(t) });
    },
    // After the page was made anew: what plays goes on from where it was.
    renew() {
      glide();
      if (!running) return;
      label(running.id, true);
      if (!mirror.part(`${running.id}.scrub`)) return;
      bridge.figure(running.id, running.t, true);
      beside(running.t);
    },
  };
};
