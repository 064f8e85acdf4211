/** JsSIP as its documentation shows a call; with `eager` it goes on at the first candidate instead of waiting for all of them. */
import JsSIP from 'jssip';
import { fail, held, play, present, step, watch } from '../pages/call-page.ts';

type Session = ReturnType<InstanceType<typeof JsSIP.UA>['call']>;

present(async ({ address, user, callee, more }) => {
  const ua = new JsSIP.UA({
    sockets: [new JsSIP.WebSocketInterface(address)],
    uri: `sip:${user}@earshot.invalid`,
    register: true,
    session_timers: false,
  });
  const registered = new Promise<void>((resolve, reject) => {
    ua.on('registered', () => resolve());
    ua.on('registrationFailed', ({ cause }) => reject(new Error(`registration failed: ${cause}`)));
  });
  ua.start();
  await registered;
  let current: Session | undefined;
  const connect = (pc: RTCPeerConnection) => {
    watch(pc);
    pc.addEventListener('track', ({ streams }) => play(streams[0]!));
  };
  const options = () => ({
    ...(held() ? { mediaStream: held()! } : { mediaConstraints: { audio: true, video: false } }),
    pcConfig: { iceServers: [] },
  });
  ua.on('newRTCSession', ({ session, originator }: { session: Session; originator: string }) => {
    current = session;
    session.on('peerconnection', ({ peerconnection }) => connect(peerconnection));
    if (more.eager) session.on('icecandidate', ({ ready }) => ready());
    session.on('failed', ({ cause, originator: who }) => who !== 'local' && fail(new Error(`the call failed: ${cause}`)));
    if (originator === 'local') {
      session.on('progress', () => step('ringing'));
      if (session.connection) connect(session.connection);
      return;
    }
    step('incoming');
    step('answer');
    session.answer(options());
  });
  return {
    call: () => void ua.call(`sip:${callee}@earshot.invalid`, options()),
    hangUp() {
      if (current && !current.isEnded()) current.terminate();
    },
    async idle() {
      if (current && !current.isEnded()) await new Promise((resolve) => current!.on('ended', resolve));
    },
  };
});
