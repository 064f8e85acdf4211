import { createCipheriv, createECDH, hkdfSync, randomBytes } from 'node:crypto';

/** What a browser gave to be reached by: the push service's URL, its public key, and a secret that only browser and server know. */
export interface Receiver {
  endpoint: string;
  /** An uncompressed point on P-256, base64url. */
  p256dh: string;
  /** 16 bytes, base64url. */
  auth: string;
}

/** Chosen anew for every message; given by tests alone. */
export interface Salted {
  privateKey: Buffer;
  salt: Buffer;
}

const CURVE = 'prime256v1';
const POINT_BYTES = 65;
/** Of a whole message every push service takes (RFC 8030, 7.2). */
const MESSAGE_BYTES = 4_096;
/** Salt, record size, length of the key and the key itself. */
const HEADER_BYTES = 16 + 4 + 1 + POINT_BYTES;
/** The authentication tag, and the byte that ends the padding. */
const OVERHEAD_BYTES = 16 + 1;

/** The most that fits into one push message. */
export const PAYLOAD_BYTES = MESSAGE_BYTES - HEADER_BYTES - OVERHEAD_BYTES;

/** Whether these are keys that a message can be encrypted for. */
export function areKeys(p256dh: string, auth: string): boolean {
  const point = Buffer.from(p256dh, 'base64url');
  if (point.length !== POINT_BYTES || point[0] !== 4 || Buffer.from(auth, 'base64url').length !== 16) return false;
  try {
    const probe = createECDH(CURVE);
    probe.generateKeys();
    probe.computeSecret(point); // refuses what is no point of the curve
    return true;
  } catch {
    return false;
  }
}

const derive = (salt: Buffer, from: Buffer, info: Buffer, bytes: number): Buffer => Buffer.from(hkdfSync('sha256', from, salt, info, bytes));

/** Encrypts for one browser (RFC 8291): the body of a push request with `content-encoding: aes128gcm` (RFC 8188), in one record. */
export function encrypt(payload: Buffer, { p256dh, auth }: Pick<Receiver, 'p256dh' | 'auth'>, salted?: Salted): Buffer {
  if (payload.length > PAYLOAD_BYTES) throw new RangeError(`a push message holds ${PAYLOAD_BYTES} bytes`);
  const theirs = Buffer.from(p256dh, 'base64url');
  const mine = createECDH(CURVE);
  if (salted) mine.setPrivateKey(salted.privateKey);
  else mine.generateKeys();
  const own = mine.getPublicKey();
  const salt = salted?.salt ?? randomBytes(16);
  const shared = mine.computeSecret(theirs);
  const secret = derive(Buffer.from(auth, 'base64url'), shared, Buffer.concat([Buffer.from('WebPush: info\0'), theirs, own]), 32);
  const key = derive(salt, secret, Buffer.from('Content-Encoding: aes128gcm\0'), 16);
  const nonce = derive(salt, secret, Buffer.from('Content-Encoding: nonce\0'), 12);
  const cipher = createCipheriv('aes-128-gcm', key, nonce);
  const sealed = Buffer.concat([cipher.update(Buffer.concat([payload, Buffer.from([2])])), cipher.final(), cipher.getAuthTag()]); // 2: the last record
  const head = Buffer.alloc(5);
  head.writeUInt32BE(MESSAGE_BYTES);
  head.writeUInt8(own.length, 4);
  return Buffer.concat([salt, head, own, sealed]);
}
