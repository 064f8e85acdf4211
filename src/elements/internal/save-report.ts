import { ContextEvent } from '@lit/context';
import type { ClientApi } from '../../core/client/api.ts';
import { flightOf } from '../../core/client/flight-of.ts';
import { EarshotError } from '../../core/protocol/errors.ts';
import { clientContext } from '../context.ts';
import { saveFile } from './save-file.ts';

/** The client of the element whose shadow root holds this node: its own, else the nearest provider's. */
function clientOf(node: Node): ClientApi | undefined {
  const { host } = node.getRootNode() as ShadowRoot;
  if (!host) return undefined;
  let client = (host as { client?: ClientApi }).client;
  // asked only once: the provider answers at once, or there is none
  if (!client) host.dispatchEvent(new ContextEvent(clientContext, host, (provided) => (client = provided)));
  return client;
}

/**
 * Saves what the client's flight recorder holds as a file. Nothing is sent anywhere.
 * @throws EarshotError `client:no-client`
 */
export async function saveReport(button: HTMLElement): Promise<void> {
  const client = clientOf(button);
  if (!client) throw new EarshotError('client:no-client', 'export a report', 'no client is provided');
  const recorder = await flightOf(client);
  recorder.record('element', 'exported');
  saveFile(recorder.toFile());
}
