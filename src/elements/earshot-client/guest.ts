import { originOf } from '../../core/client/host.ts';
import { defaultStorage } from '../../core/client/storage.ts';
import { asEarshotError, EarshotError, type WireError } from '../../core/protocol/errors.ts';
import type { AboutGuest, GuestDoor } from '../internal/guest-door.ts';
import type { EarshotClient } from './earshot-client.ts';

/** Whose session it is while the page names nobody. */
export interface GuestIdentity {
  userId: string;
  token(): Promise<string>;
}

interface Entered {
  user: { user_id: string };
  token: string;
  expires_at: number;
  secret: string;
  channel_id?: string;
}

const storage = defaultStorage();

async function post(url: string, body: object): Promise<Entered> {
  const operation = 'come in as a guest';
  let response: Response;
  try {
    response = await fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
  } catch (error) {
    throw asEarshotError(error, 'connection:lost', operation);
  }
  const answer: unknown = await response.json().catch(() => ({}));
  if (response.ok) return answer as Entered;
  throw (answer as Partial<WireError>).error
    ? EarshotError.fromWire(answer as WireError, operation, { status: response.status })
    : new EarshotError('connection:lost', operation, `the server answered ${response.status}`);
}

/** Lets somebody come in without an account, as the same guest whenever he comes back to this browser, and hands what was the guest's to the user he signs in as. */
class Door implements GuestDoor {
  channelId: string | undefined;
  readonly #element: EarshotClient;
  readonly #admit: (identity: GuestIdentity | undefined) => void;
  #entering: Promise<void> | undefined;
  /** The guest who is inside. */
  #userId: string | undefined;
  #claiming = false;

  constructor(element: EarshotClient, admit: (identity: GuestIdentity | undefined) => void) {
    this.#element = element;
    this.#admit = admit;
    element.addEventListener('earshot-client-state', ({ state }) => {
      if (state === 'connected') void this.#claim();
    });
    if (element.client?.state === 'connected') void this.#claim();
  }

  /** Who was here before is here again at once; a new one comes in when he wants something. */
  resume(): void {
    if (this.#secret && !this.#element.userId) this.enter({}).catch(() => {}); // the next who asks is told
  }

  async enter(about: AboutGuest): Promise<void> {
    if (this.#userId !== undefined || this.#element.userId) return;
    this.#entering ??= this.#enter(about).finally(() => {
      this.#entering = undefined;
    });
    await this.#entering;
  }

  async #enter(about: AboutGuest): Promise<void> {
    let first: string | undefined = await this.#ask(about);
    const token = async (): Promise<string> => {
      const fresh = first ?? (await this.#ask({}));
      first = undefined;
      return fresh;
    };
    this.#admit({ userId: this.#userId!, token });
  }

  /** A token of the guest whose secret this browser has; else of a new one. */
  async #ask(about: AboutGuest): Promise<string> {
    const { appId } = this.#element;
    const secret = this.#secret;
    const { user, token, ...entered } = await post(`${this.#origin}/v1/guests`, { app_id: appId, ...(secret && { secret }), ...about });
    storage.setItem(this.#key, entered.secret);
    this.channelId = entered.channel_id;
    const before = this.#userId;
    this.#userId = user.user_id;
    // the one we knew is gone from the server: the client is another's now
    if (before !== undefined && before !== user.user_id) this.#admit({ userId: user.user_id, token: () => this.#ask({}) });
    return token;
  }

  /** Somebody has signed in where a guest was: what was the guest's is his. */
  async #claim(): Promise<void> {
    const { client, userId } = this.#element;
    const secret = this.#secret;
    if (!client || !userId || !secret || this.#claiming) return;
    this.#claiming = true;
    try {
      const init = { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ secret }) };
      const { ok, status } = await client.fetch('/v1/guests/claim', init);
      if (!ok && status !== 404) return; // the next time it connects
      storage.removeItem(this.#key);
      this.#userId = undefined;
      this.channelId = undefined;
      this.#admit(undefined);
    } catch {
      // as above
    } finally {
      this.#claiming = false;
    }
  }

  get #origin(): string {
    return originOf(this.#host);
  }

  get #host(): string {
    return this.#element.host || location.host;
  }

  get #key(): string {
    return `earshot:guest:${this.#host}:${this.#element.appId}`;
  }

  get #secret(): string | undefined {
    return storage.getItem(this.#key) ?? undefined;
  }
}

const doors = new WeakMap<EarshotClient, Door>();

/** The one door of this element; opened at once for a guest who comes back. */
export function openDoor(element: EarshotClient, admit: (identity: GuestIdentity | undefined) => void): GuestDoor {
  let door = doors.get(element);
  if (!door) {
    door = new Door(element, admit);
    doors.set(element, door);
    door.resume();
  }
  return door;
}
