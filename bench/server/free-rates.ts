import { defaultServerSettings } from '../../server/src/settings.ts';

type Rates = typeof defaultServerSettings.rates;

/** A benchmark sends more than a person may. */
export const FREE_RATES = Object.fromEntries(Object.keys(defaultServerSettings.rates).map((name) => [name, [1e9, 1e9]])) as unknown as Rates;
