/** `earshot.faces.js`: the faces for people who come from other SDKs, beside the bundle and sharing its chunks. */
export { ChatClient } from './compat/chat-client.ts';
export { create, sdpHandlers } from './compat/create/create.ts';
export { PhoneClient } from './compat/phone-client.ts';
export { proxyCalls, RelayClient } from './compat/relay-client.ts';
export { VoiceClient } from './compat/voice-client.ts';
