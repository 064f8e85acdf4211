/**
 * Takes what a camera wrote about itself, its owner and its place out of a picture: EXIF, XMP, IPTC and comments of JPEG, PNG and WebP. The
 * picture's own bytes and its colour profile stay as they are; which way is up is written anew, alone. Anything else, and what cannot be
 * read, is given back unchanged.
 */
export async function stripMetadata(file: File): Promise<File> {
  if (!mayCarryMetadata(file.type)) return file;
  const bytes = new Uint8Array(await file.arrayBuffer());
  const parts = jpeg(bytes) ?? png(bytes) ?? webp(bytes); // by what it is: its type is only its name's ending
  return parts ? new File(parts, file.name, { type: file.type, lastModified: file.lastModified }) : file;
}

const mayCarryMetadata = (type: string): boolean => /^image\/(?:jpeg|png|apng|webp)$/.test(type);

type Bytes = Uint8Array<ArrayBuffer>;

const ascii = (bytes: Bytes, at: number, length: number): string => String.fromCharCode(...bytes.subarray(at, at + length));
const view = (bytes: Bytes): DataView => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);

/** TIFF 6.0, tag 274: 1…8; undefined where it says nothing, or upright. */
function orientation(tiff: Bytes): number | undefined {
  if (tiff.length < 14) return undefined;
  const data = view(tiff);
  const little = data.getUint16(0) === 0x4949;
  const first = data.getUint32(4, little);
  if (first + 2 > tiff.length) return undefined;
  for (let i = 0, count = data.getUint16(first, little); i < count; i++) {
    const at = first + 2 + i * 12;
    if (at + 12 > tiff.length) return undefined;
    if (data.getUint16(at, little) !== 0x0112) continue;
    const value = data.getUint16(at + 8, little);
    return value > 1 && value <= 8 ? value : undefined;
  }
  return undefined;
}

/** A TIFF header with one tag: which way is up. */
const upright = (value: number): Bytes =>
  new Uint8Array([0x4d, 0x4d, 0, 42, 0, 0, 0, 8, 0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, value, 0, 0, 0, 0, 0, 0]);

const EXIF = 'Exif\0\0';

/** ITU T.81 B.1.1: segments up to the first scan, then everything as it is, but for what trails the end (a phone's second picture, with tags of its own). */
function jpeg(bytes: Bytes): Bytes[] | undefined {
  if (bytes[0] !== 0xff || bytes[1] !== 0xd8) return undefined;
  const data = view(bytes);
  const kept: Bytes[] = [bytes.subarray(0, 2)];
  let turned: number | undefined;
  let at = 2;
  while (at + 4 <= bytes.length) {
    if (bytes[at] !== 0xff) return undefined;
    const marker = bytes[at + 1]!;
    if (marker === 0xff) {
      at++; // fill
      continue;
    }
    if (marker === 0xda) break;
    const length = data.getUint16(at + 2);
    const end = at + 2 + length;
    if (length < 2 || end > bytes.length) return undefined;
    if (marker === 0xe1 && ascii(bytes, at + 4, 6) === EXIF) turned ??= orientation(bytes.subarray(at + 10, end));
    // APP0 JFIF, APP2 the colour profile, APP14 Adobe's kind of colours: needed to draw it
    const profile = marker === 0xe2 && ascii(bytes, at + 4, 11) === 'ICC_PROFILE';
    const told = marker >= 0xe0 && marker <= 0xef;
    if (!(told || marker === 0xfe) || (marker === 0xe0 && ascii(bytes, at + 4, 4) === 'JFIF') || profile || marker === 0xee)
      kept.push(bytes.subarray(at, end));
    at = end;
  }
  const end = endOfJpeg(bytes, at);
  if (turned) {
    const tiff = upright(turned);
    const head = new Uint8Array([0xff, 0xe1, 0, 2 + EXIF.length + tiff.length, ...[...EXIF].map((char) => char.charCodeAt(0))]);
    const jfif = kept[1]?.[1] === 0xe0 ? 2 : 1;
    kept.splice(jfif, 0, head, tiff);
  }
  return [...kept, bytes.subarray(at, end)];
}

