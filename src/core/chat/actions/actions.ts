import { uuid } from '../../base/index.ts';
import { optionsOnWire } from '../send-options.ts';
import type { ChannelActions } from './api.ts';
import type { ActionsHost } from './host.ts';

/** The plain ones: each is a request. What waits or is shown early has a file of its own beside this one. */
export function createActions(host: ActionsHost): Omit<ChannelActions, 'remove' | 'undoRemove' | 'react'> {
  const { connection, channelId: channel_id } = host;
  const read = { retry: true } as const;
  const of = (message_id: number) => ({ channel_id, message_id });
  return {
    edit: async (id, content, mentions) =>
      (await connection.request('message.edit', { ...of(id), content, ...(mentions && { mentions: [...mentions] }) })).message,
    removeNow: async (id) => void (await connection.request('message.delete', of(id))),
    reactors: (id, emoji, next) => connection.request('message.reactors', { ...of(id), emoji, ...(next !== undefined && { next }) }, read),
    pin: async (id, on) => void (await connection.request('message.pin', { ...of(id), on })),
    pins: async () => (await connection.request('message.pins', { channel_id }, read)).messages,
    versions: async (id) => (await connection.request('message.versions', of(id), read)).versions,
    updateMeta: async (id, change) => (await connection.request('message.meta', { ...of(id), ...change })).message,
    forward: (messageId, to) =>
      host.outbox.add(to, { text: '' }, { options: { forward: { channelId: channel_id, messageId } }, askedFor: true }).done,
    pause: (key) => host.outbox.pause(key, true),
    resume: (key) => host.outbox.pause(key, false),
    search: (query, { userId, ...find } = {}) =>
      connection.request('message.search', { channel_id, query, ...(userId !== undefined && { user_id: userId }), ...find }, read),
    schedule: async (content, send_at, options = {}) => {
      const draft = { channel_id, type: 'text' as const, content, ...optionsOnWire(options) };
      return (await connection.request('message.schedule', { schedule_id: uuid(), send_at, draft })).scheduled;
    },
    scheduled: async () => (await connection.request('message.scheduled', { channel_id }, read)).scheduled,
    unschedule: async (schedule_id) => void (await connection.request('message.unschedule', { schedule_id })),
    notify: async (mode, seconds) =>
      void (await connection.request('channel.notify', { channel_id, mode, ...(seconds !== undefined && { seconds }) })),
    join: async () => void (await connection.request('channel.join', { channel_id })),
    leave: async () => void (await connection.request('channel.leave', { channel_id })),
    report: async (report) => (await connection.request('report.create', { ...report, channel_id })).report,
    block: async (user_id) => void (await connection.request('call.block', { user_id })),
    unblock: async (user_id) => void (await connection.request('call.unblock', { user_id })),
    update: async (change) => (await connection.request('channel.update', { ...change, channel_id })).channel,
    updateChannelMeta: async (change) => (await connection.request('channel.meta', { ...change, channel_id })).channel,
    deleteChannel: async () => void (await connection.request('channel.delete', { channel_id })),
    freeze: async (freeze) => (await connection.request('channel.freeze', { channel_id, freeze })).channel,
    add: async (user_ids) => void (await connection.request('channel.add', { channel_id, user_ids: [...user_ids] })),
    removeMember: async (user_id) => void (await connection.request('channel.remove', { channel_id, user_id })),
    setManager: async (user_id, manager) => void (await connection.request('channel.manager', { channel_id, user_id, manager })),
    ban: async (user_id, how) => (await connection.request('channel.ban', { channel_id, user_id, ...how })).ban,
    unban: async (user_id) => void (await connection.request('channel.unban', { channel_id, user_id })),
    bans: async () => (await connection.request('channel.bans', { channel_id }, read)).bans,
    mute: async (user_id, seconds, reason) =>
      void (await connection.request('channel.mute', { channel_id, user_id, seconds, ...(reason !== undefined && { reason }) })),
    reports: (find = {}) => connection.request('report.list', { ...find, channel_id }, read),
    decide: async (report_id, decision, seconds) =>
      (await connection.request('report.decide', { report_id, decision, ...(seconds !== undefined && { seconds }) })).report,
    audit: (next) => connection.request('channel.audit', { channel_id, ...(next !== undefined && { next }) }, read),
  };
}
