import type { CallHistory } from '../history/api.ts';
import { createHistory } from '../history/history.ts';
import type { ClientApi } from './api.ts';

const HISTORY = Symbol.for('earshot/history');

/** The past calls of a client's user, made on first use. */
export const historyOf = (client: ClientApi): CallHistory => client.service(HISTORY, createHistory);
