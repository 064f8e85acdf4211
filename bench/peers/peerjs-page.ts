/** PeerJS as its documentation shows a media call. No STUN server, as for the others: the machine has no outside. */
import { type MediaConnection, Peer } from 'peerjs';
import { fail, microphone, play, present, release, step, watch } from '../pages/call-page.ts';

present(async ({ address, user, callee }) => {
  const { hostname, port } = new URL(address);
  const peer = new Peer(user, { host: hostname, port: Number(port), path: '/', secure: false, config: { iceServers: [] } });
  await new Promise<void>((resolve, reject) => {
    peer.on('open', () => resolve());
    peer.on('error', reject);
  });
  peer.on('error', fail);
  let current: MediaConnection | undefined;
  let stream: MediaStream | undefined;
  const follow = (call: MediaConnection) => {
    current = call;
    call.on('stream', play);
    call.on('error', fail);
    if (call.peerConnection) watch(call.peerConnection);
  };
  peer.on('call', async (call) => {
    step('incoming');
    step('answer');
    stream = await microphone();
    call.answer(stream);
    follow(call);
  });
  return {
    async call() {
      stream = await microphone();
      follow(peer.call(callee, stream));
    },
    hangUp() {
      current?.close();
      current = undefined;
      release(stream);
    },
  };
});
