import { type ClickToCall, createClickToCall } from '../click-to-call/click-to-call.ts';
import type { ClientApi } from './api.ts';

const CLICK_TO_CALL = Symbol.for('earshot/click-to-call');

/** Click to call of a client's user, made on first use. */
export const clickToCallOf = (client: ClientApi): ClickToCall => client.service(CLICK_TO_CALL, createClickToCall);
