import type { create as Create, CreateApi } from '../../src/compat/create/create.ts';
import type { Media, PermissionAnswer } from '../../src/core/media/api.ts';
import { after, before, describe, expect, it } from '../harness.ts';
import { MediaStage } from './media-stage.ts';

declare const media: Media;
declare const create: typeof Create;

type Asked = Parameters<MediaStage['open']>[0] & {
  /** The name and message of the error that the browser would reject with: for what no flag of it can bring about. */
  simulated?: [name: string, message: string];
};

/** What a person is told: by the core, and by the face's event. */
interface Told {
  outcome: string;
  code: string | undefined;
  remedy: string | undefined;
  face: string;
}

/** The words are those of one browser on one system, wherever this runs. */
const AGENT = '--user-agent=Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36';

const REMEDY = {
  denied: 'Click the site settings icon left of the web address, switch Microphone on, and reload the page.',
  insecure: 'Open this page by an address that begins with https://. On this machine alone, localhost will do.',
  policy: 'The server of this page forbids it: the header Permissions-Policy has to say microphone=(self).',
  iframe: 'Open this page in a tab of its own. The page that shows it in a frame has to say <iframe allow="microphone">.',
  'not-found': 'Plug in a microphone, look whether the settings of the system list it, then try again.',
  'system-denied':
    'Check that the privacy settings of the system let Chrome use the microphone; if it came as a Snap or Flatpak, give it that permission.',
  'in-use': 'Close other programs and tabs that use the microphone, then try again.',
};

describe('a permission that is not given, in Chromium on Linux', () => {
  let stage: MediaStage;
  let bare: MediaStage;
  before(async () => {
    [stage, bare] = await Promise.all([MediaStage.start({ flags: [AGENT] }), MediaStage.start({ flags: [AGENT], devices: false })]);
  });
  after(() => Promise.all([stage.stop(), bare.stop()]).then(() => {}));

  async function ask({ simulated, ...where }: Asked, on = stage): Promise<Told> {
    const { page, frame } = await on.open(where);
    const told = await frame.evaluate(async (rejection) => {
      if (rejection) navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException(rejection[1], rejection[0]));
      const { outcome, error, remedy }: PermissionAnswer = await media.requestPermission({ video: false });
      const api: CreateApi = create();
      const failed = new Promise<string>((resolve) => void api.on('devices:error', (params) => resolve(params.error.code)));
      api.media.initializeDevices({ video: false });
      return { outcome, code: error?.code, remedy, face: await failed };
    }, simulated);
    await page.context().close();
    return told;
  }

  /** What every outcome has in common, and its remedy. */
  const expected = (outcome: keyof typeof REMEDY): Told => ({ outcome, code: `media:${outcome}`, remedy: REMEDY[outcome], face: 'call:4' });

  it('by the person: says where the person says yes', async () => {
    expect(await ask({ granted: false })).to.deep.equal(expected('denied'));
  });

  it('by the page: names the address, the header or the attribute that is missing', async () => {
    expect(await ask({ insecure: true })).to.deep.equal(expected('insecure'));
    expect(await ask({ policy: 'microphone=()' })).to.deep.equal(expected('policy'));
    expect(await ask({ frame: { elsewhere: true } })).to.deep.equal(expected('iframe'));
    expect(await ask({ frame: { elsewhere: true, allow: 'camera' } })).to.deep.equal(expected('iframe'));
  });

  it('by a machine that has none: says to plug one in', async () => {
    expect(await ask({}, bare)).to.deep.equal(expected('not-found'));
  });

  it('by the system or another program, both simulated: says where the system lets it, and whom to close', async () => {
    expect(await ask({ simulated: ['NotAllowedError', 'Permission denied by system'] })).to.deep.equal(expected('system-denied'));
    expect(await ask({ simulated: ['NotReadableError', 'Could not start audio source'] })).to.deep.equal(expected('in-use'));
  });
});
