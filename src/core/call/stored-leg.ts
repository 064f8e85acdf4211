import { type CallParts, legKey, type StoredLeg } from './ports.ts';

/** The leg of a call as the page before the reload left it; undefined when there is none. */
export function readLeg({ client, storage }: CallParts, callId: string): StoredLeg | undefined {
  try {
    const leg = JSON.parse(storage.getItem(legKey(client.appId, client.userId, callId)) ?? 'null') as Partial<StoredLeg> | null;
    return leg && typeof leg.leg_id === 'string' && typeof leg.leg_token === 'string'
      ? {
          leg_id: leg.leg_id,
          leg_token: leg.leg_token,
          muted: leg.muted === true,
          hold: leg.hold === true,
          audio: leg.audio !== false,
          screen: leg.screen === true,
          ...(typeof leg.video === 'boolean' && { video: leg.video }),
        }
      : undefined;
  } catch {
    return undefined;
  }
}
