/** What pages of the tests of the faces have beside the core. */
import { PhoneClient } from '../../src/compat/phone-client.ts';
import { RelayClient } from '../../src/compat/relay-client.ts';

Object.assign(globalThis, { PhoneClient, RelayClient });
