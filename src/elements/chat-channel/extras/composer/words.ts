import { strings } from '../../../internal/strings.ts';

/** The texts of writing: what comes with the text box after the first paint (LOOK 8, 10). */
export const t = strings({
  'chat.send': 'Send',
  'chat.save': 'Save',
  'chat.reply.to': 'Replying to {name}',
  'chat.reply.cancel': 'Cancel reply',
  'chat.edit.title': 'Editing',
  'chat.edit.cancel': 'Cancel editing',
  'chat.edit.failed': 'Not saved. Check your connection, then try again.',
  'chat.edit.done': 'Saved.',
  'chat.files.failed': 'Not sent. Check your connection, then try again.',
  'chat.slow': 'Slow mode. You can send again in {seconds} seconds.',
});
