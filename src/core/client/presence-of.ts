import { PresenceWatch } from '../chat/presence.ts';
import type { ClientApi } from './api.ts';

const PRESENCE = Symbol.for('earshot/presence');

/** Who is here, for all badges of a client together; made on first use. */
export const presenceOf = (client: ClientApi): PresenceWatch => client.service(PRESENCE, (parts) => new PresenceWatch(parts));
