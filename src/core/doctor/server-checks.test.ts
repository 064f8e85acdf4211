import { find, Practice } from '../../../test/fake-media-practice.ts';
import type { FakeSocket } from '../../../test/fake-socket.ts';
import { describe, expect, it } from '../../../test/harness.ts';
import { checkServer } from './server-checks.ts';

async function check(set: (practice: Practice) => void = () => {}) {
  const practice = new Practice();
  set(practice);
  const { chain, scope } = practice.chain();
  const ice = await practice.finish(checkServer(chain, scope, practice.parts));
  scope.close();
  expect([practice.server.sessions, practice.clock.pending]).to.deep.equal([0, 0]);
  return { practice, ice, socket: find(chain.checks, 'socket'), token: find(chain.checks, 'token') };
}

const rest = (status: number, body: object) => () => Response.json(body, { status });
/** Sockets that open and end there. */
const hangsUp = (practice: Practice) => {
  const { openSocket } = practice.parts;
  practice.parts.openSocket = (url) => {
    const socket = openSocket(url) as FakeSocket;
    queueMicrotask(() => socket.drop());
    return socket;
  };
};
/** Replaces what the server says to hello. */
const says =
  (frame: object, times = Number.POSITIVE_INFINITY) =>
  (practice: Practice) => {
    let left = times;
    const { openSocket } = practice.parts;
    practice.parts.openSocket = (url) => {
      const socket = openSocket(url) as FakeSocket;
      if (left-- > 0) {
        socket.peer = {
          wrote: () => {
            socket.receive(frame);
            socket.drop(4401);
          },
          hungUp: () => {},
        };
      }
      return socket;
    };
  };
const refusal = (error: string) => ({ t: 'bye', close: 4401, after_ms: 0, error, message: `unable to connect; ${error}` });

describe('the check of the server', () => {
  it('opens a socket of its own, takes a round trip of five, renews the token, and hangs up', async () => {
    const { practice, socket, token, ice } = await check((p) => {
      p.tokens = ['token:ann', 'token:ann#2'];
      p.server.ice = [{ urls: 'stun:s' }];
    });
    expect([socket.state, token.state]).to.deep.equal(['passed', 'passed']);
    expect(token.figures).to.deep.equal({ expiresInMs: 3_600_000 });
    const [only] = practice.server.sockets;
    expect(practice.server.sockets).to.have.length(1);
    expect([only!.url, only!.closedWith, only!.wrote('ping').length]).to.deep.equal(['ws://localhost/v1/socket', 1000, 5]);
    expect(only!.wrote('auth')).to.deep.equal([{ t: 'auth', token: 'token:ann#2' }]);
    expect(ice).to.deep.equal({ servers: [{ urls: 'stun:s' }] });
  });

  it('warns of a slow server', async () => {
    const { socket } = await check((p) => {
      p.settings.doctorSlowMs = 0;
    });
    expect(socket).to.include({ state: 'warned', cause: 'server:slow' });
  });

  it('warns when the page gets no further token', async () => {
    const { token, socket } = await check((p) => {
      p.tokens = ['token:ann', undefined as unknown as string, 'token:ann#3'];
    });
    expect(socket.state).to.equal('passed');
    expect(token).to.include({ state: 'warned', cause: 'server:token-not-renewed' });
  });

  it('exchanges a refused token once, as a client does', async () => {
    const { token } = await check((p) => {
      p.tokens = ['token:old', 'token:ann'];
      says(refusal('auth:token-expired'), 1)(p);
    });
    expect(token.state).to.equal('passed');
  });

  for (const [code, cause] of [
    ['auth:token-expired', 'server:token-expired'],
    ['auth:token-revoked', 'server:token-refused'],
    ['auth:app-unknown', 'server:token-refused'],
  ] as const)
    it(`takes ${code} for a token that does not serve`, async () => {
      const { socket, token } = await check(says(refusal(code)));
      expect(socket.state).to.equal('passed');
      expect(token).to.include({ state: 'failed', cause, error: code });
    });

  it('sees a token of somebody else', async () => {
    const { token } = await check((p) => {
      p.tokens = ['token:bob'];
    });
    expect(token).to.include({ state: 'failed', cause: 'server:token-refused' });
  });

  it('sees a page without token, and that the socket would open', async () => {
    const { socket, token } = await check((p) => {
      p.tokens = [];
    });
    expect([socket.state, token.cause]).to.deep.equal(['passed', 'page:no-token']);
  });

  it('tells what else the server ends a connection for', async () => {
    const { socket, token } = await check(says({ ...refusal('request:rate-limited'), close: 4029 }));
    expect(socket).to.include({ state: 'failed', cause: 'server:refused', error: 'request:rate-limited' });
    expect(token.state).to.equal('skipped');
  });

  describe('where no socket comes up', () => {
    it('is stopped on the way if REST answers, which then gives the relays', async () => {
      const { socket, token, ice } = await check((p) => {
        hangsUp(p);
        p.answers = { '/v1/ice-servers': rest(200, { ice_servers: [{ urls: 'turn:t' }] }) };
      });
      expect([socket.cause, token.state]).to.deep.equal(['server:socket-blocked', 'skipped']);
      expect(ice).to.deep.equal({ servers: [{ urls: 'turn:t' }] });
    });

    it('is stopped on the way if the socket opens and swallows all', async () => {
      const { socket } = await check((p) => {
        const { openSocket } = p.parts;
        p.parts.openSocket = (url) => Object.assign(openSocket(url), { peer: undefined });
        p.answers = { '/v1/ice-servers': rest(429, { error: 'request:rate-limited', message: 'unable to x; y' }) };
      });
      expect(socket.cause).to.equal('server:socket-blocked');
    });

    for (const [cause, story, answers] of [
      ['server:unreachable', 'nothing answers', {}],
      ['server:unreachable', 'a proxy answers for it', { '/v1/ice-servers': rest(502, {}) }],
      ['server:unreachable', 'something else answers', { '/v1/ice-servers': rest(200, { hello: 'world' }) }],
      ['server:origin-refused', 'only an unreadable answer comes', { '/healthz': rest(200, {}) }],
    ] as const)
      it(`is ${cause} if ${story}`, async () => {
        const { socket, ice } = await check((p) => {
          hangsUp(p);
          p.answers = answers;
        });
        expect(socket).to.include({ state: 'failed', cause });
        expect(ice).to.have.property('missing');
      });
  });

  it('says when there were too many diagnoses', async () => {
    const { ice } = await check((p) => {
      p.server.ice = undefined;
    });
    expect(ice)
      .to.have.property('missing')
      .that.matches(/too often/);
  });
});
