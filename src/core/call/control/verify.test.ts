import { describe, expect, it } from '../../../../test/harness.ts';
import { fingerprintsOf, verificationOf } from './verify.ts';
import { EMOJI, WORDS } from './verify-words.ts';

const A = 'sha-256 0A:1B:2C';
const B = 'sha-256 FF:EE:DD';
const sdp = (...lines: string[]) => ({ type: 'offer', sdp: ['v=0', ...lines, ''].join('\r\n') }) as RTCSessionDescription;
const peer = (local: RTCSessionDescription | null, remote: RTCSessionDescription | null) => ({ localDescription: local, remoteDescription: remote });

/** Whether one becomes the other by one letter changed, added or left out. */
function isNear(a: string, b: string): boolean {
  if (Math.abs(a.length - b.length) > 1) return false;
  let from = 0;
  while (from < a.length && a[from] === b[from]) from++;
  let to = 0;
  while (to < Math.min(a.length, b.length) - from && a.at(-1 - to) === b.at(-1 - to)) to++;
  return Math.max(a.length, b.length) - from - to <= 1;
}

describe('what is compared to verify a call', () => {
  it('is the same on both sides, and other with any other certificate', async () => {
    const ours = await verificationOf([A, B]);
    expect(await verificationOf([B, A])).to.deep.equal(ours);
    expect([ours.words.length, ours.emoji.length]).to.deep.equal([4, 4]);
    const other = await verificationOf([A, 'sha-256 FF:EE:DC']);
    expect(other.words).to.not.deep.equal(ours.words);
    expect(other.emoji).to.not.deep.equal(ours.emoji);
  });

  it('has not changed since other versions were out: both sides may have different ones', async () => {
    const { words, emoji } = await verificationOf([A, B]);
    const known = new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(`earshot verify 1\n${A}\n${B}`)));
    expect(words).to.deep.equal([0, 2, 4, 6].map((at) => WORDS[((known[at]! & 3) << 8) | known[at + 1]!]));
    expect(emoji).to.deep.equal([8, 9, 10, 11].map((at) => EMOJI[known[at]!]));
  });

  it('uses 40 bits for words and 32 others for emoji', () => {
    expect([WORDS.length, EMOJI.length]).to.deep.equal([1_024, 256]);
    expect([new Set(WORDS).size, new Set(EMOJI).size]).to.deep.equal([1_024, 256]);
    for (const emoji of EMOJI) expect(emoji, emoji).to.match(/^\p{Emoji_Presentation}$/u);
  });

  it('has words that are short and not taken for each other', () => {
    expect(WORDS.filter((word) => !/^[a-z]{3,7}$/.test(word))).to.deep.equal([]);
    expect(WORDS.flatMap((word, i) => WORDS.slice(i + 1).filter((other) => isNear(word, other)))).to.deep.equal([]);
  });

  it('comes from the one certificate of each description, however it is written', () => {
    const local = sdp('a=fingerprint:sha-256 0a:1b:2c', 'm=audio', 'a=fingerprint:SHA-256 0A:1B:2C');
    expect(fingerprintsOf(peer(local, sdp('a=fingerprint:sha-256 FF:EE:DD')), 'call')).to.deep.equal([A, B]);
  });

  it('refuses descriptions that let a second certificate pass, or a weak hash, or none', () => {
    const fine = sdp('a=fingerprint:sha-256 0A:1B:2C');
    const bad = [
      sdp('a=fingerprint:sha-256 FF:EE:DD', 'a=fingerprint:sha-256 66:66:66'),
      sdp('a=fingerprint:sha-256 FF:EE:DD', 'm=audio', 'a=fingerprint:sha-512 66:66:66'),
      sdp('a=fingerprint:sha-1 FF:EE:DD'),
      sdp('m=audio'),
      null,
    ];
    for (const remote of bad) {
      expect(() => fingerprintsOf(peer(fine, remote), 'call')).to.throw(/one certificate/);
      expect(() => fingerprintsOf(peer(remote, fine), 'call')).to.throw(/one certificate/);
    }
  });
});
