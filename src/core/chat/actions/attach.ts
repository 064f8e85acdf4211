import type { Message } from '../../protocol/index.ts';
import { createActions } from './actions.ts';
import type { ChannelActions } from './api.ts';
import type { ActionsHost } from './host.ts';
import { Reactions } from './reactions.ts';
import { Removals } from './removals.ts';

/** What the actions of a channel are to its view. */
export interface Attached {
  readonly actions: ChannelActions;
  /** A message with what I did to it a moment ago. The same object while nothing changed. */
  shown(message: Message): Message;
}

/** Makes the actions of a view. */
export function attach(host: ActionsHost): Attached {
  const reactions = new Reactions(host);
  const removals = new Removals(host);
  return {
    actions: {
      ...createActions(host),
      remove: (messageId) => removals.remove(messageId),
      undoRemove: (messageId) => removals.undo(messageId),
      react: (messageId, emoji, on) => reactions.react(messageId, emoji, on),
    },
    shown: (message) => reactions.shown(message),
  };
}
