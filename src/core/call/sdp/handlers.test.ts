import { describe, expect, it } from '../../../../test/harness.ts';
import { limitBandwidth } from './bandwidth.ts';
import { removeBundling } from './bundling.ts';
import { createCodecRemover } from './codec-remover.ts';
import { peerConfigOf } from './peer-config.ts';

const SDP = [
  'v=0',
  'o=- 1 2 IN IP4 127.0.0.1',
  's=-',
  't=0 0',
  'a=group:BUNDLE 0 1',
  'm=audio 9 UDP/TLS/RTP/SAVPF 111 63 9 0 126',
  'c=IN IP4 0.0.0.0',
  'a=mid:0',
  'a=rtpmap:111 opus/48000/2',
  'a=rtcp-fb:111 transport-cc',
  'a=fmtp:111 minptime=10;useinbandfec=1',
  'a=rtpmap:63 red/48000/2',
  'a=fmtp:63 111/111',
  'a=rtpmap:9 G722/8000',
  'a=rtpmap:0 PCMU/8000',
  'a=rtpmap:126 telephone-event/8000',
  'm=video 0 UDP/TLS/RTP/SAVPF 96 97 102 103 104 105',
  'c=IN IP4 0.0.0.0',
  'a=mid:1',
  'a=bundle-only',
  'a=rtpmap:96 VP8/90000',
  'a=rtcp-fb:96 nack pli',
  'a=rtpmap:97 rtx/90000',
  'a=fmtp:97 apt=96',
  'a=rtpmap:102 H264/90000',
  'a=fmtp:102 level-asymmetry-allowed=1;packetization-mode=1;profile-level-id=42001f',
  'a=rtpmap:103 rtx/90000',
  'a=fmtp:103 apt=102',
  'a=rtpmap:104 H264/90000',
  'a=fmtp:104 level-asymmetry-allowed=1;packetization-mode=0;profile-level-id=42001f',
  'a=rtpmap:105 rtx/90000',
  'a=fmtp:105 apt=104',
  '',
].join('\r\n');

const INFO = { callId: 'call-0001', type: 'offer', step: 'set', endpoint: 'local' } as const;
const without = (...codecs: Parameters<typeof createCodecRemover>[0]): string => createCodecRemover(codecs)(SDP, INFO, SDP);
const line = (sdp: string, start: string): string | undefined => sdp.split('\r\n').find((one) => one.startsWith(start));

describe('the codec remover', () => {
  it('takes a codec out by its name, with what repairs and doubles it and all lines about them [RB-sdp-01]', () => {
    const sdp = without('OPUS', 'vp8');
    expect([line(sdp, 'm=audio'), line(sdp, 'm=video')]).to.deep.equal([
      'm=audio 9 UDP/TLS/RTP/SAVPF 9 0 126',
      'm=video 0 UDP/TLS/RTP/SAVPF 102 103 104 105',
    ]);
    expect(sdp).not.to.match(/a=(rtpmap|fmtp|rtcp-fb):(111|63|96|97) /);
    expect(sdp.split('\r\n').length).to.equal(SDP.split('\r\n').length - 9);
  });

  it('takes out only those that have all of the parameters that are named [RB-sdp-02]', () => {
    const sdp = without({ name: 'H264', fmtpParams: ['packetization-mode=0', 'profile-level-id=42001f'] });
    expect(line(sdp, 'm=video')).to.equal('m=video 0 UDP/TLS/RTP/SAVPF 96 97 102 103');
    expect(without({ name: 'H264', fmtpParams: ['packetization-mode=0', 'profile-level-id=64001f'] })).to.equal(SDP);
    expect(line(without({ name: 'H264' }), 'm=video')).to.equal('m=video 0 UDP/TLS/RTP/SAVPF 96 97');
  });

  it('leaves a medium alone that would have no codec left', () => {
    const sdp = without('opus', 'G722', 'PCMU', 'VP8');
    expect([line(sdp, 'm=audio'), line(sdp, 'm=video')]).to.deep.equal([
      'm=audio 9 UDP/TLS/RTP/SAVPF 111 63 9 0 126',
      'm=video 0 UDP/TLS/RTP/SAVPF 102 103 104 105',
    ]);
  });

  it('changes nothing of a description without what it removes', () => {
    expect(without('AV1')).to.equal(SDP);
  });
});

describe('limits of what we receive', () => {
  it('stand in each medium, where the grammar wants them, in place of those there were', () => {
    const once = limitBandwidth(SDP, { audio: 20, video: 300 });
    const limited = limitBandwidth(once, { audio: 24, video: 200 });
    expect(limited.split('\r\n').filter((one) => one.startsWith('b='))).to.deep.equal(['b=AS:24', 'b=TIAS:24000', 'b=AS:200', 'b=TIAS:200000']);
    expect(limited).to.match(/m=audio [^\r]*\r\nc=IN IP4 0.0.0.0\r\nb=AS:24\r\nb=TIAS:24000\r\na=mid:0/);
  });

  it('of the whole call are divided among its media', () => {
    const limits = (sdp: string, call: number) =>
      limitBandwidth(sdp, { call })
        .split('\r\n')
        .filter((one) => one.startsWith('b=AS'));
    expect(limits(SDP, 500)).to.deep.equal(['b=AS:500', 'b=AS:64', 'b=AS:436']);
    expect(limits(SDP.slice(0, SDP.indexOf('m=video')), 40)).to.deep.equal(['b=AS:40', 'b=AS:40']);
  });
});

describe('media on paths of their own', () => {
  it('are described without a bundle', () => {
    const sdp = removeBundling(SDP);
    expect(sdp).not.to.match(/BUNDLE|bundle-only/);
    expect(sdp.split('\r\n').length).to.equal(SDP.split('\r\n').length - 2);
  });

  it('come with a policy that collects candidates for each', () => {
    expect(peerConfigOf({ removeBundling: true }, { bundlePolicy: 'max-bundle' }).bundlePolicy).to.equal('max-compat');
  });
});
