import { EarshotError, type FileData } from '../../../../src/core/protocol/index.ts';
import type { MethodContext, MethodsOf } from './context.ts';

/** Messages and their files. */
export function messageMethods({ db, links, appId: app, who, user, urls, epoch, edit, wake }: MethodContext): MethodsOf<'message' | 'file'> {
  return {
    'message.list': async ({ channel_id, base_message_id, at_ms, thread_id, ...page }) => {
      const args = { app, ...who, channel: channel_id, epoch: epoch(), ...page, base: base_message_id, at: at_ms, thread: thread_id };
      const found = await db.run('message.list', args);
      return { ...found, messages: found.messages.map(urls) };
    },
    'message.get': async ({ channel_id, message_id }) => ({
      message: urls(await db.run('message.get', { app, ...who, channel: channel_id, message: message_id })),
    }),
    'message.delete': async ({ channel_id, message_id }) => {
      await db.run('message.delete', { app, ...who, channel: channel_id, message: message_id });
      return {};
    },
    'message.edit': async ({ channel_id, message_id, content, mentions }) => {
      return { message: urls(await edit({ app, ...who, channel: channel_id, message: message_id, content, mentions })) };
    },
    'message.versions': async ({ channel_id, message_id }) => ({
      versions: await db.run('message.versions', { app, ...who, channel: channel_id, message: message_id }),
    }),
    'message.meta': async ({ channel_id, message_id, set, remove }) => ({
      message: urls(await db.run('message.meta', { app, ...who, channel: channel_id, message: message_id, set, remove })),
    }),
    'message.react': async ({ channel_id, message_id, emoji, on }) => ({
      message: urls(await db.run('message.react', { app, user: user(), channel: channel_id, message: message_id, emoji, on })),
    }),
    'message.reactors': async ({ channel_id, message_id, ...page }) =>
      db.run('message.reactors', { app, ...who, channel: channel_id, message: message_id, ...page }),
    'message.pin': async ({ channel_id, message_id, on }) => ({
      message: urls(await db.run('message.pin', { app, user: user(), channel: channel_id, message: message_id, on })),
    }),
    'message.pins': async ({ channel_id }) => ({ messages: (await db.run('message.pins', { app, ...who, channel: channel_id })).map(urls) }),
    'message.search': async ({ channel_id, user_id, ...find }) => {
      const found = await db.run('message.search', { app, ...who, channel: channel_id, by: user_id, ...find });
      return { ...found, messages: found.messages.map(urls) };
    },
    'message.schedule': async ({ schedule_id, send_at, draft }) => {
      const scheduled = await db.run('schedule.put', { app, user: user(), schedule: schedule_id, sendAt: send_at, draft });
      wake(send_at);
      return { scheduled };
    },
    'message.scheduled': async ({ channel_id }) => ({ scheduled: await db.run('schedule.list', { app, user: user(), channel: channel_id }) }),
    'message.unschedule': async ({ schedule_id }) => {
      await db.run('schedule.drop', { app, user: user(), schedule: schedule_id });
      return {};
    },
    'file.link': async ({ file_id }) => {
      const row = await db.run('file.get', { app, file: file_id });
      if (!row || !(await db.run('file.may-read', { app, ...who, file: file_id }))) throw new EarshotError('file:not-found', 'link to the file');
      const { type, name, size, width, height } = row;
      const file: FileData = { file_id, type, name, url: '', size, ...(width && { width }), ...(height && { height }) };
      return { file: links.sign(app, file) };
    },
  };
}
