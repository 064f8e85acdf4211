/** What a file is by its first bytes, never by its name or its sender's word (ASVS 5.2.2). */
export interface Sniffed {
  type: string;
  width?: number;
  height?: number;
}

const UNKNOWN: Sniffed = { type: 'application/octet-stream' };

/** Types a browser may show in place; everything else is a download. */
export const INLINE_TYPES: ReadonlySet<string> = new Set([
  'image/png',
  'image/jpeg',
  'image/gif',
  'image/webp',
  'image/avif',
  'video/mp4',
  'video/webm',
  'audio/mpeg',
  'audio/mp4',
  'audio/ogg',
  'audio/wav',
  'audio/webm',
]);

/** Bytes of a file's head that {@link sniff} likes to have; a JPEG's size may come late. */
export const SNIFF_BYTES = 256 * 1024;

/** Larger pictures could exhaust a reader's memory: they are handed out as plain downloads. */
export const MOST_PIXELS = 50_000_000;

const ascii = (head: Buffer, at: number, length: number): string => head.toString('latin1', at, at + length);

/** Looks at the first bytes of a file. */
export function sniff(head: Buffer): Sniffed {
  const found = image(head) ?? media(head) ?? UNKNOWN;
  if (!found.type.startsWith('image/')) return found;
  const { width = 0, height = 0 } = found;
  // an image whose size cannot be read is broken or a trap
  return width > 0 && height > 0 && width * height <= MOST_PIXELS ? found : UNKNOWN;
}

function image(head: Buffer): Sniffed | undefined {
  if (head.length < 12) return undefined;
  if (head.readUInt32BE(0) === 0x89504e47 && head.readUInt32BE(4) === 0x0d0a1a0a) {
    return head.length >= 24 && ascii(head, 12, 4) === 'IHDR'
      ? { type: 'image/png', width: head.readUInt32BE(16), height: head.readUInt32BE(20) }
      : UNKNOWN;
  }
  if (head[0] === 0xff && head[1] === 0xd8 && head[2] === 0xff) return { type: 'image/jpeg', ...jpegSize(head) };
  if (/^GIF8[79]a$/.test(ascii(head, 0, 6))) return { type: 'image/gif', width: head.readUInt16LE(6), height: head.readUInt16LE(8) };
  if (ascii(head, 0, 4) === 'RIFF' && ascii(head, 8, 4) === 'WEBP') return { type: 'image/webp', ...webpSize(head) };
  if (ascii(head, 4, 4) === 'ftyp' && /^avi[fs]$/.test(ascii(head, 8, 4))) return { type: 'image/avif', ...avifSize(head) };
  return undefined;
}

function media(head: Buffer): Sniffed | undefined {
  if (head.length < 12) return undefined;
  if (ascii(head, 4, 4) === 'ftyp') {
    const brand = ascii(head, 8, 4);
    if (brand === 'M4A ' || brand === 'M4B ') return { type: 'audio/mp4' };
    return /^(?:isom|iso[2-9]|mp4[12]|avc1|M4V |dash|MSNV|mmp4)$/.test(brand) ? { type: 'video/mp4' } : undefined;
  }
  if (head.readUInt32BE(0) === 0x1a45dfa3) {
    const header = ascii(head, 0, Math.min(head.length, 4096));
    if (!header.slice(0, 64).includes('webm')) return undefined;
    return { type: /V_(?:VP8|VP9|AV1)/.test(header) || !header.includes('A_OPUS') ? 'video/webm' : 'audio/webm' };
  }
  if (ascii(head, 0, 4) === 'OggS') return { type: 'audio/ogg' };
  if (ascii(head, 0, 4) === 'RIFF' && ascii(head, 8, 4) === 'WAVE') return { type: 'audio/wav' };
  if (ascii(head, 0, 3) === 'ID3' || isMpegFrame(head)) return { type: 'audio/mpeg' };
  return undefined;
}

/** A layer III frame header with valid version, bit rate and sampling rate. */
function isMpegFrame(head: Buffer): boolean {
  const [a = 0, b = 0, c = 0] = head;
  return (
    a === 0xff && (b & 0xe0) === 0xe0 && (b & 0x18) !== 0x08 && (b & 0x06) === 0x02 && (c & 0xf0) !== 0xf0 && (c & 0xf0) !== 0 && (c & 0x0c) !== 0x0c
  );
}

function jpegSize(head: Buffer): { width?: number; height?: number } {
  let at = 2;
  while (at + 9 < head.length) {
    if (head[at] !== 0xff) return {};
    const marker = head[at + 1]!;
    if (marker === 0xff) {
      at += 1; // fill byte
      continue;
    }
    const isFrame = marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc;
    if (isFrame) return { height: head.readUInt16BE(at + 5), width: head.readUInt16BE(at + 7) };
    at += 2 + head.readUInt16BE(at + 2);
  }
  return {};
}

function webpSize(head: Buffer): { width?: number; height?: number } {
  if (head.length < 30) return {};
  switch (ascii(head, 12, 4)) {
    case 'VP8 ':
      return { width: head.readUInt16LE(26) & 0x3fff, height: head.readUInt16LE(28) & 0x3fff };
    case 'VP8L': {
      const bits = head.readUInt32LE(21);
      return { width: (bits & 0x3fff) + 1, height: ((bits >>> 14) & 0x3fff) + 1 };
    }
    case 'VP8X':
      return { width: head.readUIntLE(24, 3) + 1, height: head.readUIntLE(27, 3) + 1 };
    default:
      return {};
  }
}

/** The largest of the `ispe` boxes (four bytes of version and flags, then width and height): thumbnails have theirs too. */
function avifSize(head: Buffer): { width?: number; height?: number } {
  let size: { width?: number; height?: number } = {};
  let most = 0;
  for (let at = head.indexOf('ispe', 0, 'latin1'); at >= 0 && at + 16 <= head.length; at = head.indexOf('ispe', at + 4, 'latin1')) {
    const [width, height] = [head.readUInt32BE(at + 8), head.readUInt32BE(at + 12)];
    if (width * height > most) {
      most = width * height;
      size = { width, height };
    }
  }
  return size;
}
