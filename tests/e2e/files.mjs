// Files as a student might choose them.
import { crc32, deflateSync } from 'node:zlib';

// A .safetensors file of float32: { name: [shape, values] }.
export const safetensors = (tensors) => {
  const header = {};
  let end = 0;
  for (const [name, [shape, values]] of Object.entries(tensors))
    header[name] = { dtype: 'F32', shape, data_offsets: [end, end += 4 * values.length] };
  const text = new TextEncoder().encode(JSON.stringify(header));
  const bytes = new Uint8Array(8 + text.length + end);
  new DataView(bytes.buffer).setUint32(0, text.length, true);
  bytes.set(text, 8);
  bytes.set(new Uint8Array(Float32Array.from(Object.values(tensors).flatMap(([, values]) => values)).buffer), 8 + text.length);
  return [...bytes];
};

// A picture of one colour.
export const png = (width, height, rgb) => {
  const chunk = (type, data) => {
    const bytes = Buffer.alloc(12 + data.length);
    bytes.writeUInt32BE(data.length, 0);
    bytes.write(type, 4, 'latin1');
    data.copy(bytes, 8);
    bytes.writeUInt32BE(crc32(bytes.subarray(4, 8 + data.length)), 8 + data.length);
    return bytes;
  };
  const header = Buffer.from([0, 0, 0, width, 0, 0, 0, height, 8, 2, 0, 0, 0]);
  const row = [0, ...Array.from({ length: width }, () => rgb).flat()];
  const pixels = deflateSync(Buffer.from(Array.from({ length: height }, () => row).flat()));
  return Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), chunk('IHDR', header), chunk('IDAT', pixels), chunk('IEND', Buffer.alloc(0))]);
};
