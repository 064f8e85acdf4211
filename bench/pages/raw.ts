/** The bare platform: trickle, one audio track, and a relay that knows nothing. The floor. */
import { microphone, play, present, release, step, watch } from './call-page.ts';

interface Message {
  offer?: RTCSessionDescriptionInit;
  answer?: RTCSessionDescriptionInit;
  candidate?: RTCIceCandidateInit;
  ringing?: true;
  bye?: true;
}

present(async ({ address }) => {
  const socket = new WebSocket(address);
  await new Promise((resolve) => {
    socket.onopen = resolve;
  });
  const say = (message: Message) => socket.send(JSON.stringify(message));
  let pc: RTCPeerConnection | undefined;
  let stream: MediaStream | undefined;
  let early: RTCIceCandidateInit[] = [];
  const make = () => {
    const connection = new RTCPeerConnection();
    connection.onicecandidate = ({ candidate }) => candidate && say({ candidate: candidate.toJSON() });
    connection.ontrack = ({ streams }) => play(streams[0]!);
    watch(connection);
    pc = connection;
    return connection;
  };
  const end = () => {
    pc?.close();
    pc = undefined;
    release(stream);
    early = [];
  };
  socket.onmessage = async ({ data }) => {
    const message = JSON.parse(data as string) as Message;
    if (message.offer) {
      step('incoming');
      say({ ringing: true });
      step('answer');
      const connection = make();
      const [media] = await Promise.all([microphone(), connection.setRemoteDescription(message.offer)]);
      stream = media;
      for (const candidate of early.splice(0)) void connection.addIceCandidate(candidate);
      for (const track of media.getTracks()) connection.addTrack(track, media);
      await connection.setLocalDescription();
      say({ answer: connection.localDescription!.toJSON() });
    } else if (message.answer) {
      await pc?.setRemoteDescription(message.answer);
      for (const candidate of early.splice(0)) void pc?.addIceCandidate(candidate);
    } else if (message.candidate) {
      if (pc?.remoteDescription) void pc.addIceCandidate(message.candidate);
      else early.push(message.candidate);
    } else if (message.ringing) step('ringing');
    else if (message.bye) end();
  };
  return {
    async call() {
      const connection = make();
      stream = await microphone();
      for (const track of stream.getTracks()) connection.addTrack(track, stream);
      await connection.setLocalDescription();
      say({ offer: connection.localDescription!.toJSON() });
    },
    hangUp() {
      end();
    },
  };
});
