import type { Chat } from '../chat/api.ts';
import { createChat } from '../chat/chat.ts';
import type { ClientApi } from './api.ts';

const CHAT = Symbol.for('earshot/chat');

/** The chat of a client, made on first use. */
export const chatOf = (client: ClientApi): Chat => client.service(CHAT, createChat);
