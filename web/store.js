// What is kept on this device: one text in localStorage, which may be missing, forbidden, full or written by another tab.
'use strict';

const strideStore = ({ save, merge, notice }) => {
  const key = 'stride';
  const pause = 250;    // ms after the last change
  let known = null;     // what stands there as far as this tab has seen
  let timer = 0;
  let told = '';

  const tell = (what) => {
    if (told !== what) notice(what);
    told = what;
  };

  const storage = () => {
    try { return window.localStorage; } catch { return null; }
  };

  const read = () => {
    try { return storage()?.getItem(key) ?? ''; } catch { return ''; }
  };

  // Another tab may have written since: its newer answers come in before ours go out. There is no need to write after
  // a merge alone, so two tabs never answer each other for ever.
  const write = () => {
    clearTimeout(timer);
    timer = 0;
    const place = storage();
    if (!place) return tell('storage_off');
    const there = read();
    if (there && there !== known) merge(there);
    const text = save();
    try {
      if (text !== there) place.setItem(key, text);
      known = text;
      told = '';
    } catch (error) {
      tell(error.name === 'QuotaExceededError' ? 'storage_full' : 'storage_off');
    }
  };

  addEventListener('storage', (event) => {
    if (event.key !== key || !event.newValue) return;
    known = event.newValue;
    merge(event.newValue);
  });
  const flush = () => { if (timer) write(); };
  addEventListener('pagehide', flush);
  document.addEventListener('visibilitychange', () => { if (document.hidden) flush(); });

  return {
    read: () => known = read(),
    changed: () => { clearTimeout(timer); timer = setTimeout(write, pause); },
    // A text that could be read only in part is kept beside, for someone to look at.
    keepDamaged: (text) => { try { storage()?.setItem(`${key}.damaged`, text); } catch { /* no room: so be it */ } },
  };
};
