declare const framed: unique symbol;
/** A WebSocket message as it goes over the line (RFC 6455, section 5.2), made once for however many sockets; no other bytes may be written there. */
export type Frame = Buffer & { readonly [framed]: true };

/** FIN, and the opcode of text. */
const TEXT = 0x81;
const MEDIUM = 126;
const LONG = 127;

/** A server's frames are not masked; ours are neither compressed nor split. */
export function frameOf(text: string): Frame {
  const length = Buffer.byteLength(text);
  const head = length < MEDIUM ? 2 : length < 65_536 ? 4 : 10;
  const frame = Buffer.allocUnsafe(head + length);
  frame[0] = TEXT;
  if (head === 2) frame[1] = length;
  else if (head === 4) {
    frame[1] = MEDIUM;
    frame.writeUInt16BE(length, 2);
  } else {
    frame[1] = LONG;
    frame.writeBigUInt64BE(BigInt(length), 2);
  }
  frame.write(text, head);
  return frame as Frame;
}

/** What such a frame says. */
export function textOf(frame: Buffer): string {
  return frame.toString('utf8', frame[1] === LONG ? 10 : frame[1] === MEDIUM ? 4 : 2);
}
