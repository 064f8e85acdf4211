import type { ChannelActions } from '../../../core/chat/actions/api.ts';
import type { ChatMessage } from '../../../core/chat/api.ts';
import type { ChannelHost } from '../host.ts';
import { t } from './words.ts';

/** How long a row that was jumped to stays marked. */
const MARKED_MS = 2_000;

/** Does something in the channel; when that fails, says so, to eye and ear. Whether it went well. */
export async function act(host: ChannelHost, deed: (can: ChannelActions) => unknown): Promise<boolean> {
  try {
    const can = await host.view?.actions();
    if (!can) return false;
    await deed(can);
    return true;
  } catch {
    host.more?.notes.show(t('chat.failed'));
    return false;
  }
}

export const nameOf = ({ view }: ChannelHost, userId: string): string => view?.members.find(({ user_id }) => user_id === userId)?.name || userId;

/** Whether a reaction with it is mine. */
export const isMine = (host: ChannelHost, { message }: ChatMessage, emoji: string): boolean => {
  const found = message?.reactions?.find((one) => one.emoji === emoji);
  return found ? (found.mine ?? found.user_ids.includes(host.boundClient?.userId ?? '')) : false;
};

/** Puts a reaction there, or takes it away. */
export function toggleReaction(host: ChannelHost, item: ChatMessage, emoji: string): void {
  const id = item.message?.message_id;
  if (id !== undefined) void act(host, (can) => can.react(id, emoji, !isMine(host, item, emoji)));
}

/** Deletes a message: one's own with Undo, another's at once. The focus goes to the next message. */
export function remove(host: ChannelHost, item: ChatMessage): void {
  const id = item.message?.message_id;
  if (id === undefined) return;
  const index = host.model.indexOf(item.key);
  void act(host, (can) => (item.own ? can.remove(id) : can.removeNow(id)));
  host.say(item.own ? t('chat.said.deleted') : '');
  void host.updateComplete.then(() => host.focusRow(Math.min(index + 1, host.model.length - 1)));
}

/** Copies the text of a message, and says so. */
export function copy(host: ChannelHost, item: ChatMessage | undefined): void {
  if (item?.text)
    void navigator.clipboard?.writeText(item.text).then(
      () => host.say(t('chat.copied')),
      () => {},
    );
}

/** Shows a message, or the first of a day, wherever it is in the history; focuses it and marks it for a moment. Whether it is there. */
export async function jumpTo(host: ChannelHost, place: { messageId: number } | { atMs: number }): Promise<boolean> {
  const { view, model } = host;
  const here =
    'messageId' in place ? model.items.find((item) => item.kind === 'message' && item.message?.message_id === place.messageId)?.key : undefined;
  const key = here ?? (await view?.loadAround(place).catch(() => undefined));
  if (key === undefined || view !== host.view) {
    host.more?.notes.show(t('chat.notFound'));
    return false;
  }
  if (model.left) host.loadOlder();
  else host.requestUpdate();
  await host.updateComplete;
  const index = model.indexOf(key);
  const node = host.list?.reveal(index, 'start');
  host.focusRow(index);
  if (!node) return false;
  node.dataset.hit = '';
  host.clock.setTimeout(() => delete node.dataset.hit, MARKED_MS);
  return true;
}