/** Just behind the end-of-image marker: in a scan's data 0xff is followed by a zero or a restart marker, between scans there are segments. */
function endOfJpeg(bytes: Bytes, from: number): number {
  for (let at = bytes.indexOf(0xff, from); at >= 0 && at + 1 < bytes.length; at = bytes.indexOf(0xff, at)) {
    const marker = bytes[at + 1]!;
    if (marker === 0xd9) return at + 2;
    if (marker === 0 || marker === 0xff || (marker >= 0xd0 && marker <= 0xd7)) at += marker === 0xff ? 1 : 2;
    else if (at + 4 > bytes.length) break;
    else at += 2 + view(bytes).getUint16(at + 2);
  }
  return bytes.length; // cut short
}

/** PNG, third edition, 11.3: chunks that tell of the picture without being needed to draw it. */
const PNG_TELLS = new Set(['eXIf', 'tEXt', 'zTXt', 'iTXt', 'tIME']);

function png(bytes: Bytes): Bytes[] | undefined {
  if (bytes[0] !== 0x89 || ascii(bytes, 1, 3) !== 'PNG') return undefined;
  const data = view(bytes);
  const kept: Bytes[] = [bytes.subarray(0, 8)];
  let turned: number | undefined;
  for (let at = 8; at + 12 <= bytes.length; ) {
    const end = at + 12 + data.getUint32(at);
    const type = ascii(bytes, at + 4, 4);
    if (end > bytes.length) return undefined;
    if (type === 'eXIf') turned ??= orientation(bytes.subarray(at + 8, end - 4));
    if (!PNG_TELLS.has(type)) kept.push(bytes.subarray(at, end));
    if (type === 'IEND') {
      if (turned) kept.splice(2, 0, pngChunk('eXIf', upright(turned))); // before the picture's data
      return kept;
    }
    at = end;
  }
  return undefined;
}

function pngChunk(type: string, content: Bytes): Bytes {
  const chunk = new Uint8Array(12 + content.length);
  view(chunk).setUint32(0, content.length);
  chunk.set(
    [...type].map((char) => char.charCodeAt(0)),
    4,
  );
  chunk.set(content, 8);
  view(chunk).setUint32(8 + content.length, crc32(chunk.subarray(4, 8 + content.length)));
  return chunk;
}

function crc32(bytes: Bytes): number {
  let crc = ~0;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return ~crc >>> 0;
}

/** Flags of `VP8X` that say what the file carries. */
const WEBP_EXIF = 0x08;
const WEBP_XMP = 0x04;

/** RFC 9649: a RIFF of chunks, each padded to an even length; its head says how long it is and what it carries. */
function webp(bytes: Bytes): Bytes[] | undefined {
  if (ascii(bytes, 0, 4) !== 'RIFF' || ascii(bytes, 8, 4) !== 'WEBP') return undefined;
  const data = view(bytes);
  const end = Math.min(bytes.length, 8 + data.getUint32(4, true));
  const kept: Bytes[] = [bytes.slice(0, 12)];
  let turned: number | undefined;
  for (let at = 12; at + 8 <= end; ) {
    const length = data.getUint32(at + 4, true);
    const next = at + 8 + length + (length % 2);
    const type = ascii(bytes, at, 4);
    if (at + 8 + length > end) return undefined;
    if (type === 'EXIF') {
      const from = at + 8 + (ascii(bytes, at + 8, 6) === EXIF ? 6 : 0);
      turned ??= orientation(bytes.subarray(from, at + 8 + length));
    } else if (type !== 'XMP ') kept.push(type === 'VP8X' ? bytes.slice(at, next) : bytes.subarray(at, next));
    at = next;
  }
  const head = kept.find((chunk, index) => index > 0 && ascii(chunk, 0, 4) === 'VP8X');
  if (head) head[8] = (head[8]! & ~(WEBP_EXIF | WEBP_XMP)) | (turned ? WEBP_EXIF : 0);
  if (head && turned) {
    const tiff = upright(turned);
    const chunk = new Uint8Array(8 + tiff.length);
    chunk.set([...'EXIF'].map((char) => char.charCodeAt(0)));
    view(chunk).setUint32(4, tiff.length, true);
    chunk.set(tiff, 8);
    kept.push(chunk);
  }
  view(kept[0]!).setUint32(4, kept.reduce((sum, chunk) => sum + chunk.length, 0) - 8, true);
  return kept;
}
