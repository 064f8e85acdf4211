import type { Voicemail } from '../voicemail/api.ts';
import { createVoicemail } from '../voicemail/voicemail.ts';
import type { ClientApi } from './api.ts';

const VOICEMAIL = Symbol.for('earshot/voicemail');

/** The mailbox of a client's user, and messages in those of others; made on first use. */
export const voicemailOf = (client: ClientApi): Voicemail => client.service(VOICEMAIL, createVoicemail);
