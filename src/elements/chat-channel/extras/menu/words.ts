import { strings } from '../../../internal/strings.ts';

/** The texts of a message's menu and of what it opens. */
export const t = strings({
  'chat.menu': 'Message actions',
  'chat.menu.reactWith': 'React with {emoji}',
  'chat.menu.reply': 'Reply',
  'chat.menu.thread': 'Reply in thread',
  'chat.menu.copy': 'Copy text',
  'chat.menu.edit': 'Edit',
  'chat.menu.pin': 'Pin',
  'chat.menu.unpin': 'Unpin',
  'chat.menu.forward': 'Forward…',
  'chat.menu.versions': 'Edit history',
  'chat.menu.report': 'Report…',
  'chat.menu.delete': 'Delete',
  'chat.menu.key.delete': 'Del',
});
