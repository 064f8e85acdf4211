/** `earshot.faces.js`: the faces for people who come from other SDKs, beside the bundle and sharing its chunks. */
export { ChatClient } from './compat/chat-client.ts';
export { create, sdpHandlers } from './compat/create/create.ts';
export { VoiceClient } from './compat/voice-client.ts';
