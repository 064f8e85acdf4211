import { silentLog } from '../core/base/index.ts';
import type { ClientOptions } from '../core/client/api.ts';
import { Client } from '../core/client/client.ts';
import { Phone } from './phone/phone.ts';

export { Phone, type PhoneEvents } from './phone/phone.ts';
export { RESULTS } from './phone/result.ts';
export type { Session } from './phone/session.ts';
export type * from './phone/types.ts';

/** A client whose calls are sessions of a phone, by the names of the SDK that people come from. */
export class PhoneClient extends Client {
  readonly phone: Phone;

  constructor(options: ClientOptions) {
    super(options);
    this.phone = new Phone(this, options.log ?? silentLog);
  }

  override dispose(): Promise<void> {
    this.phone.destroy();
    return super.dispose();
  }
}
