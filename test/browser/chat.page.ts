/** What the pages of the chat tests have: the channel of the address's hash (`#lobby` if it has none), over the page's client. */
import '../../src/elements/chat-channel/define.ts';
import type { Client } from '../../src/core/client/client.ts';

addEventListener('DOMContentLoaded', () => {
  const channel = document.createElement('chat-channel');
  channel.channelId = location.hash.slice(1) || 'lobby';
  channel.client = (window as unknown as { client: Client }).client;
  channel.style.cssText = 'display:block;block-size:500px;inline-size:420px';
  document.body.append(channel);
});
