// A student's own pictures and .safetensors files, for as long as the page is open. Jobs name them as `input` and
// `weights`: TOKEN, or TOKEN@CxHxW where a picture is wanted at a size. They go to the engine's worker and nowhere else.
'use strict';

const strideOwnFiles = (() => {
  const kept = new Map();  // token -> File

  const keep = (file) => {
    const token = Math.random().toString(36).slice(2, 10);
    kept.set(token, file);
    return token;
  };

  // The picture's largest middle part of the shape that is wanted.
  const pixelsOf = async (file, width, height) => {
    const picture = await createImageBitmap(file);
    const scale = Math.max(width / picture.width, height / picture.height);
    const canvas = document.createElement('canvas');
    Object.assign(canvas, { width, height });
    const drawing = canvas.getContext('2d');
    drawing.fillStyle = '#fff';  // behind what is transparent
    drawing.fillRect(0, 0, width, height);
    drawing.imageSmoothingQuality = 'high';
    const [across, down] = [width / scale, height / scale];
    drawing.drawImage(picture, (picture.width - across) / 2, (picture.height - down) / 2, across, down, 0, 0, width, height);
    picture.close();
    return drawing.getImageData(0, 0, width, height).data;
  };

  // The tensor `input`, 1 x C x H x W, as the bytes of a .safetensors file: from -1 to 1, for one channel the mean.
  const tensorOf = (pixels, shape) => {
    const [channels, height, width] = shape;
    const count = height * width;
    const entry = { dtype: 'F32', shape: [1, ...shape], data_offsets: [0, 4 * channels * count] };
    const header = JSON.stringify({ input: entry }).padEnd(96);
    const bytes = new Uint8Array(8 + header.length + 4 * channels * count);
    new DataView(bytes.buffer).setUint32(0, header.length, true);
    bytes.set(new TextEncoder().encode(header), 8);
    const values = new Float32Array(bytes.buffer, 8 + header.length);
    for (let c = 0; c < channels; ++c) for (let i = 0; i < count; ++i) {
      const value = channels === 3 ? pixels[4 * i + c] : (pixels[4 * i] + pixels[4 * i + 1] + pixels[4 * i + 2]) / 3;
      values[c * count + i] = value / 127.5 - 1;
    }
    return bytes.buffer;
  };

  // What the worker is to be given under this name: a Blob or an ArrayBuffer. Fails with a key of the page's sentences.
  const find = async (name) => {
    const [token, size] = name.split('@');
    const file = kept.get(token);
    await file?.slice(0, 1).arrayBuffer().catch(() => kept.delete(token));  // moved or changed since
    if (!kept.has(token)) throw new Error('file_gone');
    if (!size || /\.safetensors$/i.test(file.name)) return file;
    const shape = size.split('x').map(Number);
    if (shape[0] !== 1 && shape[0] !== 3) throw new Error('picture_channels');
    const pixels = await pixelsOf(file, shape[2], shape[1]).catch(() => { throw new Error('picture_unreadable'); });
    return tensorOf(pixels, shape);
  };

  return { keep, find };
})();
