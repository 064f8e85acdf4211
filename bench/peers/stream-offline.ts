/** A channel of stream-chat that has been watched, and a client that is connected, as far as their components ask. */
import { type Channel, StreamChat } from 'stream-chat';

export async function offlineChannel(): Promise<{ client: StreamChat; channel: Channel }> {
  const client = new StreamChat('key', { warmUp: false });
  Object.assign(client, {
    userID: 'alice',
    user: { id: 'alice', name: 'Alice' },
    _user: { id: 'alice', name: 'Alice' },
    wsPromise: Promise.resolve(),
  });
  const nothing = async () => ({}) as never;
  // whatever would ask its server is answered with nothing
  for (const name of ['get', 'post', 'put', 'patch', 'delete', 'doAxiosRequest', 'queryChannels', 'queryUsers', 'getAppSettings'] as const)
    Object.assign(client, { [name]: nothing });
  const channel = client.channel('messaging', 'lobby', {});
  const people = ['maya', 'jonas', 'alice'].map((id) => [id, { user: { id, name: id }, user_id: id }]);
  Object.assign(channel, { initialized: true, watch: nothing, query: nothing, markRead: nothing, keystroke: nothing, stopTyping: nothing });
  Object.assign(channel.state, { members: Object.fromEntries(people) });
  channel.data = { ...channel.data, own_capabilities: ['send-message', 'send-reaction', 'read-events'] } as typeof channel.data;
  client.activeChannels[channel.cid] = channel;
  return { client, channel };
}
