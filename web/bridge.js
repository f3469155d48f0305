// The tutor's WebAssembly as plain functions: texts and bytes go in, texts come out.
'use strict';

const strideBridge = async (compiled) => {
  const app = await new Promise((resolve, reject) => {
    StrideApp({
      canvas: document.getElementById('canvas'),
      instantiateWasm(imports, done) {
        WebAssembly.instantiate(compiled, imports).then((instance) => done(instance, compiled)).catch(reject);
        return {};
      },
      onAbort: (what) => reject(new Error(String(what))),
    }).then(resolve, reject);
  });

  const text = (value) => app.stringToNewUTF8(value);  // freed by the callee
  const read = (pointer) => app.UTF8ToString(pointer);
  const copy = (bytes) => {
    const pointer = app._malloc(bytes.length || 1);
    app.HEAPU8.set(bytes, pointer);
    return pointer;
  };

  // Asking for scrollY while a key is handled would lay the whole document out first.
  let scrolled = 0;
  addEventListener('scroll', () => { scrolled = scrollY; }, { passive: true });

  return {
    font: (name, bytes) => app._stride_font(text(name), copy(bytes), bytes.length),
    start: (content, saved, fragment) => read(app._stride_start(text(content), text(saved), text(fragment), Date.now())),
    damaged: () => Boolean(app._stride_damaged()),
    open: () => Boolean(app._stride_open()),
    viewport: (v) => app._stride_viewport(v.width, v.height, v.ratio, v.touch, v.dark),
    print: (on) => app._stride_print(on),
    canvas: (width, height, ratio) => app._stride_canvas(width, height, ratio),
    restoreCanvas: () => app._stride_restore_canvas(),
    draw: (top, height, from, to) => app._stride_draw(top, height, from, to),
    drawer: (open) => app._stride_drawer(open),
    figure: (id, t, playing) => Boolean(app._stride_figure(text(id), t, playing)),
    turns: () => app._stride_turns(),
    glide: (part) => app._stride_glide(part),
    point: (x, y) => Boolean(app._stride_point(x, y)),
    cursor: (id, way) => JSON.parse(read(app._stride_cursor(text(id), way))),
    putCursor: (id, index) => app._stride_put_cursor(text(id), index),
    act: (action) => app._stride_act(text(JSON.stringify({ ...action, time: Date.now() })), scrolled),
    result: (json, tensor) => {
      const bytes = new Uint8Array(tensor);
      app._stride_result(text(json), copy(bytes), bytes.length / 4);
    },
    page: () => JSON.parse(read(app._stride_page())),
    live: () => JSON.parse(read(app._stride_live())),
    layoutNews: () => read(app._stride_layout()),
    wants: () => JSON.parse(read(app._stride_wants())),
    saved: () => read(app._stride_saved()),
    fragment: () => read(app._stride_fragment()),
    missingCourse: () => read(app._stride_missing_course()),
    course: (address, json) => app._stride_course(text(address), text(json)),
    download(name) {
      const pointer = app._stride_clipboard(text(name));
      return app.HEAPU8.slice(pointer, pointer + app._stride_answer_size());
    },
    clipboard: (format) => read(app._stride_clipboard(text(format))),
  };
};
