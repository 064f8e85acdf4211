/** The gallery `doctor` of scripts/screens.page.ts: `<call-doctor>` in every state. */
import '../src/elements/call-doctor/define.ts';
import type { DoctorCause } from '../src/core/doctor/api.ts';
import { CAUSES, DoctorClient, type FakeDoctor } from '../src/elements/call-doctor/testing.ts';

type Show = (parent: HTMLElement, caption: string, node: HTMLElement) => void;

async function doctor(scene?: (doctor: FakeDoctor) => void): Promise<HTMLElement> {
  const element = document.createElement('call-doctor');
  const client = new DoctorClient();
  element.client = client;
  document.body.append(element);
  if (scene) {
    void element.start();
    while (!client.doctor.runs) await new Promise(requestAnimationFrame);
    scene(client.doctor);
    if (element.state !== 'running') await element.updateComplete;
  }
  return element;
}

const verdict = (cause: DoctorCause) =>
  doctor((fake) => {
    if (cause === 'network:no-media')
      fake.set('turn-udp', 'failed', { cause: 'network:turn-unreachable', finding: 'The relay does not answer over UDP.' });
    fake.finish(cause);
  });

export async function doctors(section: (title: string, min: number) => HTMLElement, show: Show): Promise<void> {
  const states = section('States', 380);
  const without = document.createElement('call-doctor');
  show(states, 'Idle', await doctor());
  show(states, 'No server', without);
  show(states, 'Asking', await doctor((fake) => fake.reach('permission')));
  show(
    states,
    'Listening',
    await doctor((fake) => {
      fake.reach('level');
      setTimeout(() => fake.set('level', 'running', { figures: { level: 0.58 } }), 300);
    }),
  );
  show(
    states,
    'Every state of a check',
    await doctor((fake) => {
      fake.reach('socket');
      fake.set('socket', 'warned', { cause: 'server:slow', finding: 'The server answers over its socket, but slowly.' });
      fake.reach('turn-udp');
      fake.set('turn-udp', 'failed', { cause: 'network:turn-unreachable', finding: 'The relay does not answer over UDP.' });
      fake.set('turn-tls', 'skipped', { finding: 'No relay over TLS is set up.' });
      fake.set('turn-tcp', 'running');
    }),
  );
  const opened = await verdict('ok:all-good');
  show(states, 'Good, with details', opened);
  setTimeout(() => {
    const details = opened.shadowRoot!.querySelector('details');
    if (details) details.open = true;
  }, 500);
  show(states, 'It did not start', await doctor((fake) => fake.fail(new Error('offline'))));
  const verdicts = section('Verdicts', 380);
  for (const cause of CAUSES) show(verdicts, cause, await verdict(cause));
}
