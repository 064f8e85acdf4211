import { createContext } from '@lit/context';
import type { ClientApi } from '../core/client/api.ts';

/** The client of a subtree. The key is `Symbol.for`, so that two bundles on one page still meet. */
export const clientContext = createContext<ClientApi | undefined>(Symbol.for('earshot/client'));
