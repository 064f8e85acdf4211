import type { Check, CheckId, DoctorCause } from './api.ts';

/** Links whose failure alone explains it, the surest first: a still microphone may be a person who kept quiet, a dead server is dead. */
const DECISIVE: readonly CheckId[] = ['browser', 'secure-context', 'policy', 'permission', 'devices', 'socket', 'token', 'level'];
/** Warnings under which a call still works, the one that is heard most first. */
const WARNINGS: readonly CheckId[] = ['loopback', 'level', 'socket', 'token'];

/** Why there is no sound, from what the checks found. The same checks always give the same cause. */
export function causeOf(checks: readonly Check[]): DoctorCause {
  const of = (id: CheckId) => checks.find((check) => check.id === id);
  const state = (id: CheckId) => of(id)?.state ?? 'skipped';
  for (const id of DECISIVE) {
    const { state: found, cause } = of(id) ?? {};
    if (found === 'failed' && cause) return cause;
  }
  return brokenNetwork() ?? narrowNetwork() ?? warning() ?? healthy();

  /** No way to a relay that should be there, or none for the sound. */
  function brokenNetwork(): DoctorCause | undefined {
    const relays = (['turn-udp', 'turn-tcp', 'turn-tls'] as const)
      .map(of)
      .filter((check) => check && check.state !== 'skipped' && check.state !== 'waiting');
    if (relays.length > 0 && relays.every((check) => check?.state === 'failed'))
      return relays.some((check) => check?.cause === 'network:turn-refused') ? 'network:turn-refused' : 'network:turn-unreachable';
    return state('loopback') === 'failed' ? 'network:no-media' : undefined;
  }

  /** Calls get through, by a way that is slower than UDP. */
  function narrowNetwork(): DoctorCause | undefined {
    const [udp, tcp, tls] = [state('turn-udp'), state('turn-tcp'), state('turn-tls')];
    if (udp === 'passed') return undefined;
    if (tls === 'passed' && tcp !== 'passed' && (udp === 'failed' || tcp === 'failed')) return 'network:relay-only-tls';
    return udp === 'failed' || state('stun') === 'warned' ? 'network:udp-blocked' : undefined;
  }

  function warning(): DoctorCause | undefined {
    return WARNINGS.map(of).find((check) => check?.state === 'warned')?.cause;
  }

  function healthy(): DoctorCause {
    const [udp, tcp, tls] = [state('turn-udp'), state('turn-tcp'), state('turn-tls')];
    if (udp !== 'passed' && tcp !== 'passed' && tls !== 'passed') return 'ok:no-relay';
    if (udp === 'passed' && tcp !== 'passed' && tls !== 'passed') return 'ok:relay-only-udp';
    return tls === 'failed' ? 'ok:relay-without-tls' : 'ok:all-good';
  }
}
