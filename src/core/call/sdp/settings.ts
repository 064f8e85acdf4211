import type { CollectionSettings } from '../../base/index.ts';

/** Defaults of what waits for candidates (RB-cfg-34, RB-cfg-35). */
export const defaultCollectionSettings: Readonly<CollectionSettings> = { iceCollectionIdealMs: 1_000, iceCollectionMaxMs: 3_000 };
