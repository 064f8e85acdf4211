import { WebSocket, WebSocketServer } from 'ws';
import { describe, expect, it } from '../../../test/harness.ts';
import { frameOf, textOf } from './frame.ts';

describe('a frame made once', () => {
  const texts = ['', 'x', 'y'.repeat(125), 'z'.repeat(126), 'ä€😀', '😀'.repeat(16_383) + 'abc', 'a'.repeat(65_536), '€'.repeat(50_000)];

  it('is read by a client as any other, whatever its length, between what the library writes itself', async () => {
    const server = new WebSocketServer({ host: '127.0.0.1', port: 0, perMessageDeflate: false });
    await new Promise((resolve) => server.once('listening', resolve));
    server.on('connection', (socket, request) => {
      for (const text of texts) {
        request.socket.write(frameOf(text));
        socket.ping();
      }
      socket.close(4000, 'all said');
    });
    const client = new WebSocket(`ws://127.0.0.1:${(server.address() as { port: number }).port}`);
    const heard: string[] = [];
    let pings = 0;
    client.on('message', (data, isBinary) => heard.push(isBinary ? 'binary' : String(data)));
    client.on('ping', () => pings++);
    const code = await new Promise((resolve, reject) => {
      client.once('close', resolve);
      client.once('error', reject);
    });
    expect(code).to.equal(4000);
    expect(heard).to.deep.equal(texts);
    expect(pings).to.equal(texts.length);
    server.close();
  });

  it('tells what it says', () => {
    for (const text of texts) expect(textOf(frameOf(text))).to.equal(text);
  });
});
