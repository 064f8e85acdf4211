/** Our client core; the callee answers on its incoming event. A microphone that is held is one that a preview offers. */
import type { Call } from '../../src/core/call/api.ts';
import { Client } from '../../src/core/client/client.ts';
import { mediaOf } from '../../src/core/client/media-of.ts';
import { present, step, watch } from './call-page.ts';
import { watchSteps } from './profile.ts';

present(
  async ({ address, user, callee, micHeld, more }) => {
    const client = new Client({ host: address, appId: more.appId!, userId: user, token: more.token! });
    if (more.profile) watchSteps(client);
    await client.connect();
    await client.calls.prepare({ codeOnly: true }); // as a call button does when the page is idle
    if (micHeld) {
      mediaOf(client).offer(await mediaOf(client).open({ audio: true }));
      await client.calls.prepare(); // as a preview does with what it opened
    }
    let current: Call | undefined;
    const follow = (call: Call) => {
      current = call;
      const look = () => {
        if (current !== call || call.state === 'ended') return;
        if (call.peerConnection) watch(call.peerConnection);
        else setTimeout(look, 1);
      };
      look();
    };
    client.calls.on('incoming', (call) => {
      step('incoming');
      follow(call);
      step('answer');
      void call.answer();
    });
    return {
      async call() {
        const call = await client.calls.make(callee);
        call.on('state', (state) => state === 'ringing' && step('ringing'));
        if (call.state === 'ringing') step('ringing');
        follow(call);
      },
      async hangUp() {
        await current?.end();
        current = undefined;
      },
      async idle() {
        while (client.calls.calls.length > 0) await new Promise<void>((resolve) => void client.calls.once('change', () => resolve()));
      },
      prepare: () => client.calls.prepare(),
    };
  },
  { holds: true },
);
