import { EarshotError, type FileData } from '../../../../src/core/protocol/index.ts';
import type { MethodContext, MethodsOf } from './context.ts';
import { unsupported } from './unsupported.ts';

/** Messages and their files. */
export function messageMethods({ db, links, appId: app, who, urls, epoch }: MethodContext): MethodsOf<'message' | 'file'> {
  return {
    'message.list': async ({ channel_id, limit, mode, type, content, base_message_id }) => {
      if (mode === 'around') throw new EarshotError('request:unsupported', 'list the messages');
      const args = { app, ...who, channel: channel_id, epoch: epoch(), limit, mode, type, content, base: base_message_id };
      const found = await db.run('message.list', args);
      return { ...found, messages: found.messages.map(urls) };
    },
    'message.get': unsupported('message.get'),
    'message.delete': async ({ channel_id, message_id }) => {
      await db.run('message.delete', { app, ...who, channel: channel_id, message: message_id });
      return {};
    },
    'message.edit': unsupported('message.edit'),
    'message.versions': unsupported('message.versions'),
    'message.meta': unsupported('message.meta'),
    'message.react': unsupported('message.react'),
    'message.reactors': unsupported('message.reactors'),
    'message.pin': unsupported('message.pin'),
    'message.pins': unsupported('message.pins'),
    'message.search': unsupported('message.search'),
    'message.schedule': unsupported('message.schedule'),
    'message.scheduled': unsupported('message.scheduled'),
    'message.unschedule': unsupported('message.unschedule'),
    'file.link': async ({ file_id }) => {
      const row = await db.run('file.get', { app, file: file_id });
      if (!row || !(await db.run('file.may-read', { app, ...who, file: file_id }))) throw new EarshotError('file:not-found', 'link to the file');
      const { type, name, size, width, height } = row;
      const file: FileData = { file_id, type, name, url: '', size, ...(width && { width }), ...(height && { height }) };
      return { file: links.sign(app, file) };
    },
  };
}
