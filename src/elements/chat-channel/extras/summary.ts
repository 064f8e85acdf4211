import type { ChatMessage } from '../../../core/chat/api.ts';
import { durationText } from '../../internal/durations.ts';
import { plainName, sizeText } from './format.ts';
import { t } from './words.ts';

/** The sound of a voice message: how long, and its peaks (0…31). */
export interface Voice {
  durationMs: number;
  waveform: readonly number[];
}

/** Whether a file is shown as a picture. Vector images may act, so they stay files. */
export const isPhoto = (type: string): boolean => /^image\/(?:png|jpeg|gif|webp|avif)$/.test(type);

/** What a voice message sounds like, stored or on its way. */
export const voiceOf = ({ message, options }: Pick<ChatMessage, 'message' | 'options'>): Voice | undefined =>
  message?.voice ? { durationMs: message.voice.duration_ms, waveform: message.voice.waveform } : options?.voice;

/** What a message is about, in words: for the row's name and for speech. */
export function summary(content: {
  text?: string | undefined;
  file?: { name: string; type: string; size: number } | undefined;
  voice?: Voice | undefined;
}): string {
  if (content.voice) return t('chat.voice', { duration: durationText(content.voice.durationMs, 'long') });
  if (!content.file) return content.text ?? '';
  return isPhoto(content.file.type) ? t('chat.photo') : t('chat.file', { name: plainName(content.file.name), size: sizeText(content.file.size) });
}
