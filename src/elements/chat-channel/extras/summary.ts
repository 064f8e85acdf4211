import { plainName, sizeText } from './format.ts';
import { t } from './words.ts';

/** Whether a file is shown as a picture. Vector images may act, so they stay files. */
export const isPhoto = (type: string): boolean => /^image\/(?:png|jpeg|gif|webp|avif)$/.test(type);

/** What a message is about, in words: for the row's name and for speech. */
export function summary(content: { text?: string | undefined; file?: { name: string; type: string; size: number } | undefined }): string {
  if (!content.file) return content.text ?? '';
  return isPhoto(content.file.type) ? t('chat.photo') : t('chat.file', { name: plainName(content.file.name), size: sizeText(content.file.size) });
}
