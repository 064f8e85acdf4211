import type { Clock, Timer } from '../base/index.ts';
import type { CallManager } from '../call/api.ts';
import type { TabCalls } from './api.ts';
import { callsOfTabs, type TabClient } from './calls-of-tabs.ts';

/** A call has this long to begin before other tabs hear of it. */
const BEGINNING_MS = 500;

/** A client whose tab shares its socket. */
export interface MeetingClient extends TabClient {
  readonly clock: Clock;
  readonly calls: Pick<CallManager, 'calls' | 'on'>;
}

const meetings = new WeakMap<MeetingClient, () => void>();

/** What lets a tab see the calls of others, and show them its own, as soon as there is a call in any: returns what says that there is. */
export function meetingOf(client: MeetingClient, met: (calls: TabCalls) => void): () => void {
  let meet = meetings.get(client);
  if (!meet) {
    let asked = false;
    meet = () => {
      if (asked) return;
      asked = true;
      callsOfTabs(client).then(
        (calls) => {
          calls.on('change', () => met(calls));
          met(calls);
        },
        () => {
          asked = false; // the next call tries again
        },
      );
    };
    meetings.set(client, meet);
    const late = meet;
    let beginning: Timer | undefined;
    client.calls.on('change', () => {
      if (asked || beginning) return;
      beginning = client.clock.setTimeout(() => {
        beginning = undefined;
        late();
      }, BEGINNING_MS);
    });
    if (client.calls.calls.length) meet();
  }
  return meet;
}
