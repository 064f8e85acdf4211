import type { Send } from '../protocol/index.ts';
import type { SendOptions } from './actions/api.ts';

/** What goes with a message, as its frame has it. */
export function optionsOnWire(options: SendOptions): Pick<Send, 'reply_to' | 'mentions' | 'forward' | 'custom_type' | 'data' | 'voice' | 'meta'> {
  const { replyTo, mentions, forward, customType, data, voice, meta } = options;
  return {
    ...(replyTo !== undefined && { reply_to: replyTo }),
    ...(mentions && { mentions: [...mentions] }),
    ...(forward && { forward: { channel_id: forward.channelId, message_id: forward.messageId } }),
    ...(customType !== undefined && { custom_type: customType }),
    ...(data && { data: { ...data } }),
    ...(voice && { voice: { duration_ms: voice.durationMs, waveform: [...voice.waveform] } }),
    ...(meta && { meta: { ...meta } }),
  };
}
