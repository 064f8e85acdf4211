/** The bundle of a page without a build: every element is defined, everything public is exported. */
export * from './all.ts';
export { ChatClient } from './compat/chat-client.ts';
export { VoiceClient } from './compat/voice-client.ts';
export * from './index.ts';
