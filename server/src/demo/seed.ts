import { Readable } from 'node:stream';
import type { ServerCore } from '../api.ts';
import type { UploadStore } from '../http/upload-store.ts';
import { glazeTests, kilnCurve, shelf } from './pictures.ts';
import { type Line, PEOPLE, PLACES, type Place } from './story.ts';

/** The app of the demo and its public key. */
export const DEMO_APP = 'demo';
export const DEMO_KEY = 'demo-key';

const PICTURES = { shelf, kiln: kilnCurve, glaze: glazeTests };
const DAY_MS = 24 * 3_600_000;

/** Makes the demo's app, people, channels and history, as far as they are not there yet. */
export async function seedDemo(core: ServerCore, store: UploadStore): Promise<void> {
  if (!(await core.apps.get(DEMO_APP))) {
    await core.apps.create({ appId: DEMO_APP, name: 'Demo', apiKey: DEMO_KEY, settings: { default_visibility: 'listed' } });
  }
  for (const person of PEOPLE) {
    if (!(await core.users.get(DEMO_APP, person.user_id))) await core.users.create(DEMO_APP, person);
  }
  await core.guests.setPolicy(DEMO_APP, { enabled: true, support: { name: 'Help', team: ['alice', 'bob'] } });
  for (const place of PLACES) await seedPlace(core, store, place);
}

async function seedPlace(core: ServerCore, store: UploadStore, { channel_id, name, members, lines }: Place): Promise<void> {
  const founder = { kind: 'user', appId: DEMO_APP, userId: members[0]! } as const;
  const { channel } = await core.execute(founder, 'channel.create', { channel_id, name, members, reuse: true, visibility: 'listed' });
  if (channel.total_message_count > 0) return; // the history came in one transaction
  const messages: Parameters<ServerCore['seed']>[2] = [];
  for (const said of lines) {
    const row = said.picture && (await addPicture(store, said));
    messages.push({
      user_id: said.by,
      content: said.text,
      at_ms: timeOf(said, core.clock.now()),
      ...(row && { file_id: row.file_id }),
    });
  }
  await core.seed(DEMO_APP, channel_id, messages);
  const { as_of: offset } = await core.execute(founder, 'message.list', { channel_id, limit: 1 });
  for (const userId of members) await core.execute({ kind: 'user', appId: DEMO_APP, userId }, 'channel.read', { channel_id, offset });
}

function addPicture(store: UploadStore, said: Line) {
  const png = PICTURES[said.picture!]();
  return store.add({ appId: DEMO_APP, userId: said.by, name: said.text, content: Readable.from([png]) });
}

/** A time of day some days back, by this machine's own calendar. */
function timeOf({ day, at }: Line, nowMs: number): number {
  const [hours = 0, minutes = 0] = at.split(':').map(Number);
  const date = new Date(nowMs - day * DAY_MS);
  date.setHours(hours, minutes, (hours * 7 + minutes * 13) % 60, 0);
  return date.getTime();
}
