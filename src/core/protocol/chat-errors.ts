import type { CatalogueEntry, ChatErrorCode } from './catalogue.ts';

/** The errors of sending: a part of the catalogue that a page needs only once it sends. */
export const CHAT_ERRORS: Record<ChatErrorCode, CatalogueEntry> = {
  'message:expired': { reason: 'it waited too long to be sent' },
  'file:too-large': { reason: 'the file is larger than the limit', number: 1012, status: 400 },
  'file:upload-failed': { reason: 'the upload did not finish', retryable: true },
  'channel:slow': { reason: 'messages may follow each other only slowly here', number: 9001, status: 429, retryable: true },
};
