import { describe, expect, it } from '../../../test/harness.ts';
import { Picture } from '../demo/png.ts';
import { contentDisposition } from './files.ts';
import { INLINE_TYPES, sniff } from './sniff.ts';
import { cleanName } from './upload-store.ts';

const bytes = (...parts: (string | number[])[]): Buffer =>
  Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(part, 'latin1') : Buffer.from(part))));
const u16 = (n: number) => [n >> 8, n & 255];
const u32 = (n: number) => [n >>> 24, (n >>> 16) & 255, (n >>> 8) & 255, n & 255];
const zeros = (n: number) => Array.from({ length: n }, () => 0);

const jpeg = (width: number, height: number) =>
  bytes([0xff, 0xd8, 0xff, 0xe0], u16(16), 'JFIF', zeros(10), [0xff, 0xff, 0xc2], u16(17), [8], u16(height), u16(width), zeros(16));

describe('what a file is', () => {
  it('is told by its first bytes, pictures with their size', () => {
    expect(sniff(new Picture(30, 20, [0, 0, 0]).toPng())).to.deep.equal({ type: 'image/png', width: 30, height: 20 });
    expect(sniff(jpeg(640, 480))).to.deep.equal({ type: 'image/jpeg', width: 640, height: 480 });
    expect(sniff(bytes('GIF89a', [10, 0, 5, 0], zeros(8)))).to.deep.equal({ type: 'image/gif', width: 10, height: 5 });
    expect(sniff(bytes('RIFF', zeros(4), 'WEBPVP8 ', zeros(10), [100, 0, 50, 0], zeros(4)))).to.deep.equal({
      type: 'image/webp',
      width: 100,
      height: 50,
    });
    expect(sniff(bytes('RIFF', zeros(4), 'WEBPVP8X', zeros(8), [99, 0, 0], [49, 0, 0], zeros(4)))).to.deep.equal({
      type: 'image/webp',
      width: 100,
      height: 50,
    });
    const lossless = ((99 | (49 << 14)) >>> 0)
      .toString(16)
      .padStart(8, '0')
      .match(/../g)!
      .map((hex) => Number.parseInt(hex, 16))
      .reverse();
    expect(sniff(bytes('RIFF', zeros(4), 'WEBPVP8L', zeros(4), [0x2f], lossless, zeros(8)))).to.deep.equal({
      type: 'image/webp',
      width: 100,
      height: 50,
    });
    const box = (width: number, height: number) => bytes(u32(20), 'ispe', zeros(4), u32(width), u32(height));
    const avif = bytes(u32(32), 'ftypavif', zeros(20), [...box(32, 32)], [...box(400, 300)]);
    expect(sniff(avif)).to.deep.equal({ type: 'image/avif', width: 400, height: 300 });
  });

  it('knows sound and film', () => {
    for (const [head, type] of [
      [bytes(u32(24), 'ftypisom', zeros(16)), 'video/mp4'],
      [bytes(u32(24), 'ftypM4A ', zeros(16)), 'audio/mp4'],
      [bytes(u32(0x1a45dfa3), zeros(8), 'webm', zeros(40), 'V_VP8', zeros(8)), 'video/webm'],
      [bytes(u32(0x1a45dfa3), zeros(8), 'webm', zeros(40), 'A_OPUS', zeros(8)), 'audio/webm'],
      [bytes('OggS', zeros(30)), 'audio/ogg'],
      [bytes('RIFF', zeros(4), 'WAVEfmt ', zeros(16)), 'audio/wav'],
      [bytes('ID3', zeros(20)), 'audio/mpeg'],
      [bytes([0xff, 0xfb, 0x90, 0x64], zeros(20)), 'audio/mpeg'],
    ] as const) {
      expect(sniff(head), type).to.deep.equal({ type });
      expect(INLINE_TYPES.has(type), type).to.equal(true);
    }
  });

  it('is nothing in particular when it could act, is cut short, or is unknown', () => {
    const active = [
      '<svg xmlns="x"/>',
      '<!doctype html><script>',
      '<?xml version="1.0"?>',
      '%PDF-1.7\n',
      'MZ\u0000\u0000 a program of sorts',
      'plain words, many',
      '',
    ];
    for (const text of active) expect(sniff(Buffer.from(text)).type, text).to.equal('application/octet-stream');
    expect(sniff(bytes([0xff, 0xd8, 0xff], zeros(20))).type).to.equal('application/octet-stream');
    expect(sniff(bytes(u32(0x1a45dfa3), zeros(8), 'matroska', zeros(40))).type).to.equal('application/octet-stream');
    expect(INLINE_TYPES.has('application/octet-stream')).to.equal(false);
  });

  it('is no picture when it is larger than a reader could bear', () => {
    expect(sniff(jpeg(10_000, 5_000)).type).to.equal('image/jpeg');
    expect(sniff(jpeg(10_001, 5_000)).type).to.equal('application/octet-stream');
  });
});

describe('the name of a file', () => {
  it('is no path, holds no control or direction marks, and is never empty', () => {
    expect(cleanName('../../etc/passwd')).to.equal('passwd');
    expect(cleanName('C:\\temp\\a.png')).to.equal('a.png');
    expect(cleanName('in\u202egnp.exe\u0000')).to.equal('ingnp.exe');
    expect(cleanName('')).to.equal('file');
    expect(cleanName(null)).to.equal('file');
    expect([...cleanName('😀'.repeat(300))]).to.have.lengthOf(200);
  });

  it('goes out in both spellings of RFC 6266', () => {
    expect(contentDisposition('attachment', 'a"b\\c%d é.txt')).to.equal(
      `attachment; filename="a_b_c_d _.txt"; filename*=UTF-8''a%22b%5Cc%25d%20%C3%A9.txt`,
    );
    expect(contentDisposition('inline', "it's (1)!.png")).to.contain("filename*=UTF-8''it%27s%20%281%29%21.png");
    expect(contentDisposition('inline', '\ud800.png')).to.contain("filename*=UTF-8''%EF%BF%BD.png");
  });
});
