import { expect } from '@open-wc/testing';
import { stripMetadata } from './strip-metadata.ts';

type Bytes = Uint8Array<ArrayBuffer>;
const ascii = (text: string): Bytes => new Uint8Array([...text].map((char) => char.charCodeAt(0)));
const join = (...parts: Bytes[]): Bytes => {
  const all = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
};
const u32 = (value: number, little = false): Bytes => {
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setUint32(0, value, little);
  return bytes;
};

/** Bit by bit, as the appendix of the PNG specification has it. */
function crc32(bytes: Bytes): number {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc = (crc ^ byte) >>> 0;
    for (let bit = 0; bit < 8; bit++) crc = (crc % 2 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1) >>> 0;
  }
  return (crc ^ 0xffffffff) >>> 0;
}

const SECRET = 'Taken at home by Alice';

/** EXIF as a camera writes it: which way is up, and a description; in either order of bytes. */
function tiff(orientation: number, little: boolean): Bytes {
  const data = new DataView(new ArrayBuffer(8 + 2 + 24 + 4));
  data.setUint16(0, little ? 0x4949 : 0x4d4d);
  data.setUint16(2, 42, little);
  data.setUint32(4, 8, little);
  data.setUint16(8, 2, little);
  data.setUint16(10, 0x010e, little);
  data.setUint16(12, 2, little);
  data.setUint32(14, SECRET.length, little);
  data.setUint32(18, 38, little);
  data.setUint16(22, 0x0112, little);
  data.setUint16(24, 3, little);
  data.setUint32(26, 1, little);
  data.setUint16(30, orientation, little);
  return join(new Uint8Array(data.buffer), ascii(SECRET));
}

/** A picture as this browser writes it: 40 × 20, so that turning it shows. */
async function picture(type: string): Promise<Bytes> {
  const canvas = document.createElement('canvas');
  canvas.width = 40;
  canvas.height = 20;
  const context = canvas.getContext('2d')!;
  context.fillStyle = '#0a6080';
  context.fillRect(0, 0, 40, 20);
  context.fillStyle = '#e0a060';
  context.fillRect(0, 0, 12, 9);
  const blob = await new Promise<Blob>((done) => canvas.toBlob((made) => done(made!), type, 0.9));
  expect(blob.type).to.equal(type);
  return new Uint8Array(await blob.arrayBuffer());
}

const withExif: Record<string, (bytes: Bytes, exif: Bytes) => Bytes> = {
  'image/jpeg': (bytes, exif) => {
    const body = join(ascii('Exif\0\0'), exif);
    const comment = ascii(SECRET);
    const segment = (marker: number, content: Bytes) =>
      join(new Uint8Array([0xff, marker, (content.length + 2) >> 8, (content.length + 2) & 255]), content);
    return join(
      bytes.subarray(0, 2),
      segment(0xe1, body),
      segment(0xed, ascii(SECRET)),
      segment(0xfe, comment),
      bytes.subarray(2),
      ascii(SECRET),
    ) as Bytes;
  },
  'image/png': (bytes, exif) => {
    const chunk = (type: string, content: Bytes) => join(u32(content.length), ascii(type), content, u32(crc32(join(ascii(type), content))));
    return join(bytes.subarray(0, 33), chunk('tEXt', ascii(`Author\0${SECRET}`)), chunk('eXIf', exif), bytes.subarray(33));
  },
  'image/webp': (bytes, exif) => {
    // the plain form becomes the extended one: a VP8X head, the picture, EXIF, XMP
    const extended = new TextDecoder().decode(bytes.subarray(12, 16)) === 'VP8X';
    const head = join(ascii('VP8X'), u32(10, true), new Uint8Array([(extended ? bytes[20]! : 0) | 0x0c, 0, 0, 0, 39, 0, 0, 19, 0, 0]));
    const chunk = (type: string, content: Bytes) => join(ascii(type), u32(content.length, true), content, new Uint8Array(content.length % 2));
    const rest = join(head, bytes.subarray(extended ? 30 : 12), chunk('EXIF', exif), chunk('XMP ', ascii(SECRET)));
    return join(ascii('RIFF'), u32(rest.length + 4, true), ascii('WEBP'), rest);
  },
};

async function pixels(blob: Blob): Promise<{ width: number; height: number; data: string }> {
  const bitmap = await createImageBitmap(blob);
  const canvas = new OffscreenCanvas(bitmap.width, bitmap.height);
  const context = canvas.getContext('2d')!;
  context.drawImage(bitmap, 0, 0);
  return { width: bitmap.width, height: bitmap.height, data: context.getImageData(0, 0, bitmap.width, bitmap.height).data.join() };
}

const text = async (blob: Blob) => new TextDecoder('latin1').decode(await blob.arrayBuffer());

describe('taking the tags out of a picture', () => {
  for (const type of ['image/jpeg', 'image/png', 'image/webp']) {
    for (const little of [true, false]) {
      it(`takes them out of ${type}, ${little ? 'little' : 'big'} endian, and leaves every pixel and which way is up`, async () => {
        const tagged = new File([withExif[type]!(await picture(type), tiff(6, little))], 'a', { type, lastModified: 5 });
        expect(await text(tagged)).to.contain(SECRET);
        const clean = await stripMetadata(tagged);
        expect(await text(clean)).to.not.contain(SECRET);
        expect(clean.size).to.be.lessThan(tagged.size);
        expect([clean.name, clean.type, clean.lastModified]).to.deep.equal(['a', type, 5]);
        expect(await pixels(clean)).to.deep.equal(await pixels(tagged));
        if (type === 'image/jpeg') expect((await pixels(clean)).height).to.equal(40); // turned, by the tag that stays
        const again = await stripMetadata(clean);
        expect(await text(again)).to.equal(await text(clean));
      });
    }

    it(`gives ${type} without tags back as it was`, async () => {
      const plain = new File([await picture(type)], 'a', { type });
      const clean = await stripMetadata(plain);
      expect(await pixels(clean)).to.deep.equal(await pixels(plain));
      expect(await text(clean)).to.not.contain('Exif');
    });
  }

  it('goes by what a picture is, not by what its name says', async () => {
    const tagged = new File([withExif['image/jpeg']!(await picture('image/jpeg'), tiff(1, true))], 'a.png', { type: 'image/png' });
    expect(await text(await stripMetadata(tagged))).to.not.contain(SECRET);
  });

  it('leaves what is no picture alone, and what it cannot read', async () => {
    for (const type of ['text/plain', 'image/png']) {
      const file = new File(['hello'], 'a', { type });
      expect((await stripMetadata(file)) === file).to.equal(true);
    }
  });

  it('takes them out of one that is cut short', async () => {
    const whole = withExif['image/jpeg']!(await picture('image/jpeg'), tiff(1, true));
    const cut = new File([whole.subarray(0, whole.length - SECRET.length - 30)], 'a', { type: 'image/jpeg' });
    expect(await text(await stripMetadata(cut))).to.not.contain(SECRET);
  });
});
