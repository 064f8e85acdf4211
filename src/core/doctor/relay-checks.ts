import type { MediaEngine } from '../media/api.ts';
import type { IceServer } from '../protocol/index.ts';
import type { CheckId } from './api.ts';
import type { Chain } from './chain.ts';
import { type Gathered, gather } from './gather.ts';
import type { IceAnswer } from './ice-answer.ts';
import type { DoctorParts, Outcome } from './ports.ts';

/** How a TURN server is spoken to. */
export type Transport = 'udp' | 'tcp' | 'tls';
const TRANSPORTS: readonly Transport[] = ['udp', 'tcp', 'tls'];

const urlsOf = ({ urls }: IceServer): string[] => (typeof urls === 'string' ? [urls] : urls);

/** RFC 7065: `turn:` is UDP unless it says TCP, `turns:` is TLS. TURN over DTLS is tried by no browser. */
export function transportOf(url: string): Transport | 'stun' | undefined {
  const [, scheme, transport] = /^(stuns?|turns?):[^?]+(?:\?transport=(\w+))?$/i.exec(url)?.map((part) => part?.toLowerCase()) ?? [];
  if (scheme === 'stun' || scheme === 'stuns') return 'stun';
  if (scheme === 'turns') return transport === 'udp' ? undefined : 'tls';
  if (scheme === 'turn') return transport === 'tcp' ? 'tcp' : transport === undefined || transport === 'udp' ? 'udp' : undefined;
  return undefined;
}

/** The part of these servers that is spoken to that way. */
export const serversOf = (servers: readonly IceServer[], wanted: Transport | 'stun'): IceServer[] =>
  servers.map((server) => ({ ...server, urls: urlsOf(server).filter((url) => transportOf(url) === wanted) })).filter(({ urls }) => urls.length > 0);

/** A TURN server over UDP answers as a STUN server too. */
function stunOf(servers: readonly IceServer[]): IceServer[] {
  const own = serversOf(servers, 'stun');
  if (own.length > 0) return own;
  const urls = serversOf(servers, 'udp').flatMap((server) => urlsOf(server).map((url) => url.replace(/^turn:/i, 'stun:').replace(/\?.*$/, '')));
  return urls.length > 0 ? [{ urls }] : [];
}

/** STUN and the three ways to a relay, side by side. Gives the servers of the best way that works. */
export async function checkRelays(chain: Chain, parts: DoctorParts, engine: MediaEngine, answer: IceAnswer): Promise<IceServer[]> {
  const ways: readonly CheckId[] = ['stun', ...TRANSPORTS.map((transport) => `turn-${transport}` as const)];
  const skipAll = (finding: string): IceServer[] => {
    for (const id of ways) chain.skip(id, finding);
    return [];
  };
  if (!engine.supported) return skipAll('The browser has no WebRTC.');
  if ('missing' in answer) return skipAll(answer.missing);
  const { servers } = answer;
  const limitMs = parts.settings.doctorStepMs;
  const timed = (outcome: (gathered: Gathered) => Outcome, ice: IceServer[], wanted: 'srflx' | 'relay', id: CheckId) =>
    chain.run(id, limitMs, outcome({ found: false, errors: [NO_ANSWER] }), async (scope) => {
      const startMs = parts.clock.now();
      const gathered = await gather(engine, scope, ice, wanted);
      const { figures, ...rest } = outcome(gathered);
      return { ...rest, figures: { gatherMs: parts.clock.now() - startMs, ...figures } };
    });

  const stun = stunOf(servers);
  await Promise.all([
    stun.length > 0 ? timed(stunOutcome, stun, 'srflx', 'stun') : chain.skip('stun', 'No STUN server is set up.'),
    ...TRANSPORTS.map((transport) => {
      const ice = serversOf(servers, transport);
      const id = `turn-${transport}` as const;
      return ice.length > 0
        ? timed((gathered) => turnOutcome(transport, gathered), ice, 'relay', id)
        : chain.skip(id, `No relay over ${transport.toUpperCase()} is set up.`);
    }),
  ]);
  const best = TRANSPORTS.find((transport) => chain.passed(`turn-${transport}`));
  return best ? serversOf(servers, best) : [];
}

/** What a browser says when nobody answered (RTCPeerConnectionIceErrorEvent). */
const NO_ANSWER = 701;

function stunOutcome(gathered: Gathered): Outcome {
  if (gathered.found) return { state: 'passed', finding: 'The network lets UDP out, and told the address it came from.' };
  // where no address is translated, the one that STUN tells is known already, and no browser names it twice
  if (gathered.errors.length === 0) return { state: 'passed', finding: 'The network lets UDP out, and translates no address.' };
  return { state: 'warned', cause: 'network:udp-blocked', finding: 'No STUN server answered over UDP.', figures: { errorCode: gathered.errors[0]! } };
}

function turnOutcome(transport: Transport, gathered: Gathered): Outcome {
  const way = `over ${transport.toUpperCase()}`;
  if (gathered.found) return { state: 'passed', finding: `The relay gives an address ${way}.` };
  const said = gathered.errors.find((code) => code >= 300 && code < 700);
  return said === undefined
    ? {
        state: 'failed',
        cause: 'network:turn-unreachable',
        finding: `The relay does not answer ${way}.`,
        figures: { errorCode: gathered.errors[0] ?? NO_ANSWER },
      }
    : {
        state: 'failed',
        cause: 'network:turn-refused',
        finding: said === 401 ? `The relay does not accept its credentials ${way}.` : `The relay refuses an address ${way}.`,
        figures: { errorCode: said },
      };
}
